"""Small counts of sensitive measures, and what units did not release: nothing in a document depends on them."""

import csv
import itertools
import shutil
from dataclasses import replace
from datetime import date

import pytest

from evaluation.making import EXAMPLE, Folder, edition_of, of_the_evaluation, read, shown, table_of, text_of, yeep
from yeep_analysis.disclosure import ledger
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.progress import (
    disclosure,
    measures,
    reading_tables,
    sentences,
    tables,
    theme_tables,
    unit_tables,
    year_tables,
)
from yeep_analysis.progress.disclosure import quotes_a_number
from yeep_analysis.progress.evaluation import load_evaluation
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.show import present
from yeep_analysis.words.terms import Field

SENSITIVE = "siddet_basvurusu"  # women who sought help: broken down by mahalle and month
TEXTS = ("impact", "effectiveness", "ownership", "relevance", "obstacle", "revision", "explanation", "evidence")
TEXTS += ("deviation", "correction")
LOG = "results/corrections.csv"


def told(data, name, lang="tr", *, chapters=("70_theme_guvenlik", "75_reporting")):
    """The document of some chapters of an edition."""
    return shown(edition_of(name, data, lang), lambda chapter: chapter.name in chapters)


def all_told(data, name):
    """The document of all chapters that speak of results; of ``"2025-06-30"`` the interim report of that day."""
    day = date.fromisoformat(name) if name.count("-") == 2 else None
    edition = Edition(day.year, "tr", data, as_of=day) if day else edition_of(name, data)
    return shown(edition, of_the_evaluation)


def result(found, key):
    """The row of a measure in the result table."""
    lines = [line for part in found.results for line in csv.DictReader(part.splitlines())]
    (row,) = [row for row in lines if row["indicator"] == key]
    return row


def cells(found, name):
    """The row of a measure in the table of its goal."""
    return next(row for row in table_of(found, "progress_guvenlik_g1")["rows"] if row[0] == name)


def quickly(data, year):
    """The same two, without a chapter: the row of each measure of the goal, and its line of the results."""
    evaluation = load_evaluation(edition_of(year, data))
    goal = next(goal for goal in evaluation.plan.themes["guvenlik"].goals if goal.id == "guvenlik_g1")
    rows = present.table(tables.measures_of(goal, evaluation)).data[present.TABLE]["rows"]
    rates = measures.response_by_theme(evaluation)
    lines = present.results(measures.published(evaluation, [rates])).data[present.RESULTS]["rows"]
    of_year = (line for line in csv.DictReader(lines.splitlines()) if line["year"] == year)
    return {row[0]: row for row in rows}, {line["indicator"]: line for line in of_year}


# --- nothing depends on what is hidden -------------------------------------------


OF_SENSITIVE = {row["measure_id"] for row in read(EXAMPLE / "plan/measures.csv") if row["is_sensitive"] == "true"}


def _other_secrets(folder):
    """The same municipality with other small counts, other parts and other unreleased texts."""
    folder.answer(2023, "measure", "hukuki_gorusme", "1")
    folder.answer(2024, "measure", "konukevi_talebi", "1", field="numerator")
    folder.answer(2024, "measure", "konukevi_talebi", "3", field="denominator")
    for year in (2023, 2024, 2025):
        folder.change(f"results/{year}.csv", _other_parts_and_texts)
    folder.change(LOG, _other_corrections)


def _other_parts_and_texts(records):
    at = {name: column for column, name in enumerate(records[0])}
    rows = records[1:]
    released = {
        (row[at["unit_id"]], row[at["subject"]], row[at["subject_id"]])
        for row in rows
        if row[at["field"]] == "may_publish" and row[at["value"]] == "yes"
    }
    for row in rows:
        key = row[at["unit_id"]], row[at["subject"]], row[at["subject_id"]]
        if row[at["breakdown"]]:
            if row[at["subject_id"]] in OF_SENSITIVE:
                row[at["value"]] = str(int(row[at["value"]]) + 17)
        elif row[at["field"]] in TEXTS and key not in released:
            row[at["value"]] = f"GİZLİ {row[at['value']]}"


def _other_corrections(records):
    at = {name: column for column, name in enumerate(records[0])}
    for row in records[1:]:
        if row[at["may_publish"]] != "true":
            row[at["reason"]] = "GİZLİ"
        if row[at["subject_id"]] in ("konukevi_talebi", "hukuki_gorusme") or row[at["breakdown"]]:
            row[at["old_value"]] = "2"
        if row[at["field"]] in TEXTS:
            row[at["old_value"]] = row[at["new_value"]] = "GİZLİ"


