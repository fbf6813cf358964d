"""How a year stands, as all pages see it: what is asked and answered, what waits, and what is to be done next."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from yeep_analysis.desk import building, memory, shelf
from yeep_analysis.desk.home import reports_of
from yeep_analysis.desk.memory import Arrived, Memory
from yeep_analysis.edition import DESK_FOLDER, FIRST_YEAR
from yeep_analysis.intake.forms.expected import Expected, UnassignedError, expected
from yeep_analysis.municipality.fact_tables import TABLES, Municipality
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.municipality.texts import TEXTS, read_text
from yeep_analysis.municipality.validate import has_plan, validate_tables
from yeep_analysis.reporting.folder_check import CheckedFolder, check_folder
from yeep_analysis.reporting.results_folder import YearResults, load_results
from yeep_analysis.reporting.status import UnitStatus, status_of
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem, YeepError
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import CountedSex


@dataclass
class Situation:
    """A data folder in a year."""

    data: Path
    year: int
    today: datetime.date
    municipality: Municipality
    problems: tuple[Problem, ...] = ()  # of the data: as long as there are any, forms and report wait
    not_ready: str = ""  # why no form of this year can be made yet
    lacks_figures: bool = False  # whether that is because of tables of TÜİK that have no rows yet
    lacks_reporters: bool = False  # whether that is because nobody is asked for something of the plan
    wanted: Expected | None = None
    results: YearResults | None = None
    units: Sequence[UnitStatus] = ()
    remembered: Memory = field(default_factory=Memory)

    @property
    def name(self) -> str:
        """The edition that is meant on the page: the year."""
        return str(self.year)

    @property
    def has_plan(self) -> bool:
        """Whether the catalogue of the plan is there."""
        return has_plan(self.data)

    @property
    def is_plan_year(self) -> bool:
        """Whether the year is one of the plan, so that there are forms."""
        return self.municipality.plan_start <= self.year <= self.municipality.plan_end

    @property
    def years(self) -> list[int]:
        """Years that can be chosen: those of the plan, and the one before, of which the first report is."""
        return list(range(max(self.municipality.plan_start - 1, FIRST_YEAR), self.municipality.plan_end + 1))

    @property
    def of_year(self) -> memory.Year:
        """What the desk remembers of the year."""
        return self.remembered.of(self.year)

    @property
    def asked(self) -> int:
        """Rows that are asked of all units; one that two units report counts for each."""
        return sum(len(one.asked) for one in self.units)

    @property
    def answered(self) -> int:
        """Of these, how many are answered."""
        return self.asked - sum(len(one.open) for one in self.units)

    @property
    def answers_told(self) -> str:
        """How many rows are answered, as a sentence."""
        n = self.asked
        if self.answered == n:
            return language.ngettext("The one row is answered.", "All {n} rows are answered.", n).format(n=n)
        words = _("{answered} of {asked} rows are answered; what is missing is named in the report.")
        return words.format(answered=self.answered, asked=n)

    @property
    def complete(self) -> list[UnitStatus]:
        """Units of which nothing is missing."""
        return [one for one in self.units if one.is_complete]

    @property
    def waiting_units(self) -> list[UnitStatus]:
        """Units of which something is missing."""
        return [one for one in self.units if not one.is_complete]

    @cached_property
    def waiting_files(self) -> list[Arrived]:
        """Files of this year that lie on the desk and were not taken."""
        return [one for one in self.remembered.arrived if one.year == self.year and not one.merged]

    @property
    def days_left(self) -> int | None:
        """Days until the deadline; negative when it has passed."""
        return (self.of_year.deadline - self.today).days if self.of_year.deadline else None

    @cached_property
    def years_of_population(self) -> set[int]:
        """Years of which the district's women and men are known."""
        rows = read_rows(TABLES["population"], self.data / TABLES["population"].file)[0].rows
        sexes: dict[int, set[str]] = {}
        for _number, row in rows:
            sexes.setdefault(row.year, set()).add(str(getattr(row.sex, "value", row.sex)))
        return {year for year, found in sexes.items() if {sex.value for sex in CountedSex} - {"total"} <= found}

    @property
    def has_population(self) -> bool:
        """Whether the population of the year is there, without which no report is made."""
        return self.year in self.years_of_population

    @cached_property
    def texts(self) -> dict[str, str]:
        """Of each text whether it is ``written``, a ``draft`` or ``empty``."""
        return {name: state_of_text(self.data, self.name, name) for name in TEXTS}

    @cached_property
    def build(self) -> building.Build | None:
        """The last build of the folder."""
        return building.last(self.data)

    @property
    def merge(self) -> str:
        """Mahalles to be shown as one: those that the last build offered, or that were named last."""
        offered = self.build.offered if self.build and self.build.year == self.year else ""
        return offered or self.of_year.merge

    @property
    def is_building(self) -> bool:
        """Whether a report is being made: nothing may change the data then."""
        return bool(self.build and self.build.is_running)

    @cached_property
    def report(self) -> shelf.Report | None:
        """The report of the year, in the language of the page."""
        return shelf.report(reports_of(self.data), self.data, self.name, language.active())

    @property
    def checked(self) -> tuple[CheckedFolder | None, tuple[Problem, ...]]:
        """What ``yeep check`` says of the folder; checked again only when a file changed."""
        key = (self.data, self.today, language.active(), stamp(self.data))
        known, found = _last["check"]
        if known != key:
            try:
                found = check_folder(self.data, self.today), ()
            except DataError as error:
                found = None, error.problems
            _last["check"] = key, found
        return found

    @property
    def can_be_reported(self) -> bool:
        """Whether the year has ended: figures of 31 December exist only then."""
        return self.year < self.today.year

    @property
    def are_forms_out(self) -> bool:
        """Whether forms of the year were made here, or answers of it have come."""
        return self.of_year.forms_made is not None or any(one.has_begun for one in self.units)

    def unit(self, key: str) -> str:
        """The name of a unit."""
        return self.wanted.plan.units[key].name if self.wanted and key in self.wanted.plan.units else key


