// Sending a report, and keeping it until a typed receipt has come that names it and the sum of what was sent.
(function () {
  "use strict";
  const LONGEST_WAIT_MS = 20000;
  const SAVED_AFTER_MS = 400;
  // English as it is written in Europe, as on the pages: "en" alone puts the month before the day.
  const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB");
  const form = document.querySelector("[data-report]");
  const panel = document.querySelector("[data-drafts]");
  const said = form.querySelector("[data-said]");
  const { drafts, reportEvents } = self.tilannekuva;
  const { writer } = panel.dataset;
  const idField = form.elements.report_id;
  let keeps = panel.dataset.keeps === "true" && drafts.isAble;
  let isSending = false;
  let isDone = false;
  let due = 0;

  idField.value ||= crypto.randomUUID();

  function say(name, until) {
    const when = until && new Intl.DateTimeFormat(LANGUAGE, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(until);
    said.textContent = [panel.dataset[name], when].filter(Boolean).join(" ") + (when ? "." : "");
    said.classList.toggle("is-unsent", !["sending", "saved"].includes(name));
  }

  const isAboutOne = () => Boolean(form.querySelector('[name$="-is_about_one"][value="yes"]:checked'));
  const isBegun = () => Boolean(form.querySelector('[name$="-kind"]:checked, [name$="-observation"]:checked, [name$="-sureness"]:checked'))
    || [...form.querySelectorAll('textarea[name$="-text"]')].some((words) => words.value.trim());
  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

  async function save() {
    if (!keeps || isDone || isAboutOne() || !isBegun()) return null;
    return drafts.save(writer, idField.value, entries());
  }

  // --- the list of what is not sent

  async function show() {
    const found = keeps ? (await drafts.list(writer)).filter((draft) => draft.id !== idField.value) : [];
    panel.hidden = found.length === 0;
    panel.querySelector("[data-count]").textContent = found.length;
    panel.querySelector("[data-list]").replaceChildren(...found.map((draft) => {
      const line = document.createElement("li");
      const when = document.createElement("span");
      when.textContent = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" }).format(draft.savedAt);
      const button = (name, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "hds-button hds-button--secondary hds-button--small";
        made.textContent = panel.dataset[name];
        made.dataset.act = name;
        made.addEventListener("click", act);
        return made;
      };
      const buttons = document.createElement("span");
      buttons.className = "actions";
      buttons.append(
        button("open", () => openDraft(draft)),
        button("remove", async () => { await drafts.remove(draft.id); await show(); }),
      );
      line.append(when, buttons);
      return line;
    }));
  }

  async function openDraft(draft) {
    await save();
    const kept = await drafts.open(writer, draft.id);
    if (!kept) { await drafts.remove(draft.id); await show(); return; }
    const values = new Map(kept);
    const n = Number(values.get("form-TOTAL_FORMS")) || 1;
    reportEvents.keepOnly(1);
    while (reportEvents.number() < n) reportEvents.add();
    for (const field of form.querySelectorAll("input, select, textarea")) {
      if (field.name === "csrfmiddlewaretoken" || !field.name) continue;
      const value = values.get(field.name);
      if (field.type === "radio") field.checked = field.value === value;
      else if (value !== undefined) field.value = value;
      else if (/-(latitude|longitude|area|text)$/.test(field.name)) field.value = "";
    }
    for (const fold of form.querySelectorAll(".report-more")) fold.open = Boolean(fold.querySelector("textarea").value);
    form.dispatchEvent(new CustomEvent("report:filled"));
    say("saved", draft.expiresAt);
    await show();
  }

  // --- sending

  class Unsent extends Error {
    constructor(why) { super(why); this.why = why; }
  }

  async function ask(options) {
    let answer;
    try {
      answer = await fetch(panel.dataset.send, { ...options, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    } catch {
      throw new Unsent("offline");
    }
    let told;
    try { told = await answer.json(); } catch { throw new Unsent("strange"); }
    if (!told || typeof told.type !== "string" || !told.type.startsWith("tilannekuva.")) throw new Unsent("strange");
    if (told.type === "tilannekuva.refusal") throw new Unsent({ sign_in: "signIn", rights: "rights", other_person: "otherPerson", other_content: "otherContent", not_valid: "notValid", no_id: "notValid" }[told.why] || "strange");
    return told;
  }

  async function sha256(text) {
    const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function send() {
    const greeting = await ask({ headers: { Accept: "application/json" } });
    if (greeting.type !== "tilannekuva.greeting") throw new Unsent("strange");
    if (greeting.writer !== writer) throw new Unsent("otherPerson");
    form.elements.csrfmiddlewaretoken.value = greeting.token;
    if (!greeting.keeps_drafts) await keepNothing();
    const id = idField.value;
    const body = new URLSearchParams(entries()).toString();
    const receipt = await ask({
      method: "POST", body,
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": greeting.token, "X-Report-Writer": writer },
    });
    const isOurs = receipt.type === "tilannekuva.receipt" && receipt.report === id && receipt.sha256 === await sha256(body);
    if (!isOurs || !/^\/report\//.test(receipt.address)) throw new Unsent("strange");
    isDone = true;
    if (drafts.isAble) await drafts.remove(id);
    // Whoever goes back finds an empty page: what was sent is not sent again under another id.
    form.reset();
    location.assign(receipt.address);
  }

  async function unsent(why) {
    if (why === "notValid") {
      // The page itself tells what is wrong and marks it. Words that may have been refused leave the device.
      isDone = true;
      if (keeps) await drafts.save(writer, idField.value, entries().filter(([name]) => !name.endsWith("-text")));
      form.submit();
      return;
    }
    if (why === "rights") { if (drafts.isAble) await drafts.wipe(writer); isDone = true; say("rights"); await show(); return; }
    const until = await save();
    say(why === "offline" && !keeps ? "offlineUnkept" : why, why === "offline" ? until : null);
    if (why === "signIn") {
      const link = document.createElement("a");
      link.href = panel.dataset.signInAddress;
      link.textContent = panel.dataset.signInLink;
      said.append(" ", link);
    }
  }

  async function keepNothing() {
    keeps = false;
    if (drafts.isAble) await drafts.wipe(writer);
    for (const one of await (navigator.serviceWorker ? navigator.serviceWorker.getRegistrations() : [])) await one.unregister();
    for (const name of await (self.caches ? caches.keys() : [])) if (name.startsWith("report-")) await caches.delete(name);
  }

  form.addEventListener("submit", async (submitted) => {
    const button = submitted.submitter;
    if (button && button.name) return; // another event, or words taken out: the page itself does that
    if (!self.crypto || !crypto.subtle) return;
    submitted.preventDefault();
    if (isSending || isAboutOne()) return;
    isSending = true;
    clearTimeout(due);
    say("sending");
    try { await save(); await send(); } catch (error) {
      if (!(error instanceof Unsent)) throw error;
      await unsent(error.why);
    } finally { isSending = false; }
  });

  function changed() {
    clearTimeout(due);
    due = setTimeout(async () => {
      const until = await save();
      if (until && !isSending && !isDone) say("saved", until);
    }, SAVED_AFTER_MS);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("report:about-one", async () => {
    clearTimeout(due);
    said.textContent = "";
    if (drafts.isAble) await drafts.remove(idField.value);
  });

  addEventListener("online", () => { for (const note of document.querySelectorAll("[data-no-network]")) note.remove(); });

  async function begin() {
    if (!keeps) { await keepNothing(); return; }
    await show();
    if (navigator.serviceWorker) await navigator.serviceWorker.register(panel.dataset.serviceWorker, { scope: panel.dataset.scope });
  }
  begin();
})();
