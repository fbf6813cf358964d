"""The plan's table in a Word document: read like that of a workbook, refused by table, row and column, bounded."""

import time

import pytest

from tests.plan.test_workbook import FOLDERS, HEADS, SMALL, a_copy, workbook
from tests.plan.word_documents import cell, document, row, table
from yeep_analysis.cli.main import main
from yeep_analysis.intake.plan.proposal import read_plan
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError

BELOW, FIRST = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'


@pytest.fixture(autouse=True)
def in_english():
    with language.speaking("en"):
        yield


@pytest.fixture
def data(tmp_path):
    return a_copy(FOLDERS[1], tmp_path, "plan", "results")


def refused(data, path):
    with pytest.raises(DataError) as error:
        read_plan(data, path)
    assert not (data / "plan").exists()
    assert all(problem.action for problem in error.value.problems)
    return error.value.problems


# --- read ----------------------------------------------------------------------


def test_a_document_is_read_like_a_workbook(data, tmp_path):
    typed = read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL))
    in_word = read_plan(data, document(tmp_path / "plan.docx", table([HEADS, *SMALL])))
    assert len(typed.changes) > 10
    assert (in_word.changes, in_word.contents) == (typed.changes, typed.contents)


def test_the_plan_goes_on_in_a_further_table_and_others_are_told(data, tmp_path):
    first, second, third = SMALL
    found = read_plan(
        data,
        document(
            tmp_path / "plan.docx",
            table([["Komisyon", "Üye sayısı"], ["Eşitlik", 5]]),
            table([HEADS, first]),
            table([HEADS, second, third]),
        ),
    )
    assert found.changes == read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL)).changes
    assert "plan.docx: table 1 was not read." in found.remarks


def test_merged_cells_are_filled_down_and_borders_may_be_a_hair_apart(data, tmp_path):
    """Word tells columns by a grid in which every border that was dragged makes a column of its own."""
    wide = '<w:gridSpan w:val="2"/>'
    heads = row([cell(HEADS[0], wide), *HEADS[1:]])
    first = row([cell(SMALL[0][0], FIRST + wide), *(cell(one, FIRST) for one in SMALL[0][1:3]), *SMALL[0][3:]])
    second = row([cell("", BELOW), cell("", BELOW + wide), cell("", BELOW), *SMALL[1][3:]])
    third = row([cell(SMALL[2][0]), cell(SMALL[2][1], wide), *SMALL[2][2:]])
    found = read_plan(data, document(tmp_path / "plan.docx", table([heads, first, second, third])))
    assert found.changes == read_plan(data, workbook(tmp_path / "plan.xlsx", SMALL)).changes


def test_what_a_reader_of_the_document_does_not_see_is_not_read(data, tmp_path):
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>gizli</w:t></w:r>"
    field = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    link = "<w:hyperlink><w:r><w:t>yapılması</w:t></w:r></w:hyperlink>"
    words = f'<w:r><w:t xml:space="preserve">1.1.1 Toplantı</w:t><w:tab/></w:r>{hidden}{field}{link}'
    action = f"<w:tc><w:p>{words}</w:p></w:tc>"
    inside = f"<w:sdt><w:sdtContent>{row([*SMALL[0][:3], action, *SMALL[0][4:]])}</w:sdtContent></w:sdt>"
    read_plan(data, document(tmp_path / "plan.docx", table([HEADS, inside]))).take()
    (found,) = load_plan(data).actions.values()
    assert found.text == "Toplantı yapılması"


def test_the_commands_take_a_document(data, tmp_path, capsys):
    path = document(tmp_path / "plan.docx", table([HEADS, *SMALL]))
    assert main(["plan", "import", str(path), "--data", str(data), "--yes", "--lang", "en"]) == 0
    assert len(load_plan(data).actions) == 3
    rest = ("--district-code", "9001", "--district", "Gülkent", "--province", "Deneme", "--plan-name", "Plan")
    folder = str(tmp_path / "yeni")
    assert main(["new", folder, "--plan", str(path), *rest, "--equality-unit", "Birim", "--fictional"]) == 0
    assert "2026–2029" in capsys.readouterr().out


