// The trend charts: Vega-Lite specifications, drawn without eval and without styles of their own.
(function (tilannekuva) {
  "use strict";

  async function drawIn(place) {
    const spec = tilannekuva.words.json(place.dataset.chart || "trend-chart");
    if (!spec) return;
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

  // `data-chart` names the element that holds the specification; left empty, it is the one chart of the page.
  function draw() {
    if (typeof vegaEmbed === "undefined") return;
    document.querySelectorAll("[data-chart]").forEach(drawIn);
  }

  tilannekuva.chart = { draw };
})((window.tilannekuva = window.tilannekuva || {}));
