"""One run, several volumes: where a chapter stands, what its pieces become, and how the printed page is filled."""

import re
from itertools import count, pairwise

import nbformat
import numpy as np
import pandas as pd
import pypdf
import pypdfium2
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from report_making import KERNEL, executed, figure, table
from report_reading import Page, Pdf, bare, keyed, rows_by_key, rows_of, seen, words, writings

from yeep_analysis.methods import sources
from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.publishing import columns, document, pdf
from yeep_analysis.show import present, small
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words import language

MARK = small.Mark("▲", "İlerleme var", "1")
SPARK = small.Spark((2023, 2024, 2025), (410, None, 515), ("410", "", "515"), 600)


def chapter(folder, name, volume="", place=None, cells=(), title=""):
    """Write a chapter that declares where it stands."""
    source = 'year = 2022\nlanguage = "tr"\ndata = "../data"'
    source += f'\nvolume = "{volume}"' if volume else ""
    source += f"\nplace = {place}" if place is not None else ""
    made = [new_markdown_cell(title or f"# {name}"), new_code_cell(source, metadata={"tags": ["parameters"]})]
    made += [
        new_code_cell("from yeep_analysis.show import present, small\nimport pandas as pd"),
        *map(new_code_cell, cells),
    ]
    for number, cell in enumerate(made):
        cell["id"] = f"{name}-{number}"
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": KERNEL}), folder / f"{name}.ipynb")


def shown_table(name, caption="Sayılar"):
    """The code of a cell that shows a table."""
    content = (
        f'present.PublicationTable("{name}", "{caption}", (present.Column("n", "Sayı"),), pd.DataFrame({{"n": [1]}}))'
    )
    return f"present.table({content})"


@pytest.fixture
def volumes(yeep, tmp_path, without_kernels):
    """A report of five chapters in four volumes."""
    folder = tmp_path / "notebooks"
    chapter(folder, "10_method", "annex", cells=[shown_table("detail", "Ayrıntı")], title="# Yöntem")
    chapter(folder, "20_second", "report", 2, [shown_table("other")], "# İkinci")
    refers = 'present.prose("Bkz. " + present.see_annex("detail") + "; " + present.see_annex("method") + ".")'
    chapter(folder, "30_first", "report", 1, ['present.finding("Bulgu")', refers, shown_table("main")], "# Birinci")
    chapter(folder, "40_short", "brief", cells=['present.lead("Kısaca.")'], title="# Kısaca")
    sheets = 'present.stack(present.sheet("fen", "Fen İşleri"), present.prose("Bir."), present.sheet("kent", "Kent"), present.prose("İki."))'
    chapter(folder, "50_units", "units", cells=[sheets], title="# Birimler")
    run = yeep("report", "2022")
    assert run.code == 0, run.err
    return run


def text_of(path):
    return words(Pdf(path).text)


# --- where a chapter stands --------------------------------------------------


def test_each_volume_is_a_pdf_of_its_own_chapters(volumes):
    texts = {path.relative_to(volumes.folder).as_posix(): text_of(path) for path in volumes.folder.rglob("*.pdf")}
    assert set(texts) == {"report.pdf", "annex.pdf", "brief.pdf", "units/fen.pdf", "units/kent.pdf"}
    assert "Yöntem" in texts["annex.pdf"] and "Yöntem" not in texts["report.pdf"]
    assert "Bir." in texts["units/fen.pdf"] and "Bir." not in texts["units/kent.pdf"]
    assert not any("Birimler" in text for text in texts.values())


def test_a_chapter_stands_at_the_place_that_it_declares(volumes):
    assert [seen(tag) for tag in volumes.page.soup.main.find_all("h2")] == ["Bulgu", "İkinci", "1 Yöntem"]


def test_a_finding_is_shown_and_the_plain_title_stands_in_the_contents(volumes):
    assert [seen(tag) for tag in volumes.page.soup.select(".contents li")] == ["Birinci", "İkinci", "1 Yöntem"]
    reader = pypdf.PdfReader(volumes.folder / "report.pdf")
    assert [entry["/Title"] for entry in reader.outline] == ["Birinci", "İkinci"]


