// The guide: six steps through the bot's best. It ticks off what really happened, shown or done by oneself.

import { STEPS } from "/page/guide_steps.js";
import { h, refill } from "/page/dom.js";
import { speaker } from "/page/tables.js";

const WORDS = {
  guide: ["Zwei Minuten", "Two minutes"],
  language: ["English", "Deutsch"],
  language_label: ["Diesen Rundgang auf Englisch lesen", "Read this guide in German"],
  close: ["Rundgang schließen", "Close the guide"],
  open: ["🧭 Rundgang", "🧭 Guide"],
  progress: ["{done} von {all}", "{done} of {all}"],
  unfold: ["Alle Schritte", "All steps"],
  show: ["Zeig’s mir", "Show me"],
  show_label: ["Zeig’s mir: {title}", "Show me: {title}"],
  running: ["Läuft …", "Running …"],
  ticked: ["erledigt: {title}", "done: {title}"],
  trouble: ["Das hat nicht geklappt. Probier es noch einmal.", "That did not work. Please try again."],
  next: ["Was steht an?", "What is next?"],
  next_text: ["„/labcamp next“ zeigt das nächste LabCamp, und zwar nur dir.", "“/labcamp next” shows the next LabCamp, to you alone."],
  yes: ["Sag per Emoji zu", "Say yes by emoji"],
  yes_text: [
    "Ein ✅ unter der Ankündigung ist eine Zusage. Die Zahlen darin gehen mit.",
    "A ✅ under the announcement is a yes. The counts in it follow.",
  ],
  mind: ["Überleg es dir anders", "Change your mind"],
  mind_text: [
    "Ein Klick auf „Vielleicht“: Es zählt die letzte Antwort, egal auf welchem Weg sie kam.",
    "A click on “Vielleicht” (maybe): the last answer counts, whichever way it came.",
  ],
  search: ["Such, mit Tippfehler", "Search, with a typo"],
  search_text: [
    "Im Wissensspeicher liegt, was von früheren Treffen blieb. „Lebenszyklsu“ findet er auch.",
    "The Wissensspeicher keeps what is left of past events. It finds “Lebenszyklsu” (life cycle), too.",
  ],
  announce: ["Werde Ada und kündige an", "Become Ada and announce"],
  announce_text: [
    "Ada organisiert. Sie fügt eine Einladung ein, der Bot liest Titel, Termin und Impulse heraus, dann steht sie im Kanal.",
    "Ada is an organizer (her Slack is in German). She pastes an invitation, the bot reads title, date and talks, then it stands in the channel.",
  ],
  remind: ["Dreh die Uhr vor", "Turn the clock"],
  remind_text: [
    "Die Uhr oben geht zum Nächsten, was der Bot vorhat: bis zur Erinnerung im Kanal.",
    "The clock above goes to the next thing that the bot plans: up to the reminder in the channel.",
  ],
  finished: [
    "Geschafft! Schau dir noch die Startseite an, oder hinter den Vorhang: was Slack und der Bot einander sagen.",
    "Done! Have a look at Home, or behind the curtain: what Slack and the bot tell each other.",
  ],
};
const speak = speaker(WORDS);

// What is kept as long as this window and this playground are open.
let kept = null;
let current = null; // what the page shows now: state, viewer, send
let running = "";
let trouble = false;
const before = new Map(); // person → steps whose mark was there when they were first seen

const store = () => sessionStorage.setItem(kept.key, JSON.stringify(kept));

function recall(state, viewer) {
  const key = `guide ${state.since}`;
  if (kept?.key === key) return;
  const found = sessionStorage.getItem(key);
  kept = found ? JSON.parse(found) : { key, done: [], open: true, unfolded: false, locale: viewer.locale };
}

function tick(step) {
  if (kept.done.includes(step.key)) return;
  kept.done.push(step.key);
  store();
}

// Called with whatever was done, once the bot has taken it.
export function acted(what, details) {
  for (const step of STEPS) if (step.by?.(what, details)) tick(step);
}

