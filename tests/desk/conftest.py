"""A desk with the fictional municipality on it, in a year of which no form has come yet; and a browser that is let in."""

from __future__ import annotations

import csv
import io
import re
import runpy
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from yeep_analysis.desk.app import create_app
from yeep_analysis.desk.desk import Desk
from yeep_analysis.desk.door import Door
from yeep_analysis.desk.home import Home
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
YEAR = 2025
TODAY = date(2026, 2, 16)
ADDRESS = "127.0.0.1:8123"
MAKE = runpy.run_path(str(ROOT / "examples" / "make.py"), run_name="make")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example in which nothing of the year was reported yet. Not to be spoiled."""
    data = Path(shutil.copytree(ROOT / "examples" / "ornek", tmp_path_factory.mktemp("example") / "data"))
    (data / "results" / f"{YEAR}.csv").unlink()
    log = data / "results" / "corrections.csv"
    head, *lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(csv.reader([head])).index("year")
    kept = [line for line in lines if next(csv.reader([line]))[place] != str(YEAR)]
    log.write_text(head + "".join(kept), encoding="utf-8")
    return data


@pytest.fixture(scope="session")
def returned(example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The forms of the year as the units of the story fill them in: unit -> file. Not to be spoiled."""
    language.use("tr")
    folder = tmp_path_factory.mktemp("returned")
    MAKE["run"]("forms", str(YEAR), "--data", str(example), "--out", str(folder))
    lines = [line for line in MAKE["table"]("story.csv") if (line["year"], line["delivery"]) == (str(YEAR), "1")]
    forms = {}
    for unit in dict.fromkeys(line["unit_id"] for line in lines):
        path = folder / f"{YEAR}-{unit}.xlsx"
        fill_in(path, [line for line in lines if line["unit_id"] == unit])
        forms[unit] = path
    return forms


def fill_in(form: Path, lines: list[dict[str, str]]) -> None:
    """Write what the story says into a form, and what only the second version asks: why a value is off its way."""
    asked = dict(MAKE["open_cells"](load_workbook(form)))
    told = {(line["row"], line["field"]): line for line in lines}
    for (row, field), line in list(told.items()):
        if field == "evidence" and (row, "explanation") in asked:
            told.setdefault((row, "explanation"), line | {"field": "explanation"})
    for row, field in asked:
        if field == "deviation" and (row, "value") in told | asked:
            told.setdefault((row, field), {"row": row, "field": field, "value": "Kadro yıl ortasında tamamlandı."})
    MAKE["fill"](form, [line for at, line in told.items() if at in asked])


@pytest.fixture
def desk(example: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the example."""
    language.use("tr")
    data = Path(shutil.copytree(example, tmp_path / "house" / "data"))
    made = Desk(Home(tmp_path / "settings", tmp_path / "documents"), Door(ADDRESS), today=lambda: TODAY)
    made.open(data)
    yield made
    made.put_away()


class Visitor:
    """A browser at the desk: with the cookie, and with the token of the last page in each form."""

    def __init__(self, desk: Desk):
        self.desk = desk
        app = create_app(desk)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        self.client = app.test_client()
        self.client.set_cookie(desk.door.cookie_name, desk.door.cookie, domain="127.0.0.1")

    def get(self, path: str, **more: object) -> TestResponse:
        """A page."""
        return self.client.get(path, base_url=self.desk.door.origin, **more)

    def page(self, path: str) -> str:
        """The words of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return answer.text

    def post(self, path: str, *files: tuple[str, bytes], **fields: object) -> TestResponse:
        """What a button of a page sends; ``files`` are names and contents."""
        data = {"token": self.desk.door.token, **fields}
        if files:
            data["files"] = [(io.BytesIO(content), name) for name, content in files]
        headers = {"Origin": self.desk.door.origin}
        return self.client.post(path, base_url=self.desk.door.origin, data=data, headers=headers)

    def done(self, path: str, *files: tuple[str, bytes], **fields: object) -> str:
        """The page to which a button leads."""
        answer = self.post(path, *files, **fields)
        assert answer.status_code == 303, (answer.status_code, answer.text[:500])
        return self.page(answer.headers["Location"])

    def drop(self, *paths: Path, names: dict[Path, str] | None = None) -> str:
        """Files dropped on the page of what came."""
        sent = [((names or {}).get(path, path.name), path.read_bytes()) for path in paths]
        return self.done(f"/{YEAR}/gelenler/drop", *sent)


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    """A browser that was let in."""
    return Visitor(desk)


def words(html: str) -> str:
    """The text of a page, without marks and line breaks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
