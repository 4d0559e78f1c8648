// JSON to be read: objects and lists open and close; text always stays text.

import { h } from "/page/dom.js";

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return h("span", { class: `json-${kind}` }, JSON.stringify(value));
}

// A value under its name; what has parts can be opened, and is so down to `depth`.
export function json(value, depth = 2, name = null) {
  const label = name === null ? null : [h("span", { class: "json-name" }, name), ": "];
  if (value === null || typeof value !== "object") return h("div", {}, label, leaf(value));
  const parts = Object.entries(value);
  const signs = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!parts.length) return h("div", {}, label, signs.join(""));
  return h("details", { open: depth > 0 },
    h("summary", {}, label, `${signs[0]}${parts.length}${signs[1]}`),
    h("div", { class: "json-parts" }, parts.map(([key, part]) => json(part, depth - 1, key))));
}
