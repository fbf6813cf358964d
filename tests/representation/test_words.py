"""The sentences, tables and figures of representation say what was found, and nothing where nothing was.

What is looked at is the meaning: numbers and key words, not whole sentences.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from representation.records import DATA, Pair, parts, people, posts
from yeep_analysis.edition import Edition
from yeep_analysis.mahalles.charts import mahalle_population
from yeep_analysis.municipality.load import load
from yeep_analysis.representation import chance, figures, measures, scenarios, sentences, tables, thresholds
from yeep_analysis.representation.sentences import Undated
from yeep_analysis.results import collect, of, pick
from yeep_analysis.show.present import PublicationFigure
from yeep_analysis.words import language
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import BodyKind, StaffDimension

ROOT = Path(__file__).parents[2]
NOBODY = posts(staff={})
TOO_EMPTY = re.compile(r"\bnan\b|\bNone\b|: ?[.;]|; ?[.;]|\(\)|  |\b(by|between|and) [–.]")


@pytest.fixture(autouse=True)
def in_english(turkish_again):
    language.use("en")


def said(text: str) -> str:
    """A sentence without holes in it."""
    assert not TOO_EMPTY.search(text), text
    return text


def nothing() -> pd.DataFrame:
    """A result without rows."""
    return collect([measures.balance(NOBODY)])


# --- posts, record by record --------------------------------------------------------------------------------------


def newest(records: pd.DataFrame) -> pd.DataFrame:
    return records[records["year"] == records.groupby("part")["year"].transform("max")].reset_index(drop=True)


def election_words(records: pd.DataFrame, undated: Undated = ()) -> str:
    rise = chance.smallest_clear_rise(measures.elected(newest(records)))
    return said(sentences.changes(measures.balance(records), chance.changes(records), rise, undated))


def table_of_records(records: pd.DataFrame, undated: Undated = ()) -> pd.DataFrame:
    return tables.records(measures.balance(records), chance.changes(records), undated).frame


def then_and_now(records: pd.DataFrame, undated: Undated = ()) -> PublicationFigure:
    return figures.then_and_now(measures.balance(records), undated)


def test_of_one_record_it_is_said_what_a_clear_change_would_take():
    text = election_words(posts(council_member={2019: (9, 16)}))
    assert "Only one record" in text and "from 9 of 25, only a rise to 17 would" in text
    assert "any rise is real" in text and "unlikely to be chance" in text
    assert "percentage points" not in text


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            (4, 11),
            (6, 9),
            [
                "4/15 women in 2019, 6/15 in 2024",
                "rose by 13.3",
                "could also arise by chance (p = 0.700)",
                "limits of the change are −",
            ],
        ),
        (
            (2, 38),
            (20, 20),
            [
                "2/40 women in 2019, 20/40 in 2024",
                "rose by 45.0",
                "rarely give a result as unlikely",
                "limits of the change are +",
            ],
        ),
    ],
)
def test_two_records_are_told_with_the_probability_of_their_difference(before, now, words):
    text = election_words(posts(council_member={2019: before, 2024: now}))
    assert all(word in text for word in words) and "Only one record" not in text
    assert "as large" not in text, "Fisher’s p counts what is no more likely, not what is larger"


def test_three_records_make_two_changes_and_another_office_still_has_one():
    text = election_words(posts(council_member={2014: (1, 14), 2019: (4, 11), 2024: (6, 9)}, muhtar={2019: (2, 9)}))
    assert "1/15 women in 2014, 4/15 in 2019" in text and "4/15 women in 2019, 6/15 in 2024" in text
    assert "Only one record so far: neighbourhood heads." in text
    assert text.count("random samples of something larger") == text.count("any rise is real") == 1, (
        "a caveat stands once"
    )


def test_without_a_record_and_without_a_number_that_would_differ_it_is_said():
    assert "no figures on elected bodies" in said(sentences.changes(nothing(), chance.changes(NOBODY), nothing(), []))
    assert "starting from 1 of 3, any rise could be chance" in election_words(posts(muhtar={2019: (1, 2)}))


def test_a_body_without_posts_is_left_out():
    assert "no figures on elected bodies" in election_words(posts(council_member={2024: (0, 0)}))
    text = election_words(posts(council_member={2024: (9, 16)}, muhtar={2024: (0, 0)}))
    assert "Only one record so far: council members." in text and "eighbourhood" not in text


def test_below_five_posts_a_change_is_told_in_counts_only():
    records = posts(muhtar={2019: (0, 3), 2024: (1, 3)}, council_member={2019: (4, 11), 2024: (6, 9)})
    text = election_words(records)
    assert "Neighbourhood heads: 0/3 women in 2019, 1/4 in 2024." in text
    assert text.count("percentage points") == 2 and text.count("limits of the change") == 1
    frame = table_of_records(records)
    small = frame[frame["part"] == "muhtar"]
    assert small[["share", "pp", "lower", "upper"]].isna().all(axis=None) and small["p"].notna().any()
    large = frame[frame["part"] == "council_member"].iloc[-1]
    assert round(large["pp"], 1) == 13.3 and large["share"] == 0.4 and large["lower"] < 0 < large["upper"]


def test_a_body_that_grew_beyond_four_posts_has_a_share_but_no_change_in_points():
    frame = table_of_records(posts(muhtar={2019: (0, 3), 2024: (2, 3)}))
    assert frame["share"].notna().tolist() == [False, True] and frame["pp"].isna().all()


def test_the_table_of_records_leaves_out_what_has_one_record_and_an_empty_one_stays_empty():
    once = posts(council_member={2019: (9, 16)})
    assert table_of_records(once).empty and table_of_records(NOBODY).empty
    assert then_and_now(once).frame.empty and then_and_now(once).words.alt == ""
    few = posts(mayor={2019: (0, 1), 2024: (1, 0)})
    assert then_and_now(few).frame.empty, "of so few posts no share is drawn"
    shrunk = posts(muhtar={2014: (1, 6), 2019: (2, 1), 2024: (2, 5)})
    assert then_and_now(shrunk).frame.empty, "the record before the newest is too small, and none is skipped"
    several = [measures.offices_with_records(measures.balance(records)) for records in (shrunk, once)]
    assert several == [["muhtar"], []]
    two = posts(muhtar={2019: (1, 6), 2024: (2, 5)})
    assert "1/7 (14.29%) · 2019 → 2/7 (28.57%) · 2024" in said(then_and_now(two).words.alt)


# --- chance and the glass ceiling ---------------------------------------------------------------------------------


def lot_words(records: pd.DataFrame) -> str:
    found = measures.balance(records), chance.plausibility(records), chance.heads_from_staff(records)
    return said(sentences.by_lot(*found))


def ceiling_words(staff_pair: tuple[int, int], heads: tuple[int, int]) -> str:
    records = posts(staff={2025: staff_pair}, department_head={2025: heads})
    return said(sentences.glass_ceiling(thresholds.glass_ceiling_index(records), measures.balance(records)))


def test_bodies_below_half_are_told_with_their_probability():
    text = lot_words(posts(council_member={2024: (9, 16)}, muhtar={2024: (6, 5)}, mayor={2024: (0, 1)}))
    assert "9/25: 0.115" in text and "no sampling error" in text
    assert "A large one does not show" in text, "that chance suffices is no proof of fairness"
    assert "Neighbourhood" not in text and "Mayor" not in text and "department heads" not in text


def test_department_heads_are_drawn_from_the_staff_of_the_same_year():
    assert "drawn at random from the staff" in lot_words(
        posts(staff={2025: (48, 124)}, department_head={2025: (6, 12)})
    )
    assert "from the staff" not in lot_words(posts(staff={2024: (48, 124)}, department_head={2025: (6, 12)}))
    assert "from the staff" not in lot_words(posts(staff={2025: (4, 6)}, department_head={2025: (6, 12)})), (
        "more heads than staff: they were not drawn from it"
    )


def test_where_women_hold_half_everywhere_or_nobody_is_on_record_it_is_said():
    assert "at least half" in lot_words(posts(council_member={2024: (13, 12)}, muhtar={2024: (6, 6)}))
    assert "no figures on posts" in said(sentences.by_lot(nothing(), nothing(), nothing()))


def test_of_small_bodies_alone_nothing_is_claimed():
    text = lot_words(posts(mayor={2024: (0, 1)}, deputy_mayor={2024: (0, 2)}))
    assert "at least half" not in text and "No body of five posts or more" in text


@pytest.mark.parametrize(
    ("staff_pair", "heads", "words"),
    [
        ((60, 40), (2, 8), ["3.00", "Above 1", "rarer"]),
        ((20, 80), (4, 6), ["0.50", "Below 1", "more common"]),
        ((30, 70), (3, 7), ["1.00", " 1: ", "as common"]),
        ((30, 70), (0, 7), ["undefined", "no woman heads", "30.00%"]),
        ((30, 70), (1, 3), ["not printed", "fewer than five"]),
    ],
)
def test_the_glass_ceiling_is_read_by_its_number(staff_pair, heads, words):
    text = ceiling_words(staff_pair, heads)
    assert all(word in text for word in words)
    readings = ("Above 1: ", "Below 1: ", ". 1: ", "undefined", "not printed")
    assert [word in text for word in readings].count(True) == 1


@pytest.mark.parametrize(("staff_pair", "heads"), [((30, 70), (0, 0)), ((0, 0), (3, 7)), ((0, 0), (0, 0))])
def test_without_anybody_among_the_staff_or_the_heads_there_is_no_glass_ceiling(staff_pair, heads):
    assert ceiling_words(staff_pair, heads) == ""


def test_without_staff_or_heads_of_one_year_there_is_no_glass_ceiling():
    records = posts(staff={2024: (30, 70)}, department_head={2025: (3, 7)})
    index = thresholds.glass_ceiling_index(records)
    assert sentences.glass_ceiling(index, measures.balance(records)) == ""


def test_the_table_of_lotteries_names_every_lottery_and_the_heads_once():
    held = posts(council_member={2024: (9, 16)}, staff={2025: (48, 124)}, department_head={2025: (6, 12)})
    records = measures.with_managers(held)
    references = chance.plausibilities(records, people((510, 490), year=2025), people((400, 390), year=2024))
    frame = tables.by_lot(chance.plausibility(records), references, chance.heads_from_staff(held), []).frame
    assert len(frame) == 3 + 3 + 1 + 1
    assert list(frame[frame["name"] == "Council members"]["posts"]) == [25] * 3
    assert {"Municipal staff of 2025", "Registered voters of 2024"} <= set(frame["lottery"])
    assert frame["p"].between(0, 1).all()
    assert tables.by_lot(nothing(), nothing(), nothing(), []).frame.empty


# --- scenarios ----------------------------------------------------------------------------------------------------


def seat_results(pair: Pair) -> tuple[pd.DataFrame, pd.DataFrame]:
    held = posts(council_member={2024: pair})
    return measures.balance(held), scenarios.seats(held, steps=scenarios.STEPS)


def staff_results(pair: Pair, women: str = "50,60,75", turnover: int = 5):
    held = posts(staff={2025: pair})
    assumed = scenarios.hirings(held, turnover_percent=turnover, women_hired_percent=women)
    return measures.balance(held), scenarios.staff(held, hirings=assumed, years=3), assumed


def test_half_of_the_seats_is_never_reached_without_more_women_and_else_after_some_elections():
    text = said(sentences.scenario_seats(*seat_results((9, 16))))
    assert "9 of 25" in text and "Assumption of this report" in text
    for part in (
        "stays the same, half of the seats is never reached",
        "rises by 1 at each election, half of the seats is reached after 4 elections",
        "rises by 3 at each election, half of the seats is reached after 2 elections",
    ):
        assert part in text
    assert "after 1 election." in said(sentences.scenario_seats(*seat_results((10, 15))))


def test_the_chapter_says_above_the_scenarios_that_they_are_no_forecast():
    (above,) = [
        cell.source
        for cell in nbformat.read(ROOT / "notebooks" / "40_representation.ipynb", as_version=4).cells
        if cell.source.startswith("## Eşitliğe giden yollar")
    ]
    assert "öngörü değildir" in above


def test_half_of_the_seats_may_be_reached_already_and_an_empty_council_is_unknown():
    assert said(sentences.scenario_seats(*seat_results((13, 12)))).count("already") == 4
    assert "no figures on the council" in said(sentences.scenario_seats(*seat_results((0, 0))))
    figure = figures.scenario_seats(*seat_results((0, 0)))
    assert figure.frame.empty and "0/0" not in said(figure.words.alt)
    assert "no figures on the council" in said(sentences.scenario_seats(nothing(), nothing()))


def test_the_tables_of_the_seats_hold_their_numbers():
    frame = tables.scenario_seats(seat_results((9, 16))[1]).frame
    assert list(frame["short"]) == [4] * 4 and list(frame["reached"]) == ["never", "yes", "yes", "yes"]
    assert frame["elections"].tolist()[1:] == [4, 2, 2]
    figure = figures.scenario_seats(*seat_results((9, 16)))
    paths = figure.frame
    assert paths["women"].max() <= 25 and set(paths[paths["step"] == 0]["women"]) == {9}
    assert figure.options == {"half": 13, "seats": 25}
    assert "+0: never" in said(figure.words.alt)


def test_the_staff_has_a_path_for_each_assumption_and_for_hiring_as_today():
    balance, found, assumed = staff_results((48, 124))
    text = said(sentences.scenario_staff(balance, found, assumed))
    assert "Assumption of this report" in text
    assert "5% leave" in text and "27.9% of recruits are women, women never reach half of the staff" in text
    assert re.search(r"60% of recruits are women, women reach half of the staff after \d+ years", text)
    frame = tables.scenario_staff(found, assumed).frame
    assert list(frame["reached"]) == ["never", "never", "yes", "yes"] and frame["women_hired"].tolist()[1:] == [
        0.5,
        0.6,
        0.75,
    ]
    figure = figures.scenario_staff(found, assumed, [])
    assert figure.frame["name"].nunique() == 4 and len(figure.frame) == 16
    assert "never" in said(figure.words.alt)


def test_a_staff_that_is_half_already_is_so_and_an_assumption_is_not_told_twice():
    balance, found, assumed = staff_results((50, 50))
    assert len(assumed) == 3
    text = said(sentences.scenario_staff(balance, found, assumed))
    assert text.count("already") == 3 and "nears half" not in text


@pytest.mark.parametrize(
    ("pair", "women", "turnover", "approached"),
    [
        ((48, 124), "50", 5, True),
        ((48, 124), "30,50,60", 99, True),
        ((48, 124), "40,60", 5, False),
        ((48, 124), "50", 0, False),
        ((48, 124), "50", 100, False),
        ((60, 40), "50", 5, False),
    ],
)
def test_half_is_only_approached_where_hiring_one_half_never_reaches_it(pair, women, turnover, approached):
    text = said(sentences.scenario_staff(*staff_results(pair, women=women, turnover=turnover)))
    assert ("nears half but never reaches it" in text) == approached


@pytest.mark.parametrize("given", ["abc", "120", "-5", "50,,60", "", "50;60", "12.5"])
def test_an_assumption_that_is_no_percentage_is_refused_in_plain_words(given):
    with pytest.raises(MeasureError, match=r"women_hired_percent: .* is not a percentage.*whole numbers from 0 to 100"):
        staff_results((48, 124), women=given)


@pytest.mark.parametrize("turnover", [-5, 101])
def test_a_turnover_that_is_no_percentage_is_refused_too(turnover):
    with pytest.raises(MeasureError, match=f"turnover_percent: “{turnover}” is not a percentage") as raised:
        staff_results((48, 124), turnover=turnover)
    assert "women_hired_percent:" not in str(raised.value)


@pytest.mark.parametrize("pair", [(48, 124), (0, 0)])
def test_all_wrong_assumptions_are_refused_at_once_and_without_staff_too(pair):
    with pytest.raises(MeasureError) as raised:
        staff_results(pair, women="abc,50,120", turnover=101)
    lines = str(raised.value).splitlines()
    assert [line.partition(" is not")[0] for line in lines] == [
        "turnover_percent: “101”",
        "women_hired_percent: “abc”",
        "women_hired_percent: “120”",
    ]


def test_a_staff_of_nobody_or_none_on_record_has_no_scenario():
    balance, found, assumed = staff_results((0, 0))
    assert assumed == [] and sentences.scenario_staff(balance, found, assumed) == ""
    assert tables.scenario_staff(found, assumed).frame.empty
    figure = figures.scenario_staff(found, assumed, [])
    assert figure.frame.empty and said(figure.words.alt)
    assert scenarios.hirings(NOBODY, turnover_percent=5, women_hired_percent="50") == []
    assert sentences.scenario_staff(nothing(), nothing(), []) == ""
    assert tables.scenario_seats(nothing()).frame.empty
    empty = figures.scenario_seats(nothing(), nothing())
    assert empty.frame.empty and empty.options == {"half": 0, "seats": 0}


# --- records without a date ---------------------------------------------------------------------------------------


def test_an_undated_record_of_the_staff_gets_no_year_where_heads_are_drawn_from_it():
    held = posts(staff={2022: (48, 124)}, department_head={2022: (6, 12)}, council_member={2019: (9, 16)})
    references = chance.plausibilities(held, people((510, 490)), people((400, 390), year=2018))
    found = chance.plausibility(held), references, chance.heads_from_staff(held)
    undated = {("staff", 2022), ("department_head", 2022), ("electorate", 2018)}
    frame = tables.by_lot(*found, undated).frame
    assert {"Municipal staff (undated)", "Registered voters (undated)"} <= set(frame["lottery"])
    assert "Population of 31 December 2022, all ages" in set(frame["lottery"])
    assert not frame["lottery"].str.contains("2018|of 2022").any()
    ratios = tables.ratios(measures.ratios(held, people((510, 490)), people((400, 390), year=2018)), undated).frame
    assert "Registered voters (undated)" in set(ratios["reference"])


def test_the_paths_of_an_undated_staff_have_no_years_of_the_calendar():
    _balance, found, assumed = staff_results((48, 124))
    figure = figures.scenario_staff(found, assumed, {("staff", 2025)})
    assert set(figure.frame["year"]) == {0, 1, 2, 3} and figure.options == {"is_dated": False}
    assert "years after the record, which has no date" in figure.chart(figure.frame, **figure.options).get_xlabel()
    dated = figures.scenario_staff(found, assumed, {("staff", 2022)})
    assert set(dated.frame["year"]) == {2025, 2026, 2027, 2028} and dated.options == {"is_dated": True}
    assert dated.chart(dated.frame, **dated.options).get_xlabel() == ""
    rows = of(found, scenarios.PATH)
    assert set(rows["year"]) == {2025} and set(rows["years_after"]) == {0, 1, 2, 3}
    for one in (figure, dated):
        reached = one.frame.dropna(subset=["reached"]).drop_duplicates("name")
        first = one.frame["year"].min()
        assert (reached["reached"] - first).tolist() == of(found, scenarios.YEARS)["value"].dropna().tolist()


def test_the_year_under_which_an_undated_record_is_entered_is_never_told():
    records = posts(staff={2022: (61, 139), 2025: (74, 141)}, muhtar={2019: (2, 9), 2024: (4, 7)})
    undated = {("staff", 2022), ("muhtar", 2019)}
    table = tables.records(measures.balance(records), chance.changes(records), undated)
    assert table.frame["year"].isna().tolist() == [True, False, True, False] and "no date" in table.note
    assert "no date" not in tables.records(measures.balance(records), chance.changes(records), ()).note
    slopes = then_and_now(records, undated).frame
    assert slopes["fraction_before"].str.endswith("· undated").all()
    assert slopes["fraction_after"].tolist() == ["4/11 (36.36%) · 2024", "74/215 (34.42%) · 2025"]
    text = election_words(records, undated)
    assert (
        "2/11 women in the earlier record (undated) and 4/11 in the later one, 2024. Their share rose by 18.2" in text
    )
    assert "2019" not in text
    few = election_words(posts(muhtar={2019: (0, 3), 2024: (1, 3)}), {("muhtar", 2024)})
    assert (
        "0/3 women in the earlier record (2019) and 1/4 in the later one, undated." in few and "Their share" not in few
    )


def test_a_definition_of_managers_is_undated_where_one_of_its_offices_is():
    undated = {("deputy_mayor", 2022)}
    told = [sentences.year_of(part, 2022, undated) for part in (*measures.PUBLISHED_MANAGERS, "deputy_mayor", "staff")]
    assert told == ["2022", "undated", "undated", "2022"]


def test_breakdowns_and_bodies_without_a_date_get_no_year():
    share = of_parts((StaffDimension.GRADE, {"Şef": (3, 4)}))
    assert "Women by grade (undated): " in sentences.breakdown(share, StaffDimension.GRADE, {("grade", 2025)})
    counts = pd.concat([parts(BodyKind.COMPANY_BOARD, {"A": (2, 3)}), parts(BodyKind.CITIZENS_ASSEMBLY, {"B": (2, 3)})])
    found = measures.balance(counts), thresholds.short_of(counts)
    table = tables.bodies(*found, {("company_board", 2025)})
    assert table.frame["year"].isna().tolist() == [True, False] and "no date" in table.note
    assert tables.bodies(*found, ()).note == ""


def test_a_record_is_undated_where_its_source_is():
    assert load(Edition(2025, "en", DATA)).undated == {
        (office, 2022) for office in ("staff", "department_head", "deputy_mayor", "womens_centre_head")
    }


# --- the staff in parts, and the bodies ---------------------------------------------------------------------------


def of_parts(*kinds: tuple[StaffDimension | BodyKind, dict[str, Pair]]) -> pd.DataFrame:
    return measures.balance(pd.concat([parts(kind, pairs) for kind, pairs in kinds]))


def breakdown_figure(balance: pd.DataFrame, which: StaffDimension) -> PublicationFigure:
    return figures.breakdown(balance, which, mahalle_population)


def test_what_was_not_given_of_the_staff_is_said_and_nothing_where_all_was():
    none = said(sentences.missing_breakdowns(nothing()))
    assert all(word in none for word in ("employment type", "grade", "department", "No figures by sex"))
    assert ".csv" not in none
    grades = StaffDimension.GRADE, {"Şef": (3, 4)}
    one = sentences.missing_breakdowns(of_parts(grades))
    assert "employment type and department" in one and "grade" not in one
    others = (StaffDimension.DEPARTMENT, {"Fen": (3, 4)}), (StaffDimension.EMPLOYMENT_TYPE, {"contract": (3, 4)})
    assert sentences.missing_breakdowns(of_parts(grades, *others)) == ""


def test_a_few_parts_are_named_one_by_one_and_small_ones_without_a_percentage():
    pairs = {"temporary_worker": (1, 3), "civil_servant": (22, 29)}
    share = of_parts((StaffDimension.EMPLOYMENT_TYPE, pairs))
    text = said(sentences.breakdown(share, StaffDimension.EMPLOYMENT_TYPE, []))
    assert "(2025)" in text and text.index("Civil servants 22/51 (43.14%)") < text.index("Temporary workers 1/4")
    assert "25" not in text.replace("2025", "")
    frame = tables.breakdown(share, StaffDimension.EMPLOYMENT_TYPE).frame
    assert list(frame["women"]) == [22, 1] and list(frame["men"]) == [29, 3]
    assert frame["share_of_women"].notna().tolist() == [True, False]
    assert sentences.breakdown(share, StaffDimension.GRADE, []) == ""


def test_of_many_parts_it_is_counted_how_many_have_women():
    share = of_parts((StaffDimension.DEPARTMENT, {str(at): (at, 4) for at in range(9)}))
    text = said(sentences.breakdown(share, StaffDimension.DEPARTMENT, []))
    assert "half in 5 of 9" in text and "without a woman: 1" in text


def test_parts_stand_by_size_and_those_of_one_size_in_turkish_order():
    pairs = dict.fromkeys(("Zabıta", "Şef", "Çavuş", "Işıkçı", "İşçi"), (2, 8)) | {"X": (9, 9)}
    share = of_parts((StaffDimension.GRADE, pairs))
    table = tables.breakdown(share, StaffDimension.GRADE)
    assert list(table.frame["name"]) == ["X", "Çavuş", "Işıkçı", "İşçi", "Şef", "Zabıta"]
    assert "Çavuş: women 2, men 8" in said(breakdown_figure(share, StaffDimension.GRADE).words.alt)


def test_bodies_are_counted_by_whether_both_sexes_have_40_percent():
    commissions = {"Zabıta": (2, 3), "Çevre": (4, 1), "Plan": (0, 5)}
    counts = [
        parts(BodyKind.COUNCIL_COMMISSION, commissions),
        parts(BodyKind.EXECUTIVE_COMMITTEE, {"Executive committee": (1, 2)}),
        parts(BodyKind.COMPANY_BOARD, {"A.Ş.": (0, 0)}),
    ]
    share, short = measures.balance(pd.concat(counts)), thresholds.short_of(pd.concat(counts))
    text = said(sentences.bodies(share, [], year=2025))
    assert "40%: 1 of 4" in text and "without a woman: 1" in text and "elections" not in text
    older = said(sentences.bodies(share, [BodyKind.COUNCIL_COMMISSION, "muhtar"], year=2025))
    assert "elections of 31 March 2024: council committee. They show who held" in older
    frame = tables.bodies(share, short, []).frame
    assert list(frame["name"])[:4] == [
        "Executive committee",
        "Council committee: Çevre",
        "Council committee: Plan",
        "Council committee: Zabıta",
    ]
    assert frame["share_of_women"].notna().tolist() == [False, True, True, True, False]
    assert frame["short_either"].tolist()[1:4] == [1, 2, 0]


def test_without_bodies_or_staff_it_is_said_and_the_tables_stay_empty():
    none = said(sentences.bodies(nothing(), [], year=2025))
    assert "No figures by sex were given" in none and ".csv" not in none
    assert tables.bodies(nothing(), nothing(), []).frame.empty
    for which in StaffDimension:
        assert tables.breakdown(nothing(), which).frame.empty
        assert breakdown_figure(nothing(), which).words.alt == ""


# --- posts ---------------------------------------------------------------------------------------------------------


def test_an_office_without_holders_is_not_among_those_where_women_hold_40_percent():
    text = sentences.posts(measures.balance(posts(deputy_mayor={2022: (0, 0)}, staff={2022: (2, 3)})))
    assert "In the one kind of posts" in text


def test_exactly_40_percent_is_at_least_40_percent():
    assert "In the one kind of posts" in sentences.posts(measures.balance(posts(staff={2022: (2, 3)})))


@pytest.mark.parametrize(
    ("lang", "several", "one"),
    [
        (
            "tr",
            "4 görev türünün hiçbirinde kadın oranı %40’a ulaşmıyor.",
            "tek görev türünde kadın oranı %40’ın altında.",
        ),
        ("en", "In none of the 4 kinds of posts", "In the one kind of posts with five or more holders women hold less"),
    ],
)
def test_posts_that_stay_below_40_percent_are_said_to_stay_below_it(lang, several, one):
    language.use(lang)
    few = {office: {2022: (1, 9)} for office in ("council_member", "muhtar", "staff", "department_head")}
    assert several in sentences.posts(measures.balance(posts(**few)))
    assert one in sentences.posts(measures.balance(posts(staff={2022: (1, 9)})))


def test_posts_without_a_woman_have_a_sentence_of_their_own():
    """“11 muhtarın hiçbiri kadın” is no Turkish, and one post is no “görevler”."""
    balance = measures.balance(
        posts(council_member={2022: (9, 16)}, department_head={2022: (1, 0)}, muhtar={2022: (0, 11)})
    )
    assert sentences.who_decides(balance) == (
        "Women hold 9 of the 25 council seats and 1 of the 1 posts of department heads. "
        "There is no woman among the 11 neighbourhood heads."
    )
    language.use("tr")
    assert sentences.who_decides(balance) == (
        "25 meclis üyesinin 9’u ve 1 müdürün 1’i kadın. 11 muhtar arasında kadın yok."
    )
    assert "Kadın bulunmayan görev: muhtarlar." in sentences.posts(balance)


@pytest.mark.parametrize(("women", "men", "text"), [(9, 16, "9/25 (36.00%)"), (1, 3, "1/4"), (2, 3, "2/5 (40.00%)")])
def test_below_five_posts_only_the_fraction_is_said(women, men, text):
    row = pick(measures.balance(posts(staff={2022: (women, men)})), measures.SHARE)
    assert sentences.share_text(row) == text


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_the_caption_of_a_figure_without_data_has_no_hole_in_it(lang):
    language.use(lang)
    captions = [made.words.caption for made in (figures.council(nothing(), {}), figures.posts(nothing()))]
    assert [caption for caption in captions if re.search(r",\s*([;:(.]|$)|\s\s|None|nan", caption)] == []
