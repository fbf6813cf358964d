"""An interim report: what had come by its day, at most six pages, the same bytes, no verdict; other editions untouched."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from evaluation.making import DATA, EXAMPLE
from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.progress import interim_tables
from yeep_analysis.progress.evaluation import evaluation_of
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.terms import Subject

JUNE = date(2025, 6, 30)
EARLY = ("esitlik_birimi", "fen_isleri")  # units whose form of 2025 is told to have come in June of that year


@pytest.fixture
def example(tmp_path: Path) -> Path:
    data = Path(shutil.copytree(EXAMPLE, tmp_path / "ornek"))
    path = data / "results" / "2025.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["unit_id"] in EARLY:
            row["received_on"] = "2025-06-20"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return data


def interim(data: Path, out: Path, day: str, *more: str) -> int:
    return main(["report", day[:4], "--interim", day, "--data", str(data), "--out", str(out), *more])


def statuses(data: Path, day: date) -> int:
    found = evaluation_of(Edition(day.year, "tr", data, as_of=day))
    return sum(found.reply(2025, Subject.ACTION, key).status is not None for key in found.plan.actions)


def test_only_what_had_come_by_the_day_is_there(example):
    rows = list(csv.DictReader((example / "results" / "2025.csv").open(encoding="utf-8", newline="")))
    told = {row["subject_id"] for row in rows if row["unit_id"] in EARLY and row["field"] == "status"}
    told -= {row["subject_id"] for row in rows if row["subject"] != "action"}
    assert statuses(example, date(2025, 6, 19)) == 0
    assert statuses(example, JUNE) == len(told) > 0
    assert statuses(example, date(2025, 12, 31)) == len(told)


def test_the_report_has_its_page_and_no_verdict_and_the_same_bytes(example, tmp_path):
    for place in ("a", "b"):
        assert interim(example, tmp_path / place, "2025-06-30") == 0
    made = tmp_path / "a" / "2025-06-30" / "tr"
    files = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    assert Path("report.pdf") in files and Path("tables/interim_actions.csv") in files
    again = tmp_path / "b" / "2025-06-30" / "tr"
    assert all((made / one).read_bytes() == (again / one).read_bytes() for one in files)
    pages = [page.extract_text() for page in PdfReader(made / "report.pdf").pages]
    text = " ".join(" ".join(pages).split())
    assert len(pages) <= 6 and "30.06.2025" in text
    verdicts = ("İlerleme var", "Gerileme var", "Hedefe ulaşıldı", "Hedefin gerisinde", "Hedefe ulaşılamadı")
    assert not [word for word in verdicts if word in text]


def test_the_large_plan_has_at_most_six_pages(tmp_path):
    assert interim(DATA, tmp_path, "2025-06-30", "--lang", "en") == 0
    assert len(PdfReader(tmp_path / "2025-06-30" / "en" / "report.pdf").pages) <= 6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (str(date.today() + timedelta(days=400)), "not in the future"),
        ("2022-06-30", "2022"),
        ("30.06.2025", "year-month-day"),
        ("2025-02-30", "year-month-day"),
    ],
)
def test_other_days_are_refused(capsys, no_kernel, day, words):
    year = day[:4] if day[:4].isdigit() else "2025"
    assert main(["report", year, "--interim", day, "--data", str(EXAMPLE), "--lang", "en"]) == 2
    assert words in capsys.readouterr().err


def test_the_day_is_of_the_year_and_no_closing_evaluation():
    language.use("en")
    for more in ({"year": 2024}, {"year": 2025, "first_year": 2023}):
        with pytest.raises(UsageError, match="interim"):
            Edition(language="en", data=EXAMPLE, as_of=JUNE, **more)
    assert Edition(2025, "tr", EXAMPLE, as_of="").as_of is None  # as the chapter has it outside of the command
    assert Edition(2025, "tr", EXAMPLE, as_of="2025-06-30").folder == Path("2025-06-30", "tr")


def test_zero_some_and_all_have_sentences_of_their_own(example):
    language.use("en")
    none, some = (evaluation_of(Edition(2025, "en", example, as_of=day)) for day in (date(2025, 1, 2), JUNE))
    every = evaluation_of(Edition(2025, "en", EXAMPLE))
    assert "nothing had been reported" in interim_tables.lead(none, JUNE)
    assert "6 of the 14 actions" in interim_tables.lead(some, JUNE)
    assert "all 14 actions" in interim_tables.lead(every, JUNE)


def test_a_year_that_is_over_tells_interim_values_as_no_correction(example):
    evaluation = evaluation_of(Edition(2025, "tr", example))
    log = evaluation.follow_up.results[2025].corrections
    moved = tuple(row.model_copy(update={"old_received_on": date(2025, 6, 20)}) for row in log)
    evaluation.follow_up.results[2025].__dict__["corrections"] = moved
    assert moved and not [row for row in evaluation.corrections if row.year == 2025]
