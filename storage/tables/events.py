"""Events, what people answer to them, and the messages that announce them."""

import sqlalchemy as sa

from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, event_number, metadata

# Names of speakers and hosts, who need not be members; a text can name anybody.
OTHERS = Personal(Relation.OTHERS, Purpose.PROGRAMME)
CONTACT = Personal(Relation.OWNER, Purpose.MATERIAL)
ANSWERER = Personal(Relation.OWNER, Purpose.ANSWERS)
ANSWERED = Personal(Relation.ABOUT, Purpose.ANSWERS)
AUTHOR = Personal(Relation.OWNER, Purpose.ANNOUNCING)
WRITTEN = Personal(Relation.ABOUT, Purpose.ANNOUNCING)
MENTIONING = Personal(Relation.MENTIONS, Purpose.ANNOUNCING)

events = sa.Table(
    "events",
    metadata,
    column("number", sa.Integer, NOBODY, primary_key=True, autoincrement=False),
    column("title", sa.Text, OTHERS, nullable=False),
    column("starts_at", UtcDateTime, NOBODY, nullable=False),
    column("ends_at", UtcDateTime, NOBODY, nullable=False),
    column("timezone", sa.Text, NOBODY, nullable=False),
    column("status", sa.Text, NOBODY, nullable=False),
    column("description", sa.Text, OTHERS),
    column("accessibility", sa.Text, OTHERS),
    # what becomes of material that contacts give (bot.domain.events.Arrival)
    column("material", sa.Text, NOBODY, nullable=False, server_default="proposed"),
    column("closes_at", UtcDateTime, NOBODY),
    column("location", sa.Text, OTHERS),
    column("join_url", sa.Text, NOBODY),
    column("registration_url", sa.Text, NOBODY),
    column("host", sa.Text, OTHERS),
    column("capacity", sa.Integer, NOBODY),
    column("final_counts", sa.JSON, NOBODY),
    # by which the calendar that it was imported from knows it
    column("uid", sa.Text, NOBODY),
    column("revision", sa.Integer, NOBODY, nullable=False),
    # the revision for which what follows from it was planned last, and the number of that planning,
    # counted over all events (storage.event_plans)
    column("planned", sa.Integer, NOBODY, nullable=False, server_default="0"),
    column("planning", sa.Integer, NOBODY, nullable=False, server_default="0"),
    # when the revision was made: the stamp that calendars go by
    column("changed_at", UtcDateTime, NOBODY, nullable=False),
    # when it was published first: a calendar that never had it is not told of a cancellation
    column("published_at", UtcDateTime, NOBODY),
    sa.Index(None, "status", "ends_at", "starts_at"),
    sa.Index(None, "ends_at"),
    sa.Index(None, "starts_at"),
    sa.Index(None, "planning"),
    # few among many, and mostly none
    sa.Index(
        "ix_events_unplanned",
        "planned",
        sqlite_where=sa.text("planned <> revision"),
        postgresql_where=sa.text("planned <> revision"),
    ),
)

sessions = sa.Table(
    "sessions",
    metadata,
    event_number(NOBODY, primary_key=True),
    column("position", sa.Integer, NOBODY, primary_key=True, autoincrement=False),
    column("talk", sa.Text, OTHERS, nullable=False),
    column("speaker", sa.Text, OTHERS),
    column("role", sa.Text, OTHERS),
    column("organisation", sa.Text, OTHERS),
    # the member who is asked for the material of the talk, and decides about it
    column("contact", sa.Text, CONTACT),
    # whether they said that there is none: then nobody is asked any more
    column("no_material", sa.Boolean, NOBODY, nullable=False, server_default=sa.false()),
    # who may see it, and from which day on (bot.domain.visibility); and who does as of now
    column("visibility", sa.Text, NOBODY),
    column("visible_from", sa.Date, NOBODY),
    column("shown", sa.Text, NOBODY, nullable=False, server_default="public"),
    # few among many
    sa.Index(
        "ix_sessions_shown",
        "event",
        sqlite_where=sa.text("shown <> 'public'"),
        postgresql_where=sa.text("shown <> 'public'"),
    ),
    sa.Index(
        "ix_sessions_contact",
        "contact",
        sqlite_where=sa.text("contact IS NOT NULL"),
        postgresql_where=sa.text("contact IS NOT NULL"),
    ),
)

rsvps = sa.Table(
    "rsvps",
    metadata,
    event_number(ANSWERED, primary_key=True),
    column("user", sa.Text, ANSWERER, primary_key=True),
    column("answer", sa.Text, ANSWERED, nullable=False),
    column("via", sa.Text, ANSWERED, nullable=False),
    column("updated_at", UtcDateTime, ANSWERED, nullable=False),
    column("waitlisted_at", UtcDateTime, ANSWERED),
    sa.Index(None, "event", "answer", "waitlisted_at"),
    sa.Index(None, "user"),
)

announcements = sa.Table(
    "announcements",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    event_number(WRITTEN, index=True),
    column("author", sa.Text, AUTHOR, nullable=False),
    column("text", sa.Text, MENTIONING, nullable=False),
    column("channel", sa.Text, WRITTEN, nullable=False),
    column("planned_at", UtcDateTime, WRITTEN, nullable=False),
    column("status", sa.Text, WRITTEN, nullable=False),
    column("picture_url", sa.Text, WRITTEN),
    column("picture_alt", sa.Text, MENTIONING),
    sa.Index(None, "status", "planned_at"),
)

rsvp_messages = sa.Table(
    "rsvp_messages",
    metadata,
    column("channel", sa.Text, NOBODY, primary_key=True),
    column("ts", sa.Text, NOBODY, primary_key=True),
    event_number(NOBODY, nullable=False, index=True),
    column("announcement", sa.ForeignKey("announcements.id", ondelete="SET NULL"), NOBODY),
    # False once Slack says that the message is gone: nobody can react to it any more.
    column("open", sa.Boolean, NOBODY, nullable=False),
    # From when on, and until when, what it was asked to show of its event holds. Without the first
    # that is that answers are taken, without the second that all is over. The last release does not
    # know them: what that one adds is looked at soon.
    column("holds_from", UtcDateTime, NOBODY),
    column("holds_until", UtcDateTime, NOBODY, server_default="1970-01-01 00:00:00.000000"),
    # these are the last release's alone, and go with the next one
    column("over", sa.Boolean, NOBODY, nullable=False, server_default=sa.false()),
    column("closed", sa.Boolean, NOBODY, nullable=False, server_default=sa.false()),
    # when the event was to take place as it was posted: it says so when that has changed
    column("starts_at", UtcDateTime, NOBODY),
    column("ends_at", UtcDateTime, NOBODY),
    column("timezone", sa.Text, NOBODY),
    # the first and the last of these times are asked for again and again
    *(
        sa.Index(
            f"ix_rsvp_messages_{name}",
            name,
            sqlite_where=sa.text("open IS 1"),
            postgresql_where=sa.text("open IS true"),
        )
        for name in ("holds_from", "holds_until")
    ),
)

# No reference to rsvp_messages: people react before Slack has told us the ts of our message.
reactions = sa.Table(
    "reactions",
    metadata,
    column("channel", sa.Text, ANSWERED, primary_key=True),
    column("ts", sa.Text, ANSWERED, primary_key=True),
    column("user", sa.Text, ANSWERER, primary_key=True),
    column("emoji", sa.Text, ANSWERED, primary_key=True),
    column("event_ts", UtcDateTime, ANSWERED, nullable=False),
    column("added_at", UtcDateTime, ANSWERED),
    column("removed", sa.Boolean, ANSWERED, nullable=False),
)
