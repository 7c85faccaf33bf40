// The tables and sentences of a file that opens without a server: what a choice shows of its edition.
(function (tilannekuva) {
  "use strict";
  const { element, count, expected, day, place, stateOf } = tilannekuva.words;

  function stateChip(state, word) {
    const chip = element("span", undefined, "state state-" + state);
    chip.append(element("span", undefined, "state-shape"), element("span", word));
    return chip;
  }

  function row(cells) {
    const made = element("tr");
    made.append(...cells);
    return made;
  }

  function placeHead(name, code) {
    const head = element("th");
    head.scope = "row";
    const link = element("a", name);
    link.href = "#map";
    link.dataset.area = code;
    head.append(link);
    return head;
  }

  // A grid cell has no name to look it up by: the fullest come first.
  function cellRows(data) {
    const most = ([, shown]) => (Array.isArray(shown) ? shown[1] : shown);
    const cells = Object.entries(data.cells);
    cells.sort((one, other) => most(other) - most(one) || (one[0] < other[0] ? -1 : 1));
    return cells.map(([code, shown]) =>
      row([placeHead(place(code, data), code), element("td", count(shown, data.words.language), "number")]));
  }

  // Alphabetical: areas are not ranked.
  function placeRows(data) {
    const { words, names, areas: levels } = data;
    if (data.is_by_cell) return cellRows(data);
    const named = Object.keys(levels).map((code) => [names[code] || code, code]);
    named.sort((one, other) => one[0].localeCompare(other[0], words.language, { numeric: true }));
    return named.map(([name, code]) => {
      const head = placeHead(name, code);
      const state = stateOf(levels[code], data.group, words);
      const last = element("td");
      last.append(stateChip(state, words.states[state]));
      return row([
        head, element("td", count(levels[code][0], words.language), "number"),
        element("td", expected(levels[code], words.language), "number"), last,
      ]);
    });
  }

  // A count of which reports are still coming in stands beside what it will have been.
  function soFar(shown, incoming, words) {
    const text = count(shown, words.language);
    if (!incoming) return text;
    const [estimate, lower, upper] = incoming;
    return words.still_coming_in.replace("%(count)s", text)
      .replace("%(final)s", expected([shown, Math.round(estimate), lower, upper], words.language));
  }

  // What else the course of a phenomenon tells: sentences that stand in the edition.
  function readings(edition, data) {
    const { language } = data.words;
    const told = (edition.readings || {})[data.kind] || {};
    return data.words.readings.filter((name) => told[name]).map((name) => told[name].sentence).map((sentence) => element("li", sentence[language] || Object.values(sentence)[0]));
  }

  // The areas without data, by name.
  function showBlind(data) {
    const list = document.querySelector("[data-blind-rows]");
    if (!list) return;
    const named = data.blind.map((code) => [place(code, data), code]);
    named.sort((one, other) => one[0].localeCompare(other[0], data.words.language, { numeric: true }));
    list.replaceChildren(...named.map(([name, code]) => {
      const item = element("li");
      const link = element("a", name);
      link.href = "#map";
      link.dataset.area = code;
      item.append(link);
      return item;
    }));
    document.querySelector("[data-n-blind]").textContent = named.length;
  }

  function trendRows(edition, data, nPeriods) {
    const { words } = data;
    const groups = data.group === "all" ? ["reported", "discovered"] : [data.group];
    const starts = edition.period_starts;
    const rows = [];
    for (const group of groups) {
      const course = (edition.courses[data.kind] || {})[group];
      for (let i = Math.max(0, starts.length - nPeriods); course && i < starts.length; i += 1) {
        const level = [course.observed[i], ...["expected", "lower", "upper"].map((part) => course[part][i] ?? null)];
        const incoming = (course.incoming || [])[i - starts.length + (course.incoming || []).length];
        rows.push(row([
          element("td", day(starts[i], words.language)), element("td", words.groups[group]),
          element("td", soFar(level[0], incoming, words), "number"),
          element("td", expected(level, words.language), "number"),
        ]));
      }
    }
    return rows.reverse();
  }

  // Each phenomenon's sentence and state stand in the edition, in each language and for each choice.
  function sentences(edition, data) {
    const { language } = data.words;
    for (const item of document.querySelectorAll("li.kind, [data-kind-row]")) {
      const windows = (edition.city_levels[item.dataset.kind] || {})[data.group] || {};
      const level = windows[data.window];
      if (!level) continue;
      if (item.matches("[data-kind-row]")) {
        item.querySelector("[data-observed]").textContent = count(level.observed, language);
        item.querySelector("[data-expected]").textContent =
          expected([level.observed, level.expected, level.lower, level.upper], language);
      } else {
        item.querySelector("[data-sentence]").textContent =
          level.sentence[language] || Object.values(level.sentence)[0];
      }
      const chip = item.querySelector("[data-state]");
      chip.className = "state state-" + level.state;
      chip.querySelector("[data-state-word]").textContent = data.words.states[level.state];
    }
    tilannekuva.kindOrder.sort((kind) => ((edition.city_levels[kind] || {})[data.group] || {})[data.window], language);
  }

  tilannekuva.offlineTables = { placeRows, readings, showBlind, trendRows, sentences };
})((window.tilannekuva = window.tilannekuva || {}));
