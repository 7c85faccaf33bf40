// A map on paper: as wide as the paper while it is printed, and drawn before the page is taken.
(function (tilannekuva) {
  "use strict";
  const PAPER_PX = 660;

  function start(map) {
    const container = map.getContainer();
    window.addEventListener("beforeprint", () => {
      container.style.width = PAPER_PX + "px";
      map.resize();
      map.redraw();
    });
    window.addEventListener("afterprint", () => {
      container.style.width = "";
      map.resize();
    });
  }

  tilannekuva.mapPrint = { start };
})((window.tilannekuva = window.tilannekuva || {}));
