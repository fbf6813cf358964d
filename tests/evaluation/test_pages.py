"""The pages of the report that the evaluation feeds: the year, targets, themes, brief, sheets of the units.

Facts against a second road from the CSV files; words by their length and ease; numbers by their keys; pages by count.
"""

import io
import re
import shutil
from collections import Counter
from fractions import Fraction

import pytest
from publishing.report_reading import bare, keyed, rows_by_key, rows_of, writings
from pypdf import PdfReader

from evaluation import partly_reported
from evaluation.making import DATA, EXAMPLE, Folder, chapters_of, edition_of, read, run_here
from evaluation.second_road import Road
from yeep_analysis.cli.main import _cover
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.validate import validate
from yeep_analysis.progress import brief_tables, overview, theme_tables, year_sentences
from yeep_analysis.progress.evaluation import evaluation_of
from yeep_analysis.progress.theme_tables import BLANK
from yeep_analysis.publishing import build as building
from yeep_analysis.publishing import document, pdf
from yeep_analysis.words import language
from yeep_analysis.words.terms import PathStatus, Status

PAGES = {"ornek": 24, "before": 16, "nothing": 20, "partly": 40}  # at most
LONGEST = 25  # words of a sentence
KEYED = {  # volumes that have numbers with keys
    "ornek": {"report", "brief", "units"},
    "before": {"report", "brief"},
    "nothing": {"report", "brief"},
    "partly": {"report", "brief", "units"},
}
EASIEST = 60  # Ateşman (1997): 50-69 is of medium ease, 70-89 easy


@pytest.fixture(scope="module")
def partly(tmp_path_factory):
    return partly_reported.make(tmp_path_factory.mktemp("partly") / "data")


@pytest.fixture(scope="module")
def edition(partly):
    """An edition by its name."""
    known = {
        "ornek": ("2025", EXAMPLE),
        "before": ("2022", DATA),
        "nothing": ("2025", DATA),
        "partly": ("2024", partly),
    }
    return lambda name, lang="tr": edition_of(*known[name], lang)


@pytest.fixture(scope="module")
def documents(edition):
    """The documents of the editions, of the chapters that stand in report, brief and sheets; each made once."""
    made = {}

    def make(name, lang="tr"):
        if (name, lang) not in made:
            one = edition(name, lang)
            made[name, lang] = _document(one, lambda chapter: chapter.volume != "annex")
        language.use(lang)
        return made[name, lang]

    yield make
    language.use("tr")


def _document(edition, wanted=lambda chapter: True):
    """The document of an edition as the command makes it; no kernel is started."""
    values = {"year": edition.year, "language": edition.language, "data": str(edition.data), "edition": edition.name}
    chapters = [one for one in chapters_of(edition) if wanted(one)]
    cover = building._cover(
        building.Job(edition, _cover(validate(edition), edition.data, edition.language), chapters, {}, edition.data)
    )
    return document.read(document.combine([run_here(one, values) for one in chapters], cover, chapters))


# --- facts ---------------------------------------------------------------------


@pytest.fixture(scope="module", params=["ornek 2023", "ornek 2024", "ornek 2025", "partly 2023", "partly 2024"])
def both_roads(request, partly):
    """An evaluation, and the same folder on the second road."""
    name, year = request.param.split()
    folder = EXAMPLE if name == "ornek" else partly
    return evaluation_of(edition_of(year, folder)), Road(folder, int(year))


def test_a_target_whose_year_is_over_is_met_or_not(both_roads):
    evaluation, road = both_roads
    found = {one.id: said for said, measures in overview.verdicts(evaluation).items() for one in measures}
    assert found == {key: word for key in road.measures if (word := _verdict(road, key))}


def _verdict(road, key):
    target, said = road.target(key), road.assess(key)["path_status"]
    if target is None or said == "no_target":
        return None
    if said in ("met", "not_met"):
        return said
    if said in ("no_data", "not_computable"):
        return "not_computable"
    if road.last >= target["year"]:
        return "not_met"
    return "behind" if said == "no_change" else said


