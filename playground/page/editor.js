// A field for rich text: its signs are what Slack's editor takes too, and buttons put them in.

import { h } from "/page/dom.js";
import { speaker } from "/page/tables.js";

const WORDS = speaker({
  tools: ["Formatieren", "Formatting"],
  bold: ["Fett", "Bold"],
  italic: ["Kursiv", "Italic"],
  strike: ["Durchgestrichen", "Strikethrough"],
  code: ["Code", "Code"],
  link: ["Link", "Link"],
  list: ["Liste", "List"],
});
const MARKS = { bold: "*", italic: "_", strike: "~", code: "`" };
const SIGNS = { bold: "B", italic: "I", strike: "S", code: "</>", link: "🔗", list: "•" };
const KEYS = { b: "bold", i: "italic" };

// Puts `text` in the place of what stands between two positions, and selects a part of it.
function put(field, from, to, text, start, end) {
  field.focus();
  field.setRangeText(text, from, to);
  field.setSelectionRange(start, end);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Around the selection, or off again where it stands around it already.
function mark(field, sign) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to);
  if (value[from - 1] === sign && value[to] === sign) put(field, from - 1, to + 1, words, from - 1, to - 1);
  else put(field, from, to, `${sign}${words}${sign}`, from + 1, to + 1);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const label = value.slice(from, to) || "Link";
  const start = from + label.length + 3;
  put(field, from, to, `[${label}](https://)`, start, start + "https://".length);
}

// Every line that is selected becomes an entry of a list, or none any more.
function list(field) {
  const { selectionStart, selectionEnd, value } = field;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const to = next < 0 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const isList = lines.every((line) => line.startsWith("• "));
  const text = lines.map((line) => (isList ? line.slice(2) : `• ${line}`)).join("\n");
  put(field, from, to, text, from + text.length, from + text.length);
}

function apply(name, field) {
  if (name in MARKS) mark(field, MARKS[name]);
  else if (name === "link") link(field);
  else list(field);
}

// The field with its buttons; Ctrl or ⌘ with B and I do it too.
export function editor(field, locale) {
  const t = WORDS(locale);
  field.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && KEYS[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    apply(name, field);
  });
  return h("div", { class: "editor" },
    h("div", { class: "tools", role: "toolbar", "aria-label": t("tools") }, Object.entries(SIGNS).map(([name, sign]) =>
      h("button", {
        type: "button", class: `quiet tool-${name}`, "aria-label": t(name), title: t(name), onclick: () => apply(name, field),
      }, sign))),
    field);
}
