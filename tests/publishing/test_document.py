"""From Markdown and outputs to plain blocks: what becomes of each mark, how things are numbered, how wide columns are."""

import nbformat
import pytest
from report_making import executed, figure, table

from yeep_analysis.publishing import columns, document
from yeep_analysis.publishing.document import RESULTS, markdown_blocks
from yeep_analysis.words.errors import PublishingError
from yeep_analysis.words.signs import seen

PLAIN = "text"


def runs(source):
    """The runs of Markdown that is one block."""
    (block,) = markdown_blocks(source)
    return block["runs"]


def text(items):
    return "".join(run["text"] for run in items)


def report(*shown):
    return document.read(document.combine([executed(*shown)], {"title": "T"}))


def weights(heads, rows, ends=()):
    columns = [{"title": head, "align": "end" if n in ends else "start"} for n, head in enumerate(heads)]
    (block,) = report(table(columns=columns, rows=rows)).of_kind("table")
    return block["weights"]


# --- Markdown ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("düz", {}),
        ("**koyu**", {"strong": True}),
        ("*eğik*", {"emphasis": True}),
        ("`kod`", {"code": True}),
        ("~~çizili~~", {"strike": True}),
        ("***ikisi***", {"strong": True, "emphasis": True}),
        ("[sayfa](https://example.org)", {"link": "https://example.org"}),
        ("[posta](mailto:a@example.org)", {"link": "mailto:a@example.org"}),
        ("[yer](#s1)", {"link": "#s1"}),
        ("[kötü](javascript:alert)", {"link": ""}),
        ("![resim](https://example.org/a.png)", {}),
    ],
)
def test_a_mark_becomes_a_property_of_its_words(source, expected):
    (run,) = [run for run in runs(source) if run["text"]]
    assert {name: value for name, value in run.items() if name != "text"} == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"on 2\. İnönü", ["on 2. İnönü"]),
        (r"*Plan, 1\. bölüm.* Son", ["Plan, 1. bölüm.", " Son"]),
        (r"[2\. İnönü](lang:tr)[2\. İnönü](lang:tr)", ["2. İnönü", "2. İnönü"]),
        ("`a` `b`", ["a", " ", "b"]),
    ],
)
def test_a_text_is_one_run_wherever_markdown_ends_it(source, expected):
    assert [run["text"] for run in runs(source)] == expected


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_heading_keeps_its_level(level):
    assert markdown_blocks("#" * level + " Başlık") == [
        {"kind": "heading", "level": level, "runs": [{"text": "Başlık"}]}
    ]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not():
    assert [text(block["runs"]) for block in markdown_blocks("bir\niki  \nüç\n\ndört")] == ["bir iki üç", "dört"]


@pytest.mark.parametrize(("source", "ordered"), [("- a\n- b", False), ("1. a\n2. b", True)])
def test_a_list_keeps_its_items_and_its_kind(source, ordered):
    (block,) = markdown_blocks(source)
    assert (block["kind"], block["ordered"]) == ("list", ordered)
    assert [text(item) for item in block["items"]] == ["a", "b"]


def test_words_of_a_list_in_a_list_do_not_run_together():
    (block,) = markdown_blocks("- dış\n  - iç\n  - öbür\n- son")
    assert [text(item) for item in block["items"]] == ["dış", "iç", "öbür", "son"]


def test_paragraphs_of_one_item_do_not_run_together():
    (block,) = markdown_blocks("1. önce\n\n   sonra")
    assert text(block["items"][0]).split() == ["önce", "sonra"]


def test_a_quote_is_a_quote_for_each_paragraph():
    assert [(b["kind"], text(b["runs"])) for b in markdown_blocks("> bir\n>\n> iki")] == [
        ("quote", "bir"),
        ("quote", "iki"),
    ]


@pytest.mark.parametrize(
    "source", ["<script>alert(1)</script>", "önce <b>koyu</b> sonra", "&lt;b&gt; &amp;", "a < b > c", "<!-- x -->"]
)
def test_html_in_markdown_is_text(source):
    assert text(runs(source)).strip() == source
    assert all(set(run) == {PLAIN} for run in runs(source))


def test_a_line_between_paragraphs_and_nothing_at_all_make_no_block():
    assert markdown_blocks("---") == markdown_blocks("") == []


@pytest.mark.parametrize("escaped", [r"\*a\*", r"\_a\_", r"\# a", r"\[a\](b)", r"2\. İnönü", r"\`a\`", r"\~a\~"])
def test_an_escaped_mark_is_a_letter(escaped):
    assert text(runs(escaped)) == escaped.replace("\\", "")


# --- characters that nobody sees ---------------------------------------------


