// Behind the curtain: what goes to and fro between Slack and the bot, and faults to try.

import { h, refill } from "/page/dom.js";
import { faults } from "/page/faults.js";
import { json } from "/page/json.js";
import { speaker } from "/page/tables.js";

const WORDS = speaker({
  open: ["Hinter den Vorhang", "Behind the curtain"],
  title: ["Hinter dem Vorhang", "Behind the curtain"],
  close: ["Vorhang zu", "Close the curtain"],
  faults: ["Störungen", "Faults"],
  faults_on: ["{count} an", "{count} on"],
  log: ["Was Slack und der Bot einander sagen", "What Slack and the bot tell each other"],
  all_people: ["alle Personen", "all people"],
  all_ways: ["alle Arten", "all kinds"],
  person: ["Person", "Person"],
  way: ["Art", "Kind"],
  method: ["Methode, Befehl, Ereignis …", "Method, command, event …"],
  failed_only: ["nur Fehler", "errors only"],
  clear: ["Leeren", "Clear"],
  count: ["{shown} von {all}", "{shown} of {all}"],
  empty: ["Noch nichts, das hierzu passt.", "Nothing yet that fits this."],
  api: ["Web-API", "Web API"],
  response_url: ["response_url", "response_url"],
  file: ["Dateien", "Files"],
  event: ["Ereignisse", "Events"],
  command: ["Befehle", "Commands"],
  interaction: ["Klicks und Formulare", "Clicks and forms"],
  socket: ["Socket", "Socket"],
  slack: ["Bot → Slack", "Bot → Slack"],
  bot: ["Slack → Bot", "Slack → bot"],
  waiting: ["unterwegs", "under way"],
  ms: ["{n} ms", "{n} ms"],
  headers: ["Kopfzeilen", "Headers"],
  sent: ["Gesendet", "Sent"],
  got: ["Antwort", "Answer"],
  nothing: ["nichts", "nothing"],
  curl: ["Als curl kopieren", "Copy as curl"],
  copy: ["JSON kopieren", "Copy JSON"],
  copied: ["Kopiert.", "Copied."],
});
const KEPT = 500;
const WAYS = ["command", "interaction", "event", "api", "response_url", "file", "socket"];

const button = document.getElementById("curtain-button");
const place = document.getElementById("curtain");
const kept = new Map();
let revision = 0;
let floor = 0;
let viewer = null;
let parts = null;
let on = [];
let spoken = "";

const t = (key, values) => WORDS(viewer.locale)(key, values);
const isOpen = () => !place.hidden;
const nameOf = (id) => viewer.users.get(id)?.real_name ?? id;
const hasFailed = (one) => Boolean(one.outcome || one.status >= 400 || one.got?.ok === false);

