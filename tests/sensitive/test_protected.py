"""What an edition shows of sensitive counts: its numbers against a second route, and nothing of what is hidden."""

from __future__ import annotations

import csv
import json
import math
import shutil
from itertools import pairwise

import pytest
from golden import second_route_sensitive as second_route

from sensitive.making import EXAMPLE, blank, fill, folder, some, take
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.load import load
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.sensitive import figures, measures, page_tables, sentences, tables
from yeep_analysis.sensitive.protected import load_applications, load_survey, previous, published_tables
from yeep_analysis.words.errors import DataError, UsageError
from yeep_analysis.words.suffixes import with_suffix
from yeep_analysis.words.terms import ApplicationSource, Deprivation, Stage, Violence

MONTHS = ("2025-01", "2025-02", "2025-03", "2025-05", "2025-06")
POLICE, CENTRE = ApplicationSource


def edition(month=None, *, data=EXAMPLE, **more):
    year, _dash, number = (month or "2025").partition("-")
    return Edition(int(year), "tr", data, month=int(number) if number else None, **more)


def municipality(data=EXAMPLE):
    return validate_tables(data)["municipality"].rows[0][1]


def shown(month=None, **more):
    one = edition(month, **more)
    return load_applications(one, municipality(one.data))


@pytest.mark.parametrize("period", [*MONTHS, "2025"])
def test_every_number_of_an_edition_for_the_unit_alone_equals_the_second_route(period):
    found = shown(None if period == "2025" else period, is_internal=True)
    counts = measures.counted(found)
    facts = load(edition(None if period == "2025" else period))
    wanted = second_route.counts(period)
    rows = counts if period != "2025" else counts[counts["month"].isna()]
    assert {(row.kind, row.place, row.part): row.n for row in rows.itertuples() if row.n} == {
        key: n for key, n in wanted.items() if n and (period != "2025" or key[2] not in set(Stage))
    }
    rates = measures.per_1000_women(rows, page_tables.women(found, facts))
    expected = second_route.per_1000_women(period)
    assert all(
        math.isclose(row.value, expected.get((row.kind, row.place), 0), rel_tol=1e-9) for row in rates.itertuples()
    )
    assert len(rates) == 7 * len(found.sources)


@pytest.mark.parametrize("period", [*MONTHS, "2025"])
def test_what_a_public_edition_shows_is_true_and_no_small_count_is_among_it(period):
    public, whole = (shown(None if period == "2025" else period, is_internal=one).cells for one in (False, True))
    assert public.keys() == whole.keys()
    assert all(count in (None, whole[cell]) for cell, count in public.items())
    assert not any(count in (1, 2, 3, 4) for count in public.values())
    assert None in public.values() and any(public.values())


def test_the_survey_equals_the_second_route_and_hides_small_counts():
    whole = load_survey(edition(is_internal=True), municipality())
    shares = measures.going_without(measures.surveyed(whole))
    expected = second_route.going_without()
    assert {(row.place, row.part) for row in shares.itertuples()} == expected.keys()
    assert all(math.isclose(row.value, expected[row.place, row.part]) for row in shares.itertuples())
    public = load_survey(edition(), municipality())
    assert any(public.going_without(kind, place) is None for kind in public.survey_kinds for place in public.surveyed)
    assert not any(
        public.going_without(kind, place) in (1, 2, 3, 4) for kind in public.survey_kinds for place in public.surveyed
    )


def test_rates_and_classes_of_a_hidden_count_are_hidden_and_the_limits_are_round():
    found, facts = shown("2025-03"), load(edition("2025-03"))
    rates = measures.per_1000_women(measures.counted(found), page_tables.women(found, facts))
    hidden = {place for place in found.names if found.applications(POLICE, place=place) is None}
    assert hidden and len(hidden) < len(found.names)
    police = rates[rates["kind"] == POLICE.value]
    assert set(police[police["value"].isna()]["place"]) == hidden
    drawn = figures.on_map(found, facts, rates, POLICE)
    assert set(drawn.frame[drawn.frame["level"] == "hidden"]["place"]) == hidden
    assert all(figures.PER_1000[at] == limit for at, limit in enumerate((0, 1, 2, 4, 8)))
    assert all("gizli" in words for words in drawn.frame[drawn.frame["level"] == "hidden"]["words"])
    table = tables.by_mahalle(found, rates).frame
    of_police = table[table["source"] == POLICE.label].set_index("name")
    assert all(of_police.loc[found.names[place], "rate"] == "gizli" for place in hidden)