@pytest.mark.parametrize(
    "character",
    "\x00\x07\x1b\x7f\x85\x9b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c\u200b\u2060",
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_a_character_that_nobody_sees_is_taken_out(character):
    assert seen(f"a{character}b") == "ab"


@pytest.mark.parametrize("shown", ["ğışİçöüŞĞÂîû", "a b", "a\u00a0b", "a\u202fb", "–−‰“”’…", "a\nb\tc"])
def test_what_can_be_seen_stays(shown):
    assert seen(shown) == shown


# --- the document ------------------------------------------------------------


def test_blocks_stand_in_the_order_of_the_notebook():
    blocks = report("Giriş.", figure(name="a"), "## Ara", table(name="b"), {"text/markdown": "Son."}).blocks
    assert [block["kind"] for block in blocks] == ["heading", "paragraph", "figure", "heading", "table", "paragraph"]


def test_figures_and_tables_are_counted_apart():
    shown = report(figure(name="a"), table(name="b"), figure(name="c"), table(name="d"))
    assert [(block["name"], block["number"]) for block in shown.of_kind("figure")] == [("a", 1), ("c", 2)]
    assert [(block["name"], block["number"]) for block in shown.of_kind("table")] == [("b", 1), ("d", 2)]


def test_chapters_and_sections_are_numbered_and_what_is_below_is_not():
    written = ("## İlk", "Söz.", "### Alt", "Söz.", "## İkinci", "Söz.", "# Yeni bölüm", "## Üçüncü", "Söz.")
    headings = report(*written).of_kind("heading")
    assert [heading["number"] for heading in headings] == ["1", "1.1", "", "1.2", "2", "2.1"]
    assert [heading["id"] for heading in headings] == ["s1", "s2", "s3", "s4", "s5", "s6"]


def test_a_figure_and_a_table_may_share_a_name_but_not_two_of_a_kind():
    assert len(report(figure(name="a"), table(name="a")).blocks) == 3
    with pytest.raises(PublishingError, match="“a”"):
        report(table(name="a"), table(name="a"))


def test_a_figure_needs_an_alternative_text():
    with pytest.raises(PublishingError, match="“chart”"):
        report(figure(alt=" \n"))


def test_results_are_published_but_not_shown():
    shown = report({RESULTS: {"rows": "a\n1\n"}})
    assert [block["kind"] for block in shown.blocks] == ["heading"]
    assert shown.results == ["a\n1\n"]


@pytest.mark.parametrize("data", [{"text/html": "<b>x</b>"}, {"text/plain": "x"}, {"image/png": "aGVsbG8="}])
def test_other_outputs_are_no_part_of_the_document(data):
    assert [block["kind"] for block in report(data).blocks] == ["heading"]


def test_the_richest_form_of_an_output_is_taken():
    data = {**table(name="a"), "text/markdown": "düz", "text/html": "<p>", "text/plain": "x"}
    assert [block["kind"] for block in report(data).blocks] == ["heading", "table"]


def test_reading_a_notebook_changes_nothing_in_it():
    notebook = document.combine([executed("## Ara", figure(), table())], {"title": "T"})
    before = nbformat.writes(notebook)
    document.read(notebook)
    document.read(notebook)
    assert nbformat.writes(notebook) == before


# --- widths of printed columns -----------------------------------------------


def test_a_column_has_room_for_its_longest_cell():
    name, count = weights(["Ad", "Sayı"], [["Sahilevleri", "62.923"], ["Narlı", "1"]], ends=[1])
    assert name >= len("Sahilevleri")
    assert len("62.923") <= count < name


def test_a_column_has_room_for_the_longest_word_of_its_head():
    reference, count = weights(["Karşılaştırma nüfusu", "n"], [["x", "1"]], ends=[1])
    assert len("Karşılaştırma") < reference < len("Karşılaştırma nüfusu")
    assert count < reference


def test_a_long_text_is_cut_to_fit_and_a_number_is_not():
    text_column, number = weights(["Ad", "Sayı"], [["uzun söz " * 20, "1" * 40]], ends=[1])
    assert text_column <= document.WIDEST_COLUMN
    assert number >= 40


def test_many_long_texts_share_a_line():
    shares = weights(["A", "B", "C", "D"], [["uzun söz " * 20] * 4])
    assert len(set(shares)) == 1
    assert sum(shares) <= document.LETTERS_ACROSS


def test_a_table_without_rows_has_widths_all_the_same():
    name, count = weights(["Ad", "Sayı"], [])
    assert 2 <= name <= count


@pytest.mark.parametrize(("rows", "whole"), [([["1"]] * 8, True), ([["1"]] * 21, False), ([["söz " * 500]], False)])
def test_a_short_table_is_kept_whole_and_a_long_one_may_break(rows, whole):
    (block,) = report(table(rows=rows)).of_kind("table")
    assert columns.fitted(block)["is_whole"] is whole
