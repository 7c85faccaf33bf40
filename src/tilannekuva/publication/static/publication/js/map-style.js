// How the map looks: a calm base from the city's own files, one hue in few steps, findings as outlines.
(function (tilannekuva) {
  "use strict";

  const COLOURS = {
    land: "#f6f5f1", sea: "#e6eaec", green: "#e4ecdc", road: "#ffffff", roadEdge: "#dedbd3", rail: "#a9a59c",
    area: "#b9b6ae", finding: "#9a3a00", cell: "#1f4e70", hatch: "#c9c6be", hatchGround: "#f1f0ec",
    steps: { below: "#e9f0f5", as_expected: "#cfe0ec", above: "#7fb0d3", far_above: "#2f76a8" },
    greys: ["#dcdcdc", "#bdbdbd", "#969696", "#6a6a6a"],
  };
  const MAJOR = ["motorway", "motorway_link", "trunk", "trunk_link", "primary", "secondary"];
  const GRID_FROM_ZOOM = 12;

  // Hatched, never white: too little to say, or (crossed) nobody looks there and nothing is known.
  function hatch(palette, isCrossed) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 12;
    const pen = canvas.getContext("2d");
    pen.fillStyle = palette.hatchGround;
    pen.fillRect(0, 0, 12, 12);
    pen.strokeStyle = palette.hatch;
    pen.lineWidth = 1.6;
    for (const shift of [-12, 0, 12]) {
      pen.beginPath();
      pen.moveTo(shift, 12);
      pen.lineTo(shift + 12, 0);
      if (isCrossed) {
        pen.moveTo(shift, 0);
        pen.lineTo(shift + 12, 12);
      }
      pen.stroke();
    }
    return pen.getImageData(0, 0, 12, 12);
  }

  function fill(palette) {
    const pairs = Object.entries(palette.steps).concat(palette.greys.map((grey, i) => ["count-" + i, grey]));
    return ["match", ["get", "look"], ...pairs.flat(), palette.land];
  }

  function line(id, source, colour, width, more) {
    const { filter, minzoom, paint } = more || {};
    const layer = {
      id, source, type: "line", layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": colour, "line-width": width, ...paint },
    };
    if (filter) layer.filter = filter;
    if (minzoom) layer.minzoom = minzoom;
    return layer;
  }

  function byZoom(...stops) {
    return ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
  }

  // Where there are no areas, the squares are all there is: they show from afar.
  function layers(palette, basemap, hasAreas) {
    const gridFrom = hasAreas ? GRID_FROM_ZOOM : 0;
    const has = (name) => Boolean(basemap[name]);
    const major = ["in", ["get", "class"], ["literal", MAJOR]];
    const above = ["!=", ["get", "underground"], true];
    return [
      { id: "land", type: "background", paint: { "background-color": palette.land } },
      has("green") && { id: "green", source: "green", type: "fill", paint: { "fill-color": palette.green } },
      { id: "areas", source: "areas", type: "fill", filter: ["!", ["in", ["get", "look"], ["literal", ["unknown", "blind"]]]],
        paint: { "fill-color": fill(palette), "fill-opacity": ["case", ["==", ["get", "look"], "plain"], 0, 0.85] } },
      { id: "areas-unknown", source: "areas", type: "fill", filter: ["==", ["get", "look"], "unknown"],
        paint: { "fill-pattern": "hatch" } },
      { id: "areas-blind", source: "areas", type: "fill", filter: ["==", ["get", "look"], "blind"],
        paint: { "fill-pattern": "hatch-crossed" } },
      has("sea") && { id: "sea", source: "sea", type: "fill", paint: { "fill-color": palette.sea } },
      has("roads") && line("roads-minor", "roads", palette.road, byZoom(11, 0.3, 15, 3),
        { filter: ["!", major], minzoom: 11.5 }),
      has("roads") && line("roads-edge", "roads", palette.roadEdge, byZoom(9, 1.2, 15, 8), { filter: major }),
      has("roads") && line("roads", "roads", palette.road, byZoom(9, 0.6, 15, 6), { filter: major }),
      has("rail") && line("rail", "rail", palette.rail, byZoom(9, 0.6, 15, 2),
        { filter: above, paint: { "line-dasharray": [5, 2] } }),
      line("areas-edge", "areas", palette.area, byZoom(9, 0.4, 14, 1.4)),
      { id: "cells", source: "cells", type: "fill", minzoom: gridFrom,
        paint: { "fill-color": fill(palette), "fill-opacity": hasAreas ? 0.75 : 0.95 } },
      line("cells-edge", "cells", palette.cell, 0.6, { minzoom: gridFrom, paint: { "line-opacity": 0.5 } }),
      line("chosen", "chosen", palette.finding, 3),
      line("findings-awaiting", "findings", palette.finding, 2,
        { filter: ["!=", ["get", "state"], "confirmed"], paint: { "line-dasharray": [2, 2] } }),
      line("findings-confirmed", "findings", palette.finding, 2.5, { filter: ["==", ["get", "state"], "confirmed"] }),
    ].filter(Boolean);
  }

  tilannekuva.mapStyle = { COLOURS, hatch, layers, GRID_FROM_ZOOM };
})((window.tilannekuva = window.tilannekuva || {}));
