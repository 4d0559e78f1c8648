// The page: fetches what a person sees, shows it, and sends what they do.

import { showClock } from "/page/clock.js";
import { h, refill } from "/page/dom.js";
import { arrivals, badge, company, listen, see } from "/page/live.js";
import { messages } from "/page/messages.js";
import { plainText } from "/page/mrkdwn.js";
import { home, modal } from "/page/modal.js";

const $ = (id) => document.getElementById(id);
const ERRORS = {
  operation_timeout: "Der Bot hat nicht innerhalb von drei Sekunden geantwortet.",
  dispatch_failed: "Der Bot ist nicht erreichbar. Läuft er?",
  http_service_error: "Beim Bot ist etwas schiefgegangen (Antwort 5xx).",
  http_client_error: "Der Bot kann damit nichts anfangen (Antwort 4xx).",
  invalid_blocks: "Der Bot hat mit Blöcken geantwortet, die Slack ablehnt.",
  invalid_arguments: "Der Bot hat mit einem Fenster geantwortet, das Slack ablehnt.",
  already_in_channel: "Wer eingeladen wird, ist schon im Kanal.",
  cant_leave_general: "Diesen Kanal kann niemand verlassen.",
  unknown_command: "Diesen Befehl gibt es hier nicht. Probier /labcamp hilfe.",
  file_upload_size_restricted: "Diese Datei ist Slack zu groß: mehr als 10 MB.",
  form_incomplete: "Bitte seht euch die markierten Felder an.",
};

let state = null;
let replyTo = null;
let place = "";
let latest = "";

const viewer = () => {
  const me = state.users.find((u) => u.id === state.me);
  return {
    me: me.id, locale: me.locale, tz: me.tz, now: state.now, emoji: state.emoji, files: state.files,
    actions: state.message_shortcuts,
    users: new Map(state.users.map((u) => [u.id, u])),
    channels: new Map(state.channels.map((c) => [c.id, c])),
    channel: place,
    replyTo: (message) => {
      replyTo = message;
      render();
      $("text").focus();
    },
  };
};

function notice(text, faults = []) {
  for (const id of ["notice", "modal-notice"]) {
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
    if (!answer.ok) notice(ERRORS[answer.error] ?? `Slack meldet: ${answer.error}`);
    return answer.id ?? null;
  } catch {
    notice("Die Spielwiese ist nicht erreichbar.");
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
    await load();
    if (!answer.ok && answer.error !== "form_incomplete") {
      notice(ERRORS[answer.error] ?? `Slack meldet: ${answer.error}`, answer.faults);
    }
    return answer;
  } catch {
    notice("Die Spielwiese ist nicht erreichbar.");
    return { ok: false };
  } finally {
    document.body.classList.remove("busy");
  }
}

function places(v) {
  const link = (id, label, title, room = id) => h("a", {
    href: `#${state.me}/${id}`, "data-key": id, title,
    "aria-current": id === place ? "page" : null,
  }, label, badge(state.unread[room], v.locale));
  const sign = (c) => (c.kind === "groups" ? "🔒 " : "# ");
  const rooms = state.channels.filter((c) => c.kind !== "im");
  refill($("places"),
    h("h2", {}, "Kanäle"),
    rooms.map((c) => link(c.id, `${sign(c)}${c.name}`, c.has_bot ? null : "Hier ist der Bot nicht dabei")),
    state.joinable.map((c) => h("button", {
      type: "button", class: "shortcut", "data-key": `join ${c.id}`,
      onclick: async () => {
        const answer = await send("join", { channel: c.id });
        if (answer.ok) location.hash = `${state.me}/${c.id}`;
      },
    }, `# ${c.name} beitreten`)),
    h("h2", {}, "LabCamp-Bot"),
    link("home", "Startseite"),
    link("dm", "Direktnachrichten", null, state.channels.find((c) => c.kind === "im")?.id),
    Object.keys(state.shortcuts).length ? h("h2", {}, "Kurzbefehle") : null,
    Object.entries(state.shortcuts).map(([id, name]) => h("button", {
      type: "button", class: "shortcut", "data-key": id,
      onclick: () => send("shortcut", { callback_id: id }),
    }, name)),
    company(state, v));
}

function header() {
  const me = state.users.find((u) => u.id === state.me);
  const playable = state.users.filter((u) => u.playable);
  refill($("who"), playable.map((u) => h("option", { value: u.id, selected: u.id === me.id },
    u.real_name + (u.is_guest ? " (Gast)" : "") + (u.locale.startsWith("de") ? "" : " (English)"))));
  showClock(viewer());
  $("link").textContent = state.connected ? "Bot verbunden" : "Bot nicht verbunden";
  $("link").classList.toggle("off", !state.connected);
}

// #U…/C… in the address says who looks where; "dm" and "home" are places too.
function whereTo() {
  const [user, spot] = location.hash.slice(1).split("/");
  return { user, spot };
}

