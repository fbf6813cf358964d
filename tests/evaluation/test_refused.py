"""Mistakes in targets, crosswalk, reporters and results: refused with file, row and column, all at once, before a kernel."""

import re

import pytest

from evaluation.making import NOTEBOOKS, yeep

TARGETS, CROSSWALK, REPORTERS = "plan/targets.csv", "plan/crosswalk.csv", "plan/reporters.csv"
Y2023, Y2024, LOG = "results/2023.csv", "results/2024.csv", "results/corrections.csv"


@pytest.fixture(params=["check", "report"])
def refused(request, ornek, tmp_path, no_kernel):
    """``refused()``: what the command says of the data; it must refuse them and leave nothing behind."""

    def run(edition="2025"):
        out = tmp_path / "out"
        more = [edition, "--notebooks", NOTEBOOKS, "--out", out] if request.param == "report" else []
        said = yeep(request.param, *more, "--data", ornek.path)
        assert said.code == 3, said.out + said.err
        assert not out.exists()
        assert "Traceback" not in said.err
        return said.err

    return run


@pytest.fixture
def checked(ornek):
    """``checked()``: what ``yeep check`` says of data that it must refuse."""

    def run():
        said = yeep("check", "--data", ornek.path)
        assert said.code == 3, "the data were not refused"
        return said.err

    return run


def places(text):
    """File, row and column of every problem."""
    return re.findall(r"^(\S+\.csv), satır (\d+)(?:, sütun (\w+))?$", text, flags=re.MULTILINE)


def test_a_problem_in_every_table_is_told_at_once(ornek, refused):
    for file, row, column, text in EVERYWHERE:
        ornek.cell(file, row, column, text)
    said = refused()
    found = {(file.split("/")[-1], int(row), column) for file, row, column in places(said)}
    assert found == {(file.split("/")[-1], row, column) for file, row, column, _text in EVERYWHERE}
    assert f"{len(EVERYWHERE)} sorun" in said


EVERYWHERE = [
    (TARGETS, 2, "measure_id", "yok_boyle"),
    (TARGETS, 3, "target_year", "2020"),
    (TARGETS, 4, "value", "-1"),
    (TARGETS, 5, "set_in", "iki bin"),
    (CROSSWALK, 2, "subject_id", "yok_boyle"),
    (CROSSWALK, 3, "fate", "belki"),
    (REPORTERS, 2, "subject_id", "yok_boyle"),
    (REPORTERS, 3, "unit_id", "yok_birim"),
    (REPORTERS, 4, "basis", "sanırım"),
    (Y2023, 3, "subject_id", "yok_boyle"),
    (Y2024, 3, "sha256", "abc"),
]


@pytest.mark.parametrize("edition", ["2023", "2023-2025"])
def test_bad_results_of_any_year_are_refused_for_every_edition(ornek, tmp_path, no_kernel, edition):
    ornek.cell(Y2024, 5, "unit_id", "yok_birim")
    said = yeep("report", edition, "--data", ornek.path, "--notebooks", NOTEBOOKS, "--out", tmp_path / "out")
    assert said.code == 3
    assert "results/2024.csv, satır 5, sütun unit_id" in said.err
    assert "yok_birim" in said.err


@pytest.mark.parametrize(
    ("file", "column", "text"),
    [
        (TARGETS, "measure_id", "yok_boyle"),
        (TARGETS, "measure_id", ""),
        (TARGETS, "target_year", "2025,5"),
        (TARGETS, "target_year", "1999"),
        (TARGETS, "value", "çok"),
        (TARGETS, "value", "1.000,5"),
        (TARGETS, "set_in", ""),
        (TARGETS, "base_year", "dün"),
        (CROSSWALK, "subject", "olay"),
        (CROSSWALK, "subject_id", ""),
        (REPORTERS, "subject", "hedef"),
        (REPORTERS, "unit_id", "ilgili_kurumlar"),
        (Y2023, "subject", "olay"),
        (Y2023, "field", "renk"),
        (Y2023, "value", ""),
        (Y2023, "received_on", "20.02.2024"),
        (LOG, "corrected_on", "dün"),
        (LOG, "year", "iki"),
    ],
)
def test_a_mistake_is_refused_at_its_place(ornek, checked, file, column, text):
    ornek.cell(file, 2, column, text)
    found = [(place.split("/")[-1], row, at) for place, row, at in places(checked())]
    assert (file.split("/")[-1], "2", column) in found