def _hidden_this_year(folder, counts):
    """The same municipality in whose last year every sensitive measure is hidden, each with a target beside it."""
    folder.change("plan/targets.csv", _targets_of_sensitive)
    folder.without("results/2025.csv", lambda row: row["subject_id"] in counts and row["field"] in ("missing", "male"))
    for key, count in counts.items():
        which = "female" if key == SENSITIVE else "value"
        if key == "konukevi_talebi":
            which, (count, whole) = "numerator", count
            folder.answer(2025, "measure", key, str(whole), field="denominator")
        folder.answer(2025, "measure", key, str(count), field=which)
    folder.change("results/2025.csv", _all_came_in_june)


HIDDEN_COUNTS = (
    {
        SENSITIVE: 2,
        "hukuki_gorusme": 2,
        "cift_danismanligi": 1,
        "evde_bakim_ailesi": 4,
        "ev_ziyareti": 3,
        "konukevi_talebi": (2, 6),
    },
    {
        SENSITIVE: 4,
        "hukuki_gorusme": 4,
        "cift_danismanligi": 3,
        "evde_bakim_ailesi": 1,
        "ev_ziyareti": 1,
        "konukevi_talebi": (5, 7),
    },
)


def _targets_of_sensitive(records):
    """Targets between the two counts, so that one is met and the other is not."""
    records[1:] = [record for record in records[1:] if record[0] not in HIDDEN_COUNTS[0]]
    for key in HIDDEN_COUNTS[0]:
        records.append([key, "2025", "50" if key == "konukevi_talebi" else "2", "2023", "2024", "Kurmaca", ""])


def _all_came_in_june(records):
    for record in records[1:]:
        record[records[0].index("received_on")] = "2025-06-20"


@pytest.mark.parametrize("edition", ["2023", "2024", "2023-2025"])
def test_no_block_of_a_document_depends_on_a_hidden_count_or_an_unreleased_text(ornek, edition):
    before = all_told(EXAMPLE, edition)
    _other_secrets(ornek)
    _are_the_same(before, all_told(ornek.path, edition))


@pytest.mark.parametrize("edition", ["2025", "2025-06-30", "2023-2025"])
def test_no_block_depends_on_a_hidden_count_of_its_own_year_or_on_a_target_beside_it(ornek, tmp_path, edition):
    """Every page of every volume: year, targets, themes, brief, sheets, activity report, money, the words of sparks."""
    other = Folder(shutil.copytree(EXAMPLE, tmp_path / "other" / "ornek"))
    for folder, counts in zip((ornek, other), HIDDEN_COUNTS, strict=True):
        _hidden_this_year(folder, counts)
    _other_secrets(other)
    before = all_told(ornek.path, edition)
    _are_the_same(before, all_told(other.path, edition))
    if edition == "2025":
        tables_of = {block["name"]: str(block["rows"]) for block in before.of_kind("table")}
        for name in ("theme_guvenlik_g1_indicators", "performance", "progress_guvenlik_g1"):
            assert "gizli" in tables_of[name], name
        assert "gizli" in tables_of["unit_dayanisma_merkezi_indicators"]


def _are_the_same(before, after):
    assert after.results == before.results
    assert len(after.blocks) == len(before.blocks)
    assert [(one, other) for one, other in zip(before.blocks, after.blocks) if one != other] == []


# --- what is hidden and what is not -----------------------------------------------


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_a_hidden_value_leaves_no_number_behind(lang):
    found = told(EXAMPLE, "2024", lang)
    row = result(found, "konukevi_talebi")
    assert (row["numerator"], row["denominator"], row["value"], row["status"]) == ("", "", "", "no_data")
    word = {"tr": "gizli", "en": "confidential"}[lang]
    named = {
        row["measure_id"]: row["name_en" if lang == "en" else "name"] for row in read(EXAMPLE / "plan/measures.csv")
    }
    assert cells(found, named["konukevi_talebi"])[2:] == [word, "–", word]
    assert cells(found, named["hukuki_gorusme"])[1:4] == [word, "5", "–"]


