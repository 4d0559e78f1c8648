"""All texts about an event in one language, and whether each says what the event says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.files import File
from bot.domain.outlet_checks import Difference, differences
from bot.domain.outlets import Occasion, Outlet, OutletSource, Output, TemplateFault
from bot.domain.post_lengths import NETWORKS, Network
from bot.locales import texts
from bot.texts.facts import Facts, Pages, facts
from bot.texts.mails import mail
from bot.texts.templates import Templates
from bot.views import ics
from bot.views.event_parts import name

_TEMPLATES = (
    (Outlet.NEWSLETTER, "newsletter.md", "newsletter.md"),
    (Outlet.NEWSLETTER, "newsletter.html", "newsletter.html"),
    (Outlet.HOMEPAGE, "homepage.html", "homepage.html"),
    (Outlet.SOCIAL, "social-500.txt", "social.txt"),
    (Outlet.SOCIAL, "social-280.txt", "social.txt"),
    (Outlet.MAIL, "mail.txt", "mail.txt"),
)
_SHORTER_TITLES = (100, 70, 50, 30, 15)  # characters


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """The texts, as they are copied and as files; and what to look at before they go out."""

    source: OutletSource
    language: str
    outputs: tuple[Output, ...]
    files: tuple[File, ...]
    differences: tuple[Difference, ...]
    faults: tuple[TemplateFault, ...]

    def of(self, outlet: Outlet) -> tuple[Output, ...]:
        """The texts for one outlet."""
        return tuple(one for one in self.outputs if one.outlet is outlet)


def write(source: OutletSource, language: str, pages: Pages, own: Path | None) -> WrittenTexts:
    """All texts about the event of `source`; `own` is a folder with a community's own templates."""
    known, templates = facts(source, pages, texts(language)), Templates(own)
    outputs = tuple(
        Output(outlet, ending, _text(templates, template, known, NETWORKS.get(ending)))
        for outlet, ending, template in _TEMPLATES
    )
    wrong = [
        one
        for output in outputs
        for one in differences(output, source, (pages.homepage, pages.newsletter))
    ]
    faults = (*templates.faults.values(), *templates.unused())
    files = tuple(_files(source, language, outputs))
    return WrittenTexts(source, language, outputs, files, tuple(wrong), faults)


def _text(templates: Templates, template: str, known: Facts, network: Network | None) -> str:
    """The text; for a network the fullest that fits, or the shortest where none does."""
    if network is None:
        return templates.rendered(template, known)
    text = ""
    for fewer in _shorter_and_shorter(known):
        text = templates.rendered(template, fewer).strip()
        if network.length(text) <= network.limit:
            break
    return text


def _shorter_and_shorter(known: Facts) -> Iterator[Facts]:
    """The facts; then always fewer of them, the least important gone first."""
    left: Mapping[str, Any] = known
    yield left
    left = {**left, "excerpt": "", "description": "", "accessibility": ""}
    yield left
    left = {**left, "host": "", "talks": [_in_brief(talk) for talk in known["talks"]]}
    yield left
    for shown in range(len(known["talks"]) - 1, -1, -1):
        left = {**left, "talks": left["talks"][:shown], "more_talks": len(known["talks"]) - shown}
        yield left
    for less in ({"location": "", "more_material": []}, {"registration_until": ""}):
        left = {**left, **less}
        yield left
    title = known["title"]
    for length in _SHORTER_TITLES:
        if len(title) > length:
            shorter = title[: length - 1].rstrip() + "…"
            left = {**left, "title": shorter, "name": f"LabCamp#{known['number']}: {shorter}"}
            yield left
    yield {**left, "moved_from": ""}


def _in_brief(talk: dict[str, Any]) -> dict[str, Any]:
    """A talk by its topic alone, or by who speaks as long as that is open."""
    return {**talk, "line": talk["talk"] or talk["speaker"]}


def _files(source: OutletSource, language: str, outputs: tuple[Output, ...]) -> Iterator[File]:
    """The texts as files; the mail is one that a mail program opens, with the date in it."""
    t = texts(language)
    event, title = source.event, name(source.event, t)
    calendar = None
    if source.occasion is not Occasion.RECAP:
        calendar = File(
            f"labcamp-{event.number}.ics", title, ics.calendar([source.entry], title, t)
        )
    for output in outputs:
        stem = f"labcamp-{event.number}-{output.name}"
        if output.outlet is Outlet.MAIL:
            yield File(stem.replace(".txt", ".eml"), title, mail(output.text, calendar))
        else:
            yield File(stem, title, output.text.encode())
    if calendar is not None:
        yield calendar
