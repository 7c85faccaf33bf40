// On a narrow screen one part of the picture at a time; which one stands in the address bar.
(function (tilannekuva) {
  "use strict";
  const PARTS = ["now", "map", "findings", "table"];
  const WITHIN = { "trend-table": "map" };

  // The part in the address: "#map", or "part" among other choices.
  function wanted() {
    const text = location.hash.slice(1);
    return text.includes("=") ? new URLSearchParams(text).get("part") || "" : text;
  }

  function show() {
    if (!document.querySelector("[data-tabs]")) return;
    const part = WITHIN[wanted()] || wanted();
    const root = document.documentElement;
    if (PARTS.includes(part)) root.dataset.tab = part;
    else if (part.startsWith("finding-")) root.dataset.tab = "findings";
    else if (!root.dataset.tab) root.dataset.tab = PARTS[0];
    for (const link of document.querySelectorAll("[data-tabs] a")) {
      if (link.hash === "#" + root.dataset.tab) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  // Brings the part into view: it may be behind a tab, folded, or far down the page.
  function reveal() {
    const part = wanted() && document.getElementById(wanted());
    if (!part) return;
    for (let node = part; node; node = node.parentElement) if (node.matches("details")) node.open = true;
    if (wanted() === "table") for (const folded of part.querySelectorAll("[data-opens]")) folded.open = true;
    part.scrollIntoView({ block: "start" });
  }

  function start() {
    let last = wanted();
    window.addEventListener("hashchange", () => {
      show();
      if (wanted() !== last) reveal();
      last = wanted();
    });
    show();
    if (["table", "trend-table"].includes(wanted())) reveal();
  }

  tilannekuva.tabs = { start, show, reveal };
})((window.tilannekuva = window.tilannekuva || {}));
