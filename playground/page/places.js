// Where one can go: channels, the bot's Home and direct messages, and shortcuts.

import { h } from "/page/dom.js";
import { badge } from "/page/live.js";

// `send` does it, `go` leads to a channel that was joined.
export function places(state, place, viewer, send, go) {
  const { t } = viewer;
  const link = (id, label, title, room = id) => h("a", {
    href: `#${state.me}/${id}`, "data-key": id, title,
    "aria-current": id === place ? "page" : null,
  }, label, badge(state.unread[room], viewer.locale));
  const sign = (c) => (c.kind === "groups" ? "🔒 " : "# ");
  const rooms = state.channels.filter((c) => c.kind !== "im");
  const shortcuts = Object.entries(state.shortcuts);
  return [
    h("h2", {}, t("rooms")),
    rooms.map((c) => link(c.id, `${sign(c)}${c.name}`, c.has_bot ? null : t("without_bot"))),
    state.joinable.map((c) => h("button", {
      type: "button", class: "shortcut", "data-key": `join ${c.id}`,
      onclick: async () => {
        const answer = await send("join", { channel: c.id });
        if (answer.ok) go(c.id);
      },
    }, t("join", c))),
    h("h2", {}, t("app")),
    link("home", t("home")),
    link("dm", t("dm"), null, state.channels.find((c) => c.kind === "im")?.id),
    shortcuts.length ? h("h2", {}, t("shortcuts")) : null,
    shortcuts.map(([id, name]) => h("button", {
      type: "button", class: "shortcut", "data-key": id,
      onclick: () => send("shortcut", { callback_id: id }),
    }, name)),
  ];
}
