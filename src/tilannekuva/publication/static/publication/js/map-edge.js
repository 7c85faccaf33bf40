// The edge of a map: how long a kilometre is, and, where no basemap says where one is, round degrees.
(function (tilannekuva) {
  "use strict";
  const { element } = tilannekuva.words;
  const ROUND = [1, 2, 5, 10];
  const MOST_PX = 130;
  const FROM_CORNER_PX = 48;

  // Round degrees between two, about one for each `MOST_PX`, and with how many decimals they are told.
  function marks(low, high, px) {
    const most = Math.max(2, Math.floor(px / MOST_PX));
    const power = 10 ** (Math.ceil(Math.log10((high - low) / most)) - 1);
    const step = ROUND.map((factor) => factor * power).find((size) => size >= (high - low) / most - 1e-12);
    const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    const found = [];
    for (let i = Math.ceil(low / step); i * step <= high; i += 1) found.push(Number((i * step).toFixed(decimals)));
    return { found, decimals };
  }

  function degrees(value, decimals, words, above, below) {
    const text = words.degrees[value >= 0 ? above : below];
    const number = new Intl.NumberFormat(words.language, {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals,
    }).format(Math.abs(value));
    return text.replace("%(degrees)s", number);
  }

  function mark(look, text, side, px) {
    const made = element("span", text, "map-mark " + look);
    made.style[side] = Math.round(px) + "px";
    return made;
  }

  function show(map, edge, words) {
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const bounds = map.getBounds();
    const made = [];
    const across = marks(bounds.getWest(), bounds.getEast(), width);
    for (const value of across.found) {
      const { x } = map.project([value, bounds.getNorth()]);
      if (x < FROM_CORNER_PX || x > width - 2 * FROM_CORNER_PX) continue;
      made.push(mark("map-mark-top", degrees(value, across.decimals, words, "east", "west"), "left", x));
    }
    const down = marks(bounds.getSouth(), bounds.getNorth(), height);
    for (const value of down.found) {
      const { y } = map.project([bounds.getWest(), value]);
      if (y < FROM_CORNER_PX || y > height - FROM_CORNER_PX) continue;
      made.push(mark("map-mark-left", degrees(value, down.decimals, words, "north", "south"), "top", y));
    }
    edge.replaceChildren(...made);
  }

  function start(map, words, hasBasemap) {
    map.addControl(new maplibregl.ScaleControl({ maxWidth: 140, unit: "metric" }), "bottom-left");
    if (hasBasemap) return;
    const edge = element("div", undefined, "map-edge");
    edge.setAttribute("aria-hidden", "true");
    map.getContainer().append(edge);
    map.on("move", () => show(map, edge, words));
    map.on("resize", () => show(map, edge, words));
    show(map, edge, words);
  }

  tilannekuva.mapEdge = { start, marks };
})((window.tilannekuva = window.tilannekuva || {}));
