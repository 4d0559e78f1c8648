// The page: fetches what a person sees, shows it, and sends what they do.

import { showClock } from "/page/clock.js";
import { showCurtain, trafficChanged } from "/page/curtain.js";
import { h, refill } from "/page/dom.js";
import { arrivals, company, companyButton, listen, see } from "/page/live.js";
import { acted, guide, guideLink } from "/page/guide.js";
import { messages } from "/page/messages.js";
import { home, modal } from "/page/modal.js";
import { places } from "/page/places.js";
import { suggest } from "/page/slash.js";
import { listenToThread, thread } from "/page/threads.js";
import { errorIn, say, wordsFor } from "/page/words.js";

const $ = (id) => document.getElementById(id);
let state = null;
let t = wordsFor(navigator.language);
let openedBy = ""; // the data-key of what opened the thread
let place = "";
let latest = "";

const viewer = () => {
  const me = state.users.find((u) => u.id === state.me);
  return {
    me: me.id, locale: me.locale, t, tz: me.tz, now: state.now, emoji: state.emoji, files: state.files,
    actions: state.message_shortcuts,
    users: new Map(state.users.map((u) => [u.id, u])),
    channels: new Map(state.channels.map((c) => [c.id, c])),
    channel: place,
    redraw: render,
    openThread: (ts, key) => {
      openedBy = key;
      location.hash = `${state.me}/${place}/${ts}`;
    },
  };
};

function notice(text, faults = []) {
  for (const id of ["notice", "modal-notice", "thread-notice"]) {
    const box = $(id);
    if (!box) continue;
    box.hidden = !text;
    box.textContent = [text, ...faults].join("\n");
  }
}

// Takes a file up for a form; its id, or null.
async function upload(file) {
  notice("");
  try {
    const place = new URLSearchParams({ user: state.me, name: file.name });
    const response = await fetch(`/page/upload?${place}`, {
      method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
    });
    const answer = response.ok ? await response.json() : { ok: false, error: String(response.status) };
    if (!answer.ok) notice(errorIn(t, answer.error));
    return answer.id ?? null;
  } catch {
    notice(t("unreachable"));
    return null;
  }
}

// Tells the server what needs no answer, and shows nothing of it.
function tell(deed) {
  return fetch("/page/act", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(deed),
  });
}

async function send(what, details = {}) {
  notice("");
  document.body.classList.add("busy");
  try {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: state.me, do: what, ...details }),
    });
    const answer = response.ok ? await response.json() : { ok: false, error: String(response.status) };
    if (answer.ok) acted(what, details);
    await load();
    if (!answer.ok && answer.error !== "form_incomplete") {
      notice(errorIn(t, answer.error), answer.faults);
    }
    return answer;
  } catch {
    notice(t("unreachable"));
    return { ok: false };
  } finally {
    document.body.classList.remove("busy");
  }
}

function header() {
  const me = state.users.find((u) => u.id === state.me);
  const playable = state.users.filter((u) => u.playable);
  refill($("who"), playable.map((u) => h("option", { value: u.id, selected: u.id === me.id },
    (u.is_guest ? t("guest", { name: u.real_name }) : u.real_name) + (u.locale.startsWith("de") ? "" : " (English)"))));
  showClock(viewer());
  showCurtain(viewer(), state.faults);
  $("link").textContent = state.connected ? t("connected") : t("disconnected");
  $("link").classList.toggle("off", !state.connected);
}

// #U…/C…/ts in the address says who looks where, and at which thread; "dm" and "home" are places too.
function whereTo() {
  const [user, spot, ts] = location.hash.slice(1).split("/");
  return { user, spot, ts };
}

function conversation(v) {
  const dm = state.channels.find((c) => c.kind === "im");
  const channel = place === "dm" ? dm : v.channels.get(place);
  $("heading").textContent = place === "dm" ? t("app") : `${channel?.kind === "groups" ? "🔒" : "#"} ${channel?.name ?? ""}`;
  const about = place === "dm" ? t("about_dm")
    : channel?.has_bot ? t("members", { count: channel.members.length }) : t("about_other");
  refill($("about"), [about, ...(place === "dm" || !channel ? [] : [" ", h("button", {
    type: "button", class: "quiet", "data-key": "leave", onclick: () => send("leave", { channel: channel.id }),
  }, t("leave"))])]);
  v.channel = channel?.id ?? "";
  const list = state.messages[v.channel] ?? [];
  const stage = $("stage");
  const atEnd = stage.scrollHeight - stage.scrollTop - stage.clientHeight < 80;
  const newest = list.length ? `${v.channel} ${list.at(-1).ts}` : v.channel;
  refill(stage, list.length ? messages(list, v, send)
    : h("p", { class: "empty" }, place === "dm" ? t("no_dm") : t("no_messages")));
  if (newest !== latest && (atEnd || !latest.startsWith(v.channel))) stage.scrollTop = stage.scrollHeight;
  if (newest !== latest && latest.startsWith(v.channel) && list.length) {
    const who = v.users.get(list.at(-1).user)?.real_name ?? "";
    $("news").textContent = `${who}: ${list.at(-1).text}`;
  }
  latest = newest;
  const form = $("composer");
  form.hidden = !channel;
  form.dataset.channel = v.channel;
  $("text").placeholder = place === "dm" ? t("example_dm")
    : t("example", { command: state.commands[0]?.command, bot: v.users.get(state.bot)?.name });
}

