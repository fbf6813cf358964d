"""``yeep collect`` as a command: exit codes, what it says, and what it leaves alone."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from forms.filling import run

from results.desk import Desk
from results.making import IK, YEAR, tree, yeep
from yeep_analysis.intake.forms import collect as collecting
from yeep_analysis.municipality.csv_text import guarded, unguarded
from yeep_analysis.reporting import results_folder as store
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.terms import Field

HEAD = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"
STAFF = f"{YEAR},{IK},measure,kadro_bazli_istihdam,,"


@pytest.fixture
def delivery(tmp_path: Path) -> Callable[..., Path]:
    """``delivery(female=3, male=9)``: a CSV of one unit and one measure."""

    def make(name: str = "delivery", **fields: object) -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text(HEAD + "".join(f"{STAFF},{which},{value}\n" for which, value in fields.items()))
        return path

    return make


def collect(data: Path, *more: object, received: str = "10.02.2025") -> tuple[int, str, str]:
    return yeep("collect", YEAR, *more, "--data", data, "--received", received)


def numbers(data: Path) -> dict[str, str]:
    return {row.field.value: row.value for row in load_results(data, YEAR).rows}


# --- the whole way


def test_clean_forms_of_all_units_are_merged_and_a_second_delivery_changes_nothing(
    data: Path, house: SimpleNamespace, read_here: None
) -> None:
    code, shown, errors = collect(data, house.clean)
    assert (code, errors) == (0, "")
    files = len(list(house.clean.iterdir()))
    assert f"{files} files, {files} units: " in shown and " 0 changed, 0 unchanged values." in shown
    assert f"Take it back: yeep collect 2024 --undo --data {data}\n" in shown
    rows = load_results(data, YEAR).rows
    assert f" {len(rows)} new, " in shown
    assert {row.received_on for row in rows} == {date(2025, 2, 10)}
    assert {row.file for row in rows} == {path.name for path in house.clean.iterdir()}
    assert all(len(row.sha256) == 64 and row.sheet and row.cell for row in rows)
    before = tree(data)
    code, shown, _errors = collect(data, house.clean, received="11.02.2025")
    assert code == 0 and f": 0 new, 0 changed, {len(rows)} unchanged values." in shown and "Nothing is new" in shown
    assert tree(data) == before


def test_the_results_are_themselves_a_delivery(data: Path, delivery: Callable, tmp_path: Path) -> None:
    """“A CSV with the same columns is accepted as well.”"""
    collect(data, delivery(female=3, male=9))
    head, *rows = (data / "results" / f"{YEAR}.csv").read_text(encoding="utf-8").splitlines()
    table = tmp_path / "sent.csv"  # a delivery says its year in every row
    table.write_text("\n".join([f"year,{head}", *(f"{YEAR},{row}" for row in rows)]) + "\n", encoding="utf-8")
    code, shown, _errors = collect(data, table)
    assert code == 0 and "0 new, 0 changed, 2 unchanged" in shown


def test_provenance_is_that_of_the_cell(data: Path, desk: Desk) -> None:
    place = desk.put("iskur", "measure/egitim_sonrasi_istihdam", Field.FEMALE, 31)
    desk.put("iskur", "measure/egitim_sonrasi_istihdam", Field.VALUE, None)
    folder = desk.send()
    assert collect(data, folder / f"{YEAR}-iskur.xlsx")[0] == 0
    row = next(row for row in load_results(data, YEAR).rows if row.field == Field.FEMALE)
    assert f"{row.file}, sheet “{row.sheet}”, cell {row.cell}" == place
    assert row.sha256 == sha256((folder / row.file).read_bytes()).hexdigest() and row.value == "31"


def test_the_table_is_plain_csv(data: Path, delivery: Callable) -> None:
    collect(data, delivery(female=3, male=9))
    with (data / "results" / f"{YEAR}.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["field"], row["value"], row["cell"], row["received_on"]) for row in rows] == [
        ("female", "3", "2", "2025-02-10"),
        ("male", "9", "3", "2025-02-10"),
    ]


# --- dry run


@pytest.mark.parametrize("is_wrong", [False, True])
def test_a_dry_run_writes_nothing(data: Path, delivery: Callable, is_wrong: bool) -> None:
    before = tree(data)
    folders = sorted(path for path in data.rglob("*") if path.is_dir())
    code, shown, errors = collect(data, delivery(female=3, male="x" if is_wrong else 9), "--dry-run")
    assert code == (3 if is_wrong else 0)
    assert ("“x”" in errors) if is_wrong else ("2 new" in shown and "Nothing was written (--dry-run)." in shown)
    assert tree(data) == before
    assert sorted(path for path in data.rglob("*") if path.is_dir()) == folders


def test_a_dry_run_of_an_undo_undoes_nothing(data: Path, delivery: Callable) -> None:
    collect(data, delivery(female=3, male=9))
    before = tree(data)
    collect(data, "--undo", "--dry-run")
    assert tree(data) == before


# --- corrections


def test_a_correction_needs_a_reason(data: Path, delivery: Callable) -> None:
    collect(data, delivery(female=3, male=9))
    before = tree(data)
    code, _shown, errors = collect(data, delivery(female=4))
    assert code == 3 and "“3” to “4”" in errors and "column “Reason for correction" in errors and tree(data) == before
    code, shown, _errors = collect(data, delivery(female=4), "--reason", "counted twice")
    assert code == 0 and "changed: " in shown and "3 → 4 (counted twice)" in shown
    (entry,) = load_results(data, YEAR).corrections
    assert (entry.old_value, entry.new_value, entry.reason) == ("3", "4", "counted twice")
    assert numbers(data) == {"female": "4", "male": "9"}
    code, shown, _errors = yeep("status", YEAR, "--corrections", "--data", data)
    assert code == 0 and "2025-02-10" in shown and "3 → 4 (counted twice)" in shown


def test_the_reason_of_the_form_is_taken(data: Path, delivery: Callable) -> None:
    collect(data, delivery(female=3, male=9))
    assert collect(data, delivery(female=4, correction="one moved away"))[0] == 0
    assert load_results(data, YEAR).corrections[0].reason == "one moved away"


@pytest.mark.parametrize("reason", ["", " ", "\t "])
def test_a_blank_reason_is_refused_and_the_log_stays_readable(data: Path, delivery: Callable, reason: str) -> None:
    collect(data, delivery(female=3, male=9))
    code, _shown, _errors = collect(data, delivery(female=4), "--reason", reason)
    load_results(data, YEAR)
    assert code in (2, 3)


def test_undo_and_again(data: Path, delivery: Callable) -> None:
    collect(data, delivery(female=3, male=9))
    collect(data, delivery(female=4), "--reason", "counted twice")
    code, shown, _errors = yeep("collect", YEAR, "--undo", "--data", data)
    assert code == 0 and "A collection was taken back: İnsan Kaynakları" in shown
    assert "delivery.csv; 1 value of 10 February 2025" in shown and "1 earlier collection" in shown
    assert numbers(data) == {"female": "3", "male": "9"} and not load_results(data, YEAR).corrections
    code, shown, _errors = yeep("collect", YEAR, "--undo", "--data", data)
    assert code == 0 and "2 values of" in shown and "0 earlier collections" in shown
    assert numbers(data) == {}
    assert yeep("collect", YEAR, "--undo", "--data", data)[0] == 2


def test_undo_of_nothing(data: Path) -> None:
    code, _shown, errors = yeep("collect", YEAR, "--undo", "--data", data)
    assert code == 2 and "no merge of 2024" in errors


def test_the_advice_for_a_total_that_stays_can_be_followed(data: Path, delivery: Callable) -> None:
    """“Leave the total blank: it is added up” — where the total alone was reported before, too."""
    collect(data, delivery(value=10))
    code, _shown, errors = collect(data, delivery(female=4, male=7), "--reason", "now by sex")
    assert code == 0 or "leave the total blank" not in errors, errors


def test_a_unit_can_take_back_half_a_year(data: Path, delivery: Callable) -> None:
    assert collect(data, delivery(female=3, male=9, last_month=6))[0] == 0
    code, _shown, errors = collect(data, delivery(missing="not_collected"), "--reason", "estimates")
    assert code == 0, errors


def test_a_value_taken_back_is_looked_at_beside_its_completed_action(data: Path, tmp_path: Path) -> None:
    """“Completed” needs a value, whichever of the two rows came last."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    action = f"{YEAR},{IK},action,istihdam_g3_h3_e1,,"
    first.write_text(f"{HEAD}{STAFF},female,3\n{STAFF},male,9\n{action},status,completed\n{action},evidence,list\n")
    second.write_text(f"{HEAD}{STAFF},missing,not_collected\n")
    assert collect(data, first)[0] == 0
    code, _shown, errors = collect(data, second, "--reason", "estimates")
    assert code == 3 and "none of its indicators has a value" in errors


