"""The report of 2022, as its readers get it: page, PDF, tables, manifest. Checked against the plan typed a second time."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from golden.old_keys import TOOL as OLD
from golden.second_route import golden
from golden.second_route_depth import golden_depth
from report_reading import ROOT, Pdf, data_of, dotted, files, seen, squeezed, typed, unprinted, words

from yeep_analysis.population import charts as population_charts
from yeep_analysis.publishing import manifest
from yeep_analysis.publishing.foreign import ForeignWords
from yeep_analysis.results import COLUMNS, DIMENSIONS
from yeep_analysis.show import present

OFFICES = ("council_member", "muhtar", "staff", "department_head", "deputy_mayor")
STATED = ("%51,28", "%48,72", "%27,91", "%72,09", "%33,33", "%66,67")
KINDS = {"html", "pdf", "xlsx", "docx", "svg", "csv", "ipynb", "json"}
ENGLISH = [
    "the",
    "of",
    "and",
    "women",
    "men",
    "table",
    "figure",
    "source",
    "share",
    "year",
    "unit",
    "contents",
    "download",
    "undated",
    "values",
    "posts",
]
TURKISH = [
    "ve",
    "ile",
    "bu",
    "yıl",
    "şekil",
    "tablo",
    "kaynak",
    "kadın",
    "erkek",
    "nüfus",
    "toplam",
    "oranı",
    "evet",
    "hayır",
    "yılında",
    "itibarıyla",
]


@pytest.fixture(scope="session")
def published(turkish):
    return files(turkish.folder)


@pytest.fixture(scope="session")
def results(turkish):
    return _results(turkish.folder)


# --- the command and its files -----------------------------------------------


def test_the_command_succeeds_and_says_where_the_report_is(turkish):
    assert turkish.code == 0
    assert "Rapor hazır" in turkish.out
    assert str(turkish.folder / "report.html") in turkish.out
    assert str(turkish.folder / "report.pdf") in turkish.out


def of_the_baseline() -> list[Path]:
    """The chapters of an edition before the plan began: no part but the plan, its audit and frameworks, no theme, no text."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    own = re.compile(r'^(part = (?!"(plan|audit|frameworks)")|(theme|text) = )', re.MULTILINE)
    return [path for path in paths if not any(own.search(cell.source) for cell in nbformat.read(path, 4).cells)]


def test_the_report_is_a_folder_of_documents_figures_tables_chapters_and_a_manifest(published):
    assert {"report.html", "report.pdf", "report.xlsx", "manifest.json", "tables/results.csv"} <= set(published)
    assert {Path(name).parent.as_posix() + "/*" + Path(name).suffix for name in published if "/" in name} == {
        "figures/*.svg",
        "tables/*.csv",
        "chapters/*.ipynb",
    }
    chapters = {path.name for path in of_the_baseline()}
    assert {name.removeprefix("chapters/") for name in published if name.startswith("chapters/")} == chapters


def test_nothing_but_the_report_is_left_in_the_output_folder(turkish):
    out = turkish.folder.parents[1]
    assert [path.name for path in out.iterdir()] == ["2022"]
    assert [path.name for path in turkish.folder.parent.iterdir()] == ["tr"]


def test_the_same_inputs_give_the_same_bytes(published, rebuilt):
    again = files(rebuilt.folder)
    assert set(again) == set(published)
    assert [name for name in published if again[name] != published[name]] == []


def test_the_same_inputs_give_the_same_bytes_where_units_reported(invented, invented_rebuilt):
    published, again = files(invented.folder), files(invented_rebuilt.folder)
    assert {Path(name).suffix[1:] for name in published} == KINDS
    assert len([name for name in published if name.startswith("units/")]) >= 6
    assert set(again) == set(published)
    assert [name for name in published if again[name] != published[name]] == []


def test_settings_of_the_users_matplotlib_do_not_reach_a_figure():
    table = pd.DataFrame({"sex": ["female", "male"] * 2, "year": [2007, 2007, 2008, 2008], "value": [1.0, 2, 3, 4]})
    words_of_figure = present.FigureWords("caption", "alt 1")

    def drawn():
        chart = population_charts.contributions
        shown = present.figure(present.PublicationFigure("contributions", chart, table, words_of_figure))
        return shown.data[present.FIGURE]["svg"]

    usual = drawn()
    with mpl.rc_context({"axes.facecolor": "red", "axes.linewidth": 9, "axes.grid.axis": "x"}):
        assert drawn() == usual


