"""The double click: what finds Python, what makes the environment, and what is left where it cannot."""

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
LAUNCHERS = ("Baslat.cmd", "baslat.command", "baslat.sh")


def program(folder):
    """``start.py`` of another folder, as a module."""
    spec = importlib.util.spec_from_file_location("start", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path):
    """The program in a folder of its own, with a lock and without an environment."""
    folder = tmp_path / "Eşitlik Birimi (ığ)"
    folder.mkdir()
    shutil.copy(ROOT / "start.py", folder)
    (folder / "requirements.lock").write_bytes(b"one==1 \\\n    --hash=sha256:00\n")
    return program(folder)


# --- the double clicks ---------------------------------------------------------------


@pytest.mark.parametrize("name", LAUNCHERS)
def test_a_double_click_is_short_and_plain_ascii(name):
    content = (ROOT / name).read_bytes()
    assert content.isascii()
    assert len(content.splitlines()) <= 10
    assert b"start.py" in content or b"baslat.sh" in content


@pytest.mark.parametrize(("name", "ends"), [*zip(LAUNCHERS, ("crlf", "lf", "lf"))])
def test_line_ends_are_those_of_the_system_in_every_clone(name, ends):
    said = subprocess.run(["git", "check-attr", "eol", name], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split()[-1] == ends
    content = (ROOT / name).read_bytes()
    assert content.count(b"\r\n") == (content.count(b"\n") if ends == "crlf" else 0)


@pytest.mark.parametrize("name", ["baslat.command", "baslat.sh"])
def test_what_is_clicked_may_be_run(name):
    assert os.access(ROOT / name, os.X_OK)


def test_windows_asks_for_each_tested_python_and_stays_open_where_something_fails():
    script = (ROOT / "Baslat.cmd").read_text(encoding="ascii")
    assert re.search(r"in \(3\.13 3\.12 3\.11 3\) do py -%%v", script)
    assert '"%~dp0start.py" %* || pause' in script  # quoted: a folder with spaces; its own, not the current one
    assert re.search(r"echo .*python\.org.*\n+pause", script)


def found_by(tmp_path, *pythons):
    """What ``baslat.sh`` runs on a computer with these Pythons, in a folder with spaces; they only say their name."""
    there, here = tmp_path / "bin", tmp_path / "Eşitlik Birimi"
    for folder in (there, here):
        folder.mkdir()
    for name in pythons:
        (there / name).write_text(f'#!/bin/sh\n[ "$1" = -c ] || echo {name} "$@"\n')
        (there / name).chmod(0o755)
    (there / "dirname").symlink_to(shutil.which("dirname"))
    shutil.copy(ROOT / "baslat.sh", here)
    command = ["/bin/sh", str(here / "baslat.sh"), "--data", "bir klasör"]
    return subprocess.run(command, env={"PATH": str(there)}, capture_output=True, text=True), here


def test_the_newest_tested_python_is_taken_and_everything_handed_on(tmp_path):
    said, here = found_by(tmp_path, "python3", "python3.11", "python3.12", "python3.14")
    assert said.stdout.strip() == f"python3.12 {here / 'start.py'} --data bir klasör"


def test_another_python_is_taken_where_start_can_say_that_it_does_not_fit(tmp_path):
    said, here = found_by(tmp_path, "python3")
    assert said.stdout.startswith(f"python3 {here / 'start.py'}")


def test_where_there_is_no_python_one_reads_where_it_is_to_be_had(tmp_path):
    said, _here = found_by(tmp_path)
    assert said.returncode == 1
    assert "python.org" in said.stderr


# --- which Python --------------------------------------------------------------------


def test_the_range_is_that_of_the_project_and_of_its_locks(start):
    assert SpecifierSet(">={}.{}".format(*start.OLDEST)) == SpecifierSet(
        re.search(r'requires-python = "(.+)"', (ROOT / "pyproject.toml").read_text()).group(1)
    )
    tried = re.search(r"python-version .*|UV_LOCK:3\.11=(3\.\d+)", (ROOT / "Makefile").read_text()).group(1)
    assert tried == "{}.{}".format(*start.NEWEST)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 9)])
def test_a_tested_python_fits(start, version):
    start.fits(version, 2**63 - 1)