# --- wrong calls


def test_files_and_folders_may_be_mixed_and_named_twice(
    data: Path, desk: Desk, delivery: Callable, tmp_path: Path
) -> None:
    desk.form("iskur")
    folder = desk.send()
    (folder / "inside").mkdir()
    shutil.move(delivery(female=3, male=9), folder / "inside" / "more.csv")
    (folder / "~$2024-iskur.xlsx").write_bytes(b"lock of Excel")
    (folder / "read me.txt").write_text("thanks")
    code, shown, errors = collect(data, folder, folder / f"{YEAR}-iskur.xlsx", folder)
    assert code == 0, errors
    assert "2 files, 2 units" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.xlsx"], "“nowhere.xlsx” is not there"),
        (["{empty}"], "There is no form in"),
        ([], "No form was named"),
    ],
)
def test_paths_that_are_not_there(data: Path, tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "empty").mkdir()
    code, _shown, errors = collect(data, *(one.format(empty=tmp_path / "empty") for one in arguments))
    assert code == 2 and words in errors and errors.count("\n") == 1


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("2019", "The plan covers 2023–2025, and not 2019."),
        ("2026", "The plan covers 2023–2025, and not 2026."),
        ("24", "“24” is not a year"),
        ("last", "“last” is not a year"),
    ],
)
@pytest.mark.parametrize("command", ["collect", "status", "forms"])
def test_years_that_are_none(data: Path, delivery: Callable, command: str, year: str, words: str) -> None:
    more = [delivery(female=1, male=1)] if command == "collect" else []
    code, _shown, errors = yeep(command, year, *more, "--data", data)
    assert code == 2 and words in errors
    assert not (data / "results" / f"{year}.csv").exists()


