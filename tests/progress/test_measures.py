"""Many assessments: how many say what, how much was reported, and the result table."""

from __future__ import annotations

from fractions import Fraction
from math import isnan
from pathlib import Path

import pandas as pd
import pytest

from progress.histories import FLOW_UP, MILESTONE, RATIO_UP, STOCK_UP, said
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.progress import Target, measures
from yeep_analysis.progress.measures import of_measures, result_rows
from yeep_analysis.results import COLUMNS, MEASURED, SECTIONS, collect, of, registered
from yeep_analysis.words.errors import MeasureError
from yeep_analysis.words.terms import MeasureUnit, Missing, Status

DATA = Path(__file__).parents[2] / "data"
TARGET = Target(2026, 30, set_in=2022)
ASKED = {
    "courses": said({2022: 5, 2025: 15}, FLOW_UP),
    "centres": said({2022: 10, 2025: 50}, STOCK_UP, target=TARGET),  # progress 2, capped 1
    "staff": said({2022: 10, 2025: 20}, STOCK_UP, target=TARGET),  # progress 1/2
    "places": said({2022: 10, 2025: 5}, STOCK_UP, target=TARGET),  # progress -1/4, capped 0
    "counselled": said({2022: (1, 3), 2025: (1, 3)}, RATIO_UP),
    "none asked": said({2022: (1, 3), 2025: (0, 0)}, RATIO_UP),
    "map": said({2023: 1}, MILESTONE),  # done earlier, not reported in 2025
    "silent": said({2022: 3}, FLOW_UP, target=TARGET),
    "not collected": said({2025: Missing.NOT_COLLECTED}, FLOW_UP),
    "not applicable": said({2025: Missing.NOT_APPLICABLE}, FLOW_UP),
    "suppressed": said({2025: Missing.SUPPRESSED}, FLOW_UP),
}


KEYS = ["indicator", "year", "kind", "part"]
STAMPED = [*MEASURED, "unit", "origin", "source"]


def only(result: pd.DataFrame) -> tuple[int, int, float]:
    """Numerator, denominator and value of a result that has one row."""
    assert list(result.columns) == [*KEYS, *STAMPED]
    ((numerator, denominator, value),) = result[list(MEASURED)].to_numpy().tolist()
    return numerator, denominator, value


def response_rate(assessments: dict, **of_whom: object) -> pd.DataFrame:
    return of(measures.coverage(assessments, **of_whom), "progress_response_rate")


def value_rate(assessments: dict, **of_whom: object) -> pd.DataFrame:
    return of(measures.coverage(assessments, **of_whom), "progress_value_rate")


def sex_coverage(assessments: dict, persons: set, with_sex: set, **of_whom: object) -> pd.DataFrame:
    return of(measures.coverage(assessments, persons, with_sex, **of_whom), "progress_sex_coverage")


def test_the_measures_are_counted_by_status():
    result = measures.status_shares(ASKED, year=2025, kind="theme", part="education")
    assert list(result.columns) == [*KEYS, "status", *STAMPED]
    assert (result["denominator"] == 11).all()
    assert set(zip(result["year"], result["kind"], result["part"])) == {(2025, "theme", "education")}
    found = dict(zip(result["status"], result["numerator"]))
    assert found == dict.fromkeys((status.value for status in Status), 0) | {
        "toward": 3,
        "away": 1,
        "no_change": 1,
        "done": 1,
        "no_data": 5,
    }
    assert result["value"].sum() == pytest.approx(1)


def test_the_response_rate_counts_answers_and_not_only_values():
    # a value: 5; 0 of 0; not collected, not applicable, suppressed: 9. Not: the milestone of 2023, and the silent one
    assert only(response_rate(ASKED, year=2025)) == (9, 11, 9 / 11)


def test_the_value_rate_leaves_out_what_does_not_apply():
    more = ASKED | {"zero": said({2025: 0}, FLOW_UP)}
    assert only(value_rate(more, year=2025)) == (6, 11, 6 / 11)


def test_sex_coverage_counts_only_counts_of_persons_with_a_value():
    persons, with_sex = {"courses", "centres", "staff", "silent"}, {"staff", "silent", "places"}
    assert only(sex_coverage(ASKED, persons, with_sex, year=2025)) == (1, 3, 1 / 3)


def test_mean_progress_is_capped_and_tells_how_many_it_is_of():
    # (1 + 1/2 + 0) / 3
    assert only(measures.mean_capped_progress(ASKED, year=2025)) == (3, 11, 0.5)


