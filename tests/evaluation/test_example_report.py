"""Two reports of the fictional municipality as readers get them (its last year, the closing one): page, PDF, tables.

Its numbers are compared with a second road from the CSV files; its words with what the units released.
"""

import json
import re
from fractions import Fraction
from functools import cache
from html import unescape
from zipfile import ZipFile

import pytest
from publishing.report_reading import Page, Pdf, files, seen, squeezed, unprinted

from evaluation.making import EXAMPLE, NOTEBOOKS, edition_of, of_the_evaluation, read, shown, yeep
from evaluation.second_road import REASONS, WORDS, Road, counted_in, counts, decimal
from yeep_analysis.words.suffixes import with_suffix

FICTIONAL = "Örnek: bu belediye kurgusaldır; bütün sayılar uydurmadır."
LAST, YEARS = 2025, (2023, 2024, 2025)
PLAN = EXAMPLE / "plan"
TEXTS = ("impact", "effectiveness", "ownership", "relevance", "obstacle", "revision", "explanation", "evidence")


@pytest.fixture(scope="module", params=["2025", pytest.param("2023-2025", marks=pytest.mark.slow)])
def edition(request):
    return request.param


def of_closing(test):
    """A test of what only the closing evaluation has."""
    return pytest.mark.slow(pytest.mark.parametrize("edition", ["2023-2025"], indirect=True)(test))


@pytest.fixture(scope="module")
def run(edition, tmp_path_factory):
    """``yeep report 2025 --data examples/ornek``: what the command said, and the folder that it made."""
    out = tmp_path_factory.mktemp(edition)
    said = yeep("report", edition, "--data", EXAMPLE, "--notebooks", NOTEBOOKS, "--out", out)
    assert said.code == 0, said.err
    return said, out


@pytest.fixture(scope="module")
def folder(run, edition):
    return run[1] / edition / "tr"


@pytest.fixture(scope="module")
def page(folder):
    return Page(folder / "report.html")


@pytest.fixture(scope="module")
def pdf(folder):
    return Pdf.of(folder)


@pytest.fixture(scope="module")
def results(folder):
    return read(folder / "tables/results.csv")


@pytest.fixture(scope="module")
def road():
    return Road(EXAMPLE, LAST)


@pytest.fixture(scope="module")
def published(folder, pdf):
    """All words of every published file, by its name; spaces and hyphens are taken out."""
    others = [path for path in folder.rglob("*.pdf") if path.name not in ("report.pdf", "annex.pdf")]
    found = {path.relative_to(folder).as_posix(): squeezed(Pdf(path).text) for path in others}
    found["report.pdf"] = squeezed(pdf.text)  # with its annex
    for name, content in files(folder).items():
        if name.endswith(".ipynb"):
            found[name] = squeezed(" ".join(_strings(json.loads(content))))
        elif name.endswith(".html"):
            found[name] = squeezed(Page(folder / name).spoken)
        elif name.endswith((".xlsx", ".docx")):
            with ZipFile(folder / name) as archive:
                parts = [archive.read(part).decode("utf-8") for part in archive.namelist() if part.endswith(".xml")]
            found[name] = squeezed(unescape(re.sub(r"<[^>]+>", " ", " ".join(parts))))
        elif not name.endswith((".pdf", ".svg")):
            found[name] = squeezed(content.decode("utf-8-sig"))
    return found


def _strings(node):
    if isinstance(node, str):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(inner)


@cache
def names(table, key, name):
    return {row[key]: row[name] for row in read(PLAN / f"{table}.csv")}


def paragraph(page, beginning):
    """The one paragraph that begins so."""
    (found,) = [seen(tag) for tag in page.all("p", "li") if seen(tag).startswith(beginning)]
    return found


def title_of(head):
    """The title of a chapter; those of the annex are numbered."""
    return re.sub(r"^\d+ ", "", seen(head))


def sections(page, title):
    """The elements of the chapter with this title."""
    head = next(tag for tag in page.all("h2") if title_of(tag) == title)
    for tag in head.find_next_siblings():
        if tag.name == "h2":
            return
        yield tag


