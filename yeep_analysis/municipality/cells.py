"""The grammar of a cell, in two dialects: how a text becomes a value. Nothing is guessed.

The dialect of tables reads the texts of CSV files; it refuses with the code of a message in ``cell_messages``. The
dialect of forms reads what people type into a workbook (number, text, date …): blank, 0, “yok” and “-” are four
different things, and what can be read in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from yeep_analysis.municipality.csv_text import is_garbled
from yeep_analysis.words import language, turkish
from yeep_analysis.words.language import N_, _
from yeep_analysis.words.terms import CountedSex, Sex, Term

CODE_PATTERN = r"^[0-9]+$"
KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
AGE_GROUP_PATTERN = r"^[0-9]+(-[0-9]+|\+)$"
ALL_AGES = "all"
AGE_GROUP_OR_ALL_PATTERN = r"^(all|[0-9]+(-[0-9]+|\+))$"
PLACE_CODE_PATTERN = r"^([0-9]+|TR)$"
MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
ALL, UNKNOWN = "all", "unknown"  # in place of a code or a word: the total, and what the record does not say
PLACE_OR_ALL_PATTERN = r"^([0-9]+|unknown|all)$"
HASH_PATTERN = r"^[0-9a-f]{64}$"
_COUNT = re.compile(r"(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def bounds(group: str) -> tuple[int, int | None]:
    """First and last completed year of an age group; no last one where it is open."""
    if group.endswith("+"):
        return int(group[:-1]), None
    first, _, last = group.partition("-")
    return int(first), int(last or first)


def _count(text: Any) -> int:
    if text == "":
        raise PydanticCustomError("blank_count", "blank")
    if re.fullmatch(r"-\s*[0-9]+([.,][0-9]+)?", text):
        raise PydanticCustomError("negative_count", "negative")
    if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", text):
        raise PydanticCustomError("grouped_count", "grouped")
    if re.fullmatch(r"[0-9]+[.,][0-9]+", text):
        raise PydanticCustomError("fractional_count", "fractional")
    if not _COUNT.fullmatch(text):
        raise PydanticCustomError("not_a_count", "not a count")
    return int(text)


def _optional_count(text: Any) -> int | None:
    return None if text == "" else _count(text)


def _year(text: Any) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise PydanticCustomError("not_a_year", "not a year")
    return int(text)


def _optional_year(text: Any) -> int | None:
    return None if text == "" else _year(text)


def _decimal(text: Any) -> float:
    if not _DECIMAL.fullmatch(text):
        raise PydanticCustomError("not_a_decimal", "not a decimal")
    return float(text)


def _optional_decimal(text: Any) -> float | None:
    return None if text == "" else _decimal(text)


def _date(text: Any) -> date | None:
    if text == "":
        return None
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("not_a_date", "not a date") from error
    raise PydanticCustomError("not_a_date", "not a date")


def _day(text: Any) -> date:
    if (day := _date(text)) is None:
        raise PydanticCustomError("not_a_date", "not a date")
    return day


def _yes_no(text: Any) -> bool:
    if text not in ("true", "false"):
        raise PydanticCustomError("not_yes_no", "not true or false")
    return text == "true"


def _optional_yes_no(text: Any) -> bool | None:
    return None if text == "" else _yes_no(text)


def _text(text: Any) -> str:
    if not text.strip():
        raise PydanticCustomError("blank_text", "blank")
    return text


# What people write in a column of sexes, in small letters -> the word that the tables know; nothing else is guessed.
SEX_WORDS = {
    **dict.fromkeys(("female", "kadın", "kadin", "woman", "women"), CountedSex.FEMALE.value),
    **dict.fromkeys(("male", "erkek", "man", "men"), CountedSex.MALE.value),
    **dict.fromkeys(("total", "toplam"), CountedSex.TOTAL.value),
}


def sex_word(text: str) -> str:
    """``Kadın`` as ``female``; any other word as it is."""
    return SEX_WORDS.get(turkish.lower(text.strip()), text)


LONGEST_SHORT_NAME = 26  # letters that fit beside the small graphics of a page
LARGEST_COUNT = 100_000_000  # more than the people of any country that could use this; a slip of the keyboard
LARGEST_AMOUNT = 10**12  # liras
Count = Annotated[int, BeforeValidator(_count), Field(ge=0, le=LARGEST_COUNT)]
Year = Annotated[int, BeforeValidator(_year), Field(ge=1900, le=2200)]
OptionalYear = Annotated[Annotated[int, Field(ge=1900, le=2200)] | None, BeforeValidator(_optional_year)]
OptionalCount = Annotated[Annotated[int, Field(ge=0, le=LARGEST_COUNT)] | None, BeforeValidator(_optional_count)]
SMALLEST_SHOWN = 5  # persons; where a municipality says nothing else
SmallestShown = Annotated[
    int, BeforeValidator(lambda text: SMALLEST_SHOWN if text == "" else _count(text)), Field(ge=3, le=LARGEST_COUNT)
]
Position = Annotated[int, BeforeValidator(_count), Field(ge=1)]
OptionalCount = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(_optional_count)]
OptionalPosition = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(_optional_count)]
DecimalNumber = Annotated[float, BeforeValidator(_decimal)]
OptionalDate = Annotated[date | None, BeforeValidator(_date)]
Day = Annotated[date, BeforeValidator(_day)]
OneSex = Annotated[Sex, BeforeValidator(sex_word)]
SexOrTotal = Annotated[CountedSex, BeforeValidator(sex_word)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
OptionalYesNo = Annotated[bool | None, BeforeValidator(_optional_yes_no)]
ShortName = Annotated[str, Field(max_length=LONGEST_SHORT_NAME)]
Text = Annotated[str, BeforeValidator(_text)]
Code = Annotated[str, Field(pattern=CODE_PATTERN)]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]
OptionalDecimal = Annotated[float | None, BeforeValidator(_optional_decimal)]
AgeGroup = Annotated[str, Field(pattern=AGE_GROUP_PATTERN)]
AgeGroupOrAll = Annotated[str, Field(pattern=AGE_GROUP_OR_ALL_PATTERN)]
PlaceCode = Annotated[str, Field(pattern=PLACE_CODE_PATTERN)]
Month = Annotated[str, Field(pattern=MONTH_PATTERN)]
PlaceOrAll = Annotated[str, Field(pattern=PLACE_OR_ALL_PATTERN)]
Hash = Annotated[str, Field(pattern=HASH_PATTERN)]


LONGEST_TEXT = 4000  # characters; a page and a half
_DIGITS = re.compile(r"[0-9]{1,18}")
_GROUPED = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_SPACED = re.compile(r"[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # control characters but tab and line break
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # as the rule of the cell has it
_NOTHING = {"yok", "hiç", "none", "-", "–", "—", "x", "?", "..", "..."}


class CellKind(StrEnum):
    """What a workbook stores in a cell."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    NO_RESULT = "no_result"  # a formula whose result was never stored


