"""Every edition of the example on two roads; shared measures count once; what is missing lowers nothing."""

import csv
import re
from functools import cache

import pytest
from publishing.report_reading import words

from evaluation.making import EXAMPLE, edition_of, shown, table_of, text_of
from evaluation.second_road import Road, counted_in, counts
from yeep_analysis.words.suffixes import with_suffix

EDITIONS = (2023, 2024, 2025)


@cache
def of_the_example(year):
    """The document of the chapters of a year that speak of results, without the drawing."""
    return told(EXAMPLE, year)


def told(data, year, *chapters):
    """The same of other data, or of some chapters only."""
    wanted = chapters or ("70_theme", "75_reporting", "77_capacity", "78_assessments", "79_methods_compared")
    return shown(edition_of(str(year), data), lambda chapter: chapter.path.stem in wanted)


def summary(data, year):
    return shown(edition_of(str(year), data), lambda chapter: chapter.path.stem == "06_evaluation")


def results(found):
    return [line for part in found.results for line in csv.DictReader(part.splitlines())]


def goals(found):
    """The rows of all goals, each measure as often as it is shown."""
    tables = [block for block in found.of_kind("table") if block["name"].startswith("progress_")]
    return [row for table in tables for row in table["rows"]]


def totals(found):
    """The last row of the table of themes: name, asked, answered, and counts by status."""
    table = table_of(found, "theme_status")
    heads = [column["title"] for column in table["columns"]]
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in table["rows"]}


def measured(one):
    """Numerator, denominator and value of a row; a count is its own numerator."""
    counted = one["value"] if one["denominator"] is None else one["numerator"]
    return counted, one["denominator"], one["value"]


def printed(number):
    return "" if number is None else f"{float(number):.12g}"


def line(found, beginning):
    """The first line of a document's prose with these words."""
    return next(text for text in text_of(found).split("\n") if beginning in text)


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request):
    return of_the_example(request.param), Road(EXAMPLE, request.param)


def test_goals_and_results_are_those_of_the_second_road(edition):
    found, road = edition
    rows = goals(found)
    assert len(rows) == 24  # 22 measures, two of them at two actions
    key_of = {measure["name"]: key for key, measure in road.measures.items()}
    for name, *cells in rows:
        key = key_of[name]
        expected = [*(road.cell(key, year) for year in road.years), road.change(key), road.status(key)]
        assert cells == expected, key
    rows = [row for row in results(found) if row["indicator"] in road.measures]
    own = [row for row in rows if row["year"] == str(road.last)]
    lines = {row["indicator"]: row for row in own if not row["sex"]}
    assert len(own) == len({(row["indicator"], row["sex"]) for row in own})
    for key in road.measures:
        one, row = road.assess(key), lines[key]
        assert row["status"] == one["status"]
        assert row["value"] == printed(one["value"]), key
        assert row["target"] == printed(one["target"]), key
        sexes = {line["sex"]: float(line["value"]) for line in own if line["indicator"] == key and line["sex"]}
        assert not sexes or sum(sexes.values()) == one["value"], key
    assert any(row["sex"] for row in own)


def test_values_of_earlier_years_stand_in_the_results_once_as_on_the_second_road(edition):
    found, road = edition
    earlier = [row for row in results(found) if row["indicator"] in road.measures and row["year"] != str(road.last)]
    columns = ("indicator", "year", "numerator", "denominator", "value", "sex", "target", "status")
    assert sorted(tuple(row[name] for name in columns) for row in earlier) == sorted(
        (key, str(one["year"]), *map(printed, measured(one)), "", "", "")
        for key in road.measures
        for one in road.history(key)
        if one["value"] is not None and one["year"] != road.last
    )