def test_a_reference_says_where_in_the_annex_something_stands(volumes):
    section = language._("section {number}").format(number=1)
    said = f"Bkz. Ek, Tablo 1; Ek, {section}."
    assert said in volumes.page.text
    assert said in text_of(volumes.folder / "report.pdf")
    links = [link["href"] for link in volumes.page.soup.main.find("p").find_all("a")]
    assert links[0] == "#table-detail" and volumes.page.soup.find(id=links[1][1:])


def test_the_annex_is_folded_and_the_report_is_not(volumes):
    assert seen(volumes.page.soup.select_one("details.annex h2")) == "1 Yöntem"
    assert volumes.page.soup.find(id="table-main").find_parent("details") is None


def test_a_table_of_the_annex_stands_in_the_second_workbook(volumes):
    assert (volumes.folder / "annex.xlsx").exists() and (volumes.folder / "tables" / "detail.csv").exists()


def test_chapters_that_know_no_volume_are_the_report(publish):
    run = publish(table())
    assert not (run.folder / "annex.pdf").exists()
    assert run.page.captions() == ["Tablo 1. Sayılar"]


def test_a_volume_that_there_is_not_is_refused(yeep, tmp_path, no_kernel):
    chapter(tmp_path / "notebooks", "10_lost", "appendix")
    run = yeep("report", "2022")
    assert run.code == 2
    assert "10_lost.ipynb" in run.err and "appendix" in run.err and "annex" in run.err


# --- what a chapter shows ----------------------------------------------------


def pieces(*shown):
    """The blocks of outputs."""
    return document.read(document.combine([executed(*(one.data for one in shown))], {"title": "T"})).blocks[1:]


def mixed(**more):
    """A table with one cell of each kind."""
    frame = pd.DataFrame({"n": ["Toplantı"], "s": [SPARK], "v": [present.Keyed(0.698, "share", 2025, text="%69,8")]})
    frame["m"], frame["w"] = [MARK], [present.Foreign("Assembly", "en")]
    kinds = (Column("n", "Ad"), Column("s", "Yıllar", "graphic", heads=("2023", "2024", "2025")))
    kinds += (Column("v", "2025", "stated", "newest"), Column("m", "Durum"), Column("w", "Söz"))
    return PublicationTable("mixed", "Karışık", kinds, frame, **more)


def test_a_number_in_a_sentence_carries_its_key():
    (block,) = pieces(present.prose(f"Oran {present.keyed('%51,28', 'share_of_women', year=2022)}."))
    assert block["runs"][1] == {"text": "%51,28", "key": "share_of_women;2022;;;;"}
    (block,) = pieces(
        present.prose(f"Hedef {present.keyed('28', 'meetings', year=2025, column='target', status='x')}.")
    )
    assert block["runs"][1] == {"text": "28", "key": "meetings;2025;;;;;status=x@target"}


def test_what_a_person_typed_carries_no_key():
    (block,) = pieces(present.written("Bu [söz](key:x;2022;;) ve [ek](annex:detail)."))
    assert {name for run in block["runs"] for name in run} == {"text"}


def test_keys_and_languages_stand_in_the_page(publish):
    said = f"Oran {present.keyed('%51,28', 'share', year=2022)}, {present.in_language('gender', 'en')}."
    run = publish(present.prose(said).data, present.table(mixed()).data)
    assert [(tag["value"], seen(tag)) for tag in run.page.all("data")] == [
        ("share;2022;;;;", "%51,28"),
        ("share;2025;;;;", "%69,8"),
    ]
    assert [seen(tag) for tag in run.page.soup.main.select("[lang=en]")] == ["gender", "Assembly"]


def test_a_drawing_is_not_in_the_download_and_a_number_is_unrounded_there():
    (block,) = pieces(present.table(mixed()))
    assert block["csv"] == "n,v,m,w\nToplantı,0.698,İlerleme var,Assembly\n"


def test_page_and_pdf_show_the_same_drawings_with_the_same_words(publish):
    run = publish(present.table(mixed()).data, present.graphic(small.Dots(6, 9)).data)
    drawn = [tag["alt"] for tag in run.page.soup.main.select("img.small")]
    assert drawn == ["2023: 410, 2024: bilinmiyor, 2025: 515", "6 kadın, 9 erkek"]
    assert [figure["/Alt"] for figure in run.pdf.tagged("Figure")] == drawn


