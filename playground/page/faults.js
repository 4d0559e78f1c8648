// Faults to switch on and off, each with what it does and what the bot promises then.

import { h } from "/page/dom.js";
import { speaker } from "/page/tables.js";

// What each is called, what it does, and what is promised then (docs/deliveries.md).
const WORDS = speaker({
  promise: ["Versprochen: ", "Promised: "],
  slow: ["Slack ist langsam", "Slow Slack"],
  slow_does: [
    "Jeder Post und jedes Update dauert vier Sekunden.",
    "Each post and each update takes four seconds.",
  ],
  slow_promise: [
    "Befehle und Knöpfe antworten so schnell wie immer. Was gepostet wird, kommt später, aber es kommt.",
    "Commands and buttons answer as fast as ever. What is posted comes later, but it comes.",
  ],
  limited: ["Slack bremst (429)", "Slack slows down (429)"],
  limited_does: [
    "Jeder Post und jedes Update wird abgewiesen: „Retry-After: 5“.",
    "Each post and each update is turned away: “Retry-After: 5”.",
  ],
  limited_promise: [
    "Der Bot lässt die Methode so lange in Ruhe, wie Slack sagt, und macht dann weiter. Nichts geht verloren.",
    "The bot leaves the method in peace as long as Slack says, and goes on then. Nothing is lost.",
  ],
  failing: ["500, und nichts geschah", "500, and nothing was done"],
  failing_does: [
    "Slack antwortet auf Posts mit einem Fehler und tut nichts.",
    "Slack answers posts with an error, and does nothing.",
  ],
  failing_promise: [
    "Der Bot kann nicht wissen, ob ein Post ankam. Er sieht nach 60 Sekunden im Verlauf nach, und schickt nur, was dort zweimal fehlt.",
    "The bot can't know whether a post arrived. It looks into the history after 60 seconds, and sends only what is missing there twice.",
  ],
  lost: ["500, aber es geschah", "500, but it was done"],
  lost_does: [
    "Slack postet es, und antwortet dann mit einem Fehler.",
    "Slack posts it, and answers with an error then.",
  ],
  lost_promise: [
    "Nichts steht doppelt da: Der Bot findet seinen Post im Verlauf wieder, statt ihn noch einmal zu schicken.",
    "Nothing is there twice: the bot finds its post in the history instead of sending it again.",
  ],
  reset: ["Verbindung reißt ab", "Connection reset"],
  reset_does: [
    "Slack postet es, aber die Antwort kommt nie an.",
    "Slack posts it, but the answer never arrives.",
  ],
  reset_promise: [
    "Wie eben: nachsehen statt doppelt posten. Aktualisierungen und Emoji wiederholt der Bot einfach.",
    "As before: look instead of posting twice. Updates and emoji are simply repeated.",
  ],
  deaf: ["Tauber Socket", "Deaf socket"],
  deaf_does: [
    "Die Verbindung steht, aber nichts kommt durch.",
    "The connection is open, but nothing passes.",
  ],
  deaf_promise: [
    "Der Bot merkt es in weniger als einer Minute und verbindet sich neu. Reaktionen von inzwischen holt er dann nach.",
    "The bot notices in less than a minute and connects anew. It then catches up on reactions made meanwhile.",
  ],
  short_history: ["Kurzer Verlauf", "Short history"],
  short_history_does: [
    "Slack zeigt 15 Nachrichten auf einmal, und das einmal in der Minute.",
    "Slack shows 15 messages at once, and that once a minute.",
  ],
  short_history_promise: [
    "Beim Nachsehen blättert der Bot Seite für Seite und wartet dazwischen. Was sich nie klären lässt, erfahren die Organisator:innen.",
    "When it looks something up the bot turns page by page, and waits in between. What can never be settled the organizers are told.",
  ],
  killed: ["Bot ist tot (kill -9)", "Bot is dead (kill -9)"],
  killed_does: [
    "Kein Bot läuft. Ausschalten startet ihn neu.",
    "No bot is running. Switching this off starts it again.",
  ],
  killed_promise: [
    "Was er bestätigt hat, steht noch da; was geplant war, schickt er genau einmal; Reaktionen von inzwischen zählen.",
    "What it confirmed is still there; what was planned is sent exactly once; reactions made meanwhile count.",
  ],
});
const FAULTS = ["slow", "limited", "failing", "lost", "reset", "deaf", "short_history", "killed"];

// The switches; `turn(name, on)` is called when one is moved.
export function faults(on, hasBot, locale, turn) {
  const t = WORDS(locale);
  return FAULTS.filter((name) => hasBot || name !== "killed").map((name) =>
    h("li", { class: on.includes(name) ? "fault on" : "fault" },
      h("label", {},
        h("input", {
          type: "checkbox", role: "switch", checked: on.includes(name), "data-key": `fault ${name}`,
          "aria-describedby": `fault-${name}`, onchange: (event) => turn(name, event.target.checked),
        }), h("b", {}, t(name))),
      h("p", { id: `fault-${name}` }, t(`${name}_does`),
        h("span", { class: "promise" }, h("i", {}, t("promise")), t(`${name}_promise`)))));
}