def goal_rows(page, goal):
    """The rows of a goal's table under the words of their action: ``[(action, cells)]``."""
    action, found = "", []
    for row in page.soup.find(id=f"table-progress_{goal}").select("tbody tr"):
        cells = [seen(cell) for cell in row.find_all(["th", "td"])]
        if "section" in row.get("class", []):
            action = cells[0]
        else:
            found.append((action, cells))
    return found


def of_whom(row):
    """The theme to which a row of the result table belongs, or all; None for a unit."""
    return {"": "all", "theme": row["part"]}.get(row["kind"])


def shares(results, group):
    """The counts by status in the result table; statuses that do not occur are left out."""
    found = {
        row["status"]: int(row["numerator"])
        for row in results
        if row["indicator"] == "progress_status_share" and of_whom(row) == group
    }
    return {status: n for status, n in found.items() if n}


# --- the edition -----------------------------------------------------------------


def test_what_the_page_says_the_pdf_says(page, pdf):
    assert unprinted(page, pdf) == []


@of_closing
def test_the_closing_evaluation_has_its_own_folder_and_title(run, folder, page, pdf):
    said, out = run
    assert str(folder / "report.html") in said.out
    assert {path.name for path in out.iterdir()} == {"2023-2025", "internal"}  # the record for whoever publishes it
    assert page.soup.title.string == "Dönem Sonu Değerlendirmesi 2023–2025 – Örnekdere Belediyesi"
    assert pdf.reader.metadata.title == page.soup.title.string
    assert squeezed("Dönem Sonu Değerlendirmesi 2023–2025") in squeezed(pdf.pages[0])


def test_every_page_says_that_the_municipality_is_fictional(page, pdf):
    assert [number for number, text in enumerate(pdf.pages, 1) if squeezed(FICTIONAL) not in squeezed(text)] == []
    assert [seen(tag) for tag in page.soup.select(".fictional")] == [FICTIONAL] * 2
    banner, body = page.soup.select(".fictional")[0], page.soup.main
    assert banner.sourceline < body.sourceline  # before anything else is read


@of_closing
def test_the_chapters_are_those_of_a_closing_evaluation_in_their_order(page, folder):
    themes = list(names("themes", "theme", "name").values())
    wanted = ["Bir sayfada", "Önsöz", "Hedefler", *themes, "Birimler ne diyor?", "Değerlendirme", "Öneriler"]
    wanted += ["Ne kadar para ayrıldı?", "Veriler ne kadar tam?", "Nasıl okumalı?", "Değerlendirme özeti"]
    wanted += [*(f"Tema: {name}" for name in themes), "Eylemlerin bütçesi", "Veri durumu", "Faaliyet raporu tablosu"]
    wanted += [
        "Kurumsal görevler",
        "Birimlerin kendi değerlendirmesi",
        "Hedefler ve yöntemler",
        "Dönem sonu değerlendirmesi",
    ]
    found = [title_of(tag) for tag in page.all("h2")]
    assert [title for title in found if title in wanted] == wanted
    kept = {path.stem for path in (folder / "chapters").iterdir()}
    assert {f"70_theme_{theme}" for theme in names("themes", "theme", "name")} < kept
    assert "70_theme" not in kept


def test_ids_are_unique_in_the_page_and_in_each_notebook(page, folder):
    ids = [tag["id"] for tag in page.all() if tag.has_attr("id")]
    assert len(ids) == len(set(ids))
    cells = [cell["id"] for path in (folder / "chapters").iterdir() for cell in json.loads(path.read_bytes())["cells"]]
    assert len(cells) == len(set(cells))


def test_no_place_of_a_word_stayed_open(page, pdf):
    for mistake in ("{", "}", "Traceback", "None", "nan", "NaN"):
        assert not re.search(rf"(?<!\w){re.escape(mistake)}(?!\w)", page.spoken + pdf.text), mistake


