"""The audit of the indicators: equal to counts made on another route, complete, and open about its sources."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from golden.second_route_plan import CRITERIA, VERDICTS, answers, audit_counts, holders_named

from plan.tables import DATA, table
from yeep_analysis.municipality.load_plan import PlanFile, load_plan_file
from yeep_analysis.plan import audit, tables
from yeep_analysis.plan.audit import QUESTIONS, Criterion
from yeep_analysis.words import language
from yeep_analysis.words.terms import Verdict


@cache
def file() -> PlanFile:
    return load_plan_file(DATA)


@cache
def audited() -> pd.DataFrame:
    return audit.audit(file().plan, file().judgements)


def counts() -> pd.DataFrame:
    return audit.counts(audited()).set_index("criterion")


def test_the_second_route_knows_the_same_criteria_and_verdicts():
    assert [criterion.value for criterion in Criterion] == CRITERIA
    assert [verdict.value for verdict in Verdict] == VERDICTS


@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_counts_of_a_criterion_equal_those_of_the_second_route(criterion):
    assert counts().loc[criterion, VERDICTS].to_dict() == audit_counts()[criterion]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_each_measure_is_answered_as_on_the_second_route(criterion):
    rows = audited()[audited()["criterion"] == criterion]
    assert dict(zip(rows["measure_id"], rows["verdict"], strict=True)) == answers()[criterion]


def test_the_plan_gives_no_baseline_and_no_target():
    for criterion in ("baseline", "target"):
        assert audit_counts()[criterion] == {"yes": 0, "partly": 0, "no": 78, "not_applicable": 0}


def test_every_criterion_has_all_measures():
    assert counts()["measures"].to_dict() == dict.fromkeys(CRITERIA, 78)
    assert counts()[VERDICTS].sum(axis=1).to_dict() == dict.fromkeys(CRITERIA, 78)


def test_every_measure_has_one_answer_to_each_of_eight_questions():
    by_measure = audited().groupby("measure_id", sort=False)["criterion"].apply(list)
    assert list(by_measure.index) == list(file().plan.measures)
    assert all(asked == CRITERIA for asked in by_measure)


def test_sex_is_not_applicable_exactly_where_no_persons_are_counted():
    persons = {row["measure_id"] for row in table("measures") if row["counts_persons"] == "true"}
    rows = audited()[audited()["criterion"] == "sex"].set_index("measure_id")["verdict"]
    assert set(rows.index[rows != "not_applicable"]) == persons
    assert 0 < len(persons) < 78


def test_persons_are_counted_exactly_where_the_unit_is_a_person_or_a_student():
    assert [row["measure_id"] for row in table("measures") if row["counts_persons"] == "true"] == [
        row["measure_id"] for row in table("measures") if row["unit"] in ("person", "student")
    ]


def test_no_other_criterion_is_ever_not_applicable():
    assert set(audited().loc[audited()["verdict"] == "not_applicable", "criterion"]) == {"sex"}


def test_a_breakdown_that_only_the_methodology_asks_for_does_not_stand_in_the_wording():
    by_methodology = {
        (row["measure_id"]): row["basis"] for row in table("measure_breakdowns") if row["breakdown"] == "sex"
    }
    rows = audited()[audited()["criterion"] == "sex"].set_index("measure_id")["verdict"]
    assert {rows[key] for key, basis in by_methodology.items() if basis == "methodology"} == {"no"}
    assert {rows[key] for key, basis in by_methodology.items() if basis == "female_only"} == {"yes"}


def test_a_holder_is_called_named_exactly_where_an_action_makes_it_responsible():
    assert {key: judged.holder_is_named for key, judged in file().judgements.items()} == holders_named()


def test_an_answer_that_is_not_yes_says_why():
    for row in table("audit_judgements"):
        for verdict, note in (
            ("is_specific", "specific_note"),
            ("is_measurable", "measurable_note"),
            ("is_related", "related_note"),
        ):
            assert bool(row[note].strip()) == (row[verdict] != "yes"), (row["measure_id"], verdict)


def test_every_measure_has_a_suggested_wording_that_ends_with_its_unit():
    shown = tables.wordings(file().plan, file().judgements).frame
    assert len(shown) == 78
    assert sorted(shown["suggested"]) == sorted(row["suggested_wording"] for row in table("audit_judgements"))
    assert [text for text in shown["suggested"] if not text.endswith(")")] == []


def test_a_suggested_wording_is_not_the_wording_of_the_plan():
    assert [m.id for m in file().plan.measures.values() if file().judgements[m.id].suggested_wording == m.text] == []


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_every_criterion_has_a_question_and_a_source_that_readers_see(lang):
    language.use(lang)
    assert set(QUESTIONS) == set(Criterion)
    shown = tables.answers(audit.counts(audited())).frame
    assert list(shown["criterion"]) == CRITERIA
    assert all(text.endswith("?") or text.endswith(".)") for text in shown["asks"])
    assert all(text.strip() for text in shown["source"]) and all(text.strip() for text in shown["name"])


def test_questions_and_sources_are_turkish_in_turkish():
    english = {text for question in QUESTIONS.values() for text in (question.asks, question.source)}
    shown = tables.answers(audit.counts(audited())).frame
    assert english & {*shown["asks"], *shown["source"]} == set()


def test_the_audit_of_no_plan_has_no_answers_and_counts_nothing():
    nothing = audit.audit(type(file().plan)(), {})
    assert list(nothing.columns) == ["measure_id", "criterion", "verdict"] and nothing.empty
    assert audit.counts(nothing)["measures"].sum() == 0


def test_counting_leaves_the_answers_as_they_were():
    before = audited().copy(deep=True)
    audit.counts(audited())
    pd.testing.assert_frame_equal(audited(), before)
