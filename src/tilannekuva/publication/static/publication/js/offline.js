// A picture that opens without a server: the filter chooses among what the edition in the file holds.
(function (tilannekuva) {
  "use strict";
  const PERIODS_IN_CHART = 104;
  const PLACES_UNFOLDED = 30;
  const NARROW_CHART_PX = 480;
  const FIELDS = ["kind", "period", "stream"];
  const { address, page } = tilannekuva;
  const ownLanguage = page.language();
  page.put(address.read());
  const { json } = tilannekuva.words;
  const edition = json("edition");
  const geography = json("geography");
  const first = json("map-data");
  const form = document.querySelector("[data-filters]");
  const options = (name) => [...form.elements[name].options];
  const usual = Object.fromEntries(FIELDS.map((name) =>
    [name, (options(name).find((option) => option.defaultSelected) || options(name)[0]).value]));
  const stage = new tilannekuva.Stage(first);
  let shown = "";

  function slice() {
    const { kind, stream, period } = form.elements;
    return tilannekuva.offlineSlice.slice(edition, first, kind.value || null, stream.value, period.value);
  }

  function hide(selector, isHidden) {
    document.querySelectorAll(selector).forEach((node) => { node.hidden = isHidden; });
  }

  function say(selector, text) {
    document.querySelectorAll(selector).forEach((node) => { node.textContent = text; });
  }

  function showChart(data) {
    hide("[data-trend-section]", data.kind === null);
    const place = document.querySelector("[data-chart]");
    const width = (place.clientWidth || window.innerWidth) < NARROW_CHART_PX ? "narrow" : "wide";
    const drawn = data.kind && document.querySelector(
      `[data-chart-of="${CSS.escape(data.kind)}"][data-chart-width=${width}][data-languages~="${page.language()}"]`,
    );
    place.replaceChildren(...(drawn ? [drawn.content.cloneNode(true)] : []));
    document.querySelector("[data-readings]").replaceChildren(...tilannekuva.offlineTables.readings(edition, data));
    document.querySelector("[data-trend-rows]").replaceChildren(
      ...(data.kind ? tilannekuva.offlineTables.trendRows(edition, data, PERIODS_IN_CHART) : []),
    );
  }

  function showLists(data) {
    for (const item of document.querySelectorAll("li.kind")) {
      item.classList.toggle("is-chosen", item.dataset.kind === data.kind);
    }
    for (const item of document.querySelectorAll("[data-finding], [data-found-row]")) {
      item.hidden = data.kind !== null && item.dataset.kind !== data.kind;
    }
    hide("[data-no-findings]", data.findings.length > 0);
    hide("[data-found]", data.findings.length === 0);
    const meanings = data.words.no_findings;
    say("[data-no-findings]", meanings[data.kind] || meanings[""]);
    hide("[data-when-no-kind]", data.kind !== null);
    hide("[data-when-kind]", data.kind === null);
    hide('[data-legend="compared"]', data.kind === null || data.group !== "reported" || data.is_by_cell);
    document.querySelectorAll("[data-count-step]").forEach((label, position) => {
      label.textContent = data.words.from_count.replace("%(n)s", tilannekuva.words.count(data.count_steps[position], data.words.language));
    });
    hide('[data-legend="discovered"]', data.kind === null || data.group === "reported");
    hide('[data-blind], [data-legend="blind"]', data.blind.length === 0);
    tilannekuva.offlineTables.showBlind(data);
    const rows = tilannekuva.offlineTables.placeRows(data);
    document.querySelector("[data-place-rows]").replaceChildren(...rows);
    document.querySelector("[data-places]").open = rows.length <= PLACES_UNFOLDED || address.read().part === "table";
    say("[data-n-places]", rows.length);
  }

  function show() {
    const data = slice();
    const wanted = [data.kind, data.window, data.group].join(" ");
    if (wanted === shown) return;
    shown = wanted;
    say("[data-chosen-kind]", form.elements.kind.selectedOptions[0].textContent);
    say("[data-chosen-part]", data.words.groups[data.group] + " · " + data.words.windows[data.window]);
    tilannekuva.offlineTables.sentences(edition, data);
    showLists(data);
    showChart(data);
    stage.show(data);
  }

  // Only what the file holds can be chosen: anything else in an address is told, and the usual is shown.
  function take(chosen) {
    const unlisted = FIELDS.filter((name) => {
      const field = form.elements[name];
      field.value = chosen[name] ?? usual[name];
      if (field.selectedIndex >= 0) return false;
      field.value = name === "kind" ? "" : usual[name];
      return true;
    });
    hide("[data-unlisted]", unlisted.length === 0);
    say("[data-unlisted]", unlisted.map((name) =>
      json("unlisted")[name].replace("%(value)s", chosen[name].slice(0, 60))).join(" "));
  }

  function follow() {
    const chosen = address.read();
    if (page.wanted(chosen, ownLanguage) !== page.language()) {
      location.reload();
      return;
    }
    take(chosen);
    page.tellAge();
    show();
    if ((chosen.part || "").startsWith("finding-")) stage.openFinding(chosen.part.slice("finding-".length), true);
  }

  // What was asked for comes into view, also where the address already says it.
  function go(changes) {
    if (address.write(changes)) window.addEventListener("hashchange", tilannekuva.tabs.reveal, { once: true });
    else tilannekuva.tabs.reveal();
  }

  function choose(event) {
    event.preventDefault();
    address.write(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value])));
  }

  document.documentElement.classList.add("has-script");
  window.addEventListener("hashchange", follow);
  tilannekuva.tabs.start();
  form.addEventListener("change", choose);
  form.addEventListener("submit", choose);
  // A link inside the file changes its part of the address and leaves the other choices as they are.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.chooseLanguage) go({ language: link.dataset.chooseLanguage });
    else if ("chooseKind" in link.dataset) {
      go({ kind: link.closest("[data-kind]").dataset.kind, part: link.hash.slice(1) });
    } else go({ part: link.hash.slice(1) });
  });
  follow();
  tilannekuva.tabs.reveal();
  stage.listen();
  stage.start(document.querySelector("[data-map]"), {
    areas: geography.areas, cells: geography.cells, basemap: geography.basemap || {},
  });
})((window.tilannekuva = window.tilannekuva || {}));
