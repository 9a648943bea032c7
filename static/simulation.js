/* The simulation, where htmx is not enough: sliders beside amounts, fields in step with what is said of them, and the
   address in step with the answers, so that reloading, sharing or changing the language keeps them.
   Without it, each list and field does all that its slider does. */
(function () {
  "use strict";
  function nearest(stops, value) {
    var best = 0;
    stops.forEach(function (stop, i) {
      if (Math.abs(Math.log(stop) - Math.log(value)) < Math.abs(Math.log(stops[best]) - Math.log(value))) { best = i; }
    });
    return best;
  }
  function slide(lever) {
    var field = lever.querySelector("select, input"), list = field.tagName === "SELECT";
    var stops = list ? null : lever.dataset.stops.trim().split(" ").map(Number);
    var format = new Intl.NumberFormat(document.documentElement.lang), slider = document.createElement("input");
    slider.type = "range";
    slider.className = "form-range";
    slider.min = 0;
    slider.max = (list ? field.options.length : stops.length) - 1;
    slider.setAttribute("aria-labelledby", field.id + "-nom");
    function follow() {
      if (list) { slider.value = field.selectedIndex; }
      else {
        var typed = Number(field.value.replace(/[^0-9]/g, ""));
        if (typed) { slider.value = nearest(stops, typed); }
      }
      slider.setAttribute("aria-valuetext", list ? field.options[field.selectedIndex].text : field.value);
    }
    slider.addEventListener("input", function () {
      if (list) { field.selectedIndex = slider.value; } else { field.value = format.format(stops[slider.value]); }
      slider.setAttribute("aria-valuetext", list ? field.options[field.selectedIndex].text : field.value);
    });
    slider.addEventListener("change", function (event) {
      event.stopPropagation();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.addEventListener("change", follow);
    follow();
    document.getElementById(field.id + "-says").after(slider);
  }
  function ready() {
    document.querySelectorAll("[data-stops]").forEach(slide);
    document.getElementById("recalculer").hidden = true;
  }
  document.addEventListener("DOMContentLoaded", ready);

  document.addEventListener("htmx:afterRequest", function (event) {
    var address = event.detail.successful && event.detail.xhr.getResponseHeader("Content-Location");
    if (!address) { return; }
    history.replaceState(null, "", address + location.hash);
    document.querySelectorAll("input[name=next]").forEach(function (next) { next.value = address; });
  });
  document.addEventListener("htmx:oobAfterSwap", function (event) {
    var says = event.detail.target;
    if (!says || !says.id || !says.id.endsWith("-says")) { return; }
    var field = document.getElementById(says.id.slice(0, -5)), wrong = says.childElementCount > 0;
    field.classList.toggle("is-invalid", wrong);
    if (wrong) { field.setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
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
