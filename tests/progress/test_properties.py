"""What holds for any history: the rules are tried on measures that do not exist."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from yeep_analysis.progress import Assessment, Observation, Rule, Target, assess, coverage, sensitivity
from yeep_analysis.words.terms import Direction, MeasureKind, Missing, PathStatus, Status

few = settings(max_examples=30, deadline=None)
frames = settings(max_examples=12, deadline=None)
YEAR = 2025
OPPOSITE = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}
MIRRORED = {Status.TOWARD: Status.AWAY, Status.AWAY: Status.TOWARD}
COMPARED = (Status.TOWARD, Status.NO_CHANGE, Status.AWAY)

years = st.integers(2018, YEAR + 2)
counts = st.one_of(st.integers(0, 30), st.integers(0, 10**6))
ratios = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
kinds = st.sampled_from(MeasureKind)
directions = st.sampled_from(Direction)
set_targets = st.builds(
    Target, st.integers(2019, 2030), counts, st.integers(2018, 2027), st.none() | st.integers(2018, 2026)
)
targets = st.none() | set_targets


def observations_of(kind: MeasureKind, year: int) -> st.SearchStrategy[Observation]:
    """Any observation of a year that a measure of the kind may have."""
    partial = st.booleans()
    values = {
        MeasureKind.MILESTONE: st.integers(0, 1),
        MeasureKind.REPORT: st.integers(0, 1),
        MeasureKind.COMPLETION_RATE: st.fractions(0, 100, max_denominator=10),
    }.get(kind, counts)
    valued = st.builds(lambda value, over: Observation(year, value, is_partial=over), values, partial)
    if kind == MeasureKind.RATIO_OF_COUNTS:
        valued = st.builds(lambda two, over: Observation(year, None, *two, is_partial=over), ratios, partial)
    return valued | st.builds(lambda why: Observation(year, missing=why), st.sampled_from(Missing))


@st.composite
def cases(draw, kinds=kinds, directions=directions, targets=targets):
    """A history, its rule and perhaps a target."""
    rule = Rule(draw(kinds), draw(directions))
    history = [draw(observations_of(rule.kind, year)) for year in sorted(draw(st.sets(years, max_size=6)))]
    return history, rule, draw(targets)


counted = st.sampled_from([MeasureKind.YEARLY_FLOW, MeasureKind.STOCK])
wanting = st.sampled_from([Direction.INCREASE, Direction.DECREASE])


@few
@given(case=cases(), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_all_later_years_are_irrelevant(case, shuffled):
    history, rule, target = case
    mixed = list(history)
    shuffled.shuffle(mixed)
    known = [one for one in history if one.year <= YEAR]
    assert assess(mixed, rule, YEAR, target) == assess(known, rule, YEAR, target)
    assert sensitivity(mixed, rule, YEAR) == sensitivity(known, rule, YEAR)


@few
@given(case=cases())
def test_a_year_without_an_observation_is_one_that_was_not_reported(case):
    history, rule, target = case
    without = [one for one in history if one.year != YEAR]
    told = [*without, Observation(YEAR, missing=Missing.NOT_REPORTED)]
    assert assess(without, rule, YEAR, target) == assess(told, rule, YEAR, target)


@few
@given(case=cases(), why=st.sampled_from(Missing))
def test_a_reason_in_another_year_changes_nothing(case, why):
    history, rule, target = case
    taken = {one.year for one in history}
    free = [year for year in range(2015, YEAR) if year not in taken]
    more = [*history, *(Observation(year, missing=why) for year in free)]
    assert assess(more, rule, YEAR, target) == assess(history, rule, YEAR, target)


@few
@given(case=cases(), why=st.sampled_from(Missing))
def test_what_is_missing_has_no_number(case, why):
    history, rule, target = case
    one = assess([*(o for o in history if o.year != YEAR), Observation(YEAR, missing=why)], rule, YEAR, target)
    assert (one.value, one.change, one.previous_change, one.relative_change) == (None,) * 4
    assert (one.progress, one.expected, one.missing) == (None, None, why)
    assert one.status in (Status.NO_DATA, Status.DONE)


@few
@given(case=cases())
def test_the_assessment_agrees_with_itself(case):
    history, rule, target = case
    one = assess(history, rule, YEAR, target)
    if one.change is not None:
        assert one.change == one.value - one.baseline
        assert one.baseline_year <= one.previous_year < YEAR
    if one.status in (Status.TOWARD, Status.AWAY) and one.change is not None:
        assert (one.change > 0) == ((one.status == Status.TOWARD) == (rule.sign > 0))
    if one.progress is not None:
        assert 0 <= one.capped_progress <= 1
        assert one.capped_progress == one.progress or not 0 <= one.progress <= 1
        assert (one.path_status == PathStatus.MET) == (one.progress >= 1)
    assert (one.missing is None) == (one.value is not None or one.reason == "no_cases")


@few
@given(case=cases(directions=wanting, targets=st.none()))
def test_a_measure_that_wants_the_opposite_has_the_opposite_status(case):
    history, rule, _target = case
    one, other = (assess(history, Rule(rule.kind, way), YEAR) for way in (rule.direction, OPPOSITE[rule.direction]))
    assert other.status == MIRRORED.get(one.status, one.status)
    assert other == replace(one, status=other.status)
    methods = [sensitivity(history, Rule(rule.kind, way), YEAR) for way in (rule.direction, OPPOSITE[rule.direction])]
    assert methods[1] == {key: MIRRORED.get(said, said) for key, said in methods[0].items()}


@few
@given(case=cases(directions=st.just(Direction.INCREASE)))
def test_to_reach_is_to_increase(case):
    history, rule, target = case
    assert assess(history, Rule(rule.kind, Direction.REACH), YEAR, target) == assess(history, rule, YEAR, target)


@few
@given(
    case=cases(kinds=counted, directions=st.just(Direction.INCREASE)),
    value=counts,
    more=st.integers(0, 10**6),
    over=st.booleans(),
)
def test_more_of_what_is_wanted_never_looks_worse(case, value, more, over):
    before, rule, target = case
    others = [one for one in before if one.year != YEAR]
    history, better = ([*others, Observation(YEAR, number, is_partial=over)] for number in (value, value + more))
    before, after = assess(history, rule, YEAR), assess(better, rule, YEAR)
    rank = {Status.AWAY: 0, Status.NOT_COMPUTABLE: 1, Status.NO_CHANGE: 1, Status.BASE_YEAR: 1, Status.TOWARD: 2}
    assert rank[after.status] >= rank[before.status]
    # where the base stays as it is, so does the path
    way = [assess(rows, rule, YEAR, target) for rows in (history, better)]
    if way[0].path_base_year != YEAR and None not in (way[0].progress, way[1].progress):
        assert way[1].progress >= way[0].progress


def grown(one: Observation, factor: int) -> Observation:
    return one if one.value is None else replace(one, value=one.value * factor)


@few
@given(case=cases(kinds=st.just(MeasureKind.STOCK)), factor=st.integers(1, 1000))
def test_the_unit_of_a_state_says_nothing(case, factor):
    """Centres or hundreds of centres: the status, the path and all parts are the same."""
    history, rule, target = case
    scaled = target and replace(target, value=target.value * factor)
    one = assess(history, rule, YEAR, target)
    other = assess([grown(o, factor) for o in history], rule, YEAR, scaled)
    kept = ("status", "reason", "relative_change", "path_status", "path_reason", "progress", "expected")
    assert [getattr(one, name) for name in kept] == [getattr(other, name) for name in kept]


@few
@given(case=cases(kinds=st.just(MeasureKind.YEARLY_FLOW), directions=wanting), factor=st.integers(1, 1000))
def test_a_change_that_is_clear_stays_clear_where_all_counts_are_larger(case, factor):
    history, rule, _target = case
    one = assess(history, rule, YEAR)
    other = assess([grown(o, factor) for o in history], rule, YEAR)
    assert one.status not in (Status.TOWARD, Status.AWAY) or one.status == other.status


@few
@given(case=cases(), later=st.integers(1, 500))
def test_the_calendar_says_nothing(case, later):
    history, rule, target = case
    moved = [replace(one, year=one.year + later, value=one.value) for one in history]
    to = target and Target(
        target.year + later, target.value, target.set_in + later, target.base_year and target.base_year + later
    )
    one, other = assess(history, rule, YEAR, target), assess(moved, rule, YEAR + later, to)
    dates = ("year", "baseline_year", "previous_year", "path_base_year")
    back = {name: getattr(other, name) and getattr(other, name) - later for name in dates}
    assert replace(other, **back) == one


@few
@given(case=cases(kinds=st.just(MeasureKind.STOCK), directions=wanting, targets=set_targets))
def test_target_and_value_turned_round_give_the_same_way(case):
    """A falling measure seen as what is left to a ceiling: progress, expectation and place are the same."""
    history, rule, target = case
    ceiling = 10**6 + 1
    turned = [o if o.value is None else replace(o, value=ceiling - o.value) for o in history]
    opposite = Rule(rule.kind, OPPOSITE[rule.direction])
    one = assess(history, rule, YEAR, target)
    other = assess(turned, opposite, YEAR, replace(target, value=ceiling - target.value))
    kept = ("status", "reason", "path_status", "path_reason", "progress", "expected")
    assert [getattr(one, name) for name in kept] == [getattr(other, name) for name in kept]


@few
@given(case=cases(directions=st.just(Direction.NONE)))
def test_a_measure_without_a_direction_is_never_called_good_or_bad(case):
    history, rule, target = case
    one = assess(history, rule, YEAR, target)
    assert one.status not in COMPARED
    assert one.path_status in (PathStatus.NOT_COMPUTABLE, PathStatus.NO_TARGET)


@few
@given(case=cases())
def test_without_a_target_only_the_path_is_empty(case):
    history, rule, target = case
    one, other = assess(history, rule, YEAR, target), assess(history, rule, YEAR)
    path = ("path_status", "path_reason", "path_base_year", "path_base", "progress", "expected", "target")
    assert replace(one, **{name: getattr(other, name) for name in path}) == other


@few
@given(case=cases())
def test_all_methods_answer_or_none_and_the_first_says_what_the_report_says(case):
    history, rule, _target = case
    one, answers = assess(history, rule, YEAR), sensitivity(history, rule, YEAR)
    asked = one.status in COMPARED and one.change is not None
    assert answers["guided"] == (one.status if asked else None)
    assert (answers["direction_only"] is not None) == asked
    assert set(answers.values()) <= {None, *COMPARED}


def assessed(case) -> Assessment:
    history, rule, target = case
    return assess(history, rule, YEAR, target)


@frames
@given(found=st.lists(cases().map(assessed), max_size=5), why=st.sampled_from(Missing))
def test_a_measure_without_a_value_changes_no_other_and_no_mean(found, why):
    before = {str(place): one for place, one in enumerate(found)}
    gap = assess([Observation(YEAR, missing=why)], Rule(MeasureKind.STOCK, Direction.INCREASE), YEAR)
    after = before | {"gap": gap}

    def told(assessments, aggregate):
        return aggregate(assessments, year=YEAR).set_index("group")

    statuses = [told(one, coverage.status_shares)["numerator"] for one in (before, after)]
    assert (statuses[1] - statuses[0]).to_dict() == {f"all/{s.value}": int(s == Status.NO_DATA) for s in Status}
    means = [told(one, coverage.mean_capped_progress) for one in (before, after)]
    assert means[0].loc["all", ["value", "numerator"]].equals(means[1].loc["all", ["value", "numerator"]])
    rates = [told(one, coverage.value_rate)["numerator"].iloc[0] for one in (before, after)]
    assert rates[0] == rates[1]


@frames
@given(found=st.lists(cases().map(assessed), min_size=1, max_size=5))
def test_all_rates_lie_between_0_and_1_and_all_statuses_together_are_all_measures(found):
    assessments = {str(place): one for place, one in enumerate(found)}
    assert coverage.status_shares(assessments, year=YEAR)["numerator"].sum() == len(found)
    for aggregate in (coverage.response_rate, coverage.value_rate, coverage.mean_capped_progress):
        (value,) = aggregate(assessments, year=YEAR)["value"]
        assert value != value or 0 <= value <= 1
    backwards = dict(reversed(assessments.items()))
    means = [coverage.mean_capped_progress(one, year=YEAR) for one in (assessments, backwards)]
    assert means[0].equals(means[1])


def test_the_mean_is_taken_from_exact_parts():
    # ten tenths are one, which ten floats of 0.1 are not
    rule, target = Rule(MeasureKind.STOCK, Direction.INCREASE), Target(2026, 10, 2022)
    tenth = assess([Observation(2022, Fraction(0)), Observation(2025, Fraction(1))], rule, YEAR, target)
    assert tenth.progress == Fraction(1, 10)
    assert coverage.mean_capped_progress({str(i): tenth for i in range(10)}, year=YEAR)["value"].tolist() == [0.1]
