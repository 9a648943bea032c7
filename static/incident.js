/* The incident page without a server: the same clocks, in the same words, from the figures that stand in the page.
   The clocks of Paris are those that the browser knows; the arithmetic is that of portal/incident/moments.py. */
(function () {
  "use strict";
  var form = document.getElementById("aware"), print = document.getElementById("print");
  var worker = (form || print).dataset.worker;
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(worker, { scope: worker.replace(/[^/]*$/, "") }).catch(function () { /* the page works online all the same */ });
    // The language, the theme or the guide may have changed since the pages were kept.
    if (navigator.serviceWorker.controller) { navigator.serviceWorker.controller.postMessage("keep"); }
  }
  if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
  if (!form) { return; }

  var FIELDS = ["day", "month", "year", "hour", "minute"];
  var BOUNDS = { day: [1, 31], month: [1, 12], year: [2000, 2099], hour: [0, 23], minute: [0, 59] };
  var HOUR = 3600000, DAY = 24 * HOUR, SLACK = 300000, IN_HOURS = 96 * HOUR;
  var ORDER = { now: 0, clock: 1, open: 2 };
  var language = document.documentElement.lang, words = form.dataset;
  var weekdays = words.weekdays.split(" "), months = words.months.split(" ");
  var clocks = Array.prototype.slice.call(document.querySelectorAll("#clocks .clock"));
  var parisian = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  var aware = null;

  /* ── Moments: `shown` is what the clocks of Paris show, as milliseconds of an imaginary clock without summer time */
  function shownAt(moment) {
    var part = {};
    parisian.formatToParts(moment).forEach(function (one) { part[one.type] = Number(one.value); });
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
  }
  function exists(shown) { return [2, 1].some(function (ahead) { return shownAt(shown - ahead * HOUR) === shown; }); }
  function momentOf(shown) {
    // Of an hour that comes twice, the first; one that is skipped is the one that follows.
    return shownAt(shown - 2 * HOUR) === shown ? shown - 2 * HOUR : shown - HOUR;
  }
  function after(moment, hours, days, more) {
    moment += hours * HOUR;
    if (days) { moment = momentOf(shownAt(moment) + days * DAY); }
    if (more) {
      var date = new Date(shownAt(moment)), month = date.getUTCMonth() + more;
      var last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
      moment = momentOf(Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), last), date.getUTCHours(), date.getUTCMinutes()));
    }
    return moment;
  }

  /* ── Words */
  function fill(pattern, values) { return pattern.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function inWords(moment) {
    var date = new Date(shownAt(moment)), day = date.getUTCDate(), hour = date.getUTCHours();
    return fill(words.moment, {
      weekday: weekdays[date.getUTCDay()], day: day === 1 && language === "fr" ? "1er" : day, month: months[date.getUTCMonth()],
      year: date.getUTCFullYear(), hour: hour, clock: two(hour), minute: two(date.getUTCMinutes())
    });
  }
  function timeLeft(due, now) {
    var left = due - now;
    if (left <= 0) { return ""; }
    if (left < HOUR) { return count("minute", Math.max(1, Math.floor(left / 60000))); }
    if (left < IN_HOURS) { return count("hour", Math.floor(left / HOUR)); }
    return fill(words.days, { n: Math.floor(left / DAY) });
  }
  function count(unit, n) { return fill(words[n === 1 ? unit : unit + "s"], { n: n }); }
  function write(element, text) {
    // Figures stay with what they count; the first of a month has its superior letters.
    var tied = text.replace(/(\d|1er) (?=[a-zà-ÿ]{3,}|h )/gi, "$1\u00a0"), parts = tied.split(/\b1er(?=\u00a0)/);
    element.textContent = "";
    parts.forEach(function (part, rank) {
      if (rank) {
        var superior = document.createElement("sup");
        superior.textContent = "er";
        element.append("1", superior);
      }
      element.append(part);
    });
  }
  function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

  /* ── What was typed */
  function typed() {
    var numbers = {}, errors = {}, moment = null;
    FIELDS.forEach(function (name) {
      var text = form.elements[name].value.trim(), number = /^[0-9]+$/.test(text) ? Number(text) : NaN;
      if (number >= BOUNDS[name][0] && number <= BOUNDS[name][1]) { numbers[name] = number; } else { errors[name] = name; }
    });
    if (!errors.day && !errors.month && !errors.year && numbers.day > new Date(Date.UTC(numbers.year, numbers.month, 0)).getUTCDate()) { errors.day = "no_such_day"; }
    if (!Object.keys(errors).length) {
      var shown = Date.UTC(numbers.year, numbers.month - 1, numbers.day, numbers.hour, numbers.minute);
      if (!exists(shown)) { errors.hour = "no_such_hour"; }
      else if (momentOf(shown) > Date.now() + SLACK) { errors.day = "future"; }
      else { moment = momentOf(shown); }
    }
    return { moment: moment, errors: errors };
  }
  function tell(errors) {
    var first = null;
    FIELDS.forEach(function (name) {
      var field = form.elements[name], said = document.getElementById(name + "-error"), wrong = name in errors;
      said.hidden = !wrong;
      said.querySelector("span").textContent = wrong ? form.getAttribute("data-error-" + errors[name]) : "";
      field.classList.toggle("is-invalid", wrong);
      if (wrong) { field.setAttribute("aria-invalid", "true"); first = first || field; } else { field.removeAttribute("aria-invalid"); }
    });
    var summary = document.querySelector("#delais .summary");
    if (summary) { summary.remove(); }
    document.getElementById("clocks").hidden = Boolean(first);
    if (first) { first.focus(); }
  }
  function query() { return new URLSearchParams(new FormData(form)).toString(); }
  function fillIn(search) {
    var asked = new URLSearchParams(search), given = FIELDS.some(function (name) { return asked.has(name); });
    var here = new Date(shownAt(Date.now()));
    var now = { day: here.getUTCDate(), month: here.getUTCMonth() + 1, year: here.getUTCFullYear(), hour: two(here.getUTCHours()), minute: two(here.getUTCMinutes()) };
    FIELDS.forEach(function (name) { form.elements[name].value = given ? asked.get(name) || "" : now[name]; });
    form.querySelectorAll("[name=case]").forEach(function (box) {
      box.checked = given ? asked.getAll("case").indexOf(box.value) >= 0 : box.hasAttribute("data-usual");
    });
  }

  /* ── The clocks */
  function show() {
    var now = Date.now(), upcoming = "", list = clocks[0].parentNode;
    var cases = Array.prototype.map.call(form.querySelectorAll("[name=case]:checked"), function (box) { return box.value; });
    clocks.forEach(function (clock) {
      var data = clock.dataset, asked = data.cases ? data.cases.split(" ") : [];
      clock.hidden = asked.length > 0 && !asked.some(function (one) { return cases.indexOf(one) >= 0; });
      clock.due = data.when === "clock" ? after(aware, Number(data.hours), Number(data.days), Number(data.months)) : aware;
    });
    clocks.sort(function (one, other) {
      return ORDER[one.dataset.when] - ORDER[other.dataset.when] || one.due - other.due || one.dataset.rank - other.dataset.rank;
    });
    clocks.forEach(function (clock, rank) {
      if (list.children[rank] !== clock) { list.insertBefore(clock, list.children[rank] || null); }
      if (clock.dataset.when !== "clock") { return; }
      var due = inWords(clock.due), left = timeLeft(clock.due, now), told = clock.querySelector(".left");
      write(clock.querySelector(".due"), capital(due));
      if (!told) { return; }
      write(told.querySelector("span"), left);
      told.hidden = !left;
      clock.querySelector(".passed").hidden = Boolean(left);
      if (!upcoming && left && !clock.hidden) { upcoming = fill(words.next, { title: clock.querySelector("h3").textContent, moment: due, left: left }); }
    });
    write(document.getElementById("aware-told"), inWords(aware));
    var said = document.getElementById("upcoming");
    if (said.dataset.said !== upcoming) { said.dataset.said = upcoming; write(said, upcoming); }
    var agenda = document.getElementById("agenda");
    agenda.href = agenda.dataset.path + "?" + query();
  }
  function compute() {
    var said = typed();
    tell(said.errors);
    aware = said.moment;
    if (aware !== null) { show(); }
    return aware !== null;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (compute()) { history.pushState(null, "", location.pathname + "?" + query() + "#delais"); }
  });
  form.addEventListener("change", function (event) {
    if (event.target.name !== "case" || aware === null) { return; }
    if (compute()) { history.replaceState(null, "", location.pathname + "?" + query() + "#delais"); }
  });
  function open() { fillIn(location.search); compute(); }
  window.addEventListener("popstate", open);
  // Kept open or kept for offline, the page does not know what time it is: it looks.
  setInterval(function () { if (aware !== null) { show(); } }, 60000);
  open();
})();
