// The clock: what was, what is planned, and the ways to get there. It stops at each thing on the way.

import { toLocal, toUnix } from "/page/dates.js";
import { h, refill } from "/page/dom.js";
import { speaker } from "/page/tables.js";

const WORDS = speaker({
  clock: ["Uhr", "Clock"],
  open: ["Uhr: {time}. Was war und was geplant ist", "Clock: {time}. What was and what is planned"],
  next: ["{when}: {what}", "{when}: {what}"],
  next_label: ["Uhr vorstellen bis dahin: {when}: {what}", "Put the clock forward to: {when}: {what}"],
  nothing: ["Gerade ist nichts geplant.", "Nothing is planned right now."],
  soon: ["gleich", "in a moment"],
  just_now: ["gerade eben", "just now"],
  hour: ["+1 Stunde", "+1 hour"],
  day: ["+1 Tag", "+1 day"],
  date: ["Oder bis", "Or until"],
  go: ["Vorstellen", "Go there"],
  back: ["Zurück auf jetzt", "Back to now"],
  zone: ["Zeitzone von {name}", "{name}'s time zone"],
  line: ["Was war und was geplant ist", "What was and what is planned"],
  here: ["{time}, jetzt", "{time}, now"],
  missed: ["verpasst: {what}", "missed: {what}"],
  moving: ["Die Uhr läuft. Unterwegs hält sie an allem an, was fällig wird …", "The clock is moving. It stops at all that becomes due on the way …"],
  arrived: ["Jetzt ist {time}.", "It is {time} now."],
  how: [
    "Unterwegs wird nichts übersprungen: An allem, was fällig wird, hält die Uhr an, bis der Bot es erledigt hat.",
    "Nothing is skipped: the clock stops at all that becomes due, until the bot has done it.",
  ],
  bot_is_behind: [
    "Der Bot kommt nicht hinterher: Etwas Fälliges ist noch nicht erledigt. Hier steht die Uhr jetzt.",
    "The bot can't keep up: something that is due is not done yet. This is where the clock stands now.",
  ],
  clock_is_moving: ["Die Uhr wird gerade schon gestellt.", "The clock is being moved already."],
  nothing_planned: ["Gerade ist nichts geplant.", "Nothing is planned right now."],
  failed: ["Das hat nicht geklappt: {error}", "That did not work: {error}"],
});
const PAST_SHOWN = 6;
// Where dates are seen from; beside these the one that somebody has.
const ZONES = [
  "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo",
  "Australia/Sydney", "UTC",
];
const UNITS = [["day", 86400, 36 * 3600], ["hour", 3600, 5400], ["minute", 60, 60]];

const place = document.getElementById("clock");
let viewer = null;
let seen = null;
let moving = false;
let trouble = "";
let built = null;

const words = () => WORDS(viewer.locale);

function short(at) {
  return new Intl.DateTimeFormat(viewer.locale, {
    timeZone: viewer.tz, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  }).format(new Date(at * 1000));
}

// "in 6 Tagen", "in 6 days", "vor 2 Stunden"
function relative(at) {
  const seconds = at - seen.now;
  const unit = UNITS.find(([, , least]) => Math.abs(seconds) >= least);
  if (!unit) return words()(seconds < 0 ? "just_now" : "soon");
  const format = new Intl.RelativeTimeFormat(viewer.locale, { numeric: "always" });
  return format.format(Math.round(seconds / unit[1]), unit[0]);
}

const said = (thing) => thing.words[viewer.locale.startsWith("de") ? "de" : "en"];

const act = (deed) => fetch("/page/act", {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user: viewer.me, ...deed }),
});

async function move(where) {
  moving = true;
  trouble = "";
  draw();
  try {
    const response = await act({ do: "clock", ...where });
    const answer = response.ok ? await response.json() : { ok: false, error: String(response.status) };
    const t = words();
    const known = ["bot_is_behind", "clock_is_moving", "nothing_planned"].includes(answer.error);
    if (!answer.ok) trouble = known ? t(answer.error) : t("failed", { error: answer.error });
  } catch (error) {
    trouble = words()("failed", { error: error.message });
  }
  moving = false;
  await look();
  if (!trouble) built.news.textContent = words()("arrived", { time: short(seen.now) });
}

