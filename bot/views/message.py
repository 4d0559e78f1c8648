"""A message as it goes to Slack, and the pieces that all messages are made of."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)

from bot.domain.markup import escape
from bot.domain.replies import Reply
from bot.locales import Texts

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
    blocks: tuple[dict[str, Any], ...] = ()

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
    return Message(
        shortened(text, MESSAGE_TEXT_LIMIT), _fitted([block.to_dict() for block in blocks])
    )


def _fitted(blocks: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """`blocks`, the longest paragraphs shortened until all of them fit into one message."""
    while (excess := _size(blocks) - BLOCKS_LIMIT) > 0:
        longest = max(
            (block["text"] for block in blocks if block["type"] == "section"),
            key=lambda text: len(text["text"]),
        )
        before = len(longest["text"])
        longest["text"] = shortened(longest["text"], max(before - excess, before // 2))
    return tuple(blocks)


def _size(blocks: list[dict[str, Any]]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def simple(text: str) -> Message:
    """A message of one paragraph of mrkdwn."""
    return message(text, [section(text)])


def reply(said: Reply, t: Texts, **values: str | int) -> Message:
    """The text to which an outcome is joined; `values` are what is filled into it."""
    return simple(t(said, **values))


def header(text: str) -> HeaderBlock:
    """A heading of plain text, shortened to what Slack shows."""
    shown = text if len(text) <= HEADER_LIMIT else text[: HEADER_LIMIT - 1].rstrip() + "…"
    return HeaderBlock(text=PlainTextObject(text=shown, emoji=False))


def section(
    text: str, accessory: ButtonElement | StaticSelectElement | OverflowMenuElement | None = None
) -> SectionBlock:
    """A paragraph of mrkdwn, shortened to what Slack takes."""
    content = MarkdownTextObject(text=shortened(text, SECTION_LIMIT), verbatim=True)
    return SectionBlock(text=content, accessory=accessory)


def whole(text: str) -> list[SectionBlock]:
    """`text`, as somebody wrote it, in as many paragraphs as it takes to show all of it."""
    shown = escape(text)
    if len(shown) <= SECTION_LIMIT:
        return [section(shown)]
    middle = len(text) // 2
    middle = max(text.rfind(sign, 1, middle) for sign in "\n ") + 1 or middle
    return [*whole(text[:middle].rstrip()), *whole(text[middle:].lstrip())]


def context(text: str) -> ContextBlock:
    """A line in small print."""
    return ContextBlock(
        elements=[MarkdownTextObject(text=shortened(text, SECTION_LIMIT), verbatim=True)]
    )


def actions(buttons: Sequence[ButtonElement]) -> ActionsBlock:
    """A row of buttons."""
    return ActionsBlock(elements=list(buttons))


def button(
    label: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    style: str | None = None,
    spoken: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button; `spoken` is what a screen reader says instead of its label."""
    return ButtonElement(
        text=PlainTextObject(text=label, emoji=True),
        action_id=action_id,
        value=value,
        url=url,
        style=style,
        accessibility_label=spoken,
        confirm=confirm,
    )


def typed(label: str, line: str) -> ButtonElement:
    """A button that does what typing `line` after /labcamp does."""
    return button(label, "typed", value=line)


def asking(title: str, text: str, yes: str, no: str) -> ConfirmObject:
    """What is asked before a button does what can't be undone (plain text)."""
    # https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
    return ConfirmObject(
        title=PlainTextObject(text=shortened(title, 100)),
        text=PlainTextObject(text=shortened(text, 300)),
        confirm=PlainTextObject(text=shortened(yes, 30)),
        deny=PlainTextObject(text=shortened(no, 30)),
    )


def picture(url: str, alt: str) -> ImageBlock:
    """A picture, and what is to be seen in it."""
    return ImageBlock(image_url=url, alt_text=alt)


def paragraphs(heading: str, lines: Iterable[str]) -> Iterator[SectionBlock]:
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
