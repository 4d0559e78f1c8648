// The topmost modal. What is typed stays here until it is sent; the playground keeps it after that.

import { blocks } from "/page/blocks.js";
import { h, refill } from "/page/dom.js";
import { valueOf } from "/page/elements.js";
import { plainText } from "/page/mrkdwn.js";

const drafts = new Map();
let shown = "";
let opener = "";
let sent = ""; // the modal that was sent last, for what comes of it is read from its top

function draftOf(view) {
  if (!drafts.has(view.id)) drafts.set(view.id, {});
  return drafts.get(view.id);
}

// What was typed into fields that are still there.
function typed(view) {
  const values = {};
  for (const [block, fields] of Object.entries(draftOf(view))) {
    for (const [action, value] of Object.entries(fields)) {
      if (view.state[block]?.[action]) (values[block] ??= {})[action] = value;
    }
  }
  return values;
}

function context(view, viewer, send, upload) {
  const write = (block, element, value) => {
    (draftOf(view)[block.block_id] ??= {})[element.action_id] = value;
  };
  const act = (block, element, value) => send("click", {
    view_id: view.id, block_id: block.block_id, action_id: element.action_id, value,
    values: view.kind === "modal" ? typed(view) : {},
  });
  return {
    viewer,
    key: view.id,
    errors: view.errors,
    write,
    act,
    upload,
    value: (block, element) => {
      const draft = draftOf(view)[block.block_id];
      if (draft && element.action_id in draft) return draft[element.action_id];
      return valueOf(view.state[block.block_id]?.[element.action_id]);
    },
    change: (block, element, value) => {
      write(block, element, value);
      // A menu outside of an input block tells the bot at once.
      if (block.type !== "input" || block.dispatch_action) act(block, element, value);
    },
  };
}

export function home(view, viewer, send) {
  return blocks(view.blocks, { ...context(view, viewer, send), level: "2" }); // right below the h1
}

// A modal as one sees it: what it is called, its blocks and buttons. Its ids begin with `name`. `close` goes
// back to the modal below, if there is one: then an arrow does so too. `leave` closes all that lie there.
export function sheet(view, viewer, send, { upload, submit, close, leave, below, name = "modal" }) {
  const quiet = (key, label, sign, onclick) => h("button", {
    type: "button", class: "quiet", "data-key": key, "aria-label": label, title: label, onclick,
  }, sign);
  const cross = below ? viewer.t("close_all") : viewer.t("close_modal");
  return h("form", { novalidate: true, onsubmit: submit },
    h("div", { class: "modal-head" },
      below ? quiet("back", viewer.t("back"), "←", close) : null,
      h("h2", { id: `${name}-title` }, plainText(view.title.text, viewer)),
      leave ? quiet(below ? "close_all" : "close_modal", cross, "✕", leave) : null),
    h("div", { class: "modal-body" }, blocks(view.blocks, context(view, viewer, send, upload))),
    h("p", { class: "notice", role: "alert", id: `${name}-notice`, hidden: true }),
    h("div", { class: "modal-foot" },
      h("button", { type: "button", onclick: close, "data-key": "close" },
        view.close ? plainText(view.close.text, viewer) : viewer.t("cancel")),
      view.submit ? h("button", { type: "submit", class: "primary", "data-key": "submit" },
        plainText(view.submit.text, viewer)) : null));
}

// What opened the modal may have been shown anew since; where it is gone, one writes on.
function backToOpener() {
  const again = opener && document.querySelector(`[data-key="${CSS.escape(opener)}"]`);
  (again || document.getElementById("text")).focus();
}

// Shows the topmost of the open modals, or none; rebuilt only when the view itself has changed.
export function modal(views, viewer, send, upload) {
  const dialog = document.getElementById("modal");
  const view = views.at(-1);
  const mark = view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)} ${viewer.me}` : "";
  if (mark === shown) return;
  shown = mark;
  if (!view) {
    dialog.close();
    dialog.replaceChildren();
    dialog.dataset.view = "";
    backToOpener();
    return;
  }
  const close = () => send("close", { view_id: view.id });
  const leave = () => send("close", { view_id: view.id, all: true });
  dialog.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  const submit = async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    if (pressed) pressed.disabled = true;
    sent = view.id;
    const answer = await send("submit", { view_id: view.id, values: typed(view) });
    if (pressed) pressed.disabled = false;
    sent = "";
    if (!answer.ok) dialog.querySelector("[aria-invalid], .wrong input")?.focus();
  };
  const before = dialog.dataset.view;
  dialog.dataset.view = view.id;
  refill(dialog, sheet(view, viewer, send, { upload, submit, close, leave, below: views.length > 1 }));
  if (!dialog.open) {
    opener = document.activeElement?.dataset.key ?? "";
    dialog.showModal();
  }
  if (before !== view.id || sent === view.id) {
    const first = dialog.querySelector(".modal-body :is(input, select, textarea)");
    (first ?? dialog.querySelector("button.primary"))?.focus({ preventScroll: true });
    dialog.scrollTop = 0; // what it warns of stands above the first field
  }
}
