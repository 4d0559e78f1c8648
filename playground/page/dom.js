// Builds elements from plain values; text always stays text, nothing is ever parsed as HTML.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

// The square with somebody's first letter; each person has their own colour.
export function face(user, style = "") {
  const tone = [...(user?.id ?? "")].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % 6;
  const classes = `face ${user?.is_bot ? "bot" : `tone${tone}`} ${style}`;
  return h("span", { class: classes.trim(), "aria-hidden": "true" }, (user?.real_name ?? "?").slice(0, 1));
}

// Puts new children into a place and gives the focus back to the element with the same data-key;
// what was open stays open.
export function refill(place, ...children) {
  const active = document.activeElement;
  const key = place.contains(active) ? active.dataset.key : null;
  const caret = key && active.type === "text" ? active.selectionStart : null;
  const popup = place.querySelector(":popover-open")?.id;
  const open = [...place.querySelectorAll("details[open][data-key]")].map((d) => d.dataset.key);
  place.replaceChildren(...children.flat(9).filter(Boolean));
  for (const details of place.querySelectorAll("details[data-key]")) {
    if (open.includes(details.dataset.key)) details.open = true;
  }
  if (popup) document.getElementById(popup)?.showPopover();
  const again = key ? place.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  again?.focus();
  if (again && caret !== null) again.setSelectionRange(caret, caret);
}
