"""The ledger of publications: what it keeps, and how what was told before joins the tables of an edition."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from yeep_analysis.disclosure import ledger
from yeep_analysis.disclosure.attack import intervals
from yeep_analysis.disclosure.cells import Counts, table
from yeep_analysis.disclosure.ledger import Told, with_earlier
from yeep_analysis.words.errors import DataError

COUNTS = {("2024", "a", "x"): 3, ("2024", "a", "y"): 4, ("2024", "b", "x"): 1, ("2024", "b", "y"): 20}


def told(counts, shown, entry=1, edition="2024", language="tr"):
    return Told(entry, edition, language, date(2025, 2, 1), "a" * 64, counts, frozenset(shown))


def published(counts=COUNTS):
    """Cells of a table with all its margins."""
    whole = table(counts)
    return {cell: int(n) for cell, n in zip(whole.cells, whole.values, strict=True)}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_what_is_written_is_read_again(folder):
    one = told(published(), [("2024", "", "")])
    nothing = told({}, [], entry=2, edition="2024-05", language="en")
    one = replace(one, unseen=frozenset({("2024", "a", "x")}))
    assert ledger.known(folder) == ()
    ledger.write(folder, [one, nothing])
    assert ledger.known(folder) == (one, nothing)
    before = (folder / "published.csv").read_bytes()
    ledger.write(folder, ledger.known(folder))
    assert (folder / "published.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",2024|a|x,3,false,", ",2024|a|x,,false,"),  # a count is missing
        (f",,,,{'a' * 64}", f",2024|c|x,3,true,{'a' * 64}"),  # the row of the edition is missing
        (",2024|a|x,3,false,", ",2024|a|y,3,false,"),  # a cell twice
        (",2024|a|x,3,false,", ",2024|a|x,three,false,"),
    ],
)
def test_a_ledger_that_was_changed_by_hand_is_refused(folder, old, new):
    ledger.write(folder, [told(published(), [])])
    text = (folder / "published.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "published.csv").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError):
        ledger.known(folder)


def test_the_same_count_is_the_same_unknown_and_shown_where_it_was():
    both = with_earlier(table(COUNTS), [told(published(), [("2024", "a", "y")])])
    assert both.cells == table(COUNTS).cells
    assert [both.cells[place] for place in both.shown] == [("2024", "a", "y")]
    assert set(both.sums) == set(table(COUNTS).sums)


def test_a_count_that_was_corrected_is_another_unknown_with_the_sums_of_its_edition():
    before = published()
    now = table({**COUNTS, ("2024", "a", "x"): 9})
    both = with_earlier(now, [told(before, [("2024", "", "")])])
    added = [cell for cell in both.cells if len(cell) > 3]
    assert {cell[:3] for cell in added} == {
        cell for cell, n in before.items() if n != now.values[now.place[cell]]
    }  # the cell itself and its margins
    assert {cell[3] for cell in added} == {"2024 (2025-02-01, 1)"}  # a message names the edition
    whole = both.place["2024", "", "", "2024 (2025-02-01, 1)"]
    assert whole in both.shown and both.place["2024", "", ""] not in both.shown
    assert any(one.total == whole for one in both.sums)


def test_the_same_correction_in_two_languages_is_one_unknown():
    before, now = published(), table({**COUNTS, ("2024", "a", "x"): 9})
    both = with_earlier(now, [told(before, []), told(before, [("2024", "a", "x")], entry=2, language="en")])
    assert len([cell for cell in both.cells if cell[:3] == ("2024", "a", "x")]) == 2


def test_sums_are_found_again_from_the_names_of_the_cells():
    whole = table(COUNTS, [(0, 1), (0, 2)])
    cells = {cell: int(n) for cell, n in zip(whole.cells, whole.values, strict=True)}
    alone = Counts((("2025", "a", "x"),), np.array([7]), ())
    found = with_earlier(alone, [told(cells, [])])

    def told_of(counts):
        return {(counts.cells[one.total], frozenset(counts.cells[part] for part in one.parts)) for one in counts.sums}

    assert told_of(found) == told_of(whole) != set()


def test_readers_of_both_editions_subtract_what_one_of_them_hid():
    """Last year's report hid both sexes beside the total; this year's shows one of them: then the other is known."""
    counts = {("m", "2024", "f"): 3, ("m", "2024", "m"): 30}
    before = {**counts, ("m", "2024", ""): 33}
    now = Counts((("m", "2024", "m"),), np.array([30]), ())
    both = with_earlier(now, [told(before, [("m", "2024", "")])])
    hidden = np.array([cell == ("m", "2024", "f") for cell in both.cells])
    assert intervals(both, hidden)[both.place["m", "2024", "f"]].width == 0


def test_the_salt_is_made_once(folder):
    assert ledger.salt(folder) == ""
    ledger.make_salt(folder)
    made = ledger.salt(folder)
    assert len(made) == 64
    ledger.make_salt(folder)
    assert ledger.salt(folder) == made


def test_the_place_and_the_remedy_of_what_was_changed_by_hand_are_said(folder):
    ledger.write(folder, [told(published(), [])])
    path, text = folder / "published.csv", (folder / "published.csv").read_text(encoding="utf-8")
    rest = ("Yayım defteri elle değiştirilmiş.", "Bu dosyayı yalnızca “yeep publish” yazar.")
    number = text.split("\n").index(next(line for line in text.split("\n") if ",2024|a|x,3,false," in line)) + 1
    missing_edition = ("published.csv, 1", *rest, "Dosyayı yedeğinden geri alın.")
    for old, new, expected in (
        (",2024|a|x,3,false,", ",2024|a|x,,false,", [(f"published.csv, {number}", *missing_edition[1:])]),
        (f",,,,{'a' * 64}", f",,,true,{'a' * 64}", [("published.csv, 2", *missing_edition[1:])]),
        (f",,,,{'a' * 64}", f",,3,,{'a' * 64}", [("published.csv, 2", *missing_edition[1:])]),
        (f",,,,{'a' * 64}", f",2024|c|x,3,true,{'a' * 64}", [missing_edition]),
    ):
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(DataError) as error:
            ledger.known(folder)
        assert [(p.where, p.what, p.expected, p.action) for p in error.value.problems] == expected


def test_publications_are_read_in_the_order_of_their_entries(folder):
    first, second = told({("2024", "a"): 3}, []), told({("2024", "b"): 0}, [("2024", "b")], entry=2)
    ledger.write(folder, [second, first])
    assert ledger.known(folder) == (first, second)
    line = next(line for line in (folder / "published.csv").read_text(encoding="utf-8").split("\n") if "|b" in line)
    assert line == "2,2024,tr,2025-02-01,2024|b,0,true,"
    ledger.write(folder, [])
    assert not (folder / "published.csv").exists()
    ledger.write(folder, [])


def test_a_publication_is_narrowed_to_some_cells():
    whole = replace(told(published(), [("2024", "a", "y"), ("2024", "", "")]), unseen=frozenset({("2024", "a", "x")}))
    narrowed = whole.only(lambda cell: cell[:2] == ("2024", "a"))
    assert set(narrowed.counts) == {("2024", "a", "x"), ("2024", "a", "y"), ("2024", "a", "")}
    assert (narrowed.shown, narrowed.unseen) == ({("2024", "a", "y")}, {("2024", "a", "x")})
    assert whole.only(lambda cell: cell[1] == "b").unseen == frozenset()


def test_what_no_table_showed_is_read_as_such_and_no_total_is_made_up():
    one = replace(told({**published(), ("2024", "c", "x"): 8}, []), unseen=frozenset({("2024", "a", "x")}))
    alone = ledger.alone(one)
    assert {alone.cells[place] for place in alone.unseen} == {("2024", "a", "x")}
    totals = {alone.cells[total.total] for total in alone.sums}
    assert ("2024", "", "x") not in totals  # 8 of c are missing in it
    assert ("2024", "", "y") in totals
    now = table(COUNTS)
    assert with_earlier(now, []) is now


def test_the_salt_is_a_line_of_its_own(folder):
    ledger.make_salt(folder)
    text = (folder / ledger.SALT).read_text(encoding="ascii")
    assert text == f"{ledger.salt(folder)}\n"
    (folder / ledger.SALT).write_text("  mine \n", encoding="ascii")
    assert ledger.salt(folder) == "mine"
