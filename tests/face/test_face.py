"""What ``import yeep_analysis`` offers: light until used, whole, documented, in a language that does not stay."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pandas as pd
import pytest

import yeep_analysis as ya
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.results import registered
from yeep_analysis.words.errors import FolderError
from yeep_analysis.words.language import active
from yeep_analysis.words.terms import Missing

ROOT = Path(__file__).parents[2]
ROOMS = ("population", "mahalles", "representation", "comparison", "plan", "progress")
HEAVY = ("pandas", "numpy", "matplotlib", "seaborn", "scipy", "babel", "pydantic", "typst", "IPython")


def run(code: str, cwd: Path = ROOT) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=cwd).stdout


def public_functions():
    """All functions of the face and of its rooms, each once."""
    found = {}
    for room in (ya, *(getattr(ya, name) for name in ROOMS)):
        functions = [getattr(room, name) for name in room.__all__ if isinstance(getattr(room, name), FunctionType)]
        found |= {f"{one.__module__}.{one.__qualname__}": one for one in functions}
    return found


def test_the_import_loads_nothing_heavy_and_neither_does_looking_around():
    rooms = "; ".join(f"ya.{room}; dir(ya.{room})" for room in ROOMS)
    assert run(
        f"import sys, yeep_analysis as ya; dir(ya); {rooms}; print([n for n in {HEAVY} if n in sys.modules])"
    ) == ("[]\n")


def test_a_measure_loads_no_charts():
    code = "import sys, yeep_analysis as ya; ya.population.share_of_women; ya.measures()"
    assert run(code + "; print([n for n in ('matplotlib', 'seaborn') if n in sys.modules])") == "[]\n"


def test_seaborn_is_loaded_where_it_draws_and_not_before():
    """Where SciPy is installed it costs most of a second."""
    charts = "; ".join(f"ya.{room}.charts, ya.{room}.figures" for room in ROOMS)
    assert run(f"import sys, yeep_analysis as ya; {charts}; print('seaborn' in sys.modules)") == "False\n"


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_everything_that_is_promised_is_there(room):
    module = getattr(ya, room) if room else ya
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []
    assert set(module.__all__) <= set(dir(module))


def test_every_measure_of_a_room_is_called_from_the_room():
    """A measure that is registered but not on the face would be one that nobody finds."""
    for one in pkgutil.walk_packages(ya.__path__, "yeep_analysis."):
        if one.name.split(".")[1] in ROOMS:
            importlib.import_module(one.name)
    told = set(ya.measures()["indicator"])
    ours = [one for one in registered() if one.is_ours]
    assert len(ours) > 25
    of_rooms = {function for room in ROOMS for function in vars_of(getattr(ya, room))}
    behind_the_door = "yeep_analysis.sensitive.measures"  # of counts that no one reaches from the face
    left_out = [one.place for one in ours if one.function not in of_rooms]
    assert {module for module, *_rest in left_out} <= {behind_the_door}
    assert told == {i.name for one in ours for i in one.indicators}


def vars_of(room):
    return [getattr(room, name) for name in room.__all__ if isinstance(getattr(room, name), FunctionType)]


def test_the_register_is_a_frame_in_the_language_in_use():
    register = ya.measures().set_index("indicator")
    assert list(register.columns) == ["title", "unit", "formula", "function", "origin"]
    assert register.loc["population_share_of_women", "title"] == "Nüfusta kadın oranı"
    assert not (register[["title", "unit", "formula", "function"]] == "").any(axis=None)
    with ya.speaking("en"):
        assert ya.measures().set_index("indicator").loc["population_share_of_women", "title"].startswith("Share of")


def test_a_measure_takes_any_frame_with_its_columns():
    counts = pd.DataFrame({"place": ["A", "A"], "sex": ["male", "female"], "n": [3, 1], "colour": ["red", "blue"]})
    assert ya.value(ya.population.share_of_women(counts), place="A") == 0.25
    with ya.speaking("en"), pytest.raises(ya.MeasureError, match="lack the columns n"):
        ya.population.share_of_women(counts.drop(columns="n"))


def test_the_language_is_an_argument_and_leaves_no_state(tmp_path):
    for language, words in (("en", "There are no data"), ("tr", "klasöründe veri yok")):
        with pytest.raises(FolderError, match=words):
            ya.load(2022, data=tmp_path, language=language)
        assert active() == "tr"
    with ya.speaking("en"), pytest.raises(FolderError, match="Change the parameter “data”"):
        ya.load(2022, data=tmp_path)
    ya.load(2025, data=ya.example(), language="en")
    assert active() == "tr"


def test_small_counts_of_sensitive_measures_are_hidden_in_all_that_the_face_gives():
    progress = ya.load_progress(2025, data=ya.example())
    sensitive = [key for key, measure in progress.plan.measures.items() if measure.is_sensitive]
    seen = [one for key in sensitive for one in progress.histories[key]]
    assert any(one.missing == Missing.SUPPRESSED for one in seen), "the example has small counts"
    shown = [one.value for one in seen if one.value is not None]
    shown += [progress.by_year[year][key].value for year in progress.years for key in sensitive]
    smallest = ya.load(2025, data=ya.example()).municipality.smallest_shown
    assert [value for value in shown if value is not None and 0 < value < smallest] == []


def test_no_reply_as_it_was_reported_can_be_reached_from_the_face():
    """Every object below what is loaded is looked at, however deep it lies."""
    seen, waiting = set(), [ya.load_progress(2025, data=ya.example()), ya.load(2025, data=ya.example())]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | str | int | float | pd.DataFrame):
            continue
        seen.add(id(one))
        assert not isinstance(one, Reply) and "reporting" not in type(one).__module__, one
        waiting += [*one.keys(), *one.values()] if isinstance(one, dict) else []
        waiting += list(one) if isinstance(one, list | tuple | set | frozenset) else []
        waiting += list(vars(one).values()) if hasattr(one, "__dict__") else []
    assert len(seen) > 100


@pytest.mark.parametrize("name", public_functions())
def test_a_public_function_says_what_it_takes_and_gives_and_shows_it(name):
    function = public_functions()[name]
    text = inspect.getdoc(function) or ""
    sections = re.findall(r"^(\w+)\n-{3,}$", text, flags=re.MULTILINE)
    takes = "Parameters" in sections or not inspect.signature(function).parameters
    gives = "Returns" in sections or name.endswith(".speaking")
    assert takes and gives and "Examples" in sections


@pytest.mark.parametrize("name", sorted({function.__module__ for function in public_functions().values()}))
def test_the_examples_of_the_public_functions_run(name):
    module = importlib.import_module(name)
    found = doctest.testmod(module, extraglobs={"pd": pd})
    assert found.failed == 0
    assert found.attempted


def test_the_ten_lines_of_the_readme_run():
    """In a process of their own, in another folder."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(import yeep_analysis as ya\n.*?)```", readme, flags=re.DOTALL)
    assert len(code.strip().splitlines()) <= 11
    said = run(code, cwd=ROOT / "tests")
    assert re.search(r"numerator +20940\ndenominator +41250\nvalue +0.507636", said)
    assert re.search(r"99107 +99\.8 +\d", said) and re.search(r"0 +mahalle_\w+ .* \w", said)
