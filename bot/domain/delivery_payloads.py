"""What deliveries carry from whoever decides them to whoever sends them."""

from typing import TypedDict

from bot.domain.ids import AnnouncementId, EventNumber, ItemId


class Payload(TypedDict, total=False):
    """The payload of a delivery: a kind has some of these, as JSON keeps them."""

    event: EventNumber
    announcement: AnnouncementId
    item: ItemId
    ts: str  # a message in the channel that the delivery goes to
    thread_ts: str  # the message that it is posted under
    emoji: str
    feedback: bool  # whether what came back was seen beforehand by whoever had it posted
    # when the last message was posted that is concerned, and which later ones are, by their send_id
    until: str
    send_ids: str
    file: str  # Slack's id
    # a reminder, as bot.domain.reminders writes it
    rule: str
    starts_at: str
    due_at: str
    # what an event was and is (bot.domain.changes), the parts to tell of, and on request others
    told: str
    before: str
    after: str
    parts: str
    others: str
    reason: str
    # a talk, by its sign (bot.domain.knowledge_entries), and how often its contact was asked before
    talk: str
    turn: int
    # what an organizer decided
    by: str
    status: str
    word: str
    # what somebody looked for, and the one time that they asked
    asker: str
    words: str
    key: str
    # where earlier letters to the same organizer stand ("channel ts"), and whether one that is on
    # its way names what was taken back since
    letters: list[str]
    outdated: bool
