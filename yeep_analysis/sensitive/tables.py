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
    return _("hidden")


def shown(count: float | None) -> Any:
    """A count as a table has it."""
    return hidden() if count is None or pd.isna(count) else int(count)


def places(found: Protected) -> dict[str, str]:
    """The rows of a table by mahalle: the places, what is not stated, and all together."""
    return {**found.names, UNKNOWN: _("Neighbourhood not stated"), "": _("Total")}


def by_kind(found: Protected) -> PublicationTable:
    """Each kind of violence, by source."""
    kinds = {**{kind.value: kind.label for kind in Violence}, "": _("Total")}
    rows = [
        {"name": name, **{source.value: shown(found.applications(source, kind=kind)) for source in found.sources}}
        for kind, name in kinds.items()
    ]
    columns = [Column("name", _("Kind of violence")), *_source_columns(found.sources)]
    return _table("applications_by_kind", _("By kind of violence"), columns, rows)


def by_last_stage(found: Protected) -> PublicationTable:
    """Each stage that applications reached, by source."""
    sources = [source for source in found.sources if found.has_stages(source)]
    rows = [
        {"name": stage.label, **{source.value: shown(found.applications(source, stage=stage)) for source in sources}}
        for stage in (Stage if sources else ())
    ]
    columns = [Column("name", _("Last stage reached")), *_source_columns(sources)]
    return _table("applications_by_stage", _("By the last stage reached in the month"), columns, rows)


def by_mahalle(found: Protected, rates: pd.DataFrame) -> PublicationTable:
    """Mahalle × kind of violence, of each source, with the applications per 1000 women."""
    rate = {source: of(rates, kind=source.value).set_index("place")["value"] for source in found.sources}
    rows = [
        {
            "source": source.label,
            "name": name,
            **_kinds(found, source, place=place),
            "total": shown(found.applications(source, place=place)),
            "rate": _rate(rate[source], place),
        }
        for source in found.sources
        for place, name in (places(found).items() if found.applications(source) != 0 else ())
    ]
    columns = [Column("name", _("Neighbourhood")), *_kind_columns(), Column("rate", _("per 1000 women"), "decimal")]
    return _table(
        "applications_by_mahalle_and_kind", _("By neighbourhood and kind of violence"), columns, rows, section="source"
    )


def _rate(rates: pd.Series, place: str) -> Any:
    if place not in rates.index:
        return ""
    return hidden() if pd.isna(rates[place]) else rates[place]


def by_stage(found: Protected) -> PublicationTable:
    """The last stage that applications reached × kind of violence, of each source."""
    stages = {**{stage.value: stage.label for stage in Stage}, "": _("Total")}
    rows = [
        {
            "source": source.label,
            "name": name,
            **_kinds(found, source, stage=stage),
            "total": shown(found.applications(source, stage=stage)),
        }
        for source in found.sources
        for stage, name in (stages.items() if found.has_stages(source) else ())
    ]
    columns = [Column("name", _("Last stage reached")), *_kind_columns()]
    return _table("applications_by_stage_and_kind", _("How far the applications were"), columns, rows, section="source")


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
    """Each source in the months of the year; a gap says that nothing came."""
    months = [f"{found.period}-{number:02}" for number in range(1, 13)]
    rows = [
        {
            "name": source.label,
            **{month: _of_month(found, source, month) for month in months},
            "total": shown(found.applications(source)),
        }
        for source in found.sources
    ]
    columns = [Column("name", _("Applications to")), *_month_columns(months)]
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


def _source_columns(sources: Sequence[ApplicationSource]) -> list[Column]:
    return [Column(source.value, source.label, "count") for source in sources]


def _month_columns(months: Sequence[str]) -> list[Column]:
    named = (Column(month, month_name(month).rpartition(" ")[0][:3], "count") for month in months)
    return [*named, Column("total", _("Total"), "count")]


def _table(
    name: str, caption: str, columns: Sequence[Column], rows: Sequence[dict], note: str = "", section: str = ""
) -> PublicationTable:
    keys = [*([section] if section else []), *(column.key for column in columns)]
    frame = pd.DataFrame(rows, columns=keys, dtype=object)
    return PublicationTable(name, caption, tuple(columns), frame, note, section)
