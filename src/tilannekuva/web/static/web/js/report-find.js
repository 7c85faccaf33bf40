// A long list of places gets a field to type in: what fits is offered below it, by keyboard and by thumb.
// The list itself stays as it is, so that whoever wants to look through it can, and everybody can without a program.
(function () {
  "use strict";
  const MOST_OFFERED = 8;
  const form = document.querySelector("[data-report]");

  // Töölö is found by "toolo" too: not every keyboard has every letter.
  const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();

  // What begins with the word comes first, then what has a word that begins with it, then what holds it somewhere.
  function fitting(select, typed) {
    const rank = (name) => name.startsWith(typed) ? 0 : name.includes(" " + typed) || name.includes("-" + typed) ? 1 : name.includes(typed) ? 2 : 3;
    return [...select.options].filter((option) => option.value)
      .map((option) => ({ option, rank: rank(plain(option.text)) })).filter((one) => one.rank < 3)
      .sort((a, b) => a.rank - b.rank).map((one) => one.option);
  }

  function listen(box) {
    const select = box.parentElement.querySelector("select");
    const field = box.querySelector("input"), list = box.querySelector("[role=listbox]"), said = box.querySelector("[role=status]");
    let active = -1;
    box.hidden = false;
    field.value = "";
    close();

    function close() {
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function choose(option) {
      select.value = option.value;
      field.value = "";
      close();
      said.textContent = `${said.dataset.chosen} ${option.text}`;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function offer() {
      close();
      const typed = plain(field.value);
      if (!typed) { said.textContent = ""; return; }
      const found = fitting(select, typed);
      said.textContent = found.length ? "" : said.dataset.nothing;
      list.replaceChildren(...found.slice(0, MOST_OFFERED).map((option, i) => {
        const line = document.createElement("li");
        line.id = `${list.id}_${i}`;
        line.role = "option";
        line.textContent = option.text;
        // Before the field loses the focus, which would close the list under the finger.
        line.addEventListener("pointerdown", (pressed) => pressed.preventDefault());
        line.addEventListener("click", () => choose(option));
        line.choose = () => choose(option);
        return line;
      }));
      list.hidden = found.length === 0;
      field.setAttribute("aria-expanded", String(found.length > 0));
      if (found.length) move(0);
    }

    function move(to) {
      const lines = [...list.children];
      active = (to + lines.length) % lines.length;
      lines.forEach((line, i) => line.setAttribute("aria-selected", String(i === active)));
      field.setAttribute("aria-activedescendant", lines[active].id);
      lines[active].scrollIntoView({ block: "nearest" });
    }

    field.addEventListener("input", offer);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (pressed) => {
      if (pressed.isComposing) return;
      if (pressed.key === "Enter") {
        pressed.preventDefault(); // never sends the report
        if (active >= 0) list.children[active].choose();
      } else if (pressed.key === "Escape") close();
      else if (active >= 0 && ["ArrowDown", "ArrowUp"].includes(pressed.key)) {
        pressed.preventDefault();
        move(active + (pressed.key === "ArrowDown" ? 1 : -1));
      }
    });
  }

  for (const box of form.querySelectorAll("[data-find]")) listen(box);
  form.addEventListener("report:event", (added) => listen(added.target.querySelector("[data-find]")));
})();