def test_a_hidden_place_of_a_map_looks_the_same_whatever_it_counts():
    found, facts = shown("2025-03"), load(edition("2025-03"))
    rates = measures.per_1000_women(measures.counted(found), page_tables.women(found, facts))
    drawn = figures.on_map(found, facts, rates, POLICE).frame
    hidden = drawn[drawn["level"] == "hidden"]
    assert len(hidden) and not {"n", "count", "value", "rate"} & set(drawn.columns)


def test_a_gap_is_named_and_only_the_month_before_is_compared():
    assert previous("2025-01") == "2024-12" and all(previous(b) == a for a, b in pairwise(("2025-08", "2025-09")))
    after_a_gap, after_a_month = shown("2025-05"), shown("2025-06")
    assert "Nisan 2025" in sentences.gap(after_a_gap) and "Bir önceki ay" not in sentences.lead(after_a_gap)
    assert "Bir önceki ay emniyete 61" in sentences.lead(after_a_month) and sentences.gap(after_a_month) == ""


def test_the_year_says_how_many_of_its_months_came():
    found = shown(is_internal=True)
    assert sentences.year(found) == (
        "2025 yılının sayısı gelen 5 ayında emniyete 274 başvuru ve danışma merkezine 54 başvuru yapıldı."
    )


def test_a_month_with_nobody_says_so_and_shows_its_zeros():
    found = shown("2025-06")
    assert found.applications(CENTRE) == 0
    assert "Kadın Danışma Merkezi’ne başvuran olmadı." in sentences.lead(found)
    assert {found.applications(CENTRE, kind=kind) for kind in Violence} == {0}


def test_a_month_without_counts_says_so_and_shows_nothing():
    found = shown("2024-05")
    assert found.sources == () and found.cells == {} and published_tables(edition("2024-05")) is None
    assert "sayısı gelmedi" in sentences.lead(found) and sentences.caution(found) == ""
    assert len(measures.counted(found)) == 0


def test_closing_and_interim_reports_show_none_of_these_counts():
    assert published_tables(edition()) is not None
    assert published_tables(edition(first_year=2023)) is None and published_tables(edition(as_of="2025-06-30")) is None
    assert load_applications(edition(first_year=2023), municipality()).cells == {}


def test_one_month_alone_is_an_edition_and_a_year(tmp_path):
    data = folder(tmp_path, "monthly")
    assert take(data, "2025-09", fill(blank(data, "2025-09"), tmp_path / "a.xlsx", {"police": some()})) == 0
    found, of_year = shown("2025-09", data=data), shown(data=data)
    assert found.sources == (POLICE,) and found.applications(POLICE) == 26
    assert "Bu ay için Kadın Danışma Merkezi’nden sayı gelmedi." in sentences.lead(found)
    assert of_year.months[POLICE] == ("2025-09",) and of_year.applications(POLICE) in (26, None)


@pytest.fixture
def two_folders(tmp_path):
    """Two folders that differ in hidden cells alone, with the same margins and the same secret."""
    one, other = (folder(tmp_path / name, "monthly") for name in "ab")
    counts = {
        ("mahalle/99101", "physical"): 3,
        ("mahalle/99101", "psychological"): 4,
        ("mahalle/99102", "physical"): 4,
        ("mahalle/99102", "psychological"): 3,
        ("mahalle/99103", "physical"): 20,
        ("mahalle/99103", "psychological"): 20,
    }
    moved = {**counts, **{at: {3: 4, 4: 3}[n] for at, n in counts.items() if n < 10}}
    for data, cells in ((one, counts), (other, moved)):
        take(data, "2025-09", fill(blank(data, "2025-09"), data.parent / "a.xlsx", {"police": cells}))
    shutil.copy(one / "secret_salt.txt", other / "secret_salt.txt")
    return one, other


def test_two_folders_that_differ_in_hidden_cells_alone_show_the_same(two_folders):
    one, other = two_folders
    public = [shown("2025-09", data=data) for data in (one, other)]
    assert public[0].applications(POLICE, place="99101", kind="physical") is None
    assert public[0].cells == public[1].cells
    whole = [shown("2025-09", data=data, is_internal=True).cells for data in (one, other)]
    assert whole[0] != whole[1]


