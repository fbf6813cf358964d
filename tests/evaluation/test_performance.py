"""The table for the activity report: deviations worked by hand, and the same words in table, workbook and Word document."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from evaluation.making import EXAMPLE
from yeep_analysis.edition import Edition
from yeep_analysis.progress import performance_tables, unit_tables
from yeep_analysis.progress.evaluation import Said, evaluation_of
from yeep_analysis.publishing import document
from yeep_analysis.publishing.columns import HEAD, text_width
from yeep_analysis.publishing.word import document_of
from yeep_analysis.publishing.workbook import workbook_of
from yeep_analysis.show import present
from yeep_analysis.show.media_types import TABLE
from yeep_analysis.words import language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COVER = {"municipality": "A & B <Belediyesi>", "title": "2025", "unit": "Birim", "is_fictional": True}


@pytest.fixture(scope="module")
def evaluation():
    return evaluation_of(Edition(2025, "tr", EXAMPLE))


@pytest.fixture
def rows(evaluation):
    language.use("tr")
    frame = performance_tables.performance(evaluation).frame.map(lambda cell: getattr(cell, "text", cell))
    return {row["indicator"]: row for row in frame.to_dict("records")}


@pytest.fixture
def block(evaluation):
    language.use("tr")
    spec = present.table(performance_tables.performance(evaluation)).data[TABLE]
    return {**document._table(spec), "number": 7}


# name -> target, actual, deviation; typed from examples/ornek/plan/targets.csv and results/2025.csv
WORKED = {
    "Düzenlenen mahalle toplantısı": ("28", "12", "−16"),
    "Kurslara katılan kişi": ("400", "262", "−138"),
    "Kadın Meclisine üye kadın": ("60", "61", "+1"),
    "Aydınlatılmamış güvensiz nokta": ("en çok 10", "12", "+2"),
    "Kreş binasının tamamlanma oranı": ("%100", "%100", "0"),
    "Kursu yarıda bırakan kişi": ("en çok 12 (2026)", "19", ""),  # not due yet
    "Mahalle toplantısına katılan kişi": ("yok", "515", ""),
}


@pytest.mark.parametrize("name", WORKED)
def test_target_actual_value_and_deviation(rows, name):
    found = rows[name]
    assert tuple(found[part].strip() for part in ("target", "actual", "deviation")) == WORKED[name]


def test_a_count_of_a_part_of_the_year_is_compared_with_no_target_and_a_state_is(rows):
    count, state = rows["Pazarda tezgâh açan kadın"], rows["Yıl sonunda açık olan oyun odası"]
    assert (count["target"], count["actual"], count["deviation"].strip()) == ("30", "41 (ilk 9 ay)", "")
    assert (state["target"], state["actual"], state["deviation"]) == ("3", "3 (ilk 9 ay)", "0")


def test_a_reason_stands_only_where_the_unit_released_it(evaluation, monkeypatch):
    language.use("tr")
    for may, shown in ((True, "Toplantılar birleştirildi."), (False, "")):
        given = {"mahalle_toplantisi": (Said("esitlik_birimi", "Toplantılar birleştirildi.", may),)}
        monkeypatch.setattr(type(evaluation), "deviations", lambda _self, _year, given=given: given)
        frame = performance_tables.performance(evaluation).frame
        assert frame.set_index("indicator")["reason"]["Düzenlenen mahalle toplantısı"].strip() == shown


def test_the_sheet_of_a_unit_gives_the_reasons_of_the_table(evaluation, rows):
    language.use("tr")
    missed = [one for one in evaluation.plan.measures.values() if unit_tables._is_missed(evaluation, one)]
    reasons = {one.id: unit_tables._reason(evaluation, one) for one in missed}
    assert len(missed) == 4
    assert reasons == {one.id: f"“{rows[one.name_in('tr').text]['reason']}”" for one in missed}


def test_a_reason_that_was_not_released_is_not_called_missing(evaluation, monkeypatch):
    language.use("tr")
    one = evaluation.plan.measures["kurs_katilimcisi"]
    given = {one.id: (Said("kultur_egitim", "Onarım sürdü.", False),)}
    for reasons, shown in ((given, "\xa0"), ({}, "neden yazılmadı")):
        monkeypatch.setattr(type(evaluation), "deviations", lambda _self, _year, reasons=reasons: reasons)
        assert unit_tables._reason(evaluation, one) == shown


def test_reasons_are_the_words_of_the_units(rows):
    assert rows["Düzenlenen mahalle toplantısı"]["reason"].startswith("Komşu mahallelerin toplantıları birleştirildi")


def test_the_strategic_goals_are_those_of_the_actions(rows):
    assert rows["Verilen eşitlik eğitimi"]["goal"] == "A1. Katılımcı yönetim; A2. Toplumsal gelişim"


def test_where_the_data_name_no_strategic_goal_there_is_no_column(ornek):
    for row in range(2, 2 + len(ornek.rows("plan/goals.csv"))):
        ornek.cell("plan/goals.csv", row, "strategic_goal", "")
    shown = performance_tables.performance(evaluation_of(Edition(2025, "tr", ornek.path)))
    assert "goal" not in [column.key for column in shown.columns]


def test_english_names_stand_with_the_turkish_of_those_that_have_none(evaluation):
    with language.speaking("en"):
        frame = performance_tables.performance(evaluation).frame
    assert "Neighbourhood meetings held" in set(frame["indicator"]) and "Equality Unit" in set(frame["unit"])


def paragraphs(content: bytes) -> list[list[str]]:
    """The cells of the table in a Word document, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    return [
        ["".join(part.text or "" for part in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in root.iter(f"{W}tr")
    ]


def test_word_and_workbook_hold_the_table_and_the_same_table_gives_the_same_bytes(block):
    language.use("tr")
    heads = [column["title"] for column in block["columns"]]
    shown = [[cell.strip() for cell in row] for row in block["rows"]]
    word, book = document_of(block, COVER), workbook_of(block, COVER)
    assert paragraphs(word) == [heads, *shown]
    assert (word, book) == (document_of(block, COVER), workbook_of(block, COVER))
    cells = [
        [str(cell.value or "").strip() for cell in row] for row in load_workbook(io.BytesIO(book)).active.iter_rows()
    ]
    at = next(i for i, row in enumerate(cells) if row[: len(heads)] == heads)
    assert [row[: len(heads)] for row in cells[at + 1 : at + 1 + len(shown)]] == shown


def test_the_word_document_repeats_its_head_and_names_its_language(block):
    for spoken, locale in (("tr", "tr-TR"), ("en", "en-GB")):
        with language.speaking(spoken), zipfile.ZipFile(io.BytesIO(document_of(block, COVER))) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
            assert all(one.date_time == (2020, 1, 1, 0, 0, 0) for one in archive.infolist())
        assert parts["word/document.xml"].count("<w:tblHeader/>") == 1
        assert f'w:lang w:val="{locale}"' in parts["word/styles.xml"] and "rsid" not in "".join(parts.values())
        assert "A &amp; B &lt;Belediyesi&gt;" in parts["word/document.xml"]


def test_no_heading_of_the_word_document_is_broken_and_reasons_have_most_room(block):
    with zipfile.ZipFile(io.BytesIO(document_of(block, COVER))) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    widths = [int(column.get(f"{W}w")) / 1440 * 25.4 for column in root.iter(f"{W}gridCol")]  # mm
    beside = 2 * 1.9  # what Word keeps free
    for column, width in zip(block["columns"], widths, strict=True):
        assert all(text_width(word, HEAD, "Semibold") <= width - beside for word in column["title"].split()), column
    titles = [column["title"] for column in block["columns"]]
    assert titles[widths.index(max(widths))] == "Sapma nedeni"


def test_turkish_words_in_the_english_word_document_say_so(block):
    cover = COVER | {"foreign": ("Fen İşleri Müdürlüğü",), "foreign_language": "tr"}
    with language.speaking("en"), zipfile.ZipFile(io.BytesIO(document_of(block, cover))) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    said = {}
    for run in root.iter(f"{W}r"):
        mark = run.find(f"{W}rPr/{W}lang")
        said.setdefault("" if mark is None else mark.get(f"{W}val"), []).append("".join(run.itertext()))
    assert set(said["tr-TR"]) == {"Fen İşleri Müdürlüğü"} and "28" in said[""]
