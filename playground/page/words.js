// All that the page itself says, German beside English; what the bot says is not its business.

import { speaker } from "/page/tables.js";

const WORDS = {
  title: ["LabCamp-Spielwiese", "LabCamp playground"],
  playground: ["Spielwiese", "playground"],
  skip: ["Zum Schreibfeld springen", "Skip to the text field"],
  who: ["Ich bin", "I am"],
  guest: ["{name} (Gast)", "{name} (guest)"],
  connected: ["Bot verbunden", "Bot connected"],
  disconnected: ["Bot nicht verbunden", "Bot not connected"],
  unreachable: ["Die Spielwiese ist nicht erreichbar.", "The playground can't be reached."],

  places: ["Kanäle und App", "Channels and app"],
  rooms: ["Kanäle", "Channels"],
  app: ["LabCamp-Bot", "LabCamp bot"],
  home: ["Startseite", "Home"],
  dm: ["Direktnachrichten", "Direct messages"],
  shortcuts: ["Kurzbefehle", "Shortcuts"],
  without_bot: ["Hier ist der Bot nicht dabei", "The bot is not in here"],
  join: ["# {name} beitreten", "Join # {name}"],
  leave: ["Kanal verlassen", "Leave channel"],
  members: ["{count} Mitglieder", "{count} members"],
  about_home: ["Startseite der App", "The app's Home"],
  about_dm: ["Was du mit dem Bot schreibst, sieht sonst niemand.", "Nobody else sees what you write to the bot."],
  about_other: ["Der Bot ist in diesem Kanal nicht dabei.", "The bot is not in this channel."],
  no_home: ["Der Bot hat noch keine Startseite veröffentlicht.", "The bot has not published its Home yet."],
  no_dm: ["Noch keine Direktnachrichten.", "No direct messages yet."],
  no_messages: [
    "Noch ist es hier still. Schreibt zum Beispiel /labcamp hilfe.",
    "It is quiet here so far. Write /labcamp help, for example.",
  ],

  text: ["Nachricht oder Befehl", "Message or command"],
  send: ["Senden", "Send"],
  commands: ["Befehle, die gemeint sein können", "Commands that may be meant"],
  example: [
    "Nachricht oder Befehl, z. B. {command} next oder @{bot} next",
    "Message or command, e.g. {command} next or @{bot} next",
  ],
  example_dm: ["Schreib dem Bot, z. B. nächstes", "Write to the bot, e.g. next"],
  thread: ["Thread", "Thread"],
  close_thread: ["Thread schließen", "Close thread"],
  reply_text: ["Antwort im Thread", "Reply in the thread"],
  also: ["Auch an {room} senden", "Also send to {room}"],
  how_to_invite: ["So geht es: /invite @name", "It goes like this: /invite @name"],
  no_thread_commands: ["Befehle gehen in Slack nicht in Threads.", "Slack takes no commands in threads."],

  only_you: ["👁 Nur für dich sichtbar", "👁 Only visible to you"],
  from_thread: ["↪ aus einem Thread, auch in den Kanal gestellt", "↪ from a thread, also sent to the channel"],
  edited: ["(bearbeitet)", "(edited)"],
  badge: ["App", "App"],
  dismiss: ["Ausblenden", "Dismiss"],
  reply: ["Im Thread antworten", "Reply in thread"],
  replies: ["{count} Antworten", "{count} replies"],
  one_reply: ["1 Antwort", "1 reply"],
  last_reply: ["zuletzt {when}", "latest: {when}"],
  react: ["Reagieren", "React"],
  search_emoji: ["Emoji suchen, z. B. rocket", "Search emoji, e.g. rocket"],
  copy_link: ["Link kopieren", "Copy link"],
  copied: ["Link kopiert", "Link copied"],
  show_spoken: ["Text für Screenreader zeigen", "Show the screen reader text"],
  hide_spoken: ["Text für Screenreader ausblenden", "Hide the screen reader text"],
  spoken: ["Vorgelesen wird:", "Read out is:"],
  edit: ["Nachricht bearbeiten", "Edit message"],
  save: ["Speichern", "Save"],
  delete: ["Nachricht löschen", "Delete message"],
  delete_sure: ["Sie ist dann für alle weg.", "It is gone for everybody then."],

  optional: [" (optional)", " (optional)"],
  more: ["Weitere Aktionen", "More actions"],
  choice: ["Auswahl", "Choice"],
  choose: ["Bitte wählen", "Please choose"],
  unknown_element: ["„{type}“ gibt es in der Spielwiese nicht.", "The playground has no “{type}”."],
  cancel: ["Abbrechen", "Cancel"],
  back: ["Einen Schritt zurück", "One step back"],
  close_modal: ["Fenster schließen", "Close this window"],
  close_all: ["Alle Fenster schließen", "Close all windows"],

  refused: ["Slack meldet: {error}", "Slack says: {error}"],
  "error.operation_timeout": [
    "Der Bot hat nicht innerhalb von drei Sekunden geantwortet.", "The bot did not answer within three seconds.",
  ],
  "error.dispatch_failed": ["Der Bot ist nicht erreichbar. Läuft er?", "The bot can't be reached. Is it running?"],
  "error.http_service_error": [
    "Beim Bot ist etwas schiefgegangen (Antwort 5xx).", "Something went wrong in the bot (answer 5xx).",
  ],
  "error.http_client_error": [
    "Der Bot kann damit nichts anfangen (Antwort 4xx).", "The bot can't make anything of that (answer 4xx).",
  ],
  "error.invalid_blocks": [
    "Der Bot hat mit Blöcken geantwortet, die Slack ablehnt.", "The bot answered with blocks that Slack refuses.",
  ],
  "error.invalid_arguments": [
    "Der Bot hat mit einem Fenster geantwortet, das Slack ablehnt.", "The bot answered with a modal that Slack refuses.",
  ],
  "error.already_in_channel": ["Wer eingeladen wird, ist schon im Kanal.", "Whoever is invited is in the channel already."],
  "error.cant_leave_general": ["Diesen Kanal kann niemand verlassen.", "Nobody can leave this channel."],
  "error.unknown_command": [
    "Diesen Befehl gibt es hier nicht. Probier /labcamp hilfe.", "There is no such command here. Try /labcamp help.",
  ],
  "error.file_upload_size_restricted": [
    "Diese Datei ist Slack zu groß: mehr als 10 MB.", "This file is too large for Slack: more than 10 MB.",
  ],
};

// What says a key's words to people with this locale: German to them, or else English.
export const wordsFor = speaker(WORDS);

// What Slack, or the page, makes of an error: our words where there are some, else its own.
export function errorIn(t, error) {
  return `error.${error}` in WORDS ? t(`error.${error}`) : t("refused", { error });
}

// Puts the words into what stands in index.html: data-word is what an element says, data-label its label.
export function say(t) {
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = t(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}
