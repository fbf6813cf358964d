"""A copy of a data folder as one file, and back.

What is restored is hostile input: it is unpacked by a child process (``desk.unpacking``), and only files that a data
folder may hold are taken, by their names. What was there is kept as a copy, so that a restoration can be undone; one
that was cut off is undone when the desk is next opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from yeep_analysis.desk import memory
from yeep_analysis.edition import DESK_FOLDER, SALT
from yeep_analysis.intake.plan.proposal import UNDO_FOLDER
from yeep_analysis.intake.sandbox import Limits, Sandbox
from yeep_analysis.municipality import descriptor, outlines
from yeep_analysis.municipality.count_tables import CORRECTIONS as MONTHLY_CORRECTIONS
from yeep_analysis.municipality.count_tables import MONTHLY, MONTHLY_FOLDER, SURVEY
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.fact_tables import LEDGER, TABLES
from yeep_analysis.municipality.new_folder import GUIDES
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.municipality.result_tables import CORRECTIONS
from yeep_analysis.municipality.result_tables import FOLDER as RESULTS
from yeep_analysis.municipality.texts import FOLDER as EDITIONS
from yeep_analysis.municipality.texts import TEXTS
from yeep_analysis.municipality.validate import PLAN_FOLDER
from yeep_analysis.transaction import new_folder, write_file
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _, ngettext

UNPACKING = Sandbox("yeep_analysis.desk.unpacking", Limits(seconds=60.0, memory=900 * 2**20))
BEFORE = "before-restoration.zip"
_MARK = ".restoring"
_WHEN = (2020, 1, 1, 0, 0, 0)
_MOST_NAMES = 5  # that are told


@cache
def _declared() -> re.Pattern[str]:
    """The names, below a data folder, of all files that belong into a backup."""
    texts, edition = "|".join(TEXTS), r"\d{4}(-\d{4})?"
    tables = [re.escape(name) for name in (*(table.file for table in TABLES.values()), SURVEY.file, LEDGER.file, SALT)]
    plan = [re.escape(f"{PLAN_FOLDER}/{table.file}") for table in (*PLAN_TABLES.values(), *FOLLOW_UP_TABLES.values())]
    others = [
        re.escape(name) for name in (descriptor.FILE, outlines.FILE, *GUIDES.values(), f"{DESK_FOLDER}/{memory.FILE}")
    ]
    others += [r"emblem\.(svg|png)"]
    results = [rf"{RESULTS}/\d{{4}}\.csv(\.former-\d{{3,}}|\.undone)?", re.escape(f"{RESULTS}/{CORRECTIONS.file}")]
    monthly = re.escape(f"{MONTHLY_FOLDER}/{MONTHLY.file}")
    results += [rf"{monthly}(\.former-\d{{3,}})?", re.escape(f"{MONTHLY_FOLDER}/{MONTHLY_CORRECTIONS.file}")]
    results.append(rf"{re.escape(UNDO_FOLDER)}/\d{{4}}\.json")  # how the plan was before each workbook
    written = [rf"{EDITIONS}/{edition}/({texts})\.md", rf"{DESK_FOLDER}/drafts/{edition}-({texts})\.md"]
    arrived = [rf"{DESK_FOLDER}/arrived/[0-9a-f]{{16}}/{memory.FIT_NAME}"]
    return re.compile("|".join([*tables, *plan, *others, *results, *written, *arrived]))


def is_declared(name: str) -> bool:
    """Whether a file of this name, below a data folder, belongs into a backup."""
    return bool(_declared().fullmatch(name)) and not name.lower().endswith((".ipynb", ".py"))


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if is_declared(name) and path.is_file() and not path.is_symlink():
            yield name, path


def packed(data: Path) -> bytes:
    """A data folder as one zip; the same folder gives the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files(data):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a backup.

    Raises   `DataError` where it is no backup, or holds anything that a backup never holds
    """
    (found,) = UNPACKING.read([path])
    if code := found.get("refused"):
        raise DataError([_refusal(path.name, code, found.get("detail", ""))])
    files = {name: b64decode(content) for name, content in found["files"].items()}
    if foreign := [name for name in files if not is_declared(name)]:
        names = ", ".join(readable(name)[:60] for name in foreign[:_MOST_NAMES])
        what = ngettext(
            "It holds {n} file that belongs into no backup: {names}.",
            "It holds {n} files that belong into no backup: {names}.",
            len(foreign),
        ).format(n=len(foreign), names=names)
        raise DataError([_no_backup(path.name, what)])
    if "municipality.csv" not in files:
        raise DataError([_no_backup(path.name, _("It holds no municipality.csv."))])
    if not memory.is_sound(files.get(f"{DESK_FOLDER}/{memory.FILE}", b"{}")):
        raise DataError([_no_backup(path.name, _("What the desk remembers cannot be read in it."))])
    return files


def restore(data: Path, files: Mapping[str, bytes]) -> None:
    """Put the files of a backup in the place of those that are there; ``undo`` takes it back."""
    write_file(data / DESK_FOLDER / BEFORE, packed(data))
    _exchange(data, files)


def undo(data: Path) -> None:
    """Put back what was there before the last restoration; what it had brought can be put back the same way."""
    files, now = unpacked(data / DESK_FOLDER / BEFORE), packed(data)
    _exchange(data, files)
    write_file(data / DESK_FOLDER / BEFORE, now)


def can_be_undone(data: Path) -> bool:
    """Whether there is a restoration that can be taken back."""
    return (data / DESK_FOLDER / BEFORE).is_file()


def restore_as_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a data folder of a backup."""
    with new_folder(folder) as work:
        _write(work, files)


def take_up_interrupted(data: Path) -> bool:
    """Put back what was there where a restoration was cut off. Returns whether one was."""
    mark = data / DESK_FOLDER / _MARK
    if not mark.exists():
        return False
    _replace(data, unpacked(data / DESK_FOLDER / BEFORE))
    mark.unlink()
    return True


def _exchange(data: Path, files: Mapping[str, bytes]) -> None:
    mark = data / DESK_FOLDER / _MARK
    write_file(mark, b"")
    try:
        _replace(data, files)
    except BaseException:
        take_up_interrupted(data)
        raise
    mark.unlink()


def _replace(data: Path, files: Mapping[str, bytes]) -> None:
    for name, path in list(_files(data)):
        if name not in files:
            path.unlink()
    _write(data, files)


def _write(data: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        place = data / name
        for folder in list(place.relative_to(data).parents)[:-1]:
            if (data / folder).is_symlink():
                raise DataError([_no_backup(name, _("The folder in which it belongs is a link."))])
        write_file(place, content)


def _refusal(file: str, code: str, detail: str) -> Problem:
    what = {
        "no_zip": _("It is no zip file, or a damaged one."),
        "limits": _("It unpacks to more than a backup may hold."),
        "bomb": _("It unpacks to more than a backup may hold."),
        "encrypted": _("It is protected by a password."),
        "link": _("It holds a link: “{name}”."),
        "path": _("It holds a name that leads out of the folder: “{name}”."),
        "twice": _("It holds a name twice: “{name}”."),
    }[code]
    return _no_backup(file, what.format(name=readable(detail)[:60]))


def _no_backup(file: str, what: str) -> Problem:
    return Problem(
        file,
        what,
        "",
        _("Choose the zip that you downloaded from the page Backup, unchanged. Nothing was changed."),
    )