def test_two_folders_that_differ_in_hidden_cells_alone_give_the_same_bytes(two_folders):
    from yeep_analysis.cli.main import main

    made = []
    for data in two_folders:
        assert main(["bulletin", "2025-09", "--data", str(data), "--out", str(data.parent / "out")]) == 0
        of = data.parent / "out" / "2025-09" / "tr"
        made.append({path.relative_to(of).as_posix(): path.read_bytes() for path in of.rglob("*") if path.is_file()})
    assert {"bulletin.pdf", "bulletin.html", "bulletin.xlsx", "manifest.json", "tables/results.csv"} <= made[0].keys()
    assert {name for name in made[0] if made[0][name] != made[1].get(name)} == set()


def test_mahalles_that_are_merged_are_one_place_of_all_tables():
    found, facts = shown("2025-03", merge="Söylence+Kurmacabağ"), load(edition("2025-03"))
    assert "99104+99107" in found.names and len(found.names) == 6
    alone = shown("2025-03", is_internal=True)
    both = shown("2025-03", merge="Söylence+Kurmacabağ", is_internal=True)
    assert both.applications(POLICE, place="99104+99107") == sum(
        alone.applications(POLICE, place=place) for place in ("99104", "99107")
    )
    rates = measures.per_1000_women(measures.counted(both), page_tables.women(both, facts))
    drawn = figures.on_map(both, facts, rates, POLICE)
    assert len(drawn.options["shapes"]["99104+99107"]) == 2


@pytest.mark.parametrize("merge", ["Masal", "Masal+Yok", "Masal+Söylence;Masal+Düşpınar", "+"])
def test_a_merge_that_cannot_be_is_refused_with_the_names_that_are_known(merge):
    with pytest.raises(UsageError, match="Hayalköprü"):
        shown("2025-03", merge=merge)


def refusal_with_an_offer(monkeypatch):
    """What is said, in the language that is spoken, where two mahalles have to be shown as one."""
    from yeep_analysis.disclosure.attack import DisclosureError
    from yeep_analysis.sensitive import protected

    def refuse(*_counts, **_options):
        raise DisclosureError("zu klein")

    with monkeypatch.context() as patch:
        patch.setattr(protected, "protect", refuse)
        patch.setattr(protected, "can_be_shown", lambda counts, **_options: "+" in str(counts.cells))
        patch.setattr(protected, "_found", {})
        with pytest.raises(DisclosureError) as refused:
            shown("2025-03")
    return str(refused.value)


@pytest.mark.parametrize(("period", "smallest"), [("2025-03", True), (None, True), (None, False)])
def test_what_cannot_be_protected_offers_a_merge(period, smallest, monkeypatch):
    """Also tables of many cells, in which few merges are tried: then one that works is made smaller."""
    from yeep_analysis.disclosure.attack import DisclosureError
    from yeep_analysis.sensitive import protected

    needed, tried = {"99103", "99106"}, []

    def refuse(*_counts, **_options):
        raise DisclosureError("zu klein")

    def only_when_merged(counts, **options):
        tried.append({part for cell in counts.cells for part in cell if "+" in part})
        assert len(counts.cells) > 300 or period
        return any(needed <= {*part.split("+")} for part in tried[-1])

    monkeypatch.setattr(protected, "protect", refuse)
    monkeypatch.setattr(protected, "can_be_shown", only_when_merged)
    monkeypatch.setattr(protected, "_found", {})  # what other tests asked for
    monkeypatch.setattr(protected, "_TRIES", 300 if smallest else 3)
    with pytest.raises(DisclosureError, match=r"--merge “\w+\+\w+”") as refused:
        shown(period)
    names = {code: name for code, name in shown("2025-03", is_internal=True).names.items() if code in needed}
    assert f"--merge “{'+'.join(names[code] for code in sorted(needed))}”" in str(refused.value)
    assert ("hepsi denenmedi" in str(refused.value)) == (not smallest)
    assert len(tried) <= (21 if smallest else 3 + 3 + 7)


