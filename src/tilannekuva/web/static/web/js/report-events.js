// Several events in one report: one more is a copy of the last at the same place and time, also without a network.
(function () {
  "use strict";
  const FRESH = ["kind", "severity", "n_events", "is_about_one", "text", "text_reason"]; // what is told of each anew
  const form = document.querySelector("[data-report]");
  const signals = form.querySelector("[data-signals]");
  const button = form.querySelector("[data-another]");
  const total = form.querySelector('[name="form-TOTAL_FORMS"]');
  const most = Number(form.dataset.mostSignals);

  const number = () => signals.querySelectorAll("[data-signal]").length;

  function renumbered(element, to) {
    for (const name of ["id", "for", "name", "aria-labelledby", "aria-controls", "href"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/form-\d+-/, `form-${to}-`).replace(/^signal-\d+$/, `signal-${to + 1}`));
    }
  }

  function startAnew(field) {
    if (field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    else field.value = field.defaultValue;
  }

  function add() {
    const last = [...signals.querySelectorAll("[data-signal]")].pop();
    const index = number();
    const copy = last.cloneNode(true);
    for (const part of copy.querySelectorAll(".form-errors, .report-refused")) part.remove();
    const chosen = [...last.querySelectorAll("select")].map((select) => select.selectedIndex);
    copy.querySelectorAll("select").forEach((select, i) => { select.selectedIndex = chosen[i]; select.disabled = false; });
    const map = copy.querySelector("[data-report-map]");
    map.replaceChildren();
    map.hidden = true;
    map.removeAttribute("data-started");
    map.removeAttribute("data-ready");
    for (const element of [copy, ...copy.querySelectorAll("*")]) renumbered(element, index);
    for (const field of copy.querySelectorAll("input, select, textarea")) {
      if (FRESH.includes(field.name.replace(/^form-\d+-/, ""))) startAnew(field);
    }
    for (const heading of [last, copy]) heading.querySelector("h2").classList.remove("only-read-aloud");
    copy.querySelector("[data-number]").textContent = index + 1;
    for (const fold of copy.querySelectorAll("details")) fold.open = false;
    signals.append(copy);
    total.value = index + 1;
    copy.dispatchEvent(new CustomEvent("report:event", { bubbles: true }));
    if (button) button.hidden = index + 1 >= most;
    return copy;
  }

  function keepOnly(n) {
    [...signals.querySelectorAll("[data-signal]")].slice(n).forEach((signal) => signal.remove());
    total.value = number();
    if (button) button.hidden = number() >= most;
  }

  if (button) {
    button.addEventListener("click", (pressed) => {
      pressed.preventDefault();
      const added = add();
      added.querySelector('input[name$="-kind"]').focus();
      added.scrollIntoView();
    });
  }
  self.tilannekuva = Object.assign(self.tilannekuva || {}, { reportEvents: { add, keepOnly, number } });
})();
