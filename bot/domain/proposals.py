"""What waits for organizers to decide, a page at a time."""

from dataclasses import dataclass

from bot.domain.knowledge import KeptItem

PAGE_SIZE = 5


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Some of what waits. `number` counts from 1, `total` is how many wait in all."""

    items: tuple[KeptItem, ...]
    number: int
    total: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE_SIZE < self.total