def test_a_form_of_another_year_is_refused(data: Path, desk: Desk) -> None:
    desk.mark("iskur", "", 4, str(YEAR + 1))
    code, _shown, errors = collect(data, desk.send())
    assert code == 3 and f"the form of {YEAR + 1}" in errors


def test_without_a_table_of_reporters_the_way_to_one_is_told(data: Path, delivery: Callable) -> None:
    (data / "plan" / "reporters.csv").unlink()
    code, _shown, errors = collect(data, delivery(female=1, male=1))
    assert code == 2 and "yeep reporters --propose" in errors


@pytest.mark.parametrize("command", ["collect", "status", "forms", "reporters"])
def test_without_a_plan_the_commands_say_so(data: Path, delivery: Callable, command: str, tmp_path: Path) -> None:
    shutil.rmtree(data / "plan")
    more = {"collect": [YEAR, delivery(female=1, male=1)], "reporters": []}.get(command, [YEAR])
    out = ["--out", tmp_path / "out"] if command == "forms" else []
    code, _shown, errors = yeep(command, *more, *out, "--data", data)
    assert code == 2 and "plan" in errors


@pytest.mark.parametrize("more", [["delivery"], ["--undo"]])
def test_a_data_folder_that_is_not_there_is_not_made(tmp_path: Path, delivery: Callable, more: list[str]) -> None:
    code, _shown, errors = collect(
        tmp_path / "dtaa", *(delivery(female=1) if one == "delivery" else one for one in more)
    )
    assert code == 2 and errors
    assert not (tmp_path / "dtaa").exists()


