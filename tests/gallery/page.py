"""The gallery as one HTML file: the playground's page shows the snapshots, nothing is loaded."""

import base64
import json
from pathlib import Path
from typing import Any

from playground.emoji import PICKER
from playground.inputs import with_ids
from playground.models import SlackMessage, View
from playground.snapshot import message_json, view_json
from tests.builders import NOON
from tests.gallery.snapshots import Pair, Payloads
from tests.gallery.words import changes
from tests.playground_process import ROOT

_HERE = Path(__file__).parent
_PAGE = ROOT / "playground" / "page"
_STYLES = ("style.css", "menu.css", "files.css")
_KINDS = {"modal": "form", "home": "Home", None: "message"}
_BOT = "U0BOT"
# Whom the tests name; the tz and locale of whoever looks are those of the language.
_PEOPLE = {
    _BOT: "LabCamp",
    "U0ANNA": "Anna Stadtlabor",
    "U0ANNASTADT": "Anna Stadtlabor",
    "U0ADA": "Ada Organisatorin",
    "U0BEN": "Ben Organisator",
    **{f"U{number}": name for number, name in enumerate(("Cem", "Dora", "Emil", "Frances"), 1)},
    **{f"U{number}": name for number, name in ((7, "Gustav"), (8, "Hanna"), (9, "Ida"))},
}
_CHANNELS = {"C0LABCAMP": "labcamp", "C1": "allgemein"}
# Stands for every picture, for they would be loaded.
_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='480' height='270'%3E"
    "%3Crect width='480' height='270' fill='%235b8f88'/%3E%3C/svg%3E"
)


def _without_pictures(shown: Any) -> Any:
    if isinstance(shown, list):
        return [_without_pictures(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    return {
        name: _PICTURE if name == "image_url" else _without_pictures(value)
        for name, value in shown.items()
    }


def shown(payload: dict[str, Any]) -> dict[str, Any]:
    """A message, form or Home as the playground gives it to its page; JS makes its id its own."""
    ids = iter(range(10_000))
    payload = _without_pictures(payload)
    blocks = with_ids(payload["blocks"], lambda: f"id{next(ids)}")
    if "type" not in payload:
        ts = f"{NOON.timestamp():.6f}"
        return message_json(SlackMessage(ts, "C0LABCAMP", _BOT, payload["text"], blocks))
    return view_json(View("", "", payload | {"blocks": blocks}, "", ""))


def _all_shown(payloads: Payloads | None) -> dict[str, Any] | None:
    return payloads and {language: shown(payload) for language, payload in payloads.items()}


def _entry(pair: Pair) -> dict[str, Any]:
    is_changed = pair.state == "changed"
    now, before = pair.now or {}, pair.before or {}
    one = next(iter((now or before).values()))
    return {
        "section": pair.section,
        "name": pair.name,
        "kind": _KINDS[one.get("type")],
        "state": pair.state,
        "now": _all_shown(pair.now),
        "before": None if pair.state == "same" else _all_shown(pair.before),
        "words": {lang: changes(before[lang], now[lang]) for lang in now if lang in before}
        if is_changed
        else {},
    }


def entries(pairs: list[Pair]) -> list[dict[str, Any]]:
    """What the page is given of each snapshot."""
    return [_entry(pair) for pair in pairs]


def _module(path: Path) -> str:
    """The module as a URL, with imports that the page's map of them finds without a server."""
    code = path.read_text("utf-8").replace('from "/page/', 'from "page/')
    return "data:text/javascript;base64," + base64.b64encode(code.encode()).decode()


def page(pairs: list[Pair], since: str | None) -> str:
    """The whole page; `since` names what the snapshots are compared with."""
    modules = {f"page/{file.name}": _module(file) for file in _PAGE.glob("*.js")}
    modules["gallery"] = _module(_HERE / "gallery.js")
    styles = [*(_PAGE / name for name in _STYLES), _HERE / "gallery.css"]
    data = {
        "since": since,
        "now": NOON.timestamp(),
        "emoji": PICKER,
        "users": [
            {"id": key, "real_name": name, "is_bot": key == _BOT} for key, name in _PEOPLE.items()
        ],
        "channels": [{"id": key, "name": name} for key, name in _CHANNELS.items()],
        "shown": entries(pairs),
    }
    made = (_HERE / "page.html").read_text("utf-8")
    for place, what in {
        "/* styles */": "".join(file.read_text("utf-8") for file in styles),
        "{ modules }": json.dumps({"imports": modules}),
        # inside of a script a "<" could end it
        "{ data }": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    }.items():
        made = made.replace(place, what)
    return made
