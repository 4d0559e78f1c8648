"""What can be meant by the text after /labcamp, refusals included.

A command with `names` begins with one of them. The first also names the text that shows whoever
got it wrong how it is written (`command.usage.show`).
"""

from dataclasses import dataclass
from typing import ClassVar, get_args

from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Via

# They ask, and never mean that something is to be added.
SEARCHING = ("search", "suche", "suchen", "find", "finde", "finden")


@dataclass(frozen=True, slots=True)
class Help:
    """What can be done here."""

    names: ClassVar = ("help", "hilfe", "?")


@dataclass(frozen=True, slots=True)
class Next:
    """The next event's card."""

    names: ClassVar = ("next", "nächstes", "nächster", "nächste")


@dataclass(frozen=True, slots=True)
class Events:
    """A page (from 1) of a list of events, coming or past."""

    names: ClassVar = ("events", "termine", "veranstaltungen", "dates")

    past: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Show:
    """One event's card, which says when, where and what; the next one's without a number."""

    names: ClassVar = (
        *(
            "show",
            "zeige",
            "wann",
            "when",
            "wo",
            "where",
            "link",
            "programm",
            "programme",
            "agenda",
        ),
        *("info", "infos", "anmeldung", "registration"),
    )

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class SetRsvp:
    """The member's own answer to an event; to the next one without a number."""

    names: ClassVar = ("rsvp",)

    answer: Answer
    number: EventNumber | None
    via: Via = Via.COMMAND


@dataclass(frozen=True, slots=True)
class SetRsvpFor:
    """Somebody else's answer to an event; to the next one without a number. `user` is their id."""

    answer: Answer
    number: EventNumber | None
    user: str


@dataclass(frozen=True, slots=True)
class DeclineOrCancel:
    """`absagen`: one's own answer, or of an organizer perhaps the whole event."""

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Who:
    """Who comes to an event; to the next one without a number."""

    names: ClassVar = (
        "who",
        "wer",
        "teilnehmende",
        "teilnehmer",
        "teilnehmer:innen",
        "participants",
    )

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Export:
    """The same as a file."""

    names: ClassVar = ("export", "exportieren")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Organizers:
    """Who organizes."""

    names: ClassVar = ("organizers", "organisierende", "organisator:innen", "orga")


@dataclass(frozen=True, slots=True)
class AddOrganizer:
    """Somebody is to be an organizer from now on."""

    user: str


@dataclass(frozen=True, slots=True)
class RemoveOrganizer:
    """Somebody is to be an organizer no longer."""

    user: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The ways into one's own calendar."""

    names: ClassVar = ("calendar", "kalender")


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The member's own language."""

    names: ClassVar = ("language", "sprache")

    language: str


@dataclass(frozen=True, slots=True)
class SetReminders:
    """Whether the member gets direct reminders."""

    names: ClassVar = ("reminders", "erinnerungen")

    on: bool


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """All that is kept of the member is to be deleted."""

    names: ClassVar = ("forget-me", "vergiss-mich", "forget", "vergiss")


@dataclass(frozen=True, slots=True)
class MyData:
    """All that is kept of the member."""

    names: ClassVar = ("my-data", "meine-daten", "mydata", "meinedaten")


@dataclass(frozen=True, slots=True)
class Announce:
    """Post a text and an event as an RSVP message; without a text the form for it is shown."""

    names: ClassVar = ("announce", "ankündigen")

    number: EventNumber | None
    text: str | None


@dataclass(frozen=True, slots=True)
class EventTexts:
    """Newsletter, homepage, social posts and mail about an event, the next one without a number."""

    names: ClassVar = ("texts", "texte")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class New:
    """The form for a new event."""

    names: ClassVar = ("new", "neu")


@dataclass(frozen=True, slots=True)
class Edit:
    """The form for changing an event, the next one without a number."""

    names: ClassVar = ("edit", "bearbeiten")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Cancel:
    """The form for cancelling an event, the next one without a number."""

    names: ClassVar = ("cancel", "streichen")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics for coming events, and their votes."""

    names: ClassVar = ("topics", "themen", "topic", "thema")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came back of an event; of the last one without a number."""

    names: ClassVar = ("feedback", "rückmeldung", "rückmeldungen")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class PostFollowUp:
    """Post what there is to say after an event; after the last one without a number."""

    names: ClassVar = ("follow-up", "nachlese", "followup")

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class AddTopic:
    """The form for a new topic; `title` may stand in it already."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class AddItem:
    """The form for a new item of the Wissensspeicher; `url` may stand in it already."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """Search the Wissensspeicher; without words its newest items are shown."""

    names: ClassVar = (
        *("kb", "wissen", "wissensspeicher", "material", "materialien", "links"),
        *SEARCHING,
    )

    words: str


# Those that have a word of their own to begin with.
Typed = (
    Help
    | Next
    | Events
    | Show
    | SetRsvp
    | Who
    | Export
    | Organizers
    | Calendar
    | SetLanguage
    | SetReminders
    | ForgetMe
    | MyData
    | Announce
    | EventTexts
    | New
    | Edit
    | Cancel
    | Topics
    | Feedback
    | PostFollowUp
    | Search
)
TYPED: tuple[type[Typed], ...] = get_args(Typed)


@dataclass(frozen=True, slots=True)
class Greeting:
    """Somebody says hello, and asks for nothing else."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody is content."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is none of ours; `suggestion` is the whole line with the nearest in its place."""

    words: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A known command that lacks something or has too much."""

    meant: type[Typed]


@dataclass(frozen=True, slots=True)
class Said:
    """Words said to the bot in a conversation that are no command; `instead` is the way on."""

    words: str
    instead: Unknown | Incomplete


Command = (
    Typed
    | SetRsvpFor
    | DeclineOrCancel
    | AddOrganizer
    | RemoveOrganizer
    | AddItem
    | AddTopic
    | Greeting
    | Thanks
    | Unknown
    | Incomplete
    | Said
)