function look(state) {
  const marks = STEPS.filter((step) => step.seen?.(state));
  if (!before.has(state.me)) before.set(state.me, marks);
  for (const step of marks) if (!before.get(state.me).includes(step)) tick(step);
}

async function show(step) {
  running = step.key;
  trouble = false;
  draw();
  try {
    await step.show(() => current, kept.locale);
  } catch (error) {
    console.warn(error);
    trouble = true;
  }
  running = "";
  draw();
}

function change(values) {
  Object.assign(kept, values);
  store();
  draw();
}

function entry(step, now, t) {
  const title = t(step.key);
  const done = kept.done.includes(step.key);
  return h("li", { class: done ? "done" : step === now ? "now" : null },
    h("span", { class: "tick", "aria-hidden": "true" }, done ? "✓" : ""),
    h("span", { class: "step" },
      h("b", {}, done ? [h("span", { class: "sr-only" }, t("ticked", { title })),
        h("span", { "aria-hidden": "true" }, title)] : title),
      step === now ? h("span", { class: "why" }, t(`${step.key}_text`)) : null),
    done ? null : shower(step, t, step === now ? "primary" : "quiet"));
}

function shower(step, t, style) {
  return h("button", {
    type: "button", class: style, "data-key": `show ${step.key}`, disabled: Boolean(running),
    "aria-label": t("show_label", { title: t(step.key) }), onclick: () => show(step),
  }, running === step.key ? t("running") : t("show"));
}

// In the list of places: opens the guide again, and says how far one is.
export function guideLink(viewer) {
  const t = speak(viewer.locale);
  const done = kept?.done.length ?? 0;
  return h("button", {
    type: "button", class: "shortcut", "data-key": "guide", "aria-controls": "guide",
    "aria-expanded": String(Boolean(kept?.open)),
    onclick: () => change({ open: !kept.open, unfolded: true }),
  }, t("open"), " ", h("small", {}, t("progress", { done, all: STEPS.length })));
}

function draw() {
  const place = document.getElementById("guide");
  const t = speak(kept.locale);
  const now = STEPS.find((step) => !kept.done.includes(step.key));
  place.hidden = !kept.open;
  place.lang = kept.locale;
  place.classList.toggle("unfolded", kept.unfolded);
  place.setAttribute("aria-label", t("guide"));
  if (place.hidden) return place.replaceChildren();
  const turn = kept.locale.startsWith("de") ? "en" : "de";
  const folding = h("button", {
    type: "button", class: "quiet folding", "data-key": "guide unfold", "aria-label": t("unfold"),
    "aria-expanded": String(kept.unfolded), onclick: () => change({ unfolded: !kept.unfolded }),
  }, kept.unfolded ? "▴" : "▾");
  refill(place,
    h("div", { class: "guide-head" },
      h("h2", {}, t("guide"), " ", h("small", { role: "status" },
        t("progress", { done: kept.done.length, all: STEPS.length }))),
      h("button", {
        type: "button", class: "quiet language", "data-key": "guide language", lang: turn,
        "aria-label": t("language_label"), onclick: () => change({ locale: turn }),
      }, t("language")),
      kept.unfolded ? folding : null,
      h("button", {
        type: "button", class: "quiet", "data-key": "guide close", "aria-label": t("close"),
        onclick: () => {
          change({ open: false });
          document.querySelector("[data-key=guide]")?.focus();
        },
      }, "✕")),
    h("div", { class: "guide-bar" },
      h("b", {}, now ? t(now.key) : t("finished")),
      now ? shower(now, t, "primary") : null,
      kept.unfolded ? null : folding),
    h("div", { class: "guide-steps" },
      h("ol", {}, STEPS.map((step) => entry(step, now, t))),
      now ? null : h("p", { class: "finished" }, t("finished"))),
    trouble ? h("p", { class: "error", role: "alert" }, t("trouble")) : null);
  return undefined;
}

// Shows the guide beside what the page shows now, and ticks off what has come of it.
export function guide(state, viewer, send) {
  recall(state, viewer);
  current = { state, viewer, send };
  look(state);
  draw();
}
