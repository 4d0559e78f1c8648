"""The last action wins, whichever way it came and in whatever order it is heard of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rsvps import (
    EMOJI,
    Answer,
    Reaction,
    Rsvp,
    Via,
    answer_of,
    free_places,
    merge,
    settled,
)
from tests.builders import NOON, an_rsvp
from tests.bystander import Action, What, said, standing_after
from tests.every_case import every

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO
USER = "U0ANNA"


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def added(answer: Answer, minute: int) -> Reaction:
    return Reaction(answer, at(minute), at(minute))


def removed(answer: Answer, minute: int, *, added: int | None = None) -> Reaction:
    was_added = None if added is None else at(added)
    return Reaction(answer, was_added, at(minute), removed=True)


def by_button(answer: Answer, minute: int) -> Rsvp:
    return an_rsvp(USER, answer, updated_at=at(minute))


def by_reaction(answer: Answer, minute: int) -> Rsvp:
    return an_rsvp(USER, answer, updated_at=at(minute), via=Via.REACTION)


# --- Emoji


@every(
    ("emoji", "answer"),
    [
        ("white_check_mark", YES),
        ("thinking_face", MAYBE),
        ("x", NO),
        ("thinking_face::skin-tone-2", MAYBE),
        ("white_check_mark::skin-tone-6", YES),
        ("+1", None),
        ("+1::skin-tone-2", None),
        ("heavy_check_mark", None),
        ("X", None),
        ("", None),
        ("skin-tone-2", None),
    ],
)
def test_three_emoji_are_answers_in_every_skin_tone_and_all_others_are_not(
    emoji: str, answer: Answer | None
) -> None:
    assert answer_of(emoji) is answer


def test_every_answer_has_an_emoji_of_its_own() -> None:
    assert {answer_of(EMOJI[answer]) for answer in Answer} == set(Answer)


# --- Who gets what


@pytest.mark.parametrize(
    ("rsvp", "place", "link"),
    [
        (an_rsvp(answer=YES), True, True),
        (an_rsvp(answer=YES, waitlisted_at=NOON), False, False),
        (an_rsvp(answer=MAYBE), False, True),
        (an_rsvp(answer=NO), False, False),
    ],
)
def test_a_yes_with_a_place_counts_and_yes_or_maybe_may_join(
    rsvp: Rsvp, place: bool, link: bool
) -> None:
    assert (rsvp.takes_a_place, rsvp.gets_the_join_link) == (place, link)


@pytest.mark.parametrize(
    ("capacity", "taken", "free"), [(None, 9, None), (3, 0, 3), (3, 3, 0), (3, 5, 0), (0, 0, 0)]
)
def test_free_places_are_never_fewer_than_none(
    capacity: int | None, taken: int, free: int | None
) -> None:
    assert free_places(capacity, taken) == free


# --- settled: what the reactions make of the answer


def test_without_reactions_there_is_no_answer() -> None:
    assert settled(None, []) is None


def test_a_button_or_command_stands_without_reactions() -> None:
    for via in (Via.BUTTON, Via.COMMAND):
        current = an_rsvp(USER, MAYBE, via=via)
        assert settled(current, []) == (MAYBE, NOON)


def test_the_newest_reaction_counts() -> None:
    assert settled(None, [added(NO, 1), added(YES, 2), added(MAYBE, 3)]) == (MAYBE, at(3))


def test_a_reaction_after_a_button_wins() -> None:
    assert settled(by_button(YES, 1), [added(NO, 2)]) == (NO, at(2))


def test_a_button_after_a_reaction_wins() -> None:
    assert settled(by_button(YES, 2), [added(NO, 1)]) == (YES, at(2))


def test_a_removal_falls_back_to_the_newest_other_emoji_that_is_still_there() -> None:
    seen = [added(NO, 1), added(MAYBE, 2), removed(YES, 4, added=3)]
    assert settled(by_reaction(YES, 3), seen) == (MAYBE, at(2))


def test_a_removal_of_the_only_emoji_leaves_no_answer() -> None:
    assert settled(by_reaction(YES, 1), [removed(YES, 2, added=1)]) is None


def test_a_removal_of_another_emoji_changes_nothing() -> None:
    seen = [added(YES, 2), removed(NO, 3, added=1)]
    assert settled(by_reaction(YES, 2), seen) == (YES, at(2))


def test_a_removal_changes_nothing_when_a_button_came_after_the_emoji() -> None:
    current = by_button(NO, 2)
    for minute in (1, 3):  # before the button, and after it
        assert settled(current, [removed(YES, minute, added=0)]) == (NO, at(2))


def test_a_removal_counts_when_the_emoji_came_after_the_button() -> None:
    assert settled(by_button(NO, 1), [removed(YES, 3, added=2)]) is None
    seen = [removed(YES, 3, added=2), added(MAYBE, 0)]
    assert settled(by_button(NO, 1), seen) == (MAYBE, at(0))


def test_a_removal_of_an_emoji_that_was_never_seen_changes_nothing() -> None:
    assert settled(by_button(NO, 1), [removed(YES, 2)]) == (NO, at(1))
    assert settled(None, [removed(YES, 2), added(MAYBE, 1)]) == (MAYBE, at(1))


@pytest.mark.parametrize(
    ("seen", "settles"),
    [
        ([added(YES, 1)], (YES, at(5))),
        ([added(YES, 1), added(NO, 3)], (YES, at(5))),  # heard of late
        ([removed(YES, 3, added=1)], (YES, at(5))),
        ([removed(YES, 6, added=1)], None),
        ([removed(YES, 6, added=1), added(NO, 3)], (NO, at(3))),
        ([removed(YES, 6, added=1), added(MAYBE, 0)], (MAYBE, at(0))),
        ([added(YES, 1), added(NO, 6)], (NO, at(6))),
    ],
)
def test_an_emoji_said_again_in_words_can_still_be_taken_back_but_not_before_the_word(
    seen: list[Reaction], settles: tuple[Answer, datetime] | None
) -> None:
    assert settled(by_reaction(YES, 5), seen) == settles


@pytest.mark.parametrize(
    ("found", "counts"),
    [((YES, MAYBE, NO), YES), ((MAYBE, NO), MAYBE), ((NO, YES), YES), ((NO,), NO)],
)
def test_of_several_found_new_after_downtime_yes_goes_before_maybe_before_no(
    found: tuple[Answer, ...], counts: Answer
) -> None:
    for order in permutations(found):
        assert settled(None, [added(answer, 5) for answer in order]) == (counts, at(5))


# --- merge: the mirror, in whatever order changes are heard of

MINUTES = st.integers(0, 30)


@st.composite
def toggles(draw: st.DrawFn) -> list[Reaction]:
    """What one member does with one emoji, every change at its own time."""
    minutes = sorted(draw(st.sets(MINUTES, min_size=1, max_size=6)))
    first = draw(st.booleans())
    return [
        added(YES, minute) if (index % 2 == 0) is first else removed(YES, minute)
        for index, minute in enumerate(minutes)
    ]


def mirrored(changes: Iterable[Reaction]) -> Reaction | None:
    line: Reaction | None = None
    for change in changes:
        line = merge(line, change)
    return line


@given(toggles(), st.data())
def test_the_mirror_does_not_depend_on_order_or_repetition(
    changes: list[Reaction], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(changes), max_size=5))
    heard = data.draw(st.permutations([*changes, *again]))
    line = mirrored(heard)
    assert line == mirrored(changes)
    assert line is not None
    assert (line.changed_at, line.removed) == (changes[-1].changed_at, changes[-1].removed)


def test_an_older_change_never_overwrites_a_newer_one() -> None:
    assert mirrored([removed(YES, 2), added(YES, 1)]) == removed(YES, 2, added=1)
    assert mirrored([added(YES, 3), removed(YES, 2)]) == added(YES, 3)


def test_two_changes_of_the_same_instant_mean_the_same_in_either_order() -> None:
    """Slack's answers are dated to the second, so a found and a gone one may meet."""
    one, other = added(YES, 1), removed(YES, 1)
    assert mirrored([one, other]) == mirrored([other, one])