def test_where_nothing_can_be_counted_the_value_is_empty():
    nothing = {"not applicable": ASKED["not applicable"]}
    results = [
        value_rate(nothing, year=2025),
        sex_coverage(nothing, {"not applicable"}, set(), year=2025),
        measures.mean_capped_progress(nothing, year=2025),
        response_rate({}, year=2025),
    ]
    assert all(isnan(only(result)[2]) for result in results)
    assert measures.status_shares({}, year=2025)["value"].isna().all()
    assert only(response_rate(nothing, year=2025)) == (1, 1, 1)


@pytest.mark.parametrize("missing", Missing)
def test_what_is_missing_moves_no_mean(missing):
    more = ASKED | {"another": said({2025: missing}, STOCK_UP, target=TARGET)}
    assert only(measures.mean_capped_progress(more, year=2025))[::2] == (3, 0.5)


def test_a_measure_that_serves_several_actions_counts_once():
    shared = ["courses", "centres", "courses", "staff", "courses"]
    assert list(of_measures(ASKED, shared)) == ["courses", "centres", "staff"]
    assert only(response_rate(of_measures(ASKED, shared), year=2025)) == (3, 3, 1)


def test_in_the_plan_too_a_shared_indicator_counts_once_in_a_theme_and_once_in_the_plan():
    plan = load_plan(DATA)
    assessments = {key: said({2025: Missing.NOT_COLLECTED}, FLOW_UP) for key in plan.measures}
    at_actions = [measure.id for action in plan.actions.values() for measure in action.measures]
    assert len(at_actions) > len(plan.measures)
    assert only(response_rate(of_measures(assessments, at_actions), year=2025))[1] == len(plan.measures)
    for theme in plan.themes.values():
        of_theme = of_measures(assessments, [measure.id for action in theme.actions for measure in action.measures])
        assert list(of_theme) == [measure.id for measure in theme.measures]


def test_a_measure_that_was_not_assessed_is_not_left_out_silently():
    with pytest.raises(MeasureError, match="kurslar"):
        of_measures(ASKED, ["courses", "kurslar"])


@pytest.mark.parametrize("aggregate", [measures.status_shares, measures.coverage, measures.mean_capped_progress])
def test_assessments_of_another_year_are_refused(aggregate):
    with pytest.raises(MeasureError, match=r"staff.*2024.*2025"):
        aggregate({"staff": ASKED["staff"]}, year=2024)


def test_every_aggregate_has_a_whole_card():
    cards = [one for one in registered() if one.place[0] == measures.__name__]
    assert [tuple(indicator.name for indicator in one.indicators) for one in cards] == [
        ("progress_status_share",),
        ("progress_response_rate", "progress_value_rate", "progress_sex_coverage"),
        ("progress_mean_capped",),
    ]
    assert all(tuple(one.card) == ("Summary", *SECTIONS) and all(one.card.values()) for one in cards)


# --- the result table ------------------------------------------------------------


def test_the_result_table_has_a_row_for_every_measure_with_its_counts_and_its_status():
    table = result_rows(ASKED, dict.fromkeys(ASKED, MeasureUnit.COURSE))
    assert set(table.columns) <= set(COLUMNS)
    assert table["indicator"].tolist() == list(ASKED)
    rows = {row["indicator"]: row for row in table.to_dict("records")}
    assert {name: cell for name, cell in rows["staff"].items() if name != "denominator"} == {
        "indicator": "staff",
        "year": 2025,
        "numerator": 20,
        "value": 20,
        "unit": "course",
        "target": 30,
        "status": "toward",
    }
    ratio = rows["counselled"]
    assert (ratio["numerator"], ratio["denominator"], ratio["value"]) == (1, 3, float(Fraction(100, 3)))
    assert (rows["map"]["status"], rows["silent"]["status"]) == ("done", "no_data")
    assert isnan(rows["courses"]["target"])
    assert isnan(rows["staff"]["denominator"])


@pytest.mark.parametrize("measure_id", ["silent", "not collected", "not applicable", "suppressed", "map"])
def test_what_is_missing_has_no_number_in_the_table(measure_id):
    table = result_rows({measure_id: ASKED[measure_id]}, {measure_id: MeasureUnit.COURSE})
    assert table[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_0_of_0_keeps_its_counts_and_has_no_value():
    (row,) = result_rows({"a": ASKED["none asked"]}, {"a": MeasureUnit.PERCENT}).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (0, 0)
    assert isnan(row["value"])


def test_no_measures_make_an_empty_table():
    assert list(collect([result_rows({}, {})]).columns) == COLUMNS
    assert len(result_rows({}, {})) == 0
