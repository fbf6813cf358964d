"""The tables of a municipality are updated whole or not at all, and only after the difference was shown."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.tuik.files import DISTRICT, MAHALLES, csv_file, flat, xlsx_file
from yeep_analysis import transaction
from yeep_analysis.cli.main import main
from yeep_analysis.intake.tuik import update
from yeep_analysis.intake.tuik.difference import Change, TableChange, far_from_known
from yeep_analysis.municipality import new_folder
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words.errors import YeepError

SEXES = "Erkek|Kadın"


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def state_of_tables(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figures(folder, table, *keys):
    return {tuple(row[key] for key in keys): (row["n"], row["source_id"]) for row in rows(folder, table)}


def tuik(folder, *files, options=("--yes", "--far")):
    return main(["tuik", *map(str, files), "--into", str(folder), *options, "--lang", "en"])


def sexes(tmp_path, *years, name="x.csv"):
    """A report of the district by sex: years as (year, men, women)."""
    lines = [f"{year}|{DISTRICT}|{men}.0|{women}.0|" for year, men, women in years]
    return csv_file(tmp_path / name, flat(*lines, header=SEXES))


def test_a_table_with_the_words_of_people_for_the_sexes_is_brought_up_to_date(tmp_path, data, capsys):
    expected, path = figures(data, "population", "year", "sex"), data / "population.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",female,", ",Kadın,").replace(",male,", ",Erkek,"), encoding="utf-8")
    assert tuik(data, sexes(tmp_path, (2025, 29740, 31580), (2026, 29_500, 31_400))) == 0
    assert "population.csv: 2 new, 0 changed, 0 removed, 2 unchanged" in capsys.readouterr().out
    found = figures(data, "population", "year", "sex")
    assert found == expected | {
        ("2026", sex): (n, "tuik_adnks_sex") for sex, n in (("male", "29500"), ("female", "31400"))
    }


def test_a_new_year_is_shown_and_written(tmp_path, data, capsys):
    file = sexes(tmp_path, (2025, 29740, 31580), (2026, 29_500, 31_400))
    assert tuik(data, file) == 0
    shown = capsys.readouterr().out
    assert "population.csv: 2 new, 0 changed, 0 removed, 2 unchanged" in shown
    assert "2026 Women: 31,400" in shown
    table = figures(data, "population", "year", "sex")
    assert table["2026", "female"] == ("31400", "tuik_adnks_sex") and table["2025", "male"][0] == "29740"
    source = next(row for row in rows(data, "sources") if row["source_id"] == "tuik_adnks_sex")
    assert source["reference_on"] == "2026-12-31" and "x.csv (SHA-256 " in source["locator"]
    assert list(table) == sorted(table, key=lambda key: (key[0], ["female", "male", "total"].index(key[1])))
    validate_tables(data)


def test_a_file_whose_name_is_no_text(tmp_path, data):
    try:
        file = sexes(tmp_path, (2026, 29_500, 31_400), name="x\udcff.csv")
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    assert main(["tuik", str(file), "--out", str(tmp_path / "tidy.csv")]) == 0 and tuik(data, file) == 0
    assert "x?.csv" in (tmp_path / "tidy.csv").read_text(encoding="utf-8")
    validate_tables(data)


def test_a_changed_published_figure_is_shown_as_a_change(tmp_path, data, capsys):
    assert tuik(data, sexes(tmp_path, (2024, 29_877, 31_900))) == 0
    shown = capsys.readouterr().out
    assert "published with other values" in shown
    assert "2024 Women: 31,855 → 31,900 (+45)" in shown and "tuik_adnks_sex" in shown
    assert figures(data, "population", "year", "sex")["2024", "female"] == ("31900", "tuik_adnks_sex")


def test_the_total_of_a_changed_year_goes_with_its_parts(tmp_path, data, capsys):
    file = sexes(tmp_path, (2020, 32_972, 32_207))
    assert tuik(data, file) == 0
    assert "2020 Total: 65,178 is removed" in capsys.readouterr().out
    assert ("2020", "total") not in figures(data, "population", "year", "sex")
    total = csv_file(tmp_path / "t.csv", flat(f"2021|{DISTRICT}|63439.0|"))
    assert tuik(data, sexes(tmp_path, (2021, 31_253, 32_186)), total) == 0
    assert figures(data, "population", "year", "sex")["2021", "total"] == ("63439", "tuik_adnks_sex")


def test_the_same_file_again_changes_nothing(tmp_path, data, capsys):
    file = sexes(tmp_path, (2026, 29_500, 31_400))
    assert tuik(data, file) == 0
    before = state(data)
    assert tuik(data, file) == 0
    assert "already hold these figures" in capsys.readouterr().out
    assert state(data) == before


def test_ages_fill_their_table_and_make_up_the_sexes(tmp_path, data, capsys):
    header = "|".join(f"{sex} ve {age}" for sex in ("Erkek", "Kadın") for age in ("0-19", "20-24", "25+"))
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|1|20|3|4|50|6|", header=header))
    assert tuik(data, file) == 0
    assert "Not taken" not in capsys.readouterr().out
    table = figures(data, "population_by_age", "year", "age_group", "sex")
    assert table["2026", "20-24", "female"] == ("50", "tuik_adnks_age_groups")
    assert (table["2026", "25+", "female"][0], table["2026", "25+", "male"][0]) == ("6", "3")  # open groups, too
    assert figures(data, "population", "year", "sex")["2026", "male"][0] == "24"


def by_age(tmp_path, year, *counts):
    """A report of the district by age, as many men as women."""
    header = "|".join(f"{sex} ve {age}" for sex in ("Erkek", "Kadın") for age, _n in counts)
    figures = "|".join(str(n) for _age, n in counts)
    return csv_file(tmp_path / "ages.csv", flat(f"{year}|{DISTRICT}|{figures}|{figures}|", header=header))


def test_single_years_and_unknown_ages_are_not_stored_but_20_24_is_their_sum(tmp_path, data, capsys):
    counts = [*((f"Tek yaş:{age}", 5) for age in range(19, 25)), ("Yaş grubu:Bilinmeyen", 1)]
    together = csv_file(tmp_path / "both.csv", flat(f"2026|{DISTRICT}|100|100|", header=SEXES))
    assert tuik(data, by_age(tmp_path, 2026, *counts), together) == 0
    words = capsys.readouterr().out
    assert "Not taken: 19, unknown age (the table holds age groups only" in words
    table = figures(data, "population_by_age", "year", "age_group", "sex")
    assert {key[1]: n for key, (n, _source) in table.items() if key[0] == "2026"} == {"20-24": "25"}


def store_ages(data, *groups, year=2026):
    with (data / "population_by_age.csv").open("a", encoding="utf-8") as file:
        for group, n in groups:
            file.write(f"{year},{group},female,{n},tuik_adnks_age\n{year},{group},male,{n},tuik_adnks_age\n")


def test_a_complete_age_structure_is_taken_beside_an_age_group_inside_it(tmp_path, data, capsys):
    counts = [("0-14", 4_000), ("15-64", 20_000), ("65+", 5_000)]
    store_ages(data, ("20-24", 3_000))
    assert tuik(data, by_age(tmp_path, 2026, *counts)) == 0
    assert "Not taken" not in capsys.readouterr().out
    table = figures(data, "population_by_age", "year", "age_group", "sex")
    assert {key[1] for key in table if key[0] == "2026"} == {"0-14", "15-64", "20-24", "65+"}
    assert figures(data, "population", "year", "sex")["2026", "male"][0] == "29000"
    validate_tables(data)


def test_age_groups_that_cross_what_is_stored_are_not_taken(tmp_path, data, capsys):
    store_ages(data, ("20-24", 3_000))
    assert tuik(data, sexes(tmp_path, (2026, 30_000, 30_000)), by_age(tmp_path, 2026, ("18-22", 2_500))) == 0
    assert "Not taken: 18-22 (they share a part of their ages with other groups" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ([("0-14", 4_000), ("15-64", 20_000), ("65+", 5_999)], "add up to 29999, the population is 30000"),
        ([("0-14", 4_000), ("15-64", 20_000), ("65+", 6_001)], "add up to 30001, the population is 30000"),
        ([("15-64", 2_000), ("20-24", 2_001)], "within 15-64 add up to 2001, and 15-64 has 2000"),
        ([("0-14", 15), ("0-4", 5), ("5-9", 5), ("10-14", 4)], "within 0-14 add up to 14, and 0-14 has 15"),
        ([("20-24", 20_000), ("30-34", 10_001)], "add up to 30001, the population is 30000"),
    ],
)
def test_age_groups_that_are_not_of_these_people(tmp_path, data, capsys, stored, said):
    store_ages(data, *stored)
    before = state(data)
    assert tuik(data, sexes(tmp_path, (2026, 30_000, 30_000))) == 3
    assert said in capsys.readouterr().err and state(data) == before


def test_20_24_alone_keeps_its_source(tmp_path, data):
    header = "Erkek ve 20-24|Kadın ve 20-24"
    file = csv_file(tmp_path / "x.csv", flat(f"2025|{DISTRICT}|2448|1443|", header=header))
    assert tuik(data, file) == 0
    assert figures(data, "population_by_age", "year", "age_group", "sex")["2025", "20-24", "female"] == (
        "1443",
        "tuik_adnks_age",
    )


def mahalle_file(tmp_path, data, year=2023, women=31878, men=30270, code=""):
    """All mahalles of the district; the last one takes what is left."""
    codes = [row["mahalle_code"] for row in rows(data, "mahalles")]
    counts = [(100, 90)] * (len(codes) - 1) + [(women - 100 * 10, men - 90 * 10)]
    lines = [
        f"{year if n == 0 else ''}|İzmir(Narlıdere/Narlıdere Bel./Adı Değişmiş {n} Mah.)-{mahalle}|{m}|{f}|"
        for n, (mahalle, (f, m)) in enumerate(zip(codes, counts))
    ]
    extra = [f"|İzmir(Narlıdere/Narlıdere Bel./Yeni Mah.)-{code}|1|1|"] if code else []
    other = ["|Bursa(Narlıdere/Narlıdere Bel./Atatürk Mah.)-77777|5|5|"]  # the same names elsewhere
    return csv_file(tmp_path / "m.csv", flat(*lines, *extra, *other, measure=MAHALLES, header=SEXES))


def test_mahalles_join_by_code(tmp_path, data):
    assert tuik(data, mahalle_file(tmp_path, data)) == 0
    table = figures(data, "mahalle_population", "year", "mahalle_code", "sex")
    assert table["2023", "41309", "female"] == ("100", "tuik_adnks_mahalle")
    assert len([key for key in table if key[0] == "2023"]) == 22
    assert "tuik_adnks_mahalle" in {row["source_id"] for row in rows(data, "sources")}


def test_a_mahalle_with_an_unknown_code_is_refused(tmp_path, data, capsys):
    before = state(data)
    assert tuik(data, mahalle_file(tmp_path, data, code="99999")) == 3
    words = capsys.readouterr().err
    assert "m.csv, line 16" in words and "Yeni)-99999" in words and "add it to mahalles.csv" in words
    assert state(data) == before


def test_mahalles_that_do_not_add_up_to_the_district(tmp_path, data, capsys):
    before = state(data)
    assert tuik(data, mahalle_file(tmp_path, data, women=31879)) == 3
    words = capsys.readouterr().err
    assert "31879" in words and "31878" in words
    assert state(data) == before


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("İzmir(Narlıdere)-2014", "code of “İzmir(Narlıdere)-2014” is not known"),
        ("Bursa(Nilüfer)-2013", "names another place"),
        ("Adana(Aladağ)-1757", "no figure for the district with the code 2013"),
    ],
)
def test_a_district_under_another_code_or_name(tmp_path, data, capsys, label, said):
    before = state(data)
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{label}|1|2|", header=SEXES))
    assert tuik(data, file) == 3
    assert said in capsys.readouterr().err
    assert state(data) == before


def test_a_renamed_district_keeps_its_code(tmp_path, data):
    file = csv_file(tmp_path / "x.csv", flat("2026|İzmir(Yeni Ad)-2013|1|2|", header=SEXES))
    assert tuik(data, file) == 0


def test_a_total_checks_and_fills_nothing(tmp_path, data, capsys):
    before = state(data)
    assert tuik(data, csv_file(tmp_path / "a.csv", f"{DISTRICT}|62148.0|\n"), options=("--year", "2023")) == 0
    assert "1 total was compared and agrees" in capsys.readouterr().out
    assert tuik(data, csv_file(tmp_path / "b.csv", f"{DISTRICT}|62149.0|\n"), options=("--year", "2023")) == 3
    words = capsys.readouterr().err
    assert "the file says 62,149" in words and "31,878 women + 30,270 men = 62,148" in words
    assert tuik(data, csv_file(tmp_path / "c.csv", flat(f"2026|{DISTRICT}|5.0|"))) == 0
    assert "Not taken: 2026, a total without women and men" in capsys.readouterr().out
    assert state(data) == before


def test_one_sex_alone_is_refused(tmp_path, data, capsys):
    before = state(data)
    assert tuik(data, csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|5.0|", header="Kadın"))) == 3
    assert "male is missing" in capsys.readouterr().err and state(data) == before


@pytest.mark.parametrize("other", ["Medeni Duruma Göre Nüfus", "Kaba Ölüm Hızı (Binde)", "Yabancı uyruklu nüfus"])
def test_other_measures_fill_no_table(tmp_path, data, other):
    before = state(data)
    file = csv_file(tmp_path / "x.csv", flat(f"2026|{DISTRICT}|1|2|", measure=other, header=SEXES))
    assert tuik(data, file) == 0 and state(data) == before


def test_a_file_that_does_not_say_what_it_counts_fills_nothing_beside_one_that_does(tmp_path, data, capsys):
    known = sexes(tmp_path, (2025, 29_740, 31_580))
    bare = csv_file(
        tmp_path / "y.csv", f"||Erkek|Kadın|\n2026|{DISTRICT}|29500.0|31400.0|\n2025|{DISTRICT}|29740|31580|\n"
    )
    before = state(data)
    for files in ((known, bare), (bare, known)):
        assert tuik(data, *files) == 0 and state(data) == before
    wrong = csv_file(tmp_path / "z.csv", f"||Erkek|Kadın|\n2025|{DISTRICT}|29740|31581|\n")
    assert tuik(data, known, wrong) == 3 and "31,58" in capsys.readouterr().err


# --- others than the residents ------------------------------------------------

TITLES = ["genç nüfus", "yaşlı nüfus", "engelli nüfus", "seçmen nüfusu", "kayıtlı nüfus", "nüfus (15-24 yaş)"]


def test_figures_of_places_that_no_table_holds_are_not_said_to_be_there(tmp_path, data, capsys):
    title, blocks = ["İllere ve cinsiyete göre nüfus, 2024"], ["İl", "Erkek", "", "İl", "Kadın"]  # each sex of another
    table = [title, blocks, ["Adana", 1_120_000, "", "İzmir", 2_260_000]]
    before = state(data)
    assert tuik(data, xlsx_file(tmp_path / "x.xlsx", table)) == 0
    assert capsys.readouterr().out.rstrip().endswith("None of these figures belongs into a table. Nothing is written.")
    assert state(data) == before


@pytest.mark.parametrize("who", TITLES)
def test_another_population_of_the_province_fills_no_table(tmp_path, data, capsys, who):
    before = state(data)
    rows = [
        [f"İllere ve cinsiyete göre {who}, 2024"],
        ["İl", "Toplam", "Erkek", "Kadın"],
        ["İzmir", 590_000, 300_000, 290_000],
    ]
    assert tuik(data, xlsx_file(tmp_path / "x.xlsx", rows)) == 0
    words = capsys.readouterr().out
    assert f"Not taken: “İllere ve cinsiyete göre {who}, 2024”" in words and "reference" not in words
    assert words.rstrip().endswith("None of these figures belongs into a table. Nothing is written.")
    assert state(data) == before


@pytest.mark.parametrize("line", ["(15-24 yaş)", "Genç nüfus", "Kurumsal yerlerde"])
def test_a_line_more_above_the_table_and_it_is_of_others(tmp_path, data, line):
    before = state(data)
    rows = [["Cinsiyete göre nüfus, 2024"], ["T.C."], [line], ["İl", "Erkek", "Kadın"], ["İzmir", 300_000, 290_000]]
    assert tuik(data, xlsx_file(tmp_path / "x.xlsx", rows)) == 0 and state(data) == before


def province(tmp_path, men=300_000, women=290_000, year=2024):
    rows = [[f"Cinsiyete göre nüfus, {year}"], ["İl", "Erkek", "Kadın"], ["İzmir", men, women]]
    return xlsx_file(tmp_path / "x.xlsx", rows)


def test_a_figure_far_from_what_is_known_is_not_written_without_being_asked(tmp_path, data, capsys):
    before, file = state(data), province(tmp_path)
    assert tuik(data, file, options=("--yes",)) == 2
    out = capsys.readouterr()
    assert "2024 35 all Women: 290,000, but 2,252,000 in 2025" in out.out and "--yes --far" in out.err
    assert tuik(data, file, options=("--dry-run",)) == 0 and "2,252,000" in capsys.readouterr().out
    assert state(data) == before
    assert tuik(data, file, options=("--yes", "--far")) == 0 and state(data) != before
    assert tuik(data, file, options=("--far",)) == 2


@pytest.mark.parametrize(("answer", "written"), [("e", True), ("", False)])
@pytest.mark.parametrize("options", [(), ("--yes",)])
def test_on_a_terminal_it_asks_about_a_far_figure_even_with_yes(tmp_path, data, monkeypatch, options, answer, written):
    before, asked = state(data), []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or answer)
    assert tuik(data, province(tmp_path), options=options) == 0
    assert asked == ["Write them all the same? [y/N] "] and (state(data) != before) is written


def test_what_is_near_is_written_with_yes_alone(tmp_path, data):
    assert tuik(data, province(tmp_path, 2_200_000, 2_300_000), options=("--yes",)) == 0
    assert tuik(data, province(tmp_path, 1_870_000, 1_880_000, 2007), options=("--yes",)) == 0  # many years before
    assert tuik(data, sexes(tmp_path, (2026, 29_500, 31_400)), options=("--yes",)) == 0
    assert tuik(data, sexes(tmp_path, (2027, 23_602, 25_803)), options=("--yes",)) == 2  # voters
    assert tuik(data, sexes(tmp_path, (2027, 31_400, 0)), options=("--yes",)) == 2


def test_every_figure_of_the_delivered_data_is_near_its_neighbour(data):
    """Else the question would be asked of what is right, and nobody would read it any more."""
    stored = {name: rows(data, name) for name in ("population", "population_by_age")}
    for name, table in stored.items():
        for row in (row for row in table if row["sex"] != "total"):
            others = {name: [other for other in table if other is not row]}
            key = tuple(row[column] for column in TABLES[name].key)
            assert far_from_known([TableChange(name, table, [Change(key, None, int(row["n"]))])], others) == []


def test_censuses_fill_no_table(tmp_path, data, capsys):
    rows_of = [["Cinsiyete göre nüfus"], ["Yıl", "İl", "Erkek", "Kadın"]]
    years = [[2007, "İZMİR", 1_870_000, 1_880_000], [2000, "İZMİR", 1_690_000, 1_680_000], [1927, "BAYAZIT", 5, 6]]
    assert tuik(data, xlsx_file(tmp_path / "x.xlsx", [*rows_of, *years])) == 0
    assert "Not taken: 2000 (before 2007 there were censuses" in capsys.readouterr().out
    assert {row["year"] for row in rows(data, "reference_population")} == {"2007"}


def test_what_is_left_out_stands_before_what_becomes_of_the_rest(tmp_path, data, capsys):
    known = sexes(tmp_path, (2025, 29_740, 31_580))
    other = csv_file(tmp_path / "y.csv", flat(f"2025|{DISTRICT}|5|6|", measure="Doğum sayısı", header=SEXES))
    assert tuik(data, known, other) == 0
    words = capsys.readouterr().out
    assert words.index("Not taken: “Doğum sayısı”") < words.index("What can be taken from the files is in the tables")
    assert tuik(data, known) == 0
    assert "The tables already hold these figures." in capsys.readouterr().out
    assert tuik(data, csv_file(tmp_path / "z.csv", flat(f"2025|{DISTRICT}|5|6|", header="Evli|Bekar"))) == 0
    assert "Not taken: figures by Bekar; Evli" in capsys.readouterr().out


def test_a_district_by_its_name_in_its_province(tmp_path, data, capsys):
    head = [["Cinsiyete göre nüfus, 2026"], ["İl", "İlçe", "Erkek", "Kadın"]]
    table = [["İzmir", "NARLIDERE", 29_500, 31_400], ["", "Konak", 5, 6], ["Bursa", "Narlıdere", 7, 8]]
    assert tuik(data, xlsx_file(tmp_path / "x.xlsx", [*head, *table])) == 0
    assert figures(data, "population", "year", "sex")["2026", "female"] == ("31400", "tuik_adnks_sex")
    assert "Not taken: 1 place of comparison that the file names without a code" in capsys.readouterr().out
    assert not (data / "reference_places.csv").exists()
    coded = csv_file(tmp_path / "c.csv", flat(f"2026|{DISTRICT}|29501|31400|", header=SEXES))
    assert tuik(data, tmp_path / "x.xlsx", coded) == 3  # one place, with two figures
    assert "29,501 here, 29,500 at" in capsys.readouterr().err


# --- the first fill -------------------------------------------------------------


@pytest.fixture
def begun(tmp_path):
    cells = {"district_code": "2013", "district": "Narlıdere", "province": "İzmir", "municipality": "Belediye"}
    plan = {"plan": "Plan", "plan_start": "2026", "plan_end": "2028", "equality_unit": "Birim", "is_fictional": "false"}
    folder = tmp_path / "new"
    new_folder.start(folder, new_folder.municipality(cells | plan))
    return folder


def test_a_new_folder_is_filled_from_the_files(tmp_path, data, begun, capsys):
    district = sexes(tmp_path, (2022, 30_653, 32_270), (2023, 30_270, 31_878))
    assert tuik(begun, district, options=("--yes",)) == 0
    assert "Still without rows: mahalles.csv." in capsys.readouterr().out
    assert tuik(begun, mahalle_file(tmp_path, data), options=("--yes",)) == 0
    words = capsys.readouterr().out
    assert "mahalles.csv: 11 new" in words and "Still without rows" not in words
    mahalles = rows(begun, "mahalles")
    assert (mahalles[0]["mahalle_code"], mahalles[0]["name"]) == ("41309", "Adı Değişmiş 0")
    assert {(row["longitude"], row["latitude"], row["source_id"]) for row in mahalles} == {
        ("", "", "tuik_adnks_mahalle")
    }
    assert len(rows(begun, "mahalle_population")) == 22 and len(rows(begun, "population")) == 4
    validate_tables(begun)
    assert main(["check", "--data", str(begun)]) == 0


def test_the_first_fill_in_one_call_and_in_the_other_order(tmp_path, data, begun):
    assert tuik(begun, mahalle_file(tmp_path, data), options=("--yes",)) == 0
    assert tuik(begun, sexes(tmp_path, (2023, 30_270, 31_878)), options=("--yes",)) == 0
    validate_tables(begun)


def test_a_first_fill_that_does_not_add_up_leaves_the_folder_empty(tmp_path, data, begun, capsys):
    before = state_of_tables(begun)
    assert tuik(begun, sexes(tmp_path, (2023, 30_271, 31_878)), mahalle_file(tmp_path, data)) == 3
    assert "30271" in capsys.readouterr().err and state_of_tables(begun) == before


def test_a_known_folder_still_refuses_an_unknown_mahalle(tmp_path, data, begun):
    assert tuik(begun, sexes(tmp_path, (2023, 30_270, 31_878)), mahalle_file(tmp_path, data)) == 0
    assert tuik(begun, mahalle_file(tmp_path, data, code="99999")) == 3


# --- asking ------------------------------------------------------------------


def test_without_a_terminal_it_needs_yes_and_a_dry_run_writes_nothing(tmp_path, data, capsys):
    before, file = state(data), sexes(tmp_path, (2026, 1, 2))
    assert tuik(data, file, options=()) == 2
    out = capsys.readouterr()
    assert "2026 Women: 2" in out.out and "--yes" in out.err
    assert tuik(data, file, options=("--dry-run",)) == 0
    assert state(data) == before


@pytest.mark.parametrize(("answer", "written"), [("e", True), ("y", True), ("", False), ("hayır", False)])
def test_on_a_terminal_it_asks(tmp_path, data, monkeypatch, answer, written):
    before = state(data)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _prompt: answer)
    assert tuik(data, sexes(tmp_path, (2026, 1, 2)), options=()) == 0
    assert (state(data) != before) is written


def test_a_folder_without_data_and_one_that_is_not_valid(tmp_path, data, capsys):
    file = sexes(tmp_path, (2026, 1, 2))
    (tmp_path / "empty").mkdir()
    assert tuik(tmp_path / "empty", file) == 2
    (data / "population.csv").write_text("year\n", encoding="utf-8")
    before = state(data)
    assert tuik(data, file) == 3 and state(data) == before


# --- whole or not at all -----------------------------------------------------


@pytest.mark.parametrize("manner", ["semicolons", "mark", "windows", "unsorted"])
def test_a_table_keeps_the_manner_in_which_it_was_written(tmp_path, data, manner):
    path = data / "population.csv"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    changed = {
        "semicolons": text.replace(",", ";").encode(),
        "mark": b"\xef\xbb\xbf" + text.encode(),
        "windows": text.replace("\n", "\r\n").encode(),
        "unsorted": "\n".join([lines[0], lines[-1], *lines[1:-1], ""]).encode(),
    }[manner]
    path.write_bytes(changed)
    assert tuik(data, sexes(tmp_path, (2026, 1, 2))) == 0
    end = {"semicolons": b"2026;female;2;tuik_adnks_sex\n2026;male;1;tuik_adnks_sex\n"}
    new = end.get(manner, b"2026,female,2,tuik_adnks_sex\n2026,male,1,tuik_adnks_sex\n")
    assert path.read_bytes() == changed + (new.replace(b"\n", b"\r\n") if manner == "windows" else new)


def test_a_table_that_cannot_be_replaced_leaves_all_as_they_were(tmp_path, data, monkeypatch, capsys):
    before, file = state(data), sexes(tmp_path, (2026, 1, 2))
    replace = Path.replace

    def stubborn(self, target):
        if Path(target).name == "sources.csv" and self.parent.name == "new":
            raise PermissionError(13, "open in another program")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)
    assert tuik(data, file) == 1
    assert "They are as they were" in capsys.readouterr().err
    assert state(data) == before


def interrupted(tmp_path, data, monkeypatch):
    """An update that is cut off between the first table and the second, as by a power cut."""
    replace = Path.replace

    def cut(self, target):
        if Path(target).name == "sources.csv":
            raise SystemExit
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        patch.setattr(transaction, "recover", lambda *_arguments: False)
        with pytest.raises(SystemExit):
            tuik(data, sexes(tmp_path, (2026, 1, 2)))


def test_an_update_that_was_cut_off_is_undone_by_the_next(tmp_path, data, monkeypatch, capsys):
    before = state(data)
    interrupted(tmp_path, data, monkeypatch)
    assert (data / update.JOURNAL).is_dir() and (data / "population.csv").read_bytes() != before["population.csv"]
    assert update.recover(data) is True
    assert state(data) == before
    assert tuik(data, sexes(tmp_path, (2026, 1, 2))) == 0
    assert not (data / update.JOURNAL).exists()


def test_check_tells_of_an_update_that_was_cut_off(tmp_path, data, monkeypatch, capsys):
    interrupted(tmp_path, data, monkeypatch)
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    assert f"{update.JOURNAL}\n    An update of the tables is under way, or was cut off" in capsys.readouterr().err


def test_two_updates_of_one_folder_do_not_meet(tmp_path, data, capsys):
    before = state(data)
    with update.only_update(data):
        assert tuik(data, sexes(tmp_path, (2026, 1, 2))) == 2
    assert ".tuik-updating" in capsys.readouterr().err and state(data) == before


def test_what_was_edited_after_the_cut_is_not_overwritten(tmp_path, data, monkeypatch):
    interrupted(tmp_path, data, monkeypatch)
    with (data / "population.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(YeepError, match="population"):
        update.recover(data)
    assert (data / update.JOURNAL / "old" / "population.csv").exists()


def test_a_table_that_changes_while_the_question_is_open(tmp_path, data, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def edits(_prompt):
        with (data / "population.csv").open("a", encoding="utf-8") as file:
            file.write("\n")
        return "e"

    monkeypatch.setattr("builtins.input", edits)
    assert tuik(data, sexes(tmp_path, (2026, 1, 2)), options=()) == 1
    assert "changed by another program" in capsys.readouterr().err
    assert not (data / update.JOURNAL).exists()