NAMES = {
    "hukuki_gorusme": "Hukuki danışmanlık görüşmesi",
    "cift_danismanligi": "Danışmanlık alan çift",
    SENSITIVE: "Şiddet nedeniyle merkeze başvuran kadın",
    "konukevi_talebi": "Karşılanan konukevi taleplerinin oranı",
}


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (1, "gizli"), (4, "gizli"), (5, "5"), (1000, "1.000")])
def test_counts_of_one_to_four_are_hidden(ornek, count, written):
    ornek.answer(2025, "measure", "hukuki_gorusme", str(count))
    rows, results = quickly(ornek.path, "2025")
    row = rows[NAMES["hukuki_gorusme"]]
    assert row[3] == written
    if written == "gizli":
        assert row[4:] == ["–", "gizli"]
        assert results["hukuki_gorusme"]["value"] == ""
    else:
        assert results["hukuki_gorusme"]["value"] == str(count)


@pytest.mark.parametrize(("smallest", "written"), [("", "7"), ("7", "7"), ("8", "gizli"), ("100000", "gizli")])
def test_the_municipality_sets_the_smallest_count_that_is_shown(ornek, smallest, written):
    if smallest:
        ornek.change("municipality.csv", _with_threshold(smallest))
    ornek.answer(2025, "measure", "hukuki_gorusme", "7")
    assert quickly(ornek.path, "2025")[0][NAMES["hukuki_gorusme"]][3] == written


def _with_threshold(smallest):
    def change(records):
        records[0].append("smallest_shown")
        records[1].append(smallest)

    return change


def test_a_threshold_below_three_protects_nobody_and_is_refused(ornek):
    ornek.change("municipality.csv", _with_threshold("2"))
    said = yeep("check", "--data", ornek.path, "--lang", "en")
    assert said.code == 3
    assert "smallest_shown" in said.err and "The smallest value is 3." in said.err


@pytest.mark.parametrize(
    ("part", "whole", "is_shown"),
    [
        (0, 9, True),
        (9, 9, True),
        (1, 9, False),
        (5, 9, False),
        (8, 9, False),
        (3, 3, False),
        (20, 40, True),
        (0, 4, False),
    ],
)
def test_of_a_ratio_part_whole_and_rest_are_all_large_or_zero(ornek, part, whole, is_shown):
    ornek.answer(2025, "measure", "konukevi_talebi", str(part), field="numerator")
    ornek.answer(2025, "measure", "konukevi_talebi", str(whole), field="denominator")
    rows, results = quickly(ornek.path, "2025")
    assert (rows[NAMES["konukevi_talebi"]][3] != "gizli") is is_shown
    assert (results["konukevi_talebi"]["numerator"] != "") is is_shown


@pytest.mark.parametrize(
    ("women", "men", "written"),
    [
        (63, 2, "65"),
        (3, 70, "73"),
        (63, 0, "63 (63 kadın, 0 erkek)"),
        (20, 30, "50 (20 kadın, 30 erkek)"),
        (2, 1, "gizli"),
        (3, 2, "gizli"),  # of 5 with the sexes hidden women would be 1 to 4
        (3, 3, "gizli"),
        (3, 4, "7"),
        (0, 3, "gizli"),
    ],
)
def test_a_sex_is_not_shown_beside_the_total_where_it_would_tell_the_other(ornek, women, men, written):
    ornek.answer(2025, "measure", SENSITIVE, str(women), field="female")
    ornek.answer(2025, "measure", SENSITIVE, str(men), field="male")
    assert quickly(ornek.path, "2025")[0][NAMES[SENSITIVE]][3] == written


@pytest.mark.parametrize(("women", "men", "told"), [(63, 2, {}), (3, 70, {}), (20, 30, {"female": "20", "male": "30"})])
def test_nor_does_the_result_table_tell_a_sex_that_would_tell_the_other(ornek, women, men, told):
    place = ornek.place("plan/measure_breakdowns.csv", measure_id=SENSITIVE, breakdown="sex")
    ornek.cell("plan/measure_breakdowns.csv", place, "basis", "indicator")  # women and men are counted
    ornek.answer(2025, "measure", SENSITIVE, str(women), field="female")
    ornek.answer(2025, "measure", SENSITIVE, str(men), field="male")
    lines = present.results(measures.published(load_evaluation(edition_of("2025", ornek.path)), [])).data
    rows = csv.DictReader(lines[present.RESULTS]["rows"].splitlines())
    assert {row["sex"]: row["value"] for row in rows if row["indicator"] == SENSITIVE and row["sex"]} == told


