/* The questionnaire, where htmx is not enough: says when an answer could not be kept and tries it again,
   keeps fields in step with what is said of them, and closes the sheet where it was opened. */
(function () {
  "use strict";
  var EVERY = 10000;
  var waiting = new Set();

  function question(event) {
    var asked = event.detail.elt && event.detail.elt.closest(".question");
    return asked ? asked.id : null;
  }
  function say(words) {
    var saved = document.getElementById("saved");
    if (saved) { saved.textContent = words; saved.classList.add("saved--waiting"); }
  }
  function again() {
    waiting.forEach(function (id) {
      var asked = document.getElementById(id);
      if (asked) { htmx.trigger(asked, "change"); } else { waiting.delete(id); }
    });
  }
  function failed(event) {
    var id = question(event), status = event.detail.xhr ? event.detail.xhr.status : 0, saved = document.getElementById("saved");
    if (!id || !saved) { return; }
    if (status >= 400 && status < 500) { say(saved.dataset.refused); return; }
    waiting.add(id);
    say(saved.dataset.waiting);
  }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, failed);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var id = question(event);
    if (!id || !event.detail.successful) { return; }
    waiting.delete(id);
    document.getElementById("saved").classList.remove("saved--waiting");
    again();
  });
  window.addEventListener("online", again);
  var going = false;   // the form itself sends everything that the page holds
  document.addEventListener("submit", function (event) { going = event.target.id === "questions"; });
  window.addEventListener("beforeunload", function (event) { if (waiting.size && !going) { event.preventDefault(); } });
  setInterval(again, EVERY);

  document.addEventListener("htmx:oobAfterSwap", function (event) {
    var says = event.detail.target;
    if (!says || !says.id || !says.id.endsWith("-says")) { return; }
    var id = says.id.slice(0, -5), wrong = says.childElementCount > 0, asked = says.closest(".question");
    asked.querySelectorAll("input, select, textarea").forEach(function (field) {
      if (field.id !== id && !(field.type !== "hidden" && /-(day|month|year)$/.test(field.id) && field.id.replace(/-[a-z]+$/, "") === id)) { return; }
      field.classList.toggle("is-invalid", wrong);
      if (wrong) { field.setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
    });
  });

  document.addEventListener("read", function (event) {
    Object.keys(event.detail).forEach(function (id) {
      var field = document.getElementById(id), written = event.detail[id];
      if (field && Array.isArray(written) && field !== document.activeElement && field.value === written[0]) { field.value = written[1]; }
    });
  });

  var opened = false;
  document.addEventListener("click", function (event) {
    if (event.target.closest(".live-bar")) { opened = true; return; }
    if (opened && event.target.closest(".live-close a")) {
      event.preventDefault();
      opened = false;
      history.back();
    }
  });
})();