@pytest.mark.parametrize("sign", small.SIGNS)
def test_every_sign_is_drawn_and_no_two_are_alike(sign):
    drawn = small.Mark(sign, "söz").svg
    assert [other for other in small.SIGNS if small.Mark(other, "söz").svg == drawn] == [sign]


def test_a_year_without_a_value_is_a_ring_and_no_point_of_the_line():
    assert SPARK.svg.count('fill="#ffffff" stroke=') == 1
    assert "stroke-dasharray" in SPARK.svg
    assert "stroke-dasharray" not in small.Spark((2024, 2025), (1, 2), ("1", "2")).svg


@pytest.mark.parametrize(
    ("start", "now", "target", "at_most"), [(46, 12, 10, True), (6, 10, 8, False), (20, 15, 28, False)]
)
def test_the_target_lies_to_the_right_of_the_start(start, now, target, at_most):
    drawn = small.PathBar(start, now, target, at_most)
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn.svg)]
    goal = float(re.findall(r'<line x1="([\d.]+)" y1="0.5"', drawn.svg)[0])
    assert places[0] < goal
    assert (places[1] >= goal) == ((now - target) * (target - start) >= 0)


@pytest.mark.parametrize(("women", "men"), [(0, 1), (6, 9), (1, 0), (17, 20), (0, 45)])
def test_every_seat_is_drawn_once(women, men):
    for drawn in (small.HalfCircle(women, men), small.Dots(women, men)):
        assert (drawn.svg.count("<circle"), drawn.svg.count("<rect")) == (women, men)


def test_a_caption_below_a_heading_is_told_once():
    blocks = pieces(present.heading("Başlık"), present.table(mixed()))
    report = document.Document({}, [{**block, "number": 0} for block in blocks])
    document._tell_once(report.blocks)
    assert [block["is_told"] for block in report.of_kind("table")] == [True]


# --- the printed page --------------------------------------------------------


def test_columns_get_what_their_contents_ask_for():
    (block,) = pieces(present.table(mixed()))
    laid = columns.fitted(block)
    assert sum(laid["widths"]) == pytest.approx(columns.WHOLE, abs=0.1)
    assert not laid["breaks"]
    assert laid["widths"][1] >= SPARK.size[0]


def test_columns_are_shared_so_that_the_table_is_lowest():
    actions = [
        "Mahalle toplantılarının çocuk bakımı sunularak ve uygun saatlerde düzenlenmesi",
        "Eşitlik Birimi yönergesinin hazırlanması ve Belediye Meclisine sunulması",
        "Belediye personeline toplumsal cinsiyet eşitliği eğitimi verilmesi",
    ]
    frame = pd.DataFrame({"action": actions, "unit": "Kadın Danışma Merkezi ve Eşitlik Birimi", "status": "Sürüyor"})
    said = (
        "“Toplantılar birleştirildi: sayı azaldı, toplantı başına katılım arttı. Uzak mahallelerden gelmek zorlaştı; "
    )
    frame["words"] = [said + "kalan toplantılara ulaşım sağlanmalı.”", "", ""]
    kinds = tuple(
        Column(key, head) for key, head in zip(frame, ("Eylem", "Sorumlu birim", "Durum", "Söz"), strict=True)
    )
    (block,) = pieces(present.table(PublicationTable("low", "Alçak", kinds, frame)))
    laid = columns.fitted(block)
    needs = columns._needs(block, laid["size"])
    as_asked = columns._shared(needs, columns.WHOLE, [True] * 4)
    heights = [
        sum(columns._height(block, row, widths, laid["size"]) for row in range(3))
        for widths in (laid["widths"], as_asked)
    ]
    assert heights[0] < heights[1]


