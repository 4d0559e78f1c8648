"""The text of an invitation as lines: links set apart, quoting, markup and signatures removed."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.dates import dates_in


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """An address in the text, and the words that it was laid under, if any."""

    url: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """An invitation ready to be read: no line has markup, an empty one parts two paragraphs.

    A link is one character of the private use area in its line; `link` says which.
    """

    lines: tuple[str, ...]
    links: tuple[InvitationLink, ...]

    def link(self, sign: str) -> InvitationLink:
        """The link for which this character stands."""
        return self.links[ord(sign) - _FIRST_SIGN]

    def written_out(self, line: str) -> str:
        """`line` with the addresses of its links."""
        return LINK_SIGN.sub(lambda sign: self.link(sign[0]).url, line)


_FIRST_SIGN = 0xE000
_MOST_LINKS = 500
_MANY_BARS = 3
LINK_SIGN = re.compile(f"[{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + _MOST_LINKS)}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\0]")

# Slack's <https://…|label>, Markdown's [label](https://…), or an address alone.
# https://docs.slack.dev/messaging/formatting-message-text#linking-urls
_ADDRESS = re.compile(
    r"<(?P<slack>https?://[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>"
    r"|\[(?P<words>[^\[\]]*)\]\((?P<markdown>https?://[^()\s]+)\)"
    r"|(?P<bare>https?://[^<>\s\"„“”«»]+)"
)
_MENTION = re.compile(r"<[!@#][^<>]*>|@(?:channel|here|everyone|kanal|alle)\b", re.IGNORECASE)
_MAIL_LINK = re.compile(r"<mailto:[^<>|]*\|([^<>]*)>|<(?:mailto:)?([^<>\s]+@[^<>\s]+)>")
_EMOJI = re.compile(
    r"(?<![\w/]):[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:(?!\w)"
    "|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200b-\u200d]"
)
# Emoji that stand where a label would, at the beginning of a line.
_SIGNS = {
    "Ort": "📍|🏠|🏢|🏛\ufe0f?|📌|:round_pushpin:|:pushpin:|:house:|:office:",
    "Datum": "📅|📆|🗓\ufe0f?|:calendar:|:date:|:spiral_calendar(?:_pad)?:",
    "Zeit": "[🕐-🕧]|⏰|⏰|⏱\ufe0f?|:clock[0-9]+:|:alarm_clock:",
}
_SIGNED = (
    *(
        (re.compile(rf"^(?:{signs})\s*(?![^:]{{0,25}}:\s)(?=\S)"), f"{label}: ")
        for label, signs in _SIGNS.items()
    ),
    (re.compile("^(?:📝|🎫|🎟\ufe0f?|:memo:|:tickets?:)\\s*(?=<?https?://)"), "Anmeldung: "),
)
_STRUCK = re.compile(r"(?<!\w)(~{1,2})(?=\S)[^~\n]+?(?<=\S)\1(?!\w)")
_EMPHASIS = re.compile(r"(?<!\w)([*_`]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"^#{1,6}\s+")
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")

_QUOTED = re.compile(r"^\s*>+ ?")
_HEADER = re.compile(
    r"^(?:Von|Gesendet|An|Cc|Kopie|Datum|From|Sent|To|Date|Reply-To|Antwort an): ", re.IGNORECASE
)
_SENDER = re.compile(r"^(?:Von|From): ", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:Betreff|Subject):\s*(?:(?:AW|WG|Re|Fwd?):\s*)*", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^\W*-{3,} ?(?:ursprüngliche|weitergeleitete|original|forwarded)\w* (?:nachricht|message)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(r"^(?:Am|On) .*\b(?:schrieb|wrote)\b.*:$")
_GOODBYE = re.compile(
    r"^(?:(?:mit )?(?:freundlich|viel|herzlich|best|lieb|kollegial|sonnig)\w* (?:grü|gruß|gruss)"
    r"|hochachtungsvoll|(?:best|kind|warm)(?:est)? (?:regards|wishes)|regards|cheers|vg|lg|mfg"
    r"|bis (?:dann|bald)\b)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\b(?:im browser (?:ansehen|öffnen)|view (?:this |it )?in (?:your )?browser|abmelden"
    r"|abbestellen|unsubscribe|impressum|imprint|datenschutz(?:erklärung|hinweise)"
    r"|privacy policy|folgt uns"
    r"|follow us)\b",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\b(?:diese (?:e-?mail|nachricht) enthält|this (?:e-?mail|message) (?:contains|is conf))\b",
    re.IGNORECASE,
)


def prepare(raw: str) -> Text:
    """`raw`, as somebody pasted it, ready to be read. Never raises."""
    raw = unicodedata.normalize("NFC", _PRIVATE.sub("", html.unescape(raw)))
    links: list[InvitationLink] = []
    lines = [_plain(part, links) for line in _relevant(raw.splitlines()) for part in _parts(line)]
    return Text(tuple(_without_footers(lines)), tuple(links))


def _relevant(lines: list[str]) -> list[str]:
    """The subject and the text itself: what was forwarded, without headers and signature."""
    subject = [_SUBJECT.sub("", line) for line in lines if _SUBJECT.match(line)][:1]
    quoted = [_QUOTED.sub("", line) for line in lines if _QUOTED.match(line)]
    own = [line for line in lines if not _QUOTED.match(line)]
    if _tell_of_an_event(own):
        lines = own
    elif _name_an_event(quoted):
        lines = quoted
    has_header = any(_SENDER.match(line) for line in lines)
    kept: list[str] = [*subject, ""] if subject else []
    signed = False  # from a goodbye on until another message begins below
    for line in (_QUOTED.sub("", line).rstrip() for line in lines):
        signed = signed and not (_FORWARDED.match(line) or _SENDER.match(line))
        signed = signed or line in ("--", "—", "___") or bool(_GOODBYE.match(line.strip(" *_")))
        if signed or _FORWARDED.match(line):
            continue
        if _SUBJECT.match(line) or _WROTE.match(line) or (has_header and _HEADER.match(line)):
            continue
        kept.append(line)
    return kept


def _parts(line: str) -> list[str]:
    """A whole invitation in one line, with bars between its parts, as lines."""
    if line.count(" | ") < _MANY_BARS or not dates_in(line):
        return [line]
    first, second, *others = line.split(" | ")  # a name of the event and its title
    return [f"{first} | {second}", *others] if not dates_in(second) else [first, second, *others]


def _name_an_event(lines: Iterable[str]) -> bool:
    return any("labcamp" in line.lower().replace(" ", "") for line in lines)


def _tell_of_an_event(lines: Iterable[str]) -> bool:
    text = [line for line in lines if not (_HEADER.match(line) or _SUBJECT.match(line))]
    return _name_an_event(text) and any(dates_in(line) for line in text)


def _row(line: str) -> str:
    """A row of a table in Markdown as a line: `| 11:00 | Topic | Kim Muster |`."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if not any(cell.strip("-: ") for cell in cells):
        return ""
    clock, rest = (cells[0], cells[1:]) if cells[0][:1].isdigit() else ("", cells)
    return " ".join(filter(None, (clock, " – ".join(filter(None, rest)))))


