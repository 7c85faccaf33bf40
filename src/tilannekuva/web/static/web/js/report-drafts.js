// Unsent reports on this device: encrypted, each its writer's own, for three days at most (C-39).
//
// The key is made in this browser and cannot be read out of it by a program; it lies in the same storage as what
// it locks. That keeps words out of plain sight of other programs, copies and searches of the disk; it does not
// keep them from somebody who uses this browser under the same account of the device.
(function () {
  "use strict";
  const KEPT_MS = 72 * 60 * 60 * 1000;
  const NAME = "tilannekuva-reports";

  function opened() {
    return new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("keys");
        asked.result.createObjectStore("drafts", { keyPath: "id" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  }

  async function inStore(name, mode, act) {
    const database = await opened();
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction(name, mode);
        const asked = act(transaction.objectStore(name));
        transaction.oncomplete = () => done(asked.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  const keyOf = (writer) => inStore("keys", "readonly", (keys) => keys.get(writer));

  async function ownKey(writer) {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Of two pages that make one at once, the first to come stays.
    try { await inStore("keys", "readwrite", (keys) => keys.add(made, writer)); } catch { /* there is one */ }
    return keyOf(writer);
  }

  // Binds what is locked to its report, its writer and its end: a row cannot be passed off as another.
  const bound = (row) => new TextEncoder().encode(`${row.id} ${row.writer} ${row.expiresAt}`);
  const cipher = (row) => ({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) });

  async function save(writer, id, entries) {
    const key = await keyOf(writer) || await ownKey(writer);
    const earlier = await inStore("drafts", "readonly", (drafts) => drafts.get(id));
    const now = Date.now();
    // It ends three days after it was begun: writing on does not prolong it.
    const row = { id, writer, savedAt: now, expiresAt: earlier ? earlier.expiresAt : now + KEPT_MS, iv: crypto.getRandomValues(new Uint8Array(12)) };
    row.sealed = await crypto.subtle.encrypt(cipher(row), key, new TextEncoder().encode(JSON.stringify(entries)));
    await inStore("drafts", "readwrite", (drafts) => drafts.put(row));
    return row.expiresAt;
  }

  async function open(writer, id) {
    const row = await inStore("drafts", "readonly", (drafts) => drafts.get(id));
    const key = await keyOf(writer);
    if (!row || row.writer !== writer || row.expiresAt <= Date.now() || !key) return null;
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(cipher(row), key, row.sealed)));
    } catch {
      return null;
    }
  }

  async function list(writer) {
    await expire();
    const rows = await inStore("drafts", "readonly", (drafts) => drafts.getAll());
    return rows.filter((row) => row.writer === writer).map(({ id, savedAt, expiresAt }) => ({ id, savedAt, expiresAt }));
  }

  const removeWhere = (isGone) => inStore("drafts", "readonly", (drafts) => drafts.getAll()).then(async (rows) => {
    for (const row of rows.filter(isGone)) await inStore("drafts", "readwrite", (drafts) => drafts.delete(row.id));
    // A key without anything to lock goes too: what was locked with it can be read by nobody any more.
    const writers = new Set(rows.filter((row) => !isGone(row)).map((row) => row.writer));
    const keys = await inStore("keys", "readonly", (all) => all.getAllKeys());
    for (const writer of keys.filter((one) => !writers.has(one))) await inStore("keys", "readwrite", (all) => all.delete(writer));
  });
  const remove = (id) => removeWhere((row) => row.id === id);
  const wipe = (writer) => removeWhere((row) => row.writer === writer);
  const expire = () => removeWhere((row) => row.expiresAt <= Date.now());

  const isAble = Boolean(self.indexedDB && self.crypto && crypto.subtle);
  self.tilannekuva = Object.assign(self.tilannekuva || {}, { drafts: { isAble, save, open, list, remove, wipe, expire } });
})();
