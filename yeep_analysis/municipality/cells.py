"""The grammar of a cell: how a text in a CSV file becomes a value. Nothing is guessed.

Each type refuses with the code of a message in ``inputs.messages``, so that the reader is told in plain words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

CODE_PATTERN = r"^[0-9]+$"
KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
AGE_GROUP_PATTERN = r"^[0-9]+(-[0-9]+|\+)$"
ALL_AGES = "all"
AGE_GROUP_OR_ALL_PATTERN = r"^(all|[0-9]+(-[0-9]+|\+))$"
PLACE_CODE_PATTERN = r"^([0-9]+|TR)$"
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


def _text(text: Any) -> str:
    if not text.strip():
        raise PydanticCustomError("blank_text", "blank")
    return text


LARGEST_COUNT = 100_000_000  # more than the people of any country that could use this; a slip of the keyboard
Count = Annotated[int, BeforeValidator(_count), Field(ge=0, le=LARGEST_COUNT)]
Year = Annotated[int, BeforeValidator(_year), Field(ge=1900, le=2200)]
OptionalYear = Annotated[Annotated[int, Field(ge=1900, le=2200)] | None, BeforeValidator(_optional_year)]
Position = Annotated[int, BeforeValidator(_count), Field(ge=1)]
DecimalNumber = Annotated[float, BeforeValidator(_decimal)]
OptionalDate = Annotated[date | None, BeforeValidator(_date)]
Day = Annotated[date, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Text = Annotated[str, BeforeValidator(_text)]
Code = Annotated[str, Field(pattern=CODE_PATTERN)]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]
OptionalDecimal = Annotated[float | None, BeforeValidator(_optional_decimal)]
AgeGroup = Annotated[str, Field(pattern=AGE_GROUP_PATTERN)]
AgeGroupOrAll = Annotated[str, Field(pattern=AGE_GROUP_OR_ALL_PATTERN)]
PlaceCode = Annotated[str, Field(pattern=PLACE_CODE_PATTERN)]
Hash = Annotated[str, Field(pattern=HASH_PATTERN)]