# --- refused -------------------------------------------------------------------

SPOILT = {
    "a slip in a head": ([[*HEADS[:-1], "Göstegeler"], *SMALL], (1, 9)),
    "no head for the units": ([[*HEADS[:6], "Kim", *HEADS[7:]], *SMALL], (1, 10)),
    "a year in words": ([HEADS, [*SMALL[0][:4], "bilinmiyor", *SMALL[0][5:]]], (2, 5)),
    "nobody answers": ([HEADS, [*SMALL[0][:6], None, *SMALL[0][7:]]], (2, 7)),
    "no theme": ([HEADS, [None, *SMALL[0][1:]]], (2, 1)),
    "a number twice": ([HEADS, SMALL[0], [None, None, None, SMALL[0][3] + " yine", *SMALL[1][4:]]], (3, 4)),
    "a hidden row": ([HEADS, SMALL[0], row(SMALL[1], "<w:hidden/>")], (3, 4)),
    "more cells than heads": ([HEADS, [*SMALL[0], "Not"]], (2, 10)),
    "two cells under one head": ([HEADS, row([cell(SMALL[0][0], '<w:gridSpan w:val="0"/>'), *SMALL[0][1:8]])], (2, 1)),
    "an identity number": ([HEADS, [*SMALL[0][:3], "Toplantı 10000000146", *SMALL[0][4:]]], (2, 4)),
    "several units on a line": ([HEADS, [*SMALL[0][:6], "A Müdürlüğü; B Müdürlüğü", *SMALL[0][7:]]], (2, 7)),
}


@pytest.mark.parametrize("mistake", SPOILT)
def test_a_mistake_is_told_by_table_row_and_column(data, tmp_path, mistake):
    rows, (line, column) = SPOILT[mistake]
    found = refused(data, document(tmp_path / "plan.docx", table(rows)))
    assert f"plan.docx, table 1, row {line}, column {column}" in [problem.where for problem in found]


DEEP = 20_000
HOSTILE = {
    "no document": {"plan.docx": b"no document"},
    "a workbook": {"workbook": True},
    "without its main part": {"other": True},
    "entities": {"head": '<!DOCTYPE a [<!ENTITY b "c">]>'},
    "a bomb": {"parts": {"word/media/a.xml": b"<a>" + b" " * 50_000_000 + b"</a>"}},
    "macros": {"parts": {"word/vbaProject.bin": b"x"}},
    "a way out": {"parts": {"../a.xml": b"<a/>"}},
    "too many parts": {"parts": {f"word/{n}.bin": b"" for n in range(600)}},
    "a grid without end": {"table": table([HEADS, row([cell("a", '<w:gridSpan w:val="99999999"/>'), *SMALL[0][1:]])])},
    "too many cells": {"table": table([HEADS, *([["a"] * 9] * 5_000)])},
    "tables in tables without end": {"table": "<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP},
    "wrappers without end": {"table": "<w:sdt><w:sdtContent>" * DEEP + "</w:sdtContent></w:sdt>" * DEEP},
    "tracked changes": {
        "table": table([HEADS, [*SMALL[0][:8], "<w:tc><w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p></w:tc>"]])
    },
    "a torn table": {"table": "<w:tbl>"},
    "no table": {"table": ""},
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_document_is_refused_in_bounded_time(data, tmp_path, trick):
    how = dict(HOSTILE[trick])
    path = tmp_path / "plan.docx"
    if "plan.docx" in how:
        path.write_bytes(how["plan.docx"])
    elif "workbook" in how:
        workbook(path, SMALL)
    elif "other" in how:
        document(path).write_bytes(document(path).read_bytes().replace(b"word/document.xml", b"word/documenx.xml"))
    else:
        document(path, how.pop("table", table([HEADS, *SMALL])), **how)
    started = time.monotonic()
    assert all(problem.where.startswith("plan.docx") for problem in refused(data, path))
    assert time.monotonic() - started < 20