def test_the_same_data_give_the_same_bytes_without_kernels(edition, folder):
    """HTML and PDF are made from these blocks; that the same blocks give the same documents is tested elsewhere."""
    again = shown(edition_of(edition, EXAMPLE), of_the_evaluation)
    made = {f"tables/{block['name']}.csv": block["csv"] for block in again.of_kind("table")}
    made |= {f"figures/{block['name']}.svg": block["svg"] for block in again.of_kind("figure")}
    assert len(made) > 15
    for name, content in made.items():
        assert (folder / name).read_text(encoding="utf-8-sig") == content, name
    (rows,) = (part.split("\n", 1)[1] for part in again.results)
    assert rows in (folder / "tables/results.csv").read_text(encoding="utf-8-sig")


# --- one number, wherever it stands ------------------------------------------------


def test_the_counts_by_status_are_the_same_in_prose_figure_table_and_results(page, results, road):
    expected = counts(road.all().values())
    assert sum(expected.values()) == 22
    assert counted_in(paragraph(page, "2025 yılında 22 göstergenin")) == expected
    alt = page.soup.find(id="figure-status_heat").img["alt"]
    assert counted_in(alt[alt.index("Planın tümü") :]) == expected
    assert shares(results, "all") == expected
    (row,) = [row for row in page.table("theme_status") if row[0] == "Planın tümü"]
    heads = [seen(tag) for tag in page.soup.find(id="table-theme_status").select("thead th")][3:]
    assert heads == [WORDS[status] for status in _in_order(expected)]
    assert [int(cell) for cell in row[3:]] == [expected[status] for status in _in_order(expected)]


def _in_order(found):
    return [status for status in WORDS if status in found]


def test_the_counts_of_a_theme_are_the_same_in_prose_figure_table_and_results(page, results, road):
    heads = [seen(tag) for tag in page.soup.find(id="table-theme_status").select("thead th")][3:]
    statuses = {word: status for status, word in WORDS.items()}
    alt = page.soup.find(id="figure-status_heat").img["alt"]
    for theme, name in names("themes", "theme", "name").items():
        keys = road.of_themes()[theme]
        expected = counts(road.assess(key) for key in keys)
        assert shares(results, theme) == expected
        (row,) = [row for row in page.table("theme_status") if row[0] == name]
        cells = {statuses[word]: cell for word, cell in zip(heads, row[3:], strict=True)}
        assert {status: int(cell) for status, cell in cells.items() if cell != "–"} == expected
        assert row[1] == str(len(keys))
        (prose,) = [seen(tag) for tag in sections(page, f"Tema: {name}") if seen(tag).startswith("Bu temada")]
        assert counted_in(prose) == expected
        (part,) = [part for part in alt.split(";") if f"{name}: " in part]
        assert counted_in(part) == expected


def test_the_response_rate_is_the_same_in_prose_tables_and_results(page, results, road):
    for place in ("Değerlendirme özeti", "Veri durumu"):
        assessed = road.all()
        answered = sum(one["missing"] != "not_reported" for one in assessed.values())
        rate = decimal(Fraction(100 * answered, 22), 1)
        wanted = f"2025 yılında göstergelerin {with_suffix(f'%{rate}', 'i')} için bilgi geldi ({answered}/22)."
        assert any(seen(tag).startswith(wanted) for tag in sections(page, place)), wanted
    for group, keys in road.of_themes().items():
        told = [road.assess(key)["missing"] != "not_reported" for key in keys]
        name = names("themes", "theme", "name").get(group, "Planın tümü")
        (row,) = [row for row in page.table("reporting_themes") if row[0] == name]
        assert row[1:] == [str(len(told)), str(sum(told)), f"%{decimal(Fraction(100 * sum(told), len(told)), 2)}"]
        (line,) = {
            (row["numerator"], row["denominator"])
            for row in results
            if (row["indicator"], row["year"], of_whom(row)) == ("progress_response_rate", str(LAST), group)
        }
        assert line == (str(sum(told)), str(len(told)))


def test_the_response_of_every_year_and_unit_follows_from_the_tables(page, results, road):
    for row in page.table("reporting_years"):
        told = [one["missing"] != "not_reported" for one in road.all(int(row[0])).values()]
        assert row[1:3] == [str(len(told)), str(sum(told))]
    units = names("units", "unit_id", "name")
    asked = {}
    for row in read(PLAN / "reporters.csv"):
        if row["subject"] == "measure":
            asked.setdefault(row["unit_id"], []).append(row["subject_id"])
    rows = {row[0]: row[1:3] for row in page.table("reporting_units")}
    assert rows == {
        units[unit]: [str(len(keys)), str(sum(road.assess(key)["missing"] != "not_reported" for key in keys))]
        for unit, keys in asked.items()
    }


