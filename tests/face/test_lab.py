"""A chapter in JupyterLab: headings in the language of its parameter, and errors that one can read."""

import shutil
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from yeep_analysis.words.errors import YeepError

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Lab:
    """A kernel that is spoken to as JupyterLab does: each cell with its id."""

    def __init__(self, folder: Path):
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, source: str, cell_id: str | None) -> list[dict]:
        """What a cell shows, as messages."""
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell_id} if cell_id else {})
        self.client.shell_channel.send(message)
        shown = []
        while True:
            answer = self.client.get_iopub_msg(timeout=60)
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                return shown
            if answer["msg_type"] in ("display_data", "execute_result", "error", "stream"):
                shown.append(answer)

    def chapter(self, path: Path, **parameters: str) -> dict[str, list[dict]]:
        """What the cells of a chapter show, by id; a parameter as it would be typed into its cell."""
        found = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                source = cell.source
                if "parameters" in cell.metadata.get("tags", []):
                    source += "\n" + "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
                found[cell.id] = self.run(source, cell.id)
        return found


@pytest.fixture(scope="module")
def lab():
    kernel = Lab(NOTEBOOKS)
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def headings(shown: list[dict]) -> list[str]:
    """Markdown that was shown beside the value of a cell."""
    return [one["content"]["data"]["text/markdown"] for one in shown if one["msg_type"] == "display_data"]


def test_the_headings_follow_the_parameter(lab):
    english = {key: headings(shown) for key, shown in lab.chapter(NOTEBOOKS / "50_plan.ipynb", language="en").items()}
    above = [texts[0] for texts in english.values() if texts]
    cells = nbformat.read(NOTEBOOKS / "50_plan.ipynb", as_version=4).cells
    assert above[0].startswith("# ") and len(above) == sum(cell.cell_type == "markdown" for cell in cells)
    assert all(len(texts) <= 1 for texts in english.values())
    turkish = lab.chapter(NOTEBOOKS / "50_plan.ipynb", language="tr")
    assert [key for key, shown in turkish.items() if headings(shown)] == [], "they stand there already"


def test_whoever_does_not_say_which_cell_runs_gets_no_headings(lab):
    """A report, Papermill, VS Code: no cell id, and headings translated elsewhere or not at all."""
    shown = lab.run("from yeep_analysis.words import headings; headings.speak('en'); 1", None)
    assert [one["msg_type"] for one in shown] == ["execute_result"]


def test_without_its_data_a_chapter_says_which_parameter_to_change(lab):
    shown = lab.chapter(NOTEBOOKS / "50_plan.ipynb", language="en", data="../nowhere")
    (error,) = [one["content"] for one in shown["50-02"] if one["msg_type"] == "error"]
    (said,) = error["traceback"]
    assert "“../nowhere”" in said and "Change the parameter “data”" in said and "--data" not in said


def test_an_error_for_the_user_is_one_sentence_and_a_mistake_keeps_its_traceback(lab):
    lab.run("import yeep_analysis as ya, pandas as pd", None)
    (refused,) = lab.run("ya.population.sex_ratio(pd.DataFrame({'year': [2022]}))", None)
    assert len(refused["content"]["traceback"]) == 1 and refused["content"]["ename"] == "MeasureError"
    (mistake,) = lab.run("1 / 0", None)
    assert len(mistake["content"]["traceback"]) > 1


def test_every_error_for_the_user_is_shown_so():
    assert YeepError("words")._render_traceback_() == ["words"]


def test_a_notebook_that_cannot_be_read_stops_no_cell(lab, tmp_path):
    shutil.copy(NOTEBOOKS / "50_plan.ipynb", tmp_path)
    (tmp_path / "00.ipynb").write_bytes(b"\xff\xfe no notebook")
    lab.run(f"import os; os.chdir({str(tmp_path)!r})", None)
    shown = lab.run("from yeep_analysis.words import headings; headings.speak('en')", "50-02")
    lab.run(f"os.chdir({str(NOTEBOOKS)!r})", None)
    assert headings(shown)[0].startswith("# ")
