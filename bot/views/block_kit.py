"""Slack's blocks and elements as the plain dictionaries that they are on the wire.

The SDK's classes check each block whenever one is made, which costs more than all else that an
answer does; here the tests check every view against them and against the playground
(tests/views/test_block_kit.py). What says nothing is left out, as the SDK does.
https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NewType

Block = NewType("Block", dict[str, Any])
Element = NewType("Element", dict[str, Any])  # of a block: a button, a menu, something to fill in
Button = NewType("Button", Element)
Option = NewType("Option", dict[str, Any])  # one entry of a menu, or a box
Text = NewType("Text", dict[str, Any])
RichText = NewType("RichText", dict[str, Any])  # a piece of it

DIVIDER = Block({"type": "divider"})


def plain_text(text: str, *, emoji: bool | None = None) -> Text:
    """Text without markup; whether `:emoji:` are shown as such is Slack's to say if not said."""
    said = {"type": "plain_text", "text": text}
    return Text(said if emoji is None else {**said, "emoji": emoji})


def mrkdwn(text: str) -> Text:
    """Text with Slack's markup, in which nothing becomes a link that is not marked as one."""
    return Text({"type": "mrkdwn", "text": text, "verbatim": True})


def block(kind: str, **fields: Any) -> Block:
    """A block of this type."""
    return Block({"type": kind, **_without_none(fields)})


def element(kind: str, action_id: str, **fields: Any) -> Element:
    """Something in a block that is clicked, chosen or filled in."""
    return Element({"type": kind, "action_id": action_id, **_without_none(fields)})


def menu(
    kind: str,
    action_id: str,
    options: Sequence[Option],
    chosen: Iterable[str] = (),
    *,
    placeholder: str | None = None,
) -> Element:
    """A choice of one of the options, or of several (`checkboxes`); at first those `chosen`."""
    wanted = frozenset(chosen)
    there = [one for one in options if one["value"] in wanted]
    several = kind == "checkboxes"
    return element(
        kind,
        action_id,
        options=list(options),
        initial_options=there or None if several else None,
        initial_option=there[0] if there and not several else None,
        placeholder=plain_text(placeholder) if placeholder is not None else None,
    )


def rich_text(pieces: Sequence[RichText]) -> Block:
    """One paragraph of rich text: what somebody wrote is never read as markup there."""
    return block("rich_text", elements=[{"type": "rich_text_section", "elements": list(pieces)}])


def preformatted(text: str) -> Block:
    """Text that is shown, and copied, as it is."""
    inside = {"type": "rich_text_preformatted", "elements": [said(text)]}
    return block("rich_text", elements=[inside])


def said(text: str, *, bold: bool = False) -> RichText:
    """A piece of rich text."""
    return RichText({"type": "text", "text": text, **_bold(bold)})


def link_to(url: str, text: str, *, bold: bool = False) -> RichText:
    """A link in rich text."""
    return RichText({"type": "link", "url": url, "text": text, **_bold(bold)})


def _bold(bold: bool) -> dict[str, Any]:
    return {"style": {"bold": True}} if bold else {}


def _without_none(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
