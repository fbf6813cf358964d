"""What a reader can find out: by all counts there can be, by another solver, and as it was published."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.enumeration import ends
from yeep_analysis.disclosure import attack, cells
from yeep_analysis.disclosure.attack import Attack, DisclosureError, Interval, intervals

SHAPES = ((3, 3), (2, 3, 2), (5, 2))
MARGINS = {3: [None, [(0, 1), (0, 2)], [(0, 1), (0, 2), (1, 2)]], 2: [None]}


@st.composite
def hidden_tables(draw):
    """A table or linked ones, and some cells to hide; the total of everything is shown."""
    shape = draw(st.sampled_from(SHAPES))
    named = {place: draw(st.integers(0, 4)) for place in np.ndindex(*shape)}
    counts = cells.table(
        {tuple(map(str, place)): n for place, n in named.items()}, draw(st.sampled_from(MARGINS[len(shape)]))
    )
    hidden = np.array(draw(st.lists(st.booleans(), min_size=len(counts.cells), max_size=len(counts.cells))))
    hidden[list(counts.grand_totals)] = False
    return counts, hidden


def sums_of(counts):
    return [(one.total, one.parts) for one in counts.sums]


@settings(max_examples=300, deadline=None)
@given(hidden_tables())
def test_intervals_are_those_of_all_counts_there_can_be(made):
    counts, hidden = made
    unknown = hidden | np.isin(np.arange(len(hidden)), list(counts.unseen))
    found = ends(counts.values, sums_of(counts), unknown)
    ours = intervals(counts, unknown)
    assert ours == {place: Interval(below[place], above[place]) for place, (below, above) in found.items()}


def world_by_another_solver(counts, hidden, place, sign):
    """Counts in which a cell is smallest (sign 1) or greatest (-1), by SciPy in whole numbers."""
    matrix = np.zeros((len(counts.sums), len(counts.cells)))
    for row, one in enumerate(counts.sums):
        matrix[row, list(one.parts)] = 1
        matrix[row, one.total] = -1
    bounds = Bounds(np.where(hidden, 0, counts.values), np.where(hidden, cells.MOST, counts.values))
    goal = sign * np.eye(len(counts.cells))[place]
    sums = LinearConstraint(matrix, 0, 0) if len(matrix) else None
    return np.round(milp(goal, integrality=np.ones(len(goal)), bounds=bounds, constraints=sums).x).astype(int)


def by_another_solver(counts, hidden, place):
    """The interval of a cell."""
    return Interval(*(int(world_by_another_solver(counts, hidden, place, sign)[place]) for sign in (1, -1)))


@pytest.mark.parametrize("shape", [(8, 5), (5, 3, 3), (4, 4, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_intervals_are_those_of_another_solver(shape, seed):
    random = np.random.default_rng(seed)
    named = {tuple(map(str, place)): int(random.poisson(4)) for place in np.ndindex(*shape)}
    counts = cells.table(named, [(0, 1), (0, 2), (1, 2)] if seed % 2 and len(shape) == 3 else None)
    hidden = (random.random(len(counts.cells)) < 0.5) | np.isin(np.arange(len(counts.cells)), list(counts.unseen))
    some = random.choice(np.flatnonzero(hidden), 12, replace=False)
    reader = Attack(counts, hidden)
    assert [reader.interval(int(place)) for place in some] == [by_another_solver(counts, hidden, p) for p in some]


def test_the_published_example():
    """Geurts 1992, in the Handbook on Statistical Disclosure Control: rows 7, 3, 6, columns 9, 7, the last row 3, 3."""
    rows = [[5, 2], [1, 2], [3, 3]]
    counts = cells.table({(str(i), str(j)): n for i, row in enumerate(rows) for j, n in enumerate(row)})
    hidden = np.array([cell[0] in ("0", "1") and cell[1] != "" for cell in counts.cells])
    found = intervals(counts, hidden)
    assert {counts.cells[place]: (one.least, one.greatest, one.width) for place, one in found.items()} == {
        ("0", "0"): (3, 6, 3),
        ("0", "1"): (1, 4, 3),
        ("1", "0"): (0, 3, 3),
        ("1", "1"): (0, 3, 3),
    }


def test_what_is_linked_is_solved_in_whole_numbers():
    """Of each three that add up to 1 in pairs there is one half each in fractions, and one in whole numbers."""
    names, sums = ["all"], []
    for group in "ab":
        names += [f"{group}{number}" for number in range(3)] + [f"{group}-{number}" for number in range(3)]
        names += [f"{group}+{number}" for number in range(3)]
    place = {name: number for number, name in enumerate(names)}
    for group in "ab":
        for one, other in ((0, 1), (1, 2), (0, 2)):
            parts = (f"{group}{one}", f"{group}{other}", f"{group}-{one + other - 1}")
            sums.append(cells.Sum(place[f"{group}+{one + other - 1}"], tuple(place[part] for part in parts)))
    sums.append(cells.Sum(0, tuple(place[f"{group}{number}"] for group in "ab" for number in range(3))))
    values = np.array([0] + 2 * [0, 0, 0, 1, 1, 1, 1, 1, 1])
    counts = cells.Counts(tuple((name,) for name in names), values, tuple(sums))
    hidden = np.array(["+" not in name for name in names])
    reader = Attack(counts, hidden)
    assert reader._best(reader._linear, np.eye(hidden.sum())[0])[0] == pytest.approx(3)
    assert reader.interval(0) == by_another_solver(counts, hidden, 0) == Interval(0, 2)
    below, above = ends(values, sums_of(counts), hidden)[0]
    assert (below[0], above[0]) == (0, 2)
    assert reader.narrow(3) == list(map(int, np.flatnonzero(hidden)))


@pytest.mark.parametrize("status", ["kInfeasible", "kUnbounded", "kTimeLimit", "kIterationLimit", "kUnknown"])
def test_where_the_solver_does_not_come_to_an_end_nothing_is_said(monkeypatch, status):
    import highspy

    class Stopped(highspy._Highs):
        def getModelStatus(self):
            return getattr(highspy.HighsModelStatus, status)

    monkeypatch.setattr(highspy, "_Highs", Stopped)
    counts = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 1, ("b", "y"): 2})
    with pytest.raises(DisclosureError, match="a · x"):
        intervals(counts, np.array(["" not in cell for cell in counts.cells]))


def test_an_answer_that_does_not_add_up_is_none(monkeypatch):
    counts = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 1, ("b", "y"): 2})
    hidden = np.array(["" not in cell for cell in counts.cells])
    for wrong in ([9, 0, 0, 0], [-1, 8, 5, -2]):
        monkeypatch.setattr(Attack, "_best", lambda *_asked, wrong=wrong: np.array(wrong, float))
        with pytest.raises(DisclosureError):
            Attack(counts, hidden).extreme(0, least=True)


def test_of_what_nothing_is_shown_only_an_arbitrary_end_is_known():
    counts = cells.table({("a",): 3, ("b",): 4})
    found = intervals(counts, np.ones(3, bool))
    assert {one for one in found.values()} == {Interval(0, cells.MOST)}


def test_the_solver_says_nothing(capfd):
    attack.solver().run()
    counts = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 1, ("b", "y"): 2})
    intervals(counts, np.array(["" not in cell for cell in counts.cells]))
    assert capfd.readouterr() == ("", "")


def test_a_cell_that_is_surely_known_is_narrow():
    counts = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 9, ("b", "y"): 12})
    hidden = np.array([cell in {("a", "x"), ("a", "y")} for cell in counts.cells])
    assert Attack(counts, hidden).narrow(1) == [0, 1]
    every = np.array(["" not in cell for cell in counts.cells])
    assert Attack(counts, every).narrow(7) == []
    assert Attack(counts, every).narrow(8) == [int(p) for p in np.flatnonzero(every)]


@pytest.mark.parametrize("least", [True, False])
def test_the_dual_of_an_attack_holds_for_whatever_fulfils_the_sums(least):
    counts = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 9, ("b", "y"): 12})
    hidden = np.array(["" not in cell for cell in counts.cells])
    place = counts.place["b", "y"]
    weights = Attack(counts, hidden).weights(place, least=least)
    assert np.abs(weights).sum() > 1
    random = np.random.default_rng(1)
    for _world in range(5):
        a, b, c, d = map(int, random.integers(0, 50, 4))
        other = cells.table({("a", "x"): a, ("a", "y"): b, ("b", "x"): c, ("b", "y"): d})
        assert weights @ other.values == pytest.approx(other.values[place])
    assert ((weights[hidden] <= 1e-9) if not least else (weights[hidden] >= -1e-9)).all()
