"""What is known of a link before it is looked at, by where it stands."""

from dataclasses import dataclass

from bot.domain.knowledge import ItemKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a link before it is looked at; the `headings` above it, nearest first."""

    event: int | None = None
    session: str | None = None
    tags: tuple[str, ...] = ()
    kind: ItemKind | None = None
    headings: tuple[str, ...] = ()
