"""What one way in takes, every other way shows whole, keeps to the letter and gives back."""

import json
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import limits
from bot.domain.announcements import Announcement, Draft, Picture, with_hashtags, without_hashtags
from bot.domain.calendar import Entry
from bot.domain.cards import Card, PlainPost
from bot.domain.changes import Changes, changed, to_tell, told_of
from bot.domain.changes import read as read_told
from bot.domain.event_entries import FIELDS, entry_of, event_of
from bot.domain.events import Event, Session, Status
from bot.domain.fields import FormEntry
from bot.domain.ids import AnnouncementId
from bot.domain.knowledge import KnowledgeItem, Visibility
from bot.domain.knowledge_entries import NEXT, NONE, Customs, item_of, talks
from bot.domain.knowledge_entries import entry_of as item_entry_of
from bot.domain.markup import escape
from bot.domain.rich_text import to_mrkdwn
from bot.domain.rsvps import Counts
from bot.files.contents import FileFaults
from bot.files.writer import write
from bot.locales import texts
from bot.views import announcement_forms, event_forms, knowledge_forms
from bot.views.announcements import post
from bot.views.changes import channel
from bot.views.events import card, whole_text
from bot.views.ics import details
from bot.views.knowledge_forms import Choices, FormPurpose
from bot.views.modals import Modal
from handlers.events.editing import entry_in
from handlers.forms import Form
from handlers.knowledge.items import entry_in as item_entry_in
from playground.blocks import check_view
from playground.inputs import full_state
from tests.builders import HOME, NOON, a_full_event, an_event, an_item
from tests.reading import plan, read
from tests.strategies import SOME_ITEMS, some_events

T = texts("de")
CUSTOMS = Customs(Visibility.MEMBERS, HOME)
SLOW = settings(max_examples=50)


def sent(view: Modal, **typed: str) -> Form:
    """The form as it comes back with what stood in it, and what was `typed` into some fields."""
    payload = view.payload()
    values = full_state(payload["blocks"], {})
    for name, text in typed.items():
        values[name]["value"]["value"] = text
    return Form({**payload, "state": {"values": values}})


def saved(event: Event, **typed: str) -> Event:
    """The event after it was opened in its form, changed there and sent."""
    view = event_forms.event(
        entry_of(event),
        T,
        metadata="",
        filled_in=0,
        number=event.number,
        cancelled=event.status is Status.CANCELLED,
    )
    found = event_of(entry_in(sent(view, **typed)), event)
    assert isinstance(found, Event), found
    return found


def item_saved(item: KnowledgeItem, **typed: str) -> KnowledgeItem:
    """The item after it was opened in its form, changed there and sent."""
    named = talks((), item)
    view = knowledge_forms.item(
        item_entry_of(item, HOME),
        Choices((), item.event, named),
        FormPurpose(publishes=True, status=item.status),
        T,
        metadata="",
    )
    entry = item_entry_in(sent(view, **typed))
    events = () if item.event is None else (item.event,)
    found = item_of(entry, events, named, CUSTOMS, item)
    assert isinstance(found, KnowledgeItem), found
    return found


def through_a_file(events: list[Event], items: list[KnowledgeItem]) -> tuple[list[Any], list[Any]]:
    made = plan(read(write(events, items, HOME)), {}, {}, HOME)
    return [one.after for one in made.events], [one.after for one in made.knowledge]


LONGEST = a_full_event(
    title="T" * limits.TITLE,
    description="D" * limits.PARAGRAPH,
    location="L" * limits.LINE,
    join_url="http://example.org/" + "j" * (limits.URL - 19),
    host="H" * limits.LINE,
    accessibility="A" * limits.PARAGRAPH,
    capacity=limits.LARGEST_NUMBER,
    sessions=(Session("T" * 255, "S" * 255, "R" * 255, "O" * 255),) * limits.MOST_SESSIONS,
)
LONGEST_ITEM = an_item(
    title="T" * limits.LINE,
    url="https://example.org/" + "u" * (limits.URL - 20),
    session="S" * limits.LINE,
    tags=tuple(f"{number:02}" + '"' * (limits.TAG - 2) for number in range(limits.MOST_TAGS)),
    description="D" * limits.PARAGRAPH,
)