function conversation(v) {
  const dm = state.channels.find((c) => c.kind === "im");
  const channel = place === "dm" ? dm : v.channels.get(place);
  $("heading").textContent = place === "dm" ? "LabCamp-Bot" : `${channel?.kind === "groups" ? "🔒" : "#"} ${channel?.name ?? ""}`;
  const about = place === "dm" ? "Was du mit dem Bot schreibst, sieht sonst niemand."
    : channel?.has_bot ? `${channel.members.length} Mitglieder` : "Der Bot ist in diesem Kanal nicht dabei.";
  refill($("about"), [about, ...(place === "dm" || !channel ? [] : [" ", h("button", {
    type: "button", class: "quiet", "data-key": "leave", onclick: () => send("leave", { channel: channel.id }),
  }, "Kanal verlassen")])]);
  v.channel = channel?.id ?? "";
  const list = state.messages[v.channel] ?? [];
  const stage = $("stage");
  const atEnd = stage.scrollHeight - stage.scrollTop - stage.clientHeight < 80;
  const newest = list.length ? `${v.channel} ${list.at(-1).ts}` : v.channel;
  refill(stage, list.length ? messages(list, v, send)
    : h("p", { class: "empty" }, place === "dm" ? "Noch keine Direktnachrichten." : "Noch ist es hier still. Schreibt zum Beispiel /labcamp hilfe."));
  if (newest !== latest && (atEnd || !latest.startsWith(v.channel))) stage.scrollTop = stage.scrollHeight;
  if (newest !== latest && latest.startsWith(v.channel) && list.length) {
    const who = v.users.get(list.at(-1).user)?.real_name ?? "";
    $("news").textContent = `${who}: ${list.at(-1).text}`;
  }
  latest = newest;
  const form = $("composer");
  form.hidden = !channel;
  form.dataset.channel = v.channel;
  $("text").placeholder = place === "dm" ? "Schreib dem Bot, z. B. nächstes"
    : `Nachricht oder Befehl, z. B. ${state.commands[0]} next oder @${v.users.get(state.bot)?.name} next`;
}

function render() {
  const v = viewer();
  header();
  places(v);
  if (place === "home") {
    $("heading").textContent = "LabCamp-Bot";
    refill($("about"), ["Startseite der App"]);
    $("composer").hidden = true;
    refill($("stage"), state.home ? h("div", { class: "home blocks" }, home(state.home, v, send))
      : h("p", { class: "empty" }, "Der Bot hat noch keine Startseite veröffentlicht."));
  } else {
    conversation(v);
  }
  refill($("replying"), replyTo ? ["Antwort im Thread auf „", ...plainText(replyTo.text.slice(0, 60), v), "“ ",
    h("button", { type: "button", class: "quiet", onclick: () => { replyTo = null; render(); } }, "doch nicht")] : []);
  $("replying").hidden = !replyTo;
  modal(state.modals, v, send, upload);
  const shown = place === "home" ? "" : v.channel;
  arrivals(state, v, shown);
  see(state, shown, tell);
  listen(state.me, load, lost);
}

let asked = 0;

async function load() {
  const { user, spot } = whereTo();
  const turn = ++asked;
  const response = await fetch(`/page/state?user=${encodeURIComponent(user)}`);
  if (!response.ok) return;
  const fresh = await response.json();
  // An answer that was overtaken by a newer one shows nothing.
  if (turn !== asked) return;
  state = fresh;
  const known = ["home", "dm", ...state.channels.map((c) => c.id)];
  place = known.includes(spot) ? spot : state.channels.find((c) => c.kind !== "im")?.id ?? "dm";
  render();
}

async function arrive() {
  replyTo = null;
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

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = $("text");
  const text = field.value.trim();
  if (!text) return;
  const channel = event.currentTarget.dataset.channel;
  const thread = replyTo?.ts;
  field.value = "";
  const invited = /^\/invite\s+(.+)$/.exec(text);
  if (invited) { // Slack's own command
    const names = invited[1].split(/\s+/).map((name) => name.replace(/^@/, ""));
    const users = state.users.filter((u) => names.includes(u.name)).map((u) => u.id);
    const answer = users.length ? await send("invite", { channel, users }) : { ok: false };
    if (!users.length) notice("So geht es: /invite @name");
    if (!answer.ok) field.value = text;
  } else if (text.startsWith("/") && thread) {
    notice("Befehle gehen in Slack nicht in Threads.");
    field.value = text;
  } else if (text.startsWith("/")) {
    const answer = await send("command", { channel, text });
    if (!answer.ok) field.value = text;
  } else {
    replyTo = null;
    await send("say", { channel, text, thread_ts: thread });
  }
  field.focus();
});

addEventListener("hashchange", arrive);

addEventListener("focus", () => render());

function lost() {
  $("link").textContent = "Spielwiese nicht erreichbar";
  $("link").classList.add("off");
}

setInterval(() => load(), 30000);
await arrive();
