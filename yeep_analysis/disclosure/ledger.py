"""What was published before, as readers of all editions together know it: the ledger, and the secret of the patterns.

Only a publication writes the ledger (`yeep publish`), never the making of a report: a draft is no publication. It keeps
every count of a published table, shown or hidden, as it was on that day. A cell that has the same count now is the same
unknown. One whose count was corrected since is another unknown, which goes by the name of its publication as well.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from yeep_analysis.disclosure.cells import ALL, JOINED, Cell, Counts, Sum, after, linked
from yeep_analysis.edition import SALT
from yeep_analysis.municipality.checks import check_keys
from yeep_analysis.municipality.fact_tables import LEDGER, Published
from yeep_analysis.municipality.table_files import read_rows, table_text
from yeep_analysis.transaction import write_file
from yeep_analysis.words.errors import DataError, Problem
from yeep_analysis.words.language import _

BETWEEN = "|"  # parts of the name of a cell, in the ledger


@dataclass(frozen=True)
class Told:
    """One publication: what its readers know, and what was hidden from them.

    counts     every count of its tables, shown or hidden, by the name of its cell
    shown      the cells that stood there
    unseen     the cells that stood in no table and only tie those that did together
    manifest   SHA-256 of the manifest of the published folder
    """

    entry: int
    edition: str
    language: str
    published_on: date
    manifest: str
    counts: Mapping[Cell, int]
    shown: frozenset[Cell]
    unseen: frozenset[Cell] = frozenset()

    def only(self, is_wanted: Callable[[Cell], bool]) -> Told:
        """The same, as far as it told of some cells."""
        counts = {cell: count for cell, count in self.counts.items() if is_wanted(cell)}
        return replace(self, counts=counts, shown=self.shown & counts.keys(), unseen=self.unseen & counts.keys())

    @property
    def name(self) -> str:
        """How a message names it; the same in every language, as patterns hang on names."""
        return f"{self.edition} ({self.published_on.isoformat()}, {self.entry})"


def known(data: Path) -> tuple[Told, ...]:
    """What was published before, the oldest first; nothing where there is no ledger.

    Raises   `DataError` with all problems of the ledger
    """
    content, problems = read_rows(LEDGER, data / LEDGER.file)
    problems += check_keys(LEDGER, content.rows)
    by_entry: dict[int, list[Published]] = {}
    for number, row in content.rows:
        by_entry.setdefault(row.entry, []).append(row)
        if bool(row.cell) == (row.count is None) or (row.is_shown is not None and not row.cell):
            problems.append(_by_hand(number))
    if any(sum(not row.cell for row in rows) != 1 for rows in by_entry.values()):
        problems.append(_by_hand(1))
    if problems:
        raise DataError(problems)
    return tuple(_told(rows) for _entry, rows in sorted(by_entry.items()))


def _by_hand(number: int) -> Problem:
    return Problem(
        f"{LEDGER.file}, {number}",
        _("The ledger of publications was changed by hand."),
        _("Only “yeep publish” writes it."),
        _("Restore the file from a copy."),
    )


def _told(rows: Sequence[Published]) -> Told:
    (first,) = (row for row in rows if not row.cell)
    counts = {cell_of(row.cell): row for row in rows if row.cell}
    return Told(
        first.entry,
        first.edition,
        first.language,
        first.published_on,
        first.manifest,
        {cell: int(row.count or 0) for cell, row in counts.items()},
        frozenset(cell for cell, row in counts.items() if row.is_shown),
        frozenset(cell for cell, row in counts.items() if row.is_shown is None),
    )


def cell_of(text: str) -> Cell:
    """The name of a cell from its text in the ledger."""
    return tuple(text.split(BETWEEN))


def write(data: Path, publications: Iterable[Told]) -> None:
    """Put publications in the place of those of the ledger; where there are none, there is no ledger."""
    rows = [row for told in publications for row in _rows(told)]
    if rows:
        write_file(data / LEDGER.file, table_text(LEDGER, rows).encode())
    else:
        (data / LEDGER.file).unlink(missing_ok=True)


def _rows(told: Told) -> list[Published]:
    def row(cell: str, count: int | None, is_shown: bool | None, manifest: str) -> Published:
        return Published.model_construct(
            entry=told.entry,
            edition=told.edition,
            language=told.language,
            published_on=told.published_on,
            cell=cell,
            count=count,
            is_shown=is_shown,
            manifest=manifest,
        )

    cells = [
        row(BETWEEN.join(cell), count, None if cell in told.unseen else cell in told.shown, "")
        for cell, count in sorted(told.counts.items())
    ]
    return [row("", None, None, told.manifest), *cells]


def _itself(cell: Cell) -> Cell:
    return cell


def with_earlier(counts: Counts, earlier: Iterable[Told], number: Callable[[Cell], Cell] = _itself) -> Counts:
    """The tables of an edition, linked with all that was published before.

    What was shown before is shown whatever happens. A cell that was told before with another count than now, or than in
    another publication, is another unknown.

    number   one name for the cells of a publication that are one number, as households asked of each kind
    """
    tables, shown = [], set[Cell]()
    now = dict(zip(counts.cells, map(int, counts.values), strict=True))
    unknowns = {(cell, count): cell for cell, count in now.items()}
    for told in earlier:
        for cell, count in told.counts.items():
            known_as = cell if now.get(cell) == count else number(cell)
            name = known_as if now.setdefault(known_as, count) == count else (*known_as, told.name)
            unknowns.setdefault((cell, count), name)
        names = {cell: unknowns[cell, count] for cell, count in told.counts.items()}
        tables.append(replace(alone(told), cells=tuple(names.values())))
        shown |= {names[cell] for cell in told.shown}
    return after(counts, linked(*tables), shown) if tables else counts


def alone(told: Told) -> Counts:
    """The tables of one publication."""
    places = {cell: place for place, cell in enumerate(told.counts)}
    values = np.array(list(told.counts.values()), dtype=int)
    unseen = frozenset(places[cell] for cell in told.unseen)
    return Counts(tuple(told.counts), values, tuple(_sums(told.counts, places)), unseen=unseen)


def _sums(counts: Mapping[Cell, int], places: Mapping[Cell, int]) -> Iterable[Sum]:
    """The sums between cells, from their names: a cell with "" in a dimension is the sum of those with a value there.

    One of values that are counted as one, "a+b", is the sum of those of a and of b, which stand for it in no other sum.
    Where a cell is not the sum of those that were told, some of them were not, and nobody could add them up.
    """
    parts: dict[tuple[int, Cell], list[Cell]] = {}
    joined: set[tuple[int, Cell]] = set()
    for cell in counts:
        for d, value in enumerate(cell):
            members = [(*cell[:d], one, *cell[d + 1 :]) for one in value.split(JOINED)] if JOINED in value else []
            if members and counts.keys() >= set(members):
                parts[d, cell] = members
                joined |= {(d, one) for one in members}
    for cell in counts:
        for d, value in enumerate(cell):
            if value != ALL and (d, cell) not in joined:
                parts.setdefault((d, (*cell[:d], ALL, *cell[d + 1 :])), []).append(cell)
    for (_d, total), found in parts.items():
        if total in counts and sum(counts[part] for part in found) == counts[total]:
            yield Sum(places[total], tuple(places[part] for part in found))


def salt(data: Path) -> str:
    """The secret of the municipality, by which patterns are chosen; empty where there is none."""
    path = data / SALT
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def make_salt(data: Path) -> None:
    """Write a secret where there is none; it is never made anew, lest the patterns of two editions be compared."""
    if not salt(data):
        write_file(data / SALT, f"{secrets.token_hex(32)}\n".encode())