def test_where_no_merge_helps_it_says_so_and_an_accepted_one_is_kept(monkeypatch):
    from yeep_analysis.disclosure.attack import DisclosureError
    from yeep_analysis.sensitive import protected

    def refuse(*_counts, **_options):
        raise DisclosureError("zu klein")

    monkeypatch.setattr(protected, "protect", refuse)
    monkeypatch.setattr(protected, "_found", {})
    monkeypatch.setattr(protected, "can_be_shown", lambda *_counts, **_options: False)
    with pytest.raises(DisclosureError, match="Denenen hiçbir mahalle birleştirmesi yetmiyor"):
        shown("2025-03")

    def only_three_others(counts, **_options):
        return any(part.count("+") == 2 and "99101" not in part for cell in counts.cells for part in cell)

    monkeypatch.setattr(protected, "can_be_shown", only_three_others)
    with pytest.raises(DisclosureError, match=r"--merge “Masal\+Düşpınar;\w+\+\w+\+\w+”") as refused:
        shown("2025-03", merge="Masal+Düşpınar")
    merge = str(refused.value).split("“")[-1].split("”")[0]
    assert len(shown("2025-03", merge=merge, is_internal=True).names) == 4


PLANTED = {
    "a month that is none": ("monthly/counts.csv", "2025-01,police", "2025-13,police", "2025-13"),
    "a mahalle that is none": ("monthly/counts.csv", ",99101,", ",99199,", "99199"),
    "a kind that is none": ("monthly/counts.csv", ",physical,", ",fiziksel,", "fiziksel"),
    "a count of another total": ("monthly/counts.csv", ",all,all,all,47,", ",all,all,all,48,", "48"),
    "more than were asked": ("deprivation.csv", "99101,food,21,118", "99101,food,121,118", "121"),
    "asked otherwise": ("deprivation.csv", "99101,food,21,118", "99101,food,21,119", "sorulan"),
    "a kind that one mahalle lacks": (
        "deprivation.csv",
        "2024,99101,food,21,118,ornek_survey_2024\n",
        "",
        "99101 kodlu mahalle için satırı yok",
    ),
    "a source that is none": ("deprivation.csv", "ornek_survey_2024", "ornek_survey_2023", "ornek_survey_2023"),
}


@pytest.mark.parametrize(("file", "old", "new", "told"), PLANTED.values(), ids=PLANTED)
def test_a_mistake_in_the_tables_is_refused_where_it_is(tmp_path, file, old, new, told):
    data = folder(tmp_path)
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        validate_tables(data)
    assert all(problem.where.startswith(file) for problem in refused.value.problems)
    assert any(told.casefold() in f"{problem.fault} {problem.action}".casefold() for problem in refused.value.problems)


def test_no_frame_that_a_chapter_loads_holds_these_counts():
    facts = load(edition("2025-03"))
    assert not {"counts", "monthly", "corrections", "deprivation"} & set(facts.frames)


