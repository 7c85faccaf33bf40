// The place of a report: where one is, or a touch on the map. What is taken stands in two hidden fields,
// and goes nowhere before the report is sent.
(function () {
  "use strict";
  const BASEMAP = ["sea", "green", "roads", "rail"];
  const DECIMALS = 4; // about ten metres; the server keeps the square alone

  // The map is a megabyte: it comes when somebody asks for it, not with every report from a poor network.
  let mapFiles = null;
  function mapFilesOf(form) {
    const added = (element) => new Promise((done, failed) => {
      element.addEventListener("load", done);
      element.addEventListener("error", failed);
      document.head.append(element);
    });
    mapFiles ||= Promise.all([
      added(Object.assign(document.createElement("link"), { rel: "stylesheet", href: form.dataset.mapStyle })),
      ...form.dataset.mapScripts.split(" ").map((src) => added(Object.assign(document.createElement("script"), { src }))),
    ]);
    return mapFiles;
  }

  async function basemapOf(form) {
    const found = BASEMAP.filter((name) => form.dataset[name]);
    const shapes = await Promise.all(found.map((name) => fetch(form.dataset[name]).then((answer) => answer.json())));
    return Object.fromEntries(found.map((name, i) => [name, shapes[i]]));
  }

  function bounds(basemap) {
    const corners = JSON.stringify(basemap.roads || basemap.sea || basemap.green).match(/\[-?\d+\.?\d*,-?\d+\.?\d*\]/g) || [];
    const points = corners.map((text) => JSON.parse(text));
    const x = points.map((point) => point[0]), y = points.map((point) => point[1]);
    const least = (values) => values.reduce((a, b) => Math.min(a, b)), most = (values) => values.reduce((a, b) => Math.max(a, b));
    return points.length ? [[least(x), least(y)], [most(x), most(y)]] : undefined;
  }

  async function openMap(place, form, taken) {
    const container = place.querySelector("[data-report-map]");
    const said = place.querySelector("[data-place-said]");
    if (container.dataset.started) { container.hidden = false; return; }
    let basemap;
    try {
      [basemap] = await Promise.all([basemapOf(form), mapFilesOf(form)]);
    } catch {
      mapFiles = null;
      said.textContent = said.dataset.noMapSaid;
      return;
    }
    container.hidden = false;
    container.dataset.started = "true";
    maplibregl.setWorkerUrl(form.dataset.worker);
    const sources = Object.fromEntries(Object.entries(basemap).map(([name, data]) => [name, { type: "geojson", data }]));
    const nothing = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
    for (const name of ["areas", "cells", "findings", "chosen"]) sources[name] = nothing;
    const { COLOURS, hatch, layers } = window.tilannekuva.mapStyle;
    const map = new maplibregl.Map({
      container, style: { version: 8, sources, layers: [] }, bounds: bounds(basemap), attributionControl: false,
      dragRotate: false, pitchWithRotate: false, maxZoom: 17,
    });
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibregl.AttributionControl({ compact: true, customAttribution: form.dataset.attribution || "" }));
    map.on("load", () => {
      const attribution = container.querySelector(".maplibregl-ctrl-attrib");
      if (attribution) attribution.classList.remove("maplibregl-compact-show");
      map.addImage("hatch", hatch(COLOURS), { pixelRatio: 2 });
      for (const layer of layers(COLOURS, basemap, true)) map.addLayer(layer);
      container.dataset.ready = "true";
    });
    const marker = new maplibregl.Marker({ color: COLOURS.finding });
    map.on("click", (event) => {
      marker.setLngLat(event.lngLat).addTo(map);
      taken(event.lngLat.lat, event.lngLat.lng, "map");
    });
  }

  function listen(place, form) {
    const [area, latitude, longitude] = ["area", "latitude", "longitude"].map((name) => place.querySelector(`[name$="-${name}"]`));
    const said = place.querySelector("[data-place-said]");
    const find = place.querySelector("[data-find] input");
    const forget = place.querySelector("[data-forget]");

    function taken(north, east, how) {
      latitude.value = north.toFixed(DECIMALS);
      longitude.value = east.toFixed(DECIMALS);
      area.disabled = find.disabled = true;
      forget.hidden = false;
      said.textContent = said.dataset[how + "Said"];
    }

    function forgotten() {
      latitude.value = longitude.value = said.textContent = "";
      area.disabled = find.disabled = false;
      forget.hidden = true;
    }

    // A further event begins at the same place, and a draft that is opened where it was written.
    function look() {
      if (latitude.value && longitude.value) taken(Number(latitude.value), Number(longitude.value), "map");
      else forgotten();
    }
    look();
    form.addEventListener("report:filled", look);
    place.querySelector("[data-place-tools]").hidden = false;
    place.querySelector("[data-here]").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        (found) => taken(found.coords.latitude, found.coords.longitude, "here"),
        () => { said.textContent = said.dataset.refusedSaid; },
        { enableHighAccuracy: true, maximumAge: 60000, timeout: 10000 },
      );
    });
    place.querySelector("[data-open-map]").addEventListener("click", () => openMap(place, form, taken));
    forget.addEventListener("click", () => {
      forgotten();
      area.focus();
    });
  }

  const form = document.querySelector("[data-report]");
  for (const place of form.querySelectorAll("[data-place]")) listen(place, form);
  form.addEventListener("report:event", (added) => listen(added.target.querySelector("[data-place]"), form));
})();
