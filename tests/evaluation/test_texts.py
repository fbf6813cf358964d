"""Texts that people write for an edition: there or not, shown as they are written, never as markup of the report."""

import csv
from pathlib import Path

import pytest

from evaluation.making import NOTEBOOKS, chapters_of, edition_of, read, run_here, shown, text_of, yeep
from yeep_analysis.municipality.texts import FOLDER, TEXTS, read_text, texts_of, words_in
from yeep_analysis.publishing import document
from yeep_analysis.publishing.exporters import ReportHTMLExporter
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError

STEMS = {"foreword": "05_foreword", "assessment": "80_assessment", "recommendations": "86_recommendations"}


@pytest.fixture
def write(ornek):
    """Write a text of an edition; returns the data folder."""

    def put(text, name="foreword", edition="2024"):
        path = ornek.path / FOLDER / edition / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return ornek.path

    return put


def chapter(data, name="foreword", edition="2024"):
    """The document of the one chapter that prints a text."""
    return shown(edition_of(edition, data), lambda chapter: chapter.path.stem == STEMS[name])


def names(data, edition="2024"):
    return [chapter.name for chapter in chapters_of(edition_of(edition, data))]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_a_chapter_only_if_somebody_wrote_it(write, ornek, name):
    assert not set(STEMS.values()) & set(names(ornek.path))
    data = write("Bir cümle.", name)
    assert set(STEMS.values()) & set(names(data)) == {STEMS[name]}
    assert "Bir cümle." in text_of(chapter(data, name))
    assert texts_of(data, "2024") == {name}


def test_they_stand_where_they_belong(ornek):
    order = names(ornek.path, "2025")
    report = [
        "11_year",
        "05_foreword",
        "12_targets",
        "14_units_say",
        "80_assessment",
        "86_recommendations",
        "18_reading",
    ]
    assert [name for name in order if name in report] == report
    closing = names(ornek.path, "2023-2025")
    assert [name for name in closing if name in report] == report
    assert "84_closing" in closing


@pytest.mark.parametrize("nothing", ["", "\n\n", " \t\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file_is_no_text(write, nothing):
    data = write(nothing)
    assert texts_of(data, "2024") == frozenset()
    assert read_text(data, "2024", "foreword") == ""
    assert "05_foreword" not in names(data)


def test_a_mark_of_the_encoding_is_not_part_of_the_text(write):
    assert read_text(write("\ufeffSöz"), "2024", "foreword") == "Söz"


@pytest.mark.parametrize("command", [["check"], ["report", "2024"]])
def test_a_text_that_is_not_utf8_is_refused(write, tmp_path, command, no_kernel):
    data = write("Önsöz: eşitlik".encode("cp1254"))
    more = ["--out", tmp_path / "out", "--notebooks", NOTEBOOKS] if command[0] == "report" else []
    said = yeep(*command, "--data", data, *more)
    assert said.code == 3
    assert "editions/2024/foreword.md" in said.err
    assert "UTF-8" in said.err
    assert not (tmp_path / "out").exists()


def test_a_text_that_is_not_utf8_says_its_file(write):
    with pytest.raises(DataError) as refused:
        texts_of(write(b"\xff\xfe\x00"), "2024")
    assert [problem.where for problem in refused.value.problems] == ["editions/2024/foreword.md"]


def test_a_text_of_another_edition_is_not_printed(write):
    data = write("Yalnızca kapanış için.", edition="2023-2025")
    assert read_text(data, "2024", "foreword") == ""
    assert "Yalnızca kapanış için." in text_of(chapter(data, edition="2023-2025"))
    assert "Yalnızca kapanış için." not in text_of(chapter(data, edition="2025"))


def test_a_line_with_marks_is_shown_as_it_is_written(ornek):
    path = ornek.path / "editions/2025/assessment.md"
    line = "Bu satır bir denemedir: <b>test</b> | ve | işaretleri görünmelidir."
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert line in text_of(chapter(ornek.path, "assessment", "2025")).split("\n")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<b>kalın</b>",
        "<img src=x onerror=alert(1)>",
        "a | b | c",
        "<!-- gizli -->",
        "&lt;b&gt;",
        "{{ cover.title }}",
        "{theme}",
        "#set page(fill: red)",
        "$x^2$",
    ],
)
def test_markup_of_other_kinds_is_text(write, markup):
    found = chapter(write(f"Önce.\n\nBurada {markup} yazıyor.\n\nSonra."))
    assert f"Burada {markup} yazıyor." in text_of(found)
    assert [block["kind"] for block in found.blocks] == ["heading", *["paragraph"] * 3]


