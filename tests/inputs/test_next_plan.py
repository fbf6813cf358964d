"""The plan that follows: what the crosswalk carries over, last values as baselines, the old plan closed beside it."""

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from yeep_analysis import shipped
from yeep_analysis.cli.main import main
from yeep_analysis.disclosure import ledger
from yeep_analysis.disclosure.ledger import Told
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.progress.evaluation import carried, load_evaluation
from yeep_analysis.progress.observations import Observation, Rule
from yeep_analysis.progress.previous_tables import before_and_now
from yeep_analysis.publishing import manifest
from yeep_analysis.sensitive.protected import load_applications, load_survey
from yeep_analysis.words.terms import Missing, Status

CITES_THE_PLAN = "needs_analysis"
KEPT = "katilim_g1_h1_e1"
YEARS = "2025-2028"  # the old plan ends in the year in which the new one begins


def table_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows(folder, table):
    return table_of(folder / "plan" / f"{table}.csv")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    place = tmp_path_factory.mktemp("next")
    old = Path(shutil.copytree(shipped.example(), place / "old"))
    events = (old / "events.csv").read_text(encoding="utf-8")
    assert "görüşmeleri,ornek_preparation" in events
    (old / "events.csv").write_text(
        events.replace("görüşmeleri,ornek_preparation", "görüşmeleri,plan_tables"), encoding="utf-8", newline="\n"
    )
    _set_beside_frameworks(old)
    ledger.make_salt(old)
    month = ("monthly 2025", "police", "2025-05", "", "", "")
    ledger.write(old, [Told(1, "2025-05", "tr", date(2025, 6, 9), "a" * 64, {month: 61}, frozenset({month}))])
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    call = ["new", str(place / "new"), "--next", str(old), "--plan-name", "Yeni Plan", "--plan-years", YEARS]
    assert main([*call, "--lang", "en"]) == 0
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    return old, place / "new"


def _set_beside_frameworks(old):
    """An action that goes on answers an article of a charter and a principle of the plan."""
    principle = rows(old, "principles")[0]["principle_id"]
    for table, written in (
        ("frameworks", ["charter,Şart,1,Başlık,rendering,Kaynak", f"own,İlkeler,{principle},,plan,Plan"]),
        ("links", [f"action,{KEPT},{link},true,true,proposal," for link in ("charter,1", f"own,{principle}")]),
    ):
        header = ",".join(
            name for name in FOLLOW_UP_TABLES[table].columns if name not in FOLLOW_UP_TABLES[table].optional
        )
        text = "\n".join([header, *written]) + "\n"
        (old / "plan" / f"{table}.csv").write_text(text, encoding="utf-8", newline="\n")


def test_a_framework_goes_on_and_the_principles_of_the_plan_that_ends_do_not(begun):
    old, new = begun
    assert [row["framework"] for row in rows(old, "frameworks")] == ["charter", "own"]
    assert [row["framework"] for row in rows(new, "frameworks")] == ["charter"]
    assert [(row["subject_id"], row["framework"]) for row in rows(new, "links")] == [(KEPT, "charter")]


def test_what_was_decided_holds(begun):
    old, new = begun
    plan, was = load_plan(new), load_plan(old)
    fates = {(row["subject"], row["subject_id"]): row for row in rows(old, "crosswalk")}
    for subject, now, before in (("action", plan.actions, was.actions), ("measure", plan.measures, was.measures)):
        for key in before:
            fate = fates.get((subject, key), {}).get("fate", "undecided")
            assert fate != "dropped" or key not in now
            if subject == "action":
                assert (key in now) == (fate != "dropped")
    changed = fates["action", "katilim_g1_h1_e1"]
    assert plan.actions["katilim_g1_h1_e1"].text == changed["next_text"]
    assert all(action.period is None for action in plan.actions.values())