def test_statuses_and_answers_add_up_in_every_edition(edition):
    found, road = edition
    assessed = road.all()
    expected = counts(assessed.values())
    rows = totals(found)
    whole = rows["Planın tümü"]
    assert int(whole["Göstergeler"]) == 22
    answered = sum(one["missing"] != "not_reported" for one in assessed.values())
    assert int(whole["Bilgi gelen"]) == answered
    statuses = {word: int(n) for word, n in list(whole.items())[2:] if n != "–"}
    assert counted_in(", ".join(f"{word} {n}" for word, n in statuses.items())) == expected
    assert sum(statuses.values()) == 22
    assert f"için bilgi geldi ({answered}/22)" in text_of(found)
    in_results = {
        row["status"]: int(row["numerator"])
        for row in results(found)
        if (row["indicator"], row["kind"]) == ("progress_status_share", "") and row["numerator"] != "0"
    }
    assert in_results == expected


def test_every_theme_has_its_own_counts(edition):
    found, road = edition
    for theme, keys in road.of_themes().items():
        whose = ("", "") if theme == "all" else ("theme", theme)
        told_of = {
            row["status"]: int(row["numerator"])
            for row in results(found)
            if row["indicator"] == "progress_status_share" and (row["kind"], row["part"]) == whose
        }
        assert {status: n for status, n in told_of.items() if n} == counts(road.assess(key) for key in keys)
        assert sum(told_of.values()) == len(keys)


# --- what is missing ----------------------------------------------------------


def _silence(folder, key, year=2025):
    folder.without(f"results/{year}.csv", lambda row: row["subject_id"] == key)


def test_a_measure_that_was_not_reported_changes_nothing_else(ornek):
    before = of_the_example(2025)
    _silence(ornek, "kres_insaati")
    after = told(ornek.path, 2025)
    assert [row for row in goals(after) if row[0] != "Kreş binasının tamamlanma oranı"] == [
        row for row in goals(before) if row[0] != "Kreş binasının tamamlanma oranı"
    ]
    (row,) = [row for row in goals(after) if row[0] == "Kreş binasının tamamlanma oranı"]
    assert row[3:] == ["bilgi gelmedi", "–", "bilgi gelmedi"]
    one, other = totals(before), totals(after)
    theme = "Bakım, İstihdam ve Gündelik Yaşam"
    assert other["Katılım ve Eğitim"]["İlerleme var"] == one["Katılım ve Eğitim"]["İlerleme var"]
    for name in (theme, "Planın tümü"):
        assert int(other[name]["İlerleme var"]) == int(one[name]["İlerleme var"]) - 1
        assert int(other[name]["Değer yok"]) == int(one[name]["Değer yok"].replace("–", "0")) + 1
        assert other[name].get("Gerileme var") == one[name].get("Gerileme var")


def test_no_mean_and_no_score_is_published(edition):
    found, _road = edition
    indicators = {row["indicator"] for row in results(found)}
    assert not {name for name in indicators if re.search(r"mean|score|index|rank", name)}


def _only_old_results(folder):
    """Nothing at all was reported of 2025."""
    folder.change("results/2025.csv", lambda records: records.__delitem__(slice(1, None)))


def test_a_year_without_reports_says_nothing_of_progress(ornek):
    _only_old_results(ornek)
    found = told(ornek.path, 2025)
    key_of = {row["name"]: key for key, row in Road(ornek.path, 2025).measures.items()}
    for name, *cells in goals(found):
        assert cells[2] == "bilgi gelmedi", name
        assert cells[3] == "–"
        if key_of[name] not in ("yonerge_kabulu", "basvuru_raporu"):  # done earlier stays done
            assert cells[4] == "bilgi gelmedi"
    assert "2025 yılı için hiç bilgi gelmedi; bu yüzden oran verilmiyor" in text_of(found)


def test_the_summary_of_a_year_without_reports_does_not_contradict_the_tables(ornek):
    """Milestones done earlier stay done: so not “every” measure stands as not reported."""
    _only_old_results(ornek)
    done = [row[0] for row in goals(told(ornek.path, 2025, "70_theme")) if row[-1].startswith("Yapıldı")]
    assert len(done) == 2
    text = text_of(summary(ornek.path, 2025))
    assert "ilerleme değerlendirilemiyor" not in text
    assert "2’sinde iş yapıldı" in text


