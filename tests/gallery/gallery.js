// Shows the snapshots of views as the playground shows what the bot sends, German beside English.

import { h } from "/page/dom.js";
import { message } from "/page/messages.js";
import { home, sheet } from "/page/modal.js";
import { wordsFor } from "/page/words.js";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const LANGUAGES = { de: ["Deutsch", "de-DE"], en: ["English", "en-US"] };
const STATES = ["changed", "new", "gone"];
const slug = (...words) => words.join("-").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
const nothing = async () => ({ ok: true });

const viewers = Object.fromEntries(Object.entries(LANGUAGES).map(([language, [, locale]]) => [language, {
  me: "", locale, t: wordsFor(locale), tz: "Europe/Berlin", now: data.now, emoji: data.emoji, files: {}, actions: {},
  users: new Map(data.users.map((user) => [user.id, user])),
  channels: new Map(data.channels.map((channel) => [channel.id, channel])),
  channel: "", redraw: () => {}, openThread: () => {},
}]));

let cells = 0; // each has ids of its own

const RENDER = {
  message: (view, viewer, number) => {
    const one = { ...view, ts: `${Math.trunc(Number(view.ts))}.${String(number).padStart(6, "0")}` };
    return [message(one, viewer, nothing), h("p", { class: "spoken" }, h("b", {}, viewer.t("spoken")), " ", view.text)];
  },
  Home: (view, viewer, number) =>
    h("div", { class: "home blocks" }, home({ ...view, id: `cell${number}` }, viewer, nothing)),
  form: (view, viewer, number) => {
    const id = `cell${number}`;
    return h("dialog", { open: true, "aria-labelledby": `${id}-title` },
      sheet({ ...view, id }, viewer, nothing, { name: id, submit: (event) => event.preventDefault() }));
  },
};

function cell(one, language, time, width) {
  const named = [LANGUAGES[language][0], one.before && one.now ? time : ""].filter(Boolean).join(", ");
  const view = one[time === "before" ? "before" : "now"][language];
  return h("figure", { class: `cell ${width}`, "data-kind": one.kind },
    h("figcaption", {}, named),
    h("div", { class: "screen", lang: language }, RENDER[one.kind](view, viewers[language], ++cells)));
}

function words(one) {
  const marks = { "=": "span", "-": "del", "+": "ins" };
  const lists = Object.entries(one.words).filter(([, texts]) => texts.length).map(([language, texts]) =>
    h("div", { class: "said", lang: language }, texts.map((pieces) =>
      h("p", {}, pieces.map(([sign, text]) => h(marks[sign], {}, text))))));
  if (lists.length) return h("div", { class: "saids" }, lists);
  return one.state === "changed" ? h("p", { class: "note" }, "All words are the same; blocks or values are not.") : null;
}

function article(one) {
  const widths = $("width").value === "both" ? ["desktop", "phone"] : [$("width").value];
  const times = [one.before && "before", one.now && "now"].filter(Boolean);
  const id = slug(one.section, one.kind, one.name);
  return h("article", { id, "data-state": one.state },
    h("h3", {}, h("a", { href: `#${id}` }, one.name), " ", h("small", {}, one.kind),
      one.state === "same" ? null : [" ", h("mark", { class: one.state }, one.state)]),
    words(one),
    h("div", { class: "cells" },
      Object.keys(LANGUAGES).map((language) => times.map((time) =>
        widths.map((width) => cell(one, language, time, width))))));
}

let articles = []; // all of them, also those that are not chosen

function draw() {
  cells = 0;
  document.body.dataset.width = $("width").value;
  articles = data.shown.map((one) => [one, article(one)]);
  choose();
}

// Shows what is looked for, and says how much there is of it.
function choose() {
  const asked = $("find").value.trim().toLowerCase();
  const only = $("different").checked;
  const chosen = articles.filter(([one, made]) =>
    !(only && one.state === "same") && made.textContent.toLowerCase().includes(asked));
  const sections = [...Map.groupBy(chosen, ([one]) => one.section)];
  $("shown").replaceChildren(...sections.map(([title, list]) =>
    h("section", { id: slug(title), "aria-label": title }, h("h2", {}, title), list.map(([, made]) => made))));
  $("contents").replaceChildren(...sections.map(([title, list]) =>
    h("a", { href: `#${slug(title)}` }, title, " ", h("small", {}, String(list.length)))));
}

function sum() {
  const counts = STATES.map((state) => `${data.shown.filter((one) => one.state === state).length} ${state}`);
  return data.since ? `Since ${data.since}: ${counts.join(", ")}` : `${data.shown.length} views`;
}

$("summary").textContent = sum();
$("differences").hidden = !data.since;
$("different").checked = data.shown.some((one) => one.state !== "same");
$("width").addEventListener("change", draw);
$("find").addEventListener("input", choose);
$("different").addEventListener("change", choose);
$("spoken").addEventListener("change", (event) => document.body.classList.toggle("aloud", event.target.checked));
$("colours").addEventListener("change", (event) => { document.documentElement.style.colorScheme = event.target.value; });
draw();
if (location.hash) document.querySelector(`#${CSS.escape(decodeURIComponent(location.hash.slice(1)))}`)?.scrollIntoView();
