"""A usual Bolt app for the next event: the default mode, ORM entities, a session a request.

    uvicorn tests.bench.outside.common_bolt:app

It reads the bot's own database, and answers with the SDK's blocks. No floor: something to compare.
"""

import os
from datetime import UTC, datetime

import sqlalchemy as sa
from slack_bolt import Ack, App
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.models.blocks import HeaderBlock, MarkdownTextObject, SectionBlock
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class _Base(DeclarativeBase):
    """What the entities have in common."""


class _Event(_Base):
    __tablename__ = "events"
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    status: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    talks: Mapped[list["_Talk"]] = relationship(order_by="_Talk.position")
    rsvps: Mapped[list["_Rsvp"]] = relationship()


class _Talk(_Base):
    __tablename__ = "sessions"
    event: Mapped[int] = mapped_column(sa.ForeignKey("events.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    talk: Mapped[str]
    speaker: Mapped[str | None]


class _Rsvp(_Base):
    __tablename__ = "rsvps"
    event: Mapped[int] = mapped_column(sa.ForeignKey("events.number"), primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str]


_engine = sa.create_engine(os.environ["DATABASE_URL"])
_bolt = App(
    client=WebClient("xoxb-common", os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
)


@_bolt.command("/labcamp")
def _next(ack: Ack) -> None:
    with Session(_engine) as session:
        coming = sa.select(_Event).where(
            _Event.status == "published", _Event.ends_at > datetime.now(UTC).replace(tzinfo=None)
        )
        event = session.scalars(coming.order_by(_Event.starts_at)).first()
        assert event is not None
        said = [f"*{talk.talk}* {talk.speaker or ''}" for talk in event.talks]
        yes = sum(rsvp.answer == "yes" for rsvp in event.rsvps)
        said.append(f"{event.starts_at:%d.%m.%Y %H:%M} · {yes}")
        blocks = [
            HeaderBlock(text=event.title),
            *(SectionBlock(text=MarkdownTextObject(text=one)) for one in said),
        ]
        ack(text=event.title, blocks=[block.to_dict() for block in blocks])


app = SlackRequestHandler(_bolt)
