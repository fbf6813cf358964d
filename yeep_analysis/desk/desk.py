"""One desk: its door, its user's home, and the data folder on it; one desk at a time for each folder."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import RLock

from yeep_analysis.desk import memory
from yeep_analysis.desk.backup import take_up_interrupted
from yeep_analysis.desk.door import Door
from yeep_analysis.desk.home import Home, is_data_folder, reports_of
from yeep_analysis.edition import DESK_FOLDER
from yeep_analysis.transaction import only_one, reason_of
from yeep_analysis.words import language
from yeep_analysis.words.errors import Problem, UsageError, YeepError
from yeep_analysis.words.language import _

_LOCK = ".open"


class TakenError(UsageError):
    """Another desk is open on the folder; ``door`` is that desk's, where its user is ours."""

    def __init__(self, message: str, door: Door | None):
        self.door = door
        super().__init__(message)


@dataclass(frozen=True)
class Said:
    """What the next page tells: what was done, or what was refused with all problems."""

    text: str
    is_refusal: bool = False
    problems: tuple[Problem, ...] = ()
    undo: str = ""  # the address to which a button posts, that takes back what was done


@dataclass
class Desk:
    """Everything that the pages share."""

    home: Home
    door: Door
    data: Path | None = None
    today: Callable[[], datetime.date] = datetime.date.today
    close: Callable[[], None] = lambda: None
    lock: RLock = field(default_factory=RLock)
    is_closing: bool = False
    _said: list[Said] = field(default_factory=list)
    _held: ExitStack = field(default_factory=ExitStack)

    @property
    def reports(self) -> Path:
        """Where the reports of the folder lie."""
        return reports_of(self.data)

    def open(self, folder: Path) -> None:
        """Put a data folder on the desk, and the former one back.

        Raises   `TakenError` where another desk has it, `UsageError` where it is none, or lies on a network
        """
        folder = folder.resolve()
        _refuse_unusable(folder)
        if self.data == folder:
            return
        held = ExitStack()
        try:
            (folder / DESK_FOLDER).mkdir(exist_ok=True)
            held.enter_context(only_one(folder / DESK_FOLDER / _LOCK, "{process}"))
        except UsageError as error:
            raise self._taken(folder, error) from error
        except OSError as error:
            message = _("“{folder}” cannot be used ({reason}). Files must be able to be made in it.")
            raise UsageError(message.format(folder=folder, reason=reason_of(error))) from error
        door = self.home.private(_door_file(folder), self._door_as_text(folder))
        held.callback(lambda: door.unlink(missing_ok=True))
        self._held.close()
        self._held, self.data = held, folder
        self.home.remember(folder)
        take_up_interrupted(folder)
        self._tidy()

    def put_away(self) -> None:
        """Take the folder from the desk, and let others have it."""
        self._held.close()
        self.data = None

    def say(self, text: str, *, undo: str = "") -> None:
        """Tell on the next page what was done."""
        self._said.append(Said(text, undo=undo))

    def refuse(self, error: YeepError) -> None:
        """Tell on the next page what was refused, and why."""
        problems = tuple(getattr(error, "problems", ()))
        text = getattr(error, "head", "") or (_("Nothing was changed.") if problems else str(error))
        self._said.append(Said(text, is_refusal=True, problems=problems))

    def told(self) -> Sequence[Said]:
        """What there is to tell, once."""
        said, self._said = self._said, []
        return said

    def speak(self, chosen: str) -> None:
        """Speak another language from now on."""
        language.use(chosen)
        self.home.speak(chosen)

    def _tidy(self) -> None:
        try:
            remembered = memory.load(self.data)
        except YeepError as error:
            if isinstance(error.__cause__, OSError):
                return  # the pages say so
            aside = memory.set_aside(self.data)
            self.say(
                _(
                    "What the desk remembered could not be read: deadlines and the list of files that came are "
                    "empty. Results and reports are untouched. The old file lies beside as “{file}”; a backup holds an "
                    "older one."
                ).format(file=f"{DESK_FOLDER}/{aside}")
            )
            return
        if memory.forget_old(self.data, remembered, self.today()):
            memory.save(self.data, remembered)

    def _door_as_text(self, folder: Path) -> bytes:
        return json.dumps({"address": self.door.address, "key": self.door.key, "folder": str(folder)}).encode()

    def _taken(self, folder: Path, error: UsageError) -> UsageError:
        process = str(error)
        if not process.isdigit():
            return error  # no lock can be made there
        path = self.home.settings / _door_file(folder)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            door = Door(found["address"], found["key"])
        except (OSError, ValueError, KeyError):
            message = _(
                "Another desk is open on this folder (process {process}). Go on there, or close it first. Only one may "
                "be open, so that nothing is written twice."
            )
            return TakenError(message.format(process=process), None)
        message = _("The desk of this folder is open already: {address}")
        return TakenError(message.format(address=door.origin), door)


def _refuse_unusable(folder: Path) -> None:
    if str(folder).startswith(("\\\\", "//")):
        raise UsageError(
            _(
                "“{folder}” lies on a network. The desk works with a folder of this computer: two desks could write "
                "there at a time. Copy it, or make a backup there and bring it here."
            ).format(folder=folder)
        )
    if not is_data_folder(folder):
        raise UsageError(
            _("“{folder}” holds no municipality.csv; it is not the data folder of a municipality.").format(
                folder=folder
            )
        )


def _door_file(folder: Path) -> str:
    return f"door-{sha256(str(folder).encode()).hexdigest()[:16]}.json"
