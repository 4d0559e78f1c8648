// Block Kit's blocks as elements.

import { h } from "/page/dom.js";
import { interactive } from "/page/elements.js";
import { emojiOf, mrkdwn, plainText, textObject } from "/page/mrkdwn.js";

const picture = (image) => h("img", { src: image.image_url, alt: image.alt_text, loading: "lazy" });

function section(block, ctx) {
  const { text, fields, accessory } = block;
  const side = accessory && (accessory.type === "image"
    ? h("div", { class: "thumb" }, picture(accessory))
    : interactive(block, accessory, ctx));
  return h("div", { class: "section" },
    h("div", { class: "words" },
      text ? h("p", {}, textObject(text, ctx.viewer)) : null,
      fields ? h("div", { class: "fields" },
        fields.map((f) => h("p", {}, textObject(f, ctx.viewer)))) : null),
    side ? h("div", { class: "side" }, side) : null);
}

function input(block, ctx) {
  const { element } = block;
  const id = `f-${ctx.key}/${block.block_id}/${element.action_id}`;
  const error = ctx.errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const label = [plainText(block.label.text, ctx.viewer),
    block.optional ? h("small", {}, ctx.viewer.t("optional")) : null];
  const grouped = /^(radio_buttons|checkboxes)$/.test(element.type);
  const control = interactive(block, element, ctx, { described: described || null, label: true });
  if (error && !grouped) control.setAttribute("aria-invalid", "true");
  return h(grouped ? "fieldset" : "div", { class: error ? "input wrong" : "input" },
    grouped ? h("legend", {}, label) : h("label", { for: id }, label),
    control,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, plainText(block.hint.text, ctx.viewer)) : null,
    error ? h("p", { class: "error", id: `${id}-error` }, error) : null);
}

function richText(part, ctx) {
  const inside = (part.elements ?? []).map((e) => richText(e, ctx));
  switch (part.type) {
    case "rich_text_section": return h("div", { class: "lines" }, inside);
    case "rich_text_list":
      return h(part.style === "ordered" ? "ol" : "ul", {}, inside.map((i) => h("li", {}, i)));
    case "rich_text_preformatted": return h("pre", {}, inside);
    case "rich_text_quote": return h("blockquote", {}, inside);
    case "link": return mrkdwn(`<${part.url}|${part.text ?? part.url}>`, ctx.viewer);
    case "user": return mrkdwn(`<@${part.user_id}>`, ctx.viewer);
    case "channel": return mrkdwn(`<#${part.channel_id}>`, ctx.viewer);
    case "emoji": return emojiOf(part.name, ctx.viewer);
    case "date":
      return mrkdwn(`<!date^${part.timestamp}^${part.format}|${part.fallback ?? ""}>`, ctx.viewer);
    default: {
      const wraps = { bold: "strong", italic: "em", strike: "s", code: "code" };
      return Object.entries(wraps).reduce(
        (shown, [style, tag]) => (part.style?.[style] ? h(tag, {}, shown) : shown), part.text ?? "");
    }
  }
}

const RENDER = {
  section,
  input,
  header: (b, ctx) => h("p", { class: "title", role: "heading", "aria-level": ctx.level ?? "3" },
    plainText(b.text.text, ctx.viewer)),
  divider: () => h("hr"),
  context: (b, ctx) => h("div", { class: "context" }, b.elements.map((e) =>
    e.type === "image" ? picture(e) : h("span", {}, textObject(e, ctx.viewer)))),
  actions: (b, ctx) => h("div", { class: "actions" }, b.elements.map((e) => interactive(b, e, ctx))),
  image: (b, ctx) => h("figure", {},
    b.title ? h("figcaption", {}, plainText(b.title.text, ctx.viewer)) : null, picture(b)),
  rich_text: (b, ctx) => h("div", {}, b.elements.map((e) => richText(e, ctx))),
  markdown: (b) => h("p", { class: "markdown" }, b.text),
};

const unknown = (block, ctx) => h("em", { class: "unknown" }, ctx.viewer.t("unknown_element", block));

// All blocks of a message or a view. `ctx`: viewer, key, value(), act(), change(), write(), errors.
export function blocks(list, ctx) {
  return list.map((block) => (RENDER[block.type] ?? unknown)(block, ctx));
}
