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
