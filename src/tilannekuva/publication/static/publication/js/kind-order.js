// In which order phenomena are listed: what is above the expected first, the furthest beyond it before the others.
(function (tilannekuva) {
  "use strict";
  const STATES = ["far_above", "above", "new", "as_expected", "below", "too_little", "not_compared"];
  const BY_STRENGTH = ["far_above", "above"];

  function strength(level) {
    const { observed, expected, upper } = level;
    if (expected === null || upper === null) return 0;
    const count = Array.isArray(observed) ? (observed[0] + observed[1]) / 2 : observed;
    return (count - expected) / Math.max(upper - expected, 1);
  }

  function order(level) {
    const state = level ? level.state : "too_little";
    return [STATES.indexOf(state), BY_STRENGTH.includes(state) ? -strength(level) : 0];
  }

  // Each list by itself: strengths and concerns stay apart.
  function sort(levelOf, language) {
    for (const list of document.querySelectorAll("ul.kinds")) {
      const items = [...list.children].map((item) => ({
        item, key: order(levelOf(item.dataset.kind)), name: item.querySelector("[data-choose-kind]").textContent,
      }));
      items.sort((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1]
        || one.name.localeCompare(other.name, language, { numeric: true }));
      list.append(...items.map(({ item }) => item));
    }
  }

  tilannekuva.kindOrder = { sort };
})((window.tilannekuva = window.tilannekuva || {}));
