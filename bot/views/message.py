"""A message as it goes to Slack, and the pieces that all messages are made of."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.domain.markup import escape
from bot.domain.replies import Reply
from bot.locales import Texts
from bot.views.block_kit import Block, Button, Element, block, element, mrkdwn, plain_text

# https://docs.slack.dev/reference/block-kit/blocks/section-block and …/header-block
SECTION_LIMIT = 3000
HEADER_LIMIT = 150
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
LABEL_LIMIT = 75
VALUE_LIMIT = 2000
# Above some 13,000 characters Slack says msg_blocks_too_long:
# https://github.com/slackapi/bolt-js/issues/2509
BLOCKS_LIMIT = 12_500
# https://docs.slack.dev/reference/block-kit/blocks: "up to 50 blocks in each message"
MESSAGE_BLOCKS = 50
# Advised for the text of a message: https://docs.slack.dev/reference/methods/chat.postMessage
MESSAGE_TEXT_LIMIT = 4000


@dataclass(frozen=True)
class Message:
    """What is shown: `blocks`, and `text` that says the same to screen readers and in notices."""

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The message as Slack's methods and response_urls take it."""
        return {"text": self.text, "blocks": list(self.blocks)}

    @cached_property
    def ephemeral(self) -> str:
        """The message as the JSON of an answer that its reader alone sees.

        Written once: the same card is shown to many, and the JSON costs as much as finding it.
        """
        return json.dumps(self.payload() | {"response_type": "ephemeral"})


def message(text: str, blocks: Iterable[Block]) -> Message:
    """A message of these blocks, checked against Slack's limits as the SDK knows them."""
    return Message(shortened(text, MESSAGE_TEXT_LIMIT), _fitted(list(blocks)))


def _fitted(blocks: list[Block]) -> tuple[Block, ...]:
    """`blocks`, the longest paragraphs shortened until all of them fit into one message."""
    while (excess := size(blocks) - BLOCKS_LIMIT) > 0:
        sections = [place for place, block in enumerate(blocks) if block["type"] == "section"]
        place = max(sections, key=lambda place: len(blocks[place]["text"]["text"]))
        said = blocks[place]["text"]["text"]
        shorter = mrkdwn(shortened(said, max(len(said) - excess, len(said) // 2)))
        blocks[place] = Block({**blocks[place], "text": shorter})
    return tuple(blocks)


def size(blocks: Iterable[Block]) -> int:
    """How much of BLOCKS_LIMIT these take."""
    return len(json.dumps(list(blocks), ensure_ascii=False))


def simple(text: str) -> Message:
    """A message of one paragraph of mrkdwn."""
    return message(text, [section(text)])


def reply(said: Reply, t: Texts, **values: str | int) -> Message:
    """The text to which an outcome is joined; `values` are what is filled into it."""
    return simple(t(said, **values))


def header(text: str) -> Block:
    """A heading of plain text, shortened to what Slack shows."""
    shown = text if len(text) <= HEADER_LIMIT else text[: HEADER_LIMIT - 1].rstrip() + "…"
    return block("header", text=plain_text(shown, emoji=False))


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of mrkdwn, shortened to what Slack takes."""
    return block("section", text=mrkdwn(shortened(text, SECTION_LIMIT)), accessory=accessory)


def whole(text: str) -> list[Block]:
    """`text`, as somebody wrote it, in as many paragraphs as it takes to show all of it."""
    shown = escape(text)
    if len(shown) <= SECTION_LIMIT:
        return [section(shown)]
    middle = len(text) // 2
    middle = max(text.rfind(sign, 1, middle) for sign in "\n ") + 1 or middle
    return [*whole(text[:middle].rstrip()), *whole(text[middle:].lstrip())]


def context(text: str) -> Block:
    """A line in small print."""
    return block("context", elements=[mrkdwn(shortened(text, SECTION_LIMIT))])


def actions(elements: Iterable[Element]) -> Block:
    """A row of buttons and menus."""
    return block("actions", elements=list(elements))


def button(
    label: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    style: str | None = None,
    spoken: str | None = None,
    confirm: dict[str, Any] | None = None,
) -> Button:
    """A button; `spoken` is what a screen reader says instead of its label."""
    made = element(
        "button",
        action_id,
        text=plain_text(label, emoji=True),
        value=value,
        url=url,
        style=style,
        accessibility_label=spoken,
        confirm=confirm,
    )
    return Button(made)


def typed(label: str, line: str) -> Button:
    """A button that does what typing `line` after /labcamp does."""
    return button(label, "typed", value=line)


def asking(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """What is asked before a button does what can't be undone (plain text)."""
    # https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
    return {
        "title": plain_text(shortened(title, 100)),
        "text": plain_text(shortened(text, 300)),
        "confirm": plain_text(shortened(yes, 30)),
        "deny": plain_text(shortened(no, 30)),
    }


def picture(url: str, alt: str) -> Block:
    """A picture, and what is to be seen in it."""
    return block("image", image_url=url, alt_text=alt)


def paragraphs(heading: str, lines: Iterable[str]) -> Iterator[Block]:
    """`lines` under a heading, in as many sections as it takes; no line is torn apart."""
    text = heading
    for line in lines:
        if len(text) + 1 + len(line) > SECTION_LIMIT:
            yield section(text)
            text = line
        else:
            text = f"{text}\n{line}"
    yield section(text)


def shortened(text: str, limit: int) -> str:
    """`text`, or its beginning and an ellipsis where it is longer than `limit` characters.

    Markup is never cut in two: Slack would show half a link or half an escaped character.
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = kept.rfind(opening)
        if start > kept.rfind(closing):
            kept = kept[:start]
    return kept.rstrip() + "…"