def test_a_value_of_the_plan_before_is_hidden_like_one_of_this_plan(ornek):
    head = "measure_id,year,value,note\n"
    rows = f"hukuki_gorusme,2022,3,elle\nkonukevi_talebi,2022,60,elle\n{SENSITIVE},2022,0,elle\n"
    (ornek.path / "plan/baselines.csv").write_text(head + rows, encoding="utf-8")
    found = told(ornek.path, "2025", chapters=("64_previous",))
    before = {row[0]: row[2] for row in table_of(found, "plan_before_and_now")["rows"]}
    assert [before[NAMES[key]] for key in ("hukuki_gorusme", "konukevi_talebi", SENSITIVE)] == ["gizli", "60", "0"]


def test_the_words_of_a_unit_beside_a_hidden_count_are_not_printed(ornek):
    for year, text in ((2024, "Üç talep ARANAN karşılandı."), (2025, "2024 yılına göre GÖRÜLEN artış.")):
        for field, value in (("explanation", text), ("deviation", text), ("may_publish", "yes")):
            ornek.answer(year, "measure", "konukevi_talebi", value, field=field)
    action = next(
        row["action_id"]
        for row in read(EXAMPLE / "plan/action_indicators.csv")
        if row["indicator_id"]
        == next(m["indicator_id"] for m in read(EXAMPLE / "plan/measures.csv") if m["measure_id"] == "konukevi_talebi")
    )
    for field, text in (("explanation", "Üç kadın ARANAN."), ("obstacle", "Ödenek GÖRÜLEN.")):
        ornek.answer(2024, "action", action, text, field=field)
    ornek.answer(2024, "action", action, "yes", field="may_publish")
    for year in ("2024", "2025"):
        document = str(all_told(ornek.path, year).blocks)
        assert "ARANAN" not in document
        assert "GÖRÜLEN" in document


@pytest.mark.parametrize("smallest", [3, 5, 8])
def test_a_reader_who_knows_the_rule_learns_no_count_more_exactly_than_the_threshold(smallest):
    """Every pair of women and men there can be, by what is seen of it; zero is no secret."""
    worlds = {}
    for women, men in itertools.product(range(30), repeat=2):
        reply = Reply(RowKey("measure", "m"), "unit", {Field.FEMALE: str(women), Field.MALE: str(men)})
        counts = disclosure.counts_of("m", 2025, reply)
        shown = disclosure.shown_of(counts, disclosure.Protection(smallest))
        values = dict(zip(counts.cells, map(int, counts.values), strict=True))
        worlds.setdefault(tuple(values[cell] if cell in shown else None for cell in values), []).append(values)
    for seen, alike in worlds.items():
        for cell, told in zip(alike[0], seen, strict=True):
            counts = [values[cell] for values in alike]
            assert told is not None or max(counts) - min(counts) >= smallest, (seen, cell)
    assert len(worlds) > 400  # most is shown


def test_what_was_published_before_is_known_to_the_reader_of_a_corrected_value():
    """30 men were published; the women were 20 and are 2 now. With the new total the women would be known."""

    def seen(before):
        counts = disclosure.counts_of(
            "m", 2025, Reply(RowKey("measure", "m"), "unit", {Field.FEMALE: "2", Field.MALE: "30"})
        )
        return {cell[-1] for cell in disclosure.shown_of(counts, disclosure.Protection(5, before))}

    names = {part: ("measure", "m", "2025", part) for part in ("", "female", "male")}
    counts = {names[""]: 50, names["female"]: 20, names["male"]: 30}
    told = ledger.Told(1, "2025", "tr", date(2026, 2, 1), "", counts, frozenset(counts))
    assert seen([]) == {""}
    assert seen([told]) == set()
    other = {("measure", "n", "2025", cell[-1]): n for cell, n in counts.items()}
    assert seen([replace(told, counts=other, shown=frozenset(other))]) == {""}


def test_no_change_is_counted_from_or_to_a_hidden_year(ornek):
    for year, count in ((2023, 40), (2024, 3), (2025, 2)):
        ornek.answer(year, "measure", "cift_danismanligi", str(count))
    ornek.without(
        "results/2025.csv", lambda row: row["subject_id"] == "cift_danismanligi" and row["field"] == "missing"
    )
    found = told(ornek.path, "2023-2025", chapters=("70_theme_guvenlik", "84_closing"))
    row = cells(found, NAMES["cift_danismanligi"])
    assert row[1:] == ["40", "gizli", "gizli", "–", "gizli"]
    assert next(r for r in table_of(found, "closing_years")["rows"] if r[0] == row[0])[2:] == ["gizli"] * 2


