"""Every kind of delivery has a way to be sent."""

from bot.domain.deliveries import Kind
from bot.jobs.kinds import WAYS


def test_every_kind_has_a_way() -> None:
    assert set(WAYS) == set(Kind)
