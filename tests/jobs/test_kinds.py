"""Every kind of delivery has a way to be sent."""

from bot.domain.deliveries import Kind
from bot.jobs.kinds import KINDS


def test_every_kind_has_a_way() -> None:
    assert set(KINDS) == set(Kind)