def _without_footers(lines: list[str]) -> list[str]:
    """The lines without those that speak of the e-mail itself."""
    kept: list[str] = []
    skipping = False
    for line in lines:
        skipping = bool(line) and (skipping or bool(_DISCLAIMER.search(line)))
        if not skipping and not _FOOTER.search(line):
            kept.append(line)
    return kept


def _plain(line: str, links: list[InvitationLink]) -> str:
    """One line without markup; its links are added to `links`."""

    def sign(match: re.Match[str]) -> str:
        url = match["slack"] or match["markdown"] or match["bare"]
        rest = ""
        if match["bare"]:
            url, rest = _without_punctuation(url)
        if len(links) > _MOST_LINKS:
            return rest
        label = match["label"] or match["words"]
        links.append(InvitationLink(url, label))
        # the words under a link are words of the line, the address is not
        return f"{label or ''}{' ' if label else ''}{chr(_FIRST_SIGN + len(links) - 1)}{rest}"

    line = _HEADING.sub("", line.strip().removesuffix("\\").rstrip())
    if line.startswith("|") and line.endswith("|") and line.count("|") > 2:
        line = _row(line)
    for sign_of, label in _SIGNED:
        line = sign_of.sub(label, line)
    line = _ADDRESS.sub(sign, line)
    line = _MAIL_LINK.sub(lambda mail: mail[1] or mail[2], line)
    line = _STRUCK.sub("", _MENTION.sub("", line))
    for _ in range(2):  # *_both_*
        line = _EMPHASIS.sub(r"\2", line)
    return _SPACES.sub(" ", _EMOJI.sub("", line)).strip()


def _without_punctuation(url: str) -> tuple[str, str]:
    """An address in running text, and the signs after it that belong to the sentence."""
    bare = url.rstrip(".,;:!?*_'\"")
    if bare.endswith(")") and "(" not in bare:
        bare = bare[:-1]
    return bare, url[len(bare) :]


def paragraphs(lines: Iterable[str]) -> list[str]:
    """What stands between two empty lines, each in one line."""
    return [part.replace("\n", " ") for part in "\n".join(lines).split("\n\n")]


def first_match(lines: Iterable[str], *forms: re.Pattern[str]) -> re.Match[str] | None:
    """Where the first of the forms that any line has is found first."""
    return next((found for form in forms for line in lines if (found := form.search(line))), None)
