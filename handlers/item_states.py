"""What the form of a knowledge item was opened for: kept in the form itself until it is sent."""

import json
from dataclasses import astuple, dataclass, fields
from typing import Any

Link = tuple[str, str]  # an address, and the title that is guessed for it


@dataclass(frozen=True, slots=True)
class ItemState:
    """The item that is changed (None: a new one), and how the form stands.

    `seen` is a sign of the item when the form was opened, `status` its status then. `filled_in`
    and `picks` count how often the form, or its event, became another one. `page` is the page of
    the list of proposals under the form; `over_known` says that it lies over a word about a known
    address, `material` which page of which event's list lies under it. `rest` are links that wait
    for their turn, of `total`.
    """

    item: int | None = None
    seen: str = ""
    status: str = ""
    publishes: bool = False
    filled_in: int = 0
    picks: int = 0
    page: int | None = None
    over_known: bool = False
    material: str = ""
    rest: tuple[Link, ...] = ()
    total: int = 0

    def written(self) -> str:
        """As a view's private_metadata."""
        return json.dumps(astuple(self), ensure_ascii=False)


_NAMES = [field.name for field in fields(ItemState)]


def read(metadata: str) -> ItemState | None:
    """What the bot wrote into the form; None for a form from another time."""
    try:
        found: dict[str, Any] = dict(zip(_NAMES, json.loads(metadata), strict=True))
        found["rest"] = tuple((str(url), str(title)) for url, title in found["rest"])
        return ItemState(**found)
    except (ValueError, TypeError):
        return None
