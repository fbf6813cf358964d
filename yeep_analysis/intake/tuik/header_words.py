"""The headings of portal tables: what a column of labels holds, and what a column of figures counts."""

from __future__ import annotations

import re
from enum import Enum

from yeep_analysis.intake.tuik import ages
from yeep_analysis.intake.tuik.facets import NOTHING, Facets, breakdown, year_of
from yeep_analysis.intake.tuik.place_labels import Place, coded_place, named_place
from yeep_analysis.intake.tuik.words import fold, is_rate, is_total, sex_of, variants


class ColumnRole(Enum):
    """What the labels of a column name."""

    YEAR = "year"
    PLACE = "place"
    DISTRICT = "district"
    SEX = "sex"
    AGE = "age"
    CODE = "code"
    SERIAL = "serial"
    OPEN = "open"  # told by each label


_WORDS = {
    ColumnRole.YEAR: "yıl|yıllar|yil|year|years",
    ColumnRole.PLACE: "il|ıl|iller|il adı|düzey|yer|yerleşim yeri|bölge|ibbs.*|i?statistiki bölge.*|province|provinces|"
    "region|place|il ve ilçe|mahalle|mahalle adı|mahalle/köy|yer adı",
    ColumnRole.DISTRICT: "ilçe|ilçeler|ilçe adı|district|districts",
    ColumnRole.SEX: "cinsiyet|cinsiyeti|sex|gender",
    ColumnRole.AGE: "yaş|yaş grubu|yaş grupları|age|age group",
    ColumnRole.CODE: "kod|kodu|il kodu|ilçe kodu|mahalle kodu|yer kodu|code|plaka|plaka kodu",
    ColumnRole.SERIAL: "sıra|sıra no|no|s\\.no",
}
_PEOPLE = re.compile(r"\s*(nüfusu?|population|(kişi )?sayısı)$")
_REGION_FIRST = re.compile(r"TR[0-9A-C]{0,3}(?=[\s-])")


def role_of(heading: str) -> ColumnRole | None:
    """What the labels under a heading name; `None` for a heading of figures."""
    for form in variants(heading):
        for role, words in _WORDS.items():
            if re.fullmatch(words, form):
                return role
    return None


def of_figures(heading: str, single_ages: bool) -> Facets:
    """What the figures under a heading count. A share or a rate among counts stays a breakdown of its own."""
    if is_rate(heading):
        return Facets(other=(" ".join(heading.split()),))
    text = _PEOPLE.sub("", fold(heading))
    if (year := year_of(text)) is not None:
        return Facets(year=year)
    if not text or is_total(text) or role_of(heading) is not None:  # “Yaş” above the ages says nothing more
        return NOTHING
    if sex := sex_of(text):
        return Facets(sex=sex)
    if age := ages.age_group(heading) or (ages.single(heading) if single_ages else None):
        return Facets(age=age)
    if place := coded_place(heading) or named_place(heading):
        return Facets(place=place)
    return breakdown(heading)


def named(text: str) -> Place | None:
    """The place of a label in a portal table: with a code, with a region code in front, or by its name."""
    if place := coded_place(text):
        return place
    if match := _REGION_FIRST.match(text):
        name = text[match.end() :].strip(" -")
        return coded_place(f"{name}-{match[0]}") if named_place(name) is None else named_place(name)
    return named_place(text)
