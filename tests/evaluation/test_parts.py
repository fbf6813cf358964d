"""Parts of measures: as reported, never of sensitive measures, never where a part of persons is small."""

from pathlib import Path

import pytest

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.progress.evaluation import load_evaluation
from yeep_analysis.progress.part_tables import parts
from yeep_analysis.words.terms import Subject

EXAMPLE = Path(__file__).parents[2] / "examples/ornek"


@pytest.fixture(scope="module")
def evaluation():
    return load_evaluation(Edition(2025, "tr", EXAMPLE))


@pytest.fixture(scope="module")
def told(evaluation):
    return [row for theme in evaluation.plan.themes for row in parts(evaluation, theme).frame.to_dict("records")]


def test_parts_are_told_as_they_were_reported(evaluation, told):
    name = evaluation.plan.measures["guvensiz_nokta"].name
    rows = {row["part"]: row["value"] for row in told if row["measure"].startswith(name)}
    codes = {name: code for code, name in evaluation.mahalles.items()}
    for part, value in rows.items():
        if part in codes:
            key = RowKey(Subject.MEASURE, "guvensiz_nokta", "mahalle", codes[part])
            assert value == evaluation.replies[2025][key].value
    assert sum(rows.values()) == evaluation.reply(2025, Subject.MEASURE, "guvensiz_nokta").value == 12


def test_no_part_of_a_sensitive_measure_is_told(evaluation, told):
    sensitive = [measure.name for measure in evaluation.plan.measures.values() if measure.is_sensitive]
    assert any(key.is_part for key in evaluation.replies[2025] if evaluation.plan.measures.get(key.subject_id))
    assert [row for row in told if any(row["measure"].startswith(f"{name};") for name in sensitive)] == []


def test_persons_are_not_told_apart_where_a_part_is_small(evaluation, told):
    """Of the courses 4 women and 2 men could not be placed: the whole breakdown stays unpublished."""
    name = evaluation.plan.measures["kurs_katilimcisi"].name
    assert evaluation.parts(2025, "kurs_katilimcisi", "disability")
    assert [row for row in told if row["measure"].startswith(f"{name};")] == []
