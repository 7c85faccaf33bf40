// The inbox by keys. Every key presses a button or opens a choice that is on the page without it.
(function () {
  "use strict";
  const inbox = document.querySelector("[data-inbox]");
  const form = document.getElementById("steps");
  if (!inbox || !form) return;

  const lines = [...form.querySelectorAll("[data-line]")];
  const panels = [...form.querySelectorAll("[data-panel]")];
  const openPanel = () => panels.find((panel) => panel.open);
  const chosen = () => lines.filter((line) => line.checked);
  let current = startingLine();
  let meant = null; // chosen by a key, not by hand: chosen no longer when one goes on without a step

  // Of a place in the list, of a signal (an undone step brought it back), or of what a refused step had chosen.
  function startingLine() {
    const place = location.hash.match(/^#place-(\d+)$/);
    if (place) return Math.min(Number(place[1]), lines.length - 1);
    return lines.findIndex((line) => "#" + line.id === location.hash || line.checked);
  }

  function goTo(number) {
    if (!lines.length) return;
    forget();
    current = Math.min(Math.max(number, 0), lines.length - 1);
    lines[current].focus({ preventScroll: true });
    lines[current].closest("li, .inbox-group-head").scrollIntoView({ block: "nearest" });
  }

  // With nothing chosen, a step is meant for the line on which one stands.
  function choose() {
    if (chosen().length || current < 0) return;
    meant = lines[current];
    meant.checked = true;
  }

  function forget() {
    if (meant) meant.checked = false;
    meant = null;
  }

  // "Told already" is told beside a signal of the same group that stays: elsewhere it is not offered.
  function offerReasons() {
    if (!lines.length) return;
    const ticked = chosen();
    const isBeside = (line) => [...line.closest(".inbox-group")?.querySelectorAll("[data-line]") || []].some((other) => !other.checked);
    const fits = ticked.length > 0 && ticked.every(isBeside);
    for (const reason of form.querySelectorAll("[data-in-a-group]")) reason.hidden = !fits;
  }

  function open(letter) {
    choose();
    offerReasons();
    for (const panel of panels) panel.open = panel.dataset.panel === letter;
    const reasons = openPanel()?.querySelector(".inbox-panel");
    reasons?.querySelector("button, select")?.focus({ preventScroll: true });
    // What the step is about stays in sight above its reasons.
    const line = meant?.closest("li, .inbox-group-head");
    const hidden = line && reasons ? line.getBoundingClientRect().bottom - reasons.getBoundingClientRect().top : 0;
    if (hidden > 0) scrollBy(0, hidden);
  }

  function join() {
    const proposal = current >= 0 && lines[current].closest("[data-block]").querySelector("[data-join]");
    if (proposal && chosen().length < 2) proposal.click();
    else open("l");
  }

  function press(selector) {
    inbox.querySelector(selector)?.click();
  }

  function help() {
    const keys = inbox.querySelector("[data-keys]");
    if (!keys) return;
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  }

  function close() {
    const panel = openPanel();
    if (!panel) return;
    panel.open = false;
    forget();
    if (current >= 0) goTo(current);
    else panel.querySelector("summary").focus();
  }

  const actions = {
    j: () => goTo(current + 1),
    k: () => goTo(current - 1),
    x: () => lines[current]?.click(),
    o: () => lines[current]?.closest("li")?.querySelector("[data-open]").click(),
    c: () => open("c"),
    n: () => open("n"),
    p: () => open("p"),
    d: () => open("d"),
    l: join,
    s: () => { choose(); press("[data-split]"); },
    u: () => press("[data-undo]"),
    "?": help,
    Escape: close,
  };

  // Keys without Ctrl can be switched off: whoever speaks to the browser would press them by words (WCAG 2.1.4).
  const KEYS_OFF = "tilannekuva-inbox-keys-off";
  const keysOn = inbox.querySelector("[data-keys-on]");
  function applyKeys() {
    inbox.classList.toggle("has-keys", !keysOn || keysOn.checked);
  }
  if (keysOn) {
    keysOn.checked = !localStorage.getItem(KEYS_OFF);
    keysOn.addEventListener("change", () => {
      if (keysOn.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "1");
      applyKeys();
    });
    keysOn.closest("[hidden]").hidden = false;
  }
  applyKeys();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.repeat && !"jk".includes(event.key))) return;
    if (!inbox.classList.contains("has-keys")) return;
    const typing = event.target.matches("select, textarea, input:not([type=checkbox])");
    if (typing && event.key !== "Escape") return;
    const reason = openPanel()?.querySelectorAll(".inbox-reason:not([hidden])")[event.key - 1];
    if (reason) reason.click();
    else if (Object.hasOwn(actions, event.key)) actions[event.key]();
    else return;
    event.preventDefault();
  });

  form.addEventListener("change", offerReasons);
  for (const panel of panels) panel.addEventListener("toggle", offerReasons);
  form.addEventListener("focusin", (event) => {
    const number = lines.indexOf(event.target);
    if (number >= 0) current = number;
  });

  // After the step one goes on where one was: what it took is gone, or stands there joined.
  form.addEventListener("submit", (event) => {
    const at = form.querySelector("[data-at]");
    if (!at || !lines.length) return;
    const proposal = event.submitter?.closest("[data-block]");
    const first = proposal ? proposal.querySelector("[data-line]") : chosen()[0];
    at.value = Math.max(first ? lines.indexOf(first) : current, 0);
  });

  if (current >= 0) goTo(current);
})();
