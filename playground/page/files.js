// Files to open: tables, JSON and other texts are shown, all else is saved.

import { h } from "/page/dom.js";
import { json } from "/page/json.js";
import { speaker } from "/page/tables.js";

const WORDS = speaker({
  open: ["Ansehen: {name}", "Open: {name}"],
  save: ["Speichern", "Save"],
  close: ["Schließen", "Close"],
  lost: ["Diese Datei gibt es nicht mehr.", "This file is gone."],
  size: ["{name}, {size} Bytes", "{name}, {size} bytes"],
});
const TEXTS = /\.(csv|json|ics|txt|md|ya?ml)$/i;
const ROWS_SHOWN = 200;

// The rows of a CSV file: quoted fields may hold commas, quotes and breaks (RFC 4180).
export function rowsOf(text) {
  const rows = [[]];
  const separator = text.split("\n")[0].includes(";") ? ";" : ",";
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, "g");
  for (const [all, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(cell)) {
    if (!all) break;
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
    if (end !== separator) rows.push([]);
  }
  return rows.filter((row) => row.length);
}

function table(text) {
  const [head, ...rows] = rowsOf(text);
  return h("table", {}, h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, cell)))),
    h("tbody", {}, rows.slice(0, ROWS_SHOWN).map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))));
}

function shown(name, text) {
  try {
    if (/\.json$/i.test(name)) return h("div", { class: "json" }, json(JSON.parse(text), 3));
  } catch { /* then it is shown as it is */ }
  return /\.csv$/i.test(name) ? table(text) : h("pre", {}, text);
}

async function open(file, t) {
  const response = await fetch(`/files/${file.id}`);
  const dialog = h("dialog", { class: "file-view", "aria-label": file.name, onclose: (event) => event.target.remove() },
    h("h2", {}, file.title),
    h("div", { class: "file-text", tabindex: "0", role: "region", "aria-label": file.name },
      response.ok ? shown(file.name, await response.text()) : h("p", {}, t("lost"))),
    h("form", { method: "dialog", class: "modal-foot" },
      h("a", { href: `/files/${file.id}`, download: file.name }, t("save")),
      h("button", { type: "submit", class: "primary" }, t("close"))));
  document.body.append(dialog);
  dialog.showModal();
}

// A file below a message.
export function fileLink(file, viewer) {
  const t = WORDS(viewer.locale);
  const words = [`📎 ${file.title}`, " ", h("small", {}, t("size", file))];
  if (!TEXTS.test(file.name)) return h("a", { class: "file", href: `/files/${file.id}`, download: file.name }, words);
  return h("button", {
    type: "button", class: "file", "data-key": `file ${file.id}`, title: t("open", file), onclick: () => open(file, t),
  }, words);
}
