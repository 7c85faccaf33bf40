// The outline of several neighbouring shapes: the edges that belong to one of them only.
(function (tilannekuva) {
  "use strict";
  const SAME_CORNER_DEGREES = 0.00002;

  function rings(geometry) {
    if (geometry.type === "Polygon") return geometry.coordinates;
    if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
    return [];
  }

  // Corners of neighbours that differ by rounding alone (about two metres) are one corner.
  function snapper() {
    const known = new Map();
    return ([x, y]) => {
      const column = Math.round(x / SAME_CORNER_DEGREES);
      const row = Math.round(y / SAME_CORNER_DEGREES);
      for (let i = column - 1; i <= column + 1; i += 1) {
        for (let j = row - 1; j <= row + 1; j += 1) {
          const near = known.get(i + " " + j);
          if (near) return near;
        }
      }
      known.set(column + " " + row, [x, y]);
      return [x, y];
    };
  }

  function edgesSeenOnce(geometries) {
    const edges = new Map();
    const snap = snapper();
    for (const corners of geometries.flatMap(rings)) {
      const ring = corners.map(snap);
      for (let i = 1; i < ring.length; i += 1) {
        const key = [ring[i - 1].join(), ring[i].join()].sort().join(" ");
        if (edges.has(key)) edges.set(key, null);
        else edges.set(key, [ring[i - 1], ring[i]]);
      }
    }
    return [...edges.values()].filter(Boolean);
  }

  // Joins edges end to end, so that a dashed line keeps its rhythm.
  function chained(edges) {
    const from = new Map();
    for (const edge of edges) {
      const key = edge[0].join();
      if (!from.has(key)) from.set(key, []);
      from.get(key).push(edge);
    }
    const lines = [];
    for (const first of edges) {
      if (first.used) continue;
      first.used = true;
      const line = [...first];
      for (;;) {
        const next = (from.get(line[line.length - 1].join()) || []).find((edge) => !edge.used);
        if (!next) break;
        next.used = true;
        line.push(next[1]);
      }
      lines.push(line);
    }
    return lines;
  }

  function outline(geometries) {
    return { type: "MultiLineString", coordinates: chained(edgesSeenOnce(geometries)) };
  }

  // [west, south, east, north] of shapes, or null when there are none.
  function box(geometries) {
    let found = null;
    for (const [x, y] of geometries.flatMap(rings).flat()) {
      if (!found) found = [x, y, x, y];
      found = [Math.min(found[0], x), Math.min(found[1], y), Math.max(found[2], x), Math.max(found[3], y)];
    }
    return found;
  }

  tilannekuva.outline = { outline, box };
})((window.tilannekuva = window.tilannekuva || {}));