@pytest.mark.parametrize("file", [TARGETS, CROSSWALK, REPORTERS, Y2023, LOG])
def test_a_row_that_stands_twice_is_refused(ornek, checked, file):
    row = ornek.twice(file, 2)
    said = checked()
    assert f"{file.split('/')[-1]}, satır {row}" in said
    assert "iki kez geçiyor; ilki satır 2" in said


def test_what_is_new_has_no_key_in_this_plan(ornek, checked):
    row = ornek.place(CROSSWALK, fate="new")
    ornek.cell(CROSSWALK, row, "subject_id", "katilim_g1_h1_e1")
    assert places(checked()) == [(CROSSWALK, str(row), "subject_id")]


def test_the_status_of_an_action_is_reported_by_one_unit(ornek, checked):
    row = ornek.twice(REPORTERS, ornek.place(REPORTERS, subject="action"))
    ornek.cell(REPORTERS, row, "unit_id", "fen_isleri")
    assert f"{REPORTERS}, satır {row}" in checked()


def test_every_problem_names_the_folder_of_its_file(ornek, checked):
    ornek.cell(Y2023, 3, "sha256", "abc")
    ornek.cell(REPORTERS, 4, "basis", "sanırım")
    ornek.cell(LOG, 2, "new_sha256", "abc")
    assert {file for file, _row, _column in places(checked())} == {Y2023, REPORTERS, LOG}


def test_two_problems_of_one_table_of_results_are_told_at_once(ornek, checked):
    ornek.cell(Y2023, 3, "sha256", "abc")
    ornek.cell(Y2023, 6, "subject_id", "yok_boyle")
    ornek.cell(Y2023, 8, "unit_id", "yok_birim")
    assert [(row, column) for _file, row, column in places(checked())] == [
        ("3", "sha256"),
        ("6", "subject_id"),
        ("8", "unit_id"),
    ]


def test_a_problem_of_the_log_is_told_once(ornek, checked):
    ornek.cell(LOG, 3, "new_sha256", "abc")
    assert len(places(checked())) == 1


def test_a_correction_of_what_the_plan_does_not_know_is_refused(ornek, checked):
    row = ornek.place(LOG, subject="measure", breakdown="", field="value")
    ornek.cell(LOG, row, "subject_id", "yok_boyle")
    assert [(at, column) for _file, at, column in places(checked())] == [(str(row), "subject_id")]


@pytest.mark.parametrize(
    ("subject", "table"), [("measure", "measures"), ("action", "actions"), ("undertaking", "methodology")]
)
def test_an_unknown_key_names_the_table_in_which_it_should_stand(ornek, checked, subject, table):
    row = ornek.place(Y2023, subject=subject)
    ornek.cell(Y2023, row, "subject_id", "yok_boyle")
    assert f"{table}.csv dosyasındaki bir anahtar" in checked()


def test_a_row_is_counted_as_the_editor_counts_it(ornek, checked):
    text = (ornek.path / Y2023).read_text(encoding="utf-8").split("\n")
    text.insert(2, "," * text[0].count(","))
    (ornek.path / Y2023).write_text("\n".join(text), encoding="utf-8")
    ornek.cell(Y2023, 6, "subject_id", "yok_boyle")
    assert [row for _file, row, _column in places(checked())] == ["6"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("value", "on iki"),
        ("value", "-3"),
        ("value", "1.234,5"),
        ("female", "3.5"),
        ("numerator", "999"),
        ("done", "evet"),
        ("done_on", "25.11.2025"),
        ("missing", "bilmem"),
        ("last_month", "13"),
        ("status", "bitti"),
        ("may_publish", "belki"),
    ],
)
def test_a_value_that_a_form_would_not_accept_is_refused(ornek, checked, field, text):
    """Somebody edited the table of a year by hand: a chapter must not be the first to notice."""
    row = ornek.place("results/2025.csv", field=field)
    ornek.cell("results/2025.csv", row, "value", text)
    assert [(at, column) for _file, at, column in places(checked())] == [(str(row), "value")]


@pytest.mark.parametrize("file", [TARGETS, CROSSWALK, REPORTERS])
def test_a_table_that_nobody_wrote_is_no_problem(ornek, file):
    (ornek.path / file).unlink()
    said = yeep("check", "--data", ornek.path)
    assert said.code == 0, said.err


def test_the_example_and_the_repository_are_accepted(ornek):
    assert yeep("check", "--data", ornek.path).code == 0
