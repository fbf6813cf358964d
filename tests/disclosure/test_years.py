"""Twelve bulletins of a month, one after the other, then the tables of the year on top of them; and a correction."""

from dataclasses import replace

import numpy as np
import pytest

from disclosure.test_intervals import by_another_solver
from yeep_analysis.disclosure import cells
from yeep_analysis.disclosure.attack import Attack
from yeep_analysis.disclosure.protection import protect

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]


def invented(seed, mahalles=5, kinds=3):
    random = np.random.default_rng(seed)
    mean = random.lognormal(0.5, 1.0, (1, mahalles, 1)) * random.lognormal(0.3, 0.5, (1, 1, kinds))
    counts = random.poisson(np.broadcast_to(mean, (12, mahalles, kinds)))
    return {(MONTHS[t], f"m{m}", f"k{k}"): int(counts[t, m, k]) for t, m, k in np.ndindex(*counts.shape)}


def of_month(counts, month):
    return cells.table({cell[1:]: n for cell, n in counts.items() if cell[0] == month}, prefix=(month,))


def too_well_known(everything, told, threshold):
    """What a reader of all tables knows of hidden cells too well, and whether each cell is hidden."""
    hidden = np.array([cell not in told for cell in everything.cells])
    reader = Attack(replace(everything, unseen=frozenset()), hidden)
    found = {everything.cells[place]: reader.interval(place) for place in reader.narrow(threshold)}
    return found, hidden


def published(tables, threshold, salt="secret"):
    """All tables together, what of them was told, and how many of each edition's cells were."""
    earlier, told, numbers = None, {}, []
    for table in tables:
        counts = cells.after(table, earlier, told) if earlier else table
        shown = protect(counts, threshold=threshold, salt=salt)
        mine = {cell: shown[cell] for cell in table.cells if shown.counts.get(cell) is not None}
        told |= mine
        numbers.append(len(mine) / (len(table.cells) - len(table.unseen)))
        earlier = cells.linked(earlier, table) if earlier else table
    return earlier, told, numbers


@pytest.mark.parametrize("seed", range(2))
def test_a_year_of_bulletins_and_its_own_tables_tell_nothing_of_a_small_count(seed):
    counts = invented(seed)
    tables = [*(of_month(counts, month) for month in MONTHS), cells.table(counts, [(0, 1), (1, 2), (0, 2)])]
    everything, told, numbers = published(tables, 5)
    found, hidden = too_well_known(everything, told, 5)
    assert found == {}
    assert not {n for cell, n in told.items() if 0 < n < 5}
    assert min(numbers) > 0.2
    for place in np.random.default_rng(seed).choice(np.flatnonzero(hidden), 5, replace=False):
        assert by_another_solver(everything, hidden, place).width >= 5


def test_a_corrected_count_is_another_unknown():
    """The second edition of a month names what was corrected anew, with the sums of its own."""
    first = cells.table({("a", "x"): 3, ("a", "y"): 14, ("b", "x"): 11, ("b", "y"): 20}, prefix=("2024-05",))
    second = cells.table({("a", "x"): 4, ("a", "y"): 14, ("b", "x"): 11, ("b", "y"): 20}, prefix=("2024-05",))
    with pytest.raises(ValueError, match="two counts"):
        cells.after(second, first, {})
    corrected = {cell for cell in second.cells if second.values[second.place[cell]] != first.values[first.place[cell]]}
    assert len(corrected) == 4
    named = tuple((*cell, "2") if cell in corrected else cell for cell in second.cells)
    everything, told, _numbers = published([first, replace(second, cells=named)], 5)
    assert too_well_known(everything, told, 5)[0] == {}
    assert [told.get(("2024-05", "a", "x", *more)) for more in ((), ("2",))] == [None, None]


def test_what_is_in_no_table_any_more_stays_hidden():
    old = cells.table({("a", "x"): 3, ("a", "y"): 14, ("b", "x"): 11, ("b", "y"): 20}, prefix=("old",))
    new = cells.table({("a", "x"): 3, ("c", "x"): 9}, prefix=("new",))
    both = cells.after(new, old, [("old", "a", "")])
    assert both.shown == {both.place["old", "a", ""]}
    named = {both.cells[place] for place in both.unseen}
    assert named == set(old.cells) - {("old", "a", "")} == {both.cells[place] for place in both.hidden_before}
    assert set(protect(both).counts) == set(new.cells) | {("old", "a", "")}
