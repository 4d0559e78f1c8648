// Several people at once: news from the server, who has a window, what is unread, who got what.

import { h } from "/page/dom.js";
import { mrkdwn } from "/page/mrkdwn.js";
import { speaker } from "/page/tables.js";

const WORDS = speaker({
  unread: ["{count} ungelesen", "{count} unread"],
  mentions: ["{count} an dich", "{count} for you"],
  here: ["Offene Fenster", "Open windows"],
  you: ["{name} (du)", "{name} (you)"],
  second: ["+ Fenster als {name}", "+ Window as {name}"],
  second_label: ["Zweites Fenster als {name} öffnen", "Open a second window as {name}"],
  letters: ["Wer was bekam", "Who got what"],
  letters_label: ["Direktnachrichten des Bots, die neueste zuerst", "The bot's direct messages, the newest first"],
  see: ["Als {name} ansehen: {text}", "See as {name}: {text}"],
  got: ["{name} hat eine Direktnachricht bekommen", "{name} got a direct message"],
  got_you: ["Du hast eine Direktnachricht bekommen", "You got a direct message"],
  got_many: ["Direktnachrichten an {names}", "Direct messages to {names}"],
  away: ["Meldung schließen", "Close this notice"],
});
const STAYS = 9000;
// What comes so soon after the last is said together with it: many are reminded at once.
const TOGETHER = 4000;
const LETTERS_SHOWN = 8;

let stream = null;
let listening = "";
let marked = "";
let known = null;
let last = null;

// Calls these whenever the server says so: `changed`, `traffic`, and `error` when it is silent.
export function listen(user, calls) {
  if (stream && user === listening) return;
  stream?.close();
  listening = user;
  stream = new EventSource(`/page/stream?user=${encodeURIComponent(user)}`);
  for (const [event, call] of Object.entries(calls)) stream.addEventListener(event, () => call());
}

// What stands behind a channel's name: a number when somebody wrote to you, else a dot.
export function badge(unread, locale) {
  if (!unread?.count) return null;
  const t = WORDS(locale);
  const label = unread.mentions ? t("mentions", { count: unread.mentions }) : t("unread", unread);
  return h("span", { class: unread.mentions ? "unread mentions" : "unread" },
    h("span", { "aria-hidden": "true" }, unread.mentions ? String(unread.mentions) : "•"),
    h("span", { class: "sr-only" }, ` (${label})`));
}

const excerpt = (text, viewer) => h("span", {}, mrkdwn(text.split("\n")[0], viewer)).textContent.slice(0, 90);

// What opens those sections on a phone, where they have no room.
export function companyButton(state, viewer) {
  const t = WORDS(viewer.locale);
  const count = state.letters.reduce((sum, letter) => sum + letter.unread, 0);
  return h("button", {
    type: "button", class: "shortcut company-button", popovertarget: "company", "data-key": "company",
    "aria-label": count ? `${t("letters")} (${t("unread", { count })})` : t("letters"),
  }, "✉", count ? h("span", { class: "unread mentions" }, String(count)) : null);
}

// Sections at the foot of the list of places: who got what, and whose windows are open.
export function company(state, viewer) {
  const t = WORDS(viewer.locale);
  const name = (id) => viewer.users.get(id)?.real_name ?? id;
  const letters = state.letters.slice(0, LETTERS_SHOWN).map((letter) => h("li", {},
    h("a", {
      href: `#${letter.user}/dm`, "data-key": `letter ${letter.user}`,
      class: letter.unread ? "letter new" : "letter",
      "aria-label": t("see", { name: name(letter.user), text: excerpt(letter.text, viewer) }),
    }, h("b", {}, name(letter.user), letter.unread ? h("span", { class: "unread mentions" }, String(letter.unread)) : null),
    h("span", { class: "excerpt" }, excerpt(letter.text, viewer)))));
  const others = state.users.filter((u) => u.playable && !state.present.includes(u.id) && u.id !== state.me);
  const next = others[0];
  const away = (event) => { if (event.target.closest("a")) event.currentTarget.hidePopover(); };
  return h("div", { class: "company", id: "company", popover: "auto", onclick: away },
    letters.length ? [h("h2", {}, t("letters")), h("ul", { "aria-label": t("letters_label") }, letters)] : null,
    h("h2", {}, t("here")),
    h("ul", { class: "present" }, state.present.map((id) =>
      h("li", {}, id === state.me ? t("you", { name: name(id) }) : name(id)))),
    next ? h("a", {
      class: "second", href: `#${next.id}/${state.channels.find((c) => c.kind !== "im")?.id ?? "dm"}`,
      target: "_blank", rel: "noopener", "data-key": "second", "aria-label": t("second_label", { name: next.real_name }),
    }, t("second", { name: next.real_name })) : null);
}

// Whoever looks at a channel has read it.
export function see(state, channel, send) {
  const unread = state.unread[channel];
  const list = state.messages[channel] ?? [];
  const mark = `${state.me} ${channel} ${list.at(-1)?.ts}`;
  if (!unread?.count || mark === marked || !document.hasFocus()) return;
  marked = mark;
  send({ user: state.me, do: "read", channel, ts: list.at(-1).ts });
}

function notice(place, letters, viewer) {
  const t = WORDS(viewer.locale);
  const names = letters.map((l) => viewer.users.get(l.user)?.real_name ?? l.user);
  const note = h("div", { class: "arrival", "data-user": letters.length === 1 ? letters[0].user : null });
  const close = () => note.remove();
  const one = t(letters[0].user === viewer.me ? "got_you" : "got", { name: names[0] });
  const title = letters.length > 1 ? t("got_many", { names: names.join(", ") }) : one;
  note.append(
    h("a", { href: `#${letters[0].user}/dm`, onclick: close }, h("b", {}, `✉ ${title}`),
      letters.length > 1 ? null : h("span", { class: "excerpt" }, excerpt(letters[0].text, viewer))),
    h("button", { type: "button", class: "quiet", "aria-label": t("away"), onclick: close }, "✕"));
  place.append(note);
  while (place.children.length > 3) place.firstChild.remove();
  const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : close());
  setTimeout(leave, STAYS);
  return note;
}

// Says that direct messages have arrived, wherever one is; not of those that are on the screen.
export function arrivals(state, viewer, channel) {
  const now = new Map(state.letters.map((l) => [l.user, l.ts]));
  const fresh = known ? state.letters.filter((l) => l.ts > (known.get(l.user) ?? "") && l.channel !== channel) : [];
  known = now;
  const read = state.letters.filter((l) => l.channel === channel).map((l) => `[data-user="${l.user}"]`);
  if (read.length) document.querySelectorAll(read.join()).forEach((note) => note.remove());
  if (!fresh.length) return;
  const isLate = !last?.note.isConnected || Date.now() - last.at > TOGETHER;
  const others = isLate ? [] : last.letters.filter((l) => !fresh.some((one) => one.user === l.user));
  if (!isLate) last.note.remove();
  const letters = [...fresh, ...others];
  last = { at: Date.now(), letters, note: notice(document.getElementById("arrivals"), letters, viewer) };
}
