"""One edition of the report: the frozen vocabulary that both halves of the package share."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yeep_analysis.words import language as lang
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

DESK_FOLDER = "desk"  # in the data folder: what the desk remembers, no input of a report
SALT = "secret_salt.txt"  # in the data folder: decides which counts are hidden beside small ones; never published
LEDGER = "published.csv"  # in the data folder: what was published of sensitive counts
SECRET_DATA = (
    "results",
    "monthly",
    "deprivation.csv",
    LEDGER,
    SALT,
)  # of which a public manifest says no hash and no size
PUBLIC, INTERNAL = "public", "internal"  # for whom an edition is made
FIRST_YEAR = 2007  # the first year of the address-based population register (ADNKS)


_LENGTHS = ((4,), (4, 4), (4, 2), (4, 2, 2))  # of the parts of a name, in digits
_is_internal = False  # whether the chapters of this process are for the unit alone


def make_for(audience: str) -> None:
    """Say for whom editions are that do not say it themselves: those of the chapters, which a kernel runs in turn."""
    global _is_internal
    _is_internal = audience == INTERNAL


@dataclass(frozen=True)
class Edition:
    """Everything that decides what a report says: year, language and data folder."""

    year: int
    language: str = "tr"
    data: Path = Path("data")
    first_year: int | None = None  # of a closing evaluation, which covers all years of the plan
    as_of: date | None = None  # of an interim report: the day by which what it shows had come
    month: int | None = None  # of a bulletin: 1 to 12
    merge: str = ""  # mahalles that are shown as one, so that small counts can be protected: A+B;C+D
    is_internal: bool = field(default_factory=lambda: _is_internal)  # for the unit alone: small counts are shown

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", Path(self.data))
        if isinstance(self.as_of, str):  # as a chapter has it
            object.__setattr__(self, "as_of", date.fromisoformat(self.as_of) if self.as_of else None)
        self._check_language()
        if self.month:
            self._check_month()
        else:
            self._check_day() if self.as_of else self._check_year()
        if self.first_year is not None and self.first_year >= self.year:
            raise UsageError(
                _(
                    "“{years}” is not a span of years. Write the first year before the last, for example 2023-2025."
                ).format(years=self.name)
            )

    def _check_language(self) -> None:
        if self.language not in lang.LANGUAGES:
            raise UsageError(
                _("Language “{language}” is not known. Choose one of these with --lang: {known}.").format(
                    language=self.language, known=", ".join(lang.LANGUAGES)
                )
            )

    def _check_year(self) -> None:
        latest = date.today().year - 1  # figures of 31 December exist only when the year has ended
        if isinstance(self.year, bool) or not isinstance(self.year, int) or not FIRST_YEAR <= self.year <= latest:
            raise UsageError(
                _("No report can be made for “{year}”. Write a whole number from {first} to {latest}.").format(
                    year=self.year, first=FIRST_YEAR, latest=latest
                )
            )

    def _check_day(self) -> None:
        if self.as_of.year != self.year or self.as_of > date.today() or self.first_year is not None:
            raise UsageError(
                _("No interim report can be made for {day}. Choose a day of {year} that is not in the future.").format(
                    day=lang.date(self.as_of), year=self.years_shown
                )
            )

    def _check_month(self) -> None:
        is_month = 1 <= self.month <= 12 and self.year >= FIRST_YEAR
        if not is_month or date.today() <= self.reference_date:
            raise UsageError(
                _("There are no counts of {month} yet. Write a month that has ended, for example 2024-05.").format(
                    month=self.name
                )
            )

    @classmethod
    def named(cls, text: str, language: str, data: Path) -> Edition:
        """The public edition of a name: ``2024``, ``2023-2025``, ``2024-06-30``, ``2024-05``."""
        parts = text.replace("–", "-").split("-")
        lengths = tuple(len(part) for part in parts)
        if not all(part.isascii() and part.isdigit() for part in parts) or lengths not in _LENGTHS:
            message = _("“{text}” is no edition. Write 2024, 2023-2025, 2024-06-30 (interim) or 2024-05 (bulletin).")
            raise UsageError(message.format(text=text))
        first, *others = map(int, parts)
        if lengths == (4, 4):
            return cls(others[0], language, data, first, is_internal=False)
        month = others[0] if lengths == (4, 2) else None
        return cls(first, language, data, as_of=text if len(parts) == 3 else None, month=month, is_internal=False)

    @property
    def is_closing(self) -> bool:
        """Whether it is the closing evaluation of all years of the plan."""
        return self.first_year is not None

    @property
    def name(self) -> str:
        """``2024``, ``2023-2025`` (closing), ``2024-06-30`` (interim), ``2024-05`` (bulletin); also of its folders."""
        if self.month:
            return f"{self.year}-{self.month:02}"
        if self.as_of:
            return self.as_of.isoformat()
        return f"{self.first_year}-{self.year}" if self.is_closing else str(self.year)

    @property
    def years_shown(self) -> str:
        """The same as readers see it."""
        if self.month:
            return lang.month(self.year, self.month)
        return lang.year_range(self.first_year or self.year, self.year)

    @property
    def audience(self) -> str:
        """``public`` or ``internal``."""
        return INTERNAL if self.is_internal else PUBLIC

    @property
    def folder(self) -> Path:
        """Where this edition lies under the output folder; what is for the unit alone lies apart."""
        return Path(INTERNAL if self.is_internal else "", self.name, self.language)

    @property
    def reference_date(self) -> date:
        """The day to which the newest figures belong: the last of year or month, or that of the interim report."""
        if self.month:
            return date(self.year, self.month, monthrange(self.year, self.month)[1])
        return self.as_of or date(self.year, 12, 31)


@dataclass(frozen=True)
class Cover:
    """What stands on the title page; comes from the data folder, never from code."""

    municipality: str
    district: str
    province: str
    plan: str
    plan_years: str
    equality_unit: str
    is_fictional: bool
    emblem: str = ""  # as an address that holds the picture; empty where the data folder has none
    foreign: tuple[str, ...] = ()  # texts of the data folder, where they are not of the edition's language
    foreign_language: str = ""
