// Block Kit's interactive elements as form controls. `act(block, element, value)` is a click or a
// choice, `write(block, element, value)` what is typed into a form.

import { confirmed } from "/page/confirm.js";
import { toLocal, toUnix } from "/page/dates.js";
import { h } from "/page/dom.js";
import { editor } from "/page/editor.js";
import { plainText, textObject } from "/page/mrkdwn.js";

function button(block, element, ctx) {
  const press = async () => {
    if (!await confirmed(element.confirm, ctx.viewer)) return;
    ctx.act(block, element, element.value ?? null);
    if (element.url) window.open(element.url, "_blank", "noopener");
  };
  return h("button", {
    type: "button",
    class: element.style ?? "",
    "aria-label": element.accessibility_label,
    "data-key": `${ctx.key}/${block.block_id}/${element.action_id}/${element.value ?? ""}`,
    onclick: press,
  }, plainText(element.text.text, ctx.viewer), element.url ? " ↗" : "");
}

// A menu of actions; a choice closes it, and so do Escape and whatever is done elsewhere.
function overflow(block, element, ctx) {
  const key = `${ctx.key}/${block.block_id}/${element.action_id}`;
  const close = (event) => { event.currentTarget.closest("details").open = false; };
  return h("details", {
    class: "menu", "data-key": key,
    onkeydown: (event) => {
      if (event.key !== "Escape" || !event.currentTarget.open) return;
      event.preventDefault(); // what lies below it stays open
      close(event);
      event.currentTarget.querySelector("summary").focus();
    },
    onfocusout: (event) => { if (!event.currentTarget.contains(event.relatedTarget)) close(event); },
  },
    h("summary", { "aria-label": ctx.viewer.t("more"), "data-key": `${key}/menu` }, "⋯"),
    element.options.map((o) => h("button", {
      type: "button", "data-key": `${key}/${o.value}`,
      onclick: async (event) => {
        close(event);
        event.currentTarget.closest("details").querySelector("summary").focus();
        if (await confirmed(element.confirm, ctx.viewer)) ctx.act(block, element, o.value);
      },
    }, textObject(o.text, ctx.viewer))));
}

const people = (ctx) => [...ctx.viewer.users.values()]
  .filter((u) => u.playable).map((u) => [u.id, u.real_name]);
const rooms = (ctx) => [...ctx.viewer.channels.values()]
  .filter((c) => c.name).map((c) => [c.id, `#${c.name}`]);
const optionPairs = (options) => options.map((o) => [o.value, o.text.text]);

function choices(element, ctx) {
  if (element.type.includes("users")) return [[null, people(ctx)]];
  if (/channels|conversations/.test(element.type)) return [[null, rooms(ctx)]];
  if (element.option_groups) {
    return element.option_groups.map((g) => [g.label.text, optionPairs(g.options)]);
  }
  return [[null, optionPairs(element.options)]];
}

const MARKS = { code: "`", bold: "*", italic: "_", strike: "~" };

function wordsOf(element) {
  if (element.type === "link") return element.text ? `[${element.text}](${element.url})` : element.url;
  if (element.type === "emoji") return `:${element.name}:`;
  if (element.type === "user") return `@${element.user_id}`;
  if (element.type === "channel") return `#${element.channel_id}`;
  return Object.entries(MARKS).reduce(
    (words, [style, mark]) => (element.style?.[style] ? `${mark}${words}${mark}` : words), element.text ?? "");
}

// Rich text as one would type it: the page's editor is a field of plain text.
function asTyped(block) {
  const inside = (part) => part.elements.map(wordsOf).join("");
  return (block?.elements ?? []).map((part) => (part.type === "rich_text_list"
    ? part.elements.map((item) => `• ${inside(item)}`).join("\n")
    : inside(part).replace(/\n$/, ""))).join("\n");
}

// What a state of `state.values` holds, in the form that the playground wants back.
export function valueOf(state) {
  if (!state) return null;
  if (state.type === "rich_text_input") return asTyped(state.rich_text_value);
  const { type, ...rest } = state;
  const value = Object.values(rest)[0];
  if (Array.isArray(value)) return value.map((v) => v.value ?? v.id ?? v);
  return value && typeof value === "object" ? value.value : value;
}