def test_raw_html_is_escaped_in_the_page(write):
    data = write("<script>alert(1)</script> ve <b>kalın</b>\n\n<div onclick=x>\nBlok\n</div>")
    edition = edition_of("2024", data)
    (one,) = [chapter for chapter in chapters_of(edition) if chapter.path.stem == "05_foreword"]
    values = {"year": 2024, "language": "tr", "data": str(data), "edition": "2024"}
    cover = dict.fromkeys(("municipality", "title", "subtitle", "unit", "as_of"), "Söz") | {"is_fictional": False}
    notebook = document.combine([run_here(one, values)], cover)
    page = ReportHTMLExporter().from_notebook_node(notebook)[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ve &lt;b&gt;kalın&lt;/b&gt;" in page
    assert "<script>" not in page
    assert "<div onclick" not in page


def test_links_open_pages_only(write):
    found = chapter(write("[bir](https://ornek.example) [iki](javascript:alert(1)) [üç](file:///etc/passwd)"))
    links = [run.get("link") for block in found.blocks for run in block["runs"] if "link" in run]
    assert [link for link in links if link] == ["https://ornek.example"]


def test_emphasis_and_lists_are_kept(write):
    found = chapter(write("**Kalın** ve *eğik*\n\n1. bir\n2. iki"))
    assert [run["text"] for block in found.blocks for run in block.get("runs", []) if run.get("strong")] == ["Kalın"]
    assert found.of_kind("list")[0]["ordered"]


@pytest.mark.parametrize(
    "text",
    [
        "# Başlık\n\nSöz",
        "## Başlık\n\nSöz",
        "##### Başlık\n\nSöz",
        "Başlık\n======\n\nSöz",
        "Başlık\n------\n\nSöz",
        "Söz\n\n  # Başlık\n\nSöz",
        "#\tBaşlık\n\nSöz",
    ],
)
def test_a_heading_in_a_text_stands_below_the_title_of_its_chapter(write, text):
    found = chapter(write(text))
    levels = [block["level"] for block in found.of_kind("heading")]
    assert [block["runs"][0]["text"] for block in found.of_kind("heading")] == ["Önsöz", "Başlık"]
    assert levels[0] == 1
    assert levels[1] > 1, "it begins a chapter of its own"


REMARKS = {
    "Söz\n\nKutlu olsun 🎉": ["satır 3: raporun yazı tiplerinde “🎉” (U+1F389) yok"],
    "\n\n\uf0b7 Madde": ["satır 3: raporun yazı tiplerinde U+F0B7 yok"],
    "a\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nb": ["satır 3: tablo"],
    "x | y\n--- | ---\n1 | 2": ["satır 2: tablo"],
    "<table><tr>": ["satır 1: tablo"],
    "Önce\n![resim](a.png)": ["satır 2: resim"],
    "# 1\n## 2\n### 3\n#### 4\n##### 5": ["satır 5: üst üste 4 başlığın altındaki"],
    "#\n\n## ": ["satır 1: metni olmayan", "satır 3: metni olmayan"],
    "- ## a\n\n> # b\n\n    # c": ["satır 1: girintili", "satır 3: girintili", "satır 5: girintili"],
    "##Başlık": ["satır 1: bu bir başlık olmaz"],
    "Giriş.\n\n## Yıl\n\n### İç\n\n- a | b\n\n#8Mart ✓ → “ş”\n\na - b\n\n---\n\n2 | 3": [],
}


@pytest.mark.parametrize("text", REMARKS)
def test_what_is_not_printed_as_it_was_typed_is_a_remark_and_no_stop(write, text):
    said = yeep("check", "--data", write(text))
    assert said.code == 0, said.err
    found = [line for line in said.out.splitlines() if "editions/" in line]
    assert len(found) == len(REMARKS[text])
    for line, expected in zip(found, REMARKS[text], strict=True):
        assert f"editions/2024/foreword.md, {expected}" in line


@pytest.mark.parametrize("name", ["onsoz.md", "foreword.txt", "foreword.md.txt", "Foreword.md"])
def test_a_file_that_is_not_printed_is_a_remark(write, name):
    data = write("Söz.", name.removesuffix(".md")) if name.endswith(".md") else write("Söz.", "assessment")
    (data / FOLDER / "2024" / name).write_text("Söz.", encoding="utf-8")
    said = yeep("check", "--data", data)
    assert said.code == 0, said.err
    assert f"editions/2024/{name}: basılmaz" in said.out


def test_a_text_of_an_edition_that_cannot_be_is_a_remark(write):
    assert "editions/2023–2025/foreword.md: basılmaz" in yeep("check", "--data", write("Söz.", edition="2023–2025")).out


@pytest.mark.parametrize(
    ("file", "column"),
    [("plan/actions.csv", "action_text"), ("plan/targets.csv", "note"), ("municipality.csv", "plan")],
)
def test_a_sign_in_a_table_that_no_font_has_is_a_remark_with_its_cell(ornek, file, column):
    rows = read(ornek.path / file)
    rows[-1][column] += " 🎉"
    with (ornek.path / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    said = yeep("check", "--data", ornek.path)
    assert said.code == 0, said.err
    assert f"{file}, satır {len(rows) + 1}, sütun {column}: raporun yazı tiplerinde “🎉” (U+1F389) yok" in said.out


@pytest.mark.parametrize("command", [["check"], ["report", "2024"]])
def test_a_text_that_is_a_folder_or_a_link_to_nothing_is_refused(write, tmp_path, command, no_kernel):
    data = write("Söz.", "assessment")
    (data / FOLDER / "2024" / "foreword.md").mkdir()
    (data / FOLDER / "2024" / "recommendations.md").symlink_to(data / "nowhere")
    said = yeep(*command, "--data", data, *(["--out", tmp_path / "out"] if command[0] == "report" else []))
    assert said.code == 3
    assert "editions/2024/foreword.md\n    Okunamıyor: bu bir klasör" in said.err
    assert command == ["report", "2024"] or "editions/2024/recommendations.md" in said.err


@pytest.mark.parametrize("place", ["editions", "editions/2024", "editions/2024/foreword.md"])
@pytest.mark.parametrize("command", [["check"], ["report", "2024"]])
def test_a_text_that_may_not_be_read_does_not_vanish(write, tmp_path, monkeypatch, place, command, no_kernel):
    data = write("Söz.")
    locked = data / place

    def closed(method):
        def instead(self, *arguments, **options):
            if self == locked or (locked in self.parents and method is not Path.iterdir):
                raise PermissionError(13, "Permission denied", str(self))
            return method(self, *arguments, **options)

        return instead

    for name in ("open", "read_text", "iterdir"):
        monkeypatch.setattr(Path, name, closed(getattr(Path, name)))
    said = yeep(*command, "--data", data, *(["--out", tmp_path / "out"] if command[0] == "report" else []))
    assert said.code == 3
    assert "Okunamıyor: erişim" in said.err
    assert place in said.err


def test_characters_that_nobody_sees_are_taken_out(write):
    assert "gizli\u202esöz" not in text_of(chapter(write("gizli\u202esöz")))


def test_a_text_may_hold_a_name_of_a_place_to_fill_in(write):
    assert "{theme}" in text_of(chapter(write("Tema: {theme}")))


def test_an_edition_in_english_takes_the_english_file_and_marks_a_turkish_text(write):
    data = write("Türkçe söz.")
    english = edition_of("2024", data, "en")

    def told():
        found = shown(english, lambda chapter: chapter.path.stem == STEMS["foreword"])
        return text_of(found), [run.get("language") for block in found.blocks for run in block.get("runs", [])][-1]

    with language.speaking("en"):
        text, marked = told()
        assert "In Turkish, as the municipality wrote it; no translation was supplied." in text
        assert ("Türkçe söz." in text, marked) == (True, "tr")
        write("English words.", "foreword.en")
        text, marked = told()
        assert ("English words." in text, "Türkçe söz." in text, marked) == (True, False, None)
    language.use("tr")


def test_words_that_stayed_turkish_in_an_english_name_are_known(tmp_path):
    rows = "name,name_en\nKurs,Course (KİHEP) in İkinci İnönü for women\n"
    (tmp_path / "measures.csv").write_text(rows, encoding="utf-8")
    words = words_in(tmp_path)
    assert {"KİHEP", "İkinci İnönü"} <= set(words)
    assert not [word for word in words if "women" in word]