def draft_of(data: Path, edition: str, name: str) -> Path:
    """Where the draft of a text lies."""
    return data / DESK_FOLDER / "drafts" / f"{edition}-{name}.md"


def state_of_text(data: Path, edition: str, name: str) -> str:
    """Whether a text is ``written``, a ``draft`` or ``empty``."""
    if draft_of(data, edition, name).is_file():
        return "draft"
    try:
        return "written" if read_text(data, edition, name) else "empty"
    except DataError:
        return "empty"


def municipality_of(data: Path) -> Municipality:
    """The municipality of a folder.

    Raises   `DataError` where its row cannot be read
    """
    table = TABLES["municipality"]
    content, problems = read_rows(table, data / table.file)
    if problems:
        raise DataError(problems)
    return content.rows[0][1]


def default_year(place: Municipality, today: datetime.date) -> int:
    """The year of which one is most likely at work: the last that has ended, within the plan."""
    return max(place.plan_start, min(place.plan_end, today.year - 1))


def look(data: Path, year: int, today: datetime.date) -> Situation:
    """How a year stands; what the tables say is read again only when one of them changed.

    Raises   `DataError` where not even the municipality or the desk's own file can be read
    """
    key = (data, year, today, language.active(), stamp(data))
    known, found = _last["look"]
    if known != key:
        found = _look(data, year, today)
        _last["look"] = key, found
    return replace(found, remembered=memory.load(data))


# What was found last, with its key; replaced as one, as several pages are asked for at a time.
_last: dict[str, tuple[Any, Any]] = {"look": (None, None), "check": (None, None)}


def stamp(data: Path) -> tuple[tuple[str, int, int], ...]:
    """When and how long each file of a folder was written; what the desk remembers is not looked at."""
    found = []
    for path in sorted(data.rglob("*")):
        if path.relative_to(data).parts[0] != DESK_FOLDER:
            with contextlib.suppress(FileNotFoundError):  # a lock that went meanwhile
                about = path.stat()
                found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(found)


def _look(data: Path, year: int, today: datetime.date) -> Situation:
    found = Situation(data, year, today, municipality_of(data))
    try:
        validate_tables(data, _FILLED_LATER)
        if not has_plan(data):
            found.not_ready = _("The plan is not there yet: goals, actions and indicators.")
        elif found.is_plan_year:
            found.wanted = expected(data, year)
            found.results = load_results(data, year)
            found.units = status_of(found.wanted.plan, found.wanted.reporters, found.results)
        else:
            found.not_ready = _("The plan covers {years}; no forms are sent for {year}.").format(
                years=language.year_range(found.municipality.plan_start, found.municipality.plan_end), year=year
            )
    except DataError as error:
        found.not_ready = _lacking_of_tuik(found, error)
        found.lacks_figures = bool(found.not_ready)
        found.problems = () if found.not_ready else error.problems
    except UnassignedError:
        found.lacks_reporters = True
        found.not_ready = _(
            "Of some of the plan it is not said which unit reports it. Have it proposed on the page Plan."
        )
    except YeepError as error:
        found.not_ready = str(error)
    return found


_FILLED_LATER = frozenset({"population", "mahalles", "sources"})


def _lacking_of_tuik(here: Situation, error: DataError) -> str:
    """What of TÜİK's a new folder has not got yet, where that is all that is wrong; otherwise nothing."""
    blank = {TABLES[name].file for name in _FILLED_LATER if _has_no_row(here.data / TABLES[name].file)}
    if any(problem.where not in blank for problem in error.problems):
        return ""
    if not here.years_of_population:
        return _("The population of the district is not there yet: put TÜİK's files on the page Data.")
    return _("The mahalles of the district are not there yet: put TÜİK's file of the mahalles on the page Data.")