@SLOW
@given(some_events())
@example(LONGEST)
@example(an_event(location="Raum\u00a07,  hinten", host="a\tb"))
@example(an_event(sessions=(Session("a|b"), Session("a/b"), Session("?"), Session("c", "d|e"))))
def test_an_event_from_a_file_loses_nothing_in_the_form(event: Event) -> None:
    assert saved(event) == event
    assert saved(event, title="Ein anderer") == replace(event, title="Ein anderer")
    assert saved(event, host="Ein Labor") == replace(event, host="Ein Labor")


def test_a_talk_that_is_changed_keeps_the_bars_and_gaps_in_its_other_parts() -> None:
    event = an_event(sessions=(Session("Eins|Zwei", "Kim", None, "Haus  A"), Session("?", "Jo")))
    lines = entry_of(event)["talks"].replace("Kim", "Alex").replace("Jo", "Mo")
    assert saved(event, talks=lines).sessions == (
        Session("Eins|Zwei", "Alex", None, "Haus  A"),
        Session("?", "Mo"),
    )


def test_another_zone_moves_an_event_with_its_seconds() -> None:
    event = an_event(starts_at=an_event().starts_at.replace(second=30, microsecond=5))
    moved = saved(event, timezone="Europe/London")
    assert (moved.starts_at - event.starts_at).total_seconds() == 3600


@SLOW
@given(SOME_ITEMS)
@example(LONGEST_ITEM)
@example(an_item(tags=("a, b", "c;d", "#e", "#", '"f', 'g"', '"h, i"', "j  k")))
@example(an_item(title="a  b\u00a0c", event=None, session="Ein Impuls"))
def test_an_item_from_a_file_loses_nothing_in_the_form(item: KnowledgeItem) -> None:
    item = replace(item, status=NEXT[item.status][0])  # what the form of a proposal proposes
    assert item_saved(item) == item
    assert item_saved(item, title="Ein anderer") == replace(item, title="Ein anderer")
    kept = replace(item, tags=item.tags[: limits.MOST_TAGS - 1])
    tags = ", ".join(filter(None, (item_entry_of(kept, HOME)["tags"], "Neues")))
    assert item_saved(kept, tags=tags).tags == tuple(dict.fromkeys((*kept.tags, "Neues")))


ENTRY = FormEntry(
    number="12",
    title="Daten teilen",
    date="2027-01-14",
    start="15:00",
    end="18:00",
    timezone="Europe/Berlin",
    status="draft",
)
TYPED = st.text(max_size=20) | st.text(
    "ae\u0301\u200d\u200c\x01\t \u3000|,;#\"'é.\u00ad\U0001f469", max_size=12
)
HOSTS = st.sampled_from(["example.org", "a@example.org", "example.org\\", "exa\u0308mple.org"])


@SLOW
@given(TYPED, st.sampled_from(FIELDS))
@example("e\x01\u0301", "host")
@example("\u3000\u200dक", "description")
def test_what_the_form_of_an_event_takes_comes_back_from_a_file(text: str, name: str) -> None:
    event = event_of(ENTRY | {name: text}, None)
    if isinstance(event, Event):
        assert through_a_file([event], []) == ([event], [])


@SLOW
@given(HOSTS, TYPED)
def test_an_address_that_a_form_takes_comes_back_from_a_file(host: str, path: str) -> None:
    url = f"https://{host}/{path}"
    event = event_of(ENTRY | {"join_url": url, "registration_url": url}, None)
    if isinstance(event, Event):
        assert through_a_file([event], []) == ([event], [])
    item = item_of(FormEntry(url=url, title="a", kind="other"), (), (), CUSTOMS)
    if isinstance(item, KnowledgeItem):
        assert through_a_file([], [item]) == ([], [item])


@SLOW
@given(TYPED, TYPED, TYPED)
@example("a", 'b, "c;d", #e, "f', "g")
def test_what_the_form_of_an_item_takes_comes_back_from_a_file(
    title: str, tags: str, description: str
) -> None:
    entry = FormEntry(
        url="https://example.org", title=title, kind="other", event=NONE, tags=tags,
        description=description,
    )  # fmt: skip
    item = item_of(entry, (), (), CUSTOMS)
    if isinstance(item, KnowledgeItem):
        assert through_a_file([], [item]) == ([], [item])
        assert item_saved(item) == item


