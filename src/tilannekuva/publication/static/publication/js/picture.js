// The picture page in a browser: what the server sent is shown; a changed filter comes as a new fragment.
(function (tilannekuva) {
  "use strict";
  const BASEMAP = ["sea", "green", "roads", "rail", "stations"];

  function sourcesOf(container) {
    const given = BASEMAP.filter((name) => container.dataset[name]).map((name) => [name, container.dataset[name]]);
    return { areas: container.dataset.areas, cells: container.dataset.cells, basemap: Object.fromEntries(given) };
  }

  document.documentElement.classList.add("has-script");
  tilannekuva.tabs.start();
  const container = document.querySelector("[data-map]");
  const data = tilannekuva.words.json("map-data");
  tilannekuva.chart.draw();
  if (!container || !data) return;
  if (container.dataset.worker) maplibregl.setWorkerUrl(container.dataset.worker);
  const stage = new tilannekuva.Stage(data);
  stage.listen();
  stage.start(container, sourcesOf(container));
  document.addEventListener("htmx:afterSettle", () => {
    stage.show(tilannekuva.words.json("map-data"));
    tilannekuva.chart.draw();
    tilannekuva.tabs.show();
  });
})((window.tilannekuva = window.tilannekuva || {}));
