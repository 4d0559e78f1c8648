// Slack's mrkdwn → elements. Everything that is not known as markup stays text.

import { slackDate } from "/page/dates.js";
import { h } from "/page/dom.js";

const WORD = "[\\p{L}\\p{N}]";
// A pair of marks with no space just inside and no word just outside.
const span = (mark) => {
  const m = mark === "*" ? "\\*" : mark;
  const inside = `([^\\s${mark}](?:[^\\n]*?[^\\s${mark}])?)`;
  return `(?<!${WORD}|${m})${m}${inside}${m}(?!${WORD}|${m})`;
};
const INLINE = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    span("*"),
    span("_"),
    span("~"),
    ":([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:",
    "(https?://[^\\s<>|]+[^\\s<>|.,;:!?)])",
  ].join("|"),
  "gu",
);

const EXTRA = {
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", round_pushpin: "📍", link: "🔗", bell: "🔔",
  books: "📚", bulb: "💡", rocket: "🚀", warning: "⚠️", smile: "😄", thumbsup: "👍", sparkles: "✨",
  clock3: "🕒", alarm_clock: "⏰", lock: "🔒", house: "🏠", mag: "🔍", memo: "📝", microphone: "🎤",
  studio_microphone: "🎙️", busts_in_silhouette: "👥", question: "❓", heavy_check_mark: "✔️",
  hourglass: "⌛", movie_camera: "🎥", art: "🎨", camera: "📷", page_facing_up: "📄", pushpin: "📌",
  bar_chart: "📊", no_bell: "🔕", clipboard: "📋", seedling: "🌱", tent: "⛺", star: "⭐",
};

export const emojiOf = (name, viewer) => viewer.emoji[name.split("::")[0]] ?? EXTRA[name.split("::")[0]] ?? `:${name}:`;

// Those that the picker shows first, and all others that are known, by their names.
export const allEmoji = (viewer) => Object.entries({ ...viewer.emoji, ...EXTRA });

const decode = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// A message as its author typed it: people, channels and addresses without their brackets.
export function asTyped(text, viewer) {
  return decode(text.replace(/<([@#])([A-Z0-9]+)[^<>]*>|<([^<>|]+)[^<>]*>/g, (_, sign, id, address) => {
    if (address) return address;
    return sign + ((sign === "@" ? viewer.users : viewer.channels).get(id)?.name ?? id);
  }));
}

function link(address, label) {
  const url = decode(address);
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return decode(label);
  return h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, decode(label));
}

function token(inside, viewer) {
  const [head, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (head.startsWith("@")) {
    const user = viewer.users.get(head.slice(1));
    return h("span", { class: "mention" }, `@${user?.real_name ?? (label || head.slice(1))}`);
  }
  if (head.startsWith("#")) {
    const channel = viewer.channels.get(head.slice(1));
    return h("span", { class: "mention" }, `#${channel?.name ?? (label || head.slice(1))}`);
  }
  if (head.startsWith("!date^")) {
    const [, unix, pattern, address] = head.split("^");
    const shown = slackDate(unix, pattern ?? "", viewer) ?? decode(label);
    const when = h("time", { title: decode(label) }, shown);
    return address ? h("a", { href: decode(address), rel: "noreferrer noopener" }, when) : when;
  }
  if (head.startsWith("!")) {
    const name = head.slice(1).split("^")[0];
    return h("span", { class: "mention" }, label ? decode(label) : `@${name}`);
  }
  return link(head, label || head);
}

function inline(text, viewer) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(decode(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [, code, inside, bold, italic, strike, emoji, url] = match;
    if (code !== undefined) parts.push(h("code", {}, decode(code)));
    else if (inside !== undefined) parts.push(token(inside, viewer));
    else if (bold !== undefined) parts.push(h("strong", {}, inline(bold, viewer)));
    else if (italic !== undefined) parts.push(h("em", {}, inline(italic, viewer)));
    else if (strike !== undefined) parts.push(h("s", {}, inline(strike, viewer)));
    else if (emoji !== undefined) parts.push(emojiOf(emoji, viewer));
    else parts.push(link(url, url));
  }
  parts.push(decode(text.slice(at)));
  return parts;
}

function lines(text, viewer) {
  const shown = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = /^(&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (!quote) shown.push((quote = h("blockquote")));
      else quote.append(h("br"));
      quote.append(...inline(quoted[2], viewer).flat(9));
    } else {
      if (shown.length && !quote) shown.push(h("br"));
      quote = null;
      shown.push(...inline(line, viewer));
    }
  }
  return shown;
}

export function mrkdwn(text, viewer) {
  return text.split("```").map((part, number) =>
    number % 2 ? h("pre", {}, decode(part.replace(/^\n|\n$/g, ""))) : lines(part, viewer));
}

export function plainText(text, viewer) {
  const parts = text.replace(/:([a-z0-9_+'-]+):/g, (_, name) => emojiOf(name, viewer)).split("\n");
  return parts.flatMap((part, number) => (number ? [h("br"), decode(part)] : [decode(part)]));
}

// A text object of Block Kit.
export function textObject(object, viewer) {
  if (!object) return null;
  return object.type === "mrkdwn" ? mrkdwn(object.text, viewer) : plainText(object.text, viewer);
}
