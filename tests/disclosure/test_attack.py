"""The reader of `attack`, step by step: at the ends of what is narrow, and with the options of the solver."""

from dataclasses import replace

import numpy as np
import pytest

from yeep_analysis.disclosure import attack, cells
from yeep_analysis.disclosure.attack import Attack, DisclosureError, _is_whole

TABLE = cells.table({("a", "x"): 3, ("a", "y"): 4, ("b", "x"): 9, ("b", "y"): 12})
INNER = np.array(["" not in cell for cell in TABLE.cells])


def known(value, **more):
    """A cell that no table shows, and of which the sum tells the count."""
    return cells.Counts((("all",), ("part",)), np.array([value, value]), (cells.Sum(0, (1,)),), **more)


@pytest.mark.parametrize(("value", "is_narrow"), [(0, False), (1, True), (2, True), (4, True), (5, False), (6, False)])
def test_what_no_table_showed_may_be_known_where_it_is_none_or_many(value, is_narrow):
    nothing = np.zeros(2, bool)
    assert Attack(known(value, unseen=frozenset({1})), nothing).narrow(5) == [1] * is_narrow
    before = known(value, unseen=frozenset({1}), hidden_before=frozenset({1}))
    assert Attack(before, nothing).narrow(5) == [1]


@pytest.mark.parametrize("total", [4, 5, 6])
def test_a_cell_is_narrow_below_the_width(total):
    counts = cells.Counts((("",), ("a",), ("b",)), np.array([total, 1, total - 1]), (cells.Sum(0, (1, 2)),))
    assert Attack(counts, np.array([False, True, True])).narrow(5) == [1, 2] * (total < 5)


def test_a_world_is_whole_up_to_the_tolerance_of_the_solver():
    assert _is_whole(np.array([]))
    assert _is_whole(np.array([0.0, 3.0, 1 + 9e-7]))
    for part in (0.5, 1e-5, 1e-6, -1e-5):
        assert not _is_whole(np.array([2.0, part]))


def test_the_solver_has_its_options():
    one = attack.solver()
    names = ("output_flag", "parallel", "random_seed", "mip_rel_gap")
    assert [one.getOptionValue(name)[1] for name in names] == [False, "off", 1, 0.0]


def test_unknowns_lie_between_none_and_their_upper_bound():
    one = attack.solver()
    attack.add_columns(one, 2, whole=True, upper=7.0)
    attack.add_columns(one, 1, whole=False)
    attack.add_row(one, {0: 2.0, 2: -1.0}, -3, 4.5)
    programme = one.getLp()
    assert list(programme.col_lower_) == [0, 0, 0]
    assert list(programme.col_upper_) == [7, 7, np.inf]
    assert (list(programme.row_lower_), list(programme.row_upper_)) == ([-3], [4.5])
    assert [str(kind).split(".")[-1] for kind in programme.integrality_[:2]] == ["kInteger", "kInteger"]


def directions(monkeypatch, counts, hidden, width):
    """In which worlds are looked for, where none is found."""
    asked = []
    monkeypatch.setattr(Attack, "_best", lambda _reader, _programme, direction: asked.append(direction))
    Attack(counts, hidden)._sweep(width)
    return asked


def test_worlds_are_looked_for_of_eight_cells_and_more(monkeypatch):
    eight = cells.table({(str(number),): 2 for number in range(8)})
    hidden = np.array([cell != ("",) for cell in eight.cells])
    asked = directions(monkeypatch, eight, hidden, 1)
    assert len(asked) == 60
    assert {number for one in asked for number in one} == {-1.0, 1.0}
    nine = cells.table({(str(number),): 2 for number in range(9)})
    reader = Attack(nine, np.array([cell != ("",) for cell in nine.cells]))
    reader._high = nine.values + np.eye(len(nine.cells), dtype=int)[4]  # that is wide enough
    asked.clear()
    reader._sweep(1)
    assert {tuple(np.flatnonzero(np.isin(one, [-1.0, 1.0]))) for one in asked} == {(0, 1, 2, 3, 5, 6, 7, 8)}
    assert {one[4] for one in asked} == {0.0}
    assert directions(monkeypatch, eight, hidden, 0) == []  # each is as uncertain as that already
    hidden[0] = False
    assert directions(monkeypatch, eight, hidden, 1) == []


def test_one_world_is_enough_where_it_differs_enough(monkeypatch):
    four = cells.table({(a, b): 10 for a in "abc" for b in "xyz"})
    hidden = np.array(["" not in cell for cell in four.cells])
    real, asked = Attack._best, []

    def best(reader, programme, direction):
        asked.append(direction)
        return real(reader, programme, direction)

    monkeypatch.setattr(Attack, "_best", best)
    reader = Attack(four, hidden)
    assert reader.narrow(5) == []
    single = [one for one in asked if np.count_nonzero(one) == 1]
    assert len(asked) - len(single) >= 1
    assert (reader._high - reader._low)[hidden].min() >= 5
    assert (reader._high - reader._low)[~hidden].max() == 0
    assert len(asked) < 2 * hidden.sum()


def test_the_cells_that_are_wide_are_not_asked_for_again(monkeypatch):
    reader = Attack(TABLE, INNER)
    reader._low, reader._high = TABLE.values - 2, TABLE.values + 3
    monkeypatch.setattr(Attack, "_best", None)
    assert reader.narrow(5) == []


def test_an_audit_without_an_end_names_the_cell(monkeypatch):
    reader = Attack(replace(TABLE, cells=tuple(("", *cell) for cell in TABLE.cells)), INNER)
    said = "“tümü · {}” hücresinin denetimi sonuçlanmadı. Tablonun hiçbir bölümü yayımlanamaz."
    monkeypatch.setattr(Attack, "_best", lambda *_asked: None)
    with pytest.raises(DisclosureError) as error:
        reader.extreme(TABLE.place["b", "y"], least=True)
    assert str(error.value) == said.format("b · y")
    for wrong in ([9.0, 0, 0, 0], [-1.0, 8, 13, 8], [3.0, 4, 9, 13]):
        monkeypatch.setattr(Attack, "_best", lambda *_asked, wrong=wrong: np.array(wrong))
        with pytest.raises(DisclosureError) as error:
            reader.extreme(TABLE.place["b", "y"], least=True)
        assert str(error.value) == said.format("a · x")


@pytest.mark.parametrize("least", [True, False])
def test_the_weights_leave_out_what_is_not_at_its_end(least):
    """Else the reach that follows from them would be greater than the true one."""
    reader, place = Attack(TABLE, INNER), TABLE.place["b", "y"]
    weights = reader.weights(place, least=least)
    world = {True: [0, 7, 12, 9], False: [7, 0, 5, 16]}[least]
    assert reader.extreme(place, least=least) == world[3]
    assert weights[INNER].tolist() == [0 if n else pytest.approx(1 if least else -1) for n in world]
