"""What a chapter shows and says: notices, words of figures, text from data inside Markdown, and the sentences."""

from __future__ import annotations

import io
import json
import re
from fractions import Fraction

import mistune
import pandas as pd
import pytest
from golden.second_route import golden

from yeep_analysis.mahalles import charts as mahalles_charts
from yeep_analysis.population import charts as population_charts
from yeep_analysis.show import present
from yeep_analysis.show.present import FIGURE, TABLE, TILES, Column, FigureWords, Output, PublicationTable, plain
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError

BASELINE = ("10_summary", "20_population", "30_mahalles", "40_representation")
YEARS = (2007, 2008, 2015, 2019, 2022, 2025)
CAVEAT = {"tr": "**Kurumsal nüfus.**", "en": "**Institutional population.**"}
LINES = pd.DataFrame({"year": [2021, 2021, 2022, 2022], "sex": ["female", "male"] * 2, "value": [1.0, 2.0, 3.0, 4.0]})
WORDS = FigureWords("Başlık", "Çizgi grafik: bir iki üç.")


def drawn(table: pd.DataFrame, words: FigureWords = WORDS) -> Output:
    """A figure of these lines."""
    return present.figure(present.PublicationFigure("f", population_charts.population_by_sex, table, words))


def figures(outputs: list[Output]) -> dict[str, dict]:
    return {output.data[FIGURE]["name"]: output.data[FIGURE] for output in outputs if FIGURE in output.data}


def tables(outputs: list[Output]) -> list[dict]:
    return [output.data[TABLE] for output in outputs if TABLE in output.data]


def prose(outputs: list[Output]) -> list[str]:
    return [output.data["text/markdown"] for output in outputs if "text/markdown" in output.data]


def all_words(outputs: list[Output]) -> list[str]:
    """Every text of a chapter that a reader sees."""
    found = prose(outputs)
    for spec in figures(outputs).values():
        found += [spec["caption"], spec["alt"], spec["source"]]
    for spec in tables(outputs):
        found += [spec["caption"], spec["note"], spec["source"], *(column["title"] for column in spec["columns"])]
        found += [cell for row in spec["rows"] for cell in row]
    for tiles in [output.data[TILES]["tiles"] for output in outputs if TILES in output.data]:
        found += [text for tile in tiles for text in tile.values()]
    return found


def second_route(indicator: str, group: str, until: int = 2022) -> dict[int, Fraction | float]:
    """The values of one series by year, from the second route."""
    return {
        row["year"]: row["value"]
        for row in golden()
        if (row["indicator"], row["group"]) == (indicator, group) and row["year"] <= until
    }


def grouped(number: Fraction) -> str:
    return f"{int(number):,}".replace(",", ".")


# --- figures and tables ----------------------------------------------------------


@pytest.mark.parametrize(("lang", "notice"), [("tr", "bu raporda veri yok"), ("en", "no data for this report")])
def test_an_empty_table_gives_a_notice_instead_of_a_figure_or_a_table(lang, notice):
    language.use(lang)
    empty = LINES.iloc[:0]
    table = PublicationTable("t", "Tablo", (Column("year", "Yıl", "year"),), empty)
    for output in (drawn(empty), present.table(table)):
        assert set(output.data) == {"text/markdown"}
        assert notice in output.data["text/markdown"]


def test_the_caption_in_a_notice_is_text_and_no_markup():
    output = drawn(LINES.iloc[:0], FigureWords("*a* <b>", ""))
    assert r"\*a\* \<b\>" in output.data["text/markdown"]


def test_the_same_figure_twice_is_the_same_to_the_byte():
    once, again = (json.dumps(drawn(LINES).data) for _ in "12")
    assert once == again


def test_a_figure_carries_its_words_and_text_from_data_stays_text():
    hostile = FigureWords("<script>a</script>", '"><img src=x onerror=alert(1)>')
    data = drawn(LINES, hostile).data
    assert (data[FIGURE]["caption"], data[FIGURE]["alt"]) == (hostile.caption, hostile.alt)
    assert data["text/plain"] == hostile.alt
    assert re.findall("<[a-z]+", data["text/html"]) == ["<figure", "<img", "<figcaption"]
    assert data[FIGURE]["svg"].startswith("<svg")


