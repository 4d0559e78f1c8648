// The messages of a channel: what is in a thread stands in its pane, reactions, what only one person sees.

import { blocks } from "/page/blocks.js";
import { clockTime, dayOf, fullTime } from "/page/dates.js";
import { face, h } from "/page/dom.js";
import { valueOf } from "/page/elements.js";
import { fileLink } from "/page/files.js";
import { spokenText, tools } from "/page/message_menu.js";
import { emojiOf, mrkdwn } from "/page/mrkdwn.js";
import { repliesTo, summary } from "/page/threads.js";

function reactions(message, viewer, send) {
  const where = { channel: viewer.channel, ts: message.ts };
  const given = message.reactions.map((r) => {
    const mine = r.users.includes(viewer.me);
    const names = r.users.map((u) => viewer.users.get(u)?.real_name ?? u).join(", ");
    return h("button", {
      type: "button", class: "reaction", title: names,
      "aria-pressed": String(mine), "aria-label": `${r.name}: ${r.count} (${names})`,
      "data-key": `${message.ts}/r/${r.name}`,
      onclick: () => send(mine ? "unreact" : "react", { ...where, name: r.name }),
    }, emojiOf(r.name, viewer), " ", String(r.count));
  });
  return given.length ? h("div", { class: "reactions" }, given) : null;
}

// What stands in the pane may stand in the channel too.
const keyOf = (message, parts) => (parts.inThread ? `thread ${message.ts}` : message.ts);

function context(message, viewer, send, parts) {
  const act = (block, element, value) => send("click", {
    channel: viewer.channel, ts: message.ts,
    block_id: block.block_id, action_id: element.action_id, value,
  });
  return {
    viewer,
    key: keyOf(message, parts),
    act,
    change: act,
    write: () => {},
    value: (block, element) => valueOf(message.state[block.block_id]?.[element.action_id]),
  };
}

function files(message, viewer) {
  return message.files.map((id) => viewer.files[id]).filter(Boolean).map((file) => fileLink(file, viewer));
}

// One message; `parts`: note above it, replies below it, or inThread where it stands in a pane.
export function message(each, viewer, send, parts = {}) {
  const author = viewer.users.get(each.user);
  const isBot = author?.is_bot;
  return h("article", {
    class: ["message", each.ephemeral && "ephemeral"].filter(Boolean).join(" "),
    "aria-label": `${author?.real_name ?? each.user}, ${clockTime(each.ts, viewer)}`,
  },
    face(author),
    h("div", { class: "body" },
      each.ephemeral ? h("p", { class: "only-you" }, viewer.t("only_you")) : null,
      parts.note ? h("p", { class: "only-you" }, parts.note) : null,
      h("p", { class: "by" },
        h("strong", {}, author?.real_name ?? each.user),
        isBot ? h("span", { class: "badge" }, viewer.t("badge")) : null,
        h("time", { title: fullTime(each.ts, viewer) }, clockTime(each.ts, viewer)),
        each.edited ? h("small", {}, viewer.t("edited")) : null),
      each.blocks.length
        ? h("div", { class: "blocks" }, blocks(each.blocks, context(each, viewer, send, parts)))
        : h("div", { class: "text" }, mrkdwn(each.text, viewer)),
      files(each, viewer),
      each.ephemeral ? h("button", {
        type: "button", class: "quiet", "data-key": `${each.ts}/dismiss`,
        onclick: () => send("dismiss", { channel: viewer.channel, ts: each.ts }),
      }, viewer.t("dismiss")) : reactions(each, viewer, send),
      spokenText(each, viewer),
      parts.replies?.length ? summary(each, parts.replies, viewer) : null),
    each.ephemeral ? null : tools(each, keyOf(each, parts), viewer, send, parts.inThread));
}

export function messages(list, viewer, send) {
  const shown = [];
  let day = "";
  for (const each of list) {
    const orphan = each.thread_ts && !list.some((m) => m.ts === each.thread_ts);
    if (each.thread_ts && !each.broadcast && !orphan) continue;
    const today = dayOf(each.ts, viewer);
    if (today !== day) shown.push(h("h2", { class: "day" }, h("span", {}, (day = today))));
    const note = each.thread_ts ? viewer.t("from_thread") : null;
    shown.push(message(each, viewer, send, { replies: repliesTo(list, each.ts), note }));
  }
  return shown;
}
