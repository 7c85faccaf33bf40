// What a reader chose stands in the address of the file: a copy of it opens the same view, and back goes back.
(function (tilannekuva) {
  "use strict";
  const NAMES = ["part", "kind", "period", "stream", "language"];

  // "#part=map&kind=…"; "#map" alone names the part.
  function read() {
    const text = location.hash.slice(1);
    return text.includes("=") ? Object.fromEntries(new URLSearchParams(text)) : { part: text };
  }

  // Whether the address is another one now: then the browser tells of it, else nobody does.
  function write(changes) {
    const values = { ...read(), ...changes };
    const chosen = NAMES.filter((name) => values[name] !== undefined && (values[name] || name !== "part"));
    const before = location.hash;
    location.hash = new URLSearchParams(chosen.map((name) => [name, values[name]])).toString();
    return location.hash !== before;
  }

  tilannekuva.address = { read, write };
})((window.tilannekuva = window.tilannekuva || {}));
