"""Forms, lists and letters about knowledge items: pictures of them, within Slack's limits."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain import limits
from bot.domain.events import Session
from bot.domain.feedback import Question
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.follow_ups import FollowUp, FollowUpPreview
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import KeptItem, Publication
from bot.domain.knowledge_entries import entry_of, sign
from bot.domain.material import Group, page_of
from bot.domain.message_links import FoundLink
from bot.domain.proposals import PAGE_SIZE, ProposalPage
from bot.domain.replies import Reply
from bot.jobs.kinds.proposals import SHOWN
from bot.locales import Texts, texts
from bot.views import follow_ups, material, proposals
from bot.views import knowledge_forms as forms
from bot.views import knowledge_links as links
from bot.views.knowledge_forms import Choices, FormPurpose
from bot.views.message import Message, reply
from bot.views.modals import Modal, notice
from playground.blocks import view_faults
from playground.content import content_of
from tests.builders import ELEVEN, HOME, NOON, a_full_event, an_event, an_item
from tests.every_case import every

Form = Callable[[Texts], Modal]
Letter = Callable[[Texts], Message]

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")
EVENTS = (an_event(12, title="Nachher"), a_full_event())
WHOLE = an_item(1, session=TALKS[0], tags=("Reife", "Labor"), description="Woran\nman es merkt.")
WAITS = KeptItem(ItemId(7), replace(WHOLE, status=Publication.PROPOSED), "U0ANNA")
OTHER = KeptItem(ItemId(8), an_item(2, event=None, status=Publication.PROPOSED))
MATERIAL = page_of(
    (
        Group(TALKS[0], tuple(KeptItem(ItemId(n), an_item(n)) for n in range(9))),
        Group(None, (KeptItem(ItemId(20), WHOLE), KeptItem(ItemId(21), WHOLE))),
    ),
    2,
)
OVER = a_full_event()
FOLLOW_UP = FollowUp(
    OVER, MATERIAL.groups, 23, {Question.WORTH: {"yes": 5, "no": 1}}, an_event(12, title="Danach")
)
MANY_TALKS = an_event(sessions=tuple(Session(f"Impuls {n}", "Kim Muster") for n in range(12)))
FOUND = (FoundLink("https://example.org/folien.pdf", "Folien"), FoundLink("https://example.org/x"))
NEW = FormPurpose(publishes=False)

LONG_EVENTS = tuple(an_event(number, title="T" * limits.TITLE) for number in range(98))
LONG_TALKS = tuple(f"{number:02}" + "&" * 253 for number in range(limits.MOST_SESSIONS))
LONG_ITEM = an_item(
    title="&" * limits.LINE,
    url="https://example.org/" + "&" * (limits.URL - 20),
    event=98,
    session=LONG_TALKS[0],
    tags=tuple(f"{number:02}" + "&" * 48 for number in range(limits.MOST_TAGS)),
    description="&" * limits.PARAGRAPH,
    status=Publication.PROPOSED,
)
LONG = KeptItem(ItemId(999_999_999), LONG_ITEM, "U0ANNA")
PUBLIC = replace(LONG_ITEM, status=Publication.PUBLISHED, url="https://example.org/" + "&" * 80)
LONG_FOUND = tuple(FoundLink(f"{LONG_ITEM.url[:-1]}{n}", LONG_ITEM.title) for n in range(20))
LONG_WORD = "&\n" * 500


ITEM_FLAWS = (
    Flaw.REQUIRED, Flaw.ADDRESS, Flaw.TOO_LONG, Flaw.CHOICE, Flaw.TAG_LONG, Flaw.TAGS,
)  # fmt: skip


def form(
    entry: FormEntry,
    purpose: FormPurpose = NEW,
    choices: Choices | None = None,
    top: str | None = None,
) -> Form:
    choices = choices or Choices(EVENTS, None, ())
    return lambda t: forms.item(entry, choices, purpose, t, metadata="[]", top=top)


CHANGED = FormPurpose(publishes=True, status=Publication.PROPOSED)
FORMS: dict[str, Form] = {
    "a proposal": form(FormEntry()),
    "of an organizer": form(FormEntry(url="https://example.org"), FormPurpose(publishes=True)),
    "to change": form(entry_of(WAITS.item, HOME), CHANGED, Choices(EVENTS, 11, TALKS)),
    "overtaken": form(
        entry_of(WHOLE, HOME), CHANGED, top=forms.overtaken(WAITS, "U0ADA", texts("de"))
    ),
    "known, for an organizer": lambda t: forms.known(WAITS, t, organizes=True, is_seen=False),
    "known, for a member": lambda t: forms.known(
        replace(WAITS, item=WHOLE), t, organizes=False, is_seen=True
    ),
    "waiting, for a member": lambda t: forms.known(WAITS, t, organizes=False, is_seen=False),
    "a list": lambda t: proposals.listing(ProposalPage((WAITS, OTHER), 2, 13), t),
    "an empty list": lambda t: proposals.listing(ProposalPage((), 1, 0), t, top="Fertig."),
    "rejecting": lambda t: proposals.rejecting(WAITS, t, metadata="7:1"),
    "links to choose": lambda t: links.choose(FOUND, (WHOLE, WAITS.item), ELEVEN, NOON, t),
    "material": lambda t: material.listing(EVENTS[1], MATERIAL, t, organizes=False),
    "material, for an organizer": lambda t: material.listing(
        EVENTS[1], MATERIAL, t, organizes=True
    ),
    "no material": lambda t: material.listing(EVENTS[1], page_of((), 1), t, organizes=True),
    "a follow-up": lambda t: follow_ups.preview(
        FollowUpPreview(FOLLOW_UP, (("C0LABCAMP", "1.1"),)), texts("de"), t
    ),
    "a follow-up without a thread or feedback": lambda t: follow_ups.preview(
        FollowUpPreview(FollowUp(OVER), (("labcamp", ""),)), texts("de"), t
    ),
    "the next link": form(FormEntry(), top=forms.step(WHOLE, 1, 3, texts("de"))),
}
LETTERS: dict[str, Letter] = {
    "one waits": lambda t: proposals.letter((WAITS,), 1, t),
    "many wait": lambda t: proposals.letter((WAITS, OTHER), 7, t),
    **{
        f"verdict {status}": lambda t, status=status: proposals.verdict(  # type: ignore[misc]
            replace(WAITS, item=replace(WHOLE, status=status)), "U0ADA", "Danke\n& bis bald", t
        )
        for status in (Publication.PUBLISHED, Publication.REJECTED)
    },
    "verdict without a word": lambda t: proposals.verdict(
        replace(WAITS, item=WHOLE), "U0ADA", "", t
    ),
    **{
        f"added {status}": lambda t, status=status: forms.added(  # type: ignore[misc]
            replace(WHOLE, status=status), t
        )
        for status in Publication
    },
    **{
        f"saved {status}": lambda t, status=status: forms.saved(  # type: ignore[misc]
            replace(WHOLE, status=status), t
        )
        for status in Publication
    },
    "too many": lambda t: forms.too_many(20, t),
    "no links": partial(reply, Reply.NO_LINKS),
    "what is missing": lambda t: follow_ups.question(OVER, MATERIAL.groups[1:], (), t),
    "nothing is missing": lambda t: follow_ups.question(an_event(), MATERIAL.groups, (), t),
    "much is missing": lambda t: follow_ups.question(MANY_TALKS, (), (), t),
    "follow-up": lambda t: follow_ups.post(FOLLOW_UP, t),
    "follow-up without anything": lambda t: follow_ups.post(FollowUp(an_event()), t),
    "on its way": partial(reply, Reply.FOLLOW_UP_ON_ITS_WAY),
    "posted before": partial(reply, Reply.FOLLOW_UP_POSTED_BEFORE),
    "too early": partial(reply, Reply.FOLLOW_UP_TOO_EARLY),
    "all links known": lambda t: links.all_known((WHOLE, WAITS.item), NOON, t),
    "gone": partial(reply, Reply.ITEM_GONE),
}
LONGEST_FORMS: dict[str, Form] = {
    "to change": form(
        entry_of(LONG_ITEM, HOME),
        CHANGED,
        Choices(LONG_EVENTS, 98, LONG_TALKS),
        forms.overtaken(LONG, "U0ADA", texts("de")),
    ),
    "known": lambda t: forms.known(LONG, t, organizes=True, is_seen=False),
    "a list": lambda t: proposals.listing(
        ProposalPage((LONG,) * PAGE_SIZE, 2, 99), t, top=proposals.decided(LONG, t)
    ),
    "rejecting": lambda t: proposals.rejecting(LONG, t, metadata="999999999:1"),
    "material": lambda t: material.listing(
        LONG_EVENTS[0],
        page_of(tuple(Group(talk, (LONG,)) for talk in LONG_TALKS), 2),
        t,
        organizes=True,
    ),
    "links to choose": lambda t: links.choose(
        LONG_FOUND, (LONG_ITEM,) * 30, EventNumber(999_999), NOON, t
    ),
    "added": lambda t: notice(forms.added(LONG_ITEM, t), t),
    "saved": lambda t: notice(forms.saved(LONG_ITEM, t), t),
}
LONGEST_LETTERS: dict[str, Letter] = {
    "waiting": lambda t: proposals.letter((LONG,) * SHOWN, 10_000, t),
    "all links known": lambda t: links.all_known((PUBLIC,) * 30, NOON, t),
    "verdict": lambda t: proposals.verdict(
        replace(LONG, item=replace(LONG_ITEM, status=Publication.REJECTED)), "U0ADA", LONG_WORD, t
    ),
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: FORMS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: LETTERS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("made", [*FORMS.values(), *LONGEST_FORMS.values()])
def test_slack_takes_every_form(made: Form, language: str) -> None:
    assert view_faults(made(texts(language)).payload(), "modal") == []


@every("language", ["de", "en"])
@every("made", [*LETTERS.values(), *LONGEST_LETTERS.values()])
def test_slack_takes_every_letter(made: Letter, language: str) -> None:
    warnings: list[str] = []
    content_of(made(texts(language)).payload(), warnings.append)
    assert warnings == []


def test_the_session_of_an_item_stands_in_its_form() -> None:
    blocks = forms.item(
        entry_of(WHOLE, HOME),
        Choices(EVENTS, 11, TALKS),
        CHANGED,
        texts("de"),
        metadata="",
        picks=3,
    ).blocks
    (session,) = [block for block in blocks if block["block_id"] == "session:3"]
    assert session["element"]["initial_option"]["value"] == sign(TALKS[0])


@every("language", ["de", "en"])
@every("flaw", ITEM_FLAWS)
def test_every_fault_has_words(flaw: Flaw, language: str) -> None:
    assert forms.errors({"tags": Wrong(flaw, "20")}, texts(language))["tags"]