def test_counts_of_persons_with_sex_follow_from_the_tables(page, road):
    women_only = {row["measure_id"] for row in read(PLAN / "measure_breakdowns.csv") if row["basis"] == "female_only"}
    persons = [key for key, row in road.measures.items() if row["counts_persons"] == "true"]
    for year, row in zip(YEARS, page.table("reporting_sex"), strict=True):
        counted = [key for key in persons if road.assess(key, year)["value"] is not None]
        cells = road.told[year]
        with_sex = [key for key in counted if key in women_only or {"female", "male"} <= set(cells[key])]
        assert row[:3] == [str(year), str(len(counted)), str(len(with_sex))]
        if year == LAST:
            assert len(with_sex) == len(counted), "the sentence says “tümü”"
            sentence = f"Kişi sayan ve değeri olan {len(counted)} göstergenin tümü cinsiyete göre ayrıştırılmış."
            assert page.text.count(sentence) == 2  # in the summary and in the chapter on reporting


def test_every_row_of_the_results_stands_once(results):
    told = ("numerator", "denominator", "value", "unit", "target", "source", "origin")
    keys = [tuple(cell for name, cell in row.items() if name not in told) for row in results]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_every_measure_of_the_results_is_that_of_the_second_road(results, road):
    own = [row for row in results if row["indicator"] in road.measures and not row["sex"]]
    rows = {row["indicator"]: row for row in own if row["year"] == str(LAST)}
    assert set(rows) == set(road.measures)
    for key, row in rows.items():
        one = road.assess(key)
        assert (row["year"], of_whom(row), row["status"]) == (str(LAST), "all", one["status"]), key
        assert row["unit"] == road.measures[key]["unit"]
        assert _number(row["value"]) == _rounded(one["value"]), key
        counted = one["value"] if one["denominator"] is None else one["numerator"]
        assert _number(row["numerator"]) == _rounded(counted), key
        assert _number(row["denominator"]) == _rounded(one["denominator"]), key
        assert _number(row["target"]) == _rounded(one["target"]), key


def test_values_of_earlier_years_stand_in_the_results_without_status_or_target(results, road):
    own = [row for row in results if row["indicator"] in road.measures and not row["sex"] and row["year"] != str(LAST)]
    found = {(row["indicator"], int(row["year"])): _number(row["value"]) for row in own}
    seen = [(key, one) for key in road.measures for one in road.history(key) if one["year"] != LAST]
    assert len(own) == len(found) > 20 and not any(row["status"] or row["target"] for row in own)
    assert found == {(key, one["year"]): _rounded(one["value"]) for key, one in seen if one["value"] is not None}


def _number(cell):
    return float(cell) if cell else None


def _rounded(value):
    return None if value is None else float(f"{float(value):.12g}")


def test_every_goal_shows_the_years_change_and_status_of_the_second_road(page, road, folder):
    shown = set()
    for goal in names("goals", "goal_id", "goal_text"):
        rows = goal_rows(page, goal)
        downloads = read(folder / f"tables/progress_{goal}.csv")
        assert len(rows) == len(downloads)
        for (action, cells), line in zip(rows, downloads, strict=True):
            (key,) = [key for key, row in road.measures.items() if row["name"] == cells[0]]
            shown.add((key, action.split(". ", 1)[1]))
            assert cells[1:4] == [road.cell(key, year) for year in YEARS], key
            assert cells[4:] == [road.change(key), road.status(key)], key
            assert [line["measure"], *(line[str(year)] for year in YEARS)] == cells[:4]
            assert line["change"].removeprefix("'") == cells[4]
            assert line["status"] == cells[5]
    words_of = names("actions", "action_id", "action_text")
    assert shown == {(key, words_of[action]) for key in road.measures for action in road.actions_with(key)}


