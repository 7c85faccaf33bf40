// The drawer beside the map: what is selected, in words, with its findings.
(function (tilannekuva) {
  "use strict";
  const { element, count, expected, place, stateOf } = tilannekuva.words;

  function fact(list, name, value) {
    list.append(element("dt", name), element("dd", value));
  }

  function levelFacts(data, code) {
    const { words } = data;
    if (data.blind.includes(code)) return element("p", words.no_data);
    const level = data.areas[code];
    const inCell = data.cells[code];
    if (!level && inCell === undefined) return element("p", words.no_signals);
    const list = element("dl", undefined, "facts");
    fact(list, words.observed, count(level ? level[0] : inCell, words.language));
    if (!level || !data.kind) return list;
    fact(list, words.expected, expected(level, words.language));
    fact(list, words.state, words.states[stateOf(level, data.group, words)]);
    return list;
  }

  function levels(data, code) {
    const hint = data.kind ? [] : [element("p", data.words.choose_kind, "quiet")];
    return [levelFacts(data, code), ...hint];
  }

  function findingsOf(data, code) {
    const found = data.findings.filter((finding) =>
      finding.area_codes.includes(code) || finding.place_codes.includes(code));
    if (!found.length) return [];
    const list = element("ul", undefined, "drawer-findings");
    for (const finding of found) {
      const item = element("li");
      const link = element("a", finding.sentence);
      link.href = finding.url;
      item.append(element("strong", finding.state_word), document.createElement("br"), link);
      list.append(item);
    }
    return [element("h3", data.words.findings_here), list];
  }

  function closed(drawer) {
    drawer.hidden = true;
    drawer.replaceChildren();
  }

  function show(drawer, data, code, onClose) {
    const close = element("button", data.words.close, "button-secondary");
    close.type = "button";
    close.addEventListener("click", () => {
      closed(drawer);
      onClose();
    });
    const part = data.words.groups[data.group] + " · " + data.words.windows[data.window];
    drawer.replaceChildren(
      element("h3", place(code, data)), element("p", part, "quiet"),
      ...(data.is_plain ? [] : levels(data, code)), ...findingsOf(data, code), close,
    );
    drawer.hidden = false;
  }

  tilannekuva.drawer = { show, closed };
})((window.tilannekuva = window.tilannekuva || {}));
