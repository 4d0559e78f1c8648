"""What is wrong with what the bot needs, judged by what was learned of it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.channels import Obstacle, Place
from bot.domain.checks import (
    BackupStanding,
    Learned,
    Signatures,
    TokenStanding,
    Trouble,
    What,
    troubles,
    unknown,
)
from bot.domain.scopes import SCOPES
from bot.locales import texts
from bot.views.troubles import sentence
from tests.every_case import every

WELL = Learned(
    TokenStanding(
        scopes=SCOPES | {"more"},
    ),
    fast=timedelta(seconds=119),
    channel=Place("C1"),
    somebody_organizes=True,
)
HOUR = 3600.0


def test_nothing_is_wrong_as_long_as_nothing_is_known_and_when_all_is_well() -> None:
    assert troubles(Learned()) == troubles(WELL) == ()


@every(
    ("learned", "trouble"),
    [
        (replace(WELL, token=TokenStanding("invalid_auth")), Trouble(What.TOKEN, "invalid_auth")),
        (
            replace(WELL, token=TokenStanding(scopes=SCOPES - {"im:write", "commands"})),
            Trouble(What.SCOPES, "commands, im:write"),
        ),
        (
            replace(WELL, fast=timedelta(hours=3)),
            Trouble(What.CLOCK_FAST, "180"),
        ),
        (
            replace(WELL, fast=-timedelta(seconds=121)),
            Trouble(What.CLOCK_SLOW, "2"),
        ),
        (replace(WELL, signatures=Signatures(are_foreign=True)), Trouble(What.SECRET)),
        (replace(WELL, channel=Place("C1", Obstacle.ARCHIVED)), Trouble(What.ARCHIVED, "C1")),
        (replace(WELL, channel=Place("C1", Obstacle.OUTSIDE)), Trouble(What.OUTSIDE, "C1")),
        (replace(WELL, channel=Place("lab", Obstacle.UNKNOWN)), Trouble(What.UNKNOWN, "lab")),
        (replace(WELL, is_sole=False), Trouble(What.SHARED)),
        (replace(WELL, backup=BackupStanding(True, "full")), Trouble(What.BACKUP, "full")),
        (replace(WELL, somebody_organizes=False), Trouble(What.NOBODY)),
        (
            replace(WELL, group_refused="paid_teams_only"),
            Trouble(What.GROUP, "paid_teams_only"),
        ),
    ],
)
def test_each_trouble_is_found_and_says_what_it_is_about(
    learned: Learned, trouble: Trouble
) -> None:
    assert troubles(learned) == (trouble,)
    for language in ("de", "en"):
        assert trouble.about in sentence(trouble, texts(language))


def test_what_nothing_was_learned_of_is_not_held_to_be_well() -> None:
    assert unknown(WELL) == {What.SECRET, What.BACKUP}
    assert unknown(Learned()) == set(What) - {What.TOKEN, What.GROUP, What.SHARED}
    signed = Signatures()
    signed.valid(1.0)
    assert unknown(replace(WELL, signatures=signed, backup=BackupStanding(True))) == set()


def test_foreign_signatures_count_until_the_first_right_one_and_not_again_for_an_hour() -> None:
    signatures = Signatures()
    seen = []
    for happens, at in (
        (signatures.foreign, 0.0),
        (signatures.valid, 10.0),
        (signatures.foreign, 10.0 + HOUR),
        (signatures.foreign, 11.0 + HOUR),
    ):
        happens(at)
        seen.append(signatures.are_foreign)
    assert seen == [True, False, False, True]