def test_the_folder_is_sound_and_has_no_results(begun, capsys):
    _old, new = begun
    assert main(["check", "--data", str(new), "--lang", "en"]) == 0, capsys.readouterr().err
    assert not list((new / "results").iterdir())
    with (new / "municipality.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["plan"], row["plan_start"], row["plan_end"]) == ("Yeni Plan", "2025", "2028")


def test_the_old_plan_is_closed_beside_it(begun):
    old, new = begun
    closed = new / "previous" / "2023-2025"
    for folder in ("plan", "results", "editions"):
        names = {path.relative_to(old / folder) for path in (old / folder).rglob("*") if path.is_file()}
        assert {path.relative_to(closed / folder) for path in (closed / folder).rglob("*") if path.is_file()} == names


def test_months_survey_ledger_and_secret_go_on_and_lie_in_one_place(begun):
    """Readers of the old plan's editions read the new ones too: all are protected together."""
    old, new = begun
    going_on = [
        *(old / "monthly").iterdir(),
        *(old / name for name in ("deprivation.csv", "published.csv", ledger.SALT)),
    ]
    assert len(going_on) > 4
    for path in going_on:
        assert (new / path.relative_to(old)).read_bytes() == path.read_bytes()
        assert not (new / "previous" / "2023-2025" / path.relative_to(old)).exists()
    place = validate_tables(new)["municipality"].rows[0][1]
    for edition in (Edition(2025, "tr", new, month=6), Edition(2025, "tr", new)):
        as_before = load_applications(replace(edition, data=old), place)
        assert load_applications(edition, place) == as_before and as_before.cells
    assert load_survey(Edition(2025, "tr", new), place).survey_year == 2024


def test_a_public_manifest_tells_no_hash_of_results_of_the_old_plan(begun):
    _old, new = begun
    described = {one["path"]: one for one in manifest.without_secrets(manifest.data_inputs(new))}
    closed = {path: one for path, one in described.items() if path.startswith("previous/2023-2025/results/")}
    assert closed and all(set(one) == {"path"} for one in closed.values())
    assert "sha256" in described["previous/2023-2025/plan/goals.csv"]


def test_last_values_are_those_of_the_old_plan_without_what_is_hidden(begun):
    old, new = begun
    histories = load_evaluation(Edition(2025, "en", old)).histories
    found = {row["measure_id"]: (int(row["year"]), float(row["value"])) for row in rows(new, "baselines")}
    known = {
        key: [(one.year, float(one.value)) for one in history if one.value is not None and not one.is_partial]
        for key, history in histories.items()
    }
    assert found == {key: known[key][-1] for key in load_plan(new).measures if known.get(key)}
    assert found


def test_the_source_of_the_tables_is_the_new_plan_and_figures_of_the_old_one_go_on_naming_it(begun):
    old, new = begun
    was = {one["source_id"]: one for one in table_of(old / "sources.csv")}
    now = {one["source_id"]: one for one in table_of(new / "sources.csv")}
    assert now.keys() - was.keys() == {"plan_tables_2023_2025"}
    assert now["plan_tables"]["title"] == "Yeni Plan" and not now["plan_tables"]["quote"]
    assert now["plan_tables_2023_2025"] == was["plan_tables"] | {"source_id": "plan_tables_2023_2025"}
    cited = {one["event_id"]: one["source_id"] for one in table_of(new / "events.csv")}
    assert cited.pop(CITES_THE_PLAN) == "plan_tables_2023_2025"
    assert cited == {
        one["event_id"]: one["source_id"] for one in table_of(old / "events.csv") if one["event_id"] in cited
    }


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """The plan that follows, with a report of its first year: some measures go on, one counts something else now."""
    place = tmp_path_factory.mktemp("followed")
    old, new = Path(shutil.copytree(shipped.example(), place / "old")), place / "new"
    of_it = old / "municipality.csv"
    of_it.write_text(of_it.read_text(encoding="utf-8").replace(",2023,2025,", ",2023,2024,"), encoding="utf-8")
    shutil.rmtree(old / "results" / "2025", ignore_errors=True)
    for path in (old / "results").glob("2025*"):
        path.unlink()
    call = ["new", str(new), "--next", str(old), "--plan-name", "Yeni Plan", "--plan-years", "2025-2027"]
    assert main([*call, "--lang", "en"]) == 0
    return old, new


def _reported(new, values):
    """Replies of 2025, as a year's table would have them."""
    evaluation = load_evaluation(Edition(2025, "en", new))
    histories = {key: (Observation(2025, missing=Missing.NOT_REPORTED),) for key in evaluation.plan.measures}
    histories |= {key: (one,) for key, one in values.items()}
    vars(evaluation)["histories"] = histories
    return evaluation


def test_the_first_year_is_assessed_from_the_last_value_of_the_plan_before(followed):
    old, new = followed
    last = load_evaluation(Edition(2024, "en", old)).histories
    table = {row["measure_id"]: row for row in rows(new, "baselines")}
    evaluation = _reported(new, {})
    plan = evaluation.plan
    going_on = {key for key, row in table.items() if row["is_changed"] != "true"}
    tasks = {key for key, measure in plan.measures.items() if Rule(measure.kind, measure.direction).is_milestone}
    assert set(evaluation.carried) == going_on - tasks and evaluation.carried
    values = {}
    for key, before in evaluation.carried.items():
        (was,) = [one for one in last[key] if one.year == before.year]
        assert before == was  # ratios with both their counts, so that chance can be told
        counts = {"numerator": was.numerator, "denominator": was.denominator}
        values[key] = Observation(2025, **counts) if was.denominator else Observation(2025, value=was.value)
    again = _reported(new, values)
    for key in values:
        one, way = again.assessed[key], again.rules[key].sign
        assert (one.baseline_year, one.baseline, one.change) == (table_year(table[key]), values[key].value, 0)
        assert one.status == (Status.NO_CHANGE if way else Status.NO_DIRECTION)
    shown = before_and_now(again).frame.set_index("name")
    for key, row in table.items():
        assert (shown.loc[plan.measures[key].shown, "change"] == "not compared") == (key not in again.carried), row


def table_year(row):
    return int(row["year"])


def test_what_is_counted_otherwise_now_starts_anew(followed):
    _old, new = followed
    changed = [row["measure_id"] for row in rows(new, "baselines") if row["is_changed"] == "true"]
    fates = {row["subject_id"]: row for row in rows(_old, "crosswalk") if row["subject"] == "measure"}
    assert changed and all(fates[key]["fate"] == "changed" and fates[key]["next_text"] for key in changed)
    evaluation = _reported(new, {key: Observation(2025, value=1) for key in changed})
    assert all(evaluation.assessed[key].baseline_year in (2025, None) for key in changed)


def test_a_small_count_of_a_sensitive_measure_is_no_baseline(followed):
    _old, new = followed
    evaluation = _reported(new, {})
    key = next(iter(evaluation.carried))
    row = next(one for one in evaluation.follow_up.baselines if one.measure_id == key)
    row = row.model_copy(update={"value": 3.0, "numerator": None, "denominator": None})
    plan = replace(evaluation.plan, measures={key: replace(evaluation.plan.measures[key], is_sensitive=True)})
    typed = replace(evaluation, plan=plan, follow_up=replace(evaluation.follow_up, baselines=(row,)))
    assert typed.hides(row) and typed.carried == {}
    rest = row.model_copy(update={"value": 98.0, "numerator": 98, "denominator": 100})  # two persons are not of it
    assert typed.hides(rest)
    assert not typed.hides(row.model_copy(update={"value": 30.0}))


def test_a_value_of_a_year_that_the_plan_has_as_well_is_no_baseline(followed):
    _old, new = followed
    evaluation = _reported(new, {})
    row = next(one for one in evaluation.follow_up.baselines if one.measure_id in evaluation.carried)
    assert carried([row.model_copy(update={"year": 2025})], evaluation.plan, 2025) == {}


def test_old_and_new_values_stand_side_by_side(begun):
    _old, new = begun
    evaluation = load_evaluation(Edition(2025, "en", new))
    table = before_and_now(evaluation)
    assert len(table.frame) == len(rows(new, "baselines"))
    assert set(table.frame["now"]) == {"–"}  # nothing was reported under the new plan yet, though both have 2025
    assert not evaluation.has_results
