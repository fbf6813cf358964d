"""What goes out, and the record of it: the sensitive counts of an edition, and the ledger that a publication writes.

A report is a draft until somebody says that it was published. Then its counts go into the ledger, shown or hidden, and
every later edition is protected together with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from yeep_analysis.disclosure import ledger
from yeep_analysis.disclosure.attack import Attack, named
from yeep_analysis.disclosure.cells import Cell, Counts, linked
from yeep_analysis.disclosure.ledger import Told
from yeep_analysis.edition import SALT, Edition
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.progress import evaluation as progress
from yeep_analysis.publishing import manifest
from yeep_analysis.sensitive import protected as sensitive
from yeep_analysis.transaction import only_one
from yeep_analysis.words import language
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext

Disclosed = tuple[Counts, frozenset[Cell]]  # the counts of a room, and the cells of them that are shown
# One of each room that shows sensitive counts; None where an edition shows none of them.
ROOMS: tuple[Callable[[Edition], Disclosed | None], ...] = (progress.disclosed, sensitive.disclosed)
_LOCK = ".publishing"


@dataclass(frozen=True)
class Publication:
    """What was entered into the ledger.

    told     the new entry; None where the same report was entered before
    hidden   how many counts of it are hidden
    searches how near what is hidden comes to the fewest that would do, by subject
    """

    told: Told | None
    hidden: int = 0
    searches: tuple[str, ...] = ()


def kept(edition: Edition) -> dict[str, Any]:
    """What is kept of a public edition when it is made, for the unit alone: its counts, and how they were protected."""
    found = sensitive.searches(edition)
    return {
        "told": disclosed(edition),
        "searches": [f"{label}: {shown}" for label, shown in found.items()],
        "had_secret": bool(ledger.salt(edition.data)),
    }


def disclosed(edition: Edition) -> list[list[Any]]:
    """Every sensitive count of an edition: name, count, and whether it is shown; None where no table has it."""
    found = [one for one in (room(edition) for room in ROOMS) if one is not None]
    if not found:
        return []
    counts, shown = linked(*(one for one, _shown in found)), frozenset[Cell]().union(*(cells for _one, cells in found))
    return [
        [list(cell), int(count), None if place in counts.unseen else cell in shown]
        for place, (cell, count) in enumerate(zip(counts.cells, counts.values, strict=True))
    ]


def publish(edition: Edition, out: Path, today: date) -> Publication:
    """Enter the finished public report of an edition into the ledger.

    Raises   `UsageError` where there is none, where its data or its files changed since it was made, where its small
             counts were hidden without a secret (it is made then), or where readers of it and of an earlier edition
             could find out a count together
    """
    with _one_at_a_time(edition.data):
        record = _sound_record(edition, out)
        earlier = ledger.known(edition.data)
        entry = max((told.entry for told in earlier), default=0) + 1
        told = _told(entry, edition, today, record)
        # A hidden count can be corrected and the report be the same, byte for byte: its readers know both.
        if any(replace(one, entry=entry, published_on=today) == told for one in earlier):
            return Publication(None)
        _refuse_without_secret(told, record, edition.data)
        _refuse_what_gives_away(told, earlier, edition.data)
        ledger.write(edition.data, [*earlier, told])
        hidden = len(told.counts) - len(told.shown) - len(told.unseen)
        return Publication(told, hidden, tuple(record.get("searches", ())))


def _told(entry: int, edition: Edition, today: date, record: Mapping[str, Any]) -> Told:
    by_state: dict[bool | None, set[Cell]] = {True: set(), False: set(), None: set()}
    for cell, _count, is_shown in record["told"]:
        by_state[is_shown].add(tuple(cell))
    return Told(
        entry,
        edition.name,
        edition.language,
        today,
        record["manifest"],
        {tuple(cell): count for cell, count, _shown in record["told"]},
        frozenset(by_state[True]),
        frozenset(by_state[None]),
    )


def undo(edition: Edition) -> Told:
    """Take the newest entry out of the ledger; it must be of this edition.

    Raises   `UsageError` where it is not
    """
    with _one_at_a_time(edition.data):
        earlier = ledger.known(edition.data)
        if not earlier or (earlier[-1].edition, earlier[-1].language) != (edition.name, edition.language):
            newest = shown_name(earlier[-1]) if earlier else _("none")
            message = _("Only the newest entry of the ledger can be taken back: {newest}. Nothing was changed.")
            raise UsageError(message.format(newest=newest))
        ledger.write(edition.data, earlier[:-1])
        return earlier[-1]


def newest(data: Path, edition: str, spoken: str) -> Told | None:
    """The newest entry of an edition; None where it was not published."""
    entries = [told for told in ledger.known(data) if (told.edition, told.language) == (edition, spoken)]
    return entries[-1] if entries else None


def shown_name(told: Told) -> str:
    """``2024 (tr, 01.02.2025)``."""
    return f"{told.edition} ({told.language}, {language.date(told.published_on)})"


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    busy = _("Another command is at the ledger of publications (process {process}). Wait for it; lock: {lock}")
    with only_one(data / _LOCK, busy):
        yield


def _sound_record(edition: Edition, out: Path) -> Mapping[str, Any]:
    """What was kept of the report when it was made.

    Raises   `UsageError` where there is no finished report, or it or its data changed since
    """
    folder, again = out / edition.folder, _("Make the report again, look at it, and publish it then.")
    if not (folder / "manifest.json").is_file():
        raise UsageError(
            _("There is no finished report of {edition} in “{folder}”.").format(edition=edition.name, folder=folder)
            + " "
            + again
        )
    record = manifest.recorded(out, edition.folder)
    if record is None or manifest.changed_outputs(folder):
        raise UsageError(_("The report in “{folder}” is not as it was made.").format(folder=folder) + " " + again)
    now = manifest.data_inputs(edition.data)
    if manifest.without_ledger(record["inputs"]) != manifest.without_ledger(now):
        raise UsageError(
            _("The data changed since the report of {edition} was made.").format(edition=edition.name) + " " + again
        )
    return record


def _refuse_without_secret(told: Told, record: Mapping[str, Any], data: Path) -> None:
    """Refuse what was hidden by a choice that everybody can repeat: what was chosen tells of the counts."""
    if told.counts and not record.get("had_secret"):
        ledger.make_salt(data)
        message = _(
            "When this report was made there was no secret by which hidden counts are chosen, so that its readers "
            "could work back from the choice. The secret is there now ({file}; it is in the backup and nowhere else)."
        )
        again = _("Make the report again, look at it, and publish it then.")
        raise UsageError(message.format(file=SALT) + " " + again)


def _refuse_what_gives_away(told: Told, earlier: tuple[Told, ...], data: Path) -> None:
    """Refuse what readers of all editions could find out together."""
    if not told.counts:
        return
    alone, number = ledger.alone(told), sensitive.one_number
    mine = linked(replace(alone, cells=tuple(map(number, alone.cells))))
    both = ledger.with_earlier(mine, earlier, number)
    shown = both.shown | {both.place[number(cell)] for cell in told.shown}
    hidden = np.array([place not in shown for place in range(len(both.cells))])
    given_away = Attack(both, hidden).narrow(_smallest_shown(data))
    if given_away:
        cells = ", ".join(named(both.cells[place]) for place in given_away[:5])
        message = _(
            "Together with what was published before ({editions}), this report would give hidden counts away: {cells}. "
            "Make it again: it is protected together with those editions then."
        )
        raise UsageError(message.format(editions=", ".join(shown_name(one) for one in earlier), cells=cells))


def _smallest_shown(data: Path) -> int:
    table = TABLES["municipality"]
    return int(read_rows(table, data / table.file)[0].rows[0][1].smallest_shown)


def told_of(publication: Publication, undo: str) -> list[str]:
    """What was done, in words; ``undo`` is the command that takes it back."""
    if publication.told is None:
        return [_("This report is in the ledger already. Nothing was changed.")]
    told = publication.told
    n = len(told.counts)
    return [
        _("Entered into the ledger as published: {name}.").format(name=shown_name(told)),
        ngettext(
            "{n} sensitive count is kept with it, {hidden} of them hidden.",
            "{n} sensitive counts are kept with it, {hidden} of them hidden.",
            n,
        ).format(n=n, hidden=publication.hidden),
        *publication.searches,
        _("Later editions are protected together with it. To take the entry back: {command}").format(command=undo),
        _("Nothing was sent anywhere: publish the folder of the report yourself."),
    ]
