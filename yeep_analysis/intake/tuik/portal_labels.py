"""Readers of the label columns of a portal table, which know what the columns beside them have just said."""

from __future__ import annotations

from dataclasses import dataclass

from yeep_analysis.intake.tuik import ages
from yeep_analysis.intake.tuik.facets import NOTHING, Facets, is_described, recognised, year_of
from yeep_analysis.intake.tuik.header_words import ColumnRole, named
from yeep_analysis.intake.tuik.laid_out import LabelReader
from yeep_analysis.intake.tuik.place_labels import LISTED, Place, PlaceKind, UnknownCodeError
from yeep_analysis.intake.tuik.words import fold, is_note, is_total, sex_of
from yeep_analysis.words.language import _


@dataclass
class _Row:
    """What the labels of a row have said so far, from left to right."""

    province: Place | None = None
    code: str = ""
    has_districts: bool = False


def readers(roles: dict[int, ColumnRole], has_place: bool = False) -> dict[int, LabelReader]:
    """One reader for every column of labels; ``has_place`` where the place stands above the table."""
    row = _Row(has_districts=ColumnRole.DISTRICT in roles.values())
    known = {
        ColumnRole.YEAR: _year,
        ColumnRole.PLACE: lambda text: _place(text, row),
        ColumnRole.DISTRICT: lambda text: _district(text, row),
        ColumnRole.SEX: _sex,
        ColumnRole.AGE: _age,
        ColumnRole.CODE: lambda text: _code(text, row),
        ColumnRole.SERIAL: lambda text: NOTHING if text.rstrip(".").isdigit() else None,
        ColumnRole.OPEN: (lambda text: NOTHING if is_total(text) else _open(text)) if has_place else _open,
    }
    return {index: known[role] for index, role in roles.items()}


def _year(text: str) -> Facets | None:
    year = year_of(text)
    return Facets(year=year) if year is not None else None


def _place(text: str, row: _Row) -> Facets | None:
    if is_note(text):
        return None
    code, row.code = row.code, ""
    place = named(text)
    if place is None and is_total(text):
        place = LISTED
    if place is None:
        return None
    if code and place.kind is PlaceKind.PROVINCE and place.code != code:
        raise UnknownCodeError(_("The code {code} belongs to {expected}.").format(code=code, expected=place.label))
    row.province = place
    return NOTHING if row.has_districts else Facets(place=place)


def _district(text: str, row: _Row) -> Facets | None:
    if is_note(text) or row.province is None:
        return None
    code, row.code = row.code, ""
    if is_total(text):
        return Facets(place=row.province)
    province = row.province.name
    return Facets(place=Place(PlaceKind.DISTRICT, code, text, province, text))


def _code(text: str, row: _Row) -> Facets | None:
    if not (text.isascii() and text.isdigit()):
        return None
    row.code = text.lstrip("0")
    return NOTHING


def _sex(text: str) -> Facets | None:
    if is_total(text):
        return NOTHING
    sex = sex_of(text)
    return Facets(sex=sex) if sex else None


def _age(text: str) -> Facets | None:
    if is_total(text):
        return NOTHING
    if fold(text) in ("bilinmeyen", "unknown"):
        return Facets(age=ages.UNKNOWN)
    age = ages.age_group(text) or ages.single(text)
    return Facets(age=age) if age else None


def _open(text: str) -> Facets | None:
    if is_note(text):
        return None
    if place := named(text):
        return Facets(place=place)
    if is_total(text):
        return Facets(place=LISTED)
    found = recognised(text)
    return found if is_described(found) or found.sex or found.age else Facets(other=(text,))
