// What one can do with a message, as in Slack: react, reply, shortcuts, a link to it, edit, delete.

import { confirmed, rewritten } from "/page/confirm.js";
import { h } from "/page/dom.js";
import { allEmoji, asTyped } from "/page/mrkdwn.js";

const $ = (id) => document.getElementById(id);
const spoken = new Set(); // messages of which one reads what a screen reader says

// Opens the one menu there is, beside what opened it; it is closed by Escape and by a click elsewhere.
function open(opener, label, ...content) {
  const menu = $("menu");
  const { key } = opener.dataset;
  menu.replaceChildren(...content);
  menu.setAttribute("aria-label", label);
  menu.ontoggle = (event) => {
    if (event.newState !== "closed" || !(menu.contains(document.activeElement) || document.activeElement === document.body)) return;
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  menu.showPopover();
  const at = opener.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(4, at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(4, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 4))}px`;
  menu.querySelector("input, button").focus();
}

const done = (deed) => () => {
  $("menu").hidePopover();
  deed();
};

function picker(message, viewer, send) {
  const toggle = (name) => {
    const mine = message.reactions.some((r) => r.name === name && r.users.includes(viewer.me));
    send(mine ? "unreact" : "react", { channel: viewer.channel, ts: message.ts, name });
  };
  const grid = h("div", { class: "emoji" });
  const fill = (words) => grid.replaceChildren(...allEmoji(viewer)
    .filter(([name]) => name.includes(words.trim().toLowerCase().replaceAll(" ", "_")))
    .map(([name, sign]) => h("button", {
      type: "button", "aria-label": name, title: `:${name}:`, onclick: done(() => toggle(name)),
    }, sign)));
  fill("");
  return [
    h("input", {
      type: "search", "aria-label": viewer.t("search_emoji"), placeholder: viewer.t("search_emoji"),
      oninput: (event) => fill(event.target.value),
      onkeydown: (event) => { if (event.key === "Enter") grid.querySelector("button")?.click(); },
    }),
    grid,
  ];
}

async function edit(message, viewer, send) {
  const text = await rewritten(asTyped(message.text, viewer), viewer);
  if (text) await send("edit", { channel: viewer.channel, ts: message.ts, text });
}

async function remove(message, viewer, send) {
  const { t } = viewer;
  const plain = (text) => ({ type: "plain_text", text });
  const asked = {
    title: plain(t("delete")), text: plain(t("delete_sure")), confirm: plain(t("delete")), deny: plain(t("cancel")),
    style: "danger",
  };
  if (await confirmed(asked, viewer)) await send("delete", { channel: viewer.channel, ts: message.ts });
}

function items(message, viewer, send) {
  const { t } = viewer;
  const where = { channel: viewer.channel, ts: message.ts };
  const place = location.hash.slice(1).split("/")[1] || viewer.channel;
  const link = `${location.origin}/#${viewer.me}/${place}/${message.thread_ts ?? message.ts}`;
  const item = (label, deed) => h("button", { type: "button", onclick: done(deed) }, label);
  return [
    Object.entries(viewer.actions).map(([id, name]) =>
      item(name, () => send("message_action", { callback_id: id, ...where }))),
    item(t("copy_link"), () => navigator.clipboard.writeText(link).then(() => { $("news").textContent = t("copied"); })),
    item(spoken.has(message.ts) ? t("hide_spoken") : t("show_spoken"), () => {
      if (!spoken.delete(message.ts)) spoken.add(message.ts);
      viewer.redraw();
    }),
    message.user === viewer.me ? [
      item(t("edit"), () => edit(message, viewer, send)),
      item(t("delete"), () => remove(message, viewer, send)),
    ] : null,
  ].flat(3).filter(Boolean);
}

// What a screen reader says of a message with blocks, and a notification shows: its text.
export function spokenText(message, viewer) {
  if (!spoken.has(message.ts)) return null;
  return h("p", { class: "spoken" }, h("b", {}, viewer.t("spoken")), " ", message.text);
}

// The row of buttons at the corner of a message; `key` tells it from the same message elsewhere.
export function tools(message, key, viewer, send, inThread) {
  const { t } = viewer;
  const tool = (name, sign, label, deed) => h("button", {
    type: "button", "data-key": `${key}/${name}`, "aria-label": label, title: label,
    onclick: (event) => deed(event.currentTarget),
  }, sign);
  return h("div", { class: "message-tools" },
    tool("picker", "☺", t("react"), (it) => open(it, t("react"), ...picker(message, viewer, send))),
    inThread ? null : tool("reply", "💬", t("reply"), (it) =>
      viewer.openThread(message.thread_ts ?? message.ts, it.dataset.key)),
    tool("menu", "⋯", t("more"), (it) => open(it, t("more"), ...items(message, viewer, send))));
}