@pytest.mark.parametrize(
    ("version", "size", "why"),
    [
        ((3, 10, 14), 2**63 - 1, "3.10 çok eski"),
        ((3, 14, 0), 2**63 - 1, "3.14 çok yeni"),
        ((3, 12, 0), 2**31 - 1, "32 bit"),
    ],
)
def test_any_other_is_refused_with_where_to_get_one(start, version, size, why):
    with pytest.raises(start.StartError, match=rf"{why}[\s\S]*python\.org/downloads"):
        start.fits(version, size)


def test_old_pythons_can_read_the_file_that_tells_them_they_are_old():
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_imported():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert plain | named <= set(sys.stdlib_module_names)


# --- what is asked -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        ("", ["desk"]),
        ("--no-browser --port 8000", ["desk", "--no-browser", "--port", "8000"]),
        ("--wheels w --data d", ["desk", "--data", "d"]),
        ("-- report 2022 --lang en", ["report", "2022", "--lang", "en"]),
        ("--wheels w -- check", ["check"]),
    ],
)
def test_what_is_not_for_start_goes_to_the_command(start, typed, runs):
    wheels, command = start.asked(typed.split())
    assert command == runs
    assert (wheels == Path("w").resolve()) if "--wheels" in typed else wheels is None


def test_a_missing_folder_of_packages_is_told(start, capsys, tmp_path):
    assert start.main(["--wheels"]) == 1
    assert start.main(["--wheels", str(tmp_path / "yok")]) == 1
    said = capsys.readouterr().out
    assert "--wheels bir klasörün adını ister" in said
    assert "bir klasör değil" in said
    assert not start.ENVIRONMENT.exists()


# --- whether it is whole -------------------------------------------------------------


def environment(start, says="3.12"):
    """An environment whose Python only says its version."""
    start.python().parent.mkdir(parents=True)
    start.python().write_text(f"#!/bin/sh\necho {says}\n")
    start.python().chmod(0o755)
    start.STAMP.write_text(start.stamp(), encoding="utf-8")
    return start


def test_a_stamped_environment_is_whole(start):
    assert not start.is_ready()
    assert environment(start).is_ready()


def test_a_changed_lock_makes_it_old_and_changed_line_ends_do_not(start):
    lock = environment(start).LOCK
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert start.is_ready()
    lock.write_bytes(lock.read_bytes().replace(b"one==1", b"one==2"))
    assert not start.is_ready()


def test_one_without_a_stamp_is_not_whole(start):
    environment(start).unmark()
    assert not start.is_ready()


def test_one_whose_python_was_taken_away_or_replaced_is_not_whole(start):
    environment(start).python().write_text("#!/bin/sh\necho 3.13\n")
    assert not start.is_ready()
    start.python().unlink()
    assert not start.is_ready()


def test_one_that_make_has_made_is_taken_until_the_lock_changes(start):
    environment(start).STAMP.unlink()
    start.MADE_BY_MAKE.touch()
    assert start.is_ready()
    later = time.time() + 60
    os.utime(start.LOCK, (later, later))
    assert not start.is_ready()


def test_where_python_lies_on_windows(start, monkeypatch):
    monkeypatch.setattr(start, "os", SimpleNamespace(name="nt"))
    assert start.python() == start.ROOT / ".venv" / "Scripts" / "python.exe"
    assert "py start.py --wheels" in start.without_internet()


def test_a_second_double_click_on_windows_is_told_of_the_first(start, monkeypatch):
    def held(handle, mode, count):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=held, LK_NBLCK=2))
    monkeypatch.setattr(start, "os", SimpleNamespace(name="nt"))
    with pytest.raises(start.StartError, match="başka bir pencerede"), start.only_one():
        pass


def test_a_second_double_click_is_told_of_the_first(start):
    with start.only_one(), pytest.raises(start.StartError, match="başka bir pencerede"), start.only_one():
        pass
    with start.only_one():
        pass


# --- from an empty folder, with Python's own pip and packages made here -----------------

MAIN = "import sys, one\nprint('runs', one.VERSION, *sys.argv[1:])\nsys.exit(7)\n"


