"""Forms that came back, on the desk: kept as files, read once in child processes, told by unit."""

from __future__ import annotations

import datetime
import re
import secrets
from collections.abc import Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from werkzeug.datastructures import FileStorage

from yeep_analysis.desk import memory
from yeep_analysis.desk.home import TAKEN_BY_WINDOWS
from yeep_analysis.desk.memory import Arrived
from yeep_analysis.desk.situation import Situation
from yeep_analysis.intake.forms.collect import Collection, UnitDelivery, check, read_files, take_in
from yeep_analysis.intake.forms.read import Delivered
from yeep_analysis.intake.merge import GivenReason
from yeep_analysis.intake.personal import without_personal_data
from yeep_analysis.municipality.csv_text import readable
from yeep_analysis.municipality.result_tables import RowKey
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

LARGEST = 20 * 2**20  # bytes of one form
MOST_WAITING = 200
FORMS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_read: dict[tuple[str, str, str], Delivered] = {}  # by key of the file, what is expected, and language


@dataclass(frozen=True)
class Stranger:
    """A file that is no form: named, with a reason and a way out."""

    file: Arrived
    why: str


@dataclass(frozen=True)
class OnDesk:
    """What lies on the desk: deliveries by unit, and files that are none."""

    found: Collection | None
    files: dict[str, tuple[Arrived, ...]]  # of each unit
    strangers: tuple[Stranger, ...]
    of_no_unit: tuple[tuple[Arrived, Delivered], ...]

    @property
    def clean(self) -> list[UnitDelivery]:
        """The units whose forms can be taken."""
        return [self.found.by_unit[unit] for unit in self.found.units] if self.found else []

    @property
    def held(self) -> list[UnitDelivery]:
        """The units of which something is to be corrected, or asked."""
        return [self.found.by_unit[unit] for unit in self.found.held] if self.found else []


def put_down(
    data: Path, remembered: memory.Memory, year: int, sent: Sequence[FileStorage], today: datetime.date
) -> int:
    """Keep files that came; one that lies there already is not kept twice. Returns how many are new.

    Raises   `UsageError` where there are too many
    """
    waiting = [one for one in remembered.arrived if one.year == year and not one.merged]
    if len(waiting) + len(sent) > MOST_WAITING:
        raise UsageError(
            _("More than {n} files lie on the desk. Take some from the list first.").format(n=MOST_WAITING)
        )
    new = 0
    for one in sent:
        content = one.stream.read(LARGEST + 1)
        digest = sha256(content).hexdigest()
        if any(other.sha256 == digest for other in waiting):
            continue
        name = unlike(fit_name(one.filename), {other.name for other in waiting})
        file = Arrived(key=secrets.token_hex(8), name=name, year=year, on=today, sha256=digest)
        path = memory.place_of(data, file)
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        remembered.arrived.append(file)
        waiting.append(file)
        new += 1
    return new


def fit_name(name: str) -> str:
    """A name under which a file may lie, whatever its sender called it; never a path."""
    last = re.split(r"[\\/]", readable(name))[-1]
    plain = without_personal_data(_UNFIT.sub("_", last)).strip(" .")
    plain = f"_{plain}" if TAKEN_BY_WINDOWS.fullmatch(plain) else plain
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:100] or 'form'}.{suffix[:10]}" if dot else plain[:100] or "form"


def unlike(name: str, others: Set[str]) -> str:
    """The name, with a number where another file that waits has it: forms are told apart by their names."""
    path, number = Path(name), 2
    while name in others:
        name, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return name


def on_desk(now: Situation) -> OnDesk:
    """All files of the year that wait, read and checked."""
    if now.wanted is None:
        return OnDesk(None, {}, tuple(Stranger(one, now.not_ready) for one in now.waiting_files), ())
    forms, strangers = [], []
    for file in now.waiting_files:
        why = _no_form(file, memory.place_of(now.data, file))
        if why:
            strangers.append(Stranger(file, why))
        else:
            forms.append(file)
    delivered = _delivered(now, forms)
    found = _checked(now, [delivered[one.key] for one in forms])
    files = {unit: tuple(one for one in forms if unit in delivered[one.key].unit_ids) for unit in found.by_unit}
    of_no_unit = tuple((one, delivered[one.key]) for one in forms if not delivered[one.key].unit_ids)
    return OnDesk(found, files, tuple(strangers), of_no_unit)