def test_a_target_of_a_sensitive_measure_shows_no_hidden_value(ornek):
    ornek.change(
        "plan/targets.csv",
        lambda records: records.append(["hukuki_gorusme", "2026", "12", "2023", "2023", "Kurmaca", ""]),
    )
    for year in ("2023", "2025"):
        rows = table_of(told(ornek.path, year, chapters=("79_methods_compared",)), "targets")["rows"]
        (row,) = [row for row in rows if row[0] == NAMES["hukuki_gorusme"]]
        assert row[1] == "–"  # the path would start at the hidden 3
        assert row[2] == ("–" if year == "2023" else "9 (2025)")
        assert row[4:6] == ["–", "–"]


def test_a_hidden_value_is_not_listed_as_missing(ornek):
    rows = table_of(told(ornek.path, "2024", chapters=("75_reporting",)), "reporting_missing")["rows"]
    assert NAMES["konukevi_talebi"] not in {row[0] for row in rows}


def test_a_hidden_value_counts_as_answered():
    found = told(EXAMPLE, "2023", chapters=("75_reporting",))
    assert "(22/22)" in text_of(found)


def test_a_milestone_is_no_count_of_persons(ornek):
    ornek.change("plan/measures.csv", _make_sensitive("basvuru_raporu"))
    assert quickly(ornek.path, "2025")[0]["Yıllık başvuru raporunun yayımlanması"][2].startswith("Yapıldı")


def _make_sensitive(key):
    def change(records):
        for record in records:
            if record[0] == key:
                record[records[0].index("is_sensitive")] = "true"

    return change


# --- corrections -----------------------------------------------------------------


def corrected(found):
    return table_of(found, "corrections")["rows"]


def test_a_released_reason_is_shown_unless_the_measure_is_sensitive(ornek):
    for key, unit in (("guvensiz_nokta", "fen_isleri"), ("konukevi_talebi", "dayanisma_merkezi")):
        ornek.answer(2024, "measure", key, "yes", field="may_publish", unit_id=unit)
    rows = {row[2]: row for row in corrected(told(ornek.path, "2024", chapters=("75_reporting",)))}
    assert rows["Aydınlatılmamış güvensiz nokta"][4:] == [
        "33",
        "31",
        "Mahalle sınırındaki iki nokta her iki mahallede de sayılmıştı.",
    ]
    assert rows[NAMES["konukevi_talebi"]][4:] == ["–", "–", "–"]


@pytest.mark.parametrize(("mark", "is_shown"), [("true", True), ("false", False), ("", False)])
def test_the_mark_of_a_reason_releases_it_for_annex_report_and_sheet(ornek, mark, is_shown):
    """Neither another unit's consent nor one for other texts releases it."""
    ornek.cell(LOG, ornek.place(LOG, subject_id="guvensiz_nokta", breakdown=""), "may_publish", mark)
    ornek.answer(2024, "measure", "guvensiz_nokta", "yes", field="may_publish", unit_id="kultur_egitim")
    if mark:
        ornek.answer(2024, "measure", "guvensiz_nokta", "yes", field="may_publish", unit_id="fen_isleri")
    why = "Mahalle sınırındaki iki nokta her iki mahallede de sayılmıştı."
    evaluation = load_evaluation(edition_of("2024", ornek.path))
    annex = {row["measure"]: row["reason"] for row in tables.corrections(evaluation).frame.to_dict("records")}
    assert annex["Aydınlatılmamış güvensiz nokta"] == (why if is_shown else None)
    for page in (year_tables.corrected(evaluation), unit_tables.sheets(evaluation)):
        assert (f"“{why}”" in str(page.data)) == is_shown


@pytest.mark.parametrize(
    ("texts", "evidence", "is_shown"),
    [
        ("yes", "", True),
        ("no", "", False),
        ("", "", False),
        ("", "yes", True),
        ("no", "yes", True),
        ("yes", "no", False),
    ],
)
def test_evidence_may_bear_a_mark_of_its_own(ornek, texts, evidence, is_shown):
    key, unit = "katilim_g1_h1_e1", "esitlik_birimi"
    ornek.without(
        "results/2025.csv",
        lambda row: (row["subject"], row["subject_id"], row["field"] != "status") == ("action", key, True),
    )
    for which, text in {"evidence": "Tutanak 7", "may_publish": texts, "may_publish_evidence": evidence}.items():
        if text:
            ornek.answer(2025, "action", key, text, field=which, unit_id=unit)
    evaluation = load_evaluation(edition_of("2025", ornek.path))
    action = evaluation.plan.actions[key]
    assert ("Tutanak 7" in sentences.action(evaluation, action)[1]) == is_shown
    assert (theme_tables.note(evaluation, action) == "Dayanak: “Tutanak 7”") == is_shown
    assert ("Dayanak: “Tutanak 7”" in str(unit_tables.sheets(evaluation).data)) == is_shown