# --- The whole, against a bystander who sees everything at once and in order


def possible(actions: list[tuple[What, Answer]]) -> list[Action]:
    """An action a minute, without what Slack does not offer: adding what is there, or the like."""
    there: set[Answer] = set()
    done: list[Action] = []
    for what, answer in actions:
        if what != "say":
            if (what == "add") is (answer in there):
                continue
            there ^= {answer}
        done.append(Action(at(len(done)), what, answer))
    return done


class Heard:
    """What the rules make of it, one piece of news after the other."""

    def __init__(self) -> None:
        self.lines: dict[Answer, Reaction] = {}
        self.rsvp: Rsvp | None = None

    def button(self, answer: Answer, moment: datetime) -> None:
        seen = [line.added_at for line in self.lines.values() if line.added_at]
        moment = max([moment, *seen, *([self.rsvp.updated_at] if self.rsvp else [])])
        if self.rsvp is not None and self.rsvp.answer is answer:
            self.rsvp = replace(self.rsvp, updated_at=moment)
        else:
            self.rsvp = an_rsvp(USER, answer, updated_at=moment)

    def reaction(self, news: Reaction) -> None:
        self.lines[news.answer] = merge(self.lines.get(news.answer), news)
        decided = settled(self.rsvp, self.lines.values())
        if decided is None:
            self.rsvp = None
        elif self.rsvp is None or decided != (self.rsvp.answer, self.rsvp.updated_at):
            self.rsvp = an_rsvp(USER, decided[0], updated_at=decided[1], via=Via.REACTION)

    def hear(self, action: Action) -> None:
        match action.what:
            case "add":
                self.reaction(Reaction(action.answer, action.at, action.at))
            case "remove":
                self.reaction(Reaction(action.answer, None, action.at, removed=True))
            case _:
                self.button(action.answer, action.at)


WHATS: list[What] = ["add", "remove", "say"]
ACTIONS = st.lists(
    st.tuples(st.sampled_from(WHATS), st.sampled_from(list(Answer))), max_size=9
).map(possible)


def heard(news: Iterable[Action]) -> Answer | None:
    hearing = Heard()
    for action in news:
        hearing.hear(action)
    return hearing.rsvp.answer if hearing.rsvp else None


def meant(news: Iterable[Action]) -> Answer | None:
    """What the bystander says who was told in this order what was done, and when."""
    known: list[Action] = []
    for action in news:
        is_word = action.what == "say"
        known.append(said(known, action.answer, action.at) if is_word else action)
    return standing_after(known).answer


@given(ACTIONS)
def test_in_order_the_rules_say_what_a_bystander_would(actions: list[Action]) -> None:
    assert heard(actions) == meant(actions)


@given(ACTIONS, st.data())
def test_late_and_repeated_reactions_come_to_the_same_answer(
    actions: list[Action], data: st.DataObject
) -> None:
    """Slack may deliver a reaction late and twice, never early; a button comes at once."""
    deliveries = []
    for minute, action in enumerate(actions):
        times = [minute]
        if action.what != "say":
            times = data.draw(
                st.lists(st.integers(minute, len(actions) + 3), min_size=1, max_size=2)
            )
        deliveries += [(time, action) for time in times]
    shuffled = data.draw(st.permutations(deliveries))
    arrived = [action for _, action in sorted(shuffled, key=lambda delivery: delivery[0])]
    assert heard(arrived) == meant(arrived)
