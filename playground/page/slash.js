// What Slack shows above the field while one types a command: its name, what it does, and how it is written.

import { h, refill } from "/page/dom.js";

const $ = (id) => document.getElementById(id);

// The commands that begin like this; all of a command's usage once it is written.
function matching(typed, commands) {
  const [name] = typed.split(" ");
  return typed.startsWith("/") ? commands.filter((one) =>
    (typed.includes(" ") ? one.command === name : one.command.startsWith(name))) : [];
}

// Shows the commands that may be meant, and completes them by a click, or by Tab and Enter.
export function suggest(commands) {
  const field = $("text");
  const shown = matching(field.value, commands);
  const place = $("slash");
  place.hidden = !shown.length;
  refill(place, shown.map((one) => h("button", {
    type: "button", "data-key": `slash ${one.command}`,
    onclick: () => {
      field.value = `${one.command} `;
      field.focus();
      suggest(commands);
    },
  }, h("b", {}, one.command), " ", h("span", {}, one.usage_hint), h("small", {}, one.description))));
}
