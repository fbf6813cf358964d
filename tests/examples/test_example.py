"""The fictional municipality: made anew byte for byte, valid, plainly invented, and with every case in it."""

from __future__ import annotations

import csv
import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from yeep_analysis.edition import Edition
from yeep_analysis.municipality import outlines as shapes
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.texts import TEXTS, texts_of
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.progress.evaluation import load_evaluation
from yeep_analysis.reporting.follow_up import FollowUp, load_follow_up
from yeep_analysis.reporting.questions import OF_A_CORRECTION, UnitReason
from yeep_analysis.reporting.replies import Reply, replies
from yeep_analysis.words.terms import (
    ActionStatus,
    BodyKind,
    Breakdown,
    Direction,
    EmploymentType,
    Fate,
    Field,
    MeasureKind,
    Office,
    PathStatus,
    PlaceLevel,
    Reason,
    ReporterBasis,
    Sex,
    StaffDimension,
    Status,
    Subject,
    UnitKind,
    Verdict,
)

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
DATA = EXAMPLES / "ornek"
YEARS = (2023, 2024, 2025)
AGAIN = "the forms or the story changed: run `python examples/make.py`, look at the difference, and commit it"


def make() -> ModuleType:
    """``examples/make.py`` as a module."""
    spec = importlib.util.spec_from_file_location("make_example", EXAMPLES / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(DATA)


@pytest.fixture(scope="module")
def follow_up(plan: Plan) -> FollowUp:
    return load_follow_up(DATA, plan)


@pytest.fixture(scope="module")
def told(follow_up: FollowUp) -> dict[tuple[int, str], Reply]:
    """Every reply by year and key: ``told[2023, "measure/kurs_katilimcisi"]``."""
    return {(year, str(key)): one for year in YEARS for key, one in replies(follow_up.results[year].rows).items()}


# --- made anew -------------------------------------------------------------------------------------------------------


def test_the_results_are_what_the_story_gives(tmp_path: Path):
    data = Path(shutil.copytree(DATA, tmp_path / "ornek"))
    (data / "results" / "2023.csv").write_text("spoiled", encoding="utf-8")
    (data / "results" / "left_over.csv").write_text("spoiled", encoding="utf-8")
    make().build(data)
    again = {path.name: path.read_bytes() for path in (data / "results").iterdir()}
    committed = {path.name: path.read_bytes() for path in (DATA / "results").iterdir()}
    assert sorted(again) == sorted(committed) == ["2023.csv", "2024.csv", "2025.csv", "corrections.csv"]
    assert [name for name in again if again[name] != committed[name]] == [], AGAIN


def test_every_line_of_the_story_is_delivered():
    days = {(row["year"], row["delivery"]): row["received_on"] for row in table(EXAMPLES / "deliveries.csv")}
    story = table(EXAMPLES / "story.csv")
    assert {(line["year"], line["delivery"]) for line in story} == set(days)
    assert len({tuple(line.values())[:-1] for line in story}) == len(story)
    assert all(day > f"{year}-12-31" for (year, _number), day in days.items())


def test_a_cell_that_no_form_has_is_told(tmp_path: Path, capsys: pytest.CaptureFixture):
    module = make()
    form = tmp_path / "2024-fen_isleri.xlsx"
    module.run("forms", "2024", "--data", str(DATA), "--out", str(tmp_path), "--unit", "fen_isleri")
    with pytest.raises(SystemExit, match=r"2024-fen_isleri\.xlsx has no open cell measure/brosur value"):
        module.fill(form, [{"row": "measure/brosur", "field": "value", "value": "1"}])


def test_no_form_is_kept():
    """The only workbook is the plan of Pınarova, which is there as a workbook only."""
    assert [path.name for path in files() if path.suffix == ".xlsx"] == ["pinarova-plan.xlsx"]
    assert {path.suffix for path in files()} <= {".csv", ".geojson", ".svg", ".ipynb", ".md", ".py", ".json", ".xlsx"}


# --- plainly invented ------------------------------------------------------------------------------------------------


def files() -> list[Path]:
    return [path for path in EXAMPLES.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def words_of(path: Path) -> str:
    """What is written in a file; of a workbook in all its parts."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def test_it_is_valid_and_fictional():
    tables = validate_tables(DATA)
    municipality = tables["municipality"].rows[0][1]
    assert municipality.is_fictional
    assert "Kurmaca" in municipality.plan  # it stands where no banner does: in reminders and in the forms' titles
    assert (municipality.plan_start, municipality.plan_end) == (YEARS[0], YEARS[-1])
    assert {row.year for _number, row in tables["population"].rows} == set(range(2007, 2026))


def test_every_source_says_that_it_is_invented():
    for row in table(DATA / "sources.csv"):
        assert row["producer"] == "Kurmaca (örnek)"
        assert row["licence"].startswith("Kurmaca veri")
        assert "uydurulmuştur" in row["note"]
        assert row["named_source"] == ""


def test_every_text_of_an_edition_says_that_it_is_invented():
    for edition in ("2025", "2023-2025"):
        assert texts_of(DATA, edition) == set(TEXTS)
    assert texts_of(DATA, "2024") == set()  # an edition for which nobody wrote
    texts = {path: path.read_text(encoding="utf-8") for path in (DATA / "editions").rglob("*.md")}
    assert len(texts) == 2 * len(TEXTS)
    assert [path.name for path, text in texts.items() if not text.startswith("**Bu bir örnektir")] == []
    assert [path.name for path, text in texts.items() if "uydurulmuştur" not in text] == []


def test_nothing_in_it_was_written_for_a_test():
    """It is shown to everybody: no markup, no line that only tries something."""
    told = [path for path in DATA.rglob("*") if path.suffix in (".csv", ".md")]
    texts = {path: path.read_text(encoding="utf-8") for path in [*told, DATA.parent / "story.csv"]}
    tried = re.compile(r"<\w|\||\bdenemedir|\btest\b", re.IGNORECASE)
    assert {path: tried.findall(text) for path, text in texts.items() if tried.search(text)} == {}


def test_nothing_of_the_real_municipality_is_in_it():
    real = table(ROOT / "data" / "municipality.csv")[0]
    names = {real["district"], real["province"], *(row["name"] for row in table(ROOT / "data" / "mahalles.csv"))}
    words = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names)))})", re.IGNORECASE)
    codes = {real["district_code"], *(row["mahalle_code"] for row in table(ROOT / "data" / "mahalles.csv"))}
    for path in files():
        text = words_of(path)
        assert words.search(text) is None, path.name
        assert not re.search(r"narl[ıi]dere|izmir", text, re.IGNORECASE), path.name
    assert codes.isdisjoint(row["mahalle_code"] for row in table(DATA / "mahalles.csv"))
    assert real["district_code"] != table(DATA / "municipality.csv")[0]["district_code"]


def test_no_figure_of_the_real_municipality_is_in_it():
    for name in ("population", "population_by_age", "mahalle_population", "electorate"):
        real, invented = ({row["n"] for row in table(folder / f"{name}.csv")} for folder in (ROOT / "data", DATA))
        assert real.isdisjoint(invented), name


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("goals", "goal_text"),
        ("objectives", "objective_text"),
        ("actions", "action_text"),
        ("indicators", "indicator_text"),
        ("measures", "measure_id"),
        ("principles", "text"),
        ("methodology", "row_id"),
    ],
)
def test_no_sentence_of_the_real_plan_is_in_it(file: str, column: str):
    real, invented = (
        {row[column] for row in table(folder / "plan" / f"{file}.csv")} for folder in (ROOT / "data", DATA)
    )
    assert invented
    assert real.isdisjoint(invented)


def test_its_places_are_in_the_sea():
    places = [(float(row["longitude"]), float(row["latitude"])) for row in table(DATA / "mahalles.csv")]
    outlines = shapes.read(DATA, {row["mahalle_code"] for row in table(DATA / "mahalles.csv")})
    places += [place for polygons in outlines.values() for rings in polygons for ring in rings for place in ring]
    assert len(outlines) == 7
    assert all(33.9 <= east <= 34.1 and 42.9 <= north <= 43.1 for east, north in places)  # the Black Sea


def test_no_year_carries_the_effect_of_barracks():
    counts = {(row["year"], row["sex"]): int(row["n"]) for row in table(DATA / "population_by_age.csv")}
    years = {year for year, _sex in counts}
    assert len(years) == 19
    assert all(0.9 < counts[year, Sex.MALE] / counts[year, Sex.FEMALE] < 1.1 for year in years)


# --- every case ------------------------------------------------------------------------------------------------------


def test_the_facts_have_everything_that_facts_can_have():
    tables = {name: [row for _number, row in content.rows] for name, content in validate_tables(DATA).items()}
    assert [name for name, rows in tables.items() if not rows] == []
    posts = tables["representation"]
    assert {row.office for row in posts} == set(Office)
    assert {row.year for row in posts if row.office in (Office.COUNCIL_MEMBER, Office.MUHTAR, Office.MAYOR)} == {
        2019,
        2024,
    }
    assert {row.year for row in posts if row.office in (Office.STAFF, Office.DEPARTMENT_HEAD)} == {2022, 2025}
    assert {(row.year, row.dimension) for row in tables["staff"]} == {
        (year, which) for year in (2022, 2025) for which in StaffDimension
    }
    types = {row.category for row in tables["staff"] if row.dimension == StaffDimension.EMPLOYMENT_TYPE}
    assert types == set(EmploymentType)
    assert {row.kind for row in tables["bodies"]} == set(BodyKind)
    assert {row.level for row in tables["reference_places"]} == {PlaceLevel.DISTRICT, PlaceLevel.PROVINCE}
    years = {row.year for row in tables["population"]}
    assert {(row.year, row.age_group) for row in tables["reference_population"]} == {
        (year, age) for year in years for age in ("all", "20-24")
    }
    assert {row.year for row in tables["mahalle_population"]} == {2022, 2025}


def test_every_source_of_the_facts_is_used():
    named = {row["source_id"] for path in DATA.glob("*.csv") if path.stem != "sources" for row in _sourced(path)}
    assert named == {row["source_id"] for row in table(DATA / "sources.csv")} - {"plan_tables"}


def _sourced(path: Path) -> list[dict[str, str]]:
    return [row for row in table(path) if "source_id" in row]


def test_the_plan_has_everything_that_a_plan_can_have(plan: Plan):
    measures = plan.measures.values()
    assert {one.kind for one in measures} == set(MeasureKind)
    assert {one.direction for one in measures} == set(Direction)
    assert {by for one in measures for by in one.breakdowns} == set(Breakdown)
    assert {one.measures_action for one in measures} == {Verdict.YES, Verdict.PARTLY, Verdict.NO}
    assert {one.is_sensitive for one in measures} == {one.counts_persons for one in measures} == {True, False}
    assert any(len({action.theme.id for action in one.actions}) > 1 for one in plan.indicators.values())
    assert any(one.kind == UnitKind.COLLECTIVE for one in plan.units.values())
    assert any(not one.actions for one in plan.objectives.values())
    assert any(one.period is None for one in plan.actions.values())
    assert len({one.unit for one in measures}) >= 12


def test_the_follow_up_has_everything(follow_up: FollowUp):
    assert {row.basis for row in follow_up.reporters.rows} == set(ReporterBasis)
    assert {row.subject for row in follow_up.reporters.rows} == set(Subject) - {Subject.GOAL}
    assert {row.fate for row in follow_up.crosswalk} == set(Fate)
    assert {row.set_in for row in follow_up.targets} == {2023, 2024}
    assert list(follow_up.results) == list(YEARS)


def test_every_field_status_and_reason_is_reported(told: dict[tuple[int, str], Reply]):
    fields = {which for one in told.values() for which in one.fields}
    assert fields == set(Field) - {*OF_A_CORRECTION, Field.PUBLISH_EVIDENCE}  # go into the log; come by CSV alone
    assert {one.status for one in told.values()} - {None} == set(ActionStatus)
    assert {one.missing.value for one in told.values() if one.missing} | {"not_reported"} == {*UnitReason}
    assert {one.text(Field.MAY_PUBLISH) for one in told.values()} == {"yes", "no", ""}


def assessed() -> Iterator:
    for year in YEARS:
        yield from load_evaluation(Edition(year, "tr", DATA)).assessed.values()


def test_every_status_is_said_of_some_measure():
    found = list(assessed())
    assert {one.status for one in found} == set(Status)
    assert {one.path_status for one in found} == set(PathStatus) - {PathStatus.NOT_MET}  # as its reason, below
    said = {one.reason for one in found} | {one.path_reason for one in found}
    assert set(Reason) - said <= {Reason.NOT_YET_SET, Reason.TARGET_YEAR_NOT_AFTER_BASE}


def test_a_unit_is_late_one_never_answers_and_one_answers_in_part(
    follow_up: FollowUp, told: dict[tuple[int, str], Reply]
):
    days = {
        (year, row.unit_id): row.received_on.isoformat()
        for year in YEARS
        for row in reversed(follow_up.results[year].rows)
    }
    assert days[2023, "kent_konseyi"] == "2024-06-20" > days[2023, "fen_isleri"]
    assert (2024, "kent_konseyi") not in days
    assert (2025, "kent_konseyi") in days
    partial = [key for (year, key), one in told.items() if year == 2025 and one.is_partial]
    assert {told[2025, key].unit_id for key in partial} == {"sosyal_isler"}
    assert {told[2025, key].text(Field.LAST_MONTH) for key in partial} == {"9"}


def test_corrections_have_their_reasons(follow_up: FollowUp):
    log = [row for year in YEARS for row in follow_up.results[year].corrections]
    assert {(row.year, row.subject_id, row.field.value) for row in log} >= {
        (2023, "kurs_katilimcisi", "male"),
        (2024, "guvensiz_nokta", "value"),
        (2024, "konukevi_talebi", "numerator"),  # sensitive, and small before and after: no document may show it
        (2024, "hukuki_gorusme", "missing"),  # not reported first, reported later
        (2025, "katilim_g1_h2_e1", "status"),
    }
    assert any(row.breakdown for row in log)
    assert all(row.reason for row in log)


def test_the_figures_of_the_story(told: dict[tuple[int, str], Reply]):
    def values(measure: str) -> list:
        return [
            told[year, f"measure/{measure}"].value if (year, f"measure/{measure}") in told else "" for year in YEARS
        ]

    assert values("kres_insaati") == [20, 60, 100]
    assert values("farkindalik_etkinligi") == [3, 5, 6]  # small counts
    assert values("kursu_birakan") == [36, 30, 19]  # falls, as the plan wants
    assert values("mahalle_toplantisi") == [28, 30, 12]  # falls, as it does not
    assert values("oyun_odasi") == [0, 0, 3]  # true zeros
    assert values("cift_danismanligi") == [7, 0, None]
    assert values("kadin_meclisi_uyesi") == [38, "", 61]
    assert values("yonerge_kabulu") == [0, 1, ""]  # reached, and not asked again
    assert values("konukevi_talebi") == [None, 75, 100]
    assert told[2023, "measure/konukevi_talebi"].fields[Field.DENOMINATOR] == "0"  # 0 of 0
    assert told[2024, "measure/pazar_kadin"].is_confirmed  # 12, then 48
    sexes = [Field.FEMALE in told[year, "measure/toplanti_katilimcisi"].fields for year in YEARS]
    assert sexes == [False, True, True]