def test_the_longest_texts_get_the_widest_column(monkeypatch):
    """What a plan promises: actions of ten lines stood in a narrow column beside indicators of three."""
    frame = pd.DataFrame({"code": ["1.1.1"] * 8})
    frame["action"] = (
        "Kadınların yerel karar alma süreçlerine katılımını güçlendirmek için toplantılar düzenlenmesi " * 3
    )
    frame["indicator"] = "Mahallelerde yıl içinde düzenlenen toplantı sayısı (adet) " * 2
    frame["unit"] = [
        "Kadın Danışma Merkezi ve Eşitlik Birimi, Strateji Geliştirme Müdürlüğü " * 2,
        *["Kadın Merkezi"] * 7,
    ]
    frame["period"] = "2023–2025"
    kinds = tuple(Column(key, key.capitalize()) for key in frame)
    (block,) = pieces(present.table(PublicationTable("long", "Uzun", kinds, frame)))
    laid = columns.fitted(block)
    monkeypatch.setattr(columns, "_LONG", columns._LONG[:1])
    as_equals = columns.fitted(block)
    assert laid["height"] < 0.95 * as_equals["height"] and laid["widths"][1] > 1.1 * as_equals["widths"][1]


def test_a_table_that_is_too_wide_for_large_letters_gets_smaller_ones():
    heads = [f"Değerlendirme {n}" for n in range(8)]
    frame = pd.DataFrame({head: ["karşılaştırılamıyor"] for head in heads})
    content = PublicationTable("wide", "Geniş", tuple(Column(head, head) for head in heads), frame)
    (block,) = pieces(present.table(content))
    laid = columns.fitted(block)
    assert laid["size"] < columns.SIZES[0] or laid["breaks"]


def numbered(rows, section=None):
    """A table of so many rows of numbers."""
    kinds = (Column("year", "Yıl", "year"), Column("women", "Kadın", "count"), Column("men", "Erkek", "count"))
    frame = pd.DataFrame({"year": range(1900, 1900 + rows), "women": 10, "men": 10})
    frame["part"] = [section(row) if section else "" for row in range(rows)]
    return present.table(PublicationTable("long", "Uzun", kinds, frame, section="part" if section else ""))


def laid_out(shown):
    return columns.fitted(pieces(shown)[0])


def test_columns_of_numbers_share_the_width_and_the_years_stay_at_the_edge():
    widths = laid_out(numbered(5))["widths"]
    assert widths[0] < 20 and widths[1] == pytest.approx(widths[2], abs=0.5)
    assert sum(widths) == pytest.approx(columns.WHOLE, abs=0.1)


def test_the_last_rows_of_a_long_table_stay_together_and_in_their_section():
    assert laid_out(numbered(5))["last"] == 5
    assert laid_out(numbered(60))["last"] == 57
    assert laid_out(numbered(60, lambda row: "A" if row < 58 else "B"))["last"] == 59


def test_a_long_table_begins_only_where_three_rows_have_room():
    kinds = (Column("what", "Bulgu"), Column("why", "Neden"))
    frame = pd.DataFrame({"what": ["uzun söz " * 60] * 9, "why": ["uzun söz " * 60] * 9})
    tall = laid_out(present.table(PublicationTable("tall", "Yüksek", kinds, frame)))
    assert laid_out(numbered(5))["begin"] == 0
    assert laid_out(numbered(60))["begin"] == columns.BEGUN < tall["begin"] < tall["height"]


def places(path):
    """Every piece of the tagged content in its order: the elements in which it stands, by kind and number, and its page."""
    reader = pypdf.PdfReader(path)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    counted = count()

    def within(node, inside, at):
        node = node.get_object()
        if isinstance(node, dict):
            at = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else at
            inside = (*inside, (node["/S"], next(counted))) if "/S" in node else inside
        if isinstance(node, list):
            for part in node:
                yield from within(part, inside, at)
        elif isinstance(node, dict) and "/K" in node:
            yield from within(node["/K"], inside, at)
        else:
            yield inside, at

    return list(within(reader.root_object["/StructTreeRoot"]["/K"], (), None))


def printed(shown):
    cover = dict.fromkeys(("municipality", "title", "subtitle", "unit", "as_of"), "T")
    cover |= {"date": "2022-12-31", "is_fictional": False}
    return pdf.render(document.read(document.combine([executed(shown.data)], cover)), "annex")


@pytest.mark.parametrize("rows", range(38, 44))
def test_no_row_of_a_long_table_is_left_alone_on_the_last_page(rows, tmp_path):
    (tmp_path / "one.pdf").write_bytes(printed(numbered(rows)))
    found = {inside[-2]: page for inside, page in places(tmp_path / "one.pdf") if inside[-1][0] == "/TD"}
    on_last = sum(page == max(found.values()) for page in found.values())
    assert len(found) == rows and on_last >= 3


