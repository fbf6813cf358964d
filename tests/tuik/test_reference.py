"""The places beside the district are filled from the same files: its province's districts, the province, the country."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tuik.files import DISTRICT, RESIDENTS, csv_file, flat
from tests.tuik.test_into import SEXES, figures, rows, state, tuik
from yeep_analysis import transaction
from yeep_analysis.intake.tuik import update
from yeep_analysis.intake.tuik.provinces import DISTRICTS, NAMES
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.words.errors import YeepError

KEY = ("year", "place_code", "age_group", "sex")
ALL_THERE = DISTRICTS["35"] - 1  # the districts of the province beside the one of the data
MEN, WOMEN = 1_000, 1_010  # of every made district


def others(n=ALL_THERE, figures=f"{MEN}.0|{WOMEN}.0", name="Komşu"):
    """Rows of so many other districts of the province, codes from 3001."""
    return [f"|İzmir({name} {place})-{3000 + place}|{figures}|" for place in range(1, n + 1)]


def report(tmp_path, *lines, year=2026, own="500.0|600.0", name="x.csv", header=SEXES, measure=RESIDENTS):
    """A report of districts by sex, the own one first."""
    return csv_file(tmp_path / name, flat(f"{year}|{DISTRICT}|{own}|", *lines, measure=measure, header=header))


def stored(data):
    return {key: int(n) for key, (n, _source) in figures(data, "reference_population", *KEY).items()}


def names(data):
    return {row["place_code"]: row["name"] for row in rows(data, "reference_places")}


def test_the_other_districts_and_their_province(tmp_path, data, capsys):
    assert tuik(data, report(tmp_path, *others())) == 0
    shown = capsys.readouterr().out
    assert "reference_places.csv: 30 new, 0 with another name, 0 unchanged" in shown
    assert "reference_population.csv: 29 districts, 1 province, 2026: 60 new, 0 changed, 0 unchanged" in shown
    assert "Komşu" not in shown  # so many are counted, not listed
    table = stored(data)
    assert table["2026", "3001", "all", "female"] == WOMEN and len(table) == 60
    assert table["2026", "35", "all", "male"] == 500 + ALL_THERE * MEN  # the own district is part of its province
    assert not {"2013", "TR"} & set(names(data)) and (names(data)["35"], names(data)["3029"]) == ("İzmir", "Komşu 29")
    levels = {row["place_code"]: row["level"] for row in rows(data, "reference_places")}
    assert (levels["35"], levels["3001"]) == ("province", "district")
    source = next(row for row in rows(data, "sources") if row["source_id"] == "tuik_adnks_reference")
    assert source["reference_on"] == "2026-12-31" and source["locator"].count("x.csv (SHA-256 ") == 1
    validate_tables(data)


def test_a_file_with_the_own_district_alone_leaves_them_alone(tmp_path, data, capsys):
    before = set(state(data))
    elsewhere = "|Adana(Aladağ)-1757|5.0|6.0|"
    assert tuik(data, report(tmp_path, elsewhere)) == 0
    assert "reference" not in capsys.readouterr().out and set(state(data)) == before


def test_a_selection_makes_no_province(tmp_path, data):
    assert tuik(data, report(tmp_path, *others(ALL_THERE - 1))) == 0
    assert "35" not in names(data) and len(names(data)) == ALL_THERE - 1


def test_a_district_without_one_sex_is_not_stored_and_makes_no_province(tmp_path, data):
    assert tuik(data, report(tmp_path, *others(ALL_THERE - 1), f"|İzmir(Yarım)-3900||{WOMEN}.0|")) == 0
    assert not {"35", "3900"} & set(names(data))


def test_printed_provinces_and_the_country_without_the_own_district(tmp_path, data):
    lines = [f"{2026 if code == '1' else ''}|{name}-{code}|10.0|20.0|" for code, name in NAMES.items()]
    assert tuik(data, csv_file(tmp_path / "p.csv", flat(*lines, header=SEXES))) == 0
    assert stored(data) == {
        ("2026", "35", "all", "female"): 20,
        ("2026", "35", "all", "male"): 10,
        ("2026", "TR", "all", "female"): 20 * 81,
        ("2026", "TR", "all", "male"): 10 * 81,
    }
    printed = csv_file(tmp_path / "t.csv", flat("2027|Türkiye-TR|1000.0|2000.0|", "|Adana-1|7.0|8.0|", header=SEXES))
    assert tuik(data, printed) == 0
    assert stored(data)["2027", "TR", "all", "male"] == 1_000 and names(data) == {"35": "İzmir", "TR": "Türkiye"}


def test_the_country_from_all_its_districts_or_from_what_there_is_of_each_province(tmp_path, data):
    lines, code = [], 4_000
    for province, name in NAMES.items():
        if province in ("35", "81"):
            continue
        for place in range(DISTRICTS[province]):
            code += 1
            lines.append(f"|{name}(İlçe {place})-{code}|1.0|2.0|")
    duzce = csv_file(tmp_path / "d.csv", flat("2026|Düzce-81|8.0|16.0|", header=SEXES))
    assert tuik(data, report(tmp_path, *others(figures="1.0|2.0"), *lines, own="1.0|2.0"), duzce) == 0
    assert (stored(data)["2026", "TR", "all", "male"], stored(data)["2026", "TR", "all", "female"]) == (973, 2 * 973)
    locator = next(row["locator"] for row in rows(data, "sources") if row["source_id"] == "tuik_adnks_reference")
    assert "x.csv (SHA-256 " in locator and "d.csv (SHA-256 " in locator  # every file that a sum was made from


# --- ages --------------------------------------------------------------------


def ages(*groups):
    return "|".join(f"{sex} ve {group}" for sex in ("Erkek", "Kadın") for group in groups)


@pytest.mark.parametrize(
    ("groups", "counts"),
    [(("0-19", "20-24", "25+"), "3.0|50.0|4.0"), (("0-19", *map(str, range(20, 25)), "25+"), "3|10|10|10|10|10|4")],
)
def test_only_20_24_is_taken_of_the_ages(tmp_path, data, groups, counts):
    header = ages(*(f"Tek yaş:{group}" if group.isdigit() else group for group in groups))
    both = f"{counts}|{counts}"
    assert tuik(data, report(tmp_path, *others(figures=both), own=both, header=header)) == 0
    table = stored(data)
    assert {key[2] for key in table} == {"all", "20-24"}
    assert (table["2026", "3001", "20-24", "male"], table["2026", "35", "20-24", "female"]) == (50, 30 * 50)
    assert (table["2026", "3001", "all", "male"], table["2026", "35", "all", "female"]) == (57, 30 * 57)
    assert figures(data, "population_by_age", "year", "age_group", "sex")["2026", "20-24", "male"][0] == "50"
    validate_tables(data)


def test_ages_without_the_whole_are_taken_once_the_whole_is_known(tmp_path, data, capsys):
    young = report(tmp_path, *others(2, "50.0|60.0"), own="50.0|60.0", header=ages("20-24"), name="young.csv")
    whole = report(tmp_path, *others(1), name="whole.csv")
    assert tuik(data, young, options=("--dry-run",)) == 0
    words = capsys.readouterr().out
    assert "Not taken: 20-24 of 2 places of comparison" in words and "reference_population.csv" not in words
    assert tuik(data, whole) == 0 and tuik(data, young) == 0
    assert "Not taken: 20-24 of 1 place of comparison" in capsys.readouterr().out
    assert stored(data)["2026", "3001", "20-24", "female"] == 60 and set(names(data)) == {"3001"}


# --- again, revised, renamed -------------------------------------------------


def test_the_same_file_again_and_a_dry_run_change_nothing(tmp_path, data, capsys):
    before, file = state(data), report(tmp_path, *others())
    assert tuik(data, file, options=("--dry-run",)) == 0 and state(data) == before
    assert tuik(data, file) == 0
    before = state(data)
    capsys.readouterr()
    assert tuik(data, file) == 0
    words = capsys.readouterr().out
    assert "0 new, 0 changed, 60 unchanged" in words and "already hold these figures" in words
    assert state(data) == before


def test_revised_figures_are_counted_and_the_first_are_named(tmp_path, data, capsys):
    assert tuik(data, report(tmp_path, *others())) == 0
    capsys.readouterr()
    assert tuik(data, report(tmp_path, *others(figures=f"{MEN}.0|{WOMEN + 1}.0"))) == 0
    words = capsys.readouterr().out
    assert "29 districts, 1 province, 2026: 0 new, 30 changed, 30 unchanged" in words
    assert "published with other values" in words and "and 20 more changed rows" in words
    assert "2026 Komşu 1-3001 Women: 1,010 → 1,011 (+1); it was of tuik_adnks_reference" in words
    assert stored(data)["2026", "35", "all", "female"] == 600 + ALL_THERE * (WOMEN + 1)


def test_few_rows_are_listed(tmp_path, data, capsys):
    assert tuik(data, report(tmp_path, *others(2))) == 0
    words = capsys.readouterr().out
    assert "3001: Komşu 1" in words and "2026 Komşu 2-3002 Men: 1,000" in words


def test_the_name_of_the_newest_year_is_kept(tmp_path, data, capsys):
    two_years = [*others(1, name="Yeni"), f"2025|İzmir(Eski 1)-3001|{MEN}.0|{WOMEN}.0|"]
    assert tuik(data, report(tmp_path, *two_years)) == 0
    assert names(data) == {"3001": "Yeni 1"}
    earlier = csv_file(tmp_path / "e.csv", flat(f"2024|İzmir(Eski 1)-3001|{MEN}|{WOMEN}|", header=SEXES))
    assert tuik(data, earlier) == 0 and names(data) == {"3001": "Yeni 1"}
    capsys.readouterr()
    assert tuik(data, report(tmp_path, *others(1, name="Daha Yeni"))) == 0  # the figures are those that are stored
    words = capsys.readouterr().out
    assert "3001: Yeni 1 → Daha Yeni 1" in words and "0 new, 1 with another name, 0 unchanged" in words
    assert names(data) == {"3001": "Daha Yeni 1"}
    validate_tables(data)


def test_what_is_typed_by_hand_keeps_its_source_and_its_manner(tmp_path, data):
    own = "place_code;name;level;source_id\r\n3001;Komşu 1;district;tuik_adnks_sex\r\n"
    (data / "reference_places.csv").write_bytes(own.encode())
    assert tuik(data, report(tmp_path, *others(2))) == 0
    new = "3002;Komşu 2;district;tuik_adnks_reference\r\n"
    assert (data / "reference_places.csv").read_bytes() == (own + new).encode()


# --- refused: nothing is written ---------------------------------------------


def printed(tmp_path, line, header=SEXES):
    return csv_file(tmp_path / "printed.csv", flat(f"2026|{line}|", header=header))


@pytest.mark.parametrize(
    ("line", "header", "said"),
    [
        ("İzmir-35|29500|29891", SEXES, "the total is 29,891, but its parts (30 places) add up to 29,890"),
        ("İzmir-35|59391", "Ölçüm bazında", "the total is 59,391, but its parts add up to 59,390"),
        ("İzmir-35|9|29492|9|29881", ages("0-19", "20+"), "the total is 29,501, but its parts add up to 29,500"),
        ("İzmir(Komşu 1)-3001|1000|1011", SEXES, "İzmir(Komşu 1)-3001, 2026: 1,010 here, 1,011 at"),
    ],
)
def test_what_does_not_add_up_or_agree(tmp_path, data, capsys, line, header, said):
    before = state(data)
    assert tuik(data, printed(tmp_path, line, header), report(tmp_path, *others())) == 3
    words = capsys.readouterr().err
    assert said in words and "printed.csv, line 5" in words and "To do:" in words
    assert state(data) == before


def test_a_country_that_is_not_its_provinces(tmp_path, data, capsys):
    before = state(data)
    lines = [f"|{name}-{code}|10.0|20.0|" for code, name in NAMES.items()]
    total = csv_file(tmp_path / "t.csv", flat("2026|Türkiye-TR|2431.0|"))
    provinces = csv_file(tmp_path / "p.csv", flat(f"2026{lines[0]}", *lines[1:], header=SEXES))
    assert tuik(data, total, provinces) == 3
    assert "the total is 2,431, but its parts add up to 2,430" in capsys.readouterr().err
    assert state(data) == before


def test_totals_check_and_fill_nothing(tmp_path, data, capsys):
    assert tuik(data, report(tmp_path, *others())) == 0
    before = state(data)
    capsys.readouterr()
    bare = [f"İzmir(Komşu 1)-3001|{MEN + WOMEN}.0|", "İzmir(Yeni)-3999|5.0|", "Adana(Aladağ)-1757|5.0|"]
    options = ("--year", "2026", "--yes")
    assert tuik(data, csv_file(tmp_path / "b.csv", "\n".join([f"{DISTRICT}|1100.0|", *bare])), options=options) == 0
    words = capsys.readouterr().out
    assert "2 totals were compared and agree" in words and "Not taken" not in words and "reference" not in words
    wrong = csv_file(tmp_path / "w.csv", f"{DISTRICT}|1100.0|\nİzmir-35|59391.0|\n")
    assert tuik(data, wrong, options=options) == 3
    assert "the file says 59,391, but reference_population.csv has 29,890 women" in capsys.readouterr().err
    assert (
        tuik(data, printed(tmp_path, "İzmir(Komşu 1)-3001|2011.0", "Ölçüm bazında")) == 3
    )  # one that says what it counts
    assert "the file says 2,011, but reference_population.csv has 1,010 women" in capsys.readouterr().err
    assert state(data) == before


def test_ages_that_are_more_than_everybody(tmp_path, data, capsys):
    before = state(data)
    young = report(tmp_path, *others(1, "1001.0|1.0"), own="1|1", header=ages("20-24"), name="y.csv")
    assert tuik(data, young, report(tmp_path, *others(1))) == 3
    assert "reference_population.csv, year 2026, 3001" in capsys.readouterr().err and state(data) == before


def test_a_name_that_a_spreadsheet_would_calculate(tmp_path, data):
    assert tuik(data, report(tmp_path, f"|İzmir(=1+1)-3001|{MEN}.0|{WOMEN}.0|")) == 0
    assert names(data) == {"3001": "'=1+1"}


# --- whole or not at all -----------------------------------------------------


def broken_at(monkeypatch, table, error):
    replace = Path.replace

    def stubborn(self, target):
        if Path(target).name == f"{table}.csv" and self.parent.name == "new":
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)


@pytest.mark.parametrize("table", ["reference_places", "reference_population", "sources"])
def test_a_table_that_cannot_be_put_in_place_leaves_none(tmp_path, data, monkeypatch, capsys, table):
    before = state(data)
    broken_at(monkeypatch, table, PermissionError(13, "open in another program"))
    assert tuik(data, report(tmp_path, *others(2))) == 1
    assert "They are as they were" in capsys.readouterr().err and state(data) == before


@pytest.mark.parametrize("is_there", [False, True])
def test_an_update_that_was_killed_is_undone_by_the_next(tmp_path, data, monkeypatch, capsys, is_there):
    if is_there:
        assert tuik(data, report(tmp_path, *others(2), year=2027)) == 0
    before, file = state(data), report(tmp_path, *others(2))
    with monkeypatch.context() as patch:
        broken_at(patch, "sources", SystemExit())
        patch.setattr(transaction, "recover", lambda *_arguments: False)
        with pytest.raises(SystemExit):
            tuik(data, file)
    assert (data / "reference_population.csv").read_bytes() != before.get("reference_population.csv")
    assert update.recover(data) is True and state(data) == before
    assert tuik(data, file) == 0 and not (data / update.JOURNAL).exists()


def test_a_table_that_somebody_edited_after_the_cut_is_not_overwritten(tmp_path, data, monkeypatch):
    with monkeypatch.context() as patch:
        broken_at(patch, "sources", SystemExit())
        patch.setattr(transaction, "recover", lambda *_arguments: False)
        with pytest.raises(SystemExit):
            tuik(data, report(tmp_path, *others(2)))
    (data / "reference_population.csv").write_text("year\n", encoding="utf-8")
    with pytest.raises(YeepError, match="reference_population"):
        update.recover(data)


def test_a_table_that_appears_while_the_question_is_open(tmp_path, data, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def somebody_writes(_prompt):
        (data / "reference_places.csv").write_text("place_code,name,level,source_id\n", encoding="utf-8")
        return "e"

    monkeypatch.setattr("builtins.input", somebody_writes)
    assert tuik(data, report(tmp_path, *others(2)), options=()) == 1
    assert "reference_places.csv was changed by another program" in capsys.readouterr().err
    assert not (data / "reference_population.csv").exists()