@pytest.mark.parametrize("trace", [str(ROOT), "/tmp/", "/home/", "/root/", "/usr/", "ipykernel", sys.prefix])
def test_no_published_file_tells_of_the_machine(published, pdf, trace):
    assert [name for name, content in published.items() if trace.encode() in content] == []
    assert trace not in pdf.text + str(pdf.reader.metadata)


# --- the page ----------------------------------------------------------------


def test_no_trace_of_a_mistake_stands_in_either_document(page, pdf):
    for mistake in ("Traceback", "Error", "nan", "NaN", "None", "NaT", "null", "inf", "{", "}"):
        pattern = re.compile(rf"(?<!\w){re.escape(mistake)}(?!\w)")
        assert not pattern.search(page.spoken), mistake
        assert not pattern.search(pdf.text), mistake


def test_the_page_says_its_language_and_title(page):
    assert page.soup.html["lang"] == "tr"
    assert page.soup.title.string == "İzleme Raporu 2022 – Narlıdere Belediyesi"


def test_the_page_forbids_itself_to_load_anything(page):
    policies = [tag for tag in page.all("meta") if tag.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    rules = dict(rule.split(maxsplit=1) for rule in policies[0]["content"].split("; "))
    assert rules["default-src"] == "'none'"
    assert not any("http" in rule or "*" in rule or "unsafe-eval" in rule for rule in rules.values())
    assert "script-src" not in rules
    assert page.source.index("Content-Security-Policy") < page.source.index("<style")


def test_the_page_asks_no_address_for_anything(page):
    loading = ("src", "srcset", "poster", "data", "action", "formaction", "background", "xlink:href", "ping")
    addresses = [tag[name] for tag in page.all() for name in loading if tag.has_attr(name)]
    assert addresses, "the page has no pictures at all"
    assert [address[:60] for address in addresses if not address.startswith("data:image/svg+xml;base64,")] == []
    styles = "".join(tag.string for tag in page.all("style")) + "".join(tag.get("style", "") for tag in page.all())
    assert not re.search(r"url\(|@import|expression", styles)


def test_links_only_open_pages_places_and_downloads(page):
    assert {tag.name for tag in page.all() if tag.has_attr("href")} == {"a"}
    opened = [tag["href"] for tag in page.all("a") if not tag.has_attr("download")]
    assert [href for href in opened if not re.match(r"(https?://|mailto:|#)", href)] == []
    downloads = [tag["href"] for tag in page.all("a") if tag.has_attr("download")]
    assert [href[:40] for href in downloads if not href.startswith("data:text/csv;charset=utf-8;base64,")] == []


def test_the_page_runs_nothing(page):
    assert page.all("script", "link", "iframe", "object", "embed", "form", "base", "svg", "template") == []
    assert [tag.name for tag in page.all() for name in tag.attrs if name.startswith("on")] == []


def test_pictures_inside_the_page_run_and_load_nothing(page, published):
    pictures = [data_of(tag["src"]).decode() for tag in page.all("img")]
    for svg in [*pictures, *(content.decode() for name, content in published.items() if name.endswith(".svg"))]:
        assert "<script" not in svg
        assert "<foreignObject" not in svg
        assert not re.search(r"\son\w+=", svg)
        assert re.findall(r'href="(?!#)', svg) == []


def test_every_picture_has_an_alternative_text_with_its_finding(page):
    drawn = page.soup.select("img:not(.sign, .emblem)")
    assert drawn
    for tag in drawn:
        assert re.search(r"\d", tag["alt"]), tag["alt"]
    for tag in page.soup.select("figure[id] > img"):
        assert len(tag["alt"]) > len(seen(tag.parent.figcaption)), "only repeats the caption"
    assert {tag["alt"] for tag in page.soup.select("img.sign")} <= {""}, "its word stands beside it"


def test_headings_lead_from_one_title_without_a_jump(page):
    levels = [int(tag.name[1]) for tag in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not page.soup.find(re.compile("^h[7-9]$"))


def test_every_table_names_its_rows_and_columns(page):
    assert page.all("table")
    for table in page.all("table"):
        assert re.match(r"Tablo \d+\. \w" if table.find_parent("details") else r"\w", seen(table.caption))
        assert {tag["scope"] for tag in table.thead.find_all("th")} == {"col"}
        assert all(tag.get_text(strip=True) for tag in table.thead.find_all("th"))
        for row in table.select("tbody tr"):
            (head,) = row.find_all("th")
            assert head["scope"] in ("row", "rowgroup")
            assert sum(int(cell.get("colspan", 1)) for cell in row.find_all(["th", "td"])) == len(
                table.select("thead th")
            )


def test_ids_are_unique_and_links_inside_the_page_arrive(page):
    ids = [tag["id"] for tag in page.all() if tag.has_attr("id")]
    assert len(ids) == len(set(ids))
    targets = [tag["href"][1:] for tag in page.all("a") if tag["href"].startswith("#")]
    assert len(targets) > 10
    assert set(targets) <= set(ids)


def test_the_contents_list_every_chapter_and_section(page):
    listed = [tag["href"][1:] for tag in page.soup.nav.find_all("a")]
    assert listed == [tag["id"] for tag in page.soup.main.find_all(["h2", "h3"])]
    numbers = [seen(tag).split()[0] for tag in page.soup.select("details.annex h2")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 6


def test_a_download_in_the_page_is_the_published_table(page, published):
    downloads = [tag for tag in page.all("a") if tag.has_attr("download")]
    assert len(downloads) == len(page.all("table"))
    for tag in downloads:
        assert data_of(tag["href"]) == published[f"tables/{tag['download']}"]


def test_the_turkish_page_speaks_no_english(page):
    # A source keeps the title under which it was published; in a card it is a line of its own.
    own_words = page.spoken
    for line in page.all("li"):
        if seen(line).startswith("Kaynak: "):
            own_words = own_words.replace(seen(line), "")
    with (ROOT / "data" / "plan" / "frameworks.csv").open(encoding="utf-8", newline="") as file:
        for source in {row["source"] for row in csv.DictReader(file)}:
            own_words = own_words.replace(words(source), "")
    assert len(own_words) > 0.7 * len(page.spoken)
    assert _spoken(ENGLISH, own_words) == []


# --- the plan's figures in both documents ------------------------------------


def test_every_population_of_the_plan_stands_in_its_year(page, pdf):
    rows = {row[0]: row[1:4] for row in page.table("population")}
    plan = {year: cell for year, cell in typed("population").items() if int(year) <= 2022}
    assert set(rows) == set(plan)
    for year, cell in plan.items():
        expected = [dotted(cell[sex]) for sex in ("female", "male", "total")]
        assert rows[year] == expected
        assert " ".join([year, *expected]) in pdf.text


def test_every_mahalle_of_the_plan_stands_with_its_code(page, pdf):
    rows = {row[1]: row[2:5] for row in page.table("mahalle_population")}
    plan = typed("mahalle")
    assert set(rows) == set(plan)
    for code, cell in plan.items():
        expected = [dotted(cell[sex]) for sex in ("female", "male", "total")]
        assert rows[code] == expected
        assert " ".join([code, *expected]) in pdf.text


@pytest.mark.parametrize("office", OFFICES)
def test_every_post_of_the_plan_stands_with_its_holders(page, pdf, office):
    cell = typed("representation")[office]
    women, men = cell["female"], cell["male"]
    assert [str(women), str(men), str(women + men)] in [row[1:4] for row in page.table("representation")]
    assert f"{women}/{women + men}" in re.findall(r"\d+/\d+", page.text)
    assert f"{women}/{women + men}" in re.findall(r"\d+/\d+", pdf.text)


@pytest.mark.parametrize("percentage", STATED)
def test_every_percentage_that_the_plan_prints_stands_in_both_documents(page, pdf, percentage):
    printed = re.compile(rf"(?<![\d,.]){re.escape(percentage)}(?!\d)")
    assert printed.search(page.text)
    assert printed.search(pdf.text)


# --- the PDF -----------------------------------------------------------------


def test_the_pdf_says_its_title_language_and_standard(pdf):
    assert pdf.reader.metadata.title == "İzleme Raporu 2022 – Narlıdere Belediyesi"
    assert pdf.root["/Lang"] == "tr"
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in pdf.root["/Metadata"].get_data()


def test_the_pdf_has_a_likely_number_of_pages_and_no_empty_one(pdf):
    assert 10 <= len(pdf.pages) <= 80
    assert [number for number, text in enumerate(pdf.pages, start=1) if len(text) < 60] == []


def test_every_letter_of_the_page_can_be_read_out_of_the_pdf(page, pdf):
    letters = {letter for letter in page.text if letter.isalpha()}
    assert set("ğışİçöüŞÇÖÜ") <= letters
    assert letters - set(pdf.text) == set()


@pytest.mark.parametrize("edition", ["turkish", "english"])
def test_what_the_page_says_the_pdf_says(request, edition):
    run = request.getfixturevalue(edition)
    assert unprinted(run.page, run.pdf) == []


def test_every_turkish_letter_can_be_read_out_of_a_pdf(publish):
    alphabet = "abcçdefgğhıijklmnoöprsştuüvyz ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ âîû ÂÎÛ"
    assert publish(f"{alphabet}\n\n**{alphabet}**\n\n*{alphabet}*").pdf.text.count(alphabet) == 3


def test_figures_and_tables_have_the_same_numbers_and_captions_in_both_documents(page, pdf):
    captions, printed = page.captions(), squeezed(pdf.text)
    for label in ("Şekil", "Tablo"):
        numbers = [int(caption.split()[1][:-1]) for caption in captions if caption.startswith(label)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 8
        assert {int(n) for n in re.findall(rf"{label} (\d+)\.", pdf.text)} == set(numbers)
    assert [caption for caption in captions if squeezed(caption) not in printed] == []


def test_every_table_of_the_pdf_has_a_head(pdf, page):
    tables = pdf.tagged("Table")
    assert len(tables) == len(page.all("table"))
    for element, table in zip(tables, page.all("table"), strict=True):
        assert len(pdf.within(element, "TH")) == len(table.select("thead th, tr.section th"))


def test_every_figure_of_the_pdf_has_the_alternative_text_of_the_page(pdf, page):
    alternatives = [element["/Alt"] for element in pdf.tagged("Figure")]
    assert alternatives == [tag["alt"] for tag in page.soup.select(".emblem, .facts img, main img:not(.sign)")]
    assert all(re.search(r"\d", text) for text in alternatives if text != "Belediyenin amblemi")


# --- tables and manifest -----------------------------------------------------


def test_the_manifest_names_every_file_with_its_hash_and_size(published):
    listed = json.loads(published["manifest.json"])["outputs"]
    assert {entry["path"] for entry in listed} == set(published) - {"manifest.json"}
    for entry in listed:
        content = published[entry["path"]]
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)


@pytest.mark.parametrize(
    ("kind", "folder", "pattern"), [("data", "data", "*.csv"), ("chapters", "notebooks", "*.ipynb")]
)
def test_the_manifest_names_every_input_with_its_hash(published, kind, folder, pattern):
    listed = {
        Path(entry["path"]).name: entry["sha256"] for entry in json.loads(published["manifest.json"])["inputs"][kind]
    }
    paths = of_the_baseline() if kind == "chapters" else (ROOT / folder).rglob(pattern)
    on_disk = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    assert listed == on_disk


def test_the_manifest_counts_the_rows_of_a_table_that_has_line_breaks_in_a_cell(tmp_path):
    (tmp_path / "sources.csv").write_text('a,b\n1,"two\nlines"\n2,x\n', encoding="utf-8")
    assert manifest.describe(tmp_path.glob("*.csv"), tmp_path)[0]["rows"] == 2


def test_the_manifest_says_what_made_the_report_but_no_time_of_day(published):
    content = json.loads(published["manifest.json"])
    assert content["parameters"] == {"year": 2022, "language": "tr", "data": "../data"} | {
        "edition": "2022",
        "interim": "",
        "audience": "public",
        "month": 0,
        "merge": "",
    }
    assert {"python", "typst", "matplotlib", "pandas"} <= set(content["versions"])
    assert not re.search(r"\d{2}:\d{2}", published["manifest.json"].decode())


def test_a_commit_of_somebody_elses_repository_is_not_named(tmp_path):
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "theirs"], check=True)
    installed = tmp_path / ".venv" / "site-packages" / "yeep_analysis"
    installed.mkdir(parents=True)
    assert manifest.commit(installed) == ""


def test_the_result_table_has_all_columns_and_a_unit_and_source_in_every_row(results):
    assert list(results[0]) == COLUMNS
    assert len(COLUMNS) == 21
    assert [row for row in results if not (row["unit"] and row["source"])] == []


def test_no_result_stands_twice(results):
    keys = [tuple(row[name] for name in ("indicator", *DIMENSIONS)) for row in results]
    assert len(keys) == len(set(keys))


def test_every_number_of_the_second_route_is_published(results):
    found = {_key(row): row for row in results}
    for expected in _second_route():
        row = found[_key(expected)]
        for column in ("value", "numerator", "denominator"):
            # A download holds twelve digits, and a result that is nothing but binary rounding is not zero to the last.
            cell = expected[column] if expected[column] == "" else pytest.approx(float(expected[column]), 1e-9, 1e-13)
            assert (row[column] if row[column] == "" else float(row[column])) == cell, (expected, column)


def test_every_published_number_has_a_second_route(results):
    known = {_key(row) for row in _second_route()}
    subjects = ("population_", "mahalle_", "representation_", "scenario_")
    baseline = [row for row in results if row["indicator"].startswith(subjects)]
    assert len(baseline) >= len(known)
    assert [row for row in baseline if _key(row) not in known] == []


def _notebooks():
    return [nbformat.read(path, as_version=4) for path in of_the_baseline()]


def _second_route():
    baseline = [row for row in golden() if row["year"] == "" or int(row["year"]) <= 2022]
    return [*baseline, *golden_depth(last=2022)]


def _key(row):
    # The second route gives no year to posts: each is of its newest record. Only a path over years has more than one.
    is_of_posts = row["indicator"].startswith(("representation_", "scenario_"))
    is_old = "group" in row
    year = row["year"] if is_old else OLD["year"](row)
    year = "" if is_of_posts and row["indicator"] != "scenario_staff_share" else int(year)
    return (row["indicator"], year, row["group"]) if is_old else (OLD["indicator"](row), year, OLD["packed"](row))


def _results(folder):
    text = (folder / "tables" / "results.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _spoken(listed, text):
    return [word for word in listed if re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE)]


# --- the English edition -----------------------------------------------------


def test_the_english_page_says_its_language(english):
    assert english.page.soup.html["lang"] == "en"
    assert english.pdf.root["/Lang"] == "en"
    assert english.page.soup.title.string == "Monitoring Report 2025 – Narlıdere Belediyesi"
    assert "The report is ready" in english.out


def test_the_english_page_speaks_no_turkish_but_in_names_and_quotes(english):
    assert _spoken(TURKISH, _without_words_of_the_data(english.page.spoken)) == []


def test_every_turkish_word_of_the_english_page_says_its_language(english):
    """Captions, headings, sources, cells and sentences alike; title and alternative texts can bear no language."""
    turkish = re.compile("[çğışöüÇĞİŞÖÜ]")
    texts = [one for one in english.page.soup.body.find_all(string=turkish) if one.parent.name != "style"]
    assert len(texts) > 200
    assert [str(one) for one in texts if one.find_parent(lang=True)["lang"] != "tr"] == []


def test_the_english_pdfs_mark_what_is_turkish(english):
    turkish = re.compile("[çğışöüÇĞİŞÖÜ]")
    for name, least in {"report.pdf": 10, "annex.pdf": 1000, "brief.pdf": 3}.items():
        pdf = Pdf(english.folder / name)
        spoken = [(text, language) for text, language in pdf.spoken() if turkish.search(text)]
        assert pdf.root["/Lang"] == "en" and len(spoken) > least, name
        assert [text for text, language in spoken if language != "tr"] == [], name


def test_a_known_word_is_found_whole_and_the_longest_first():
    known = ForeignWords(["Kent", "Kent Konseyi", "“Söz” [1]"], "tr")
    split = list(known.split("The Kent Konseyi; Kents, Kent. “Söz” [1]!"))
    assert [text for text, is_foreign in split if is_foreign] == ["Kent Konseyi", "Kent", "“Söz” [1]"]
    assert "".join(text for text, _is_foreign in split) == "The Kent Konseyi; Kents, Kent. “Söz” [1]!"
    assert known.html("<Kent>") == '&lt;<span lang="tr">Kent</span>&gt;'


def test_the_english_page_writes_numbers_the_english_way(english):
    own_words = _without_words_of_the_data(english.page.spoken)
    assert re.findall(r"%\d+", own_words) == []
    counts = {n for table in ("population", "mahalle") for cell in typed(table).values() for n in cell.values()}
    assert [
        n for n in counts if n >= 1000 and re.search(rf"(?<![\d.,]){re.escape(dotted(n))}(?![\d.,])", own_words)
    ] == []
    rows = {row[0]: row[1:4] for row in english.page.table("population")}
    for year, cell in typed("population").items():
        assert rows[year] == [f"{n:,}" for n in (cell["female"], cell["male"], cell["female"] + cell["male"])]


def test_the_english_page_writes_dates_the_english_way(english):
    assert re.findall(r"\d\d\.\d\d\.\d{4}", _without_words_of_the_data(english.page.spoken)) == []


def test_figures_of_the_english_pdf_have_english_alternative_texts(english):
    alternatives = " ".join(str(element["/Alt"]) for element in english.pdf.tagged("Figure"))
    assert "women" in alternatives.lower()
    assert _spoken(TURKISH, _without_words_of_the_data(alternatives)) == []


@cache
def _without_words_of_the_data(text):
    """The words of the program itself: names, titles, quotes and notes come from the data and stay as they are."""
    cells = set()
    for path in (ROOT / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            cells |= {
                words(cell) for row in list(csv.reader(lines))[1:] for cell in row if re.search(r"[A-ZÇĞİÖŞÜ]|\s", cell)
            }
    for cell in sorted(cells, key=len, reverse=True):
        text = text.replace(cell, " ")
    return text
