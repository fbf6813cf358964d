"""The crosswalk to the next plan: a row for everything, and nothing that was decided is touched."""

import shutil
from collections import Counter
from pathlib import Path

from yeep_analysis.cli.main import main
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.reporting.follow_up import load_follow_up
from yeep_analysis.words.terms import Fate, Subject

ROOT = Path(__file__).parents[2]


def test_the_crosswalk_of_a_plan_has_a_row_for_every_action_and_measure(tmp_path, capsys):
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    assert main(["crosswalk", "--data", str(data)]) == 0
    plan = load_plan(data)
    rows = load_follow_up(data, plan).crosswalk
    assert Counter(row.subject for row in rows) == {
        Subject.ACTION: len(plan.actions),
        Subject.MEASURE: len(plan.measures),
    }
    assert {row.fate for row in rows} == {Fate.UNDECIDED}
    assert str(len(rows)) in capsys.readouterr().out


def test_what_was_decided_stays_as_it_is(tmp_path):
    data = Path(shutil.copytree(ROOT / "examples/ornek", tmp_path / "data"))
    plan = load_plan(data)
    before = load_follow_up(data, plan).crosswalk
    main(["crosswalk", "--data", str(data)])
    after = load_follow_up(data, plan).crosswalk
    assert after[: len(before)] == before
    assert {(row.subject, row.subject_id) for row in after} >= {(Subject.ACTION, key) for key in plan.actions}
    main(["crosswalk", "--data", str(data)])
    assert load_follow_up(data, plan).crosswalk == after
