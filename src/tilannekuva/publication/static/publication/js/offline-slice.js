// What a choice shows of the edition in a file: places with their counts, and where each grey of the map begins.
(function (tilannekuva) {
  "use strict";
  const DARKEST = 8;

  function part(table, kind, group, window) {
    return (((table[kind] || {})[group] || {})[window]) || {};
  }

  // A range stays a range, so that no difference gives it away.
  function added(one, other) {
    if (!Array.isArray(one) && !Array.isArray(other)) return one + other;
    const [first, second] = [one, other].map((shown) => (Array.isArray(shown) ? shown : [shown, shown]));
    return [first[0] + second[0], first[1] + second[1]];
  }

  // Of all concerns together: such counts are compared with nothing.
  function together(table, kinds, group, window, observed) {
    const sums = {};
    for (const kind of kinds) {
      for (const [code, entry] of Object.entries(part(table, kind, group, window))) {
        const shown = observed(entry);
        sums[code] = code in sums ? added(sums[code], shown) : shown;
      }
    }
    return sums;
  }

  function places(edition, words, kind, group, window) {
    if (kind !== null) {
      return { areas: part(edition.area_levels, kind, group, window), cells: part(edition.cells, kind, group, window) };
    }
    const sums = together(edition.area_levels, words.concerns, group, window, (level) => level[0]);
    return {
      areas: Object.fromEntries(Object.entries(sums).map(([code, shown]) => [code, [shown, null, null, null, null]])),
      cells: together(edition.cells, words.concerns, group, window, (shown) => shown),
    };
  }

  // The darkest grey begins at a half of the fullest place or above it.
  function countSteps(counts, first) {
    const fullest = Math.max(0, ...counts.map((shown) => (Array.isArray(shown) ? shown[1] : shown)));
    let step = first;
    while (step * DARKEST <= fullest) step *= 2;
    return [1, step, 2 * step, 4 * step];
  }

  function slice(edition, first, kind, group, window) {
    const { areas, cells } = places(edition, first.words, kind, group, window);
    const counts = first.is_by_cell ? Object.values(cells) : Object.values(areas).map((level) => level[0]);
    return {
      ...first, kind, group, window, areas, cells,
      count_steps: countSteps(counts, first.words.first_count_step),
      blind: edition.coverage ? edition.coverage.blind[window] || [] : [],
      findings: first.findings.filter((finding) => kind === null || finding.kind === kind),
    };
  }

  tilannekuva.offlineSlice = { slice, countSteps, added };
})((window.tilannekuva = window.tilannekuva || {}));
