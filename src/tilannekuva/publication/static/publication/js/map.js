// The map: starts once, and shows whatever slice of the edition it is given.
(function (tilannekuva) {
  "use strict";
  const { count, number, stateOf, countStep, element } = tilannekuva.words;
  const { outline, box } = tilannekuva.outline;
  const NARROW_PX = 480;
  const NOTHING = { type: "FeatureCollection", features: [] };

  function feature(geometry, properties) {
    return { type: "Feature", geometry, properties };
  }

  function collection(features) {
    return { type: "FeatureCollection", features };
  }

  async function loaded(source) {
    if (typeof source !== "string") return source || null;
    const answer = await fetch(source, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(source + " " + answer.status);
    return answer.json();
  }

  function look(data, code) {
    if (data.is_plain) return "plain";
    if (data.blind.includes(code)) return "blind";
    const level = data.areas[code];
    if (!level) return "unknown";
    if (!data.kind || data.group !== "reported") {
      const step = countStep(level[0], data.count_steps);
      return step < 0 ? "unknown" : "count-" + step;
    }
    const state = stateOf(level, data.group, data.words);
    return state === "too_little" ? "unknown" : state;
  }

  class PictureMap {
    constructor(container, shapes, data) {
      this.shapes = shapes;
      this.byCode = new Map(
        [...shapes.areas.features, ...shapes.cells.features].map((f) => [f.properties.code, f.geometry]),
      );
      this.palette = tilannekuva.mapStyle.COLOURS;
      const { basemap } = shapes;
      const sources = { areas: NOTHING, cells: NOTHING, findings: NOTHING, chosen: NOTHING };
      for (const name of ["sea", "green", "roads", "rail"]) if (basemap[name]) sources[name] = basemap[name];
      const geojson = Object.entries(sources).map(([name, value]) => [name, { type: "geojson", data: value }]);
      this.map = new maplibregl.Map({
        container,
        // Whose data the map shows stands below it, and covers nothing.
        style: { version: 8, sources: Object.fromEntries(geojson), layers: [] },
        bounds: this.frame(data), fitBoundsOptions: { padding: container.clientWidth < NARROW_PX ? 28 : 44 },
        cooperativeGestures: true, attributionControl: false, dragRotate: false, pitchWithRotate: false,
        maxZoom: 16, minZoom: 7, locale: data.words.map_controls,
        // What is printed is what was drawn last.
        canvasContextAttributes: { preserveDrawingBuffer: true },
      });
      this.map.touchZoomRotate.disableRotation();
      this.labels = new tilannekuva.mapLabels.Labels(this.map);
      this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
      tilannekuva.mapEdge.start(this.map, data.words, Object.values(basemap).some(Boolean));
      tilannekuva.mapPrint.start(this.map);
    }

    frame(data) {
      const framed = data.frame.filter((code) => this.byCode.has(code)).map((code) => this.byCode.get(code));
      return box(framed.length ? framed : [...this.byCode.values()]) || undefined;
    }

    // The page may have been laid out anew since the map was begun.
    fit(data) {
      const { map } = this;
      if (map.getCanvas().clientWidth === map.getContainer().clientWidth) return;
      map.resize();
      const around = this.frame(data);
      if (around) map.fitBounds(around, { padding: 28, duration: 0 });
    }

    ready(onArea) {
      const { map, palette, shapes } = this;
      const hasAreas = shapes.areas.features.length > 0;
      map.addImage("hatch", tilannekuva.mapStyle.hatch(palette), { pixelRatio: 2 });
      map.addImage("hatch-crossed", tilannekuva.mapStyle.hatch(palette, true), { pixelRatio: 2 });
      for (const layer of tilannekuva.mapStyle.layers(palette, shapes.basemap, hasAreas)) map.addLayer(layer);
      for (const layer of hasAreas ? ["areas", "areas-unknown", "areas-blind"] : ["cells"]) {
        map.on("click", layer, (event) => onArea(event.features[0].properties.code));
        map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
        map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
      }
    }

    show(data, onFinding) {
      this.map.getSource("areas").setData(collection(this.shapes.areas.features.map((area) => {
        const { code } = area.properties;
        return feature(area.geometry, { code, look: look(data, code) });
      })));
      this.map.getSource("cells").setData(collection(Object.entries(data.cells)
        .filter(([code]) => this.byCode.has(code))
        .map(([code, shown]) => feature(this.byCode.get(code), {
          code, look: "count-" + Math.max(0, countStep(shown, data.count_steps)),
        }))));
      this.showFindings(data, onFinding);
    }

    geometriesOf(finding) {
      return finding.place_codes.map((code) => this.byCode.get(code)).filter(Boolean);
    }

    showFindings(data, onFinding) {
      const drawn = data.findings.filter((finding) => this.geometriesOf(finding).length);
      this.map.getSource("findings").setData(collection(drawn.map((finding) =>
        feature(outline(this.geometriesOf(finding)), { id: finding.id, state: finding.state }))));
      this.labels.showFindings(drawn.map((finding) => {
        const around = box(this.geometriesOf(finding));
        const { language } = data.words;
        const text = data.words.seen_and_expected.replace("%(observed)s", count(finding.observed, language))
          .replace("%(expected)s", number(finding.expected, language));
        const button = element("button", text, "map-finding map-finding-" + finding.state);
        button.type = "button";
        button.setAttribute("aria-label", finding.state_word + ". " + finding.sentence);
        button.addEventListener("click", (event) => {
          event.stopPropagation();
          onFinding(finding);
        });
        // Above an area, below squares: two rules that found the same place do not cover each other.
        const [latitude, anchor] = finding.place === "area" ? [around[3], "bottom"] : [around[1], "top"];
        return { id: finding.id, at: [(around[0] + around[2]) / 2, latitude], anchor, button };
      }));
    }

    goTo(geometries) {
      const around = box(geometries);
      if (!around) return;
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.map.fitBounds(around, { padding: 60, maxZoom: 13.5, duration: calm ? 0 : 600 });
    }

    choose(geometries) {
      const shapes = geometries.length ? [feature(outline(geometries), {})] : [];
      this.map.getSource("chosen").setData(collection(shapes));
    }
  }

  // `sources`: areas, cells, basemap.{sea,green,roads,rail,stations}, each an address or GeoJSON.
  async function start(container, sources, data) {
    const names = Object.keys(sources.basemap);
    const [areas, cells, ...base] = await Promise.all(
      [sources.areas, sources.cells, ...names.map((name) => sources.basemap[name])].map(loaded),
    );
    const basemap = Object.fromEntries(names.map((name, position) => [name, base[position]]));
    const made = new PictureMap(container, { areas: areas || NOTHING, cells: cells || NOTHING, basemap }, data);
    await new Promise((done) => made.map.once("load", done));
    made.fit(data);
    return made;
  }

  tilannekuva.map = { start };
})((window.tilannekuva = window.tilannekuva || {}));