function clock(at) {
  return new Intl.DateTimeFormat(viewer.locale, {
    timeZone: viewer.tz, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).format(new Date(at * 1000));
}

const quoted = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
const own = /^(host|content-length|accept|accept-encoding|connection|user-agent)$/i;

// The same request for a shell; a masked token has to be put in again.
function curl(one) {
  const headers = Object.entries(one.sent_headers).filter(([name]) => !own.test(name))
    .map(([name, value]) => (/^authorization$/i.test(name) ? `-H "${name}: Bearer $SLACK_BOT_TOKEN"`
      : `-H ${quoted(`${name}: ${/^content-type$/i.test(name) ? "application/json" : value}`)}`));
  return ["curl", ...headers, "--data", quoted(JSON.stringify(one.sent ?? {})), quoted(one.url)].join(" ");
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  parts.news.textContent = t("copied");
}

function headerList(headers) {
  const found = Object.entries(headers);
  if (!found.length) return null;
  return h("details", { class: "headers" }, h("summary", {}, t("headers")),
    h("dl", {}, found.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
}

const side = (title, headers, value) => h("div", { class: "side" }, h("h4", {}, title), headerList(headers),
  value === null ? h("p", {}, t("nothing")) : h("div", { class: "json" }, json(value)));

function body(one) {
  return h("div", { class: "exchange" },
    one.url ? h("p", { class: "address" }, one.url) : null,
    h("p", { class: "copies" },
      one.url ? h("button", { type: "button", onclick: () => copy(curl(one)) }, t("curl")) : null,
      h("button", { type: "button", onclick: () => copy(JSON.stringify(one, null, 2)) }, t("copy"))),
    h("div", { class: "sides" }, side(t("sent"), one.sent_headers, one.sent), side(t("got"), one.got_headers, one.got)));
}

function outcome(one) {
  if (one.seconds === null) return t("waiting");
  if (one.outcome) return one.outcome;
  if (one.got?.ok === false) return one.got.error;
  return one.status ? String(one.status) : "✓";
}

function row(one) {
  const people = one.people.map(nameOf).join(", ");
  const duration = one.seconds === null ? "" : t("ms", { n: Math.max(1, Math.round(one.seconds * 1000)) });
  const details = h("details", {},
    h("summary", {},
      h("span", { class: "when" }, clock(one.at)),
      h("span", { class: `towards ${one.towards}` }, t(one.towards)),
      h("code", {}, one.name),
      h("span", { class: "whom" }, people),
      h("span", { class: hasFailed(one) ? "outcome bad" : "outcome" }, outcome(one)),
      h("span", { class: "took" }, duration)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(body(one));
  });
  const item = h("li", {}, details);
  item.exchange = one;
  return item;
}

function fits(one) {
  const wanted = parts.method.value.trim().toLowerCase();
  return one.number > floor
    && (!parts.person.value || one.people.includes(parts.person.value))
    && (!parts.way.value || one.way === parts.way.value)
    && (!wanted || one.name.toLowerCase().includes(wanted))
    && (!parts.failed.checked || hasFailed(one));
}

function sift() {
  let shown = 0;
  for (const item of kept.values()) {
    item.hidden = !fits(item.exchange);
    if (!item.hidden) shown += 1;
  }
  parts.count.textContent = t("count", { shown, all: kept.size });
  parts.empty.hidden = shown > 0;
}

function options(select, all, entries) {
  const chosen = select.value;
  select.replaceChildren(h("option", { value: "" }, all),
    ...entries.map(([value, label]) => h("option", { value }, label)));
  select.value = entries.some(([value]) => value === chosen) ? chosen : "";
}

function build() {
  const search = h("input", { type: "search", list: "curtain-names" });
  parts = {
    title: h("h2", { id: "curtain-title" }),
    close: h("button", { type: "button", class: "quiet", onclick: () => toggle(false) }),
    faults: h("h3"), list: h("ul", { class: "faults" }),
    log: h("h3"), person: h("select", { onchange: sift }), way: h("select", { onchange: sift }),
    method: search, names: h("datalist", { id: "curtain-names" }),
    failed: h("input", { type: "checkbox", onchange: sift }), failed_label: h("span"),
    clear: h("button", { type: "button", onclick: clear }), count: h("span", { class: "count" }),
    news: h("span", { class: "count", role: "status" }),
    empty: h("p", { class: "empty" }), rows: h("ol", { class: "exchanges", tabindex: "0" }),
  };
  search.addEventListener("input", sift);
  place.append(
    h("div", { class: "curtain-faults" }, parts.faults, parts.list),
    h("div", { class: "curtain-log" },
      h("div", { class: "curtain-head" }, parts.log, parts.count, parts.news, parts.close),
      h("div", { class: "filters" }, parts.person, parts.way, search, parts.names,
        h("label", {}, parts.failed, parts.failed_label), parts.clear),
      parts.empty, parts.rows));
  place.prepend(h("div", { class: "sr-only" }, parts.title));
}

function clear() {
  floor = Math.max(floor, ...kept.keys());
  sift();
}

function speak() {
  if (spoken === viewer.locale) return;
  spoken = viewer.locale;
  parts.title.textContent = t("title");
  parts.close.textContent = `✕ ${t("close")}`;
  parts.log.textContent = t("log");
  parts.rows.setAttribute("aria-label", t("log"));
  parts.person.setAttribute("aria-label", t("person"));
  parts.way.setAttribute("aria-label", t("way"));
  parts.method.setAttribute("aria-label", t("method"));
  parts.method.placeholder = t("method");
  parts.failed_label.textContent = t("failed_only");
  parts.clear.textContent = t("clear");
  parts.empty.textContent = t("empty");
  options(parts.way, t("all_ways"), WAYS.map((way) => [way, t(way)]));
  kept.clear();
  parts.rows.replaceChildren();
  revision = 0;
}

async function turn(name, isOn) {
  await fetch("/page/act", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: viewer.me, do: "fault", name, on: isOn }),
  });
  await look();
}

// A person is known by name; one that is on its way is put in again when its answer is there.
function take(news) {
  const atTop = parts.rows.scrollTop < 4;
  for (const one of news) {
    const item = row(one);
    const before = kept.get(one.number);
    if (before) {
      item.firstChild.open = before.firstChild.open;
      before.replaceWith(item);
    } else parts.rows.prepend(item);
    kept.set(one.number, item);
  }
  for (const number of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) {
    kept.get(number).remove();
    kept.delete(number);
  }
  if (atTop) parts.rows.scrollTop = 0;
}

let looking = false;
let again = false;

async function look() {
  if (!isOpen() || !viewer) return;
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  const response = await fetch(`/page/curtain?after=${revision}`);
  const seen = response.ok ? await response.json() : null;
  looking = false;
  if (seen) show(seen);
  if (again) {
    again = false;
    await look();
  }
}

function show(seen) {
  revision = seen.revision;
  on = seen.on;
  take(seen.traffic);
  const people = [...viewer.users.values()].filter((u) => u.playable).map((u) => [u.id, u.real_name]);
  options(parts.person, t("all_people"), people);
  const names = new Set([...kept.values()].map((item) => item.exchange.name));
  parts.names.replaceChildren(...[...names].sort().map((name) => h("option", { value: name })));
  parts.faults.textContent = on.length ? `${t("faults")} · ${t("faults_on", { count: on.length })}` : t("faults");
  refill(parts.list, faults(on, seen.has_bot, viewer.locale, turn));
  sift();
}

function toggle(open) {
  place.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (!open) {
    button.focus();
    return;
  }
  if (!parts) build();
  speak();
  look();
}

button.addEventListener("click", () => toggle(!isOpen()));
place.addEventListener("keydown", (event) => {
  if (event.key === "Escape") toggle(false);
});

// To be called whenever the page shows something new, for whoever looks.
export function showCurtain(someone, faultsOn) {
  viewer = someone;
  const label = t("open");
  button.setAttribute("aria-label", faultsOn.length ? `${label}, ${t("faults_on", { count: faultsOn.length })}` : label);
  button.title = label;
  refill(button, h("span", { "aria-hidden": "true" }, "{ }"), h("span", { class: "curtain-word" }, ` ${label}`),
    faultsOn.length ? h("span", { class: "unread mentions" }, `⚡ ${faultsOn.length}`) : null);
  if (!isOpen()) return;
  speak();
  look();
}

// To be called whenever there is news of the traffic.
export const trafficChanged = () => look();
