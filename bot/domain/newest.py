"""What has come to the Wissensspeicher last."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.knowledge import KnowledgeItem


@dataclass(frozen=True, slots=True)
class Addition:
    """A published item, under its normalised address, and since when it is there (UTC)."""

    key: str
    item: KnowledgeItem
    added_at: datetime