def test_a_year_without_reports_has_no_heat(ornek):
    _only_old_results(ornek)
    _silence(ornek, "yonerge_kabulu", 2024)
    _silence(ornek, "basvuru_raporu", 2024)
    found = summary(ornek.path, 2025)
    assert "2025 yılında 22 göstergenin hiçbiri için bilgi gelmedi" in text_of(found)
    assert found.of_kind("figure") == []


def test_the_summary_counts_what_changed_since_the_year_before(ornek):
    for year in EDITIONS:
        found, road = summary(ornek.path, year), Road(ornek.path, year)
        if year == 2023:
            assert "2023 planın ilk yılıdır" in text_of(found)
            continue
        now, before = road.all(), road.all(year - 1)
        answered = {key: (before[key]["missing"], now[key]["missing"]) for key in now}
        both = [key for key, pair in answered.items() if "not_reported" not in pair]
        anew = sum(one == "not_reported" != other for one, other in answered.values())
        gone = sum(other == "not_reported" != one for one, other in answered.values())
        changed = sum(now[key]["status"] != before[key]["status"] for key in both)
        text = text_of(found)
        words = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on")
        for n, end in ((anew, "bilgi geldi."), (gone, "bilgi gelmedi.")):
            told = re.search(rf"{year - 1} yılında bilgi \w+ (\S+) gösterge için {year} yılında {end}", text)
            assert (told[1] if told else "sıfır") in (words[n] if n < 11 else "", str(n))
        assert f"İki yılda da bilgi gelen {len(both)} göstergenin {changed}’" in text


# --- shared measures ------------------------------------------------------------


def test_an_indicator_of_every_action_still_counts_once(ornek):
    actions = [row["action_id"] for row in ornek.rows("plan/actions.csv")]
    links = {(row["action_id"], row["indicator_id"]) for row in ornek.rows("plan/action_indicators.csv")}
    wanted = [action for action in actions if (action, "oyun_odasi") not in links]

    def link(records):
        at = records[0].index("position")
        for action in wanted:
            position = str(1 + max(int(record[at]) for record in records[1:] if record[0] == action))
            records.append([action, position, "oyun_odasi", "Açık oyun odası sayısı (adet)"])

    ornek.change("plan/action_indicators.csv", link)
    found = told(ornek.path, 2025)
    rows = [row for row in goals(found) if row[0] == "Yıl sonunda açık olan oyun odası"]
    assert len(rows) == len(actions) == 14
    assert len({tuple(row) for row in rows}) == 1
    years = [row["year"] for row in results(found) if row["indicator"] == "oyun_odasi"]
    assert sorted(years) == ["2023", "2024", "2025"]  # each year once
    whole = totals(found)
    assert [whole[name]["Göstergeler"] for name in whole] == ["10", "11", "5", "22"]


# --- targets ---------------------------------------------------------------------


def _targets(found):
    return {row[0]: row[1:] for row in table_of(found, "targets")["rows"]}


def test_a_target_is_held_against_no_year_before_it_was_set():
    for year in EDITIONS:
        road = Road(EXAMPLE, year)
        names = {road.measures[key]["name"] for key in road.measures if road.target(key)}
        assert set(_targets(of_the_example(year))) == names
    assert len(names) == 12


def test_the_newest_target_is_the_one_that_counts(ornek):
    ornek.change(
        "plan/targets.csv", lambda records: records.append(["oyun_odasi", "2026", "6", "2025", "2023", "Yeni", ""])
    )
    name = "Yıl sonunda açık olan oyun odası"
    assert _targets(told(ornek.path, 2025, "79_methods_compared"))[name][2] == "6 (2026)"
    assert _targets(told(ornek.path, 2024, "79_methods_compared"))[name][2] == "3 (2025)"


