"""Editions of other years: what there is, what is said to be missing, and how old the records are."""

import csv
import re

import pytest
from report_making import DATA, NOTEBOOKS
from report_reading import typed, unprinted

NO_FIGURE, NO_TABLE = "şekli için bu raporda veri yok.", "tablosu için bu raporda veri yok."


@pytest.fixture
def edition(yeep, without_kernels):
    """``edition(2015)``: the Turkish report of a year."""

    def make(year):
        run = yeep("report", str(year), "--notebooks", str(NOTEBOOKS))
        assert run.code == 0, run.err
        made = type(run)(run.code, run.out, run.err, run.folder.parents[1] / str(year) / "tr")
        assert unprinted(made.page, made.pdf) == []
        return made

    return make


@pytest.fixture
def years():
    with (DATA / "population.csv").open(encoding="utf-8", newline="") as file:
        return sorted({int(row["year"]) for row in csv.DictReader(file)})


def test_the_first_year_has_a_report_that_says_what_is_missing(edition, years):
    page = edition(years[0]).page
    assert f"İzleme Raporu {years[0]}" in page.text
    assert page.text.count(NO_FIGURE) >= 5
    assert page.text.count(NO_TABLE) >= 5
    assert "Bu rapor için mahalle nüfusu verisi yok." in page.text
    assert "Bu raporda belediye meclisinin sayıları yok." in page.text
    assert [row[0] for row in page.table("population")] == [str(years[0])]


def test_an_early_edition_says_what_is_missing_and_knows_nothing_later(edition):
    run = edition(2015)
    page = run.page
    assert "Bu rapor için mahalle nüfusu verisi yok." in page.text
    assert "Bu raporda belediye meclisinin sayıları yok." in page.text
    assert "“Mahallelerin nüfusu” " + NO_TABLE in page.text
    assert "“Mahalle nüfusu, cinsiyete göre” " + NO_FIGURE in page.text
    assert [row[0] for row in page.table("population")] == [str(year) for year in range(2015, 2006, -1)]
    results = (run.folder / "tables" / "results.csv").read_text(encoding="utf-8-sig")
    assert max(int(row["year"]) for row in csv.DictReader(results.splitlines())) == 2015
    assert [path.stem for path in (run.folder / "figures").iterdir() if "mahalle" in path.stem] == []
    tables = [caption for caption in page.captions() if caption.startswith("Tablo")]
    assert [caption.split()[1] for caption in tables] == [f"{number}." for number in range(1, len(tables) + 1)]
    # A decision of 2021 is cited with its own day, or not at all; it is no figure of 31.12.2015.
    assert not re.search(r"meclis kararı \(31\.12\.2015\)", page.text)


def test_the_newest_edition_says_how_old_the_records_are(english):
    text = english.page.text
    assert "figures from before the local elections of 31 March 2024: council members, 31 March 2019" in text
    assert "The source gives no date for: municipal staff" in text
    assert re.search(r"latest population of the neighbourhoods is that of \S+( December)? ?2022", text)


def test_the_newest_edition_has_a_row_for_every_year_of_the_second_typing(english):
    assert {row[0] for row in english.page.table("population")} == set(typed("population"))
