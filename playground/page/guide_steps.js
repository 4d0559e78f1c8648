// The six steps of the guide: what each does for whoever only watches, and how one sees that it was done.

import { speaker } from "/page/tables.js";

const WORDS = {
  announcement: ["Ein neues Treffen, meldet euch an!", "A new event, come along!"],
  invitation: [
    "Liebe Labs,\n\nwir laden euch herzlich zum nächsten LabCamp ein.\n\nThema: Beteiligung, die bleibt\nWann: {date}, 15–18 Uhr\nWo: online\nAusgerichtet von: Labor Musterstadt\n\nImpulse:\n• Vom Workshop in die Verwaltung – Robin Beispiel, Labor Musterstadt\n• Beteiligung mit wenig Zeit – Kim Muster, Beispielministerium\n\nAnmeldung: https://example.org/labcamp/anmeldung",
    "Dear labs,\n\nyou are warmly invited to the next LabCamp.\n\nTopic: Participation that stays\nWhen: {date}, 3–6 pm\nWhere: online\nHosted by: Labor Musterstadt\n\nTalks:\n• From the workshop into the administration – Robin Beispiel, Labor Musterstadt\n• Participation with little time – Kim Muster, Beispielministerium\n\nRegistration: https://example.org/labcamp/anmeldung",
  ],
};
const speak = speaker(WORDS);
const TYPO = "/labcamp kb Lebenszyklsu";
const SEARCH = /^\S*\s*(kb|wissen|wissensspeicher|suche|finde|search|find)\s+\S/;
const ANSWER = /^rsvp_(yes|maybe|no)$/;
const DAY = 86400;
const PATIENCE = 20000;
const A_MOMENT = 700; // milliseconds in which one sees what was typed before it is sent

const $ = (id) => document.getElementById(id);
const pause = (milliseconds = A_MOMENT) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(happened) {
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    const found = happened();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`nothing came of it: ${happened}`);
}

const buttons = (message) => message.blocks.flatMap((block) => block.elements ?? []);
const takesAnswers = (message) => buttons(message).some((button) => button.action_id === "rsvp_yes");
const publicRooms = (state) => state.channels.filter((room) => room.kind !== "im" && room.has_bot);
const fresh = (state, message) => message.user === state.bot && Number(message.ts) > state.since;

// What the bot has posted in channels, the oldest first.
function posts(state) {
  const all = publicRooms(state).flatMap((room) => state.messages[room.id] ?? []);
  return all.filter((each) => each.user === state.bot && !each.ephemeral);
}

const announced = (state) => posts(state).filter((each) => !each.thread_ts && takesAnswers(each));

// Goes to the channel, as somebody or as whoever one is; the channel's id.
async function stand(now, user = now().state.me) {
  const room = publicRooms(now().state)[0].id;
  location.hash = `${user}/${room}`;
  await until(() => now().state.me === user && $("composer").dataset.channel === room);
  return room;
}

// Types into the field and sends it, so that one sees how it is done.
async function type(now, words, user) {
  await stand(now, user);
  $("text").value = words;
  $("text").focus();
  await pause();
  $("composer").requestSubmit();
  await until(() => $("text").value === "" && !document.body.classList.contains("busy"));
  $("stage").scrollTop = $("stage").scrollHeight;
}

// The newest announcement that takes answers, brought into view.
async function announcement(now) {
  const channel = await stand(now);
  const message = announced(now().state).at(-1);
  document.querySelector(`[data-key^="${message.ts}/"]`)?.scrollIntoView({ block: "center" });
  await pause();
  return { channel, message };
}

async function agree(now) {
  const { channel, message } = await announcement(now);
  const deed = { channel, ts: message.ts, name: "white_check_mark" };
  const mine = message.reactions.some((r) => r.name === deed.name && r.users.includes(now().state.me));
  if (mine) await now().send("unreact", deed);
  await now().send("react", deed);
}

async function changeMind(now) {
  const { channel, message } = await announcement(now);
  const maybe = buttons(message).find((button) => button.action_id === "rsvp_maybe");
  await now().send("click", { channel, ts: message.ts, action_id: maybe.action_id, value: maybe.value });
}

const field = (name) => document.querySelector(`#modal[open] [data-key*="/${name}/"]`);

async function fill(name, value) {
  const input = await until(() => field(name));
  input.value = value;
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  return input;
}

const press = (key) => document.querySelector(`#modal[open] [data-key=${key}]`).click();

// A Thursday some eight weeks ahead, as one writes it.
function someDay(now, locale) {
  const ahead = new Date((now().state.now + 56 * DAY) * 1000);
  ahead.setUTCDate(ahead.getUTCDate() + ((4 - ahead.getUTCDay() + 7) % 7));
  const how = locale.startsWith("de")
    ? { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" }
    : { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...how }).format(ahead);
}

async function announce(now, locale) {
  const t = speak(locale);
  const organizer = now().state.users.find((user) => user.is_organizer).id;
  await stand(now, organizer);
  await pause();
  await now().send("shortcut", { callback_id: "new_event" });
  await fill("invitation", t("invitation", { date: someDay(now, locale) }));
  await pause(2 * A_MOMENT);
  press("submit");
  const number = (await until(() => field("number"))).value;
  await pause(2 * A_MOMENT);
  (await fill("status", "published")).scrollIntoView({ block: "center" });
  await pause();
  press("submit");
  await until(() => !document.querySelector("#modal [data-key=submit]"));
  await pause();
  await now().send("close", { view_id: $("modal").dataset.view, all: true });
  const count = announced(now().state).length;
  await type(now, `/labcamp announce ${number} ${t("announcement")}`);
  await until(() => announced(now().state).length > count);
  await pause(100);
  $("stage").scrollTop = $("stage").scrollHeight;
}

const reminded = (state) => posts(state).some((each) => each.broadcast && fresh(state, each));

async function turnClock(now) {
  await stand(now);
  for (let turn = 0; turn < 6 && !reminded(now().state); turn += 1) {
    const answer = await now().send("clock", { next: true });
    if (!answer.ok) throw new Error(answer.error);
  }
  $("stage").scrollTop = $("stage").scrollHeight;
}

// `show(now, locale)` does it: now() is what the page shows. It was done when `by` knows the act, or when
// what `seen` looks for in the state has come while one looked.
export const STEPS = [
  {
    key: "next",
    show: (now) => type(now, "/labcamp next"),
    seen: (state) => Object.values(state.messages).flat()
      .some((each) => each.ephemeral && fresh(state, { ...each, user: state.bot }) && takesAnswers(each)),
  },
  {
    key: "yes",
    show: agree,
    seen: (state) => announced(state).some((each) =>
      each.reactions.some((r) => r.name === "white_check_mark" && r.users.includes(state.me))),
  },
  { key: "mind", show: changeMind, by: (what, { action_id: id }) => what === "click" && ANSWER.test(id) },
  {
    key: "search",
    show: (now) => type(now, TYPO),
    by: (what, { text }) => (what === "command" || what === "say") && SEARCH.test(text),
  },
  {
    key: "announce",
    show: announce,
    seen: (state) => announced(state).some((each) => fresh(state, each)),
  },
  { key: "remind", show: turnClock, seen: reminded },
];