def package(folder, version):
    """A wheel of the made-up package ``one``, with its hash as a lock names it."""
    info = f"one-{version}.dist-info"
    files = {
        "one.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: one\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"one-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return f"one=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Computer:
    """A folder with the program as it is unpacked, and an index of packages on the same disk."""

    def __init__(self, tmp_path):
        self.folder = tmp_path / "Eşitlik Birimi (ığ) 2025"
        (self.folder / "yeep_analysis").mkdir(parents=True)
        (self.folder / "yeep_analysis" / "__main__.py").write_text(MAIN)
        for name in ("start.py", "baslat.sh"):
            shutil.copy(ROOT / name, self.folder)
        self.index = tmp_path / "index" / "one"
        self.environment, self.log = self.folder / ".venv", self.folder / ".venv-start.log"
        (tmp_path / "elsewhere").mkdir()
        self.elsewhere = tmp_path / "elsewhere"

    def offers(self, version, lock=True):
        """A version that can be had, and that the lock asks for."""
        pin = package(self.index, version)
        links = "".join(f'<a href="{path.name}">{path.name}</a>' for path in self.index.glob("*.whl"))
        (self.index / "index.html").write_text(links)
        if lock:
            (self.folder / "requirements.lock").write_text(pin)

    def surroundings(self, reachable=True):
        """No settings of this machine; an index that is a folder, or one that nobody answers for."""
        address = self.index.parent.as_uri() if reachable else "http://127.0.0.1:9/simple"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "VIRTUAL"))}
        return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": address, "PYTHONIOENCODING": "utf-8"}

    def starts(self, *arguments, reachable=True):
        """One double click, to its end."""
        command = [sys.executable, str(self.folder / "start.py"), *arguments]
        surroundings = self.surroundings(reachable)
        return subprocess.run(command, cwd=self.elsewhere, env=surroundings, capture_output=True, encoding="utf-8")


@pytest.fixture
def computer(tmp_path):
    made = Computer(tmp_path)
    made.offers("1.0")
    return made


def test_from_an_empty_folder_to_the_desk_and_again_and_after_an_update(computer):
    first = computer.starts("--no-browser")
    assert [line[:3] for line in first.stdout.splitlines()[:4]] == ["1/4", "2/4", "3/4", "4/4"]
    assert first.stdout.splitlines()[-1] == "runs 1.0 desk --no-browser"
    assert first.returncode == 7  # the desk's own
    assert not (computer.folder / ".venv-wheels").exists()

    computer.log.unlink()
    again = computer.starts("--", "report", "2022", reachable=False)
    assert again.stdout.splitlines() == ["runs 1.0 report 2022"]
    assert not computer.log.exists()  # nothing was installed, nothing was asked

    computer.offers("2.0")
    cut = computer.starts(reachable=False)
    assert cut.returncode == 1
    assert "ulaşılamadı" in cut.stdout
    assert "--wheels paketler" in cut.stdout
    untouched = subprocess.run(
        [computer.environment / "bin" / "python", "-c", "import one; print(one.VERSION)"], capture_output=True
    )
    assert untouched.stdout.strip() == b"1.0"

    updated = computer.starts()
    assert "Ortam yenileniyor" in updated.stdout
    assert updated.stdout.splitlines()[-1] == "runs 2.0 desk"


def test_an_interrupted_start_is_made_good_by_the_next(computer):
    command = [sys.executable, str(computer.folder / "start.py")]
    running = subprocess.Popen(command, env=computer.surroundings(), stdout=subprocess.PIPE, start_new_session=True)
    while not (computer.environment / "bin" / "python").exists():  # in the midst of making the environment
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    (computer.environment / "half").touch()
    assert computer.starts().stdout.splitlines()[-1] == "runs 1.0 desk"
    assert not (computer.environment / "half").exists()


def test_without_internet_packages_come_from_a_folder(computer, tmp_path):
    empty, wheels = tmp_path / "boş", tmp_path / "paket klasörü"
    empty.mkdir()
    lacking = computer.starts("--wheels", str(empty), reachable=False)
    assert lacking.returncode == 1
    assert "eksik paket var: one==1.0" in lacking.stdout
    shutil.copytree(computer.index, wheels)
    assert computer.starts("--wheels", str(wheels), reachable=False).stdout.splitlines()[-1] == "runs 1.0 desk"


def test_a_package_that_is_not_the_locked_one_is_not_installed(computer):
    with zipfile.ZipFile(next(computer.index.glob("*.whl")), "a") as wheel:
        wheel.writestr("two.py", "")
    refused = computer.starts()
    assert refused.returncode == 1
    assert "beklenen dosya değil" in refused.stdout
    assert not list(computer.environment.rglob("one.py"))
