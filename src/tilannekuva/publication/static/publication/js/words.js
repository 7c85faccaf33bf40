// Counts and numbers as a person reads them, in the language of the page.
(function (tilannekuva) {
  "use strict";
  const AT_REST_MS = 2000;

  // A count, or the range in which a protected one lies.
  function count(shown, language) {
    if (Array.isArray(shown)) return shown[0] + "–" + shown[1];
    return new Intl.NumberFormat(language).format(shown);
  }

  // As many digits as a number deserves: whole from 10 on, else one decimal.
  function number(value, language) {
    if (value > 0 && value < 0.05) return "<" + number(0.1, language);
    const rounded = Math.round(value * 10) / 10;
    const decimals = rounded >= 10 || Number.isInteger(rounded) ? 0 : 1;
    return new Intl.NumberFormat(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(rounded);
  }

  function expected(level, language) {
    const [, middle, lower, upper] = level;
    if (middle === null || lower === null || upper === null) return "–";
    return `${number(middle, language)} (${number(lower, language)}–${number(upper, language)})`;
  }

  function day(iso, language) {
    // English as it is written in Europe: the day before the month.
    const locale = language === "en" ? "en-GB" : language;
    return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
  }

  // What a place is called: an area by its name, a grid cell by its lower left corner in metres.
  function place(code, data) {
    const { cell, language } = data.words;
    const corner = /^E(-?\d+)N(-?\d+)$/.exec(code);
    if (data.names[code] || !corner) return data.names[code] || code;
    const [east, north] = [corner[1], corner[2]].map((metres) => count(Number(metres), language));
    return cell.replace("%(east)s", east).replace("%(north)s", north);
  }

  // The state of an entry of area_levels; the edition holds the step, the words hold its name.
  function stateOf(level, group, words) {
    if (group !== "reported") return "not_compared";
    return words.state_of_step[String(level[4])] || "too_little";
  }

  // Into which step of the greys a count falls; a range falls where its lower end lies: no grey says more than is known.
  function countStep(shown, steps) {
    const n = Array.isArray(shown) ? shown[0] : shown;
    let step = -1;
    steps.forEach((from, position) => {
      if (n >= from) step = position;
    });
    return step;
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function json(id) {
    const script = document.getElementById(id);
    return script ? JSON.parse(script.textContent) : null;
  }

  // Resolves once an element comes into view, or has a size when the page has come to rest: what is printed without
  // having been seen is drawn too, and what is behind a tab is drawn when it is opened.
  function seen(node) {
    return new Promise((done) => {
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting) || node.clientWidth === 0) return;
        observer.disconnect();
        done();
      }, { rootMargin: "200px" });
      observer.observe(node);
      setTimeout(() => {
        if (node.clientWidth === 0) return;
        observer.disconnect();
        done();
      }, AT_REST_MS);
    });
  }

  tilannekuva.words = { count, number, expected, day, place, stateOf, countStep, element, json, seen };
})((window.tilannekuva = window.tilannekuva || {}));
