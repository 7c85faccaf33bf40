// On a narrow screen one part of the picture at a time; which one stands in the address bar.
(function (tilannekuva) {
  "use strict";
  const PARTS = ["now", "map", "findings", "table"];

  function show() {
    if (!document.querySelector("[data-tabs]")) return;
    const wanted = location.hash.slice(1);
    const root = document.documentElement;
    if (PARTS.includes(wanted)) root.dataset.tab = wanted;
    else if (wanted.startsWith("finding-")) root.dataset.tab = "findings";
    else if (!root.dataset.tab) root.dataset.tab = PARTS[0];
    for (const link of document.querySelectorAll("[data-tabs] a")) {
      if (link.hash === "#" + root.dataset.tab) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function start() {
    window.addEventListener("hashchange", show);
    show();
  }

  tilannekuva.tabs = { start, show };
})((window.tilannekuva = window.tilannekuva || {}));
