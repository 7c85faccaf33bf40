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

  // Where a label lies on the screen, with a little air around it.
  function boxOf(map, label) {
    const node = label.marker.getElement();
    label.width = node.offsetWidth || label.width || node.textContent.length * 8;
    label.height = node.offsetHeight || label.height || 18;
    const { x, y } = map.project(label.marker.getLngLat());
    const above = { bottom: 1, center: 0.5, top: 0 }[label.anchor];
    return [
      x - label.width / 2 - 3, y - above * label.height - 1,
      x + label.width / 2 + 3, y + (1 - above) * label.height + 1,
    ];
  }

  function meets(one, other) {
    return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  }

  // The labels of one map. One that would cover another stays away until there is room for it, or until what it
  // names is chosen; the list beside the map always holds it.
  class Labels {
    constructor(map) {
      this.map = map;
      this.names = [];
      this.findings = [];
      this.chosen = null;
      map.on("moveend", () => this.settle());
      map.on("resize", () => this.settle());
    }

    // `found`: { id, at, anchor, button } of each finding, the most telling first.
    showFindings(found) {
      this.findings.forEach((label) => label.marker.remove());
      this.findings = found.map(({ id, at, anchor, button }) =>
        ({ id, anchor, fromZoom: 0, marker: marker(this.map, at, button, anchor) }));
      this.settle();
    }

    showNames(areas, stations, language) {
      const name = (text, at, fromZoom, look) => {
        const node = element("span", text, look);
        node.setAttribute("aria-hidden", "true");
        this.names.push({ anchor: "center", fromZoom, marker: marker(this.map, at, node) });
      };
      for (const station of stations ? stations.features : []) {
        name(named(station.properties, language), station.geometry.coordinates, STATIONS_FROM_ZOOM,
          "map-name map-name-station");
      }
      for (const area of areas.features) {
        const text = named(area.properties, language);
        const box = tilannekuva.outline.box([area.geometry]);
        if (text && box) name(text, middle(area, box), AREAS_FROM_ZOOM, "map-name");
      }
      this.settle();
    }

    choose(id) {
      this.chosen = id;
      this.settle();
    }

    // One after another: the chosen finding, the other findings, then the names of stations and areas.
    settle() {
      const taken = [];
      const zoom = this.map.getZoom();
      const chosenFirst = [...this.findings].sort((one, other) =>
        (other.id === this.chosen) - (one.id === this.chosen));
      const all = [...chosenFirst, ...this.names];
      // All at once before any is measured: measuring in between would lay the page out again for each.
      all.forEach((label) => { label.marker.getElement().hidden = zoom < label.fromZoom; });
      const boxes = all.map((label) => (zoom < label.fromZoom ? null : boxOf(this.map, label)));
      all.forEach((label, position) => {
        const own = boxes[position];
        if (!own) return;
        const isCovered = taken.some((box) => meets(own, box));
        label.marker.getElement().hidden = isCovered;
        if (!isCovered) taken.push(own);
      });
    }
  }

  tilannekuva.mapLabels = { Labels };
})((window.tilannekuva = window.tilannekuva || {}));