def _has_no_row(path: Path) -> bool:
    """Whether a table is there, and has nothing but its heading."""
    return path.is_file() and b"\n" not in path.read_bytes().strip()


@dataclass(frozen=True)
class Step:
    """What is to be done next: a heading, a word on it, and the page with its button."""

    heading: str
    words: str
    button: str
    page: str
    anchor: str = ""


def next_step(here: Situation) -> Step | None:
    """The one thing that comes next; None where all of the year is done."""
    return next((step for step in _steps(here) if step), None)


def _steps(here: Situation) -> Any:
    yield _when_data_are_refused(here)
    yield _when_nothing_is_planned(here)
    yield _when_files_wait(here)
    if here.units and not here.are_forms_out:
        yield Step(
            _("No form of {year} yet").format(year=here.year),
            _("Make a form for each unit, and send it by e-mail."),
            _("Make the forms"),
            "forms",
        )
    if here.waiting_units and here.days_left is not None and here.days_left < 0:
        n = len(here.waiting_units)
        yield Step(
            language.ngettext(
                "The last day has passed: {n} unit is open", "The last day has passed: {n} units are open", n
            ).format(n=n),
            language.listing([here.unit(one.unit_id) for one in here.waiting_units[:4]]),
            _("Prepare reminders"),
            "forms",
            "reminders",
        )
    yield from _towards_the_report(here)


def _when_data_are_refused(here: Situation) -> Step | None:
    n = len(here.problems)
    if not n:
        return None
    heading = language.ngettext("{n} problem in the data", "{n} problems in the data", n).format(n=n)
    return Step(heading, _("As long as there are any, no form and no report is made."), _("See the problems"), "report")


def _when_nothing_is_planned(here: Situation) -> Step | None:
    lacks_all = bool(here.not_ready) and not here.years_of_population
    if lacks_all or here.lacks_figures:
        heading = _("The population is not there yet") if lacks_all else _("The mahalles are not there yet")
        return Step(
            heading, _("Put TÜİK's files for the district and its mahalles there."), _("Go to the data"), "figures"
        )
    if here.is_plan_year and here.wanted is None:
        return Step(_("The plan is not ready"), here.not_ready, _("Go to the plan"), "plan")
    return None


def _when_files_wait(here: Situation) -> Step | None:
    n = len(here.waiting_files)
    if not n:
        return None
    heading = language.ngettext("{n} file came and waits", "{n} files came and wait", n).format(n=n)
    return Step(
        heading,
        _("Clean forms are taken at once; for the others a package to send back is ready."),
        _("Look at what came"),
        "arrivals",
    )


def _towards_the_report(here: Situation) -> Any:
    if not here.can_be_reported:
        return
    if not here.has_population:
        heading = _("The population of {year} is missing").format(year=here.year)
        yield Step(heading, _("Without it no report can be made."), _("Put TÜİK's file there"), "figures")
        return
    if here.report is None:
        told = here.answers_told if here.units else _("The data are there.")
        yield Step(_("The report of {year} can be made").format(year=here.year), told, _("Go to the report"), "report")
    elif here.report.is_older_than_data:
        heading = _("The report is older than the data")
        yield Step(heading, _("Something changed since it was made."), _("Make it anew"), "report")


@dataclass(frozen=True)
class Gain:
    """What the report could gain: in words, how it is brought in, and on which page; empty where the desk has none."""

    words: str
    way: str
    page: str = ""
    anchor: str = ""
    is_of_plan: bool = False


def gains(here: Situation) -> list[Gain]:
    """What is older than it need be, and what is still lacking; nothing where the data are refused."""
    found, _problems = here.checked
    if found is None:
        return []
    aged = [_gain(one.age, f"{one.table}.csv", one.action) for one in found.aged]
    return [*aged, *(_gain(language.capitalised(f"{one.what}."), one.file) for one in found.lacking)]


_OF_TUIK = frozenset(
    TABLES[name].file for name in ("population", "population_by_age", "mahalle_population", "reference_population")
)
_BY_HAND = TABLES["representation"].file


def _gain(words: str, file: str, action: str = "") -> Gain:
    if not file:
        return Gain(words, _("Write it into the plan workbook, and drop that on the page Plan."), "plan", "", True)
    if file in _OF_TUIK:
        return Gain(words, _("Download the file from TÜİK, and drop it on the page Data."), "figures")
    if file == _BY_HAND:
        return Gain(words, action or _("Write the figures on the page Data, with their source."), "figures", "own")
    far = _("No page of the desk is for it: whoever looks after the program can put it into the data folder.")
    return Gain(words, f"{action} {far}".strip())
