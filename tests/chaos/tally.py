"""What a run of kills came to."""

from dataclasses import dataclass, fields

from rich.table import Table


@dataclass
class Tally:
    """Counts of one round, or of all of them.

    A post is `expected` when the organizer was told that it is on its way, a reminder when it was
    planned for a member or the channel. Either is `lost` when it stands nowhere and nobody is told,
    `uncertain` or `missed` when the organizers are. An RSVP is `accepted` when the
    member was told so, or when Slack shows the reaction; `lost` when the database says otherwise.
    Somebody is `forgotten` who was told so, and `found again` when any table names them.
    """

    kills: int = 0
    posts_expected: int = 0
    posted: int = 0
    reminders_expected: int = 0
    reminded: int = 0
    missed: int = 0
    duplicated: int = 0
    lost: int = 0
    uncertain: int = 0
    rsvps_accepted: int = 0
    rsvps_lost: int = 0
    forgotten: int = 0
    found_again: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        """Adds another round."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    @property
    def is_good(self) -> bool:
        """Whether nothing was posted twice, nothing lost, and nobody found again."""
        return not (self.duplicated or self.lost or self.rsvps_lost or self.found_again)

    def table(self, title: str) -> Table:
        """The counts, to be read."""
        table = Table("", "", title=title, show_header=False)
        for field in fields(self):
            name = field.name.replace("_", " ").replace("rsvps", "RSVPs")
            table.add_row(name, str(getattr(self, field.name)))
        return table
