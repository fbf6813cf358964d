"""What may be shown of tables of counts, and what is offered where nothing may."""

from dataclasses import replace

import numpy as np
import pytest

from yeep_analysis.disclosure import cells, protection
from yeep_analysis.disclosure.attack import DisclosureError, intervals
from yeep_analysis.disclosure.protection import Shown, _by_size, merge_offer, protect
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


def test_values_of_a_dimension_are_counted_as_one():
    merged = TABLE.merged(0, {"m0": "m0+m2", "m2": "m0+m2"})
    assert merged.cells == counts_of([[2, 70, 26], [14, 25, 11]]).merged(0, {"m0": "m0+m2"}).cells
    assert merged.values[merged.place["m0+m2", "k1"]] == 70
    assert merged.values[merged.place["", "k1"]] == 95
    known = cells.Counts(TABLE.cells, TABLE.values, TABLE.sums, frozenset({TABLE.place["m0", "k1"]}))
    with pytest.raises(ValueError, match="published before"):
        known.merged(0, {"m0": "m0+m2", "m2": "m0+m2"})


def test_the_smallest_merge_is_offered_by_name():
    counts = counts_of([[2, 10], [60, 40], [50, 70], [30, 30]])
    asked = [("m0", ""), ("m0", "k1"), ("", "k0")]
    with pytest.raises(DisclosureError, match="m0 · k0"):
        protect(counts, must_show=asked)
    names = {"m0": "Arpa", "m1": "Buğday", "m2": "Çavdar", "m3": "Darı"}
    offer = merge_offer(counts, 0, names, must_show=asked)
    assert offer.values == ("m0", "m3")
    assert "Arpa ve Darı" in str(offer)
    assert protect(counts.merged(0, offer.groups)).number == 0
    assert merge_offer(counts, 0, names, must_show=asked, in_a_row=True).values == ("m0", "m1")
    assert merge_offer(counts, 1, {"k0": "gün", "k1": "gece"}, must_show=asked).values == ("k0", "k1")
    assert merge_offer(counts_of([[2, 0]]), 0, {"m0": "Arpa"}) is None


def test_how_near_the_pattern_comes_to_the_cheapest_is_said():
    counts = {("a",): None, ("b",): 7}
    assert "2 sayıdan 1’i" in str(Shown(counts, 1, 1))
    assert "%3" in str(Shown(counts, 1, 1, 0.021))


@pytest.mark.parametrize("total", [3, 5, 6, 7, 8])
def test_a_total_is_shown_from_seven_on_so_that_hiding_it_tells_no_less_than_the_threshold(total):
    shown = protect(counts_of([[1, total - 1]]), salt=NO_LOTS)
    assert (shown["", ""] is None) == (total < 7)
    assert shown["m0", "k0"] is None


def test_a_total_that_is_none_is_shown():
    two = cells.linked(counts_of([[0, 0]], prefix=("a",)), counts_of([[2, 30], [14, 25]], prefix=("b",)))
    assert protect(two, salt=NO_LOTS)["a", "", ""] == 0


def test_what_is_known_of_cells_survives_linking_and_merging():
    one = cells.Counts(TABLE.cells, TABLE.values, TABLE.sums, frozenset({3}), frozenset({0, 1}), frozenset({1}))
    both = cells.linked(one, cells.table({("q",): 7}))
    assert both.shown == {3}
    assert both.unseen == {0, 1}
    assert both.place["q",] not in both.unseen
    seen = cells.linked(one, cells.Counts((TABLE.cells[0],), TABLE.values[:1], ()))
    assert seen.unseen == {1}
    merged = one.merged(0, {"m8": "m9"})
    assert (merged.shown, merged.unseen, merged.hidden_before) == (one.shown, one.unseen, one.hidden_before)
    assert one.may_be_known == {0}


def test_cells_and_counts_must_agree():
    for values in (TABLE.values[:-1], -TABLE.values, TABLE.values + 1, TABLE.values * cells.MOST):
        with pytest.raises(ValueError, match=r"a count for each cell|not the sum"):
            cells.Counts(TABLE.cells, values, TABLE.sums)


def test_sums_are_merged_with_their_parts():
    merged = TABLE.merged(1, {"k0": "k", "k2": "k"})
    assert {tuple(merged.cells[p] for p in (one.total, *one.parts)) for one in merged.sums} >= {
        (("m0", ""), ("m0", "k"), ("m0", "k1")),
        (("", "k"), ("m0", "k"), ("m1", "k"), ("m2", "k")),
    }
    assert merged.values[merged.place["m1", "k"]] == 25
    assert (len(merged.cells), len(merged.sums)) == (12, 7)


def test_merges_are_tried_from_the_fewest_persons_on():
    persons = {"a": 5, "b": 1, "c": 3, "d": 2}
    assert list(_by_size(persons, False))[:3] == [("b", "d"), ("b", "c"), ("c", "d")]
    assert list(_by_size(persons, False))[-1] == ("a", "b", "c", "d")
    assert list(_by_size(persons, True)) == [
        ("b", "c"), ("c", "d"), ("a", "b"), ("b", "c", "d"), ("a", "b", "c"), ("a", "b", "c", "d")
    ]  # fmt: skip


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


def test_a_merge_counts_the_persons_of_the_values_that_are_named():
    counts = counts_of([[2, 10], [60, 40], [50, 70], [30, 30]])
    asked = [("m0", ""), ("m0", "k1"), ("", "k0")]
    assert merge_offer(counts, 0, {"m0": "Arpa", "m2": "Çavdar"}, must_show=asked).values == ("m0", "m2")
    assert merge_offer(counts, 0, {"m1": "Buğday", "m2": "Çavdar"}, must_show=asked) is None


def test_no_more_than_300_merges_are_tried(monkeypatch):
    tried = []

    def refuse(*_counts, **_more):
        tried.append(1)
        raise DisclosureError

    monkeypatch.setattr(protection, "protect", refuse)
    nine = cells.table({(f"m{number}",): number for number in range(9)})
    assert merge_offer(nine, 0, {f"m{number}": "x" for number in range(9)}) is None
    assert len(tried) == 300


@pytest.mark.parametrize(("gap", "said"), [(0.02, "%2"), (0.021, "%3"), (0.99, "%99")])
def test_a_gap_is_rounded_up_to_whole_percents(gap, said):
    assert str(Shown({("a",): None, ("b",): 7}, 1, 1, gap)) == (
        f"2 sayıdan 1’i gizlendi; yetecek en az sayının en çok {said} üzerinde."
    )
    assert str(Shown({("a",): 7}, 0, 0)) == "1 sayıdan 0’ı gizlendi; kurala göre daha azı yetmiyor."


def test_the_values_of_the_fewest_persons_are_offered_first(monkeypatch):
    monkeypatch.setattr(protection, "protect", lambda *_counts, **_more: None)
    counts = cells.table({("m0",): 30, ("m1",): 1, ("m2",): 40, ("m3",): 2})
    offer = merge_offer(counts, 0, {"m0": "Arpa", "m1": "Buğday", "m2": "Çavdar", "m3": "Darı"})
    assert (offer.values, offer.groups) == (("m1", "m3"), {"m1": "m1+m3", "m3": "m1+m3"})
    assert str(offer) == "Buğday ve Darı birlikte sayılırsa tablo gösterilebilir."