def test_a_file_in_the_place_of_the_folder_of_results_is_said(data: Path, delivery: Callable) -> None:
    (data / "results").write_text("")
    code, _shown, errors = collect(data, delivery(female=1, male=1))
    assert code == 3 and "results" in errors


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_stops_nothing(data: Path, desk: Desk, tmp_path: Path) -> None:
    """Names in an archive from Windows come out as bytes that are no UTF-8."""
    desk.form("iskur")
    sent = desk.send() / f"{YEAR}-iskur.xlsx"
    sent.rename(os.fsdecode(os.fsencode(sent.parent) + b"/2024-i\xfekur.xlsx"))
    code, _shown, _errors = collect(data, tmp_path / "returned")
    assert code in (0, 3)
    load_results(data, YEAR)


# --- the day of receipt


@pytest.mark.parametrize(
    ("received", "expected"), [("10.02.2025", date(2025, 2, 10)), ("2025-02-10", date(2025, 2, 10))]
)
def test_the_day_of_receipt(data: Path, delivery: Callable, received: str, expected: date) -> None:
    assert collect(data, delivery(female=1, male=1), received=received)[0] == 0
    assert load_results(data, YEAR).rows[0].received_on == expected


@pytest.mark.parametrize("received", ["31.02.2025", "yesterday", "2025", "1/2/2025"])
def test_days_that_are_none(data: Path, delivery: Callable, received: str) -> None:
    code, _shown, errors = collect(data, delivery(female=1, male=1), received=received)
    assert code == 2 and f"“{received}”" in errors


def test_within_the_year_the_last_month_is_asked(data: Path, delivery: Callable) -> None:
    code, _shown, errors = collect(data, delivery(female=1, male=1), received="05.07.2024")
    assert code == 3 and "has not ended" in errors
    assert collect(data, delivery(female=1, male=1, last_month=6), received="05.07.2024")[0] == 0


# --- interrupted, one at a time


