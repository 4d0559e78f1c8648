"""The newest of the Wissensspeicher as a feed (Atom, RFC 4287)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from bot.domain.knowledge import Addition
from bot.locales import Texts

_ATOM = "http://www.w3.org/2005/Atom"
# A feed must say when it changed last, even if it has been empty ever since.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(newest: Sequence[Addition], address: str | None, t: Texts) -> bytes:
    """All of `newest`, in this order; `address` is where the feed itself stands, if it does.

    The same items always give the same bytes.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": t.language})
    _add(root, "id", address or f"urn:uuid:{uuid5(NAMESPACE_URL, 'labcamp:wissensspeicher')}")
    _add(root, "title", t.plain("feed.title"))
    _add(root, "updated", _time(max((one.added_at for one in newest), default=_NEVER)))
    _add(_add(root, "author"), "name", "LabCamp")
    if address:
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    for addition in newest:
        _entry(root, addition, t)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(root: ET.Element, addition: Addition, t: Texts) -> None:
    item, entry = addition.item, _add(root, "entry")
    # by the address in its normalised form: another spelling is no other entry
    _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, addition.key)}")
    _add(entry, "title", item.title)
    _add(entry, "link", rel="alternate", href=item.url)
    _add(entry, "published", _time(addition.added_at))
    _add(entry, "updated", _time(addition.added_at))
    topics = [t.plain(f"kb.kind.{item.kind}"), *item.tags]
    if item.event is not None:
        topics.insert(0, t.plain("event.short", number=item.event))
    for topic in topics:
        _add(entry, "category", term=topic)
    said = [text for text in (item.session, item.description) if text]
    if said:
        _add(entry, "summary", "\n\n".join(said))


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {name: _NO_XML.sub("", value) for name, value in attributes.items()}
    child = ET.SubElement(parent, tag, clean)
    child.text = None if text is None else _NO_XML.sub("", text)
    return child


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