def test_a_value_that_was_taken_back_is_said_to_be(ornek):
    place = ornek.place(LOG, subject_id="guvensiz_nokta", field="value", breakdown="")
    ornek.cell(LOG, place, "new_value", "")
    rows = {row[2]: row for row in corrected(told(ornek.path, "2024", chapters=("75_reporting",)))}
    assert rows["Aydınlatılmamış güvensiz nokta"][4:6] == ["33", "geri alındı"]


def test_corrected_numbers_are_written_as_everywhere_else(ornek):
    place = ornek.place(LOG, subject_id="guvensiz_nokta", field="value", breakdown="")
    ornek.cell(LOG, place, "old_value", "1234")
    ornek.cell(LOG, place, "new_value", "1234.5")
    rows = {row[2]: row for row in corrected(told(ornek.path, "2024", chapters=("75_reporting",)))}
    assert rows["Aydınlatılmamış güvensiz nokta"][4:6] == ["1.234", "1.234,5"]


@pytest.mark.parametrize(
    ("field", "old", "new", "written"),
    [("done", "no", "yes", ["hayır", "evet"]), ("done_on", "2024-05-14", "2024-06-01", ["14.05.2024", "01.06.2024"])],
)
def test_a_corrected_answer_stands_in_the_readers_words(ornek, field, old, new, written):
    place = ornek.place(LOG, subject_id="guvensiz_nokta", field="value", breakdown="")
    for column, text in {"subject_id": "yonerge_kabulu", "unit_id": "esitlik_birimi", "field": field}.items():
        ornek.cell(LOG, place, column, text)
    ornek.cell(LOG, place, "old_value", old)
    ornek.cell(LOG, place, "new_value", new)
    rows = {row[2]: row for row in corrected(told(ornek.path, "2024", chapters=("75_reporting",)))}
    assert rows["Eşitlik Birimi yönergesinin kabul edilmesi"][4:6] == written


def test_corrections_of_later_years_are_not_told(ornek):
    assert {row[1] for row in corrected(told(ornek.path, "2023", chapters=("75_reporting",)))} == {"2023"}
    assert {row[1] for row in corrected(told(ornek.path, "2024", chapters=("75_reporting",)))} == {"2023", "2024"}


@pytest.mark.parametrize("smallest", [None, 8])
def test_what_is_hidden_is_told_as_it_is(smallest, tmp_path):
    """With the municipality's own threshold, and not at all where an edition for the unit alone hides nothing."""
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    if smallest:
        path = folder / "municipality.csv"
        lines = read(path)
        lines[0]["smallest_shown"] = str(smallest)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0])
            writer.writeheader()
            writer.writerows(lines)
    evaluation = load_evaluation(Edition(2025, "tr", folder, is_internal=not smallest))
    note = tables.parts(evaluation, "guvenlik").note
    meanings = " ".join(reading_tables.words(evaluation).frame["meaning"])
    if smallest:
        assert "1-7 kişi" in note and "1 ile 7 arasındaki" in meanings
    else:
        assert "yayımlanmaz" not in note + meanings


@pytest.mark.parametrize(
    "text",
    [
        "Yirmi kadın geldi",
        "otuzu gitti",
        "Kırk aile",
        "elli",
        "yüz kişi",
        "Yüzde doksan",
        "oniki",
        "İkisi",
        "twelve",
        "forty-one",
    ],
)
def test_a_number_in_words_is_a_number_however_large(text):
    """A count that is hidden beside a small one is large, and gives it away all the same."""
    assert quotes_a_number(text)


@pytest.mark.parametrize("text", ["2024 yılında arttı", "onlar", "onun yüzünden", "yüzme kursu", "canteen", "Bina", ""])
def test_a_year_or_a_word_that_begins_like_a_number_is_none(text):
    assert not quotes_a_number(text)