def test_the_bulletin_is_two_pages_and_the_same_bytes_twice(tmp_path):
    import pypdf

    from yeep_analysis.cli.main import main

    made = []
    for out in (tmp_path / "a", tmp_path / "b"):
        assert main(["bulletin", "2025-03", "--data", str(EXAMPLE), "--out", str(out)]) == 0
        folder_of = out / "2025-03" / "tr"
        made.append({path.relative_to(folder_of): path.read_bytes() for path in folder_of.rglob("*") if path.is_file()})
    assert made[0] == made[1]
    found = shown("2025-03")
    pdf = pypdf.PdfReader(tmp_path / "a" / "2025-03" / "tr" / "bulletin.pdf")
    assert len(pdf.pages) == 2
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "emniyete 56 başvuru" in text and "gizli" in text and "112" in text
    folder_of = tmp_path / "a" / "2025-03" / "tr"
    with (folder_of / "tables" / "applications_by_mahalle_and_kind.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["source"], row["name"]): row for row in csv.DictReader(file)}
    for place, name in found.names.items():
        for kind in Violence:
            count = found.applications(POLICE, place=place, kind=kind)
            assert rows[POLICE.label, name][kind.value] == ("gizli" if count is None else str(count))
    assert json.loads((folder_of / "manifest.json").read_text(encoding="utf-8"))["parameters"]["month"] == 3


def test_a_bulletin_without_counts_is_one_page_that_says_so(tmp_path):
    import pypdf

    from yeep_analysis.cli.main import main

    assert main(["bulletin", "2024-05", "--data", str(EXAMPLE), "--out", str(tmp_path), "--lang", "en"]) == 0
    pdf = pypdf.PdfReader(tmp_path / "2024-05" / "en" / "bulletin.pdf")
    assert len(pdf.pages) == 1 and "No counts of applications" in pdf.pages[0].extract_text()
    assert not (tmp_path / "2024-05" / "en" / "figures").exists()


@pytest.mark.parametrize("month", ["2999-01", "2025-13", "2025", "mayıs"])
def test_a_bulletin_needs_a_month_that_has_ended(month, tmp_path, capsys):
    from yeep_analysis.cli.main import main

    assert main(["bulletin", month, "--data", str(EXAMPLE), "--out", str(tmp_path)]) == 2
    assert "2024-05" in capsys.readouterr().err


def test_every_kind_of_the_survey_has_its_map():
    found, facts = load_survey(edition(), municipality()), load(edition())
    shares = measures.going_without(measures.surveyed(found))
    for kind in Deprivation:
        drawn = figures.survey_map(found, facts, shares, kind)
        assert set(drawn.frame["place"]) == set(found.surveyed) and drawn.words.alt
        assert drawn.options["unknown"] == "payı gizli", "the population has nothing to do with it"


def test_readers_are_told_how_many_counts_are_hidden_and_not_how_near_that_is_to_the_fewest(tmp_path, capsys):
    from yeep_analysis.cli.main import main

    assert main(["bulletin", "2025-03", "--data", str(EXAMPLE), "--out", str(tmp_path)]) == 0
    found, said = shown("2025-03"), capsys.readouterr().out
    assert "yalnızca birim içindir" in said and said.count("en az") == 2
    page = (tmp_path / "2025-03" / "tr" / "bulletin.html").read_text(encoding="utf-8")
    for source in found.sources:
        hidden, every = found.number_hidden(source)
        mine = {cell: n for cell, n in found.cells.items() if cell[1:3] == (source.value, "2025-03")}
        assert (hidden, every) == ([*mine.values()].count(None), len(mine)) and 0 < hidden < every
        assert f"{source.label}, {every} sayıdan {with_suffix(hidden, 'i')}" in page
    assert "gerisinde" not in page and "uygun bir seçim" not in page
    files = [path for path in (tmp_path / "2025-03").rglob("*") if path.suffix in (".json", ".csv")]
    assert files and not any("fewest" in path.read_text(encoding="utf-8") for path in files)
    assert sentences.extent(shown("2025-03", is_internal=True)) == ""
    survey = load_survey(edition(), municipality())
    assert "Yoksunluk anketi, 48 sayıdan" in sentences.survey_extent(survey)
    assert not {"gap", "fewest"} & set(vars(survey))


def test_what_a_process_of_a_build_found_another_one_reads_whole(tmp_path, monkeypatch):
    from yeep_analysis.disclosure.protection import Shown
    from yeep_analysis.sensitive import protected
    from yeep_analysis.transaction import SHARED

    monkeypatch.setenv(SHARED, str(tmp_path))
    found = Shown({("a", ""): None, ("a", "x"): 7}, 1, 1, 0.25)
    assert protected._told_once(("key",), lambda: found) == found
    assert protected._told_once(("key",), lambda: pytest.fail("asked twice")) == found


def test_sentences_name_what_they_speak_of():
    """A chapter may begin with them."""
    assert "hem emniyete hem danışma merkezine" in sentences.caution(shown(is_internal=True))
    told = sentences.survey(load_survey(edition(is_internal=True), municipality()))
    assert "yoksun kalan haneler: yeterli beslenme 102, ısınan bir ev 79," in told


def test_what_a_build_shares_is_found_from_the_folder_of_a_chapter(tmp_path, monkeypatch):
    """The output folder is named as seen from where the command was given; chapters run elsewhere."""
    from yeep_analysis.cli.main import main

    monkeypatch.chdir(tmp_path)
    assert main(["bulletin", "2025-03", "--data", str(EXAMPLE), "--out", "reports"]) == 0
    assert (tmp_path / "reports" / "2025-03" / "tr" / "bulletin.pdf").is_file()
