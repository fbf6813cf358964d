"""Every kind of mistake is found: all in one run over the forms of all units, and each alone finds exactly itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from results.conftest import year_before
from results.desk import Desk
from results.making import SECOND_DAY, YEAR, tree, yeep
from results.planted import CATALOGUE
from yeep_analysis.intake.forms.collect import collect, files_in
from yeep_analysis.intake.forms.expected import Expected
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.terms import Field

Told = list[tuple[str, str]]  # place, sentences


def told(errors: str) -> Told:
    """The problems of a report as it is printed."""
    lines = errors.splitlines()
    starts = [n for n, line in enumerate(lines[1:], start=1) if not line.startswith("    ")]
    return [(lines[n], " ".join(line.strip() for line in lines[n + 1 : n + 3])) for n in starts]


def is_it(problem: tuple[str, str], place: str, words: tuple[str, ...]) -> bool:
    where, text = problem
    return bool(re.match(re.escape(place) + r"(?![0-9])", where)) and all(word in text for word in words)


@pytest.fixture(scope="module")
def before_all(house: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with results of the year before."""
    data = Path(shutil.copytree(house.data, tmp_path_factory.mktemp("planted") / "data"))
    year_before(data)
    return data


@pytest.fixture(scope="module")
def one_run(before_all: Path, house: SimpleNamespace) -> SimpleNamespace:
    """All mistakes of the catalogue on one desk, and what one run says of them."""
    desk = Desk(house.clean, before_all.parent / "returned")
    places = {name: mistake.places(desk) for name, mistake in CATALOGUE.items()}
    state = tree(before_all)
    code, shown, errors = yeep("collect", YEAR, desk.send_all(), "--data", before_all, "--received", "10.02.2025")
    return SimpleNamespace(
        code=code, shown=shown, errors=errors, told=told(errors), places=places, untouched=tree(before_all) == state
    )


def test_the_catalogue_is_large_and_touches_many_units(one_run: SimpleNamespace) -> None:
    assert len(CATALOGUE) >= 60
    named = {place.split(".xlsx")[0] for places in one_run.places.values() for place in places}
    assert len({name for name in named if name.startswith(f"{YEAR}-")}) >= 10


def test_one_run_refuses_them_all_and_writes_nothing(one_run: SimpleNamespace) -> None:
    assert one_run.code == 3 and one_run.untouched
    assert f"The data were refused: {len(one_run.told)} problems. Nothing was changed." in one_run.errors


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_is_named_in_the_one_run(name: str, one_run: SimpleNamespace) -> None:
    for place in one_run.places[name]:
        found = [one for one in one_run.told if is_it(one, place, CATALOGUE[name].words)]
        assert len(found) == 1, (place, [one for one in one_run.told if one[0].startswith(place)])


def test_nothing_else_is_named_in_the_one_run(one_run: SimpleNamespace) -> None:
    wanted = [(place, CATALOGUE[name].words) for name, places in one_run.places.items() for place in places]
    others = [one for one in one_run.told if not any(is_it(one, *pair) for pair in wanted)]
    assert all("name the valid one" in text for _where, text in others)  # the desk holds copies of some forms


def test_a_problem_of_a_cell_names_unit_and_measure(one_run: SimpleNamespace) -> None:
    (place,) = one_run.places["sexes do not add up"]
    where = next(where for where, _text in one_run.told if where.startswith(place))
    assert "İnsan Kaynakları ve Eğitim Müdürlüğü; " in where and "istihdam" in where.lower()


def test_personal_data_are_not_repeated(one_run: SimpleNamespace) -> None:
    for secret in ("10000000146", "532 123", "ayse@", "0006 1005", "232 123", "a@example"):
        assert secret not in one_run.errors + one_run.shown


def problems_of(folder: Path, wanted: Expected, data: Path) -> list[Problem]:
    about = wanted.circumstances(data, SECOND_DAY)
    return collect(files_in([folder]), wanted, load_results(data, YEAR), about).problems


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_alone_finds_exactly_itself(
    name: str, desk: Desk, wanted: Expected, before_all: Path, read_here: None
) -> None:
    places = CATALOGUE[name].places(desk)
    found = problems_of(desk.send(), wanted, before_all)
    assert len(found) == len(places), found
    for place in places:
        assert any(
            is_it((one.where, f"{one.what} {one.expected} {one.action}"), place, CATALOGUE[name].words) for one in found
        ), found
    assert all(one.what and one.action for one in found)


