"""Three lists of what must be installed, in step; and the files from which a newcomer starts."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import yeep_analysis

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-notebook.lock": PROJECT["dependencies"] + EXTRAS["notebook"],
    "requirements-test.lock": PROJECT["dependencies"] + EXTRAS["test"],
    "requirements-docs.lock": PROJECT["dependencies"] + EXTRAS["docs"],
}

# What conda calls otherwise, and what it does not have.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "nbconvert": "nbconvert-core", "seaborn": "seaborn-base"}
ONLY_ON_PIP = {"typst", "font-source-sans-pro", "font-source-serif-pro"}


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def bounds(requirements):
    """Bounds by name: ``{"pandas": ">=2.2"}``."""
    parsed = [Requirement(line) for line in requirements]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


def pins(name):
    """Pins of a lock file by package: versions (markers may choose between several), each with the number of hashes."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text(name).replace("\\\n", " ")):
        if entry.strip() and not entry.startswith("#"):
            pin, *hashes = entry.split("--hash=sha256:")
            package, version = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!]+)", pin).groups()
            found.setdefault(canonicalize_name(package), []).append((version, len(hashes)))
    return found


# --- conda -------------------------------------------------------------------


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load(text("environment.yml"))


def test_conda_installs_what_the_project_and_its_notebooks_need_within_the_same_bounds(environment):
    wanted = bounds(PROJECT["dependencies"] + EXTRAS["notebook"])
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    from_conda = {
        CONDA_NAMES.get(name, name): specifier for name, specifier in wanted.items() if name not in ONLY_ON_PIP
    }
    given = bounds(lines)
    assert given.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert given.pop("pip") == SpecifierSet()
    assert given == from_conda
    assert bounds(pip) == {name: wanted[name] for name in ONLY_ON_PIP}


def test_conda_asks_one_channel_and_no_other_file(environment):
    assert environment["channels"] == ["conda-forge"]
    assert environment["name"] == "yeep_analysis"
    assert not re.search(r"-r |https?://|file:", yaml.safe_dump(environment))


# --- locks -------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked_within_its_bounds(lock):
    locked = pins(lock)
    for name, specifier in bounds(LOCKS[lock]).items():
        assert name in locked, f"{name} is not in {lock}"
        assert [version for version, _hashes in locked[name] if version not in specifier] == [], name


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock):
    locked = pins(lock)
    assert len(locked) > 30
    assert [name for name, versions in locked.items() if not all(hashes for _version, hashes in versions)] == []


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_a_lock_names_no_address_no_index_and_no_path(lock):
    assert not re.search(
        r"https?:|--index-url|--extra-index-url|--find-links|file:|^-e |^-r | @ |/", text(lock), re.MULTILINE
    )


@pytest.mark.parametrize("lock", [name for name in LOCKS if name != "requirements.lock"])
def test_all_locks_agree_on_what_the_report_needs(lock):
    first, other = pins("requirements.lock"), pins(lock)
    assert {name: versions for name, versions in first.items() if other.get(name) != versions} == {}


def test_the_project_itself_is_in_no_lock():
    assert [lock for lock in LOCKS if canonicalize_name(PROJECT["name"]) in pins(lock)] == []


# --- the way in --------------------------------------------------------------


def test_the_readme_names_the_two_commands_of_a_clone():
    assert "make report" in text("README.md")
    assert "make test" in text("README.md")


def test_the_turkish_guide_to_the_commands_names_those_of_a_year():
    for command in ("reporters", "forms", "collect", "status", "tuik", "check", "report", "crosswalk", "new"):
        assert f"yeep {command}" in text("docs/KOMUTLAR.md")


def test_who_sits_at_the_desk_types_no_command_of_ours():
    assert "python start.py" in text("README.md")
    assert "Baslat" in text("README.tr.md")
    assert not re.search(r"yeep \w+|conda|activate|pip install", text("README.tr.md"))


@pytest.mark.parametrize("page", ["README.md", "README.tr.md", "docs/KOMUTLAR.md"])
def test_links_of_a_page_to_files_of_the_project_arrive(page):
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text(page))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_decisions_are_numbered_once_and_links_to_them_arrive():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == [int(re.match(r"# (\d+)\. ", text(path)).group(1)) for path in records]
    assert numbers == list(range(1, len(records) + 1))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = [link for page in pages for link in re.findall(r"decisions/(\d{4}(?:-[\w-]+\.md)?)", text(page))]
    assert len(named) > 20
    assert [link for link in named if not any(path.name.startswith(link) for path in records)] == []


@pytest.mark.parametrize("target", ["report", "test", "check", "lab"])
def test_the_makefile_has_the_target(target):
    assert re.search(rf"^{target}:", text("Makefile"), re.MULTILINE)


def would_run(target, **environment):
    """What ``make`` would run for a target, without running it."""
    command = ["make", "--dry-run", "--always-make", target]
    said = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return said.stdout


def test_make_report_makes_the_turkish_report_of_2022():
    assert re.search(r"yeep report 2022 --lang tr$", would_run("report"), re.MULTILINE)


def test_the_language_of_the_users_desktop_does_not_choose_the_report():
    # GNU gettext reads LANGUAGE, and Ubuntu sets it: “en_US:en” is no language of a report.
    assert re.search(r"yeep report 2022 --lang tr$", would_run("report", LANGUAGE="en_US:en"), re.MULTILINE)


def test_make_installs_only_what_is_locked():
    installs = [line for line in would_run("test").splitlines() if "pip" in line and "install" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line and "--no-deps" not in line] == []


def test_the_check_on_a_clean_clone_is_the_readmes_own():
    script = text(".ci/run")
    assert "make report" in script
    assert "make test" in script
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "set -e" in script


# --- the tiers of tests ----------------------------------------------------------------


def test_every_line_of_the_list_of_slow_tests_names_a_test_that_is_there():
    lines = [line.partition("::") for line in text("tests/slow.txt").splitlines() if not line.startswith("#")]
    gone = [
        file + mark + name
        for file, mark, name in lines
        if not (ROOT / file).is_file() or (name and not re.search(rf"^def {name}\(", text(file), re.MULTILINE))
    ]
    assert len(lines) > 100
    assert gone == []


# --- the record --------------------------------------------------------------


def test_the_changelog_opens_with_changes_that_alter_published_numbers():
    first = re.search(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE).group(1)
    assert "alter published numbers" in first


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert str(citation["version"]) == yeep_analysis.__version__
    assert re.search(rf"^## {re.escape(yeep_analysis.__version__)}\b", text("CHANGELOG.md"), re.MULTILINE)


def test_the_licence_is_the_one_that_is_named():
    assert PROJECT["license"] == yaml.safe_load(text("CITATION.cff"))["license"] == "MIT"
    assert "MIT License" in text("LICENSE")
