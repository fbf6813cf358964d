"""A new municipality: its folder is made whole or not at all, says what is missing, and no code knows another one."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest

from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.load import load
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.new_folder import GUIDES, descriptions
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.municipality.validate import validate, validate_plan
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "yeep_analysis"
GIVEN = {
    "--district-code": "1234",
    "--district": "Örnekdere",
    "--province": "İzmir",
    "--municipality": "Örnekdere Belediyesi",
    "--plan-name": "Örnekdere Yerel Eşitlik Eylem Planı",
    "--plan-years": "2026-2028",
    "--equality-unit": "Eşitlik Birimi",
}
# The smallest folder that is complete: file -> rows, in the order of the columns
FACTS = {
    "sources": [
        ["tuik", "ADNKS", "TÜİK", "2022-12-31", "", "", "MEDAS", "free", "", ""],
        ["plan_tables", "Plan", "Örnekdere Belediyesi", "", "", "", "3", "free", "", ""],
    ],
    "population": [["2022", "female", "510", "tuik"], ["2022", "male", "490", "tuik"]],
    "mahalles": [["50001", "Merkez", "27.0", "38.4", "tuik"]],
}
PLAN = {
    "themes": [["egitim", "1", "EĞİTİM", "Eğitim"]],
    "goals": [["egitim_g1", "egitim", "1", "1", "Amaç", "", ""]],
    "objectives": [["egitim_g1_h1", "egitim_g1", "1", "1.1", "Hedef", "", ""]],
    "actions": [
        [
            "egitim_g1_h1_e1",
            "egitim",
            "egitim_g1_h1",
            "1",
            "1",
            "1.1",
            "1.1.1",
            "Eylem",
            "",
            "2026",
            "2028",
            "1",
            "2",
            "",
        ]
    ],
    "units": [["esitlik", "Eşitlik Birimi", "municipal_unit", ""]],
    "unit_names": [["esitlik", "Eşitlik Birimi"]],
    "action_units": [["egitim_g1_h1_e1", "responsible", "1", "esitlik", "Eşitlik Birimi"]],
    "indicators": [["kurs", "Kurs sayısı", "", ""]],
    "action_indicators": [["egitim_g1_h1_e1", "1", "kurs", "Kurs sayısı"]],
    "measures": [
        [
            "kurs_n",
            "kurs",
            "1",
            "Kurs sayısı",
            "Açılan kurs",
            "",
            "course",
            "yearly_flow",
            "increase",
            *["false"] * 4,
            "yes",
            "",
            "",
        ]
    ],
    "measure_breakdowns": [["kurs_n", "mahalle", "objective", ""]],
    "audit_judgements": [["kurs_n", "yes", "", "yes", "", "yes", "", "esitlik", "true", "Açılan kurs sayısı"]],
    "principles": [["izleme", "1", "İzleme", "Söz"]],
    "monitoring_aspects": [["sayilar", "Sayılar", "Söz"]],
    "methodology": [["r1", "esitlik", "Eşitlik Birimi", "unit_of_analysis", "1", "Söz"]],
}


def options(**changed: str) -> list[str]:
    """The options of the command; ``None`` leaves one out."""
    given = {**GIVEN, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    return [part for option, value in given.items() if value is not None for part in (option, value)]


def new(folder: Path, *arguments: str) -> int:
    """``yeep new``, in English."""
    return main(["new", str(folder), *arguments, "--lang", "en"])


@pytest.fixture
def folder(tmp_path: Path, capsys) -> Path:
    """A new folder, as the command makes it."""
    assert new(tmp_path / "ornek", *options()) == 0
    capsys.readouterr()
    return tmp_path / "ornek"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fill(folder: Path, tables: dict[str, list[list[str]]]) -> None:
    """Write rows below the heads that are there; columns that may be lacking stay empty."""
    declared = {**TABLES, **PLAN_TABLES}
    for name, rows in tables.items():
        width = len(declared[name].columns)
        with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)


# --- what is made ------------------------------------------------------------


def test_every_table_is_there_with_its_columns_and_no_rows(folder):
    tables = {f"{name}.csv": table for name, table in TABLES.items()}
    tables |= {f"plan/{name}.csv": table for name, table in {**PLAN_TABLES, **FOLLOW_UP_TABLES}.items()}
    made = files(folder)
    assert set(made) == {*tables, "datapackage.json", "README.md"}
    for path, table in tables.items():
        head, *rows = csv.reader(io.StringIO(made[path].decode("utf-8-sig")))
        assert (head, len(rows)) == (table.columns, path == "municipality.csv")
        assert made[path].startswith(b"\xef\xbb\xbf") and b"\r" not in made[path]
    assert all((folder / name).is_dir() for name in ("plan", "editions", "results"))


def test_the_municipality_is_that_of_the_options(folder):
    (row,) = csv.DictReader(io.StringIO((folder / "municipality.csv").read_text(encoding="utf-8-sig")))
    assert list(row.values()) == [
        *("1234", "Örnekdere", "İzmir", "Örnekdere Belediyesi", "Örnekdere Yerel Eşitlik Eylem Planı"),
        *("2026", "2028", "Eşitlik Birimi", "false", "", "", "5"),
    ]


def test_an_invented_municipality_is_marked(tmp_path):
    assert new(tmp_path / "a", *options(), "--fictional") == 0
    assert (tmp_path / "a" / "municipality.csv").read_text(encoding="utf-8-sig").endswith(",true,,,5\n")


def test_the_example_is_copied_whole_and_passes_the_check(tmp_path, capsys):
    folder = tmp_path / "örnek klasör"
    assert main(["new", str(folder), "--example"]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    theirs = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ours = ROOT / "examples" / "ornek"
    assert theirs == {path.relative_to(ours): path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["new", str(folder), "--example"]) == 2
    assert "boş değil" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "first", "last"), [("2026", 2026, 2026), ("2026 – 2028", 2026, 2028)])
def test_the_years_of_a_plan_may_be_written_with_a_dash_or_be_one(tmp_path, text, first, last):
    assert new(tmp_path / "a", *options(plan_years=text)) == 0
    assert f",{first},{last}," in (tmp_path / "a" / "municipality.csv").read_text(encoding="utf-8")


def test_the_descriptor_fits_the_folder(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert len(package["resources"]) == len(TABLES) + len(PLAN_TABLES) + len(FOLLOW_UP_TABLES)
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])[:3]


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_the_guide_names_every_table_and_column_in_the_order_of_filling(tmp_path, lang):
    assert main(["new", str(tmp_path / "a"), *options(), "--lang", lang]) == 0
    text = (tmp_path / "a" / GUIDES[lang]).read_text(encoding="utf-8")
    parts = re.split(r"^### `(.+)`$", text, flags=re.MULTILINE)[1:]
    tables = dict(zip(parts[::2], parts[1::2], strict=True))
    assert list(tables) == [f"{t}.csv" for t in TABLES] + [f"plan/{t}.csv" for t in {**PLAN_TABLES, **FOLLOW_UP_TABLES}]
    for path, about in tables.items():
        declared = {**TABLES, **PLAN_TABLES, **FOLLOW_UP_TABLES}[Path(path).stem]
        assert re.findall(r"^\| `(\w+)` \|", about, re.MULTILINE) == declared.columns
    assert all(f"`{word}`" in text for word in ("editions/2026/foreword.md", "plan_tables", "council_member"))
    assert "`female` (" in tables["electorate.csv"]


def test_the_guide_says_which_cells_may_be_empty_as_the_reader_of_the_tables_does(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    answers = dict(
        re.findall(r"^\| `(\w+)` \| .* \| (yes|no) \|$", text.split("### `population.csv`")[0], re.MULTILINE)
    )
    assert [name for name, answer in answers.items() if answer == "yes"] == [
        *("contact", "next_deadline", "smallest_shown"),
        *("reference_on", "published_on", "named_source", "quote", "note"),
    ]


def test_the_turkish_guide_is_turkish(tmp_path):
    assert main(["new", str(tmp_path / "a"), *options()]) == 0
    text = (tmp_path / "a" / "BENIOKU.md").read_text(encoding="utf-8")
    assert [said for said in descriptions() if f"| {said} |" in text or f"\n{said} " in text] == []


def test_the_same_call_makes_the_same_files(folder, tmp_path):
    assert new(tmp_path / "other", *options()) == 0
    assert files(tmp_path / "other") == files(folder)


# --- what is refused ---------------------------------------------------------


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "population.csv").write_text("mine", encoding="utf-8")
    assert new(tmp_path / "a", *options()) == 2
    assert "not empty" in capsys.readouterr().err
    assert files(tmp_path / "a") == {"population.csv": b"mine"}


def test_a_second_call_changes_nothing(folder):
    before = files(folder)
    assert new(folder, *options(district="Başka")) == 2
    assert files(folder) == before


def test_an_empty_folder_is_taken_and_a_file_is_not(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty", *options()) == 0
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert new(tmp_path / "file", *options()) == 2
    assert new(tmp_path / "file" / "below", *options()) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_all_missing_options_are_named_at_once_and_nothing_is_made(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert new(tmp_path / "a", "--district-code", "1234", "--province", " ") == 2
    said = capsys.readouterr().err
    derived = ("--district-code", "--municipality")  # given; after the district, where nobody names it
    assert all(option in said for option in GIVEN if option not in derived)
    assert "--district-code" not in said
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"district_code": "12a"}, ["--district-code", "“12a”", "digits only"]),
        ({"plan_years": "26-28"}, ["--plan-years", "“26”", "four digits"]),
        ({"plan_years": "2028-2026"}, ["--plan-years", "ends before it begins"]),
        ({"plan_years": "2026-2027-2028"}, ["--plan-years", "four digits"]),
        ({"plan_years": "2026-2028", "district_code": "x", "plan": None}, ["--district-code"]),
    ],
)
def test_what_is_wrong_is_said_by_its_option(tmp_path, capsys, changed, words):
    arguments = options(**{name: value for name, value in changed.items() if value})
    assert new(tmp_path / "a", *arguments) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words), said
    assert not (tmp_path / "a").exists()


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_what_is_missing_is_asked(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("\n  \nÖrnekdere\nEşitlik Birimi\n"))
    assert new(tmp_path / "a", *options(district=None, equality_unit=None)) == 0
    said = capsys.readouterr().out
    assert said.count("name of the district: ") == 3 and "name of the unit" in said
    assert "Örnekdere,İzmir" in (tmp_path / "a" / "municipality.csv").read_text(encoding="utf-8")


def test_who_stops_answering_is_told_what_is_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("Örnekdere\n"))
    assert new(tmp_path / "a", *options(district=None, equality_unit=None)) == 2
    assert "--equality-unit" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


# --- from there to a report --------------------------------------------------


def test_the_check_names_every_table_that_is_still_to_be_filled_in(folder, capsys):
    assert main(["check", "--data", str(folder), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    for path in ["sources.csv", "population.csv", "mahalles.csv"]:
        assert re.search(rf"^{re.escape(path)}\n.*no rows", said, re.MULTILINE), said
    assert "Traceback" not in said and "municipality.csv" not in said


def test_a_folder_can_be_filled_in_step_by_step_until_the_check_passes(folder, capsys):
    fill(folder, FACTS)
    (folder / "plan").rename(folder.parent / "later")
    assert main(["check", "--data", str(folder), "--lang", "en"]) == 0
    assert "No problem was found." in capsys.readouterr().out
    (folder.parent / "later").rename(folder / "plan")
    fill(folder / "plan", PLAN)
    assert main(["check", "--data", str(folder), "--lang", "en"]) == 0, capsys.readouterr().err
    assert "No problem was found." in capsys.readouterr().out


def test_a_folder_that_was_filled_in_loads(folder):
    fill(folder, FACTS)
    fill(folder / "plan", PLAN)
    edition = Edition(2022, "en", folder)
    assert len(validate(edition)["population"].rows) == 2
    assert set(validate_plan(folder)) == set(PLAN_TABLES)
    facts, plan = load(edition), load_plan(folder)
    assert (facts.municipality.district, facts.population["n"].sum()) == ("Örnekdere", 1000)
    assert [source.source_id for source in facts.plan_sources] == ["plan_tables"]
    assert list(plan.actions) == ["egitim_g1_h1_e1"] and list(plan.measures) == ["kurs_n"]


# --- nothing outside data/ knows a municipality ------------------------------


def test_no_code_and_no_chapter_holds_the_code_or_the_name_of_the_district():
    language.use("en")
    place = load(Edition(2022, "en", ROOT / "data")).municipality
    known = re.compile(rf"(?<!\w){place.district_code}(?!\w)|narl[ıi]dere", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {text[:60]!r}"
        for path, source in _sources()
        for text in _strings(source)
        if known.search(text)
    ]
    assert found == []


def test_no_template_and_no_translation_holds_the_name_of_the_district():
    paths = [path for kind in ("*.j2", "*.typ", "*.css", "*.po", "*.mplstyle") for path in PACKAGE.rglob(kind)]
    assert len(paths) >= 5
    assert [p.name for p in paths if re.search(r"narl[ıi]dere", p.read_text(encoding="utf-8"), re.IGNORECASE)] == []


def _sources():
    """Every module of the package and every cell of code in the chapters."""
    for path in PACKAGE.rglob("*.py"):
        yield path, path.read_text(encoding="utf-8")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path, "".join(cell["source"])


def _strings(source: str) -> list[str]:
    """The strings of a module that are no docstring."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in nodes if id(node) not in told]
