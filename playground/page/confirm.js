// Asks back before something is done, as Slack does; not with the browser's own question.

import { h } from "/page/dom.js";
import { textObject } from "/page/mrkdwn.js";

// Whether it shall be done. `asked` is a confirmation dialog of Block Kit; without one there is no question.
export function confirmed(asked, viewer) {
  if (!asked) return Promise.resolve(true);
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.onclose = null;
      dialog.close(); // gives the focus back to what was clicked
      resolve(yes);
    };
    dialog.onclose = answer(false); // by Escape
    dialog.replaceChildren(
      h("h2", { id: "confirm-title" }, textObject(asked.title, viewer)),
      h("p", { id: "confirm-text" }, textObject(asked.text, viewer)),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", onclick: answer(false), autofocus: true }, textObject(asked.deny, viewer)),
        h("button", {
          type: "button", class: asked.style === "danger" ? "primary danger" : "primary", onclick: answer(true),
        }, textObject(asked.confirm, viewer))));
    dialog.showModal();
  });
}

// What becomes of a text that one edits; null when nothing.
export function rewritten(text, viewer) {
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    const field = h("textarea", { id: "confirm-text", rows: 4, value: text, "aria-labelledby": "confirm-title" });
    const answer = (given) => {
      dialog.onclose = null;
      dialog.close();
      resolve(given);
    };
    dialog.onclose = () => answer(null);
    dialog.replaceChildren(h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        answer(field.value.trim() || null);
      },
    },
      h("h2", { id: "confirm-title" }, viewer.t("edit")), field,
      h("div", { class: "modal-foot" },
        h("button", { type: "button", onclick: () => answer(null) }, viewer.t("cancel")),
        h("button", { type: "submit", class: "primary" }, viewer.t("save")))));
    dialog.showModal();
    field.focus();
  });
}
