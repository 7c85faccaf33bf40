// The trend chart: one Vega-Lite specification, drawn without eval and without styles of its own.
(function (tilannekuva) {
  "use strict";

  async function draw() {
    const place = document.querySelector("[data-chart]");
    const spec = tilannekuva.words.json("trend-chart");
    if (!place || !spec || typeof vegaEmbed === "undefined") return;
    await tilannekuva.words.seen(place);
    spec.width = Math.max(240, place.clientWidth);
    await vegaEmbed(place, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: false, hover: false, logLevel: vega.Error,
    });
    // The library names its drawing in English; the heading above it says better what it is.
    place.setAttribute("role", "img");
    place.removeAttribute("aria-label");
    place.removeAttribute("aria-roledescription");
  }

  tilannekuva.chart = { draw };
})((window.tilannekuva = window.tilannekuva || {}));