@pytest.mark.parametrize("status", ["toward", "away"])
def test_the_largest_moves_are_those_of_the_largest_part_of_the_larger_value(both_roads, status):
    evaluation, road = both_roads
    found = [(one.measure.id, one.size) for one in overview.moves(evaluation, Status(status))]
    sizes = []
    for key, one in road.all().items():
        now = next(seen for seen in road.history(key) if seen["year"] == road.last)
        if one["status"] == status and not now["is_partial"]:
            low, high = sorted([Fraction(one["baseline"]), Fraction(one["value"])])
            sizes.append((key, (high - low) / high))
    assert sorted(found) == sorted(sizes)
    assert [size for _key, size in found] == sorted((size for _key, size in sizes), reverse=True)


def test_persons_reached_are_those_of_each_service_and_never_their_sum(both_roads):
    evaluation, road = both_roads
    found = {one.measure.id: (one.total, one.women, one.men) for one in overview.services(evaluation)}
    assert found == dict(_services(road))
    assert found


def _services(road):
    only_women = {
        row["measure_id"] for row in read(road.data / "plan/measure_breakdowns.csv") if row["basis"] == "female_only"
    }
    for key, row in road.measures.items():
        told = road.told[road.last].get(key, {})
        counts_persons = (row["counts_persons"], row["is_sensitive"], row["kind"], row["direction"])
        if counts_persons == ("true", "false", "yearly_flow", "increase") and ("female" in told or "value" in told):
            women = int(told["female"]) if "female" in told else None
            men = 0 if key in only_women else int(told["male"]) if "male" in told else None
            total = int(told["value"]) if "value" in told else women + men
            yield key, (total, None if men is None else women, men)


def test_every_action_has_the_status_that_its_unit_reported(both_roads):
    evaluation, road = both_roads
    told = {
        row["subject_id"]: row["value"]
        for row in read(road.data / f"results/{road.last}.csv")
        if (row["subject"], row["field"]) == ("action", "status")
    }
    wanted = Counter(told.get(row["action_id"]) for row in read(road.data / "plan/actions.csv"))
    found = {status: len(actions) for status, actions in overview.action_statuses(evaluation).items()}
    assert {status and status.value: n for status, n in found.items()} == dict(wanted)


@pytest.fixture
def copy(tmp_path):
    return Folder(shutil.copytree(EXAMPLE, tmp_path / "data"))


def test_a_move_from_zero_is_the_whole_of_the_larger_value(copy):
    rooms = {"subject_id": "oyun_odasi", "field": "last_month"}
    copy.without("results/2025.csv", lambda row: {key: row[key] for key in rooms} == rooms)
    first, *_others = overview.moves(evaluation_of(edition_of("2025", copy.path)), Status.TOWARD)
    assert (first.measure.id, first.one.baseline, first.one.value, first.size) == ("oyun_odasi", 0, 3, 1)


def test_a_value_of_a_part_of_the_year_is_no_move():
    evaluation = evaluation_of(edition_of("2025", EXAMPLE))
    assert evaluation.assessed["oyun_odasi"].status == Status.TOWARD
    assert "oyun_odasi" not in [one.measure.id for one in overview.moves(evaluation, Status.TOWARD)]


# --- sentences -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "lead"),
    [
        (
            "tr",
            "Plan dönemi 2025’te bitti. 14 eylemin üçü tamamlandı, onu sürüyor ve biri iptal edildi. 12 hedefin "
            "dördüne ulaşıldı, biri uygun ilerliyor, dördüne ulaşılamadı ve üçü değerlendirilemedi.",
        ),
        (
            "en",
            "The plan period ended in 2025. Of the 14 actions, three were completed, ten are ongoing and one was "
            "cancelled. Of the 12 targets, four were met, one is on track, four were not met and three could not be "
            "assessed.",
        ),
    ],
)
def test_the_year_is_told_in_plain_sentences(lang, lead):
    with language.speaking(lang):
        assert year_sentences.lead(evaluation_of(edition_of("2025", EXAMPLE, lang))) == lead


