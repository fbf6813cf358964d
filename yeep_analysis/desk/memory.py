"""What the desk remembers of a year, in the data folder under ``desk/``: deadline, what was sent, what lies there.

It belongs to the backup and is no input of a report. Who edits the file by hand and spoils it is told so.
"""

from __future__ import annotations

import datetime
import itertools
import shutil
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _

FILE = "desk.json"
ARRIVED = "arrived"
FIT_NAME = r'[^/\\:*?"<>|\x00-\x1f.][^/\\:*?"<>|\x00-\x1f]{0,150}'  # of a file that came: never a path
DAYS_KEPT = 60  # a form that came in, accepted or refused; then it is deleted from here
MOST_HAPPENINGS = 200


class Arrived(BaseModel):
    """A file that was put on the desk; it lies in a folder of its own, named after its key."""

    key: str = Field(pattern="^[0-9a-f]{16}$")
    name: str = Field(pattern=f"^{FIT_NAME}$")
    year: int
    on: datetime.date
    sha256: str
    unit: str = ""  # whose it is, where somebody said so
    merged: bool = False


class Happening(BaseModel):
    """Something that was done on the desk: when, of which kind, and its numbers and names."""

    at: datetime.datetime
    kind: str
    about: str = ""
    n: int = 0


class SentBack(BaseModel):
    """A package that was made for a unit: on which day, and the last file that had come by then."""

    on: datetime.date
    after: str


class Year(BaseModel):
    """What is remembered of one year of results."""

    deadline: datetime.date | None = None
    forms_made: datetime.date | None = None
    sent_back: dict[str, SentBack] = Field(default_factory=dict)  # by unit
    valid: dict[str, str] = Field(default_factory=dict)  # unit -> the key of the valid one of its forms
    reasons: dict[str, dict[str, str]] = Field(default_factory=dict)  # unit -> row -> reason for a changed value
    released: dict[str, list[str]] = Field(default_factory=dict)  # unit -> rows whose reason may be published
    merge: str = ""  # mahalles that bulletin and report show as one


class Memory(BaseModel):
    """Everything that the desk remembers of one data folder."""

    person: str = ""  # who answers questions of the units
    years: dict[int, Year] = Field(default_factory=dict)
    arrived: list[Arrived] = Field(default_factory=list)
    happened: list[Happening] = Field(default_factory=list)
    backup: datetime.date | None = None

    def of(self, year: int) -> Year:
        """What is remembered of a year."""
        return self.years.setdefault(year, Year())

    def note(self, kind: str, about: str = "", n: int = 0) -> None:
        """Add to what was done."""
        now = datetime.datetime.now().replace(microsecond=0)
        self.happened = [*self.happened, Happening(at=now, kind=kind, about=about, n=n)][-MOST_HAPPENINGS:]


def load(data: Path) -> Memory:
    """What is remembered of a folder.

    Raises   `DataError` where the file was spoilt
    """
    path = data / DESK_FOLDER / FILE
    try:
        return Memory.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Memory()
    except (OSError, ValidationError) as error:
        raise DataError(
            [
                Problem(
                    f"{DESK_FOLDER}/{FILE}",
                    _("What the desk remembers cannot be read."),
                    "",
                    _("Restore it from a backup, or delete it: deadlines and the list of files that came go with it."),
                )
            ]
        ) from error


def is_sound(content: bytes) -> bool:
    """Whether this can be what a desk remembers, from wherever it came."""
    try:
        Memory.model_validate_json(content)
    except ValidationError:
        return False
    return True


def set_aside(data: Path) -> str:
    """Put what was spoilt beside, under a name that is free, so that the desk can go on; returns the name."""
    spoilt = data / DESK_FOLDER / FILE
    names = (f"desk-spoilt{number or ''}.json" for number in itertools.count())
    free = next(name for name in names if not (spoilt.parent / name).exists())
    spoilt.rename(spoilt.with_name(free))
    return free


def save(data: Path, memory: Memory) -> None:
    """Write what is remembered, in one step."""
    write_file(data / DESK_FOLDER / FILE, (memory.model_dump_json(indent=1, exclude_defaults=True) + "\n").encode())


def place_of(data: Path, file: Arrived) -> Path:
    """Where a file lies that was put on the desk."""
    return data / DESK_FOLDER / ARRIVED / file.key / file.name


def forget_old(data: Path, memory: Memory, today: datetime.date) -> bool:
    """Delete what came more than `DAYS_KEPT` days ago, and folders nobody remembers. Returns whether it changed."""
    kept = [one for one in memory.arrived if (today - one.on).days <= DAYS_KEPT]
    keys = {one.key for one in kept}
    folder = data / DESK_FOLDER / ARRIVED
    for place in folder.iterdir() if folder.is_dir() else []:
        if place.name not in keys:
            shutil.rmtree(place, ignore_errors=True)
    changed = len(kept) < len(memory.arrived)
    memory.arrived = kept
    return changed
