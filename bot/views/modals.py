"""Modals: the frame and the fields that all forms are made of, within Slack's limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.rich_text import from_mrkdwn
from bot.locales import Texts
from bot.views.block_kit import Block, Element, Option, Text, block, element, menu, plain_text
from bot.views.message import Message, shortened

# https://docs.slack.dev/reference/views/modal-views
TITLE_LIMIT = 24
BUTTON_LIMIT = 24
METADATA_LIMIT = 3000
BLOCKS_LIMIT = 100
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
INPUT_LIMIT = 3000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_LIMIT = 75
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
OPTIONS_LIMIT = 100
# https://docs.slack.dev/reference/block-kit/blocks/input-block
LABEL_LIMIT = 2000

NOTICE = "notice"  # the callback_id of a modal that only says something

# block_id of a field is its name, or `name:round`: Slack keeps what was typed into a field until
# its block_id changes, so a form that comes back filled in is of another round.
_ROUND = ":"


@dataclass(frozen=True, slots=True)
class Modal:
    """A form as it goes to Slack. `metadata` comes back with the submit, seen by nobody."""

    callback_id: str
    title: str
    blocks: tuple[Block, ...]
    close: str
    submit: str | None = None
    metadata: str = ""
    replaces: str | None = None  # callback_id of the modal in whose place it is shown
    clears: bool = False  # whether closing it closes those under it too

    def payload(self) -> dict[str, Any]:
        """The modal as Slack's methods and acks take it."""
        view: dict[str, Any] = {
            "type": "modal",
            "callback_id": self.callback_id,
            "title": _plain(self.title),
            "blocks": list(self.blocks),
            "close": _plain(self.close),
            "private_metadata": self.metadata,
        }
        if self.clears:
            view["clear_on_close"] = True
        return view if self.submit is None else {**view, "submit": _plain(self.submit)}