def take(now: Situation, units: Sequence[str]) -> Collection:
    """Take the clean forms of some units into the results of the year."""
    forms = [one for one in now.waiting_files if not _no_form(one, memory.place_of(now.data, one))]
    delivered = _delivered(now, forms)
    days = [one.on for one in forms if delivered[one.key].unit_ids & set(units)]
    found = take_in(
        [delivered[one.key] for one in forms],
        now.wanted,
        now.data,
        max(days, default=now.today),
        only=units,
        reasons=_reasons(now),
        choose=lambda unit, files: _valid(now, delivered, unit, files),
    )
    for one in forms:
        if delivered[one.key].unit_ids and delivered[one.key].unit_ids <= set(found.units):
            one.merged = True  # the forms that were not the valid one, too
    for unit in found.units:
        now.of_year.sent_back.pop(unit, None)
        now.of_year.valid.pop(unit, None)
    return found


def _checked(now: Situation, delivered: Sequence[Delivered]) -> Collection:
    by_key = {each.path.parent.name: each for each in delivered}
    return check(
        delivered,
        now.wanted,
        now.results,
        now.wanted.circumstances(now.data, now.today),
        reasons=_reasons(now),
        choose=lambda unit, files: _valid(now, by_key, unit, files),
    )


def _reasons(now: Situation) -> dict[tuple[str, RowKey], GivenReason]:
    """Reasons for changed values that somebody gave on the page."""
    released = now.of_year.released
    return {
        (unit, RowKey.read(row)): GivenReason(why, row in released.get(unit, ()))
        for unit, rows in now.of_year.reasons.items()
        for row, why in rows.items()
    }


def _valid(now: Situation, delivered: dict[str, Delivered], unit: str, files: Sequence[str]) -> str | None:
    """The valid one of several forms: as somebody said, or the last that came after a package was sent back."""
    unit_id = next((one.unit_id for one in now.units if now.unit(one.unit_id) == unit), "")
    chosen = now.of_year.valid.get(unit_id, "") or _newest_after_package(now, delivered, unit_id)
    return delivered[chosen].file if chosen in delivered and delivered[chosen].file in files else None


def _newest_after_package(now: Situation, delivered: dict[str, Delivered], unit_id: str) -> str:
    sent = now.of_year.sent_back.get(unit_id)
    if sent is None:
        return ""
    keys = [one.key for one in now.remembered.arrived]
    newer = keys[keys.index(sent.after) + 1 :] if sent.after in keys else keys
    return next((key for key in reversed(newer) if key in delivered and unit_id in delivered[key].unit_ids), "")


def _delivered(now: Situation, files: Sequence[Arrived]) -> dict[str, Delivered]:
    """What each file holds; read again only where plan or language changed."""
    asked = sha256(repr((now.wanted.identity, now.wanted.reporters)).encode()).hexdigest()
    unread = [one for one in files if (one.key, asked, language.active()) not in _read]
    if unread:
        paths = [memory.place_of(now.data, one) for one in unread]
        for one, found in zip(unread, read_files(paths, now.wanted), strict=True):
            _read[one.key, asked, language.active()] = found
    return {one.key: _read[one.key, asked, language.active()] for one in files}


def _no_form(file: Arrived, path: Path) -> str:
    """Why a file cannot be a form; empty where it may be one."""
    suffix = path.suffix.lower()
    if not path.is_file():
        return _("The file is not there any more. Take it from the list.")
    if path.stat().st_size > LARGEST:
        return _("The file is larger than {n} MB. A form is much smaller.").format(n=LARGEST // 2**20)
    if suffix in FORMS:
        return ""
    if suffix in (".doc", ".docx", ".odt", ".rtf", ".pdf"):
        return _("This is a document. Numbers are taken from the Excel form alone; nothing was taken of this file.")
    if suffix in (".zip", ".rar", ".7z"):
        return _("This is an archive. Unpack it, and drop the forms that lie in it.")
    if suffix in (".jpg", ".jpeg", ".png", ".heic"):
        return _("This is a picture. Numbers are taken from the Excel form alone; nothing was taken of this file.")
    return _("This is no form (.xlsx, .xls, .ods, .csv); nothing was taken of this file.")


def standing(now: Situation, waits: OnDesk | None = None) -> dict[str, str]:
    """How each unit stands, as one word: ``done``, ``ready``, ``fix``, ``back``, ``open``."""
    waits = waits or on_desk(now)
    words = {one.unit_id: "done" if one.is_complete else "open" for one in now.units}
    words |= {each.unit_id: "back" if _is_sent_back(now, each) else "fix" for each in waits.held}
    return words | {each.unit_id: "ready" for each in waits.clean}


def _is_sent_back(now: Situation, unit: UnitDelivery) -> bool:
    """Whether a package was made, and nothing came since."""
    sent = now.of_year.sent_back.get(unit.unit_id)
    keys = {each.path.parent.name: each for each in unit.files}
    return bool(sent) and not _newest_after_package(now, keys, unit.unit_id)