def test_the_cells_of_a_table_in_html_are_text():
    frame = pd.DataFrame({"name": ["<script>alert(1)</script>"]})
    data = present.table(PublicationTable("t", "<b>", (Column("name", "<i>"),), frame)).data
    assert set(re.findall("<([a-z]+)", data["text/html"])) == {"table", "caption", "tr", "th", "td"}


@pytest.mark.parametrize(
    ("kind", "value", "tr", "en"),
    [
        ("text", "2. İnönü", "2. İnönü", "2. İnönü"),
        ("year", 2022.0, "2022", "2022"),
        ("count", 62923.0, "62.923", "62,923"),
        ("share", 32270 / 62923, "%51,28", "51.28%"),
        ("percent", 33.33, "%33,33", "33.33%"),
        ("decimal", 94.989, "95,0", "95.0"),
        ("signed", -8.15, "−8,2", "−8.2"),
        ("signed2", 28.0, "+28,00", "+28.00"),
        ("ratio", 0.701961, "0,70", "0.70"),
        ("count", float("nan"), "–", "–"),
        ("share", None, "–", "–"),
        ("text", "", "–", "–"),
    ],
)
def test_a_value_is_written_in_the_form_of_its_column(kind, value, tr, en):
    for lang, written in (("tr", tr), ("en", en)):
        language.use(lang)
        content = PublicationTable("t", "T", (Column("x", "X", kind),), pd.DataFrame({"x": [value]}))
        assert present.table(content).data[TABLE]["rows"] == [[written]]


def test_the_download_of_a_table_is_not_rounded_and_has_a_decimal_point():
    frame = pd.DataFrame({"name": ["Ilıca"], "share": [32270 / 62923], "hidden": [1]})
    content = PublicationTable("t", "T", (Column("name", "Ad"), Column("share", "Oran", "share")), frame)
    text = present.table(content).data[TABLE]["csv"]
    assert text.splitlines()[0] == "name,share"
    assert "\r" not in text
    assert pd.read_csv(io.StringIO(text))["share"][0] == pytest.approx(32270 / 62923, rel=1e-11)


def test_every_number_of_the_results_is_published_with_eleven_true_digits(chapter):
    for name in BASELINE[1:]:
        for output in [output for output in chapter(name, 2022) if "frame" in output.data]:
            read = pd.read_csv(io.StringIO(output.data[present.RESULTS]["rows"]))
            frame = output.data["frame"]
            assert len(read) == len(frame) > 0
            for column in ("numerator", "denominator", "value"):
                assert read[column].to_numpy() == pytest.approx(frame[column].to_numpy(float), rel=5e-12, nan_ok=True)


# --- text from data inside Markdown ----------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://kötü.example)",
    "<http://kötü.example>",
    "2. İnönü",
    "**kalın** _eğik_ ~~üstü çizili~~",
    "`kod` $x$",
    "# Başlık",
    "> alıntı",
    "| a | b |",
    "&lt;b&gt; &amp;",
    r"\*a\* \\",
    "mahalle_population",
    "satır\n---\nsatır",
    "satır\n===\nsatır",
    "satır\n\n- madde",
    "satır\n2. madde",
    "satır\n\n    kod",
]


def text_of(tokens: list[dict]) -> str:
    """The text of a paragraph; anything that is not text is named in angle brackets."""
    parts = []
    for token in tokens:
        if token["type"] in ("softbreak", "linebreak"):
            parts.append(" ")
        else:
            parts.append(token["raw"] if token["type"] == "text" else f"<{token['type']}>")
    return "".join(parts)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_from_the_data_is_only_text_in_a_sentence(name):
    blocks = mistune.create_markdown(renderer=None, plugins=["strikethrough"])(f"En büyük: {plain(name)} (12 kişi).")
    assert [block["type"] for block in blocks] == ["paragraph"]
    assert text_of(blocks[0]["children"]).split() == f"En büyük: {name} (12 kişi).".split()


def test_a_name_that_begins_with_a_number_begins_no_list():
    (block,) = mistune.create_markdown(renderer=None)(plain("2. İnönü"))
    assert (block["type"], text_of(block["children"])) == ("paragraph", "2. İnönü")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "[x](javascript:alert(1))"])