def test_clean_forms_have_none(house: SimpleNamespace, before_all: Path, wanted: Expected, read_here: None) -> None:
    assert problems_of(house.clean, wanted, before_all) == []


def test_blank_forms_have_none(house: SimpleNamespace, before_all: Path, wanted: Expected, read_here: None) -> None:
    assert problems_of(house.sent, wanted, before_all) == []


# --- more that one cell can do


@pytest.mark.parametrize("noise", [5.551115123125783e-17, 1e-05, 1e300])
def test_the_noise_of_a_formula_is_refused_in_words(
    noise: float, desk: Desk, wanted: Expected, before_all: Path, read_here: None
) -> None:
    """=0,1+0,2-0,3 is not zero; what Excel stores must not stop the run."""
    place = desk.put("fen_isleri", "measure/pazaryeri", Field.VALUE, noise)
    (found,) = problems_of(desk.send(), wanted, before_all)
    assert found.where.startswith(place)


def test_completed_is_refused_where_nothing_is_said_of_its_measures(
    desk: Desk, wanted: Expected, before_all: Path, read_here: None
) -> None:
    for which in (Field.VALUE, Field.EXPLANATION, Field.DEVIATION):
        desk.put("uretici_kadin_kooperatifi", "measure/el_emegi_satis_yeri", which, None)
    place = desk.put("uretici_kadin_kooperatifi", "action/istihdam_g4_h1_e2", Field.STATUS, "completed")
    found = problems_of(desk.send(), wanted, before_all)
    assert [one.where.startswith(place) for one in found] == [True], found


def test_personal_data_in_the_evidence_are_told_once(
    desk: Desk, wanted: Expected, before_all: Path, read_here: None
) -> None:
    """The cell is refused; that the evidence is missing for that is no second mistake of the unit."""
    desk.put("engelli_merkezi", "measure/engelli_egitimi", Field.EXPLANATION, None)
    desk.put("engelli_merkezi", "action/egitim_g3_h1_e2", Field.STATUS, "completed")
    place = desk.put("engelli_merkezi", "action/egitim_g3_h1_e2", Field.EXPLANATION, "ask ayse@example.org")
    found = problems_of(desk.send(), wanted, before_all)
    assert [one.where.startswith(place) for one in found] == [True], found


def test_two_files_of_one_name_can_be_told_apart(
    desk: Desk, wanted: Expected, before_all: Path, read_here: None, tmp_path: Path
) -> None:
    """Units send “form.xlsx”; the office keeps each in a folder of its own."""
    for folder in ("first", "second"):
        desk.file(f"{folder}.xlsx", b"no workbook")
        (tmp_path / folder).mkdir()
        shutil.move(desk.folder / f"{folder}.xlsx", tmp_path / folder / "form.xlsx")
    paths = [tmp_path / "first" / "form.xlsx", tmp_path / "second" / "form.xlsx"]
    about = wanted.circumstances(before_all, SECOND_DAY)
    found = collect(paths, wanted, load_results(before_all, YEAR), about).problems
    assert len({one.where for one in found}) == 2


# As it stands in the workbook -> as it is read
TEXTS = {
    "Sütçü \ufffd": "Sütçü \ufffd",
    "GÃ¼n": "GÃ¼n",
    "line\nline": "line\nline",
    "line_x000D_line": "line\nline",  # a lone return is a line break
    "a_x0000_b": "ab",  # a letter that nobody sees is left out
    '"': '"',
    ";,\t'": ";,\t'",
    "=1+1": "=1+1",
    "  x  ": "x",
}


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_merged_can_be_read_again(text: str, desk: Desk, data: Path, read_here: None) -> None:
    """A text that the results could not hold must be refused when it comes in, not when the results are next opened."""
    cell = desk.cell("iskur", "measure/egitim_sonrasi_istihdam", Field.EXPLANATION)
    place = desk.at("iskur", cell)
    cell.value = text
    cell.data_type = "s"
    code, _shown, errors = yeep("collect", YEAR, desk.send(), "--data", data, "--received", "2025-02-10")
    assert code == 0 or (code == 3 and place in errors)
    rows = load_results(data, YEAR).rows
    assert code == 3 or TEXTS[text] in [row.value for row in rows]
