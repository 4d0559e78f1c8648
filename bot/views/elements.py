"""What views of all sorts are made of: links, mentions, pictures, the way to other pages."""

from collections.abc import Sequence
from typing import Any

from bot.domain.addresses import honest_title
from bot.domain.announcements import Picture
from bot.domain.markup import Markup, escape
from bot.domain.members import is_a_person
from bot.domain.personal_data import SOMEBODY
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.message import button, picture


def link(url: str, title: str | None = None) -> Markup:
    """An address as a link that shows its title, or itself."""
    address = escape(url).replace("|", "%7C")  # a bar would end the address
    if not title:
        return Markup(f"<{address}>")
    return Markup(f"<{address}|{escape(honest_title(url, title))}>")


def announced_picture(shown: Picture, t: Texts) -> Block:
    """The picture of an announcement; without words of its own it is called just that."""
    return picture(shown.url, shown.alt or t.plain("announce.picture"))


def somebody(user: str | None, t: Texts) -> Markup:
    """A person, where it may not be known who it was, or not any more."""
    return mention(user) if user and user != SOMEBODY else t("event.overtaken.somebody")


def mention(target: str) -> Markup:
    """A channel or person as Slack shows them; a channel's name as it is written."""
    if target[:1] in "CG" and target.isalnum() and target.isupper():
        return Markup(f"<#{target}>")
    if is_a_person(target):
        return Markup(f"<@{target}>")
    return escape("#" + target.lstrip("#"))


def harmless(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a post, to be looked at before: its buttons answer nothing but that."""
    return [
        Block({**block, "elements": [_tried(element) for element in block["elements"]]})
        if block["type"] == "actions"
        else block
        for block in blocks
    ]


def _tried(element: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in element.items() if key not in ("value", "url")}
    return {**kept, "action_id": f"preview_{element['action_id']}"}


def page_buttons(action: str, number: int, has_more: bool, t: Texts, *of: object) -> list[Button]:
    """The ways to the pages before and after page `number` of a list.

    Their action_ids are `action`_previous and `action`_next; their value is `of` and the page.
    """
    ways = [("previous", number - 1)] if number > 1 else []
    ways += [("next", number + 1)] if has_more else []
    return [
        button(t.plain(f"events.{way}"), f"{action}_{way}", value=joined(*of, page))
        for way, page in ways
    ]