@pytest.mark.parametrize(
    ("status", "tr", "en"),
    [
        ("completed", "14 eylemin tümü tamamlandı.", "All 14 actions were completed."),
        ("not_started", "14 eylemin hiçbiri başlamadı.", "None of the 14 actions has started."),
        (None, "14 eylemin hiçbiri için bilgi gelmedi.", "None of the 14 actions was reported on."),
    ],
)
def test_all_and_none_have_sentences_of_their_own(copy, status, tr, en):
    def set_all(records):
        field, value = records[0].index("field"), records[0].index("value")
        subject = records[0].index("subject")
        for record in records[1:]:
            if (record[subject], record[field]) == ("action", "status"):
                record[value] = status
        if status is None:
            records[1:] = [one for one in records[1:] if (one[subject], one[field]) != ("action", "status")]

    copy.change("results/2025.csv", set_all)
    for lang, wanted in (("tr", tr), ("en", en)):
        with language.speaking(lang):
            assert year_sentences.actions(evaluation_of(edition_of("2025", copy.path, lang))) == wanted


def test_one_action_alone_is_told_as_the_only_one():
    with language.speaking("en"):
        assert year_sentences._all_actions(None, 1) == "The only action was not reported on."
        assert year_sentences._all_targets(PathStatus.MET, 1) == "The only target was met."


def test_with_nothing_reported_the_first_page_says_so_and_what_is_known(documents):
    told = _told(documents("nothing"), "11_year.ipynb")
    assert "Birimlerden henüz hiç bilgi gelmedi." in told
    assert "Bilgi gelmemesi, iş yapılmadı demek değildir." in told
    assert re.search(r"31 Aralık 2025’te ilçede 61\.320 kişi yaşıyordu; 31\.580’i kadındı", told)
    assert "eylem için bilgi gelmedi" not in told  # nothing is drawn of nothing


def test_a_section_without_data_is_absent_and_one_line_says_so(documents):
    found = documents("nothing")
    titles = {block["chapter"] for block in found.volume("report").of_kind("heading") if block["level"] == 1}
    assert not titles & {"12_targets.ipynb", "14_units_say.ipynb"}
    assert (
        "Veri olmadığı için bu raporda yer almayan bölümler: “Hedefler”, “Birimler ne diyor?” ve “Başka ilçelerle"
        in _told(found)
    )
    assert "12_targets.ipynb" in {block["chapter"] for block in documents("ornek").of_kind("heading")}


# --- words -----------------------------------------------------------------------

