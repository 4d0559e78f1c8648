"""What the samples of views show: one event with every field, and what belongs to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.announcement_remarks import Listed
from bot.domain.announcements import Announcement, AnnouncementStatus, Draft
from bot.domain.attendance import Attendance
from bot.domain.calendar import Entry
from bot.domain.cards import Card, EventPage, OwnAnswer, Post
from bot.domain.changes import PARTS, Changes, to_tell, told_of
from bot.domain.deliveries import Kind, Problem, State
from bot.domain.events import Event, Session, Status
from bot.domain.feedback import Question, Results, Round, Ticket
from bot.domain.follow_ups import FollowUp
from bot.domain.homes import Desk, Home, Part, Stuck
from bot.domain.ids import AnnouncementId, DeliveryId, EventNumber, ItemId, TopicId
from bot.domain.knowledge import ItemKind, KeptItem, KnowledgeItem, Publication
from bot.domain.link_checks import DeadLink, DeadLinkPage
from bot.domain.material import Group, page_of
from bot.domain.members import Member
from bot.domain.outlets import Outlet, OutletSource, Output, for_all
from bot.domain.rsvps import Answer, Counts, Rsvp, Via
from bot.domain.search.answers import Filters, Hit, SearchResult
from bot.domain.talk_material import OwnTalk
from bot.domain.topics import KeptTopic, Topic, TopicPage, TopicStatus

USER, CHANNEL = "U0123ABCD", "C0123ABCD"
URL = "https://example.org/"
THEN = datetime(2026, 12, 7, 14, tzinfo=UTC)
NUMBER = EventNumber(11)

TALK = Session("Was ein Labor erwachsen macht", "Kim Muster", "Leitung", "Beispiellabor")
EVENT = Event(
    NUMBER,
    title="Wirkung sichtbar machen",
    starts_at=THEN,
    ends_at=THEN + timedelta(hours=3),
    timezone="Europe/Berlin",
    status=Status.PUBLISHED,
    description="Worum es geht. " * 60,
    location="online",
    join_url=f"{URL}raum",
    registration_url=f"{URL}anmeldung",
    host="Beispiellabor",
    sessions=(TALK, Session("Offene Runde")),
)
DRAFT_EVENT = replace(EVENT, number=EventNumber(12), status=Status.DRAFT)
MOVED = replace(EVENT, starts_at=THEN - timedelta(hours=1), location="Rathaus")
YES = Rsvp(USER, Answer.YES, via=Via.BUTTON, updated_at=THEN)
COUNTS = Counts(yes=3, maybe=1, no=1, waiting=2)

ITEM = KnowledgeItem(
    title="Aufzeichnung",
    url=f"{URL}aufnahme",
    kind=ItemKind.RECORDING,
    event=NUMBER,
    session=TALK.talk,
    tags=("Labor",),
    description="Woran man ein junges Labor erkennt.",
)
KEPT = KeptItem(ItemId(7), replace(ITEM, status=Publication.PROPOSED), USER)
DECIDED = replace(KEPT, item=ITEM)
GROUPS = (Group(TALK.talk, (KEPT,)), Group(None, (KEPT,)))
_ANOTHERS = replace(ITEM, decided=True, decided_by=None)
_TAKEN_BACK = replace(_ANOTHERS, withdrawn=True)
OWN_TALK = OwnTalk(
    EVENT, TALK, (KEPT, DECIDED, *(replace(KEPT, item=one) for one in (_ANOTHERS, _TAKEN_BACK)))
)
MATERIAL = page_of(GROUPS, 1)
DEAD = DeadLink(ItemId(7), "Folien", f"{URL}folien", NUMBER, THEN, THEN, "404")
DEAD_LINKS = DeadLinkPage((DEAD,), 1, 2, 11)
HIT = Hit(ItemId(7), ITEM, EVENT, TALK)
FOUND = SearchResult(
    "labor", Filters(), 1, (HIT,), 20, found=True, near=("laboratorium",), tags=("Labor",)
)

TOPIC = KeptTopic(TopicId(7), Topic("Was ein Labor bewirkt", answer="Kommt in #12"), 3, own=True)
TOPICS = TopicPage((TOPIC,), TopicStatus.OPEN, 2, 17, 4)

ROUND = Round(NUMBER, "00", THEN)
TICKET = Ticket(NUMBER, "0" * 32, "0" * 32)  # as long as a real one
_GIVEN = {Question.WORTH: {"yes": 9, "no": 1}, Question.THERE: {"yes": 6, "partly": 2, "no": 2}}
RESULTS = Results(EVENT, _GIVEN, ("Mehr davon!",), 2, 12)

FOLLOW_UP = FollowUp(EVENT, GROUPS, 30, {Question.WORTH: {"yes": 5}}, EVENT)
CARD = Card(EVENT, COUNTS, YES, groups=GROUPS)
OWN = OwnAnswer(EVENT, YES)
WAITS = OwnAnswer(EVENT, replace(YES, waitlisted_at=THEN), position=2)
PAGE = EventPage((EVENT, DRAFT_EVENT), False, 2, True, {})
ENTRY = Entry(EVENT, THEN, YES)
ATTENDANCE = Attendance(EVENT, yes=(YES,), maybe=(YES,), waiting=(YES,))
CHANGES = Changes(
    EVENT, told_of(MOVED), told_of(EVENT), to_tell(told_of(MOVED), told_of(EVENT), PARTS), ""
)

# without a picture, which Slack would fetch
DRAFT = Draft("Kommt *alle*!", CHANNEL, NUMBER)
PLANNED = Announcement(AnnouncementId(7), USER, DRAFT.text, CHANNEL, NUMBER, THEN)
POST = Post(EVENT, COUNTS, PLANNED)
LISTED = Listed(PLANNED, ())
STUCK = Stuck(
    DeliveryId(3), Kind.ANNOUNCEMENT, CHANNEL, State.REFUSED, "not_in_channel", AnnouncementId(7)
)
PROBLEM = Problem(Kind.ANNOUNCEMENT, CHANNEL, State.REFUSED, "channel_not_found", NUMBER)
BEGUN = replace(PLANNED, status=AnnouncementStatus.DRAFT)
HOME = Home(
    Member(USER, "de"),
    CARD,
    (CARD,),
    (ITEM,),
    Desk(Part((EVENT,), 1), Part((DRAFT_EVENT,)), (BEGUN,), (LISTED,), (ITEM,), (STUCK,), 1, 1, 2),
    more_own=1,
    proposed=(KEPT,),
    has_calendar=True,
)
SOURCE = OutletSource(for_all(EVENT), THEN - timedelta(days=7), THEN)
OUTPUTS = (Output(Outlet.NEWSLETTER, "newsletter.md", "# LabCamp"),)
OUTDATED = (Listed(replace(PLANNED, status=AnnouncementStatus.POSTED)),)