@pytest.mark.parametrize("rows", range(34, 44))
def test_no_heading_of_a_section_ends_a_page(rows, tmp_path):
    (tmp_path / "one.pdf").write_bytes(printed(numbered(rows, lambda row: "A" if row < rows - 3 else "B")))
    cells = [(inside[-1][0], page) for inside, page in places(tmp_path / "one.pdf") if inside[-1][0] in ("/TH", "/TD")]
    (heading,) = [at for at, (kind, _page) in enumerate(cells) if kind == "/TH"][3 + 1 :]
    assert cells[heading][1] == cells[heading + 1][1]


@pytest.mark.parametrize("volume", ["report.pdf", "annex.pdf"])
def test_no_heading_ends_a_page(turkish, volume):
    found = [
        (page, next_page)
        for (inside, page), (_inside, next_page) in pairwise(places(turkish.folder / volume))
        if any(re.fullmatch(r"/H\d", kind) for kind, _number in inside)
    ]
    assert len(found) > 5 and [pages for pages in found if pages[0] != pages[1]] == []


def fills(path):
    """How far down the ink of each page reaches, as a share of the text block."""
    top, height, dots = 24 / 297, (297 - 24 - 20) / 297, 36 / 72
    shares = []
    for page in pypdfium2.PdfDocument(path):
        ink = np.asarray(page.render(scale=dots).to_numpy())[..., :3].min(axis=(1, 2)) < 200
        rows = np.flatnonzero(ink[round(top * len(ink)) : round((top + height) * len(ink))])
        shares.append((rows[-1] + 1) / (height * len(ink)) if len(rows) else 0)
    return shares


@pytest.mark.parametrize("volume", ["report.pdf", "annex.pdf"])
def test_at_most_one_page_in_eight_is_less_than_two_thirds_full(turkish, volume):
    inner = fills(turkish.folder / volume)[1:-1]
    assert sum(share < 0.66 for share in inner) <= max(1, len(inner) / 8), [round(share, 2) for share in inner]


@pytest.mark.parametrize("volume", ["report.pdf", "annex.pdf"])
def test_no_word_of_a_table_or_a_heading_is_broken(turkish, volume):
    whole = set(re.findall(r"[^\W\d_]+", "\n".join(Pdf(turkish.folder / volume).pages)))
    page = Page(turkish.folder / "report.html").soup
    part = page.select_one("details.annex") if volume == "annex.pdf" else page.main
    if volume == "report.pdf" and (annex := part.select_one("details.annex")):
        annex.extract()
    told = [seen(tag) for tag in part.select("th, td, h2, h3, h4")]
    asked = {word for text in told if "://" not in text for word in re.findall(r"[^\W\d_]{4,}", text)}
    assert len(asked) > 20
    assert sorted(asked - whole) == []


