"""The one door to counts of which small ones are hidden: all tables that an edition shows, protected together.

Whatever stands behind it (measures, tables, maps, sentences, files) sees only what may be shown. An edition for the
unit alone sees all.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from yeep_analysis.disclosure.cells import JOINED, Cell, Counts, Sum, linked, table
from yeep_analysis.disclosure.ledger import Told, known, salt, with_earlier
from yeep_analysis.disclosure.protection import Shown, can_be_shown, merge_offer, protect
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.cells import ALL, UNKNOWN
from yeep_analysis.municipality.count_tables import MonthlyCount, SensitiveCounts, SurveyCount, read_counts
from yeep_analysis.municipality.fact_tables import TABLES, Municipality
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.transaction import SHARED
from yeep_analysis.words import language
from yeep_analysis.words.errors import DisclosureError, UsageError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import ApplicationSource, Deprivation, Stage, Violence
from yeep_analysis.words.turkish import sort_key

# Merges that are tried before one is offered that may not be the smallest: 300, and fewer in tables of many cells.
_TRIES, _FEWEST_TRIES, _TRIED_CELLS = 300, 10, 90_000
_PLACE = 3  # of the mahalle in the names of all these cells
_MONTHLY, SURVEY = "monthly ", "deprivation"
_WITHOUT, _NOT = "without", "not_without"
_A_MOMENT = 0.05  # seconds


@dataclass(frozen=True)
class Protected:
    """What an edition may show: None where a count is hidden.

    period       the month or the year of the edition, as the cells name it
    months       the months of which counts came, by source
    names        of the places by their codes, in alphabetical order
    survey_year  of the newest survey; 0 where there is none
    """

    period: str
    cells: Mapping[Cell, int | None]
    months: Mapping[ApplicationSource, tuple[str, ...]]
    names: Mapping[str, str]
    survey_year: int = 0
    survey_kinds: tuple[Deprivation, ...] = ()
    surveyed: tuple[str, ...] = ()
    survey_sources: tuple[str, ...] = ()
    is_internal: bool = False

    @property
    def is_month(self) -> bool:
        """Whether it is a bulletin."""
        return "-" in self.period

    @property
    def sources(self) -> tuple[ApplicationSource, ...]:
        """To whom applications were made of which counts came."""
        return tuple(source for source in ApplicationSource if self.months.get(source))

    def applications(
        self, source: ApplicationSource, *, month: str = "", place: str = "", kind: str = "", stage: str = ""
    ) -> int | None:
        """How many applications; of the whole period where no month is named. None where the count is hidden."""
        at = month or (self.period if self.is_month else "")
        return self.cells[applied(self.period), source.value, at, place, str(kind), str(stage)]

    def number_hidden(self, source: ApplicationSource) -> tuple[int, int]:
        """How many counts of its tables are hidden, and of how many; no more of how they were chosen is for readers."""
        start = (applied(self.period), source.value, *([self.period] if self.is_month else []))
        mine = [count for cell, count in self.cells.items() if cell[: len(start)] == start]
        return mine.count(None), len(mine)

    def has_stages(self, source: ApplicationSource) -> bool:
        """Whether it is told how far the applications were."""
        at = self.period if self.is_month else ""
        return (applied(self.period), source.value, at, "", "", Stage.RECEIVED.value) in self.cells

    def before(self, source: ApplicationSource) -> int | None:
        """The applications of the month before; None where they are hidden or did not come."""
        month = previous(self.period)
        return self.cells.get((applied(month), source.value, month, "", "", ""))

    def has_before(self, source: ApplicationSource) -> bool:
        """Whether counts of the month before came."""
        month = previous(self.period)
        return (applied(month), source.value, month, "", "", "") in self.cells

    def going_without(self, kind: Deprivation, place: str = "") -> int | None:
        """Households that go without something; None where the count is hidden."""
        return self.cells[SURVEY, str(self.survey_year), kind.value, place, _WITHOUT]

    def asked(self, place: str = "") -> int | None:
        """Households that were asked."""
        return self.cells[SURVEY, str(self.survey_year), self.survey_kinds[0].value, place, ""]


def applied(period: str) -> str:
    """The first part of the name of a cell: months of one year add up, those of two years do not."""
    return f"{_MONTHLY}{period[:4]}"


def previous(month: str) -> str:
    """``2023-12`` of ``2024-01``."""
    year, number = map(int, month.split("-"))
    return f"{year}-{number - 1:02}" if number > 1 else f"{year - 1}-12"


def load_applications(edition: Edition, place: Municipality) -> Protected:
    """What an edition may show of the applications because of violence in its data folder.

    Raises   `DataError` where the tables are wrong, `DisclosureError` where they cannot be protected
    """
    told = _Told(edition)
    return told.protected(place, told.applications())


def load_survey(edition: Edition, place: Municipality) -> Protected:
    """What an edition may show of the newest survey of deprivation. Raises as `load_applications`."""
    told = _Told(edition)
    return told.protected(place, told.deprivation())


def _shown(told: _Told, place: Municipality, counts: Counts) -> Shown:
    """What may be shown of tables that have cells in common with no others."""
    edition = told.edition
    if edition.is_internal:
        every = zip(counts.cells, map(int, counts.values), strict=True)
        return Shown({cell: n for at, (cell, n) in enumerate(every) if at not in counts.unseen}, 0, 0)
    # The total of a month is what all else of a bulletin is beside: it is hidden only where it is small.
    totals = [cell for cell in counts.cells if cell[0] != SURVEY and not any(cell[_PLACE:])]
    options: dict[str, Any] = {
        "threshold": place.smallest_shown,
        "must_show": tuple(totals if edition.month else ()),
    }
    earlier = [_only(_subject(counts.cells[0]), one) for one in known(edition.data)]
    try:
        shown = _protected(with_earlier(counts, earlier, one_number), salt=salt(edition.data), **options)
    except DisclosureError as error:
        raise DisclosureError(f"{error} {_offered(told, counts, earlier, error, options)}") from error
    mine = {cell: shown[cell] for at, cell in enumerate(counts.cells) if at not in counts.unseen}
    return replace(shown, counts=mine)


def _offered(
    told: _Told, counts: Counts, earlier: list[Told], error: DisclosureError, options: Mapping[str, Any]
) -> str:
    """Which mahalles are to be shown as one so that the tables can be protected, also with what was published."""
    subject = _subject(counts.cells[0])
    persons = dict.fromkeys(told.groups, 0)
    for cell, n in zip(counts.cells, map(int, counts.values), strict=True):
        if cell[_PLACE] in persons:
            persons[cell[_PLACE]] = max(persons[cell[_PLACE]], n)

    def works(values: tuple[str, ...]) -> bool:
        return can_be_shown(with_earlier(told.joined(values).of(subject), earlier, one_number), **options)

    tries = min(_TRIES, max(_FEWEST_TRIES, _TRIED_CELLS // len(counts.cells)))
    first = {cell[_PLACE] for cell in getattr(error, "cells", ())}
    offer = merge_offer(persons, told.groups, works, tries=tries, first=first)
    if offer is None:
        return _("No merge of neighbourhoods that was tried helps.")
    merge = ";".join(JOINED.join(told.names[code] for code in one) for one in told.joined(offer.values).merges)
    return _("{offer} Accept it with --merge “{merge}”.").format(offer=offer, merge=merge)


_found: dict[Any, Shown] = {}  # by this process: several chapters ask for the same tables


def _protected(counts: Counts, **options: Any) -> Shown:
    others = (counts.sums, counts.shown, counts.unseen, counts.hidden_before)
    key = (counts.cells, counts.values.tobytes(), *others, *options.values())
    if key not in _found:
        _found[key] = _told_once(key, lambda: protect(counts, **options))
    return _found[key]


def _told_once(key: tuple[Any, ...], find: Callable[[], Shown]) -> Shown:
    """What may be shown, found by the first process of a build that asks; the others wait for it, and read it.

    In the folder that they share nothing hidden is written. It is gone with the build.
    """
    if not (folder := os.environ.get(SHARED)):
        return find()
    told = [sorted(part, key=str) if isinstance(part, frozenset) else part for part in key]
    path = Path(folder, f"shown-{hashlib.sha256(repr(told).encode()).hexdigest()}.json")
    claim, half = path.with_suffix(".claim"), path.with_suffix(".half")
    while not path.exists():
        try:
            claim.mkdir()
        except FileExistsError:  # another process is at it
            time.sleep(_A_MOMENT)
            continue
        try:
            found = find()
            content = [list(found.counts.items()), found.number, found.fewest, found.gap]
            half.write_text(json.dumps(content), encoding="utf-8")
            half.replace(path)
        finally:
            claim.rmdir()
    counts, *search = json.loads(path.read_bytes())
    return Shown({tuple(cell): count for cell, count in counts}, *search)


def _subject(cell: Cell) -> str:
    """Whose cell it is: of one source of applications, or of the survey; no two of them have sums in common."""
    return SURVEY if cell[0] == SURVEY else cell[1] if cell[0].startswith(_MONTHLY) else ""


def one_number(cell: Cell) -> Cell:
    """The name of a count that has several: the households asked in a place are the same for each kind."""
    return (*cell[:2], "", *cell[3:]) if cell[0] == SURVEY and not cell[-1] else cell


def _only(subject: str, told: Told) -> Told:
    """A publication, as far as it told of one subject."""
    return told.only(lambda cell: _subject(cell) == subject)


def published_tables(edition: Edition) -> Counts | None:
    """All tables of these counts that an edition shows, with every count; None where there are none."""
    tables = [*_Told(edition).tables()]
    return linked(*tables) if tables else None


def searches(edition: Edition) -> dict[str, Shown]:
    """What may be shown and how it was found, by source of applications and for the survey: for the unit alone."""
    table, told = TABLES["municipality"], _Told(edition)
    (_number, place), *_others = read_rows(table, edition.data / table.file)[0].rows
    return {_label(counts.cells[0]): _shown(told, place, counts) for counts in told.tables()}


def _label(cell: Cell) -> str:
    subject = _subject(cell)
    return _("Survey of deprivation") if subject == SURVEY else ApplicationSource(subject).label


def disclosed(edition: Edition) -> tuple[Counts, frozenset[Cell]] | None:
    """All counts of these tables, and which of their cells are shown."""
    counts = published_tables(edition)
    if counts is None:
        return None
    shown = (item for one in searches(edition).values() for item in one.counts.items())
    return counts, frozenset(cell for cell, count in shown if count is not None)


@dataclass
class _Told:
    """The rows that an edition tells, and how mahalles are put together."""

    edition: Edition

    def __post_init__(self):
        found, self.names = read_counts(self.edition.data), _names(self.edition)
        if self.edition.is_closing or self.edition.as_of:  # which show none of them
            found = SensitiveCounts()
        self.period = self.edition.name if self.edition.month else str(self.edition.year)
        self.rows = [row for row in found.monthly if row.month.startswith(self.period)]
        self.survey = self._newest(found.survey)
        self.earlier = [row for row in found.monthly if self.edition.month and row.month == previous(self.period)]
        self._join(merged_places(self.edition))

    def _join(self, merges: tuple[tuple[str, ...], ...]) -> None:
        self.merges = merges
        self._group_of = {code: JOINED.join(codes) for codes in merges for code in codes}
        self.groups = {JOINED.join(codes): " + ".join(self.names[one] for one in codes) for codes in merges}
        self.groups |= {code: name for code, name in self.names.items() if code not in self._group_of}

    def joined(self, places: Iterable[str]) -> _Told:
        """The same with some more places shown as one."""
        codes = tuple(sorted(code for place in places for code in place.split(JOINED)))
        other = copy(self)
        other._join((*(one for one in self.merges if not {*one} & {*codes}), codes))
        return other

    def of(self, subject: str) -> Counts:
        """The tables of one source of applications, or of the survey."""
        return next(one for one in self.tables() if _subject(one.cells[0]) == subject)

    def tables(self) -> Iterator[Counts]:
        """All tables, those that have cells in common as one."""
        yield from self.applications()
        yield from self.deprivation()

    def _newest(self, rows: Iterable[SurveyCount]) -> list[SurveyCount]:
        known = [row for row in rows if row.year <= self.edition.year and not self.edition.month]
        self.survey_year = max((row.year for row in known), default=0)
        newest = [row for row in known if row.year == self.survey_year]
        self.survey_kinds = tuple(kind for kind in Deprivation if kind in {row.kind for row in newest})
        return newest

    def months(self) -> dict[ApplicationSource, tuple[str, ...]]:
        """The months of which counts came."""
        return {
            source: tuple(sorted({row.month for row in self.rows if row.source == source}))
            for source in ApplicationSource
        }

    def asked(self) -> dict[str, int]:
        """Households that were asked in each place of the survey."""
        asked: dict[str, int] = defaultdict(int)
        for code, n in self._asked_of_each().items():
            asked[self.group(code)] += n
        return asked

    def _asked_of_each(self) -> dict[str, int]:
        """The same of each mahalle: they are the same for each kind of deprivation."""
        return {row.mahalle_code: row.asked for row in self.survey}

    def group(self, code: str) -> str:
        """The place as which a mahalle is shown."""
        return self._group_of.get(code, code)

    def protected(self, place: Municipality, tables: Iterable[Counts]) -> Protected:
        """What may be shown of tables, each of which has cells in common with no other."""
        cells: dict[Cell, int | None] = {}
        for counts in tables:
            cells |= _shown(self, place, counts).counts
        return Protected(
            self.period,
            cells,
            self.months(),
            dict(sorted(self.groups.items(), key=lambda group: sort_key(group[1]))),
            self.survey_year,
            self.survey_kinds,
            tuple(self.asked()),
            tuple(dict.fromkeys(row.source_id for row in self.survey)),
            self.edition.is_internal,
        )

    def applications(self) -> Iterator[Counts]:
        """The tables of each source; the total of the month before stands beside those of a month."""
        for source, months in self.months().items():
            rows = [row for row in self.rows if row.source == source]
            if months and self.edition.month:
                before = (
                    _alone((applied(row.month), source.value, row.month, "", "", ""), row.n)
                    for row in self._total(source)
                )
                yield linked(*self._of_month(source, rows), *before)
            elif months:
                yield self._of_year(source, rows, months)

    def _total(self, source: ApplicationSource) -> list[MonthlyCount]:
        return [row for row in self.earlier if row.source == source and row.is_total]

    def _of_month(self, source: ApplicationSource, rows: list[MonthlyCount]) -> Iterator[Counts]:
        """Mahalle × kind, and kind × stage."""
        places = {(place, kind.value): 0 for place in (*self.names, UNKNOWN) for kind in Violence}
        stages = {(kind.value, stage.value): 0 for kind in Violence for stage in Stage}
        for row in rows:
            if row.stage != ALL:
                stages[row.kind.value, row.stage.value] += row.n
            elif not row.is_total:
                places[row.mahalle_code, row.kind.value] += row.n
        start = applied(self.period), source.value, self.period
        yield from self._joined(places, 0, None, lambda cell: (*start, *cell, ""))
        if any(stages.values()):
            yield _named(table(stages), lambda cell: (*start, "", *cell))

    def _of_year(self, source: ApplicationSource, rows: list[MonthlyCount], months: tuple[str, ...]) -> Counts:
        """Mahalle × month, mahalle × kind and kind × month."""
        counts = {
            (month, place, kind.value): 0 for month in months for place in (*self.names, UNKNOWN) for kind in Violence
        }
        for row in rows:
            if row.stage == ALL and not row.is_total:
                counts[row.month, row.mahalle_code, row.kind.value] += row.n
        start, margins = (applied(self.period), source.value), [(0, 1), (1, 2), (0, 2)]
        return linked(*self._joined(counts, 1, margins, lambda cell: (*start, *cell, "")))

    def _joined(
        self, counts: Mapping[Cell, int], at: int, margins: list[tuple[int, ...]] | None, name: Callable[[Cell], Cell]
    ) -> Iterator[Counts]:
        """A table with some mahalles shown as one; behind it, in no table, each of them: another edition may show it.

        at   of the mahalle in the names of the counts
        """
        shown: dict[Cell, int] = defaultdict(int)
        for cell, n in counts.items():
            shown[(*cell[:at], self.group(cell[at]), *cell[at + 1 :])] += n
        yield _named(table(shown, margins), name)
        if self._group_of:
            yield self._apart(_named(table(counts, margins), name))

    def _apart(self, whole: Counts) -> Counts:
        """Of a table of all mahalles those that are shown as one, and that they are."""
        mine = [place for place, cell in enumerate(whole.cells) if cell[_PLACE] in self._group_of]
        new = {place: number for number, place in enumerate(mine)}
        sums = [
            Sum(new[one.total], tuple(new[part] for part in one.parts))
            for one in whole.sums
            if new.keys() >= {one.total, *one.parts}
        ]
        members: dict[Cell, list[int]] = defaultdict(list)
        for place in mine:
            cell = whole.cells[place]
            members[(*cell[:_PLACE], self._group_of[cell[_PLACE]], *cell[_PLACE + 1 :])].append(place)
        sums += [Sum(len(mine) + at, tuple(new[one] for one in found)) for at, found in enumerate(members.values())]
        values = [*whole.values[mine], *(whole.values[found].sum() for found in members.values())]
        cells = (*(whole.cells[place] for place in mine), *members)
        return Counts(cells, np.array(values), tuple(sums), unseen=frozenset(range(len(cells))))

    def deprivation(self) -> Iterator[Counts]:
        """The tables of the survey, linked by the households that were asked."""
        if self.survey_kinds:
            yield linked(*self._by_kind())

    def _by_kind(self) -> Iterator[Counts]:
        """Of each kind mahalle × whether they go without it; the asked, both together, are the same of each kind."""
        asked, year = self._asked_of_each(), str(self.survey_year)
        for kind in self.survey_kinds:
            without = dict.fromkeys(asked, 0) | {row.mahalle_code: row.n for row in self.survey if row.kind == kind}
            both = {(place, _WITHOUT): without[place] for place in asked}
            both |= {(place, _NOT): asked[place] - without[place] for place in asked}
            yield from self._joined(both, 0, None, lambda cell, kind=kind: (SURVEY, year, kind.value, *cell))
        shown = self.asked()
        every = {"": sum(shown.values())} | shown | {code: asked[code] for code in asked if code in self._group_of}
        for place, n in every.items():
            same = tuple((SURVEY, year, kind.value, place, "") for kind in self.survey_kinds)
            sums = tuple(Sum(0, (other,)) for other in range(1, len(same)))
            unseen = frozenset(range(len(same)) if place in self._group_of else ())
            yield Counts(same, np.full(len(same), n), sums, unseen=unseen)


def _names(edition: Edition) -> dict[str, str]:
    mahalles = TABLES["mahalles"]
    return {row.mahalle_code: row.name for _number, row in read_rows(mahalles, edition.data / mahalles.file)[0].rows}


def merged_places(edition: Edition) -> tuple[tuple[str, ...], ...]:
    """The groups of mahalles that an edition shows as one, each in the order of their codes.

    Raises   `UsageError` where a group names another, or one twice
    """
    return tuple(_merged(edition.merge, _names(edition)))


def _merged(merge: str, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    codes = {**{name: code for code, name in names.items()}, **{code: code for code in names}}
    seen: set[str] = set()
    for group in filter(None, merge.split(";")):
        parts = [part.strip() for part in group.split(JOINED)]
        unknown = [part for part in parts if part not in codes]
        found = sorted({codes[part] for part in parts if part in codes})
        if unknown or len(found) < 2 or seen & set(found):
            raise UsageError(
                _(
                    "“{group}” cannot be shown as one. Write the names of two neighbourhoods or more with a + "
                    "between, each once; known are: {known}."
                ).format(group=group, known=", ".join(sorted(names.values(), key=sort_key)))
            )
        seen |= set(found)
        yield tuple(found)


def _named(counts: Counts, name: Callable[[Cell], Cell]) -> Counts:
    return replace(counts, cells=tuple(map(name, counts.cells)))


def _alone(cell: Cell, count: int) -> Counts:
    return Counts((cell,), np.array([count]), ())


def month_name(month: str) -> str:
    """``Mayıs 2024``."""
    year, number = map(int, month.split("-"))
    return language.month(year, number)