// The page speaks the language that this person's Slack is set to.
function speak() {
  const { locale } = state.users.find((u) => u.id === state.me);
  t = wordsFor(locale);
  if (document.documentElement.lang === locale) return;
  document.documentElement.lang = locale;
  document.title = t("title");
  say(t);
}

function render() {
  speak();
  const v = viewer();
  header();
  guide(state, v, send);
  const go = (id) => { location.hash = `${state.me}/${id}`; };
  refill($("places"), companyButton(state, v), guideLink(v), places(state, place, v, send, go), company(state, v));
  if (place === "home") {
    $("heading").textContent = t("app");
    refill($("about"), [t("about_home")]);
    $("composer").hidden = true;
    refill($("stage"), state.home ? h("div", { class: "home blocks" }, home(state.home, v, send))
      : h("p", { class: "empty" }, t("no_home")));
  } else {
    conversation(v);
  }
  thread(place === "home" ? "" : whereTo().ts, state.messages[v.channel] ?? [], v, send);
  modal(state.modals, v, send, upload);
  const shown = place === "home" ? "" : v.channel;
  arrivals(state, v, shown);
  see(state, shown, tell);
  listen(state.me, { changed: load, traffic: trafficChanged, error: lost });
}

let asked = 0;
let newest = null;

// Shows how things are now; done when that, or what is newer, is shown.
function load() {
  newest = show(++asked);
  return newest;
}

async function show(turn) {
  const { user, spot } = whereTo();
  const response = await fetch(`/page/state?user=${encodeURIComponent(user)}`);
  if (!response.ok) return;
  const fresh = await response.json();
  if (turn !== asked) {
    await newest; // an answer that was overtaken shows nothing
    return;
  }
  state = fresh;
  const known = ["home", "dm", ...state.channels.map((c) => c.id)];
  place = known.includes(spot) ? spot : state.channels.find((c) => c.kind !== "im")?.id ?? "dm";
  render();
}

async function arrive() {
  notice("");
  const before = place;
  await load();
  if (state && place === "home" && before !== "home") await send("home", { tab: "home" });
  if (state && place === "dm" && before !== "dm") await send("home", { tab: "messages" });
}

$("who").addEventListener("change", (event) => {
  const kept = place;
  place = "";
  location.hash = `${event.target.value}/${kept}`;
});

$("text").addEventListener("input", () => suggest(state.commands));

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = $("text");
  const text = field.value.trim();
  if (!text) return;
  const channel = event.currentTarget.dataset.channel;
  field.value = "";
  $("stage").scrollTop = $("stage").scrollHeight; // as in Slack: whoever writes sees what comes of it
  suggest(state.commands);
  const invited = /^\/invite\s+(.+)$/.exec(text);
  if (invited) { // Slack's own command
    const names = invited[1].split(/\s+/).map((name) => name.replace(/^@/, ""));
    const users = state.users.filter((u) => names.includes(u.name)).map((u) => u.id);
    const answer = users.length ? await send("invite", { channel, users }) : { ok: false };
    if (!users.length) notice(t("how_to_invite"));
    if (!answer.ok) field.value = text;
  } else if (text.startsWith("/")) {
    const answer = await send("command", { channel, text });
    if (!answer.ok) field.value = text;
  } else {
    await send("say", { channel, text });
  }
  field.focus();
});

async function reply(ts, text, broadcast) {
  if (text.startsWith("/")) {
    notice(t("no_thread_commands"));
    return false;
  }
  const { channel } = $("composer").dataset;
  return (await send("say", { channel, text, thread_ts: ts, broadcast })).ok;
}

listenToThread(reply, () => {
  location.hash = `${state.me}/${place}`;
  document.querySelector(`[data-key="${CSS.escape(openedBy)}"]`)?.focus();
});

// What stands behind # in the address is the place, so the way to the field is ours.
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("text").focus();
});

addEventListener("hashchange", arrive);

addEventListener("focus", () => render());

function lost() {
  $("link").textContent = t("unreachable");
  $("link").classList.add("off");
}

setInterval(() => load(), 30000);
await arrive();