def shown(blocks: tuple[dict[str, Any], ...]) -> str:
    return "\n".join(block["text"]["text"] for block in blocks if "text" in block)


@pytest.mark.parametrize("text", ["D " * 1499 + "DD", "&" * 2000, "<\n" * 999 + "<"])
def test_the_longest_title_and_description_are_shown_whole(text: str) -> None:
    event = an_event(999_999, title="&" * limits.TITLE, description=text)
    assert "&amp;" * limits.TITLE in shown(card(Card(event, Counts()), None, T).blocks)
    blocks = shown(whole_text(event, T).blocks)
    assert "".join(blocks.split()).count("".join(escape(text).split())) == 1


def test_what_is_there_for_people_with_disabilities_goes_every_way() -> None:
    event = an_event(accessibility="Untertitel,\nSchriftdolmetschung & Ruheraum")
    assert through_a_file([event], []) == ([event], [])
    assert saved(an_event(), accessibility=str(event.accessibility)) == event
    said = "Barrierefreiheit: Untertitel,\nSchriftdolmetschung {} Ruheraum"
    assert said.format("&amp;") in shown(card(Card(event, Counts()), None, T).blocks)
    assert details(Entry(event, NOON), T) == said.format("&")
    before, after = told_of(an_event()), told_of(event)
    assert to_tell(before, after, ()) == ()
    parts = to_tell(before, after, changed(before, after))
    assert (
        "*Barrierefreiheit:* ist neu" in channel(Changes(event, before, after, parts, ""), T).text
    )


def test_what_was_told_before_there_was_a_field_is_still_read() -> None:
    told = {name: value for name, value in told_of(LONGEST).items() if name != "accessibility"}
    assert changed(read_told(json.dumps(told)), told_of(LONGEST)) == {"accessibility"}
    assert not changed(read_told(json.dumps(told)), told_of(replace(LONGEST, accessibility=None)))


HASHTAGGED = st.lists(
    st.sampled_from(["#LabCamp", "#OeffentlichesGestalten", " ", "\n\n", "Kommt", "#labcamp"]),
    max_size=8,
).map("".join)


@given(HASHTAGGED)
def test_the_hashtags_of_a_text_are_taken_off_only_where_they_come_back(text: str) -> None:
    body, tags = without_hashtags(text)
    assert with_hashtags(body, frozenset(tags)) == text


def test_an_announcement_comes_back_from_its_form_and_is_shown_whole() -> None:
    picture = Picture("https://example.org/" + "p" * 2980, "A" * 2000)
    draft = Draft("*Kommt!*\n" + "x" * 2900 + "\n\n#LabCamp", "C1", None, picture)
    form = sent(announcement_forms.announce(announcement_forms.Written(draft), (), T))
    text = with_hashtags(to_mrkdwn(form.rich_text("text")), form.ticked("hashtags"))
    assert Draft(text, "C1", None, Picture(form.text("picture"), form.text("alt"))) == draft
    announcement = Announcement(AnnouncementId(1), "U0ADA", draft.text, "C1", None, picture=picture)
    words, image = post(PlainPost(announcement), T).blocks
    assert words["text"]["text"] == draft.text
    assert (image["image_url"], image["alt_text"]) == astuple(picture)


def test_talks_full_of_emoji_are_refused_where_no_form_would_open_with_them() -> None:
    long = "😀" * limits.LINE
    talk = Session(long, long, long, long)
    fits = limits.TALKS_WEIGHT // (4 * (12 * limits.LINE + 2))
    paragraph = "😀" * limits.PARAGRAPH
    for count, taken in ((fits, True), (fits + 1, False)):
        event = an_event(sessions=(talk,) * count, description=paragraph)
        found = event_of(entry_of(event), None)
        assert isinstance(found, Event) is taken, found
        form = event_forms.event(entry_of(event), T, metadata="{}", filled_in=0, number=11)
        if taken:
            check_view(form.payload(), "modal")
            assert through_a_file([event], []) == ([event], [])
        else:
            with pytest.raises(FileFaults, match="too long for a form"):
                through_a_file([event], [])
