// Names on the map as page elements: no glyph server is needed, and they can be read aloud and focused.
(function (tilannekuva) {
  "use strict";
  const { element } = tilannekuva.words;
  const STATIONS_FROM_ZOOM = 11.8;
  const AREAS_FROM_ZOOM = 11.2;

  function marker(map, at, made, anchor) {
    return new maplibregl.Marker({ element: made, anchor: anchor || "center" }).setLngLat(at).addTo(map);
  }

  function named(properties, language) {
    const names = properties.names || {};
    return names[language] || properties["name_" + language] || properties.name_fi || properties.name
      || Object.values(names)[0] || "";
  }

  function middle(feature, box) {
    return feature.properties.label || [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  }

  // Places one after another; a name that would cover another stays away until there is room.
  function settle(map, labels) {
    const taken = [];
    const zoom = map.getZoom();
    for (const label of labels) {
      const node = label.marker.getElement();
      node.hidden = zoom < label.fromZoom;
      if (node.hidden) continue;
      const { x, y } = map.project(label.marker.getLngLat());
      const half = [label.width / 2 + 3, 9];
      const own = [x - half[0], y - half[1], x + half[0], y + half[1]];
      node.hidden = taken.some((box) => own[0] < box[2] && box[0] < own[2] && own[1] < box[3] && box[1] < own[3]);
      if (!node.hidden) taken.push(own);
    }
  }

  function names(map, areas, stations, language) {
    const labels = [];
    for (const station of stations ? stations.features : []) {
      const text = named(station.properties, language);
      const node = element("span", text, "map-name map-name-station");
      labels.push({ text, fromZoom: STATIONS_FROM_ZOOM, marker: marker(map, station.geometry.coordinates, node) });
    }
    for (const area of areas.features) {
      const text = named(area.properties, language);
      const box = tilannekuva.outline.box([area.geometry]);
      if (!text || !box) continue;
      const node = element("span", text, "map-name");
      labels.push({ text, fromZoom: AREAS_FROM_ZOOM, marker: marker(map, middle(area, box), node) });
    }
    for (const label of labels) {
      label.width = label.marker.getElement().offsetWidth || label.text.length * 7;
      label.marker.getElement().setAttribute("aria-hidden", "true");
    }
    const again = () => settle(map, labels);
    map.on("moveend", again);
    again();
  }

  tilannekuva.mapLabels = { names, marker };
})((window.tilannekuva = window.tilannekuva || {}));