def modal(
    callback_id: str,
    title: str,
    blocks: Iterable[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: str = "",
    replaces: str | None = None,
) -> Modal:
    """A modal of these blocks; its title and buttons are shortened to what Slack takes.

    Raises ValueError for more blocks or metadata than Slack takes: those can't be shortened.
    """
    made = tuple(blocks)
    if len(made) > BLOCKS_LIMIT or len(metadata) > METADATA_LIMIT:
        raise ValueError(f"{callback_id}: {len(made)} blocks, {len(metadata)} of metadata")
    return Modal(
        callback_id,
        shortened(title, TITLE_LIMIT),
        made,
        shortened(close, BUTTON_LIMIT),
        shortened(submit, BUTTON_LIMIT) if submit is not None else None,
        metadata,
        replaces,
    )


def notice(message: Message, t: Texts, *, clears: bool = False) -> Modal:
    """A modal that only says something; with `clears` those under it close with it."""
    title, close = t.plain("modal.title"), t.plain("modal.close")
    return Modal(NOTICE, title, message.blocks, close, replaces=NOTICE, clears=clears)


def field(
    name: str,
    label: str,
    filled: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    filled_in: int = 0,
    heard: bool = False,
) -> Block:
    """One field of a form; `filled_in` counts how often the bot has filled it in anew.

    When it is `heard`, the bot is told of what is put into it before the form is sent.
    """
    return block(
        "input",
        block_id=f"{name}{_ROUND}{filled_in}" if filled_in else name,
        label=plain_text(shortened(label, LABEL_LIMIT)),
        element=filled,
        hint=plain_text(shortened(hint, LABEL_LIMIT)) if hint else None,
        optional=optional,
        dispatch_action=True if heard else None,
    )


def name_of(block_id: str) -> str:
    """The name of the field with this block_id."""
    return block_id.partition(_ROUND)[0]


def text_input(
    initial: str | None = None,
    *,
    multiline: bool = False,
    max_length: int = INPUT_LIMIT,
    placeholder: str | None = None,
) -> Element:
    """Something to type; `initial` stands there already, cut to `max_length`."""
    return element(
        "plain_text_input",
        "value",
        initial_value=initial[:max_length] if initial else None,
        multiline=multiline,
        max_length=max_length,
        placeholder=_hint(placeholder),
    )


def heard_at_once(typed: Element, action_id: str) -> Element:
    """The same input, of which the bot is told at each sign, where its field is heard.

    https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
    """
    told = {"trigger_actions_on": ["on_character_entered"]}
    return Element(typed | {"action_id": action_id, "dispatch_action_config": told})


def with_hint(view: Mapping[str, Any], name: str, hint: str | None) -> Modal:
    """An open modal, as Slack sends it, with this hint under one of its fields, or none.

    What was typed into it stays.
    """
    said = {"hint": _plain(shortened(hint, LABEL_LIMIT))} if hint else {}
    blocks = tuple(
        Block({key: value for key, value in block.items() if key != "hint"} | said)
        if block["type"] == "input" and name_of(block["block_id"]) == name
        else block
        for block in view["blocks"]
    )
    return Modal(
        view["callback_id"],
        view["title"]["text"],
        blocks,
        view["close"]["text"],
        view["submit"]["text"],
        view["private_metadata"],
        clears=bool(view.get("clear_on_close")),
    )


def select(
    options: Sequence[tuple[str, str]], chosen: str | None = None, action_id: str = "value"
) -> Element:
    """A choice of one of at most 100 `options` (value, label); at first `chosen`, if it is one."""
    made = [option(value, label) for value, label in options[:OPTIONS_LIMIT]]
    return menu("static_select", action_id, made, [] if chosen is None else [chosen])


def checkboxes(options: Sequence[tuple[str, str]], ticked: Sequence[str] = ()) -> Element:
    """Boxes to tick, at most 10 (value, label); at first those of the values `ticked`."""
    return menu("checkboxes", "value", [option(*one) for one in options], ticked)


def radio(options: Sequence[tuple[str, str]], chosen: str) -> Element:
    """A choice of one of at most 10 `options` (value, label), all of them in sight."""
    return menu("radio_buttons", "value", [option(*one) for one in options], [chosen])


def rich_text_input(initial: str = "", placeholder: str | None = None) -> Element:
    """Slack's own editor; `initial` (mrkdwn) stands there already."""
    stands = from_mrkdwn(initial) if initial else None
    return element("rich_text_input", "value", initial_value=stands, placeholder=_hint(placeholder))


def file_input(kinds: Sequence[str]) -> Element:
    """One file to be given, of these kinds (endings of names); needs the scope files:read."""
    return element("file_input", "value", filetypes=list(kinds), max_files=1)


def address_input(initial: str | None = None) -> Element:
    """An address to type."""
    return element("url_text_input", "value", initial_value=initial or None)


def channel_select(chosen: str | None = None) -> Element:
    """A choice of one channel, public or private; no direct messages."""
    offered = {"include": ["public", "private"], "exclude_bot_users": True}
    return element("conversations_select", "value", initial_conversation=chosen, filter=offered)


def person_select(chosen: str | None = None) -> Element:
    """A choice of one person of the workspace."""
    return element("users_select", "value", initial_user=chosen)


def moment_input(initial: datetime | None = None) -> Element:
    """A date and time, which Slack shows and takes in the person's own zone."""
    seconds = int(initial.timestamp()) if initial else None
    return element("datetimepicker", "value", initial_date_time=seconds)


def day_input(initial: str | None = None) -> Element:
    """A day (`2026-12-07`)."""
    return element("datepicker", "value", initial_date=initial or None)


def clock_input(initial: str | None = None) -> Element:
    """A time of day (`15:00`)."""
    return element("timepicker", "value", initial_time=initial or None)


def option(value: str, label: str) -> Option:
    """One entry of a menu or list of boxes."""
    return Option({"text": plain_text(shortened(label, OPTION_LIMIT)), "value": value})


def _hint(placeholder: str | None) -> Text | None:
    return plain_text(placeholder) if placeholder else None


def _plain(text: str) -> Text:
    return plain_text(text, emoji=True)