// Built once: a date that is being chosen is not taken from under somebody's hand.
function build() {
  const panel = h("div", { id: "clock-panel", popover: "auto", class: "clock-panel", role: "dialog" });
  const parts = {
    face: h("button", { type: "button", class: "clock-face", popovertarget: "clock-panel", "aria-haspopup": "dialog" }),
    next: h("button", { type: "button", class: "clock-next", onclick: () => move({ next: true }) }),
    panel,
    title: h("h2"),
    how: h("p", { class: "clock-how" }),
    steps: h("div", { class: "clock-steps" }),
    date: h("input", { type: "datetime-local", id: "clock-date" }),
    date_label: h("label", { for: "clock-date" }),
    go: h("button", { type: "submit" }),
    zone: h("select", { id: "clock-zone", onchange: (event) => act({ do: "zone", tz: event.target.value }) }),
    zone_label: h("label", { for: "clock-zone" }),
    news: h("p", { class: "clock-news", role: "status" }),
    trouble: h("p", { class: "clock-trouble", role: "alert" }),
    line: h("ol", { class: "clock-line" }),
  };
  const form = h("form", {
    class: "clock-date",
    onsubmit: (event) => {
      event.preventDefault();
      if (parts.date.value) move({ at: toUnix(parts.date.value, viewer.tz) });
    },
  }, parts.date_label, parts.date, parts.go);
  const zone = h("p", { class: "clock-date" }, parts.zone_label, parts.zone);
  panel.append(parts.title, parts.steps, form, parts.news, parts.trouble, parts.line, parts.how, zone);
  panel.addEventListener("toggle", () => { if (panel.matches(":popover-open")) reveal(); });
  place.replaceChildren(parts.face, parts.next, panel);
  return parts;
}

// What is now stands in the middle of the line, however much there was before.
function reveal() {
  built.line.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

function entry(thing) {
  const t = words();
  const what = thing.outcome === "missed" ? t("missed", { what: said(thing) }) : said(thing);
  const when = h("span", { class: "clock-when" }, h("b", {}, relative(thing.at)), " ", short(thing.at));
  if (thing.outcome !== "planned") return h("li", { class: thing.outcome }, when, h("span", {}, what));
  return h("li", { class: "planned" }, h("button", {
    type: "button", disabled: moving, "data-key": `${thing.at} ${what}`, onclick: () => move({ at: thing.at }),
  }, when, h("span", {}, what)));
}

function draw() {
  built ??= build();
  const t = words();
  const { face, next, panel, title, how, steps, date, date_label, go, zone, zone_label, news, line } = built;
  const planned = seen.things.filter((thing) => thing.outcome === "planned");
  const past = seen.things.filter((thing) => thing.outcome !== "planned").slice(-PAST_SHOWN);
  const [first] = planned;
  face.textContent = short(seen.now);
  face.setAttribute("aria-label", t("open", { time: short(seen.now) }));
  title.textContent = t("clock");
  panel.setAttribute("aria-label", t("clock"));
  how.textContent = t("how");
  const coming = first ? { when: relative(first.at), what: said(first) } : null;
  next.hidden = !coming;
  next.disabled = moving;
  next.textContent = coming ? `⏭ ${t("next", coming)}` : "";
  if (coming) next.setAttribute("aria-label", t("next_label", coming));
  const step = (key, where, shown = true) => (shown ? h("button", {
    type: "button", disabled: moving, "data-key": key, onclick: () => move(where),
  }, t(key)) : null);
  refill(steps,
    coming ? h("button", {
      type: "button", class: "primary", disabled: moving, "data-key": "next", onclick: () => move({ next: true }),
    }, `⏭ ${t("next", coming)}`) : h("p", {}, t("nothing")),
    step("hour", { by: 3600 }), step("day", { by: 86400 }), step("back", {}, seen.offset !== 0));
  date_label.textContent = t("date");
  go.textContent = t("go");
  go.disabled = moving;
  date.min = toLocal(seen.now, viewer.tz);
  if (!date.value || date.value < date.min) date.value = toLocal(seen.now + 86400, viewer.tz);
  zone_label.textContent = t("zone", { name: viewer.users.get(viewer.me).real_name });
  zone.replaceChildren(...[...new Set([viewer.tz, ...ZONES])].sort().map((name) =>
    h("option", { value: name, selected: name === viewer.tz }, name)));
  if (moving) news.textContent = t("moving");
  else if (news.textContent === t("moving")) news.textContent = "";
  built.trouble.textContent = trouble;
  line.setAttribute("aria-label", t("line"));
  refill(line, past.map(entry),
    h("li", { class: "now", "aria-current": "time" }, t("here", { time: short(seen.now) })),
    planned.map(entry));
}

let asked = 0;

async function look() {
  const turn = ++asked;
  const response = await fetch("/page/clock");
  if (!response.ok) return;
  const fresh = await response.json();
  if (turn !== asked) return;
  seen = fresh;
  draw();
}

// To be called whenever the page shows something new, for whoever looks.
export function showClock(someone) {
  viewer = someone;
  look();
}
