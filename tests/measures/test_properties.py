"""What holds for any counts: the measures are tried on thousands of districts that do not exist."""

from __future__ import annotations

import inspect
from fractions import Fraction
from math import isclose, isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.population import measures as demography
from yeep_analysis.representation import measures as representation
from yeep_analysis.results import CARD_FIELDS, KEY, MEASURED, read_card, registered
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.language import catalogue
from yeep_analysis.words.terms import Unit

few = settings(max_examples=15, deadline=None)

MODULES = (demography, mahalle, representation)
# Every registered measure as a function of counts alone, by indicator.
FUNCTIONS = {
    (function.__wrapped__.__module__, function.__wrapped__.__code__.co_firstlineno): function
    for module in MODULES
    for function in vars(module).values()
    if hasattr(function, "__wrapped__")
}


def counts(*women_and_men: tuple[int, int], year: int = 2020, group: str = "all") -> pd.DataFrame:
    """Counts of consecutive years, as (women, men)."""
    rows = [
        {"year": year + i, "group": group, "sex": sex, "n": n}
        for i, pair in enumerate(women_and_men)
        for sex, n in zip(("female", "male"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "group", "sex", "n"])


def call(indicator: str, frame: pd.DataFrame) -> pd.DataFrame:
    """One measure by its indicator, on one frame."""
    function = FUNCTIONS[next(m.place for m in MEASURES if m.indicator == indicator)]
    if indicator == "population_period_growth_percent":
        return function(frame, base=2020)
    if indicator == "representation_ratio":
        return function(frame, counts((2, 3)), name="population_2020")
    return function(frame)


def group_for(indicator: str) -> str:
    return "20-24" if indicator == "population_institutional_effect" else "all"


def only(result: pd.DataFrame) -> float:
    """The value of a result that has one row."""
    (value,) = result["value"]
    return value


def by_group(result: pd.DataFrame) -> dict[str, float]:
    """The values of a result of one year, by group."""
    assert result["group"].is_unique
    return dict(zip(result["group"], result["value"], strict=True))


MEASURES = [measure for measure in registered() if measure.place[0] in {module.__name__ for module in MODULES}]
INDICATORS = [measure.indicator for measure in MEASURES]
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
    parts = by_group(demography.contribution(counts(before, after)))
    change = Fraction(100 * (sum(after) - sum(before)), sum(before))
    scale = sum(abs(Fraction(100 * (a - b), sum(before))) for a, b in zip(after, before, strict=True))
    assert abs(Fraction(parts["women"]) + Fraction(parts["men"]) - change) <= scale * Fraction(1, 10**14)


@pytest.mark.parametrize("indicator", SHARES)
@few
@given(sexes=pair.filter(sum))
def test_the_shares_of_women_and_men_lie_between_0_and_1_and_add_up_to_1(indicator, sexes):
    women, men = only(call(indicator, counts(sexes))), only(call(indicator, counts(sexes[::-1])))
    assert 0 <= women <= 1
    assert isclose(women + men, 1, rel_tol=1e-15)


@pytest.mark.parametrize("indicator", ["mahalle_gap_pp", "representation_gap_pp"])
@few
@given(sexes=pair.filter(sum))
def test_the_gap_changes_its_sign_when_women_and_men_change_places(indicator, sexes):
    gap = only(call(indicator, counts(sexes)))
    assert -100 <= gap <= 100
    assert only(call(indicator, counts(sexes[::-1]))) == -gap


@few
@given(mahalles=st.lists(pair, min_size=1, max_size=15).filter(lambda pairs: sum(map(sum, pairs))))
def test_the_shares_of_the_mahalles_in_the_district_add_up_to_1(mahalles):
    frame = pd.concat([counts(sexes, group=str(code)) for code, sexes in enumerate(mahalles)])
    assert isclose(mahalle.share_of_district(frame)["value"].sum(), 1, rel_tol=1e-14)


def all_bodies(largest: int = 60) -> pd.DataFrame:
    """Every body of up to 60 members with every number of women in it, as groups of one frame."""
    bodies = [(women, members) for members in range(largest + 1) for women in range(members + 1)]
    return pd.concat(
        pd.DataFrame(
            {"year": 2020, "group": [f"{k}/{n}" for k, n in bodies], "sex": sex, "n": [count(k, n) for k, n in bodies]}
        )
        for sex, count in (("female", lambda k, _n: k), ("male", lambda k, n: n - k))
    )


def test_at_least_half_asks_for_the_odd_seat_more_than_the_nearest_half():
    strict = representation.short_of_half_strict(all_bodies())
    nearest = by_group(representation.short_of_half_nearest(all_bodies()))
    for row in strict.itertuples():
        assert row.value >= nearest[row.group] >= 0
        assert row.value - nearest[row.group] == (row.denominator % 2 if row.value else 0), row


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
    assert only(call(indicator, counts((women, members - women)))) == short


@few
@given(before=st.tuples(some_people, some_people), after=st.tuples(some_people, some_people))
def test_growth_there_and_back_adds_up_to_nothing(before, after):
    there = by_group(demography.annual_growth(counts(before, after)))
    back = by_group(demography.annual_growth(counts(after, before)))
    assert there.keys() == {"women", "men", "total"}
    assert all(isclose(there[group], -back[group], rel_tol=1e-9, abs_tol=1e-9) for group in there)


@few
@given(sexes=pair)
def test_counts_add_up_to_their_total(sexes):
    assert by_group(demography.population_count(counts(sexes))) == {
        "women": sexes[0],
        "men": sexes[1],
        "total": sum(sexes),
    }


@few
@given(young=pair, others=pair)
def test_the_population_without_an_age_group_is_what_is_left(young, others):
    whole = counts(tuple(y + o for y, o in zip(young, others, strict=True)))
    rest = demography.without_age_group(whole, counts(young, group="20-24"))
    assert rest["n"].tolist() == list(others)
    assert set(rest["group"]) == {"without_20_24"}


@few
@given(sexes=st.tuples(some_people, people))
def test_a_year_is_flagged_where_young_men_are_more_than_three_for_two_women(sexes):
    women, men = sexes
    flag = only(demography.institutional_effect(counts(sexes, group="20-24")))
    assert flag == (2 * men > 3 * women)


@pytest.mark.parametrize(("men", "flag"), [(149, 0), (150, 0), (151, 1)])
def test_exactly_150_men_per_100_women_is_not_above_150(men, flag):
    assert only(demography.institutional_effect(counts((100, men), group="20-24"))) == flag


def test_a_year_without_young_women_is_not_called_unaffected():
    assert only(demography.institutional_effect(counts((0, 500), group="20-24"))) != 0


@pytest.mark.parametrize("indicator", ["population_men_per_100_women", "mahalle_men_per_100_women"])
@few
@given(men=people)
def test_without_women_a_sex_ratio_is_undefined_and_not_infinite(indicator, men):
    assert isnan(only(call(indicator, counts((0, men)))))


@pytest.mark.parametrize("indicator", [*SHARES, "mahalle_gap_pp", "representation_gap_pp", "mahalle_share_of_district"])
def test_without_people_a_share_is_undefined(indicator):
    assert isnan(only(call(indicator, counts((0, 0)))))


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
    assert isnan(only(representation.representation_ratio(counts((1, 1)), counts((0, 9)), name="x")))


def test_a_reference_of_two_years_is_refused():
    with pytest.raises(MeasureError, match="2"):
        representation.representation_ratio(counts((1, 1)), counts((1, 1), (2, 2)), name="x")


SPOILT = {
    "a missing sex": lambda frame: frame.drop(index=2),
    "a missing count": lambda frame: frame.astype({"n": float}).replace({"n": {13.0: float("nan")}}),
    "a sex twice": lambda frame: pd.concat([frame, frame.iloc[[2]]]),
}


@pytest.mark.parametrize("mistake", SPOILT)
@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_measure_refuses(indicator, mistake):
    frame = SPOILT[mistake](counts((11, 12), (13, 14), (15, 16), group=group_for(indicator)))
    with pytest.raises(MeasureError, match="2021") as refused:
        call(indicator, frame)
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_measure_leaves_its_input_as_it_was(indicator):
    frame = counts((11, 12), (13, 14), (15, 16), group=group_for(indicator))
    frame.index = [9, 4, 7, 1, 3, 8]
    before = frame.copy(deep=True)
    call(indicator, frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_order_of_the_input_does_not_matter_to_any_measure(indicator):
    group = group_for(indicator)
    frame = pd.concat(
        [counts((11, 12), (13, 14), (15, 16), group=group), counts((1, 0), (0, 0), (7, 7), group="other")]
    )
    straight = call(indicator, frame).sort_values(KEY, ignore_index=True)
    for mixed in (frame.iloc[::-1], frame.sort_values(["sex", "n"]), frame.sample(frac=1, random_state=1)):
        pd.testing.assert_frame_equal(call(indicator, mixed).sort_values(KEY, ignore_index=True), straight)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_result_says_what_it_is_and_carries_what_it_was_made_of(indicator):
    result = call(indicator, counts((11, 12), (13, 14), group=group_for(indicator)))
    assert list(result.columns) == MEASURED
    assert set(result["indicator"]) == {indicator}
    assert set(result["unit"]) == {next(m.unit.value for m in MEASURES if m.indicator == indicator)}
    assert result["numerator"].notna().all()
    assert result["denominator"].isna().all() == (indicator == "population_count")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_without_rows_no_measure_has_a_result(indicator):
    result = call(indicator, counts().astype({"group": str, "sex": str, "n": "int64"}))
    assert (len(result), list(result.columns)) == (0, MEASURED)


def test_every_measure_of_the_modules_is_tried_here():
    assert FUNCTIONS.keys() == {measure.place for measure in MEASURES}
    assert len(INDICATORS) == len(set(INDICATORS)) == len(FUNCTIONS)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.indicator)
def test_every_measure_has_a_complete_card_and_a_title_in_both_languages(measure):
    docstring = inspect.getdoc(FUNCTIONS[measure.place])
    assert tuple(measure.card) == CARD_FIELDS
    assert all(measure.card.values())
    assert docstring.splitlines()[0].endswith(".")
    assert docstring.splitlines()[1] == ""
    assert measure.title.isascii()
    assert catalogue("library", "tr").gettext(measure.title) not in ("", measure.title)
    assert measure.unit in list(Unit)


@pytest.mark.parametrize(
    "card", ["", "Title.\n\nFormula  k / n", "Title.\n\nInput  a\nFormula  b\nOutput  c\nRaises  d\nSource  e"]
)
def test_a_card_that_lacks_a_field_or_has_them_out_of_order_is_refused(card):
    with pytest.raises(ValueError, match="Formula"):
        read_card(card)