@dataclass(frozen=True)
class SentCell:
    """A cell as it was sent: its kind, its content as text, and whether its format multiplies it by a hundred."""

    kind: CellKind
    text: str
    is_percent: bool = False


class CellRefusedError(Exception):
    """A cell that does not follow the grammar: what is wrong, what was expected, what to do."""

    def __init__(self, what: str, expected: str, action: str):
        self.sentences = what, expected, action
        super().__init__(what)


_COUNT_EXPECTED = N_("Write a whole number, digits only (1250), or leave the cell blank.")
_NUMBER_EXPECTED = N_("Write a number (28 or 28,5), or leave the cell blank.")
_MONEY_EXPECTED = N_("Write an amount in whole liras, digits only (1250000), or leave the cell blank.")
_PERCENT_EXPECTED = N_("Write a percentage from 0 to 100 (45 or 45,5), without a sign.")
_DATE_EXPECTED = N_("Write a date: day.month.year (31.12.2024).")
_MONTH_EXPECTED = N_("Write the number of a month from 1 to 12.")
_TEXT_EXPECTED = N_("The cell needs text.")
_CORRECT = N_("Correct the cell.")


def count(cell: SentCell) -> str:
    """A whole number from 0, as digits."""
    return _whole(cell, _COUNT_EXPECTED, LARGEST_COUNT)


def money(cell: SentCell) -> str:
    """An amount in whole liras, as digits."""
    return _whole(cell, _MONEY_EXPECTED, LARGEST_AMOUNT)


