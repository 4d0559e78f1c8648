// A thread in a pane at the side: what it began with, its replies, and a field to reply.

import { face, h, refill } from "/page/dom.js";
import { message } from "/page/messages.js";
import { clockTime, dayOf } from "/page/dates.js";

const $ = (id) => document.getElementById(id);
let shown = "";
let latest = "";

// The replies to a message, the oldest first; those that only one person sees are among them.
export const repliesTo = (list, ts) => list.filter((each) => each.thread_ts === ts);

// What stands below a message that has replies, and opens them.
export function summary(each, replies, viewer) {
  const lasting = replies.filter((reply) => !reply.ephemeral);
  const last = replies.at(-1);
  const faces = [...new Set(replies.map((reply) => reply.user))].slice(0, 3);
  return h("button", {
    type: "button", class: "replies", "data-key": `${each.ts}/replies`,
    onclick: (event) => viewer.openThread(each.ts, event.currentTarget.dataset.key),
  },
    faces.map((user) => face(viewer.users.get(user), "tiny")),
    h("b", {}, lasting.length === 1 ? viewer.t("one_reply") : viewer.t("replies", { count: lasting.length })),
    h("small", {}, viewer.t("last_reply", { when: `${dayOf(last.ts, viewer)}, ${clockTime(last.ts, viewer)}` })));
}

// Shows the thread below the message `ts` of this list; none hides the pane.
export function thread(ts, list, viewer, send) {
  const pane = $("thread");
  const parent = list.find((each) => each.ts === ts);
  const stage = $("thread-list");
  pane.hidden = !parent;
  document.body.classList.toggle("has-thread", Boolean(parent));
  if (!parent) {
    shown = latest = "";
    stage.replaceChildren();
    return;
  }
  const { t } = viewer;
  const room = viewer.channels.get(viewer.channel);
  const replies = repliesTo(list, ts);
  $("thread-room").textContent = room?.name ? `# ${room.name}` : t("app");
  $("also").closest("label").hidden = !room?.name;
  $("also-room").textContent = t("also", { room: `#${room?.name}` });
  refill(stage,
    message(parent, viewer, send, { inThread: true }),
    replies.length ? h("p", { class: "day" }, h("span", {},
      replies.length === 1 ? t("one_reply") : t("replies", { count: replies.length }))) : null,
    replies.map((reply) => message(reply, viewer, send, { inThread: true })));
  const newest = replies.at(-1)?.ts ?? ts;
  if (newest !== latest) stage.scrollTop = shown === ts || replies.length > 3 ? stage.scrollHeight : 0;
  if (shown !== ts) {
    $("thread-text").value = "";
    $("also").checked = false;
    $("thread-text").focus();
  }
  [shown, latest] = [ts, newest];
}

// Sends what is written, and closes by the cross or Escape.
export function listenToThread(reply, close) {
  $("thread-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = $("thread-text");
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    if (!await reply(shown, text, $("also").checked)) field.value = text;
    else $("also").checked = false;
    field.focus();
  });
  $("thread-close").addEventListener("click", close);
  $("thread").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) close();
  });
}
