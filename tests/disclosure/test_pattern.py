"""The cheapest cells to hide: against all patterns there are, and as a programme that says the same every time."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import highspy
import numpy as np
import pytest

from disclosure.enumeration import cheapest, is_safe
from yeep_analysis.disclosure import cells, pattern
from yeep_analysis.disclosure.attack import Attack, DisclosureError
from yeep_analysis.disclosure.pattern import Pattern, UnsafeError, choose


def made(shape, seed, mean=3.0, margins=None):
    random = np.random.default_rng(seed)
    named = {tuple(map(str, place)): int(random.poisson(mean)) for place in np.ndindex(*shape)}
    counts = cells.table(named, margins)
    return replace(counts, shown=frozenset(counts.grand_totals))


def tried(counts, threshold, costs):
    """What `choose` should say, by trying all patterns."""
    is_small = (counts.values > 0) & (counts.values < threshold)
    must = [bool(small) or place in counts.unseen for place, small in enumerate(is_small)]
    may = [place not in counts.shown for place in range(len(counts.cells))]
    sums = [(one.total, one.parts) for one in counts.sums]
    return cheapest(counts.values, sums, must, may, costs, threshold)


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 2)])
def test_no_other_pattern_is_cheaper(shape):
    assert_none_is_cheaper(shape, 1)


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 2), (4, 2), (3, 3)])
def test_of_many_tables_no_other_pattern_is_cheaper(shape):
    for seed in range(2, 22 if shape != (3, 3) else 6):
        assert_none_is_cheaper(shape, seed)


def assert_none_is_cheaper(shape, seed):
    counts = made(shape, seed)
    costs = np.random.default_rng(seed).uniform(1, 2, len(counts.cells))
    for weights in (np.ones(len(costs)), costs):
        best = tried(counts, 3, weights)
        if best is None:
            with pytest.raises(UnsafeError):
                choose(counts, 3, costs=weights)
            continue
        found = choose(counts, 3, costs=weights)
        assert found.cost == pytest.approx(weights[best].sum())
        assert (found.bound, found.gap) == (pytest.approx(found.cost), 0.0)
        assert found.fewest <= sum(best)
        assert found.fewest == sum(best) or weights is costs
        assert is_safe(counts.values, [(s.total, s.parts) for s in counts.sums], found.hidden, 3)


def test_other_cells_are_hidden_as_if_they_were_small():
    counts = made((3, 3), 5, mean=20)
    also = np.zeros(len(counts.cells), bool)
    also[[0, *counts.grand_totals]] = True
    found = choose(counts, 5, also=also)
    assert found.hidden[0]
    assert not found.hidden[list(counts.grand_totals)].any()
    assert (found.number, found.is_small.sum()) == (4, 0)


def test_what_cannot_be_kept_uncertain_is_not_hidden_for_nothing():
    counts = cells.table({("a", "x"): 0, ("a", "y"): 0, ("b", "x"): 20, ("b", "y"): 30})
    counts = replace(counts, shown=frozenset(counts.place[cell] for cell in (("a", ""), ("", ""), ("", "x"))))
    also = np.zeros(len(counts.cells), bool)
    also[counts.place["a", "x"]] = True
    assert choose(counts, 5, also=also).number == 0


def test_a_small_count_that_can_be_found_out_in_any_case_is_named():
    counts = cells.table({("a", "x"): 2, ("a", "y"): 10, ("b", "x"): 20, ("b", "y"): 30})
    counts = replace(counts, shown=frozenset(counts.place[cell] for cell in (("a", ""), ("a", "y"))))
    with pytest.raises(UnsafeError, match="a · x") as error:
        choose(counts)
    assert error.value.cells == (("a", "x"),)


def test_what_was_published_before_is_known_and_no_longer_hidden():
    counts = cells.table({("a", "x"): 2, ("a", "y"): 10, ("b", "x"): 20, ("b", "y"): 30})
    found = choose(replace(counts, shown=frozenset(range(len(counts.cells)))))
    assert (found.number, found.gap, found.is_small.any()) == (0, 0.0, False)


def test_three_tables_of_two_dimensions_tell_of_the_one_behind_them():
    """Nothing in the margins is small, and yet 3 of a cell that no table shows could be found out."""
    inner = {("a", "x", "p"): 3, ("a", "y", "q"): 20, ("b", "x", "q"): 20, ("b", "y", "p"): 20}
    counts = cells.table(inner, [(0, 1), (0, 2), (1, 2)])
    named = {counts.cells[place] for place in counts.unseen}
    assert named == {(one, other, third) for one in "ab" for other in "xy" for third in "pq"}
    margins = cells.table({cell: n + 20 * (cell == ("a", "x", "q")) for cell, n in inner.items()}, [(0, 1)])
    assert len(margins.cells) == 9
    hidden = choose(counts).hidden
    assert hidden.any()
    assert not hidden[list(counts.unseen)].any()


def test_what_no_table_shows_may_be_known_where_it_is_none_or_many():
    counts = cells.table({("a", "x"): 7, ("a", "y"): 0, ("b", "x"): 30, ("b", "y"): 0}, [(0,), (1,)])
    assert len(counts.unseen) == 4
    assert choose(counts).number == 0


def test_beyond_some_cells_the_gap_is_kept(monkeypatch):
    counts = made((5, 4, 3), 1, mean=6)
    proven = choose(counts)
    assert (proven.gap, proven.fewest) == (0.0, proven.number)
    monkeypatch.setattr(pattern, "_NEAR", 0.4)
    monkeypatch.setattr(pattern, "_WORK", 0)
    found = choose(counts)
    assert 0.0 < found.gap <= 0.4
    assert found.gap == pytest.approx(1 - found.bound / found.number)
    assert found.fewest <= proven.number <= found.number
    assert Attack(counts, found.hidden).narrow(5) == []


SAME = """
import numpy as np
from yeep_analysis.disclosure import cells, protection
random = np.random.default_rng(7)
for shape in ((12, 5), (5, 3, 3)):
    named = {tuple(map(str, place)): int(random.poisson(6)) for place in np.ndindex(*shape)}
    print(repr(protection.protect(cells.table(named), salt="same")))