EDITIONS = [(name, lang) for name in PAGES for lang in ("tr", "en")]
WRITTEN = ("05_foreword.ipynb", "80_assessment.ipynb", "86_recommendations.ipynb")  # by people


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_no_sentence_is_longer_than_25_words_or_has_two_brackets_or_colons(documents, edition, name, lang):
    names = _names(edition(name).data)
    wrong = [
        sentence
        for sentence in _sentences(documents(name, lang), names)
        if len(sentence.split()) > LONGEST or sentence.count("(") > 1 or sentence.count(":") > 1
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_first_page_and_brief_are_easy_to_read(documents, name):
    found = documents(name)
    for told in (_told(found, "11_year.ipynb"), _told(found.volume("brief"))):
        assert ease(told) >= EASIEST, told


def ease(text):
    """Ateşman (1997), Dil Dergisi 58: 71-74. Vowels count syllables; a number is a word of two."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text) if re.search(r"\w", one)]
    words = re.findall(r"[^\s]*\w[^\s]*", text)
    syllables = sum(2 if any(sign.isdigit() for sign in word) else _vowels(word) for word in words)
    return 198.825 - 40.175 * syllables / len(words) - 2.610 * len(words) / len(sentences)


def _vowels(word):
    return max(1, sum(letter in "aeıioöuüâîû" for letter in word.lower()))


def test_the_index_of_ease_is_that_of_its_formula():
    # Five words of ten syllables in two sentences.
    assert ease("Ali eve geldi. Kapı açıktı.") == pytest.approx(198.825 - 40.175 * 11 / 5 - 2.610 * 5 / 2)


def _told(found, chapter=""):
    """The sentences of a document, or of one of its chapters; words in tables are no sentences."""
    lines = []
    for block in _flat(found.blocks):
        if chapter in ("", block.get("chapter")) and block["kind"] in ("paragraph", "lead", "list"):
            items = block.get("items") or [block["runs"]]
            lines += ["".join(run["text"] for run in runs) for runs in items]
    return "\n".join(line if line.rstrip().endswith((".", "?", "!", "”")) else f"{line}." for line in lines)


def _flat(blocks):
    for block in blocks:
        yield block
        for column in block.get("columns", []) if block["kind"] == "columns" else []:
            yield from _flat(column)


def _sentences(found, names):
    blocks = [one for one in found.volume("report", "brief").blocks if one.get("chapter") not in WRITTEN]
    told = _told(document.Document(cover={}, blocks=blocks))
    for name in names:
        told = told.replace(name, "X")
    return re.split(r"(?<=[.!?])\s+|\n", re.sub(r"“[^”]*”", "X", told))


def _names(data):
    """Names of the plan, the longest first."""
    columns = {
        "measures": ("name",),
        "actions": ("action_text", "reading"),
        "units": ("name",),
        "goals": ("goal_text",),
    }
    found = {
        row.get(column, "")
        for file, wanted in columns.items()
        for row in read(data / f"plan/{file}.csv")
        for column in wanted
    }
    return sorted(filter(None, found), key=len, reverse=True)


# --- numbers ---------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_number_with_a_key_is_that_of_the_result_table(edition, name):
    found = _document(edition(name))
    results = rows_by_key(*found.results)
    told = {volume: set(keyed(found.volume(volume).blocks)) for volume in ("report", "annex", "brief", "units")}
    assert {volume for volume, numbers in told.items() if numbers} >= KEYED[name]
    everywhere = set().union(*told.values())
    rows = {key: rows_of(results, key) for key, _text in everywhere}
    assert sorted(key for key, found in rows.items() if len(found) != 1) == []
    everywhere = {(key, bare(text)) for key, text in everywhere}
    wrong = [one for one in everywhere if one[1] not in _writings(rows[one[0]][0], one[0].partition("@")[2])]
    assert sorted(wrong) == []
    forms = Counter((key, "%" in text, "/" in text, len(text.partition(",")[2])) for key, text in everywhere)
    assert [one for one, texts in forms.items() if texts > 1] == []  # of one form the same text in every volume


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_brief_and_sheets_carry_the_keys_of_their_numbers(documents, lang):
    found = documents("ornek", lang)
    brief = dict(keyed(found.volume("brief").blocks))
    assert {"toplanti_katilimcisi;2025;;;;", "siddet_basvurusu;2025;;;;"} <= set(brief)  # a table, a sentence
    assert [unit for unit, sheet in found.sheets().items() if not list(keyed(sheet.blocks))] == []


def test_what_is_open_stands_on_an_english_sheet_under_its_english_name(documents):
    for lang, name in (
        ("tr", "Eşitlik Birimi yönergesinin kabul edilmesi"),
        ("en", "Adoption of the Equality Unit regulation"),
    ):
        blocks = documents("ornek", lang).sheets()["esitlik_birimi"].blocks
        (table,) = (block for block in blocks if block.get("name") == "unit_esitlik_birimi_open")
        assert table["rows"][0][0] == name


def _writings(row, column):
    """How a number may be printed; of a task its day or nothing."""
    if row["unit"] not in ("milestone", "document"):
        return writings(row, column)
    days = {f"{day:02}.{month:02}.{row['year']}" for day in range(1, 32) for month in range(1, 13)}
    return writings(row, column) | days | {BLANK}


def test_no_column_of_a_units_sheet_is_empty(documents):
    """Of units that count women only, that wrote no words, or that reported nothing."""
    tables = [
        block
        for name in ("ornek", "nothing", "partly")
        for sheet in documents(name).sheets().values()
        for block in sheet.of_kind("table")
        if block["name"].endswith(("_indicators", "_actions"))
    ]
    assert len(tables) > 30
    empty = [
        (table["name"], column["title"])
        for table in tables
        for place, column in enumerate(table["columns"])
        if all(row[place] in (BLANK, language.NO_VALUE) for row in table["rows"])
    ]
    assert empty == []


def test_a_unit_that_reported_nothing_has_no_drawings(documents):
    tables = [one for sheet in documents("nothing").sheets().values() for one in sheet.of_kind("table")]
    assert len(tables) > 10 and not any("svg" in cell for one in tables for row in one["cells"] for cell in row)


def test_a_page_before_the_plan_says_nothing_twice(documents):
    """Who decides follows the year on its page."""
    told = [
        sentence
        for block in documents("before").volume("report").blocks
        if block["kind"] in ("lead", "paragraph") and block["chapter"] in ("11_year.ipynb", "22_who_decides.ipynb")
        for sentence in re.split(r"(?<=[.?!]) (?=[A-ZÇĞİÖŞÜ0-9])", "".join(run["text"] for run in block["runs"]))
    ]
    assert len(told) > 5
    assert [one for one, times in Counter(told).items() if times > 1] == []


@pytest.mark.parametrize(
    ("years", "place"), [("2025", "2025 raporundadır"), ("2023-2025", "2023–2025 dönem sonu değerlendirmesindedir")]
)
def test_the_brief_names_the_document_that_holds_the_rest(years, place):
    language.use("tr")
    shown = brief_tables.more(evaluation_of(edition_of("2025", EXAMPLE)), years)
    assert f"Bütün sayılar ve birimlerin sözleri {place}." in str(shown.data)


@pytest.mark.parametrize("name", PAGES)
def test_alternative_texts_in_english_hold_no_wording_of_the_plan(documents, edition, name):
    """A part of an alternative text cannot bear a language: names may stand in it, actions and indicators may not."""
    plan = load_plan(edition(name).data)
    named = [
        entry.name_in("en") for of_plan in (plan.actions, plan.measures, plan.themes) for entry in of_plan.values()
    ]
    foreign = {one.text for one in named if one.language != "en"}
    told = [alt for one in documents(name, "en").blocks for alt in alternatives(one)]
    assert len(told) > 3
    assert [(alt, text) for alt in told for text in foreign if text in alt] == []


def alternatives(part):
    if isinstance(part, list):
        for inner in part:
            yield from alternatives(inner)
    elif isinstance(part, dict):
        yield from (text for name, text in part.items() if name == "alt")
        for inner in part.values():
            yield from alternatives(inner)


# --- pages -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "most"), PAGES.items())
def test_the_report_has_no_more_pages_than_promised(documents, name, most):
    found = documents(name)
    assert _pages(pdf.render(found.volume("report"))) <= most
    assert _pages(pdf.render(found.volume("brief"), "brief")) <= 2


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_the_year_fits_on_one_page_behind_the_cover(documents, name, lang):
    found = documents(name, lang)
    blocks = [block for block in found.volume("report").blocks if block["chapter"] == "11_year.ipynb"]
    assert _pages(pdf.render(document.Document(cover=found.cover, blocks=blocks))) == 2


def test_every_unit_that_reports_has_a_sheet(documents):
    assert set(documents("ornek").sheets()) == {row["unit_id"] for row in read(EXAMPLE / "plan/reporters.csv")}


def _pages(made):
    return len(PdfReader(io.BytesIO(made)).pages)


@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
def test_every_word_of_a_themes_strip_has_a_sign(year):
    """Of a ratio without cases as well, which is a reason and no status."""
    found = evaluation_of(edition_of(year, EXAMPLE))
    for theme in found.plan.themes.values():
        assert theme_tables.strip(found, theme.measures).data
