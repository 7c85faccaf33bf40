// Brings map, drawer, findings and table together; web page and offline file both use it.
(function (tilannekuva) {
  "use strict";

  class Stage {
    constructor(data) {
      this.data = data;
      this.map = null;
    }

    async start(container, sources) {
      await tilannekuva.words.seen(container);
      try {
        this.map = await tilannekuva.map.start(container, sources, this.data);
      } catch (failure) {
        container.replaceChildren(tilannekuva.words.element("p", this.data.words.map_failed, "notice"));
        console.warn(failure);
        return;
      }
      this.map.ready((code) => this.openArea(code));
      this.map.show(this.data, (finding) => this.openFinding(finding.id, true));
      const { areas, basemap } = this.map.shapes;
      this.map.labels.showNames(areas, basemap.stations, this.data.words.language);
      container.dataset.ready = "true";
    }

    show(data) {
      this.data = data;
      tilannekuva.drawer.closed(document.querySelector("[data-drawer]"));
      if (!this.map) return;
      this.map.choose([]);
      this.map.show(data, (finding) => this.openFinding(finding.id, true));
    }

    openArea(code) {
      const drawer = document.querySelector("[data-drawer]");
      const geometry = this.map && this.map.byCode.get(code);
      if (this.map) this.map.choose(geometry ? [geometry] : []);
      tilannekuva.drawer.show(drawer, this.data, code, () => this.map && this.map.choose([]));
    }

    openFinding(id, fromMap) {
      const finding = this.data.findings.find((one) => one.id === id);
      if (!finding) return;
      if (this.map) this.map.labels.choose(id);
      document.querySelectorAll("[data-finding]").forEach((item) => {
        item.classList.toggle("is-chosen", item.dataset.finding === id);
      });
      if (fromMap) {
        const item = document.querySelector(`[data-finding="${CSS.escape(id)}"]`);
        const folded = item && item.parentElement.closest("details");
        if (folded) folded.open = true;
        if (item) item.scrollIntoView({ block: "nearest" });
      } else if (this.map) {
        this.map.goTo(this.map.geometriesOf(finding));
      }
    }

    // One listener for all links into the map, also for those that come later.
    listen() {
      document.addEventListener("click", (event) => {
        const area = event.target.closest("[data-area]");
        const finding = event.target.closest("[data-show-finding]");
        if (area) {
          this.openArea(area.dataset.area);
          const geometry = this.map && this.map.byCode.get(area.dataset.area);
          if (geometry) this.map.goTo([geometry]);
        }
        if (finding) this.openFinding(finding.dataset.showFinding, false);
      });
    }
  }

  tilannekuva.Stage = Stage;
})((window.tilannekuva = window.tilannekuva || {}));