@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_ctrl_c_keeps_the_results(data: Path, delivery: Callable, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    collect(data, delivery(female=3, male=9))
    before = load_results(data, YEAR)

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    if moment == "reading":
        monkeypatch.setattr(collecting, "read_csv_delivery", interrupt)
    else:
        monkeypatch.setattr(store, "table_text", interrupt)
    code, _shown, errors = collect(data, delivery(female=4), "--reason", "counted twice")
    monkeypatch.undo()
    assert code == 130 and "Traceback" not in errors
    assert load_results(data, YEAR) == before and not (data / "results" / ".collecting").exists()
    assert collect(data, delivery(female=4), "--reason", "counted twice")[0] == 0


def test_a_second_collection_is_told_to_wait(data: Path, delivery: Callable) -> None:
    (data / "results").mkdir()
    (data / "results" / ".collecting").write_text(str(os.getppid()))
    code, _shown, errors = collect(data, delivery(female=1, male=1))
    assert code == 2 and "Another collection is at work" in errors
    assert not (data / "results" / f"{YEAR}.csv").exists()


# --- clean units go in


def _two(desk: Desk, wrong: str = "5 adet") -> Path:
    """The forms of two units; one has a wrong cell."""
    desk.form("iskur")
    desk.put(IK, "measure/kadro_bazli_istihdam", Field.FEMALE, wrong)
    return desk.send()


def test_of_a_unit_with_a_wrong_cell_nothing_goes_in_and_the_others_do(data: Path, desk: Desk, read_here: None) -> None:
    code, shown, errors = collect(data, _two(desk))
    assert code == 3 and "2 files, 1 unit: " in shown and "İŞKUR: " in shown
    assert errors.startswith("1 problem. Of these units nothing was taken: İnsan Kaynakları") and "“5 adet”" in errors
    assert {row.unit_id for row in load_results(data, YEAR).rows} == {"iskur"}
    desk.put(IK, "measure/kadro_bazli_istihdam", Field.FEMALE, 30)
    assert collect(data, desk.send())[0] == 0
    assert {row.unit_id for row in load_results(data, YEAR).rows} == {"iskur", IK}


@pytest.mark.parametrize(("unit", "expected"), [("iskur", 0), (IK, 3)])
def test_the_answers_of_one_unit_alone(data: Path, desk: Desk, read_here: None, unit: str, expected: int) -> None:
    code, _shown, errors = collect(data, _two(desk), "--unit", unit)
    assert code == expected and ("5 adet" in errors) == (unit == IK)
    assert {row.unit_id for row in load_results(data, YEAR).rows} == ({"iskur"} if unit == "iskur" else set())


def test_units_that_contradict_each_other_stay_out_together(data: Path, desk: Desk, read_here: None) -> None:
    desk.form("iskur")
    desk.put("halk_egitim", "measure/kihep_egitimi", Field.VALUE, 44)
    desk.form("kadin_danisma_merkezi")
    code, _shown, errors = collect(data, desk.send())
    assert code == 3 and "“44”" in errors
    assert {row.unit_id for row in load_results(data, YEAR).rows} == {"iskur"}


def test_in_a_csv_of_two_units_the_clean_one_goes_in(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "two.csv"
    other = f"{YEAR},iskur,measure,egitim_sonrasi_istihdam,,,female"
    table.write_text(f"{HEAD}{STAFF},female,x\n{STAFF},male,9\n{other},3\n{other.replace('female', 'male')},4\n")
    code, _shown, errors = collect(data, table)
    assert code == 3 and "“x”" in errors
    assert {row.unit_id for row in load_results(data, YEAR).rows} == {"iskur"}


def test_a_file_that_cannot_be_read_keeps_out_the_unit_that_its_name_says(
    data: Path, desk: Desk, read_here: None
) -> None:
    desk.form("iskur")
    folder = desk.send()
    (folder / "corrected-iskur.xlsx").write_bytes(b"no workbook")
    code, _shown, errors = collect(data, folder)
    assert code == 3 and "Nothing was changed" in errors and not load_results(data, YEAR).rows


# --- several forms of a unit


def _corrected(desk: Desk) -> Path:
    desk.put("iskur", "measure/egitim_sonrasi_istihdam", Field.EXPLANATION, "list 1")
    desk.put("iskur", "measure/egitim_sonrasi_istihdam", Field.EXPLANATION, "list 2", "corrected")
    return desk.send()


def evidence(data: Path) -> set[str]:
    return {row.value for row in load_results(data, YEAR).rows if row.value.startswith("list ")}


def test_of_two_forms_that_differ_it_is_asked_which_is_valid(data: Path, desk: Desk, read_here: None) -> None:
    folder = _corrected(desk)
    code, _shown, errors = collect(data, folder)
    assert code == 3 and "İŞKUR sent 2 forms, and 1 cell of them differs" in errors and "--valid FILE" in errors
    assert not load_results(data, YEAR).rows
    assert collect(data, folder, "--valid", folder / "corrected.xlsx")[0] == 0 and evidence(data) == {"list 2"}


@pytest.mark.parametrize(("answer", "code", "kept"), [("1", 0, {"list 1"}), ("2", 0, {"list 2"}), ("", 3, set())])
def test_before_a_terminal_the_question_is_put(
    data: Path, desk: Desk, read_here: None, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, kept: set
) -> None:
    folder = _corrected(desk)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _prompt: answer)
    assert collect(data, folder)[0] == code and evidence(data) == kept


def test_a_form_that_came_twice_without_a_difference_is_no_question(data: Path, desk: Desk, read_here: None) -> None:
    desk.form("iskur")
    desk.form("iskur", "again")
    assert collect(data, desk.send())[0] == 0


# --- what lies in the folder


def test_every_file_of_a_folder_is_accounted_for(data: Path, desk: Desk, read_here: None) -> None:
    desk.form("iskur")
    folder = desk.send()
    (folder / "inside").mkdir()
    for name in ("letter.pdf", "form.docx", "mail.msg", "inside/forms.zip", "Thumbs.db"):
        (folder / name).write_bytes(b"%PDF")
    code, shown, _errors = collect(data, folder)
    assert code == 0 and "1 file, 1 unit: " in shown
    assert all(f"{name} was not read" in shown for name in ("letter.pdf", "form.docx", "mail.msg", "forms.zip"))


def test_a_folder_without_a_form_says_what_lies_there(data: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letter.pdf").write_bytes(b"%PDF")
    code, _shown, errors = collect(data, tmp_path / "in")
    assert code == 2 and "found: letter.pdf" in errors


@pytest.mark.parametrize("name", ["10000000146.csv", "ayse.yilmaz@belediye.gov.tr.csv", "form 0532 123 45 67.csv"])
def test_personal_data_in_the_name_of_a_file_are_not_kept(data: Path, delivery: Callable, name: str) -> None:
    path = delivery(female=3, male=9).rename(data.parent / name)
    code, shown, errors = collect(data, path)
    assert code == 0, errors
    kept = (data / "results" / f"{YEAR}.csv").read_text(encoding="utf-8") + shown
    assert not any(secret in kept for secret in ("10000000146", "ayse", "532")) and "•" in kept


@pytest.mark.parametrize("text", ["", "a", "'", "'a", "=", "'=1", "''-1", "+9", "@a", "\t1", "-", "a=b"])
def test_a_guarded_text_is_the_same_when_it_is_read(text: str) -> None:
    assert unguarded(guarded(text)) == text and not guarded(text).startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("text", ["=1+1", "+90", "-x", "@a", "'a", "=cmd|' /C calc'!A1"])
def test_no_text_is_a_formula_where_it_is_kept_and_none_changes(
    data: Path, delivery: Callable, tmp_path: Path, text: str
) -> None:
    path = delivery("=name", female=3, male=9, evidence=text)
    assert collect(data, path)[0] == 0
    assert collect(data, delivery("second", female=4), f"--reason={text}")[0] == 0
    for file in (f"{YEAR}.csv", "corrections.csv"):
        with (data / "results" / file).open(encoding="utf-8", newline="") as table:
            assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(table) for cell in row)
    found = load_results(data, YEAR)
    assert {row.value for row in found.rows if row.field == Field.EVIDENCE} == {text}
    assert [one.reason for one in found.corrections] == [text] and "=name.csv" in {row.file for row in found.rows}
    code, shown, _errors = collect(data, delivery("third", evidence=text))
    assert code == 0 and "Nothing is new" in shown


# --- too much of it


def test_a_csv_beyond_the_limit_is_not_opened(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    code, _shown, errors = collect(data, path)
    assert code == 3 and "larger than 10 MB" in errors


def test_of_many_bad_rows_some_are_told_and_the_rest_is_counted(data: Path, tmp_path: Path, read_here: None) -> None:
    path = tmp_path / "many.csv"
    path.write_text(HEAD + f"{STAFF},female,x\n" * 5000)
    code, _shown, errors = collect(data, path)
    assert code == 3 and errors.count("“x”") == 100 and "4900 more problems are not shown" in errors


def test_a_cell_that_is_too_long_is_said_to_be_so(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HEAD + f"{STAFF},female,{'9' * 200_000}\n")
    code, _shown, errors = collect(data, path)
    assert code == 3 and "more than 131,072 characters (row 2)" in errors and "quotation" not in errors


# --- Turkish


def test_the_report_of_problems_is_turkish(data: Path, delivery: Callable) -> None:
    """Nothing of the English source shows through."""
    path = delivery(female="x", male="1.250")
    code, _shown, errors = run("collect", YEAR, path, "--data", data)
    assert code == 3 and "satır 2" in errors and "Yapılacak:" in errors
    assert not any(word in errors for word in ("Expected", "To do", "cell", "row ", " is "))