def test_of_targets_for_several_years_the_next_one_due_counts_whatever_their_order(ornek):
    rows = [["oyun_odasi", str(year), value, "2025", "2023", "Yeni", ""] for year, value in ((2026, "6"), (2027, "9"))]
    ornek.change("plan/targets.csv", lambda records: records.extend(rows))
    name = "Yıl sonunda açık olan oyun odası"
    assert _targets(told(ornek.path, 2025, "79_methods_compared"))[name][2] == "6 (2026)"
    assert Road(ornek.path, 2025).target("oyun_odasi")["year"] == 2026


def test_a_year_that_was_not_over_keeps_its_mark_beside_its_target(ornek):
    rows = _targets(of_the_example(2025))
    assert rows["Pazarda tezgâh açan kadın"][1] == "41 (2025, ilk 9 ay)"
    road = Road(EXAMPLE, 2025)
    for key, measure in road.measures.items():
        if road.target(key):
            one = road.assess(key)
            start, now = one["path_base"], one["value"]
            expected = [road.amount_of(key, start, one["path_base_year"]), road.amount_of(key, now, 2025)]
            assert rows[measure["name"]][:2] == expected, key
    ornek.answer(2023, "measure", "oyun_odasi", "6", field="last_month")  # a state: a base all the same
    assert _targets(told(ornek.path, 2025, "79_methods_compared"))["Yıl sonunda açık olan oyun odası"][0] == (
        "0 (2023, ilk 6 ay)"
    )


def test_without_targets_there_is_no_table_and_that_is_said(ornek):
    (ornek.path / "plan/targets.csv").unlink()
    found = told(ornek.path, 2025)
    assert "“Hedef değeri olan göstergeler” tablosu için bu raporda veri yok." in words(text_of(found))
    assert {row["target"] for row in results(found) if row["indicator"] == "oyun_odasi"} == {""}


# --- words ------------------------------------------------------------------------


def test_what_was_reached_is_what_met_its_target_and_without_one_what_moved_toward_the_objective():
    found = shown(edition_of("2023-2025", EXAMPLE), lambda chapter: chapter.path.stem == "84_closing")
    rows = {row[0]: row[1:] for row in table_of(found, "closing_reached")["rows"]}
    assert rows == Road(EXAMPLE, 2025).reached()
    assert rows["Verilen eşitlik eğitimi"] == ["4", "10", "8 (2025)", "Hedefe ulaşıldı"]  # from 4 to 10 may be chance
    assert "Kurslara katılan kişi" not in rows  # 38 % of its way
    assert rows["Pazarda tezgâh açan kadın"][2:] == [
        "30 (2025)",
        "İlerleme var",
    ]  # a target below the start of its way
    assert rows["Yıllık başvuru raporunun yayımlanması"][2] == "–"
    assert f"22 göstergenin {with_suffix(len(rows), 'inde')} hedefe ulaşıldı" in text_of(found)


def test_a_text_of_a_unit_is_no_markup_of_the_report(ornek):
    hostile = "# Başlık <b>kalın</b> *eğik* [bağ](https://x.example) | a | {theme} `kod` $x$ 1. bir"
    ornek.answer(2025, "action", "katilim_g1_h1_e1", hostile, field="explanation")
    ornek.answer(2025, "action", "katilim_g1_h1_e1", hostile, field="impact")
    found = told(ornek.path, 2025)
    assert f"Açıklama: {hostile}" in text_of(found)
    assert any(hostile in row for row in table_of(found, "assessment_questions")["rows"])
    assert not any("link" in run for block in found.blocks for item in block.get("items", []) for run in item)


def test_a_unit_may_withdraw_its_words(ornek):
    text = "Komşu mahallelerin toplantıları birleştirildi."
    assert text in text_of(of_the_example(2025))
    ornek.answer(2025, "measure", "mahalle_toplantisi", "no", field="may_publish")
    assert text not in text_of(told(ornek.path, 2025, "70_theme"))
    ornek.without("results/2025.csv", lambda row: row["field"] == "may_publish")
    found = told(ornek.path, 2025)
    assert "assessment_questions" not in {block["name"] for block in found.of_kind("table")}
    assert {row[-1] for row in table_of(found, "capacity")["rows"]} == {"–"}