def test_the_note_below_a_goal_names_the_years_from_which_changes_are_counted(page, road):
    for goal in names("goals", "goal_id", "goal_text"):
        keys = [
            next(key for key, row in road.measures.items() if row["name"] == cells[0])
            for _action, cells in goal_rows(page, goal)
        ]
        years = {road.assess(key)["baseline_year"] for key in keys if road.assess(key)["change"] is not None}
        note = page.soup.find(id=f"table-progress_{goal}").select_one(".note")
        listed = ", ".join(str(year) for year in sorted(years))
        assert (seen(note) if note else "") == (
            f"Değişim, değeri olan ilk yıla göre hesaplandı ({listed})." if years else ""
        )


def test_the_changes_since_the_year_before_are_counted_on_the_second_road(page, road):
    now, before = road.all(), road.all(LAST - 1)
    told = {key: (before[key]["missing"] != "not_reported", now[key]["missing"] != "not_reported") for key in now}
    both = [key for key, answers in told.items() if answers == (True, True)]
    other = sum(now[key]["status"] != before[key]["status"] for key in both)
    anew, gone = (sum(answers == pair for answers in told.values()) for pair in ((False, True), (True, False)))
    assert (anew, gone) == (1, 1)
    sentence = paragraph(page, "2024 yılında bilgi gelmeyen bir gösterge için 2025 yılında bilgi geldi.")
    assert "2024 yılında bilgi gelen bir gösterge için 2025 yılında bilgi gelmedi." in sentence
    assert f"İki yılda da bilgi gelen {len(both)} göstergenin {other}’" in sentence


def test_a_measure_that_was_answered_in_an_earlier_year_is_not_called_answered_for_the_first_time(page, road):
    # Women in the assembly: a value in 2023, none in 2024, one again in 2025.
    assert [one["value"] is None for one in road.history("kadin_meclisi_uyesi")] == [False, True, False]
    assert "ilk kez" not in paragraph(page, "2024 yılında bilgi gelmeyen")


def test_the_statuses_of_actions_are_counted(page):
    told = [
        row["value"]
        for row in read(EXAMPLE / "results/2025.csv")
        if (row["subject"], row["field"]) == ("action", "status")
    ]
    labels = {"ongoing": "sürüyor", "completed": "tamamlandı", "cancelled": "iptal edildi"}
    sentence = paragraph(page, "14 eylemin tümü için bilgi geldi")
    assert set(told) <= set(labels)
    for status in told:
        assert re.search(rf"\b{told.count(status)}’\w+ {labels[status]}", sentence)


# --- shared measures, targets, methods, corrections ----------------------------------


def test_a_shared_measure_stands_at_each_action_and_counts_once_in_the_plan(page, road, results):
    shared = [key for key in road.measures if len(road.actions_with(key)) > 1]
    assert sorted(shared) == ["egitimli_personel", "esitlik_egitimi"]
    everywhere = [
        cells[0] for goal in names("goals", "goal_id", "goal_text") for _action, cells in goal_rows(page, goal)
    ]
    for key in shared:
        assert everywhere.count(road.measures[key]["name"]) == 2
        assert sum((row["indicator"], row["year"]) == (key, str(LAST)) for row in results) == 1
    themes = [int(row[1]) for row in page.table("theme_status")]
    assert themes[-1] == 22
    assert sum(themes[:-1]) == 24


def test_the_table_of_targets_is_that_of_the_second_road(page, road):
    rows = {row[0]: row[1:] for row in page.table("targets")}
    with_target = [key for key in road.measures if road.target(key)]
    assert set(rows) == {road.measures[key]["name"] for key in with_target}
    for key in with_target:
        one, target = road.assess(key), road.target(key)
        base, value, wanted, progress, expected, status = rows[road.measures[key]["name"]]
        assert value == road.amount_of(key, one["value"], LAST)
        assert wanted == f"{road.amount(key, target['value'])} ({target['year']})"
        assert base == road.amount_of(key, one["path_base"], one["path_base_year"])
        assert progress == _share(one["progress"]), key
        assert expected == _share(one["expected"]), key
        label = {
            "met": "Hedefe ulaşıldı",
            "not_met": "Hedefe ulaşılamadı",
            "on_path": "Hedefe uygun ilerliyor",
            "behind": "Hedefe ulaşılamadı" if target["year"] <= LAST else "Hedefin gerisinde",
            "no_change": "Hedefe ulaşılamadı" if target["year"] <= LAST else "Hedefin gerisinde",
            "away": "Hedefe ulaşılamadı" if target["year"] <= LAST else "Hedeften uzaklaşıyor",
        }
        assert status.startswith(label.get(one["path_status"], "Hesaplanamadı")), key


