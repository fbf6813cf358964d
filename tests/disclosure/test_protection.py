"""What may be shown of tables of counts, and what is offered where nothing may."""

from dataclasses import replace

import numpy as np
import pytest

from yeep_analysis.disclosure import cells, pattern
from yeep_analysis.disclosure.attack import DisclosureError, intervals
from yeep_analysis.disclosure.protection import Shown, can_be_shown, merge_offer, protect
from yeep_analysis.disclosure.rule import Lots


def counts_of(rows, **more):
    named = {(f"m{i}", f"k{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    return cells.table(named, **more)


TABLE = counts_of([[2, 30, 9], [14, 25, 11], [0, 40, 17]])
NO_LOTS = "a"  # a salt with which no cell of TABLE is hidden by lot


def test_a_small_count_is_hidden_and_all_others_stay_uncertain():
    shown = protect(TABLE, salt=NO_LOTS)
    assert shown["m0", "k0"] is None
    assert shown["", ""] == 148
    assert shown.number == shown.fewest == 4
    assert shown.gap == 0.0
    hidden = np.array([shown[cell] is None for cell in TABLE.cells])
    assert all(one.width >= 5 for one in intervals(TABLE, hidden).values())


def test_where_nothing_is_small_everything_is_shown():
    assert protect(counts_of([[20, 30], [0, 5]])).number == 0


def test_what_must_be_shown_is_shown_unless_it_is_small():
    margins = [("m0", ""), ("", "k0"), ("m2", "k0")]
    shown = protect(TABLE, salt=NO_LOTS, must_show=margins)
    assert [shown[cell] for cell in margins] == [41, 16, 0]
    assert protect(TABLE, must_show=[("m0", "k0")])["m0", "k0"] is None


def test_a_prefix_stands_before_every_name():
    named = cells.table({("a", "x"): 3, ("b", "x"): 9}, prefix=("monthly", "police"))
    assert named.cells[0] == ("monthly", "police", "a", "x")
    assert ("monthly", "police", "", "") in named.place


def test_how_near_the_pattern_comes_to_the_cheapest_is_said():
    counts = {("a",): None, ("b",): 7}
    assert "2 sayıdan 1’i" in str(Shown(counts, 1, 1))
    assert "%3" in str(Shown(counts, 1, 1, 0.021))


def test_how_near_it_comes_tells_more_than_what_is_shown(monkeypatch):
    """Why no reader is told: of one table with one sign in the same cells, two salts say two things."""
    monkeypatch.setattr(pattern, "_WORK", 0)
    random = np.random.default_rng(8)
    counts = counts_of(random.poisson(6, (5, 4)).tolist())
    shown = protect(counts, salt="a")
    hidden = np.array([shown[cell] is None for cell in counts.cells])
    monkeypatch.setattr(Lots, "drawn", lambda _lots: hidden.copy())
    drawn = protect(counts, salt="a")
    assert drawn.counts == shown.counts and drawn.number == shown.number
    assert (drawn.fewest, drawn.gap) == (shown.number, 0)
    assert shown.fewest < shown.number and shown.gap > 0


@pytest.mark.parametrize("total", [3, 5, 6, 7, 8])
def test_a_total_is_shown_from_seven_on_so_that_hiding_it_tells_no_less_than_the_threshold(total):
    shown = protect(counts_of([[1, total - 1]]), salt=NO_LOTS)
    assert (shown["", ""] is None) == (total < 7)
    assert shown["m0", "k0"] is None


def test_a_total_that_is_none_is_shown():
    two = cells.linked(counts_of([[0, 0]], prefix=("a",)), counts_of([[2, 30], [14, 25]], prefix=("b",)))
    assert protect(two, salt=NO_LOTS)["a", "", ""] == 0


def test_what_is_known_of_cells_survives_linking():
    one = cells.Counts(TABLE.cells, TABLE.values, TABLE.sums, frozenset({3}), frozenset({0, 1}), frozenset({1}))
    both = cells.linked(one, cells.table({("q",): 7}))
    assert both.shown == {3}
    assert both.unseen == {0, 1}
    assert both.place["q",] not in both.unseen
    seen = cells.linked(one, cells.Counts((TABLE.cells[0],), TABLE.values[:1], ()))
    assert seen.unseen == {1}
    assert one.may_be_known == {0}


def test_cells_and_counts_must_agree():
    for values in (TABLE.values[:-1], -TABLE.values, TABLE.values + 1, TABLE.values * cells.MOST):
        with pytest.raises(ValueError, match=r"a count for each cell|not the sum"):
            cells.Counts(TABLE.cells, values, TABLE.sums)


def with_lots(monkeypatch, drawn, *seldom):
    """All or none of the cells are hidden by lot, and what is done seldom is done where it is named."""
    monkeypatch.setattr(Lots, "drawn", lambda lots: np.full(len(lots.counts.cells), drawn))
    monkeypatch.setattr(Lots, "seldom", lambda _lots, what: what in seldom)


def test_a_lot_hides_where_something_is_small_and_seldom_where_nothing_is(monkeypatch):
    large = counts_of([[20, 30], [40, 50]])
    with_lots(monkeypatch, True)
    assert protect(large).number == 0
    assert protect(TABLE).number == len(TABLE.cells) - 1
    assert protect(TABLE)["", ""] == 148
    with_lots(monkeypatch, True, "nothing is small")
    assert protect(large).number == 8


def test_what_should_be_shown_is_seldom_hidden_by_lot(monkeypatch):
    with_lots(monkeypatch, True)
    assert protect(TABLE, must_show=[("m1", "k1")])["m1", "k1"] == 25
    with_lots(monkeypatch, True, "regardless of what is dear")
    shown = protect(TABLE, must_show=[("m1", "k1")])
    assert (shown["m1", "k1"], shown["", ""]) == (None, None)


def test_the_total_is_hidden_where_a_small_count_could_be_found_out_with_it(monkeypatch):
    with_lots(monkeypatch, False)
    counts = replace(counts_of([[2, 30]]), shown=frozenset({1}))
    assert counts.cells[1] == ("m0", "k1")
    shown = protect(counts)
    assert (shown["m0", "k0"], shown["m0", "k1"], shown["", ""]) == (None, 30, None)
    with pytest.raises(DisclosureError, match="m0 · k0"):
        protect(counts, must_show=[("", "")])


def test_what_was_published_before_is_shown_though_it_is_small(monkeypatch):
    with_lots(monkeypatch, False)
    assert protect(replace(TABLE, shown=frozenset({TABLE.place["m0", "k0"]}))).number == 0


@pytest.mark.parametrize(("gap", "said"), [(0.02, "%2"), (0.021, "%3"), (0.99, "%99")])
def test_a_gap_is_rounded_up_to_whole_percents(gap, said):
    assert str(Shown({("a",): None, ("b",): 7}, 1, 1, gap)) == (
        f"2 sayıdan 1’i gizlendi; en az 1 sayının gizlenmesi gerekiyor. Seçim, en uygununun en çok {said} gerisinde."
    )
    assert str(Shown({("a",): 7}, 0, 0)) == (
        "1 sayıdan 0’ı gizlendi; en az 0 sayının gizlenmesi gerekiyor. Bundan uygun bir seçim yok."
    )


NAMES = {"m0": "Arpa", "m1": "Buğday", "m2": "Çavdar", "m3": "Darı"}
PERSONS = {"m0": 30, "m1": 1, "m2": 40, "m3": 2}


def offered(works, persons=PERSONS, names=NAMES, tries=300, **more):
    """What is offered, and the merges that were tried."""
    tried = []
    offer = merge_offer(persons, names, lambda values: tried.append(values) or works(values), tries=tries, **more)
    return offer, tried


def test_merges_are_tried_from_the_fewest_values_and_persons_on():
    offer, tried = offered(lambda _values: False)
    assert offer is None
    assert tried == [
        ("m1", "m3"), ("m0", "m1"), ("m0", "m3"), ("m1", "m2"), ("m2", "m3"), ("m0", "m2"),
        ("m0", "m1", "m3"), ("m1", "m2", "m3"), ("m0", "m1", "m2"), ("m0", "m2", "m3"), ("m0", "m1", "m2", "m3"),
    ]  # fmt: skip


def test_the_smallest_merge_is_offered_by_name():
    offer, tried = offered(lambda values: "m2" in values)
    assert (offer.values, offer.is_smallest, len(tried)) == (("m1", "m2"), True, 4)
    assert str(offer) == "Buğday ve Çavdar birlikte sayılırsa tablo gösterilebilir."


def test_where_not_all_can_be_tried_a_merge_that_works_is_offered_and_nothing_of_it_can_be_spared():
    many = {f"m{number}": number for number in range(64)}
    needed = {"m1", "m20", "m40"}
    offer, tried = offered(lambda values: needed <= {*values}, many, {one: one for one in many}, tries=100)
    assert (set(offer.values), offer.is_smallest) == (needed, False)
    assert len(tried) <= 100 + 6 + 64
    assert str(offer).endswith("Daha küçük bir birleştirme de yetebilir; hepsi denenmedi.")
    begun, tried = offered(lambda values: needed <= {*values}, many, {one: one for one in many}, tries=10, first=needed)
    assert set(begun.values) == needed and len(tried) == 10 + 2 + 4


def test_a_merge_is_never_of_one_value_and_none_is_offered_where_not_even_all_together_help():
    many = {f"m{number}": number for number in range(8)} | {"m8": 80}
    names = {one: one for one in many}
    offer, tried = offered(lambda values: "m8" in values, many, names, tries=20)
    assert len(offer.values) == 2 and "m8" in offer.values
    offer, tried = offered(lambda _values: False, many, names, tries=5)
    assert offer is None and len(tried) == 5 + 4


def test_whether_tables_can_be_shown_is_known_without_a_pattern():
    counts = counts_of([[2, 10], [60, 40], [50, 70], [30, 30]])
    asked = [("m0", ""), ("m0", "k1"), ("", "k0")]
    with pytest.raises(DisclosureError, match="m0 · k0"):
        protect(counts, must_show=asked)
    assert not can_be_shown(counts, must_show=asked)
    assert can_be_shown(counts, must_show=asked[:1])
    for rows in ([[1, 2]], [[2, 30, 9], [14, 25, 11]], [[1, 0]]):
        some = counts_of(rows)
        assert can_be_shown(some) and protect(some)
