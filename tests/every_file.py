"""A file of each format that can be read, sound and faulty, with a word of one's choice in it."""

import io
import zipfile
from collections.abc import Callable

_ID = "0123456789abcdef0123456789abcdef"
_YAML = """\
events:
  - number: 12
    title: "{0}"
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00
    location: {0}
    sessions:
      - talk: {0}
        speaker: {0}
knowledge:
  - title: {0}
    url: https://example.org/{0}
    kind: slides
    tags: [{0}]
"""
_FAULTY_YAML = """\
events:
  - number: {0}
    title: [{0}]
    starts: {0}
    {0}: 1
  - &{0} {{number: 12, title: x, starts: 2026-12-07 15:00, ends: {0}}}
knowledge:
  - {{title: x, url: "{0}", kind: {0}, status: {0}, event: {0}}}
  - "{0}
"""
_JSON = """\
{{"events": [{{"number": 12, "title": "{0}", "starts": "2026-12-07 15:00",
 "ends": "2026-12-07 18:00", "description": "{0}"}}],
 "knowledge": [{{"title": "{0}", "url": "https://example.org/{0}", "tags": ["{0}"]}}]}}
"""
_CSV = """\
Titel;Link;Art;LabCamp;Schlagworte
{0};https://example.org/{0};Folien;LabCamp#4;{0},b
"{0}";kein Link {0};{0};{0};{0}
"{0};1
"""
_BOOKMARKS = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<H1>Bookmarks</H1>
<DL><p><DT><H3>{0}</H3><DL><p>
<DT><A HREF="https://example.org/{0}" TAGS="{0},lab" ADD_DATE="{0}">{0} &lt;3</A><DD>{0}<br>{0}
<DT><A HREF="{0}:void">{0}</A><DT><A HREF="https://[{0}">{0}</A>
</DL></DL>
"""
_MARKDOWN = """\
# {0}

- [{0}](https://example.org/{0} "{0}") {0}
- [{0}](https://[{0})
- ![{0}](https://example.org/{0}.png) [^{0}]

| {0} | Link |
|---|---|
| {0} | <https://example.org/{0}?a> |

[^{0}]: https://example.org/fuss/{0}
"""
_ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:{0}
SUMMARY:LabCamp#12: {0}
DTSTART;TZID=Europe/Berlin:20261207T150000
DTEND;TZID=Europe/Berlin:20261207T180000
LOCATION:{0}\\, Soest
DESCRIPTION:{0}\\n\\nhttps://example.org/{0}
ORGANIZER;CN={0}:mailto:{0}@example.org
END:VEVENT
END:VCALENDAR
"""
_FAULTY_ICS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{0}
SUMMARY:{0}
DTSTART;TZID={0}:{0}
DURATION:{0}
RRULE:FREQ={0};UNTIL={0}
END:VEVENT
BEGIN:VEVENT
SUMMARY:LabCamp#{0}
DTSTART:20261207T150000Z
DTEND:20261206T150000Z
END:{0}
END:VCALENDAR
"""


def _of(text: str) -> Callable[[str], bytes]:
    return lambda word: text.format(word).encode()


def _zipped(word: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"Blatt {word} {_ID}.csv", _CSV.format(word))
        archive.writestr(f"Seite {word}/{word} {_ID}.md", _MARKDOWN.format(word))
        archive.writestr(f"Anhang {word}/{word}.pdf", word)
    return packed.getvalue()


def _no_text(word: str) -> bytes:
    return word.encode() + b"\0\xff"


EVERY_FILE: dict[str, list[Callable[[str], bytes]]] = {
    ".yaml": [_of(_YAML), _of(_FAULTY_YAML), _no_text],
    ".json": [_of(_JSON), _of('{{"events": [{{"number": "{0}", "{0}": 1'), _no_text],
    ".csv": [_of(_CSV), _of("{0};Link\n{0};{0}\n"), _no_text],
    ".tsv": [_of(_CSV.replace(";", "\t")), _no_text],
    ".md": [_of(_MARKDOWN), _no_text],
    ".html": [_of(_BOOKMARKS), _of("<html><p>{0}"), _no_text],
    ".ics": [_of(_ICS), _of(_FAULTY_ICS), _no_text],
    ".zip": [_zipped, lambda word: _zipped(word)[:-30] + word.encode(), _no_text],
}