@pytest.mark.parametrize("volume", ["report.pdf", "annex.pdf", "brief.pdf"])
def test_a_pdf_is_what_its_standards_ask_for(turkish, volume):
    """Read with another library than the one that wrote it: what PDF/UA-1 and PDF/A-2a ask of the structure."""
    pdf = Pdf(turkish.folder / volume)
    root, said = pdf.root, pdf.reader.xmp_metadata.stream.get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", said)
    assert re.search(r"<pdfaid:part>2<", said) and re.search(r"<pdfaid:conformance>A<", said)
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "tr" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert [intent["/S"] for intent in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert pdf.reader.trailer["/ID"] and not pdf.reader.is_encrypted
    assert "/OpenAction" not in root and "/JavaScript" not in root.get("/Names", {})
    assert [figure for figure in pdf.tagged("Figure") if not figure.get("/Alt", "").strip()] == []
    assert [table for table in pdf.tagged("Table") if not pdf.within(table, "TH")] == []
    levels = [
        int(level) for level in re.findall(r"/H(\d)", " ".join(e["/S"] for e in pdf._elements(root["/StructTreeRoot"])))
    ]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert _not_embedded(pdf.reader) == []


def _not_embedded(reader):
    """Fonts whose letters, or whose way back to text, the file does not hold."""
    lacking = []
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            if font["/Subtype"] != "/Type3":
                holds = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
                lacking += [] if holds and "/ToUnicode" in font else [name]
    return lacking


def test_words_of_another_language_say_so_in_the_pdf(publish):
    run = publish(present.prose(f"Bir {present.in_language('gender equality', 'en')}.").data)
    languages = {e.get("/Lang") for e in run.pdf._elements(run.pdf.root["/StructTreeRoot"])}
    streams = b"".join(page.get_contents().get_data() for page in run.pdf.reader.pages)
    assert "en" in languages or b"/Lang (en)" in streams or b"/Lang(en)" in streams


@pytest.mark.parametrize(("edition", "marked"), [("tr", set()), ("en", {"tr"})])
def test_words_of_a_source_are_marked_where_the_edition_is_of_another_language(edition, marked):
    names = ("source_id", "title", "producer", "named_source", "locator", "licence", "quote", "note")
    said = ("s", "Eylem Planı", "Belediye", "TÜİK [1]", "3. bölüm", "Açık", "61’i *kadın*.", "Not.")
    record = Source.model_construct(**dict(zip(names, said, strict=True)), reference_on=None, published_on=None)
    with language.speaking(edition):
        (table,), quoted = pieces(present.table(sources.sources([record]))), sources.quotes([record])
    columns = [column for column in table["columns"] if column["title"] not in ("Date", "Tarih")]
    assert {column.get("language", "tr") for column in columns} == {"tr"}
    assert {column["language"] for column in columns if "language" in column} == marked
    runs = [run for block in document.markdown_blocks(quoted) for run in block["runs"]]
    assert "".join(run["text"] for run in runs) == "Eylem Planı“61’i *kadın*.”3. bölüm. Not."
    assert {run["language"] for run in runs if "language" in run} == marked
    assert all("language" in run for run in runs if run["text"].strip("“”. ")) == bool(marked)


@pytest.mark.parametrize("edition", ["turkish", "invented"])
def test_every_number_with_a_key_is_that_of_its_row_in_the_results(request, edition):
    folder = request.getfixturevalue(edition).folder
    results, told = (
        rows_by_key((folder / "tables" / "results.csv").read_text(encoding="utf-8-sig")),
        keyed_numbers(folder),
    )
    assert len(told) >= {"turkish": 450, "invented": 700}[edition]
    rows = {key: rows_of(results, key) for key, _text in told}
    assert sorted(key for key, found in rows.items() if len(found) != 1) == []
    # A task that is done counts 1, and is told by its day.
    numbers = [(key, text) for key, text in told if not re.fullmatch(r"\d\d\.\d\d\.\d{4}", text)]
    wrong = [(key, text) for key, text in numbers if bare(text) not in writings(rows[key][0], key.partition("@")[2])]
    assert sorted(wrong) == []


def test_baselines_targets_and_counts_bear_keys_in_report_and_annex(invented):
    """Each kind of number that a reader may want to look up bears its key somewhere."""
    told = {key for key, _text in keyed_numbers(invented.folder)}
    assert {key.partition("@")[2] for key in told} == {"", "value", "target", "numerator", "denominator"}
    indicators = {key.partition(";")[0] for key in told}
    assert {
        "progress_response_rate",
        "progress_status_share",
        "mahalle_funnel_z",
        "representation_gap_pp",
    } <= indicators
    assert any(key.startswith("mahalle_toplantisi;2023;") for key in told)  # from where its change is counted


def keyed_numbers(folder):
    """Every number with a key in the chapters that ran, whichever volume they stand in: ``{(key, text)}``."""
    chapters = [nbformat.read(path, 4) for path in sorted((folder / "chapters").glob("*.ipynb"))]
    return set(keyed(document.read(document.combine(chapters, {"title": "T"})).blocks))


def test_a_figure_of_the_annex_is_numbered_and_one_of_the_report_is_not(volumes):
    captions = [words(text) for text in volumes.page.captions()]
    assert captions == ["Sayılar", "Tablo 1. Ayrıntı"], "the other one is told by the title above it"
    assert figure()["application/vnd.yeep.figure+json"]["name"] == "chart"