def test_hostile_names_reach_no_sentence_as_markup(chapter, spoil, name):
    spoil.cell("mahalles.csv", 2, "name", name)
    spoil.cell("municipality.csv", 2, "municipality", name)
    spoil.cell("sources.csv", 4, "note", name)
    texts = [
        text
        for part in ("10_summary", "30_mahalles", "90_methods")
        for text in prose(chapter(part, 2022, data=spoil.folder))
    ]
    assert sum(plain(name) in text for text in texts) >= 5
    assert not [text for text in texts if name in text]


def test_no_cell_of_a_download_is_a_formula(chapter, spoil):
    """Either the name is refused, or it is published so that a spreadsheet program shows it and does not run it."""
    spoil.cell("mahalles.csv", 2, "name", '=HYPERLINK("http://kötü.example")')
    try:
        outputs = chapter("30_mahalles", 2022, data=spoil.folder)
    except DataError:
        return
    names = [name for table in tables(outputs) for name in pd.read_csv(io.StringIO(table["csv"]))["name"]]
    assert any("HYPERLINK" in name for name in names)
    assert [name for name in names if name.startswith("=")] == []


# --- the words of figures --------------------------------------------------------


def test_the_alternative_texts_say_the_numbers_of_their_findings(chapter):
    found = {k: v for name in BASELINE for k, v in figures(chapter(name, 2022)).items()}
    women, men = (second_route("population_count", sex) for sex in ("women", "men"))
    women_rest, men_rest = (second_route("population_count", f"{sex}_without_20_24") for sex in ("women", "men"))
    parts = {sex: second_route("population_contribution_pp", sex).values() for sex in ("women", "men")}
    expected = {
        "population_by_sex": [
            grouped(f(s)) for s in (women, men) for f in (lambda s: s[2007], lambda s: s[2022], highest)
        ],
        "population_without_20_24": [
            grouped(f(s)) for s in (women_rest, men_rest) for f in (lambda s: s[2007], lambda s: s[2022], highest)
        ],
        "men_per_100_women_20_24": ["16 yıldan 150 sınırını aşanlar: 15", "564", "2010", "150"],
        "contributions": [
            f"{float(f(parts[sex])):+.1f}".replace(".", ",").replace("-", "−") for sex in parts for f in (min, max)
        ],
        "mahalle_population": ["11", "2. İnönü", "4.367", "4.385", "Sahilevleri", "994", "893"],
        "mahalle_share_of_women": ["Yenikale", "%53,7", "Huzur", "%48,7", "%51,28", "7/11"],
        "council_seats": ["25", "9", "16", "9/25 (%36,00)", "31.03.2019"],
        "representation": ["9/25 (%36,00)", "6/18 (%33,33)", "48/172 (%27,91)", "2/11 (%18,18)", "0/2"],
        "share_of_women_then_and_now": ["%44,68", "%51,28", "%49,77", "%51,99"],
        "mahalle_map": ["Yenikale", "%53,7", "Huzur", "%48,7"],
        "mahalle_funnel": ["2. İnönü", "Altıevler", "Atatürk", "Huzur", "Ilıca", "Yenikale"],
        "scenario_seats": ["9/25 (%36,00)", "+1", "4", "+2", "+3"],
        "scenario_staff": ["%27,9", "%50", "%60", "23", "%75", "13"],
    }
    missing = {name: [n for n in numbers if n not in found[name]["alt"]] for name, numbers in expected.items()}
    assert missing == {name: [] for name in found}


def highest(series: dict[int, Fraction]) -> Fraction:
    return max(series.values())


@pytest.mark.parametrize("lang", ["tr", "en"])
@pytest.mark.parametrize("year", [2008, 2022, 2025])
def test_every_alternative_text_says_what_is_drawn_and_names_a_table_of_its_chapter(chapter, year, lang):
    for name in BASELINE:
        outputs = chapter(name, year, lang)
        for figure in figures(outputs).values():
            chart, rest = figure["alt"].split(": ", 1)
            kinds = ("grafik", "grafiği", "Harita") if lang == "tr" else ("chart", "Slopegraph", "plot", "Map")
            assert chart.endswith(kinds), chart
            assert rest.startswith(figure["caption"] + ".")
            named = re.findall("“(.+?)”", figure["alt"])[-1]
            assert [table for table in tables(outputs) if table["caption"].startswith(named)], named


# --- the sentences ---------------------------------------------------------------


