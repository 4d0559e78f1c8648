// Dates as Slack shows them: in the time zone and language of whoever looks.

const ORDINAL = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIX = { one: "st", two: "nd", few: "rd", other: "th" };

function format(date, viewer, options) {
  return new Intl.DateTimeFormat(viewer.locale, { timeZone: viewer.tz, ...options }).format(date);
}

function dayNumber(date, tz) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: tz }).format(date);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 86400000);
}

function withOrdinal(date, viewer, weekday) {
  if (!viewer.locale.startsWith("en")) {
    const long = { day: "numeric", month: "long", year: "numeric" };
    return format(date, viewer, weekday ? { weekday: "long", ...long } : long);
  }
  const day = Number(format(date, viewer, { day: "numeric" }));
  const month = format(date, viewer, { month: "long" });
  const year = format(date, viewer, { year: "numeric" });
  const name = weekday ? `${format(date, viewer, { weekday: "long" })}, ` : "";
  return `${name}${month} ${day}${SUFFIX[ORDINAL.select(day)]}, ${year}`;
}

function pretty(date, viewer, otherwise) {
  const days = dayNumber(date, viewer.tz) - dayNumber(new Date(viewer.now * 1000), viewer.tz);
  if (Math.abs(days) > 1) return otherwise;
  return new Intl.RelativeTimeFormat(viewer.locale, { numeric: "auto" }).format(days, "day");
}

function ago(date, viewer) {
  const seconds = date.getTime() / 1000 - viewer.now;
  const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = units.find(([, s]) => Math.abs(seconds) >= s) ?? ["second", 1];
  const words = new Intl.RelativeTimeFormat(viewer.locale, { numeric: "auto" });
  return words.format(Math.trunc(seconds / size), unit);
}

const SHORT = { day: "numeric", month: "short", year: "numeric" };

// 05:49 in German, 5:49 AM in English.
const time = (viewer, more = {}) =>
  ({ hour: viewer.locale.startsWith("en") ? "numeric" : "2-digit", minute: "2-digit", ...more });

const TOKENS = {
  date_num: (d, v) => new Intl.DateTimeFormat("en-CA", { timeZone: v.tz }).format(d),
  date_slash: (d, v) => format(d, v, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (d, v) => withOrdinal(d, v, false),
  date_short: (d, v) => format(d, v, SHORT),
  date_long: (d, v) => withOrdinal(d, v, true),
  date_long_full: (d, v) => withOrdinal(d, v, true),
  date_pretty: (d, v) => pretty(d, v, TOKENS.date(d, v)),
  date_short_pretty: (d, v) => pretty(d, v, TOKENS.date_short(d, v)),
  date_long_pretty: (d, v) => pretty(d, v, TOKENS.date_long(d, v)),
  day_divider_pretty: (d, v) => pretty(d, v, TOKENS.date_long(d, v)),
  time: (d, v) => format(d, v, time(v)),
  time_secs: (d, v) => format(d, v, time(v, { second: "2-digit" })),
  ago,
};

// "<!date^UNIX^{date} um {time}^link|fallback>" → what stands there; null if Slack would use the
// fallback.
export function slackDate(unix, pattern, viewer) {
  const date = new Date(Number(unix) * 1000);
  if (!/^\d+$/.test(unix) || Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    if (Object.hasOwn(TOKENS, token)) return TOKENS[token](date, viewer);
    known = false;
    return "";
  });
  return known ? text : null;
}

export const clockTime = (ts, viewer) => TOKENS.time(new Date(Number(ts) * 1000), viewer);
export const fullTime = (ts, viewer) =>
  format(new Date(Number(ts) * 1000), viewer, { dateStyle: "full", timeStyle: "short" });
export const dayOf = (ts, viewer) => TOKENS.date_long_pretty(new Date(Number(ts) * 1000), viewer);

// What stands in an <input type="datetime-local"> of a viewer, as seconds since 1970 and back.
export function toUnix(local, tz) {
  const guess = Date.parse(`${local}Z`);
  const shown = Date.parse(`${toLocal(guess / 1000, tz)}Z`);
  return Math.round((guess - (shown - guess)) / 1000);
}

export function toLocal(unix, tz) {
  const text = new Intl.DateTimeFormat("sv-SE", {
    timeZone: tz, dateStyle: "short", timeStyle: "short",
  }).format(new Date(unix * 1000));
  return text.replace(" ", "T");
}