def _share(value):
    if value is None:
        return "–"
    return f"{'−' if value < 0 else ''}%{decimal(abs(100 * value), 2)}"


def test_the_table_of_methods_marks_exactly_the_measures_on_which_they_differ(page, road):
    rows = {row[0]: row[1:] for row in page.table("sensitivity")}
    answers = {road.measures[key]["name"]: road.sensitivity(key) for key in road.measures}
    judged = {name: found for name, found in answers.items() if any(found[method] for method in _METHODS)}
    assert set(rows) == set(judged)
    for name, found in judged.items():
        assert rows[name][:4] == [WORDS[found[method]] if found[method] else "–" for method in _METHODS], name
        assert rows[name][4] == ("farklı" if found["changes"] else "–"), name
    differing = sum(found["changes"] for found in judged.values())
    assert differing > 0
    sentence = paragraph(page, "13 göstergenin değişimi değerlendirildi")
    assert [int(n) for n in re.findall(r"\d+", sentence)] == [len(judged), differing]


_METHODS = ("guided", "direction_only", "linear", "growth_rate")


def test_the_table_of_corrections_shows_numbers_and_nothing_of_sensitive_measures(page, road):
    log = [
        row
        for row in read(EXAMPLE / "results/corrections.csv")
        if row["subject"] == "measure"
        and not row["breakdown"]
        and row["field"] in ("female", "male", "value", "numerator", "denominator", "done", "done_on")
    ]
    rows = page.table("corrections")
    assert len(rows) == len(log) > 2
    for row, cells in zip(log, rows, strict=True):
        day = ".".join(reversed(row["corrected_on"].split("-")))
        assert cells[:3] == [day, row["year"], road.measures[row["subject_id"]]["name"]]
        sensitive = road.measures[row["subject_id"]]["is_sensitive"] == "true"
        assert cells[4:6] == (["–", "–"] if sensitive else [row["old_value"], row["new_value"]])
        assert cells[6] == (row["reason"] if row["may_publish"] == "true" and not sensitive else "–")
    assert len({cells[6] for cells in rows}) == 2  # one unit released its reason
    assert any(cells[4] == "–" for cells in rows)


# --- the end of the plan ---------------------------------------------------------------


@of_closing
def test_all_years_stand_side_by_side(page, road):
    rows = page.table("closing_years")
    heads = [seen(tag) for tag in page.soup.find(id="table-closing_years").select("thead th")]
    assert heads[1:] == [str(year) for year in YEARS]
    assert len(rows) == 22
    for row in rows:
        (key,) = [key for key, measure in road.measures.items() if measure["name"] == row[0]]
        assert row[1:] == [road.status(key, year) for year in YEARS], key


@of_closing
def test_what_was_reached_and_what_was_never_reported(page, road):
    assessed = road.all()
    reached = road.reached()
    assert {row[0]: row[1:] for row in page.table("closing_reached")} == reached
    never = [key for key in assessed if all(road.assess(key, y)["missing"] == "not_reported" for y in YEARS)]
    assert never == []
    assert paragraph(page, "2023–2025 döneminin sonunda") == (
        f"2023–2025 döneminin sonunda 22 göstergenin {with_suffix(len(reached), 'inde')} hedefe ulaşıldı, ilerleme "
        "görüldü ya da iş yapıldı."
    )
    assert paragraph(page, "Her gösterge için en az bir yıl bilgi geldi.")