@pytest.mark.parametrize("lang", ["tr", "en"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", BASELINE)
def test_no_reader_sees_the_name_of_a_column_or_an_empty_value(chapter, name, year, lang):
    texts = [re.sub(r"`[^`]*`|https?://\S+", "", text) for text in all_words(chapter(name, year, lang))]
    assert texts
    assert [text for text in texts if re.search(r"_|[{}]|\b(nan|None|NaT)\b", text)] == []


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_the_methods_show_no_name_of_a_column_outside_code(chapter, lang):
    texts = [re.sub(r"`[^`]*`|https?://\S+", "", text) for text in all_words(chapter("90_methods", 2022, lang))]
    assert [line for text in texts for line in text.splitlines() if re.search(r"_|\b(nan|None|NaT)\b", line)] == []


@pytest.mark.parametrize("year", [2008, 2015, 2019, 2022])
def test_a_chapter_says_nothing_about_a_later_year(chapter, year):
    text = " ".join(all_words(chapter("20_population", year)))
    assert max(int(found) for found in re.findall(r"(?<![\d.,%])(20\d\d)(?![\d,])", text)) == year


def test_an_english_edition_speaks_english_by_its_parameter_alone(chapter):
    text = " ".join(prose(chapter("10_summary", 2022, "en", announced=False)))
    assert "This report of Narlıdere Belediyesi describes the year 2022." in text
    assert "Nüfus" not in text


def counts(*years: tuple[int, int, int], group: str = "all") -> pd.DataFrame:
    """Counts from (year, women, men)."""
    return pd.DataFrame(
        [
            {"year": year, "group": group, "sex": sex, "n": n}
            for year, women, men in years
            for sex, n in (("female", women), ("male", men))
        ]
    )


@pytest.mark.parametrize("lang", ["tr", "en"])
@pytest.mark.parametrize("year", [2008, 2015, 2019, 2022, 2025])
def test_the_summary_carries_the_caveat_in_the_very_point_on_the_trend(chapter, year, lang):
    points = [line for text in prose(chapter("10_summary", year, lang)) for line in text.splitlines()]
    (trend,) = [line for line in points if line.startswith("- ") and re.search(r"\b2007\b", line)]
    assert CAVEAT[lang] in trend


def test_the_first_year_says_nothing_about_change(chapter):
    texts = prose(chapter("10_summary", 2007))
    assert [text for text in texts if "Değişim konusunda bir şey söylenemez" in text]
    assert not [text for text in texts if CAVEAT["tr"] in text]


def test_the_mahalles_with_more_men_stand_in_turkish_alphabetical_order(chapter):
    names = [plain(name) for name in ("2. İnönü", "Altıevler", "Atatürk", "Huzur")]
    assert "{}, {}, {} ve {}".format(*names) in " ".join(prose(chapter("30_mahalles", 2022)))


def test_a_mahalle_in_which_nobody_lives_stops_no_chapter(chapter, spoil):
    nobody = dict(zip(range(29, 35), (0, 0, 0, 994 + 2930, 893 + 2522, 1887 + 5452), strict=True))
    for row, n in nobody.items():
        spoil.cell("mahalle_population.csv", row, "n", str(n))
    outputs = chapter("30_mahalles", 2022, data=spoil.folder)
    assert "–" in next(row for row in tables(outputs)[0]["rows"] if row[0] == "Sahilevleri")


def test_a_mahalle_in_which_nobody_lives_stops_no_chart():
    table = pd.DataFrame({"name": ["A", "B"], "value": [0.6, float("nan")]})
    assert mahalles_charts.mahalle_share(table, district=0.6).texts


def test_the_mahalles_are_said_to_be_of_an_earlier_day_in_a_later_edition(chapter):
    assert "31 Aralık 2022" in prose(chapter("30_mahalles", 2025))[0]
    assert "2025" in prose(chapter("30_mahalles", 2025))[0]


@pytest.mark.parametrize("name", ["10_summary", "30_mahalles"])
def test_the_sentence_on_the_mahalles_names_its_own_day_in_a_later_edition(chapter, name):
    (said,) = [line for text in prose(chapter(name, 2025)) for line in text.splitlines() if "çoğunluktaydı." in line]
    assert "31 Aralık 2022’de" in said and "2025" not in said
