"""The better field comes first, then the better likeness, then what is newer."""

from itertools import product

from bot.domain.ids import ItemId
from bot.domain.search.documents import Field
from bot.domain.search.ranking import (
    POINTS,
    Likeness,
    complete,
    few_of_one,
    incomplete,
    loses,
    points,
    weight,
)


def test_no_likeness_makes_up_for_a_field() -> None:
    for lower, higher in product(Field, Field):
        if lower < higher:
            assert POINTS[Likeness.NEAR][higher] > POINTS[Likeness.SAME][lower]


def test_a_better_likeness_comes_first_in_the_same_field() -> None:
    for field in Field:
        worth = [POINTS[likeness][field] for likeness in Likeness]
        assert worth == sorted(worth, reverse=True)
        assert len(set(worth)) == len(worth)


def test_of_several_ways_in_which_an_item_has_a_term_the_best_counts() -> None:
    meaning = {7: Likeness.SAME, 8: Likeness.PREFIX}
    one = ItemId(1)
    rows = [(7, Field.BESIDE, 4, one), (8, Field.TITLE, 4, one), (7, Field.TAG, 4, one)]
    assert points(rows, meaning) == {(4, one): POINTS[Likeness.PREFIX][Field.TITLE]}


def test_newer_ones_come_first_among_equals_and_who_lacks_a_word_not_at_all() -> None:
    new, old, older = (4, ItemId(2)), (3, ItemId(11)), (3, ItemId(9))
    first = {older: 80, new: 80, old: 80, (9, ItemId(12)): 320}
    second = {older: 20, new: 20, old: 20}
    assert complete([first, second], 10) == [(100, new), (100, old), (100, older)]
    assert complete([first, second], 2) == [(100, new), (100, old)]


def test_sums_are_the_same_in_any_order() -> None:
    every = [worth for likeness in Likeness for worth in POINTS[likeness]]
    assert all(isinstance(worth, int) for worth in every)


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    weights = [weight(500, 1000), weight(2, 1000)]
    common, rare, both = (0, ItemId(1)), (0, ItemId(2)), (0, ItemId(3))
    terms = [{common: 320, both: 20}, {rare: 20, both: 20}]
    assert incomplete(terms, weights) == [both, rare, common]


def test_a_description_that_is_shared_is_worth_as_much_as_what_stands_around() -> None:
    for likeness in (one for one in Likeness if one is not Likeness.BEGINNING):
        worth = POINTS[likeness]
        left = [points - loses(points) for points in worth]
        assert left[Field.DESCRIPTION] == worth[Field.AROUND]
        assert left[Field.DESCRIPTION + 1 :] == [*worth[Field.DESCRIPTION + 1 :]]


def test_of_one_text_two_are_among_the_first_five_and_none_is_lost() -> None:
    one, two, *others = items = [(0, ItemId(number)) for number in range(8)]
    texts = dict.fromkeys(items[:6], "dieselben Links")
    assert few_of_one(items, texts) == [one, two, *items[6:], *items[2:6]]
    assert few_of_one(items, {}) == items
    assert few_of_one([one, two, *others[:2]], texts) == [one, two, *others[:2]]