def _whole(cell: SentCell, expected: str, largest: int) -> str:
    text = _number_text(cell, expected)
    if _FRACTION.fullmatch(text):
        raise _refused(N_("“{text}” is a fraction."), text, expected)
    if int(text) > largest:
        raise _refused(N_("“{text}” is too large."), text, expected)
    return str(int(text))


def percentage(cell: SentCell) -> str:
    """A percentage from 0 to 100, with a decimal point where it has decimals."""
    text = _number_text(cell, _PERCENT_EXPECTED)
    value = Decimal(text.replace(",", "."))
    if value > 100:
        raise _refused(N_("“{text}” is more than 100 percent."), text, _PERCENT_EXPECTED)
    return format(value.normalize(), "f")


def decimal(cell: SentCell) -> str:
    """A number from 0, with a decimal point where it has decimals."""
    return _number_text(cell, _NUMBER_EXPECTED).replace(",", ".")


def day(cell: SentCell) -> str:
    """A date, as year-month-day."""
    _refuse_what_no_cell_may_hold(cell, _DATE_EXPECTED)
    found = _DAY.fullmatch(cell.text.strip()) if cell.kind in (CellKind.DATE, CellKind.TEXT) else None
    if found is None:
        raise _refused(N_("“{text}” is not a date."), cell.text, _DATE_EXPECTED)
    parts = found.groups()
    year, month, number = (parts[2], parts[1], parts[0]) if parts[2] else parts[3:]
    try:
        found = date(int(year), int(month), int(number))
    except ValueError as error:
        raise _refused(N_("“{text}” is not a day of the calendar."), cell.text, _DATE_EXPECTED) from error
    if not _FIRST_DAY <= found <= _LAST_DAY:
        raise _refused(N_("The year of “{text}” cannot be right."), cell.text, _DATE_EXPECTED)
    return found.isoformat()


def month(cell: SentCell) -> str:
    """A month, 1 to 12."""
    text = _number_text(cell, _MONTH_EXPECTED)
    if not _DIGITS.fullmatch(text) or not 1 <= int(text) <= 12:
        raise _refused(N_("“{text}” is not a month."), text, _MONTH_EXPECTED)
    return str(int(text))


