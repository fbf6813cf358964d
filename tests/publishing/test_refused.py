"""What is refused, and what is left behind: a message in the reader's language, and the last good report as it was."""

import contextlib
import errno
import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pypdf
import pytest
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from report_making import DATA, NOTEBOOKS, PARAMETERS, executed, figure, table
from report_reading import Pdf, files, squeezed

from yeep_analysis.publishing import build as building
from yeep_analysis.publishing import document, early, kernels, manifest, pdf, workplace
from yeep_analysis.publishing.document import FIGURE, RESULTS, TILES
from yeep_analysis.publishing.execute import Run
from yeep_analysis.publishing.kernels import WarmKernels
from yeep_analysis.publishing.workplace import remove
from yeep_analysis.show import present
from yeep_analysis.words import signs

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = BIDI + "\x00\x07\x1b\x7f\x9b\ufeff\u200b\u2060"
SLEEP = "import os, pathlib, time\npathlib.Path(f'kernel-{os.getpid()}').touch()\ntime.sleep(3600)"
LINUX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path, monkeypatch):
    """The folder for temporary files, so that a test can see what stays in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    tempfile.tempdir = None


@pytest.fixture
def good(publish):
    """The last good report."""
    run = publish("Eski metin.", figure(), table())
    assert run.code == 0, run.err
    return run


@pytest.fixture
def still_good(good):
    """``still_good()``: whether the last good report is untouched, and nothing half made lies beside it."""
    before = files(good.folder)

    def check():
        assert files(good.folder) == before
        beside = {path.name for path in good.folder.parents[1].rglob("*") if path.is_dir()}
        assert beside <= {"2022", "tr", "tr-failed", "figures", "tables", "chapters"}

    return check


def complains(run, code, *said):
    """The command ended with this code and said this on standard error, without a traceback."""
    assert run.code == code, run.err
    assert [text for text in said if text not in run.err] == []
    assert "Traceback" not in run.err
    assert "rapor hazır" not in run.out.lower()
    return True


# --- refused before anything is run ------------------------------------------

WRONG_CALLS = {
    "a year before the register": (["1890"], "“1890” için rapor hazırlanamaz", "No report can be made for “1890”"),
    "a year to come": (["2099"], "“2099” için rapor hazırlanamaz", "No report can be made for “2099”"),
    "a word for a year": (["abc"], "“abc” bir yıl değil", "“abc” is not a year"),
    "superscript digits": (["²⁰²²"], "“²⁰²²” bir yıl değil", "“²⁰²²” is not a year"),
    "a year of endless digits": (["9" * 5000], "bir yıl değil", "is not a year"),
    "no year": ([], "eksik: year", "required: year"),
    "no data": (["2022", "--data", "nowhere"], "klasöründe veri yok", "no data in “nowhere”"),
    "no chapters": (["2022", "--notebooks", "nowhere"], "bölüm (*.ipynb) yok", "no chapters (*.ipynb)"),
    "an unknown parameter": (["2022", "-p", "nn=1"], "“nn” parametresi tanınmıyor", "“nn” is not known"),
    "a parameter without a value": (["2022", "-p", "limit"], "“limit” bir parametre değil", "is not a parameter"),
    "a parameter of another type": (["2022", "-p", "limit=x"], "“limit” parametresi", "“limit” cannot be “x”"),
    "the year as a parameter": (["2022", "-p", "year=2021"], "komutun kendisiyle", "set by the command itself"),
    "an unknown option": (["2022", "--frob"], "tanınmayan girdiler: --frob", "unrecognized arguments: --frob"),
    "two years": (["2021", "2022"], "tanınmayan girdiler: 2022", "unrecognized arguments: 2022"),
}


@pytest.mark.parametrize("call", WRONG_CALLS)
def test_a_wrong_call_is_refused_in_turkish(call, yeep, write_chapter, no_kernel, tmp_path):
    write_chapter("10_good")
    arguments, turkish, _english = WRONG_CALLS[call]
    assert complains(yeep("report", *arguments), 2, "Hata: ", turkish)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("call", WRONG_CALLS)
def test_a_wrong_call_is_refused_in_english(call, yeep, write_chapter, no_kernel):
    write_chapter("10_good")
    arguments, _turkish, english = WRONG_CALLS[call]
    assert complains(yeep("report", *arguments, "--lang", "en"), 2, "Error: ", english)


def test_all_parameters_that_do_not_fit_are_named_at_once(yeep, write_chapter, no_kernel):
    write_chapter("10_good")
    assert complains(yeep("report", "2022", "-p", "one=1", "-p", "limit=x"), 2, "“one”", "“limit”")


@pytest.mark.parametrize("command", [["report", "2022"], ["check"]])
def test_a_language_that_is_not_spoken_is_refused(yeep, write_chapter, no_kernel, command):
    write_chapter("10_good")
    assert complains(yeep(*command, "--lang=de", f"--data={DATA}"), 2, "“de” dili tanınmıyor")


@pytest.mark.parametrize("arguments", [["--la", "en"], ["--lang", "tr", "--lang", "en"]])
def test_a_report_is_in_the_language_of_its_folder(yeep, publish, arguments, tmp_path):
    run = publish("Metin.", arguments=arguments)
    for page in (tmp_path / "out").rglob("report.html"):
        assert f'<html lang="{page.parent.name}">' in page.read_text(encoding="utf-8")
    assert run.code in (0, 2), run.err


def test_the_command_alone_says_what_it_expects(yeep):
    assert complains(yeep(), 2, "Hata: ", "eksik: KOMUT")


def test_an_unknown_command_is_refused(yeep):
    assert complains(yeep("printing"), 2, "Hata: ", "report")


def test_a_folder_without_chapters_is_named(yeep, no_kernel, tmp_path):
    (tmp_path / "notebooks").mkdir()
    assert complains(yeep("report", "2022"), 2, str(tmp_path / "notebooks"))


def test_an_output_folder_that_is_a_file_is_refused(publish, tmp_path):
    (tmp_path / "out").write_text("mine")
    run = publish("Metin.")
    assert run.code != 0
    assert "Hata: " in run.err
    assert (tmp_path / "out").read_text() == "mine"


def test_refused_data_are_listed_and_nothing_is_run(yeep, write_chapter, no_kernel, data_folder):
    write_chapter("10_good")
    population = data_folder / "population.csv"
    text = population.read_text(encoding="utf-8")
    population.write_text(text.replace("27456", "27457").replace("28304", "28 304"), encoding="utf-8")
    run = yeep("report", "2022", "--data", str(data_folder))
    assert complains(run, 3, "Veriler kabul edilmedi: 2 sorun", "population.csv", "27457", "28 304")
    assert "To do" not in run.err


BROKEN_CHAPTERS = {
    "no title": ({"title": "Metin"}, "başlığı yok"),
    "no parameters": ({"parameters": "year = 2022"}, "language, data"),
    "parameters that are not Python": ({"parameters": "year = = 2022"}, "10_broken.ipynb"),
    "a parameter that is computed": ({"parameters": PARAMETERS + "\ntop = max(1, 2)"}, "top"),
    "a parameter without a type": ({"parameters": PARAMETERS + "\ntop = None"}, "top"),
}


@pytest.mark.parametrize("broken", BROKEN_CHAPTERS)
def test_a_chapter_that_cannot_be_run_is_refused_by_name(yeep, write_chapter, no_kernel, broken):
    options, said = BROKEN_CHAPTERS[broken]
    write_chapter("10_broken", **options)
    assert complains(yeep("report", "2022", "-p", "top=1"), 2, "10_broken.ipynb", said)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"nbformat": 4}', "\x00"])
def test_a_file_that_is_no_notebook_is_refused_by_name(yeep, write_chapter, no_kernel, content):
    write_chapter("10_good").with_name("20_other.ipynb").write_text(content)
    assert complains(yeep("report", "2022"), 2, "20_other.ipynb")


# --- chapters that fail ------------------------------------------------------


def test_a_chapter_that_fails_is_named_and_kept_with_its_error(yeep, write_chapter, still_good, temporary_folder):
    write_chapter("10_shown", "1 + 1")
    write_chapter("20_failing", "'before'", "{}['n']", "'after'", title="# Kötü bölüm")
    run = yeep("report", "2022")
    assert complains(run, 5, "“Kötü bölüm”", "20_failing.ipynb", "KeyError: 'n'", "tr-failed")
    kept = nbformat.read(run.folder.with_name("tr-failed") / "20_failing.ipynb", as_version=4)
    shown = [[output.output_type for output in cell.outputs] for cell in kept.cells if cell.cell_type == "code"]
    assert shown[-4:] == [["execute_result"], ["error"], [], []]
    still_good()
    assert list(temporary_folder.iterdir()) == []


def test_counts_that_cannot_be_protected_are_told_as_before_a_bulletin(yeep, write_chapter, still_good):
    raised = "from yeep_analysis.words.errors import DisclosureError\nraise DisclosureError('Masal gizlenemiyor.')"
    write_chapter("10_shown")
    write_chapter("20_counts", raised, title="# Sayılar")
    run = yeep("report", "2022")
    assert (run.code, run.err.strip().splitlines()[-1]) == (1, "Hata: Masal gizlenemiyor.")
    assert not run.folder.with_name("tr-failed").exists()
    still_good()


def test_a_merge_that_cannot_be_is_refused_before_a_chapter_runs(yeep, write_chapter, no_kernel):
    write_chapter("10_good")
    assert complains(yeep("report", "2022", "--merge", "Masal+Yok"), 2, "Hata: “Masal+Yok”", "Mahalleler: ")


def test_a_good_run_after_a_failed_one_takes_the_failed_chapter_away(good, publish):
    failed = good.folder.with_name("tr-failed")
    failed.mkdir()
    (failed / "20_failing.ipynb").touch()
    assert publish("Yeni metin.").code == 0
    assert not failed.exists()


def test_a_chapter_whose_kernel_dies_is_named_and_kept(yeep, write_chapter, still_good, temporary_folder):
    write_chapter("10_shown", "import os\nos._exit(1)", title="# Ölen bölüm")
    run = yeep("report", "2022")
    assert complains(run, 5, "“Ölen bölüm”", "10_shown.ipynb")
    assert (run.folder.with_name("tr-failed") / "10_shown.ipynb").exists()
    still_good()
    assert list(temporary_folder.iterdir()) == []


def test_a_chapter_that_ends_itself_early_is_not_published(yeep, write_chapter, still_good):
    write_chapter("10_shown")
    write_chapter("20_short", "import sys\nsys.exit(0)", "'never shown'")
    assert complains(yeep("report", "2022"), 5, "20_short.ipynb")
    still_good()


def test_a_chapter_does_not_see_the_names_of_another(yeep, write_chapter, monkeypatch):
    monkeypatch.setattr(building.build, "__kwdefaults__", {"kernels": 1})
    write_chapter("10_first", "secret = 1", "secret", "secret", "secret")  # the longest is run first
    write_chapter("20_second", "secret")
    assert complains(yeep("report", "2022"), 5, "20_second.ipynb", "NameError")


def test_a_chapter_that_names_no_kernel_is_run_all_the_same(yeep, write_chapter):
    write_chapter("10_bare", "1 + 1", kernel={})
    assert yeep("report", "2022").code == 0


def test_a_warning_in_a_chapter_publishes_no_path_of_the_machine(yeep, write_chapter):
    write_chapter("10_warning", "import warnings\nwarnings.warn('old')\nprint(__import__('os').getpid())")
    run = yeep("report", "2022")
    assert run.code == 0, run.err
    published = (run.folder / "chapters" / "10_warning.ipynb").read_text(encoding="utf-8")
    assert "ipykernel_" not in published
    assert "/tmp/" not in published


def test_a_data_folder_elsewhere_is_not_published_with_its_path(
    yeep, write_chapter, data_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "Run", _a_run_of_nothing)
    private = tmp_path / "ayse-yilmaz" / "data"
    private.parent.mkdir()
    data_folder.rename(private)
    write_chapter("10_shown")
    run = yeep("report", "2022", "--data", str(private))
    assert run.code == 0, run.err
    assert [name for name, content in files(run.folder).items() if b"ayse-yilmaz" in content] == []


@pytest.mark.parametrize("folder", ["Masaüstü/ayşe", 'ayse "3"', "ayse\\u0131", "{ayse}"])
def test_a_path_in_any_letters_is_not_published(yeep, write_chapter, data_folder, tmp_path, folder):
    private = tmp_path / folder / "veri"
    private.parent.mkdir(parents=True)
    data_folder.rename(private)
    write_chapter("10_shown")
    run = yeep("report", "2022", "--data", str(private))
    assert run.code == 0, run.err
    chapter = nbformat.read(run.folder / "chapters" / "10_shown.ipynb", as_version=4)
    (given,) = [cell.source for cell in chapter.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert 'data = "veri"' in given.splitlines()
    assert "ay" not in given.replace("year", "")


@pytest.mark.parametrize("folder", ["{year}", "{", "}", "{0}", "{{x}}", "{ayşe}"])
def test_a_folder_of_chapters_may_have_braces_in_its_name(yeep, write_chapter, tmp_path, folder):
    write_chapter("10_shown")
    (tmp_path / folder).mkdir()
    (tmp_path / "notebooks").rename(tmp_path / folder / "notebooks")
    run = yeep("report", "2022", "--notebooks", str(tmp_path / folder / "notebooks"))
    assert run.code == 0, run.err


@contextlib.contextmanager
def _a_run_of_nothing(chapters, values, **_options):
    class Done:
        def notebooks(self):
            notebook = chapters[0].notebook.copy()
            notebook.cells[1].source = "\n".join(f'{name} = "{value}"' for name, value in values(chapters[0]).items())
            notebook.cells[1].metadata["tags"] = ["injected-parameters"]
            shown = nbformat.v4.new_output("display_data", data={RESULTS: {"rows": "a\n1\n"}})
            notebook.cells[-1].outputs = [shown]
            return [notebook]

    yield Done()


# --- runs that are broken off ------------------------------------------------


def test_an_interrupted_run_publishes_nothing(publish, still_good):
    def interrupt():
        raise KeyboardInterrupt

    run = publish("Yeni metin.", meanwhile=interrupt)
    assert complains(run, 130, "Durduruldu")
    still_good()


@pytest.mark.parametrize("error", [KeyboardInterrupt, PermissionError, OSError])
def test_a_report_that_cannot_be_put_in_its_place_leaves_the_former_there(publish, still_good, monkeypatch, error):
    rename = Path.rename

    def refuse(self, target):
        if self.name == "report":
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with contextlib.suppress(OSError):  # a full disk, say, may be told as it is
        assert publish("Yeni metin.").code != 0
    still_good()


def test_a_report_that_is_open_in_a_reader_stays_and_the_new_one_is_kept_beside_it(good, publish, still_good):
    rename, beside = Path.rename, good.folder.with_name(f"{good.folder.name}-new")

    def held(self, target):
        if self == good.folder:
            raise PermissionError
        return rename(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", held)
        run = publish("Yeni metin.")
    assert complains(run, 6, str(beside))
    assert (beside / "report.pdf").exists() and "Yeni metin." in (beside / "report.html").read_text(encoding="utf-8")
    remove(beside)
    still_good()


def test_the_record_for_the_unit_is_that_of_the_report_in_its_place(good, publish, monkeypatch):
    """Where the former report stays its record does; where the record of the new one cannot be kept that is told."""
    monkeypatch.setattr(manifest, "has_secrets", lambda _described: True)
    assert publish("Gizli sayılarla.").code == 0
    path = manifest.record_of(good.folder.parents[1], Path("2022", "tr"))
    before, rename, write = path.read_bytes(), Path.rename, building.write_file

    def held(self, target):
        if self == good.folder:
            raise PermissionError
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        assert publish("Yeni metin.").code == 6
    assert path.read_bytes() == before and manifest.sha256_of(good.folder / "manifest.json") in before.decode()
    with monkeypatch.context() as patch:
        patch.setattr(building, "write_file", lambda _path, content: write(good.folder / "report.pdf" / "x", content))
        run = publish("Yeni metin.")
    assert complains(run, 6, "Yeni rapor yerinde", str(path)) and "Hiçbir şey değiştirilmedi" not in run.err
    assert "Yeni metin." in (run.folder / "report.html").read_text(encoding="utf-8") and path.read_bytes() == before
    assert publish("Yeni metin.").code == 0 and path.read_bytes() != before


def test_the_run_after_one_that_was_killed_between_two_renames_finds_the_former_report(good, publish, monkeypatch):
    before, rename = files(good.folder), Path.rename

    def die(self, target):
        if self.name == "report":
            raise SystemExit
        return rename(self, target)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(Path, "rename", die)
        publish("Yeni metin.")
    assert publish(figure(alt="")).code == 6
    assert files(good.folder) == before


@pytest.mark.parametrize("file", ["population.csv", "plan/actions.csv"])
def test_data_that_change_during_a_run_are_refused(publish, still_good, data_folder, file):
    def change():
        path = data_folder / file
        path.write_bytes(path.read_bytes() + b"\n")

    run = publish("Yeni metin.", meanwhile=change, arguments=["--data", str(data_folder)])
    assert complains(run, 6, "değişti")
    still_good()


def test_chapters_that_change_during_a_run_are_refused(publish, still_good, tmp_path):
    def change():
        path = tmp_path / "notebooks" / "10_shown.ipynb"
        path.write_bytes(path.read_bytes() + b"\n")

    assert complains(publish("Yeni metin.", meanwhile=change), 6, "değişti")
    still_good()


def _hear_ctrl_c():
    """Tests that run in the background of a shell inherit that Ctrl-C is not heard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def running(write_chapter, tmp_path):
    """A run in a process of its own, with two chapters that have begun and would take an hour."""
    for name in ("10_shown", "20_slow", "30_slow"):
        write_chapter(name, SLEEP)
    folder = tmp_path / "notebooks"
    options = {"--data": DATA, "--notebooks": folder, "--out": tmp_path / "out"}
    call = [sys.executable, "-m", "yeep_analysis", "report", "2022", *(str(p) for o in options.items() for p in o)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    process = subprocess.Popen(call, preexec_fn=_hear_ctrl_c if os.name == "posix" else None, **pipes)
    _wait_until(lambda: len(list(folder.glob("kernel-*"))) == 2)
    yield process
    process.kill()
    process.communicate()
    for note in folder.glob("kernel-*"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(note.name.removeprefix("kernel-")), signal.SIGKILL)


def _wait_until(condition, seconds=300):
    """However busy the machine: who waits in vain has met a fault, and not a slow hour."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _kernels_are_gone(folder):
    return not any(Path("/proc", note.name.removeprefix("kernel-")).exists() for note in folder.glob("kernel-*"))


@LINUX_ONLY
def test_a_killed_run_leaves_the_last_good_report_and_no_kernel(good, running, tmp_path):
    before = files(good.folder)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert files(good.folder) == before
    _wait_until(lambda: _kernels_are_gone(tmp_path / "notebooks"))


@LINUX_ONLY
def test_ctrl_c_ends_a_run_at_once(still_good, running, tmp_path):
    running.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(timeout=300)
    assert running.returncode == 130, "still running chapters that take an hour"
    assert len(list((tmp_path / "notebooks").glob("kernel-*"))) == 2
    still_good()
    _wait_until(lambda: _kernels_are_gone(tmp_path / "notebooks"))
    assert list((tmp_path / "out").rglob("*-failed")) == [], "a chapter that was broken off did not fail"


# --- documents that are refused ----------------------------------------------


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_without_alternative_text_is_refused(publish, still_good, alt):
    assert complains(publish(figure(name="bare", alt=alt)), 6, "“bare”", "alternatif metni yok")
    still_good()


@pytest.mark.parametrize("shown", [figure, table])
def test_two_outputs_of_one_name_are_refused(publish, still_good, shown):
    assert complains(publish(shown(name="same"), "## Ara", shown(name="same")), 6, "“same”")
    still_good()


def test_a_table_cannot_take_the_place_of_the_result_table(publish, still_good):
    assert complains(publish(table(name="results")), 6, "results")
    still_good()


@pytest.mark.parametrize("name", ["../../../escaped", "a/b", "a b", "", 'x" onload="y'])
@pytest.mark.parametrize("shown", [figure, table])
def test_a_name_that_is_no_identifier_is_refused(publish, still_good, tmp_path, shown, name):
    run = publish(shown(name=name))
    assert list(tmp_path.rglob("escaped*")) == []
    assert complains(run, 6)
    still_good()


def test_a_heading_that_skips_a_level_is_refused(publish, still_good):
    assert complains(publish("### Üçüncü\n\nSöz."), 6, "PDF/UA-1")
    still_good()


def test_a_heading_deeper_than_a_page_can_show_is_refused_or_flattened(publish):
    run = publish("## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6")
    assert run.code == 6 or run.page.soup.find("h7") is None


def test_chapters_without_a_result_table_are_published_without_one(publish):
    run = publish("Yalnızca metin.", results=False)
    assert run.code == 0, run.err
    assert not (run.folder / "tables" / "results.csv").exists()


# --- disk, rights, and what lies in the way ---

WRITES = {
    "write_text": Path,
    "write_bytes": Path,
    "mkdir": Path,
    "rename": Path,
    "mkdtemp": tempfile,
}


def _failing_at(monkeypatch, method, number, error):
    """Let the n-th call of a method fail; returns how often it was called."""
    owner, calls = WRITES[method], []
    real = getattr(owner, method)

    def instead(*arguments, **options):
        is_ours = "notebooks" not in str(arguments[:1])  # the chapter is written by the test
        calls.extend([arguments] if is_ours else [])
        if is_ours and len(calls) == number:
            raise OSError(error, os.strerror(error), str(arguments[0]) if arguments else None)
        return real(*arguments, **options)

    monkeypatch.setattr(owner, method, instead)
    return calls


@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize(
    ("error", "said"),
    [(errno.ENOSPC, "disk dolu"), (errno.EROFS, "yazılamıyor"), (errno.EACCES, "erişim verilmedi")],
)
def test_a_disk_that_refuses_a_write_leaves_the_last_report(publish, still_good, method, error, said):
    number, refused = 0, 0
    while True:
        number += 1
        with pytest.MonkeyPatch.context() as patch:
            calls = _failing_at(patch, method, number, error)
            run = publish("Yeni metin.", figure(), table())
            if len(calls) < number:
                break
        if run.code == 0:  # what could not be written was not needed
            continue
        refused += 1
        assert complains(run, run.code, "Hata: ")
        assert any(words in run.err for words in (said, "kullanılamıyor", "yerine konamadı")), run.err
        beside = run.folder.with_name("tr-new")  # the new report, whole, where the former could not be replaced
        assert beside.exists() == ("yerine konamadı" in run.err)
        if beside.exists():
            assert {"report.html", "report.pdf", "manifest.json"} <= {path.name for path in beside.iterdir()}
            shutil.rmtree(beside)
        still_good()
    assert refused >= 1
    assert run.code == 0, run.err


def test_a_disk_that_does_not_say_which_file_is_told_with_the_folders(publish, still_good, tmp_path, monkeypatch):
    def full(_self, *_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    run = publish("Yeni metin.")
    assert complains(run, 1, "disk dolu", "Yeni rapor yazılmadı", str(tmp_path / "out"), tempfile.gettempdir())
    still_good()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a workbook that was begun
def test_no_place_for_temporary_files_is_told(publish, still_good):
    def full():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "gettempdir", full)
        assert complains(publish("Yeni metin."), 1, "Geçici dosyaların klasörü", "TMPDIR")
        gc.collect()
    still_good()


def test_a_kernel_that_does_not_start_is_told(yeep, write_chapter, still_good, monkeypatch):
    write_chapter("10_shown")
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    assert complains(yeep("report", "2022"), 1, "Python", "geçici dosyaların klasöründe")
    still_good()


def test_a_chapter_that_fails_on_a_full_disk_is_named(yeep, write_chapter, still_good, monkeypatch):
    write_chapter("10_shown", "{}['n']", title="# Kötü bölüm")
    write = Path.write_text

    def full(self, *arguments, **options):
        if "tr-failed" in self.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", full)
    run = yeep("report", "2022")
    assert complains(run, 5, "“Kötü bölüm”", "KeyError: 'n'")
    assert "tr-failed" not in run.err


def _a_link(path, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    path.symlink_to(tmp_path / "elsewhere")


IN_THE_WAY = {
    "a link": _a_link,
    "a link to nothing": lambda path, tmp_path: path.symlink_to(tmp_path / "nowhere"),
    "a file": lambda path, _tmp_path: path.write_text("benim"),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
@pytest.mark.parametrize("place", ["2022/tr", "2022"])
def test_what_is_in_the_way_of_the_report_is_told_and_left(publish, tmp_path, what, place):
    if (what, place) == ("a link", "2022"):
        pytest.skip("the folder of a year may lie elsewhere")
    path = tmp_path / "out" / place
    path.parent.mkdir(parents=True)
    IN_THE_WAY[what](path, tmp_path)
    for _run in range(2):
        assert complains(publish("Metin."), 2, str(path), "--out")
        assert path.is_symlink() or path.read_text() == "benim"
    path.unlink()
    assert publish("Metin.").code == 0
    assert {found.name for found in (tmp_path / "out" / "2022").iterdir()} == {"tr"}


def test_a_year_may_lie_behind_a_link(publish, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2022").symlink_to(tmp_path / "elsewhere")
    for _run in range(2):
        assert publish("Metin.").code == 0
    assert {found.name for found in (tmp_path / "elsewhere").iterdir()} == {"tr"}


def test_a_link_that_an_earlier_run_left_aside_is_taken_away(good, publish, tmp_path):
    aside = good.folder.with_name(".tr-former-x.1.1-0")
    aside.symlink_to(tmp_path)
    os.utime(aside, (1, 1), follow_symlinks=False)
    assert publish("Metin.").code == 0
    assert {found.name for found in good.folder.parent.iterdir()} == {"tr"}
    assert tmp_path.is_dir()


@pytest.mark.parametrize("moment", ["tr", "report"])
def test_two_reports_at_the_same_moment_both_succeed(good, publish, monkeypatch, moment):
    rename, others = Path.rename, []

    def meanwhile(self, target):
        if self.name == moment and not others:
            others.append(None)
            others.append(publish("İkinci.").code)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", meanwhile)
    run = publish("Birinci.")
    assert (run.code, others[1]) == (0, 0), run.err
    assert "Birinci." in run.page.text
    assert {found.name for found in good.folder.parent.iterdir()} == {"tr"}


def _ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_run_left_is_taken_away_by_the_next_and_a_running_one_is_left_alone(good, publish, monkeypatch):
    beside, temporary = good.folder.parent, Path(tempfile.gettempdir())
    mine = workplace.owned("")
    dead = mine.replace(f".{os.getpid()}.", f".{_ended_process()}.")
    elsewhere = f"baska.{os.getpid()}.1-"
    for folder, prefix in ((beside, ".building-"), (temporary, "yeep-ipython-"), (temporary, "yeep-typst-")):
        for owner in (mine, dead, elsewhere):
            (folder / f"{prefix}{owner}x" / "inside").mkdir(parents=True)
    assert publish("Metin.").code == 0
    assert {path.name for path in beside.iterdir()} == {"tr", f".building-{mine}x", f".building-{elsewhere}x"}
    assert {path.name for path in temporary.glob("yeep-typst*")} == {f"yeep-typst-{mine}x", f"yeep-typst-{elsewhere}x"}


@LINUX_ONLY
def test_a_process_that_was_killed_and_not_yet_waited_for_has_ended(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]) as killed:
        began = int(psutil.Process(killed.pid).create_time())
        left = tmp_path / workplace.owned("").replace(f".{os.getpid()}.", f".{killed.pid}.")
        left = left.with_name(re.sub(r"\d+-$", f"{began}-x", left.name))
        assert not workplace.is_left_behind(left, "")
        killed.kill()
        os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)  # it stays in the list of processes
        assert workplace.is_left_behind(left, "")


def test_the_former_report_of_a_killed_run_stands_again(good, publish):
    before = files(good.folder)
    dead = workplace.owned("").replace(f".{os.getpid()}.", f".{_ended_process()}.")
    good.folder.rename(good.folder.with_name(f".tr-former-{dead}0"))
    assert publish(figure(alt="")).code == 6
    assert files(good.folder) == before


# --- calls and chapters that cannot be ---


@pytest.mark.parametrize("option", ["-p", "--data"])
def test_a_byte_that_is_no_letter_is_told(yeep, write_chapter, data_folder, tmp_path, no_kernel, option):
    write_chapter("10_shown", parameters=f'{PARAMETERS}\nword = "a"')
    strange = tmp_path / "veri\udcff"
    data_folder.rename(strange)
    more = ["-p", "word=\udcff", f"--data={DATA}"] if option == "-p" else [f"--data={strange}"]
    run = yeep("report", "2022", *more)
    assert complains(run, 2, "hiçbir harfe ait olmayan")


def _chapter_with(cells):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind, source, **metadata):
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": kind, "metadata": metadata, "source": source, **more}


DEEP = 100_000
SPOILED = {
    "tags that are a number": json.dumps(_chapter_with([_cell("markdown", "# A"), _cell("code", PARAMETERS, tags=5)])),
    "tags that are a word": json.dumps(
        _chapter_with([_cell("markdown", "# A"), _cell("code", PARAMETERS, tags="parameters")])
    ),
    "tags that are nothing": json.dumps(
        _chapter_with([_cell("markdown", "# A"), _cell("code", PARAMETERS, tags=None)])
    ),
    "nested lists": "[" * DEEP,
    "nested parameters": json.dumps(
        _chapter_with(
            [
                _cell("markdown", "# A"),
                _cell("code", f"{PARAMETERS}\nx = {'[' * DEEP}{']' * DEEP}", tags=["parameters"]),
            ]
        )
    ),
    "many signs": json.dumps(
        _chapter_with(
            [_cell("markdown", "# A"), _cell("code", f"{PARAMETERS}\nx = {'-' * DEEP}1", tags=["parameters"])]
        )
    ),
    "a source that is a number": json.dumps(_chapter_with([_cell("markdown", 5)])),
    "cells that are a word": json.dumps(_chapter_with("cells")),
    "metadata that are a list": json.dumps({**_chapter_with([]), "metadata": []}),
}


@pytest.mark.parametrize("chapter", SPOILED)
def test_a_chapter_that_is_no_chapter_is_named(yeep, tmp_path, no_kernel, chapter):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "10_spoiled.ipynb").write_text(SPOILED[chapter], encoding="utf-8")
    assert complains(yeep("report", "2022"), 2, "10_spoiled.ipynb")


def test_a_chapter_with_code_that_is_nested_too_deeply_fails_by_itself(yeep, write_chapter):
    write_chapter("10_deep", "x = " + "-" * DEEP + "1")
    assert complains(yeep("report", "2022"), 5, "10_deep.ipynb")


def test_a_folder_of_which_no_chapter_belongs_to_the_edition_is_named(yeep, write_chapter, no_kernel, tmp_path):
    write_chapter("10_closing", parameters=f'{PARAMETERS}\npart = "closing"')
    assert complains(yeep("report", "2022"), 2, str(tmp_path / "notebooks"), "--notebooks")


@pytest.mark.parametrize("text", ["- " * DEEP, "> " * DEEP, "[" * DEEP, "**a " * 3000 + " b**" * 3000])
def test_a_text_that_is_nested_too_deeply_is_printed(publish, text):
    assert publish(_written(text[:9000])).code == 0
    document.markdown_blocks(text)


def test_other_files_in_the_data_folder_stop_nothing(publish, data_folder):
    (data_folder / "eski.csv").write_bytes("ad,sayı\nİnönü,1\n".encode("cp1254"))
    (data_folder / "resim.csv").write_bytes(b'\x00\x01,"')
    (data_folder / "klasör.csv").mkdir()
    (data_folder / "yok.csv").symlink_to("nowhere")
    (data_folder / "ad\udcff.csv").write_text("a\n1\n")
    run = publish("Metin.", arguments=["--data", str(data_folder)])
    assert run.code == 0, run.err
    inputs = json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))["inputs"]["data"]
    known = {entry["path"]: entry.get("rows") for entry in inputs}
    assert {"eski.csv": None, "ad?.csv": 1}.items() <= known.items()
    assert not {"klasör.csv", "yok.csv"} & known.keys()


# --- whatever a person typed ---

NOTE = "□, raporun yazı tiplerinde bulunmayan bir işaretin yerinde durur: "


def _written(text):
    return present.written(text).data


@pytest.mark.parametrize(
    ("typed", "printed", "codes"),
    [
        ("\U00012000 çivi yazısı", "□ çivi yazısı", "U+12000"),
        ("Kutlu olsun 🎉", "Kutlu olsun □", "U+1F389"),
        ("\uf0b7 Madde", "□ Madde", "U+F0B7"),
        ("Bayrak 🇹🇷", "Bayrak □□", "U+1F1F9, U+1F1F7"),
        ("Çince 中文, yine 中", "Çince □□, yine □", "U+4E2D, U+6587"),
        ("Aile 👩\u200d👧", "Aile □□", "U+1F469, U+1F467"),
        ("İlk 1\ufe0f\u20e3, son", "İlk 1□, son", "U+20E3"),
    ],
)
@pytest.mark.parametrize("mark", ["{}", "**{}**", "*{}*", "- {}", "> {}", "## {}", "[{}](https://example.org)"])
def test_a_sign_that_no_font_has_stops_nothing(publish, typed, printed, codes, mark):
    run = publish(_written(mark.format(typed)))
    assert run.code == 0, run.err
    for said in (run.page.text, run.pdf.text):
        assert printed.replace(" ", "") in said.replace(" ", "")
        assert f"{NOTE}{codes}." in said


@pytest.mark.parametrize("sign", ["🎉", "\uf0b7"])
def test_a_sign_that_no_font_has_is_told_where_it_stands(publish, sign):
    tile = {TILES: {"tiles": [{"label": sign, "value": sign, "note": sign}]}}
    shown_table = table(cell=sign, caption=sign, note=sign, source=sign, columns=[{"title": sign, "align": "start"}])
    run = publish(figure(alt=f"1 {sign}", caption=sign, source=sign), shown_table, tile, "# Sonraki", "Söz 中.")
    assert run.code == 0, run.err
    first, second = run.page.soup.main.find_all("p", class_="note")[-2:]
    assert (first.text, second.text) == (f"{NOTE}U+{ord(sign):04X}.", f"{NOTE}U+4E2D.")
    assert sign not in run.page.source
    assert (run.folder / "report.xlsx").exists()


def test_signs_that_a_font_has_are_printed(publish):
    text = "✓ ✗ → ≤ ★ ☐ € ₺ ½ ³ α Ж é x̄ ‰ ♀ ♂ ■ ●"
    run = publish(_written(text), _written(f"*{text}*"), _written(f"**{text}**"))
    assert run.code == 0, run.err
    assert "□" not in run.page.text
    assert run.pdf.text.count("♀ ♂ ■ ●") == 3


def test_every_sign_that_counts_as_there_can_be_printed():
    there = sorted(signs._plain() - set("\\`*_{}[]<>#|~&!$-+=.:()^'\" "))
    text = " ".join("a" + "".join(there[at : at + 40]) for at in range(0, len(there), 40))
    marked = " ".join("a" + mark for mark in signs._marks() if signs.shown("a" + mark) == "a" + mark)
    assert len(there) > 2500
    marks = ("{}", "**{}**", "*{}*", "***{}***", "`{}`", "## {}")
    shown = executed(*(_written(mark.format(part)) for mark in marks for part in (text, marked)))
    cover = dict.fromkeys(("municipality", "title", "subtitle", "unit", "as_of"), text)
    cover |= {"date": "2022-12-31", "is_fictional": False}
    report = document.read(document.combine([shown], cover))
    assert report.of_kind("note") == []
    assert pdf.render(report).startswith(b"%PDF")  # which refuses every sign that no font has


HEADINGS = {
    "Giriş.\n\n## Yıl içinde\n\nSöz.": [2],
    "### Üçüncü\n\n# Birinci\n\n### İç\n\n###### En iç\n\n## İkinci": [2, 2, 3, 4, 3],
    "Giriş.\n\n##\n\n# \n\n#\n\nSöz.": [],
    "# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6": [2, 3, 4, 5, 5, 5],
    "Alt çizgili\n---\n\nÜst\n===\n\n###### Derin": [2, 2, 3],
    "> ## Alıntı\n\n- ## Madde\n\n##### Beş": [2],
    "```\n## Çitte\n```\n#### Sonra": [2, 3],
}


def test_a_heading_with_nothing_below_stays_where_people_wrote_it_and_goes_where_the_project_did():
    shown = executed("## Boş bölüm", "## Dolu bölüm", "Söz.", _written("Söz.\n\n## Kişinin başlığı"))
    headings = document.read(document.combine([shown], {})).of_kind("heading")
    assert ["".join(run["text"] for run in one["runs"]) for one in headings] == [
        "Deneme",
        "Dolu bölüm",
        "Kişinin başlığı",
    ]


def test_a_heading_with_nothing_below_stays_in_a_chapter_of_somebody():
    chapter = SimpleNamespace(path=Path("20_own.ipynb"), is_outside=True, volume="annex")
    report = document.read(document.combine([executed("## Boş bölüm")], {}, [chapter]))
    assert [block["level"] for block in report.of_kind("heading")] == [1, 2]


@pytest.mark.parametrize("text", HEADINGS)
def test_headings_of_a_text_are_fitted_into_the_page(publish, text):
    run = publish(_written(text))
    assert run.code == 0, run.err
    levels = [int(tag.name[1]) - 1 for tag in run.page.soup.main.find_all(re.compile("h[1-6]"))]
    assert levels == [1, *HEADINGS[text]]


LONG = " ".join(f"söz{n}" for n in range(300))
LOST = {
    "indented lines": "\n".join(f"    satır {n}" for n in range(300)),
    "fenced lines": "```\n" + "\n".join(f"satır {n}" for n in range(300)) + "\n```",
    "an open fence": "~~~ not\n" + "\n\n".join(f"Paragraf {n}." for n in range(95)),
    "an open comment": "<!-- açık\n\n" + "\n\n".join(f"Paragraf {n}." for n in range(95)),
    "a code span": f"`{LONG}`",
    "a quote": f"> {LONG * 4}",
    "a word": "abcdefghij" * 70,
    "an address": "https://www.ornek.bel.tr/" + "a/b-c_d" * 40,
    "a heading": "## " + "Abcdefghij" * 12,
    "lines of a reference": "[1]: Kaynak, sayfa 3\n\n[2]: https://example.org",
}


@pytest.mark.parametrize("text", LOST)
def test_the_pdf_loses_nothing_of_a_text(publish, text):
    run = publish(_written(LOST[text] + "\n\nSon söz."))
    assert run.code == 0, run.err
    words = re.findall(r"\w+", LOST[text])
    assert [word for word in words if word not in run.page.text] == []
    printed = squeezed(run.pdf.text)
    assert [word for word in words if word not in printed] == []
    assert _outside(run.folder / "report.pdf") == []


def _outside(path):
    """Letters of a PDF that stand beyond the right edge or the foot of their page."""
    out = []
    for page in pypdf.PdfReader(path).pages:
        right = float(page.mediabox.width) - 60

        def look(text, cm, matrix, _font, _size, right=right):
            across = matrix[4] * cm[0] + matrix[5] * cm[2] + cm[4]
            up = matrix[4] * cm[1] + matrix[5] * cm[3] + cm[5]
            if text.strip() and (across > right or up < 20):
                out.append(text)

        page.extract_text(visitor_text=look)
    return out


CELLS = {
    "a long row": ["x", "söz " * 430 + "son", "1"],
    "a row longer than a page": ["x", "söz " * 1700 + "son", "1"],
    "a word": ["x", "W" * 200 + "son", "1"],
    "an address": ["Ad", "https://www.ornek.bel.tr/" + "abcdef/" * 20, "12345678901234567890"],
}


@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize("columns", [3, 7])
def test_the_pdf_loses_nothing_of_a_table(publish, cells, columns):
    row = [*CELLS[cells], *["çok"] * (columns - 3)]
    heads = [{"title": "Uzunbaşlıksözcüğü", "align": "start"} for _cell in row]
    head = ",".join(f"c{place}" for place in range(columns))
    line = ",".join(row)
    run = publish(table(columns=heads, rows=[row], csv=f"{head}\n{line}\n", caption="B" * 120))
    assert run.code == 0, run.err
    assert run.pdf.text.count("son") >= line.count("son")


def test_the_pdf_loses_nothing_of_key_figures(publish):
    long = "Uzunbirsözcükkihiçbiryereesığmaz"
    tile = {"label": long, "value": "hesaplanamayacak", "note": "Bir not. " * 12}
    run = publish({TILES: {"tiles": [tile, {"label": "A", "value": "1.234.567.890.123", "note": ""}]}}, "Sonra.")
    assert run.code == 0, run.err


def test_a_drawing_taller_than_a_page_is_made_smaller(publish):
    tall = figure()
    tall[FIGURE]["svg"] = tall[FIGURE]["svg"].replace('height="10"', 'height="100"')
    run = publish(tall, "Sonra.")
    assert run.code == 0, run.err
    assert len(run.pdf.pages) == 2


def test_a_list_begins_where_it_was_begun(publish):
    run = publish("2024. yılda\n2025. yılda")
    assert [tag["start"] for tag in run.page.all("ol") if tag.has_attr("start")] == ["2024"]
    assert "2024. yılda" in run.pdf.text
    assert "2025. yılda" in run.pdf.text


# --- hostile text ------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</style><style>@import 'x'</style>",
    '"><svg onload=alert(1)>',
    "{{ 7*7 }} {% raw %}",
)
MARKUP = ("#panic()", '#eval("1")', "$x^2$", "*bold*", "_emph_", "= Heading", "@ref", "<label>", "\\u{41}", "// gone")


@pytest.mark.parametrize("text", HOSTILE)
def test_html_in_the_markdown_of_a_chapter_is_text(publish, text):
    run = publish(f"Önce {text} sonra", f"{text}\n")
    assert run.code == 0, run.err
    assert text in run.page.text
    assert run.page.all("script", "svg") == []
    assert [tag.name for tag in run.page.all() for name in tag.attrs if name.startswith("on")] == []


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_markup_in_figures_tables_and_key_figures_is_text(publish, text):
    tile = {TILES: {"tiles": [{"label": text, "value": text, "note": text}]}}
    shown_table = table(cell=text, caption=text, note=text, source=text, columns=[{"title": text, "align": "start"}])
    run = publish(figure(alt=f"1 {text}", caption=text, source=text), shown_table, tile)
    assert run.code == 0, run.err
    assert run.page.text.count(text) == 10
    assert run.page.all("img")[0]["alt"] == f"1 {text}"
    assert "".join(run.pdf.text.split()).count("".join(text.split())) >= 10
    assert run.page.all("script", "svg") == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "vbscript:x",
        "file:///etc/passwd",
        "java\tscript:x",
    ],
)
def test_a_link_that_does_not_open_a_page_is_text(publish, address):
    run = publish(f"[tıkla](<{address}>) ve [sayfa](https://example.org/a)")
    assert run.code == 0, run.err
    opened = [tag["href"] for tag in run.page.soup.main.find_all("a") if not tag["href"].startswith("#")]
    assert opened == ["https://example.org/a"]
    assert "tıkla" in run.page.text
    assert address.encode() not in (run.folder / "report.pdf").read_bytes()


@pytest.mark.parametrize(
    "text", ["#panic()", '#eval("1")', "$x^2$", "= Heading", "@ref", "<label>", "// kept", "``", "~"]
)
def test_typst_markup_in_the_markdown_of_a_chapter_is_text(publish, text):
    run = publish(f"Önce {text} sonra")
    assert run.code == 0, run.err
    assert f"Önce {text} sonra" in run.page.text
    assert f"Önce {text} sonra" in run.pdf.text


def test_characters_that_nobody_sees_are_taken_out_of_text(publish):
    run = publish(f"Ön{UNSEEN}ce `ko{BIDI}d`")
    assert run.code == 0, run.err
    assert "Önce kod" in run.page.text
    assert "Önce kod" in run.pdf.text


def test_characters_that_nobody_sees_are_taken_out_of_figures_tables_and_key_figures(publish):
    text = f"ay{BIDI}şe\x07"
    tile = {TILES: {"tiles": [{"label": text, "value": text, "note": text}]}}
    shown_table = table(cell=text, caption=text, note=text, source=text, columns=[{"title": text, "align": "start"}])
    run = publish(figure(alt=f"1 {text}", caption=text, source=text), shown_table, tile)
    assert run.code == 0, run.err
    assert [character for character in BIDI + "\x07" if character in run.page.source] == []
    assert run.page.text.count("ayşe") == 10
    assert Pdf(run.folder / "report.pdf").text.count("ayşe") >= 10


HOSTILE_NAMES = ("<b>Ilıca</b>", "[Narlı](javascript:x)", "#panic()", "$Huzur$", "1. Çam*te*pe")


@pytest.fixture
def name_mahalles(data_folder, tmp_path):
    """Give the first mahalles other names; only their chapter is run."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / "30_mahalles.ipynb", tmp_path / "notebooks")
    path = data_folder / "mahalles.csv"

    def write(*names):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        for number, name in enumerate(names):
            code, _name, *rest = rows[number].split(",")
            rows[number] = ",".join([code, name, *rest])
        path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        return ["--data", str(data_folder)]

    return write


def test_hostile_names_in_the_data_are_text_everywhere(yeep, without_kernels, name_mahalles):
    run = yeep("report", "2022", *name_mahalles(*HOSTILE_NAMES))
    assert run.code == 0, run.err
    assert set(HOSTILE_NAMES) <= {row[0] for row in run.page.table("mahalle_population")}
    assert {tag.parent.name for tag in run.page.all("b", "i", "script")} == {"figcaption", "caption"}
    printed = "".join(run.pdf.text.split())
    assert [name for name in HOSTILE_NAMES if "".join(name.split()) not in printed] == []


def test_no_download_begins_a_cell_with_a_formula(yeep, without_kernels, name_mahalles):
    run = yeep("report", "2022", *name_mahalles("=1+1", "@SUM(A1)", "+1+1", "-1+1"))
    downloads = [path.read_text(encoding="utf-8-sig") for path in (run.folder / "tables").glob("*.csv")]
    formulas = [line for text in downloads for line in text.splitlines() if re.match(r'"?([=@]|[+-]\d\+)', line)]
    assert run.code in (0, 3), run.err  # such a name may also be refused
    assert formulas == []


@pytest.mark.parametrize("may_split", [True, False])
@pytest.mark.parametrize("place", [0, 1])
def test_a_kernel_that_was_killed_is_not_waited_for(tmp_path, monkeypatch, may_split, place):
    monkeypatch.setattr(kernels, "may_split", lambda: may_split and sys.platform == "linux")
    started = WarmKernels(tmp_path, [], 2)
    try:
        kernel, other = started.each[place], started.each[1 - place]
        for one in (kernel, other):
            one._make_ready()
            one._say("1 + 1")
        kernel.kill()
        with pytest.raises(DeadKernelError):
            kernel._say("1 + 1")
        if not (may_split and place == 0):  # the others end with the first, from which they split off
            other._say("1 + 1")
    finally:
        started.stop()


def _run(**kept):
    run = Run.__new__(Run)
    vars(run).update(_failed=False, _stopped=None, _pool=ThreadPoolExecutor(1), **kept)
    return run


def test_a_chapter_that_ends_just_when_another_fails_leaves_none_waiting():
    class EndsMeanwhile(Future):
        def done(self):
            self.set_result(None)
            return False

        def set_exception(self, exception):
            if not super().done():
                self.set_result(None)
            super().set_exception(exception)

    waiting, failed = Future(), ValueError()
    _run(_executed={"ends": EndsMeanwhile(), "waits": waiting})._give_up(failed)
    assert waiting.exception(timeout=0) is failed


def test_kernels_that_are_being_stopped_are_not_ended_by_another_thread_too():
    done = []
    fakes = SimpleNamespace(kill=lambda: done.append("killed"), stop=lambda: done.append("stopped"))
    run = _run(_executed={}, _chapters=[], _kernels=fakes)
    with pytest.raises(ValueError, match="a document"), run:
        run.notebooks()
        raise ValueError("a document")
    assert done == ["stopped"]


def test_kernels_that_split_off_are_apart_and_go_with_the_first(tmp_path):
    """Each runs in a session of its own, so that a signal for one is none for another, and none is left behind."""
    if not early.may_split():
        pytest.skip("processes do not split on this system")
    started = WarmKernels(tmp_path, ["pandas"], 3)
    try:
        for one in started.each:
            one._make_ready()
        numbers = [one.manager.provisioner.process.pid for one in started.each]
        assert len(set(numbers)) == 3
        assert [os.getsid(number) for number in numbers] == numbers
        started.each[0].kill()
        _wait_until(lambda: all(one.manager.provisioner.process.poll() is not None for one in started.each))
    finally:
        started.stop()


def test_kernels_whose_folders_cannot_be_made_leave_none_behind(tmp_path, temporary_folder, monkeypatch):
    mkdir = Path.mkdir

    def full(self, *arguments, **options):
        if self.name == "1":
            raise OSError(errno.ENOSPC, "No space left on device")
        mkdir(self, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(OSError, match="No space left") as refused:
        WarmKernels(tmp_path, [], 2)
    assert list(temporary_folder.iterdir()) == [], refused  # what holds the frame holds what was begun
    assert refused.value.errno == errno.ENOSPC


def test_what_a_kernel_prints_is_sent_to_its_end(tmp_path):
    started = WarmKernels(tmp_path, [], 1)
    try:
        kernel, said = started.each[0], ""
        kernel._make_ready()
        kernel._say("print('a'); import sys; print('b', file=sys.stderr); print('c', end='')")
        while not {*"abc"} <= {*said}:
            message = run_sync(kernel._client.get_iopub_msg)(timeout=10)
            said += message["content"].get("text", "")
    finally:
        started.stop()
    assert sorted("".join(said.split())) == ["a", "b", "c"]


def test_a_process_that_began_early_ends_where_no_report_is_made():
    if not early.may_split():
        pytest.skip("processes do not split on this system")
    with early.started() as begun:
        assert begun.process.poll() is None
    assert begun.process.poll() is not None
    alone = early.Early()
    alone.process.communicate()  # whoever began it is gone
    assert alone.process.returncode == 0


def test_what_the_chapters_import_starts_no_thread(tmp_path):
    """A process with threads that splits may never answer again (and Python 3.12 warns of it)."""
    if sys.platform != "linux":
        pytest.skip("processes do not split on this system")
    code = "import os, pandas, seaborn, yeep_analysis.show.present; print(len(os.listdir('/proc/self/task')))"
    env = {**os.environ, **early.SURROUNDINGS}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert said.stdout.split() == ["1"]
