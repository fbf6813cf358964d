"""What the form's second version asks otherwise, and that forms of the first are taken as ever."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from forms.filling import cells, fill, key_columns, open_cells, written
from openpyxl import load_workbook

from results.conftest import year_before
from results.desk import Desk
from results.making import FEN, IK, ROOT, STAFF, YEAR, key, yeep
from yeep_analysis.edition import Edition
from yeep_analysis.intake.answer_checks import check_money
from yeep_analysis.intake.forms.collect import Collection, check, collect, files_in, read_files, take_in
from yeep_analysis.intake.forms.expected import expected
from yeep_analysis.intake.forms.layout import FIRST_VERSION
from yeep_analysis.intake.forms.write import FormCover, write_form
from yeep_analysis.municipality.cells import CellKind, CellRefusedError, SentCell, money
from yeep_analysis.municipality.result_tables import results_table
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.progress.evaluation import load_evaluation
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.terms import Field, MoneySource, NoMoney, Subject

pytestmark = pytest.mark.usefixtures("read_here")
FROZEN = ROOT / "tests" / "frozen"
DAY = date(2025, 2, 1)
POOL = "measure/spor_kompleksi_yapimi"


def found(folder: Path, data: Path, day: date = DAY, **options: Any) -> Collection:
    wanted = expected(data, YEAR)
    return collect(files_in([folder]), wanted, load_results(data, YEAR), wanted.circumstances(data, day), **options)


def first_version(unit: str, data: Path, to: Path) -> Path:
    """A form as it was sent out before."""
    wanted = expected(data, YEAR)
    cover = FormCover.of(wanted.municipality, wanted.plan.units[unit].name)
    to.mkdir(exist_ok=True)
    path = to / f"{YEAR}-{unit}.xlsx"
    path.write_bytes(write_form(wanted.form(unit, FIRST_VERSION), cover, {}))
    return path


# --- forms of the first version


def test_frozen_forms_of_the_first_version_give_what_they_gave(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FROZEN / "ornek", tmp_path / "data"))
    known = {
        (row.unit_id, row.key, row.field): row.value
        for _n, row in read_rows(results_table(2025), data / "results" / "2025.csv")[0].rows
    }
    (data / "results" / "2025.csv").unlink()
    wanted = expected(data, 2025)
    for delivery, day in (("2025-1", date(2026, 2, 16)), ("2025-2", date(2026, 5, 29)), ("2025-3", date(2026, 9, 10))):
        files = read_files(files_in([FROZEN / "forms" / delivery]), wanted)
        taken = take_in(files, wanted, data, day)
        assert not taken.problems and not taken.held
    assert {(row.unit_id, row.key, row.field): row.value for row in load_results(data, 2025).rows} == known
    assert {Field.IMPACT, Field.OBSTACLE, Field.MAY_PUBLISH} <= {field for _unit, _key, field in known}


def test_a_frozen_form_with_the_damaged_words_of_the_plan_is_known_again(data: Path) -> None:
    (path,) = (FROZEN / "forms" / "data-2024").iterdir()
    workbook = load_workbook(path)
    texts = {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value}
    damaged = [action for action in expected(data, YEAR).plan.actions.values() if action.reading]
    assert any(action.text in texts for action in damaged)
    taken = found(path.parent, data)
    assert taken.units and not taken.problems and taken.merge.new


# --- deviation


def test_a_reason_is_asked_of_what_fell_and_of_what_has_no_value_and_not_of_the_rest(desk: Desk, data: Path) -> None:
    year_before(data)
    desk.put(FEN, POOL, Field.VALUE, 35.6)
    desk.put(IK, STAFF, Field.FEMALE, 1), desk.put(IK, STAFF, Field.MALE, 1), desk.put(IK, STAFF, Field.VALUE, 2)
    for unit, row in ((FEN, POOL), (IK, STAFF), (IK, "measure/yeni_ise_alim")):
        if (row, Field.DEVIATION) in cells(desk.form(unit)):
            desk.put(unit, row, Field.DEVIATION, None)
    told = [one.spot for one in found(desk.send(), data).problems if one.spot.fill == (Field.DEVIATION,)]
    assert [one.row for one in told] == [STAFF]


def test_no_value_wants_a_reason_in_words_unless_it_does_not_apply(desk: Desk, data: Path) -> None:
    for reason, problems in (("not collected", 1), ("does not apply", 0)):
        for which in (Field.FEMALE, Field.MALE, Field.VALUE, Field.DEVIATION):
            desk.put(IK, STAFF, which, None)
        desk.put(IK, STAFF, Field.MISSING, reason)
        one = found(desk.send(), data)
        assert [spot.fill for spot in (told.spot for told in one.problems)] == [(Field.DEVIATION,)] * problems
    desk.put(IK, STAFF, Field.MISSING, "not collected")
    desk.put(IK, STAFF, Field.DEVIATION, "No record by sex.")
    assert not found(desk.send(), data).problems


def test_forms_of_the_first_version_are_not_asked_for_it(data: Path, tmp_path: Path) -> None:
    path = first_version(IK, data, tmp_path / "first")
    assert Field.DEVIATION not in {which for _row, which in cells(load_workbook(path))}
    fill(path, {(STAFF, Field.MISSING): "not collected"})
    assert not found(path.parent, data).problems


# --- asked once


def test_the_last_month_is_asked_once_and_counts_for_every_number(desk: Desk, data: Path) -> None:
    desk.put(IK, "once/last_month/measures", Field.LAST_MONTH, 9)
    rows = found(desk.send(), data).merge.rows
    months = {row.key for row in rows if (row.field, row.value) == (Field.LAST_MONTH, "9")}
    numbers = {row.key for row in rows if row.field in (Field.FEMALE, Field.VALUE, Field.NUMERATOR)}
    assert months and months == {one for one in numbers if one.subject == Subject.MEASURE and not one.is_part}


def test_before_the_year_has_ended_the_cell_above_the_rows_is_to_be_filled_in(desk: Desk, data: Path) -> None:
    desk.form(IK)
    one = found(desk.send(), data, date(YEAR, 10, 1))
    assert {told.spot.fill for told in one.problems} == {(Field.LAST_MONTH,)}
    from yeep_analysis.intake.forms.send_back import points_of

    place = desk.cell(IK, "once/last_month/measures", Field.LAST_MONTH)
    assert {point.cell for point in points_of(one.by_unit[IK], expected(data, YEAR))} == {place.coordinate}


def test_a_consent_counts_for_the_sheet_and_releases_nothing_that_it_does_not_show(
    desk: Desk, data: Path, tmp_path: Path
) -> None:
    path = first_version(IK, data, tmp_path / "first")
    action = next(row for row, which in open_cells(load_workbook(path)) if which == Field.IMPACT)
    fill(path, {(action, Field.STATUS): "ongoing", (action, Field.IMPACT): "not to be published"})
    wanted = expected(data, YEAR)
    take_in(read_files([path], wanted), wanted, data, DAY)
    desk.put(IK, "once/may_publish/actions", Field.MAY_PUBLISH, "yes")
    rows = found(desk.send(), data).merge.rows
    released = {str(row.key) for row in rows if (row.field, row.value) == (Field.MAY_PUBLISH, "yes")}
    actions = {str(row.key) for row in rows if row.subject == Subject.ACTION and row.field == Field.EXPLANATION}
    assert len(actions) > 1 and released == actions - {action}


# --- only where it is needed


def test_a_reason_for_a_correction_is_asked_where_something_was_reported(
    desk: Desk, data: Path, tmp_path: Path
) -> None:
    blank = written(data, YEAR, tmp_path / "blank", "--unit", IK)[IK]
    assert all(Field.CORRECTION not in key_columns(sheet) for sheet in load_workbook(blank))
    desk.form(IK)
    wanted = expected(data, YEAR)
    take_in(read_files(files_in([desk.send()]), wanted), wanted, data, DAY, only=[IK])
    again = written(data, YEAR, tmp_path / "again", "--unit", IK, "--unit", FEN)
    rows = {row for row, which in open_cells(load_workbook(again[IK])) if which == Field.CORRECTION}
    assert STAFF in rows and all(row.count("/") == 1 for row in rows)
    assert all(Field.CORRECTION not in key_columns(sheet) for sheet in load_workbook(again[FEN]))
    both = check(
        read_files([blank, again[IK]], wanted), wanted, load_results(data, YEAR), wanted.circumstances(data, DAY)
    )
    assert not both.problems  # sent before and after, both are forms


@pytest.mark.parametrize("answer", ["yes", "no", None])
def test_whether_reasons_may_be_published_is_asked_once_above_the_rows(
    desk: Desk, data: Path, tmp_path: Path, answer: str | None
) -> None:
    asked = ("once/may_publish_correction/measures", Field.PUBLISH_REASON)
    blank = written(data, YEAR, tmp_path / "blank", "--unit", IK)[IK]
    assert asked not in open_cells(load_workbook(blank))
    desk.form(IK)
    wanted = expected(data, YEAR)
    take_in(read_files(files_in([desk.send()]), wanted), wanted, data, DAY, only=[IK])
    again = written(data, YEAR, tmp_path / "again", "--unit", IK)[IK]
    assert asked in open_cells(load_workbook(again))
    values = {(STAFF, Field.FEMALE): 31, (STAFF, Field.VALUE): 41, (STAFF, Field.CORRECTION): "Sayım yinelendi."}
    fill(again, values | ({asked: answer} if answer else {}))
    done = take_in(read_files([again], wanted), wanted, data, DAY)
    assert {(row.reason, row.may_publish) for row in done.merge.changed} == {("Sayım yinelendi.", answer == "yes")}
    assert load_results(data, YEAR).corrections == tuple(done.merge.changed)  # the log keeps it


# --- money and goals


@pytest.mark.parametrize(("typed", "kept"), [("1250000", "1250000"), ("250000000000", "250000000000"), ("0", "0")])
def test_amounts_are_whole_liras(typed: str, kept: str) -> None:
    assert money(SentCell(CellKind.TEXT, typed)) == kept


@pytest.mark.parametrize("typed", ["1.250.000", "1250000 TL", "12,50", "-5", "yok", "2000000000000"])
def test_an_amount_that_can_be_read_in_two_ways_is_refused(typed: str) -> None:
    with pytest.raises(CellRefusedError):
        money(SentCell(CellKind.TEXT, typed))


def test_an_amount_and_a_reason_for_none_are_one_too_many() -> None:
    row = key("action/istihdam_g2_h3_e1")
    assert len(list(check_money(Reply(row, IK, {Field.SPENT: "5", Field.NO_MONEY: "none"})))) == 1
    assert not list(check_money(Reply(row, IK, {Field.NO_MONEY: "none"})))
    assert not list(check_money(Reply(row, IK, {Field.SPENT: "5"})))


def test_money_of_the_responsible_unit_stays_beside_the_status_of_another(desk: Desk, data: Path) -> None:
    wanted = expected(data, YEAR)
    pairs = [
        (action, wanted.reporters.of_money(action), wanted.reporters.of(Subject.ACTION, action.id)[0])
        for action in wanted.plan.actions.values()
    ]
    action, payer, reporter = next(one for one in pairs if one[1] != one[2])
    row = f"action/{action.id}"
    desk.put(payer, row, Field.SPENT, 900)
    wanted = expected(data, YEAR)
    take_in(read_files(files_in([desk.send()]), wanted), wanted, data, DAY)
    desk.form(reporter)
    taken = take_in(read_files(files_in([desk.send()]), wanted), wanted, data, DAY)
    assert not taken.problems
    said = {(one.unit_id, one.field): one.value for one in load_results(data, YEAR).rows if str(one.key) == row}
    assert said[payer, Field.SPENT] == "900" and (reporter, Field.STATUS) in said


def test_the_evaluation_gives_reasons_goal_answers_and_money() -> None:
    year = load_evaluation(Edition(2025, "en", ROOT / "examples" / "ornek"))
    (reason,) = year.deviations(2025)["guvensiz_nokta"]
    assert reason.unit_id == "fen_isleri" and reason.may_be_published and "izin" in reason.text
    answers = year.goal_answers(2025)
    both = [said.unit_id for which in answers["katilim_g1"].values() for said in which]
    assert set(both) == {"esitlik_birimi", "kent_konseyi"} and len(answers["katilim_g1"]) == 6
    (secret,) = answers["gunluk_yasam_g2"][Field.OBSTACLE]
    assert not secret.may_be_published
    spent = year.money(2025)
    assert (spent["gunluk_yasam_g1_h1_e1"].planned, spent["gunluk_yasam_g1_h1_e1"].spent) == (18_500_000, 21_340_000)
    assert spent["gunluk_yasam_g1_h1_e1"].source == MoneySource.MUNICIPALITY
    assert spent["katilim_g1_h1_e2"].reason == NoMoney.NOT_SEPARABLE and spent["katilim_g1_h1_e2"].spent is None
    assert year.deviations(2023) == {} and year.money(2023) == {}


def test_a_goal_has_no_reporter_of_its_own(data: Path) -> None:
    with (data / "plan" / "reporters.csv").open("a", encoding="utf-8") as table:
        table.write("goal,katilim_g1,esitlik_birimi,confirmed,\n")
    code, _shown, told = yeep("forms", YEAR, "--data", data)
    assert code == 3 and "Goals have no reporter of their own" in told