function select(block, element, ctx, common, value) {
  const many = element.type.startsWith("multi_");
  const picked = many ? value ?? [] : [value];
  const change = (event) => {
    const chosen = [...event.target.selectedOptions].map((o) => o.value).filter(Boolean);
    ctx.change(block, element, many ? chosen : chosen[0] ?? null);
  };
  const entry = ([id, label]) => h("option", { value: id, selected: picked.includes(id) }, label);
  const groups = choices(element, ctx).map(([label, pairs]) =>
    label ? h("optgroup", { label }, pairs.map(entry)) : pairs.map(entry));
  const empty = element.placeholder?.text ?? ctx.viewer.t("choose");
  return h("select", { ...common, multiple: many, onchange: change },
    many ? null : h("option", { value: "", selected: !value }, empty), groups);
}

function boxes(block, element, ctx, common, value) {
  const many = element.type === "checkboxes";
  const picked = many ? value ?? [] : [value];
  const name = common.id;
  const change = (event) => {
    const all = [...event.target.closest(".boxes").querySelectorAll("input:checked")];
    const chosen = all.map((b) => b.value);
    ctx.change(block, element, many ? chosen : chosen[0]);
  };
  return h("div", { class: "boxes" }, element.options.map((o, number) =>
    h("label", {},
      h("input", {
        type: many ? "checkbox" : "radio",
        name,
        value: o.value,
        checked: picked.includes(o.value),
        "data-key": `${common["data-key"]}/${number}`,
        "aria-describedby": common["aria-describedby"],
        onchange: change,
      }),
      h("span", {}, textObject(o.text, ctx.viewer),
        o.description ? h("small", {}, textObject(o.description, ctx.viewer)) : null))));
}

const INPUT_TYPES = {
  plain_text_input: "text", email_text_input: "email", url_text_input: "url",
  number_input: "number", rich_text_input: "text", datepicker: "date", timepicker: "time", datetimepicker: "datetime-local",
};

function typed(block, element, ctx, common, value) {
  const placeholder = element.placeholder?.text;
  if (element.multiline || element.type === "rich_text_input") {
    const field = h("textarea", {
      ...common, placeholder, rows: element.multiline ? 4 : 7, value: value ?? "", maxlength: element.max_length,
      oninput: (e) => ctx.write(block, element, e.target.value),
    });
    return element.type === "rich_text_input" ? editor(field, ctx.viewer.locale) : field;
  }
  const type = INPUT_TYPES[element.type];
  const moment = element.type === "datetimepicker";
  const shown = moment && value ? toLocal(value, ctx.viewer.tz) : value ?? "";
  const read = (text) => (text === "" ? null : moment ? toUnix(text, ctx.viewer.tz) : text);
  // https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? [];
  const tells = block.dispatch_action && triggers.includes("on_character_entered");
  const picker = ["date", "time", "datetime-local"].includes(type);
  return h("input", {
    ...common, type, placeholder, value: shown, maxlength: element.max_length,
    min: element.min_value, max: element.max_value,
    step: type === "number" && element.is_decimal_allowed ? "any" : null,
    oninput: (e) => (tells ? ctx.change : ctx.write)(block, element, read(e.target.value)),
    onchange: picker ? (e) => ctx.change(block, element, read(e.target.value)) : null,
  });
}

// A file goes up as soon as it is chosen, as in Slack; the form holds its id.
function file(block, element, ctx, common, value) {
  const names = (value ?? []).map((id) => ctx.viewer.files[id]?.name ?? id);
  const shown = h("small", {}, names.join(", "));
  const upload = async (event) => {
    const ids = await Promise.all([...event.target.files].map(ctx.upload));
    ctx.write(block, element, ids.filter(Boolean));
    shown.textContent = "";
  };
  return h("div", { class: "boxes" },
    h("input", {
      ...common, type: "file", multiple: (element.max_files ?? 10) > 1,
      accept: element.filetypes?.map((kind) => `.${kind}`).join(","), onchange: upload,
    }), shown);
}

// One element; `described` are the ids of its hint and error, `label` names it outside of forms.
export function interactive(block, element, ctx, { described, label } = {}) {
  if (element.type === "button") return button(block, element, ctx);
  if (element.type === "overflow") return overflow(block, element, ctx);
  const key = `${ctx.key}/${block.block_id}/${element.action_id}`;
  const common = {
    id: `f-${key}`, "data-key": key, "aria-describedby": described,
    "aria-label": label ? null : element.placeholder?.text ?? ctx.viewer.t("choice"),
  };
  const value = ctx.value(block, element);
  if (/select$/.test(element.type)) return select(block, element, ctx, common, value);
  if (/^(radio_buttons|checkboxes)$/.test(element.type)) return boxes(block, element, ctx, common, value);
  if (element.type === "file_input") return file(block, element, ctx, common, value);
  if (element.type in INPUT_TYPES) return typed(block, element, ctx, common, value);
  return h("em", { class: "unknown" }, ctx.viewer.t("unknown_element", element));
}