def text(cell: SentCell) -> str:
    """A text, without spaces at its ends."""
    _refuse_what_no_cell_may_hold(cell, _TEXT_EXPECTED)
    if cell.kind == CellKind.DATE:
        raise _refused(
            N_("The cell holds a date ({text}); Excel makes dates of what is typed with a point or a dash."),
            cell.text,
            _TEXT_EXPECTED,
            N_("Set the format of the cell to “Text” and type it again."),
        )
    words = _UNSEEN.sub("", cell.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if is_garbled(words):
        raise _refused(
            N_("The Turkish letters are garbled: “{text}”."), words, _TEXT_EXPECTED, N_("Type the text again.")
        )
    if len(words) > LONGEST_TEXT:
        raise CellRefusedError(
            _("The text has {n} characters.").format(n=language.number(len(words))),
            _("At most {n} characters fit.").format(n=language.number(LONGEST_TEXT)),
            _("Shorten it; name longer documents under evidence."),
        )
    return words


def choice(terms: type[Term]) -> Callable[[SentCell], str]:
    """A word of a closed list, by its name in Turkish or English, or by its key."""

    def read(cell: SentCell) -> str:
        names = _names(terms)
        expected = _("Choose one of: {words}.").format(words=", ".join(term.label for term in terms))
        _refuse_what_no_cell_may_hold(cell, expected)
        found = names.get(turkish.lower(cell.text.strip()), names.get(cell.text.strip().lower()))
        if found is None:
            raise CellRefusedError(
                _("“{text}” is not in the list.").format(text=cell.text.strip()[:60]),
                expected,
                _("Choose a word from the list of the cell."),
            )
        return found

    return read


def is_blank(cell: SentCell) -> bool:
    """Whether a cell says nothing: blank or spaces only."""
    return cell.kind == CellKind.TEXT and not cell.text.strip()


# Words of forms that were sent out with version 0.1 and come back now.
_FORMER_NAMES = {
    "devam ediyor": "ongoing",
    "iptal": "cancelled",
    "veri yok": "no_data",
    "no data": "no_data",
    "bildirilmedi": "not_reported",
    "derlenmiyor": "not_collected",
    "not collected": "not_collected",
    "uygulanamaz": "not_applicable",
    "does not apply": "not_applicable",
}


@cache
def _names(terms: type[Term]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for spoken in language.LANGUAGES:
        catalogue = language.catalogue("library", spoken)
        for term in terms:
            label = catalogue.gettext(term.name_for_readers)
            found[turkish.lower(label)] = found[label.lower()] = term.value
    values = {term.value: term.value for term in terms}
    return {name: value for name, value in _FORMER_NAMES.items() if value in values} | found | values


def _number_text(cell: SentCell, expected: str) -> str:
    """The digits of a number, a comma or point before its decimals."""
    _refuse_what_no_cell_may_hold(cell, expected)
    words = _plain_number(cell)
    if cell.kind == CellKind.DATE:
        raise _refused(
            N_("The cell holds a date ({text}); Excel makes dates of what is typed with a point or a dash."),
            words,
            expected,
            N_("Set the format of the cell to “General” and type the number again."),
        )
    if cell.kind == CellKind.BOOLEAN:
        raise _refused(N_("“{text}” is not a number."), words, expected)
    if cell.is_percent:
        raise _refused(
            N_("The cell has the format of a percentage: {text} can be read in two ways."),
            words,
            expected,
            N_("Set the format of the cell to “General” and type the number again."),
        )
    if words.startswith(("-", "−")) and len(words) > 1:
        raise _refused(N_("“{text}” is negative."), words, expected)
    if cell.kind == CellKind.TEXT or not _NUMBER.fullmatch(words):
        _refuse_texts(words, expected)
    return words


def _plain_number(cell: SentCell) -> str:
    """The text of a cell; of a number without exponent, however the workbook writes it."""
    words = cell.text.strip()
    if cell.kind != CellKind.NUMBER:
        return words
    try:
        number = Decimal(words)
    except InvalidOperation:
        return words
    return format(number, "f") if number.is_finite() else words


def _refuse_texts(words: str, expected: str) -> None:
    if turkish.lower(words) in _NOTHING:
        raise _refused(
            N_("“{text}” can mean none, or not known."),
            words,
            expected,
            N_("Write 0 where there was none; where the figure is not known leave the cell blank and choose a reason."),
        )
    if _GROUPED.fullmatch(words) and not (expected == _PERCENT_EXPECTED and _is_decimal_only(words)):
        plain = re.sub("[.,]", "", words)
        raise CellRefusedError(
            _("“{text}” can be read in two ways: {plain}, or {decimal}.").format(
                text=words, plain=plain, decimal=words.replace(".", ",")
            ),
            _(expected),
            _("Type the number without a separator for thousands."),
        )
    if _SPACED.fullmatch(words):
        raise _refused(
            N_("“{text}” has spaces between its digits."),
            words,
            expected,
            N_("Type the number without a separator for thousands."),
        )
    if words.startswith("%") or words.endswith("%"):
        raise _refused(N_("“{text}” has a percent sign."), words, expected, N_("Type the number alone."))
    if not (_DIGITS.fullmatch(words) or _FRACTION.fullmatch(words)):
        raise _refused(
            N_("“{text}” is not a number."),
            words,
            expected,
            N_("Type digits only; a unit or a remark belongs into the explanation."),
        )


def _is_decimal_only(words: str) -> bool:
    """Whether a percentage such as 45,125 has one reading: with a separator for thousands it would be above 100."""
    return len(re.findall("[.,]", words)) == 1


def _refuse_what_no_cell_may_hold(cell: SentCell, expected: str) -> None:
    if cell.kind == CellKind.ERROR:
        raise _refused(
            N_("The cell shows an error of Excel ({text})."),
            cell.text,
            expected,
            N_("Correct the formula, or type the value."),
        )
    if cell.kind == CellKind.NO_RESULT:
        raise _refused(
            N_("The cell holds a formula whose result was not saved."),
            "",
            expected,
            N_("Open the file in Excel, save it again, or type the value instead of the formula."),
        )


def _refused(what: str, text: str, expected: str, action: str = _CORRECT) -> CellRefusedError:
    return CellRefusedError(_(what).format(text=text[:60]), _(expected), _(action))
