"""What holds for any counts: the measures are tried on thousands of districts that do not exist."""

from __future__ import annotations

from fractions import Fraction
from math import isclose, isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from population.typed import counts

from measures.every import INDICATORS, MORE
from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.population import measures as demography
from yeep_analysis.representation import measures as representation
from yeep_analysis.representation import thresholds
from yeep_analysis.results import of
from yeep_analysis.words.errors import MeasureError

few = settings(max_examples=15, deadline=None)


def call(indicator: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of one indicator, of one frame."""
    function = INDICATORS[indicator].function
    return of(function(frame, **MORE.get(function.__name__, {})), indicator)


def of_place(*years: tuple[int, int], place: str = "41300") -> pd.DataFrame:
    """Counts of one place, as (women, men)."""
    return counts(*years, place=place)


def only(result: pd.DataFrame) -> float:
    """The value of a result that has one row."""
    (value,) = result["value"]
    return value


def by(dimension: str, result: pd.DataFrame) -> dict[str, float]:
    """The values of a result of one year and one indicator, by one of its dimensions."""
    assert result[dimension].is_unique
    return dict(zip(result[dimension], result["value"], strict=True))


SHARES = ["population_share_of_women", "mahalle_share_of_women", "representation_share_of_women"]
SHORT = {
    "representation_short_of_half_strict": Fraction(1, 2),
    "representation_short_of_40_percent": Fraction(2, 5),
    "representation_short_of_one_third": Fraction(1, 3),
}
people = st.integers(0, 10**7)
some_people = st.integers(1, 10**7)
pair = st.tuples(people, people)


@few
@given(before=pair.filter(sum), after=pair)
def test_the_contributions_of_the_sexes_add_up_to_the_relative_change(before, after):
    parts = by("sex", demography.contribution(counts(before, after)))
    change = Fraction(100 * (sum(after) - sum(before)), sum(before))
    scale = sum(abs(Fraction(100 * (a - b), sum(before))) for a, b in zip(after, before, strict=True))
    assert abs(Fraction(parts["female"]) + Fraction(parts["male"]) - change) <= scale * Fraction(1, 10**14)


@pytest.mark.parametrize("indicator", SHARES)
@few
@given(sexes=pair.filter(sum))
def test_the_shares_of_women_and_men_lie_between_0_and_1_and_add_up_to_1(indicator, sexes):
    women, men = only(call(indicator, of_place(sexes))), only(call(indicator, of_place(sexes[::-1])))
    assert 0 <= women <= 1
    assert isclose(women + men, 1, rel_tol=1e-15)


@pytest.mark.parametrize("indicator", ["mahalle_gap_pp", "representation_gap_pp"])
@few
@given(sexes=pair.filter(sum))
def test_the_gap_changes_its_sign_when_women_and_men_change_places(indicator, sexes):
    gap = only(call(indicator, of_place(sexes)))
    assert -100 <= gap <= 100
    assert only(call(indicator, of_place(sexes[::-1]))) == -gap


@few
@given(mahalles=st.lists(pair, min_size=1, max_size=15).filter(lambda pairs: sum(map(sum, pairs))))
def test_the_shares_of_the_mahalles_in_the_district_add_up_to_1(mahalles):
    frame = pd.concat([of_place(sexes, place=str(code)) for code, sexes in enumerate(mahalles)])
    assert isclose(of(mahalle.composition(frame), "mahalle_share_of_district")["value"].sum(), 1, rel_tol=1e-14)


def all_bodies(largest: int = 60) -> pd.DataFrame:
    """Every body of up to 60 members with every number of women in it, as parts of one frame."""
    bodies = [(women, members) for members in range(largest + 1) for women in range(members + 1)]
    return pd.concat(
        pd.DataFrame(
            {"year": 2020, "part": [f"{k}/{n}" for k, n in bodies], "sex": sex, "n": [count(k, n) for k, n in bodies]}
        )
        for sex, count in (("female", lambda k, _n: k), ("male", lambda k, n: n - k))
    )


def test_at_least_half_asks_for_the_odd_seat_more_than_the_nearest_half():
    found = thresholds.short_of(all_bodies())
    nearest = by("part", of(found, thresholds.OF_NEAREST_HALF))
    for row in of(found, thresholds.OF_HALF).itertuples():
        assert row.value >= nearest[row.part] >= 0
        assert row.value - nearest[row.part] == (row.denominator % 2 if row.value else 0), row


@pytest.mark.parametrize("indicator", SHORT)
def test_the_posts_short_of_a_threshold_are_just_enough_to_reach_it(indicator):
    for row in call(indicator, all_bodies()).itertuples():
        women = row.numerator + int(row.value)
        assert row.value == int(row.value) >= 0
        assert women >= SHORT[indicator] * row.denominator, row
        assert row.value == 0 or women - 1 < SHORT[indicator] * row.denominator, row


@pytest.mark.parametrize(
    ("indicator", "women", "members", "short"),
    [
        ("representation_short_of_one_third", 6, 18, 0),
        ("representation_short_of_one_third", 5, 18, 1),
        ("representation_short_of_one_third", 6, 19, 1),
        ("representation_short_of_one_third", 7, 21, 0),
        ("representation_short_of_40_percent", 10, 25, 0),
        ("representation_short_of_40_percent", 9, 25, 1),
        ("representation_short_of_40_percent", 2, 5, 0),
        ("representation_short_of_40_percent", 2, 6, 1),
        ("representation_short_of_40_percent", 44, 110, 0),
        ("representation_short_of_half_strict", 12, 25, 1),
        ("representation_short_of_half_nearest", 12, 25, 0),
        ("representation_short_of_half_strict", 0, 0, 0),
        ("representation_short_of_half_strict", 1, 1, 0),
        ("representation_short_of_half_strict", 0, 1, 1),
        ("representation_short_of_half_nearest", 0, 1, 0),
    ],
)
def test_a_threshold_is_exact(indicator, women, members, short):
    assert only(call(indicator, counts((women, members - women), part="council_member"))) == short


@few
@given(before=st.tuples(some_people, some_people), after=st.tuples(some_people, some_people))
def test_growth_there_and_back_adds_up_to_nothing(before, after):
    there = by("sex", demography.annual_growth(counts(before, after)))
    back = by("sex", demography.annual_growth(counts(after, before)))
    assert there.keys() == {"female", "male", ""}
    assert all(isclose(there[group], -back[group], rel_tol=1e-9, abs_tol=1e-9) for group in there)


@few
@given(sexes=pair)
def test_counts_add_up_to_their_total(sexes):
    assert by("sex", demography.population_count(counts(sexes))) == {
        "female": sexes[0],
        "male": sexes[1],
        "": sum(sexes),
    }


@few
@given(young=pair, others=pair)
def test_the_population_without_an_age_group_is_what_is_left(young, others):
    whole = counts(tuple(y + o for y, o in zip(young, others, strict=True)))
    rest = demography.without_age_group(whole, counts(young, ages="20-24"))
    assert rest["n"].tolist() == list(others)
    assert set(rest["ages"]) == {"except_20-24"}


@few
@given(sexes=st.tuples(some_people, people))
def test_a_year_is_flagged_where_young_men_are_more_than_three_for_two_women(sexes):
    women, men = sexes
    flag = only(demography.institutional_effect(counts(sexes, ages="20-24")))
    assert flag == (2 * men > 3 * women)


@pytest.mark.parametrize(("men", "flag"), [(149, 0), (150, 0), (151, 1)])
def test_exactly_150_men_per_100_women_is_not_above_150(men, flag):
    assert only(demography.institutional_effect(counts((100, men), ages="20-24"))) == flag


def test_a_year_without_young_women_is_not_called_unaffected():
    assert only(demography.institutional_effect(counts((0, 500), ages="20-24"))) != 0


@pytest.mark.parametrize("indicator", ["population_men_per_100_women", "mahalle_men_per_100_women"])
@few
@given(men=people)
def test_without_women_a_sex_ratio_is_undefined_and_not_infinite(indicator, men):
    assert isnan(only(call(indicator, of_place((0, men)))))


@pytest.mark.parametrize("indicator", [*SHARES, "mahalle_gap_pp", "representation_gap_pp", "mahalle_share_of_district"])
def test_without_people_a_share_is_undefined(indicator):
    assert isnan(only(call(indicator, of_place((0, 0)))))


@pytest.mark.parametrize(
    "indicator",
    ["population_growth_per_1000", "population_contribution_pp", "population_period_growth_percent"],
)
def test_from_nothing_no_change_can_be_told(indicator):
    result = call(indicator, counts((0, 0), (5, 5)))
    assert len(result) >= 2
    assert result["value"].isna().all()


def test_growth_down_to_nothing_is_undefined():
    assert demography.annual_growth(counts((5, 5), (0, 0)))["value"].isna().all()


def test_a_reference_without_women_gives_no_representation_ratio():
    assert isnan(only(representation.representation_ratio(counts((1, 1)), counts((0, 9)))))


def test_a_reference_of_two_years_is_refused():
    with pytest.raises(MeasureError, match="2"):
        representation.representation_ratio(counts((1, 1)), counts((1, 1), (2, 2)))
