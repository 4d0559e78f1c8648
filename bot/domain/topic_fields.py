"""The fields of a topic in a file, one row each."""

from bot.domain import fields
from bot.domain.fields import FieldRow
from bot.domain.topics import ANSWER, TITLE, TopicStatus

FILED_TOPIC = (
    FieldRow("title", fields.line(TITLE), required=True),
    FieldRow("answer", fields.line(ANSWER)),
    FieldRow("status", fields.choice(TopicStatus), defaulted=True),
)