@of_closing
def test_the_crosswalk_stands_whole(page):
    rows = read(PLAN / "crosswalk.csv")
    fates = {
        "kept": "korundu",
        "changed": "değişti",
        "dropped": "plandan çıkarıldı",
        "new": "yeni",
        "undecided": "henüz karar verilmedi",
    }
    named = names("measures", "measure_id", "name") | {
        row["action_id"]: f"{row['action_code']}. {row['action_text']}" for row in read(PLAN / "actions.csv")
    }
    expected = [
        [
            named.get(row["subject_id"], "–"),
            {"action": "Eylem", "measure": "Gösterge"}[row["subject"]],
            fates[row["fate"]],
            row["next_text"] or "–",
            row["reason"] or "–",
        ]
        for row in rows
    ]
    assert sorted(page.table("crosswalk")) == sorted(expected)


# --- words of people ----------------------------------------------------------------


@cache
def replies():
    """What the units wrote, by year and row: {(year, subject, id): {field: text}}."""
    found = {}
    for year in YEARS:
        for row in read(EXAMPLE / f"results/{year}.csv"):
            key = year, row["subject"], row["subject_id"]
            if not row["breakdown"]:
                found.setdefault(key, {})[row["field"]] = row["value"]
    return found


def released():
    """Every text that a unit released, of any year, with the reasons of corrections."""
    log = read(EXAMPLE / "results/corrections.csv")
    return {row["reason"] for row in log if row["may_publish"] == "true"} | {
        cells[which]
        for cells in replies().values()
        if cells.get("may_publish") == "yes"
        for which in TEXTS
        if which in cells
    }


def withheld():
    """Every text that a unit wrote and did not release: in the results, in the log, in the forms of the story."""
    told = {cells[which] for cells in replies().values() for which in TEXTS if which in cells}
    log = read(EXAMPLE / "results/corrections.csv")
    told |= {row["reason"] for row in log}
    told |= {row[which] for row in log if row["field"] in TEXTS for which in ("old_value", "new_value") if row[which]}
    told |= {row["value"] for row in read(EXAMPLE.parent / "story.csv") if row["field"] in (*TEXTS, "correction")}
    return told - released() - {""}


def test_what_a_unit_did_not_release_stands_in_no_published_file(published):
    secret = withheld()
    assert len(secret) > 20
    assert "Araç havuzundan düzenli araç ayrılmıyor (birim içi not)." in secret
    assert {
        (text, name) for text in secret for name, content in published.items() if squeezed(text) in content
    } == set()


def test_what_the_units_released_for_the_year_stands_in_both_documents(published):
    for (year, subject, _key), cells in replies().items():
        if year != LAST or cells.get("may_publish") != "yes":
            continue
        # What units say of goals, and of deviations, is told where the report has a place for it.
        wanted = {"action": TEXTS, "measure": ("explanation",), "undertaking": ("explanation",), "goal": ()}[subject]
        for which in wanted:
            if which in cells:
                assert squeezed(cells[which]) in published["report.html"], cells[which]
                assert squeezed(cells[which]) in published["report.pdf"], cells[which]


def test_texts_of_other_years_are_not_taken_for_those_of_the_last(published):
    of_last = {text for (year, *_row), cells in replies().items() if year == LAST for text in cells.values()}
    earlier = {
        cells[which] for (year, *_row), cells in replies().items() if year != LAST for which in TEXTS if which in cells
    }
    assert [text for text in earlier - of_last if squeezed(text) in published["report.html"]] == []


@pytest.mark.parametrize(
    ("name", "title"), [("foreword", "Önsöz"), ("assessment", "Değerlendirme"), ("recommendations", "Öneriler")]
)
def test_the_texts_of_the_edition_stand_in_their_chapters(edition, page, published, name, title):
    written = (EXAMPLE / f"editions/{edition}/{name}.md").read_text(encoding="utf-8")
    chapter = squeezed("".join(seen(tag) for tag in sections(page, title)))
    for line in re.sub(r"\*|^\d+\. |^- ", "", written, flags=re.MULTILINE).split("\n"):
        assert squeezed(line) in chapter
        assert squeezed(line) in published["report.pdf"]
    other = EXAMPLE / f"editions/{'2023-2025' if edition == '2025' else '2025'}/{name}.md"
    last = other.read_text(encoding="utf-8").strip().split("\n")[-1]
    assert last in written or squeezed(last) not in published["report.html"]  # that is another edition