"""


def test_the_same_tables_are_shown_the_same_every_time():
    said = {
        subprocess.run(
            [sys.executable, "-c", SAME], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "1", "2")
    }
    assert len(said) == 1
    assert b"None" in said.pop()


def test_the_gap_is_a_part_of_the_cost():
    none = np.zeros(2, bool)
    assert Pattern(none, none, 4.0, 3.0).gap == 0.25
    assert Pattern(none, none, 4.0, 4.0).gap == Pattern(none, none).gap == 0.0
    assert Pattern(none, none, 4.0, 3.9999999).gap == 0.0
    assert Pattern(none, none, 4.0, 4.1).gap == 0.0


def test_a_message_names_totals_as_such():
    counts = cells.table({("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 20, ("b", "y"): 30})
    counts = replace(counts, shown=frozenset(range(len(counts.cells))) - {counts.place["a", ""]})
    with pytest.raises(UnsafeError, match="a · tümü"):
        choose(counts)


def test_a_count_is_small_from_one_to_four():
    counts = cells.Counts(tuple((str(n),) for n in range(7)), np.arange(7), ())
    assert np.flatnonzero(pattern.small(counts)).tolist() == [1, 2, 3, 4]
    assert np.flatnonzero(pattern.small(counts, 3)).tolist() == [1, 2]
    nothing = Pattern(np.zeros(1, bool), np.zeros(1, bool))
    assert (nothing.cost, nothing.bound, nothing.fewest, nothing.number) == (0.0, 0.0, 0, 0)


class Reader:
    """A reader of whom the weights of both attacks are given."""

    def __init__(self, values, up, down):
        self.counts = SimpleNamespace(values=np.array(values))
        self._weights = {False: np.array(up), True: np.array(down)}

    def weights(self, _place, *, least):
        return self._weights[least]


def test_a_condition_bounds_what_can_fall_and_nothing_that_can_rise():
    """With a count that rises the greatest of the cell grows without end, or the least falls so."""
    ups = [1.0, -0.5, 0.0, 0.0, -0.5, 0.0, -3.0, 1e-10, -1e-10, 1e-9, 0.0, -1e-8]
    downs = [0.0, 0.0, -1.0, 0.5, 0.25, 0.0, 0.0, -1e-10, 1e-10, 0.0, -1e-9, 0.0]
    found = pattern._condition(Reader([3, 4, 6, 5, 2, 9, 8, 1, 1, 0, 0, 1], ups, downs), 0, 10)
    assert found == {0: 1.0, 1: pytest.approx(0.2), 2: 1.0, 3: pytest.approx(0.25), 4: pytest.approx(0.15), 6: 1.0}
    assert found.keys() == {0, 1, 2, 3, 4, 6}


def test_a_condition_holds_for_every_safe_pattern_and_for_none_that_it_was_made_of():
    parts = 0
    for seed in range(10):  # a cycle of hidden cells, where all margins are shown
        counts = made((2, 3), seed)
        inner = [place for place, cell in enumerate(counts.cells) if "" not in cell]
        counts = replace(counts, shown=frozenset(range(12)) - set(inner))
        parts += checked(counts, inner, np.isin(np.arange(12), [inner[place] for place in (0, 1, 3, 4)]), 4)
    assert parts > 5
    counts = made((2, 3), 1)  # the small counts alone, where margins can be hidden
    free = [place for place in range(12) if place not in counts.shown]
    assert checked(counts, free, pattern.small(counts, 3) & np.isin(np.arange(12), free), 3) == 0


def checked(counts, free, chosen, width):
    """How many of the conditions that were compared with safe patterns have weights below 1."""
    sums = [(one.total, one.parts) for one in counts.sums]
    reader = Attack(counts, chosen)
    conditions = {place: pattern._condition(reader, place, width) for place in reader.narrow(width)}
    every = (more for number in range(2, 7) for more in list(combinations(free, number))[:: 1 + len(free) // 7])
    patterns = (np.isin(np.arange(len(counts.cells)), more) for more in every)
    safe = [one for one in patterns if is_safe(counts.values, sums, one, width, most=40)]
    for place, weights in conditions.items():
        assert sum(weight for other, weight in weights.items() if chosen[other]) < 1
        for hidden in (one for one in safe if one[place]):
            assert sum(weight for other, weight in weights.items() if hidden[other]) >= 1 - 1e-6
    return sum(min(one.values()) < 1 for place, one in conditions.items() if any(hidden[place] for hidden in safe))


def cells_alone(number, value=9):
    return cells.Counts(tuple((str(n),) for n in range(number)), np.full(number, value), ())


def searched(number, chosen, proven, safe=None, work=0):
    """What a search over cells without sums found, and the gaps that it allowed; the master says always the same."""
    every = np.ones(number, bool)
    search = pattern._Search(cells_alone(number), 5, ~every, every, np.ones(number))
    gaps = []

    def choose_always(gap):
        gaps.append(gap)
        search.master.work += work
        return chosen, proven

    search.master.choose = choose_always
    search.completed = lambda _chosen: chosen if safe is None else safe.pop(0)
    return search.cheapest(), gaps


@pytest.mark.parametrize(("number", "gap"), [(400, 0.0), (401, 0.01)])
def test_the_search_is_near_at_first_and_exact_at_last_up_to_400_cells(number, gap):
    none = np.zeros(number, bool)
    one = none.copy()
    one[0] = True
    (best, bound), gaps = searched(number, one, 0.5)
    assert (best == one).all()
    assert bound == 0.5
    assert gaps == [0.05] * 4 + [gap]


def test_the_search_ends_where_the_bound_meets_the_cost():
    two = np.array([True, True, False])
    for proven in (2.0, 2.0 - 1e-6, 2.5):
        (best, bound), gaps = searched(3, two, proven)
        assert (bound, gaps, best.sum()) == (proven, [0.05], 2)
    assert searched(3, two, 1.99)[1] == [0.05] * 4 + [0.0]


def test_the_search_ends_after_some_work_with_the_cheapest_so_far():
    none, every = np.zeros(3, bool), np.ones(3, bool)
    first, second = np.array([True, True, False]), np.array([False, True, True])
    safe = [first, second, *[every] * 20]
    (best, bound), gaps = searched(3, none, 0.0, safe, work=2500)
    assert (best == first).all()
    assert (bound, len(gaps)) == (0.0, 5)
    assert len(searched(3, none, 0.0, [every] * 20, work=10_000)[1]) == 2
    assert len(searched(3, none, 0.0, [every] * 20, work=10_001)[1]) == 1
    (best, _bound), _gaps = searched(3, none, 0.0, [every] * 20, work=10_001)
    assert best.all()


def test_a_choice_is_completed_from_itself_and_forgotten():
    """What was added to one choice binds no later one."""
    chosen, more = np.array([True, False, False]), np.array([True, True, False])
    search = pattern._Search(cells_alone(3), 5, np.zeros(3, bool), np.ones(3, bool), np.ones(3))
    kept, gaps, learned = [], [], iter([False, False, True])
    search.learned = lambda _safe: next(learned)
    search.master.keep = lambda hidden: kept.append(hidden.tolist())
    search.master.choose = lambda gap: (gaps.append(gap), (more, 0.0))[1]
    assert (search.completed(chosen) == more).all()
    assert kept == [chosen.tolist(), chosen.tolist(), [False] * 3]
    assert gaps == [0.05, 0.05]


@pytest.mark.parametrize(
    ("weight", "is_more"), [(0.4, False), (0.5, True), (0.4999999, True), ((1 - 1e-6) / 2, True), (0.6, True)]
)
def test_what_is_safe_in_fractions_only_needs_one_cell_more(monkeypatch, weight, is_more):
    counts = cells.table({("a",): 2, ("b",): 3, ("c",): 50, ("d",): 60})
    must, may = np.array([True, True, False, False, False]), np.array([True, True, True, True, False])
    search = pattern._Search(counts, 7, must, may, np.ones(5))
    monkeypatch.setattr(pattern, "_condition", lambda *_asked: {0: weight, 1: weight, 2: 0.25})
    asked = []
    search.master.demand = lambda weights, place: asked.append((weights, place))
    assert not search.learned(must)
    weights = {2: 1.0, 3: 1.0} if is_more else {0: weight, 1: weight, 2: 0.25}
    assert asked == [(weights, 0), (weights, 1)]
    asked.clear()
    assert pattern._Search(counts, 7, must, may, np.ones(5)).learned(np.array([True, False, True, True, False]))


def master(number, costs=None):
    every = np.ones(number, bool)
    return pattern._Master(cells_alone(number), ~every, every, np.ones(number) if costs is None else costs)


def test_the_master_has_its_limits():
    one = master(2)
    assert one._programme.getOptionValue("mip_max_nodes")[1] == 5000
    assert one.work == 0
    one.choose(0.25)
    assert one._programme.getOptionValue("mip_rel_gap")[1] == 0.25
    asked = []
    for number in (400, 401):
        large = master(number)
        large.choose = lambda gap: (asked.append(gap), (None, 2.0000005))[1]
        assert large.fewest(np.ones(number)) == 2
    assert asked == [0.0, 0.01]


def test_the_weights_of_the_others_must_come_to_one():
    one = master(4, np.array([1.0, 1.5, 1.25, 1.75]))
    one.keep(np.array([True, False, False, False]))
    assert one.choose(0.0)[0].tolist() == [True, False, False, False]
    one.demand({1: 0.5, 2: 0.5, 3: 0.5}, 0)
    hidden, least = one.choose(0.0)
    assert hidden.tolist() == [True, True, True, False]
    assert least == pytest.approx(3.75)
    assert one.fewest(np.ones(4)) == 3
    one.demand({0: 0.25, 3: 1.0}, 0)  # a part of it is its own
    assert one.choose(0.0)[0].sum() == 3
    assert one.choose(0.0)[0][3]


def test_work_is_added_up(monkeypatch):
    one = master(2)
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    counts = iter([3, -1, 4])

    class Told:
        primal_solution_status, mip_dual_bound = feasible, 0.0

        def __init__(self):
            self.simplex_iteration_count = next(counts)

    one.choose(0.0)
    one.work = 0
    programme = one._programme
    one._programme = SimpleNamespace(
        setOptionValue=programme.setOptionValue, run=programme.run, getModelStatus=programme.getModelStatus,
        getInfo=Told, getSolution=programme.getSolution
    )  # fmt: skip
    assert [(one.choose(0.0), one.work)[1] for _number in range(3)] == [3, 3, 7]


@pytest.mark.parametrize(
    ("status", "is_feasible", "is_found"),
    [
        ("kOptimal", True, True),
        ("kSolutionLimit", True, True),
        ("kOptimal", False, False),
        ("kSolutionLimit", False, False),
        ("kTimeLimit", True, False),
        ("kInfeasible", False, False),
    ],
)
def test_where_the_search_does_not_come_to_an_end_nothing_is_shown(status, is_feasible, is_found):
    one = master(2)
    kinds = highspy.SolutionStatus
    info = SimpleNamespace(
        simplex_iteration_count=0,
        mip_dual_bound=1.5,
        primal_solution_status=kinds.kSolutionStatusFeasible if is_feasible else kinds.kSolutionStatusInfeasible,
    )
    one._programme = SimpleNamespace(
        setOptionValue=lambda *_option: None,
        run=lambda: None,
        getModelStatus=lambda: getattr(highspy.HighsModelStatus, status),
        getInfo=lambda: info,
        getSolution=lambda: SimpleNamespace(col_value=[0.5, 0.6]),
    )
    if is_found:
        hidden, least = one.choose(0.0)
        assert (hidden.tolist(), least) == ([False, True], 1.5)
        return
    with pytest.raises(DisclosureError) as error:
        one.choose(0.0)
    assert str(error.value) == (
        "Nelerin gizlenmesi gerektiği bulunamadı; arama sonuçlanmadı. Tablonun hiçbir bölümü yayımlanamaz."
    )


def test_small_counts_that_can_be_found_out_are_all_named():
    counts = cells.table({("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 20, ("b", "y"): 30})
    counts = replace(counts, shown=frozenset(range(len(counts.cells))) - {0, 1})
    with pytest.raises(UnsafeError) as error:
        choose(counts)
    assert str(error.value) == (
        "Başka ne gizlenirse gizlensin, şu küçük sayılar bulunabiliyor: a · x, a · y. Satırları ya da sütunları "
        "birleştirin."
    )


def test_what_no_table_shows_costs_nothing_and_is_not_counted():
    counts = cells.table({("a", "x"): 2, ("a", "y"): 30, ("b", "x"): 20, ("b", "y"): 1}, [(0,), (1,)])
    found = choose(counts)
    assert not found.is_small[list(counts.unseen)].any()
    assert (found.number, found.cost) == (0, 0.0)
    dear = choose(made((2, 3), 1), 3, costs=np.full(12, 7.0))
    assert (dear.cost, dear.fewest) == (7.0 * dear.number, dear.number)
    assert choose(made((2, 3), 1), 3).cost == dear.number
