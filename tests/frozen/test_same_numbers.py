"""Folders of version 1 still build, and publish what they published: row by row, but for corrections that are told.

``data`` and ``ornek`` are copies that nobody edits; ``results`` holds the result tables that version 1 made of them, and
the names of all figures and tables that were published before the report had volumes.
"""

from __future__ import annotations

import csv
import json
import re
import runpy
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup

from yeep_analysis.cli.main import main

HERE = Path(__file__).parent
TOOL = runpy.run_path(str(HERE.parents[1] / "tools" / "same_numbers.py"))
EDITIONS = [(folder, years) for folder in ("data", "ornek") for years in ("2022", "2025", "2023-2025")]
# Indicators that a correction changed since; CHANGELOG tells each under the changes that alter published numbers.
CORRECTED = ("mahalle_funnel_z", "mahalle_funnel_limit", "mahalle_funnel_outside", "mahalle_funnel_adjusted")
SINCE = ("female", "male")  # groups that version 1 did not have: what units counted by sex stood in the tables only


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda edition: "-".join(edition))
def report(request, tmp_path_factory) -> tuple[tuple[str, str], Path]:
    folder, years = request.param
    out = tmp_path_factory.mktemp("frozen")
    assert main(["report", years, "--data", str(HERE / folder), "--out", str(out)]) == 0
    return request.param, out / years / "tr"


def test_a_folder_of_version_1_publishes_the_same_numbers(report):
    (folder, years), made = report
    old = HERE / "results" / f"{folder}-{years}.csv"
    told = TOOL["differences"](old, made / "tables" / "results.csv")
    told = {key: said for key, said in told.items() if key[2] not in SINCE}
    told = {
        key: said
        for key, said in told.items()
        if said != "new" or not _is_of_an_earlier_year(key, TOOL["numbers"](old))
    }
    assert {key: said for key, said in told.items() if not key[0].startswith(CORRECTED)} == {}
    assert {said for said in told.values() if " became " not in said} == set(), "nothing is lost, nothing comes to it"


def test_rows_of_earlier_records_are_those_that_version_1_published_in_the_year_of_each(report):
    (folder, _years), made = report
    new = TOOL["numbers"](made / "tables" / "results.csv")
    then = TOOL["numbers"](HERE / "results" / f"{folder}-2022.csv")
    shares = {
        key: numbers for key, numbers in then.items() if key[0] == "representation_share_of_women" and "/" not in key[2]
    }  # of posts
    assert shares and {key: new.get(key) for key in shares} == shares


def _is_of_an_earlier_year(key, old):
    """Whether a result or the share of a post was published of a later year only: changes are counted from it."""
    indicator, year, group = key
    with (HERE / "ornek/plan/measures.csv").open(encoding="utf-8", newline="") as lines:
        results = {row["measure_id"] for row in csv.DictReader(lines)}
    if indicator not in results | {"representation_share_of_women"}:
        return False
    return any((name, of) == (indicator, group) and year < later for name, later, of in old)


def test_what_version_1_published_is_in_a_volume(report):
    """Every figure and table by its name: in the page, which holds report and annex, and in the PDF of one of the two."""
    (folder, years), made = report
    names = json.loads((HERE / "results" / "names.json").read_text(encoding="utf-8"))[f"{folder}-{years}"]
    page = BeautifulSoup((made / "report.html").read_text(encoding="utf-8"), "html.parser")
    printed = "".join(
        re.sub(r"\W", "", one.extract_text()) for pdf in made.glob("*.pdf") for one in pypdf.PdfReader(pdf).pages
    )
    for kind, ending, caption in (("figure", "svg", "figcaption"), ("table", "csv", "caption")):
        there = {path.stem for path in (made / f"{kind}s").glob(f"*.{ending}")}
        assert sorted(set(names[f"{kind}s"]) - there) == []
        for name in set(names[f"{kind}s"]) - {"results"}:
            told = page.find(id=f"{kind}-{name}").find(caption)
            assert "told" in told.get("class", []) or re.sub(r"\W", "", told.text) in printed, name


def test_every_row_names_the_tables_from_which_it_comes(report):
    (folder, _years), made = report
    tables = {path.stem for path in (HERE / folder).glob("*.csv")} | {"results"}
    rows = TOOL["rows"](made / "tables" / "results.csv")
    named = {row["source"] for row in rows}
    assert {name for names in named for name in names.split("; ")} <= tables
    of_ages = {row["source"] for row in rows if row["ages"] == "20-24" and not row["place"]}
    rest = {row["source"] for row in rows if row["ages"] == "except_20-24" and not row["place"]}
    assert (of_ages, rest) == ({"population_by_age"}, {"population; population_by_age"})


def test_a_changed_number_would_be_seen(tmp_path):
    old = HERE / "results" / "data-2022.csv"
    text = old.read_text(encoding="utf-8-sig")
    changed = tmp_path / "results.csv"
    changed.write_text(text.replace("32270", "32271", 1), encoding="utf-8")
    assert len(TOOL["differences"](old, changed)) == 1