# --- sensitive measures ------------------------------------------------------------------


def test_small_counts_are_hidden_and_said_to_be_hidden(page, road):
    hidden = {(key, year) for key in road.measures for year in YEARS if road.is_hidden(key, year)}
    assert hidden == {("hukuki_gorusme", 2023), ("konukevi_talebi", 2024)}
    shown = {cells[0]: cells for goal in ("guvenlik_g1",) for _action, cells in goal_rows(page, goal)}
    for key, year in hidden:
        assert shown[road.measures[key]["name"]][YEARS.index(year) + 1] == REASONS["suppressed"]


@of_closing
def test_small_counts_are_hidden_where_all_years_stand_side_by_side(page, road):
    statuses = {row[0]: row[1:] for row in page.table("closing_years")}
    for key, year in [("hukuki_gorusme", 2023), ("konukevi_talebi", 2024)]:
        assert statuses[road.measures[key]["name"]][YEARS.index(year)] == REASONS["suppressed"]


def test_zero_of_a_sensitive_measure_is_shown(page):
    shown = {cells[0]: cells for _action, cells in goal_rows(page, "guvenlik_g1")}
    assert shown["Danışmanlık alan çift"][1:3] == ["7", "0"]
    assert "0/0" in shown["Karşılanan konukevi taleplerinin oranı"][1]


def test_no_line_beside_a_sensitive_measure_holds_a_small_count(edition, folder, road):
    """Small numbers stand everywhere; beside the name of a sensitive measure only where both sides may be known."""
    sensitive = {key: row["name"] for key, row in road.measures.items() if row["is_sensitive"] == "true"}
    known = {key: {road.change(key)} | {road.cell(key, year) for year in YEARS} for key in sensitive}
    found = set()
    for path in (folder / "tables").glob("*.csv"):
        if path.stem.startswith(("plan_", "audit_")):  # the plan's own words, not results
            continue
        for row in read(path):
            for key, name in sensitive.items():
                if name in row.values() or row.get("indicator") == key:
                    found.add(path.stem)
                    cells = {cell.removeprefix("'") for column, cell in row.items() if column != "year"}
                    cells |= {part for cell in cells for part in re.findall(r"(?:^|\d{4}: )([^,;]+)", cell)}
                    small = {
                        cell for cell in cells if re.fullmatch(r"[+−]?[1-4]([.,]0+)?|[1-4]/\d+.*|.*\([1-4]/.*", cell)
                    }
                    assert small <= known[key], (path.name, row)
    of_pages = {"theme_guvenlik_g1_indicators", "unit_dayanisma_merkezi_indicators", "performance"}
    of_closing_only = {"closing_years"} if edition == "2023-2025" else set()
    assert of_pages | of_closing_only | {"progress_guvenlik_g1", "results"} <= found


def test_parts_of_sensitive_measures_are_published_nowhere(published, folder):
    """The women who sought help, by mahalle and month: no row names both them and a part."""
    parts = [row["name"] for row in read(EXAMPLE / "mahalles.csv")] + ["Ocak", "Nisan", "Aralık", "9910"]
    for path in (folder / "tables").glob("*.csv"):
        for row in read(path):
            cells = " ".join(cell or "" for cell in row.values())
            assert "Şiddet nedeniyle merkeze" not in cells or not any(part in cells for part in parts), path.name
    for year in YEARS:
        counted = [
            row["value"]
            for row in read(EXAMPLE / f"results/{year}.csv")
            if row["subject_id"] == "siddet_basvurusu" and row["breakdown"]
        ]
        assert len(counted) == 20
        for run in (separator.join(counted[:5]) for separator in (",", "|", ".0,")):
            assert [name for name, content in published.items() if run in content] == []


def test_no_number_of_a_sensitive_correction_is_published(published):
    # Requests for shelter of 2024: first reported as 4 of 4, then corrected to 3 of 4.
    for name, content in published.items():
        for trace in ("3/4", "4/4", "(3,4)", "%75,0", "Pay:4"):
            beside = re.search(rf"konukevitaleplerininoranı.{{0,60}}(?<!\d){re.escape(trace)}(?!\d)", content)
            assert not beside, (name, trace)
