"""The better field comes first, then the better likeness, then what is newer."""

from itertools import product

from bot.domain.search.documents import Field
from bot.domain.search.ranking import POINTS, Candidate, Likeness, complete, incomplete, weight


def a_candidate(item: int, event: int = 0, **points: float) -> Candidate:
    return Candidate(item, event, {int(name[1:]): value for name, value in points.items()})


def test_no_likeness_makes_up_for_a_field() -> None:
    for lower, higher in product(Field, Field):
        if lower < higher:
            best_below = POINTS[lower, Likeness.SAME]
            assert POINTS[higher, Likeness.NEAR] > best_below


def test_a_better_likeness_comes_first_in_the_same_field() -> None:
    for field in Field:
        points = [POINTS[field, likeness] for likeness in Likeness]
        assert points == sorted(points, reverse=True)
        assert len(set(points)) == len(points)


def test_newer_ones_come_first_among_equals_and_who_lacks_a_word_not_at_all() -> None:
    older, newer = a_candidate(9, 3, t0=4.0), a_candidate(2, 4, t0=4.0)
    later_added = a_candidate(11, 3, t0=4.0)
    lacking = a_candidate(12, 9)
    ranked = complete([older, newer, later_added, lacking], 1)
    assert [one.item for one in ranked] == [2, 11, 9]


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    weights = {0: weight(500, 1000), 1: weight(2, 1000)}
    common = a_candidate(1, 0, t0=16.0)
    rare = a_candidate(2, 0, t1=1.0)
    both = a_candidate(3, 0, t0=1.0, t1=1.0)
    assert [one.item for one in incomplete([common, rare, both], weights)] == [3, 2, 1]
