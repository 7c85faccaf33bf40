// A picture that opens without a server: the filter chooses among what the edition in the file holds.
(function (tilannekuva) {
  "use strict";
  const PERIODS_IN_CHART = 104;
  const { json } = tilannekuva.words;
  const edition = json("edition");
  const geography = json("geography");
  const first = json("map-data");
  const form = document.querySelector("[data-filters]");
  const stage = new tilannekuva.Stage(first);

  function part(table, kind, group, window) {
    return (((table[kind] || {})[group] || {})[window]) || {};
  }

  function slice() {
    const kind = form.elements.kind.value || null;
    const group = form.elements.stream.value;
    const window = form.elements.period.value;
    return {
      ...first, kind, group, window,
      areas: part(edition.area_levels, kind, group, window),
      cells: part(edition.cells, kind, group, window),
      findings: first.findings.filter((finding) => kind === null || finding.kind === kind),
    };
  }

  function hide(selector, isHidden) {
    document.querySelectorAll(selector).forEach((node) => { node.hidden = isHidden; });
  }

  function showChart(data) {
    hide("[data-trend-section]", data.kind === null);
    const drawn = data.kind && document.querySelector(`[data-chart-of="${CSS.escape(data.kind)}"]`);
    const place = document.querySelector("[data-chart]");
    place.replaceChildren(...(drawn ? [drawn.content.cloneNode(true)] : []));
    document.querySelector("[data-trend-rows]").replaceChildren(
      ...(data.kind ? tilannekuva.offlineTables.trendRows(edition, data, PERIODS_IN_CHART) : []),
    );
  }

  function showLists(data) {
    for (const item of document.querySelectorAll("li.kind")) {
      item.classList.toggle("is-chosen", item.dataset.kind === data.kind);
    }
    for (const item of document.querySelectorAll("[data-finding]")) {
      item.hidden = data.kind !== null && item.dataset.kind !== data.kind;
    }
    hide("[data-no-findings]", data.findings.length > 0);
    hide("[data-when-no-kind]", data.kind !== null);
    hide("[data-when-kind]", data.kind === null);
    hide('[data-legend="compared"]', data.kind === null || data.group !== "reported");
    hide('[data-legend="counted"]', data.kind === null || data.group === "reported");
    document.querySelector("[data-place-rows]").replaceChildren(...tilannekuva.offlineTables.placeRows(data));
  }

  function show() {
    const data = slice();
    const chosen = form.elements.kind.selectedOptions[0].textContent;
    document.querySelector("[data-chosen-kind]").textContent = chosen;
    document.querySelector("[data-chosen-part]").textContent =
      data.words.groups[data.group] + " · " + data.words.windows[data.window];
    tilannekuva.offlineTables.sentences(edition, data);
    showLists(data);
    showChart(data);
    stage.show(data);
  }

  document.documentElement.classList.add("has-script");
  tilannekuva.tabs.start();
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose-kind]");
    if (!link) return;
    event.preventDefault();
    form.elements.kind.value = link.closest("[data-kind]").dataset.kind;
    show();
    location.hash = "map";
  });
  show();
  stage.listen();
  stage.start(document.querySelector("[data-map]"), {
    areas: geography.areas, cells: geography.cells, basemap: geography.basemap || {},
  });
})((window.tilannekuva = window.tilannekuva || {}));
