"""Tables of protected counts; a hidden count, and whatever would be computed from it, says that it is confidential."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from yeep_analysis.municipality.cells import UNKNOWN
from yeep_analysis.results import of
from yeep_analysis.sensitive.protected import Protected, month_name
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _, percent
from yeep_analysis.words.terms import NOT_REPORTED_SIGN, ApplicationSource, Stage, Violence


def hidden() -> str:
    """What stands in the place of a hidden count."""
    return _("confidential")


def shown(count: float | None) -> Any:
    """A count as a table has it."""
    return hidden() if count is None or pd.isna(count) else int(count)


def places(found: Protected) -> dict[str, str]:
    """The rows of a table by mahalle: the places, what is not stated, and all together."""
    return {**found.names, UNKNOWN: _("Neighbourhood not stated"), "": _("Total")}


def by_mahalle(found: Protected, source: ApplicationSource, rates: pd.DataFrame) -> PublicationTable:
    """Mahalle × kind of violence, with the applications per 1000 women."""
    rate = of(rates, kind=source.value).set_index("place")["value"]
    rows = [
        {
            "name": name,
            **_kinds(found, source, place=place),
            "total": shown(found.applications(source, place=place)),
            "rate": _rate(rate, place),
        }
        for place, name in places(found).items()
    ]
    columns = [Column("name", _("Neighbourhood")), *_kind_columns(), Column("rate", _("per 1000 women"), "decimal")]
    caption = _("{source}: applications by neighbourhood and kind of violence").format(source=source.label)
    return _table(f"applications_{source.value}_by_mahalle", caption, columns, rows)


def _rate(rates: pd.Series, place: str) -> Any:
    if place not in rates.index:
        return ""
    return hidden() if pd.isna(rates[place]) else rates[place]


def by_stage(found: Protected, source: ApplicationSource) -> PublicationTable:
    """The last stage that applications reached × kind of violence."""
    stages = {**{stage.value: stage.label for stage in Stage}, "": _("Total")} if found.has_stages(source) else {}
    rows = [
        {
            "name": name,
            **_kinds(found, source, stage=stage),
            "total": shown(found.applications(source, stage=stage)),
        }
        for stage, name in stages.items()
    ]
    columns = [Column("name", _("Last stage reached in the month")), *_kind_columns()]
    caption = _("{source}: how far the applications were").format(source=source.label)
    return _table(f"applications_{source.value}_by_stage", caption, columns, rows)


def by_month(found: Protected, source: ApplicationSource) -> PublicationTable:
    """Mahalle × month of a year."""
    months = found.months.get(source, ())
    rows = [
        {
            "name": name,
            **{month: shown(found.applications(source, month=month, place=place)) for month in months},
            "total": shown(found.applications(source, place=place)),
        }
        for place, name in (places(found).items() if months else ())
    ]
    columns = [Column("name", _("Neighbourhood")), *_month_columns(months)]
    caption = _("{source}: applications by neighbourhood and month").format(source=source.label)
    return _table(f"applications_{source.value}_by_mahalle_and_month", caption, columns, rows)


def kinds_by_month(found: Protected, source: ApplicationSource) -> PublicationTable:
    """Kind of violence × month of a year."""
    months = found.months.get(source, ())
    kinds = {**{kind.value: kind.label for kind in Violence}, "": _("Total")}
    rows = [
        {
            "name": name,
            **{month: shown(found.applications(source, month=month, kind=kind)) for month in months},
            "total": shown(found.applications(source, kind=kind)),
        }
        for kind, name in (kinds.items() if months else ())
    ]
    columns = [Column("name", _("Kind of violence")), *_month_columns(months)]
    caption = _("{source}: applications by kind of violence and month").format(source=source.label)
    return _table(f"applications_{source.value}_by_kind_and_month", caption, columns, rows)


def months_of_the_year(found: Protected) -> PublicationTable:
    """Each month of the year with what came of it; a gap says that nothing came."""
    year = found.period
    months = [f"{year}-{number:02}" for number in range(1, 13)] if found.sources else []
    rows = [
        {"month": month_name(month), **{source.value: _of_month(found, source, month) for source in ApplicationSource}}
        for month in months
    ]
    columns = [Column("month", _("Month")), *(Column(one.value, one.label, "count") for one in ApplicationSource)]
    note = _("{sign}: no counts came.").format(sign=NOT_REPORTED_SIGN)
    return _table("applications_of_the_year", _("Applications by month"), columns, rows, note)


def _of_month(found: Protected, source: ApplicationSource, month: str) -> Any:
    if month not in found.months.get(source, ()):
        return NOT_REPORTED_SIGN
    return shown(found.applications(source, month=month))


def survey(found: Protected, shares: pd.DataFrame) -> PublicationTable:
    """Mahalle × what households go without, of those asked."""
    named = {place: name for place, name in found.names.items() if place in found.surveyed} | {"": _("Total")}
    values = shares.set_index(["place", "part"])["value"]
    rows = [
        {
            "name": name,
            "asked": shown(found.asked(place)),
            **{
                kind.value: _with_share(found.going_without(kind, place), values[place, kind.value])
                for kind in found.survey_kinds
            },
        }
        for place, name in (named.items() if found.survey_kinds else ())
    ]
    columns = [Column("name", _("Neighbourhood")), Column("asked", _("Households asked"), "count")]
    columns += [Column(kind.value, kind.label, "stated") for kind in found.survey_kinds]
    caption = _("Households that go without, survey of {year}").format(year=found.survey_year)
    note = _("Of the households that were asked. A household may go without several of these.")
    return _table("deprivation_by_mahalle", caption, columns, rows, note)


def _with_share(count: int | None, share: float) -> str:
    if count is None:
        return hidden()
    return str(count) if pd.isna(share) else f"{count} ({percent(share, 0)})"


def _kinds(found: Protected, source: ApplicationSource, **of_what: str) -> dict[str, Any]:
    return {kind.value: shown(found.applications(source, kind=kind.value, **of_what)) for kind in Violence}


def _kind_columns() -> list[Column]:
    return [*(Column(kind.value, kind.label, "count") for kind in Violence), Column("total", _("Total"), "count")]


def _month_columns(months: Sequence[str]) -> list[Column]:
    named = (Column(month, month_name(month).rpartition(" ")[0][:3], "count") for month in months)
    return [*named, Column("total", _("Total"), "count")]


def _table(
    name: str, caption: str, columns: Sequence[Column], rows: Sequence[dict], note: str = ""
) -> PublicationTable:
    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    return PublicationTable(name, caption, tuple(columns), frame, note)
