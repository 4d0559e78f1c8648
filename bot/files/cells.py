"""What the cells of somebody's table say, as an item: the address, the tags, what is written."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.guesses import event_named, guessed_kind, kind_named
from bot.domain.knowledge import ItemKind, Publication
from bot.domain.limits import LINE, PARAGRAPH, TAG
from bot.files.contents import FileFault, Found, KnowledgeEntry, LeftOut
from bot.files.fields import shown
from bot.files.leniency import clipped, item, web_address
from bot.files.surroundings import Surroundings

# The values of a row by their fields, none of them empty.
Said = Mapping[str, Sequence[str]]

_ADDRESS = re.compile(r"https?://(?:(?!\]\()[^\s<>\"])+", re.IGNORECASE)
_TARGET = re.compile(r"\]\(\s*<?(https?://[^\s<>\"]+)", re.IGNORECASE)
_SENTENCE_ENDS = ".,;:!?"
# A relation shows the other page's name, and where it lies.
_RELATION = re.compile(r"\s*\((?:[^()]*\.md|https://(?:www\.)?notion\.so/[^()]*)\)")
_DOI = re.compile(
    r"10\.[0-9]{4,9}/\S+"
)  # https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_HELD = re.compile(r'(?:^|(?<=[|;,]))\s*"(?:[^"]|"")*"')  # a tag in quotation marks
_DIVIDERS = "|;,"  # of tags; what is rarer in a tag comes first
_HASHTAGS = re.compile(r"\s*#[^\s#]+(?:\s+#[^\s#]+)*\s*")
# Between the folders of a path; a name may have a bare / in it where that is not what divides.
_OF_FOLDERS = (" / ", " > ", "/")
# Where programs put what nobody has put anywhere.
_NO_FOLDER = re.compile(
    "unsorted|unsortiert|uncategorized|unkategorisiert|inbox|unread|read|archive|starred|home",
    re.IGNORECASE,
)


def found_in_row(said: Said, line: int, around: Surroundings, file: str | None) -> Iterator[Found]:
    """The item that a row describes and what it can't keep of it, or why there is none."""
    url, title = address(said), " ".join((first(said, "title")).split())
    if url is None and "url" not in said:
        yield LeftOut(line, "this row has no web address", file)
        return
    faults = []
    if url is None:
        example = "a web address such as https://example.org/page"
        faults.append(f"'url' must be {example}, not {shown(first(said, 'url'))}")
    if len(title) > LINE:
        faults.append(f"'title' has {len(title)} characters; at most {LINE} fit, shorten it")
    yield from (FileFault(line, fault, file) for fault in faults)
    if url is not None and not faults:
        yield from _cut_off(said, line, file)
        yield _item(url, said, line, around, file)


def item_of_row(
    said: Said, line: int, around: Surroundings, file: str | None
) -> KnowledgeEntry | None:
    """The item that a row describes, None where there is none or something is wrong with it."""
    found = list(found_in_row(said, line, around, file))
    return next((one for one in found if isinstance(one, KnowledgeEntry)), None)


def address(said: Said) -> str | None:
    """The first address in the cells that may have one, or the DOI's."""
    found = (_address(cell) for cell in said.get("url", ()))
    doi = _DOI.search(first(said, "doi"))
    return next(filter(None, found), None) or (
        web_address(f"https://doi.org/{doi[0]}") if doi and "url" not in said else None
    )


def first(said: Said, field: str) -> str:
    """What is said of a field first; empty for nothing."""
    return next(iter(said.get(field, ())), "")


def line_of(cell: str) -> str:
    """A cell on one line, without where a relation lies."""
    return clipped(_RELATION.sub("", cell), LINE)


def tags_of(said: Said) -> tuple[str, ...]:
    """All tags of a row; folders are tags as well."""
    folders = [one for cell in said.get("folder", ()) for one in _path(cell)]
    named = [tag for cell in said.get("tags", ()) for tag in _tags(_RELATION.sub("", cell))]
    return (*named, *(one.strip() for one in folders if not _NO_FOLDER.fullmatch(one.strip())))


def event_of(cell: str) -> int | None:
    """The number of an event, alone or in its name."""
    text = cell.strip()
    return event_named(f"#{text}" if text.isascii() and text.isdigit() else text)


def split_list(cell: str) -> list[str]:
    """The tags in a cell: `a|b`, `a;b` or `a, b`; one in quotation marks is whole."""
    text = " ".join(re.split("[\r\n]", cell))
    bare = _HELD.sub("", text)
    divider = next((sign for sign in _DIVIDERS if sign in bare), ",")
    try:
        parts = next(csv.reader([text], delimiter=divider, skipinitialspace=True), [])
    except csv.Error:  # longer than csv takes: no list of tags, whatever it is
        parts = text.split(divider)
    return [part.strip() for part in parts if part.strip()]


def _path(cell: str) -> list[str]:
    divider = next((sign for sign in _OF_FOLDERS if sign in cell), "/")
    return cell.split(divider)


def _tags(cell: str) -> list[str]:
    return cell.replace("#", " ").split() if _HASHTAGS.fullmatch(cell) else split_list(cell)


def _item(
    url: str, said: Said, line: int, around: Surroundings, file: str | None
) -> KnowledgeEntry:
    title, kind = line_of(first(said, "title")), _kind(first(said, "kind"))
    given: dict[str, Any] = {
        "title": "" if title == url else title,
        "kind": kind,
        "event": event_of(first(said, "event")) or around.event,
        "session": line_of(first(said, "session")) or around.session,
        "tags": (*around.tags, *tags_of(said)),
        "status": _status(first(said, "status")),
        "description": _description(said),
    }
    guessed: dict[str, Any] = {} if kind else {"kind": guessed_kind(url, title, around.kind or "")}
    if not given["title"]:
        guessed["title"] = url
    return item(url, line, given, guessed, file)


def _cut_off(said: Said, line: int, file: str | None) -> Iterator[LeftOut]:
    """What of a row is too long to be kept."""
    for tag in tags_of(said):
        if len(tag) > TAG:
            yield LeftOut(line, f"the tag {shown(tag)} has more than {TAG} characters", file)
    if len(_description(said)) > PARAGRAPH:
        message = f"what is beyond {PARAGRAPH:,} characters of this description"
        yield LeftOut(line, message, file)


def _description(said: Said) -> str:
    return "\n\n".join(cell.strip() for cell in said.get("description", ()))


def _address(cell: str) -> str | None:
    """The address in a cell, without what a text says around it."""
    written = cell.strip()
    if web_address(written) and _closed(written) == written:
        return web_address(written)
    if target := _TARGET.search(written):
        return web_address(_closed(target[1]))
    found = _ADDRESS.search(written)
    return web_address(_closed(found[0]).rstrip(_SENTENCE_ENDS)) if found else None


def _closed(address: str) -> str:
    """The address up to a bracket that closes none of its own: what stands behind is the text's."""
    depth = 0
    for place, sign in enumerate(address):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return address[:place]
    return address


def _kind(cell: str) -> ItemKind | None:
    return kind_named(cell.split(",")[0])


def _status(cell: str) -> Publication | None:
    known = {one.value: one for one in Publication}
    return known.get(cell.strip().casefold())
