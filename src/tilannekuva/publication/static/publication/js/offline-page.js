// The page of the file in the language of its address, and a word when the file is past its time.
(function (tilannekuva) {
  "use strict";

  function language() {
    return document.documentElement.lang;
  }

  function template(wanted) {
    return document.querySelector(`template[data-page-in="${CSS.escape(wanted || "")}"]`);
  }

  // The language in which the file would open at this address: its own, where it does not speak the other.
  function wanted(chosen, own) {
    return template(chosen.language) ? chosen.language : own;
  }

  function put(chosen) {
    const other = template(chosen.language);
    if (!other) return;
    document.querySelector("[data-page]").replaceWith(other.content.cloneNode(true));
    document.documentElement.lang = chosen.language;
    document.title = other.dataset.title;
  }

  function today() {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  }

  // By the reader's own calendar: the file does not know when it is opened.
  function tellAge() {
    for (const past of document.querySelectorAll("[data-good-until]")) {
      if (today() <= past.dataset.goodUntil) continue;
      past.hidden = false;
      past.closest(".picture-head").classList.add("is-stale");
    }
  }

  tilannekuva.page = { language, wanted, put, tellAge };
})((window.tilannekuva = window.tilannekuva || {}));
