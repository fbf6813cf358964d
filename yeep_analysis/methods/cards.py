"""The methods chapter, printed from the cards of the code and the records of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from yeep_analysis.mahalles import funnel, segregation
from yeep_analysis.mahalles import measures as mahalle_measures
from yeep_analysis.municipality.fact_tables import Source
from yeep_analysis.population import breaks, outliers, trend
from yeep_analysis.population import measures as population_measures
from yeep_analysis.progress import coverage
from yeep_analysis.representation import chance, scenarios, thresholds
from yeep_analysis.representation import measures as representation_measures
from yeep_analysis.representation.sentences import day
from yeep_analysis.results import Measure, registered
from yeep_analysis.show.present import Column, PublicationTable, plain
from yeep_analysis.words import language
from yeep_analysis.words.language import N_, _

_FIELDS = {
    "Formula": N_("Formula"),
    "Input": N_("Input"),
    "Output": N_("Result"),
    "Raises": N_("Refused"),
    "Source": N_("Source"),
}


# What measures are about, by the beginning of their indicator; and the modules in the order in which they are read.
_SUBJECTS = {
    "population": N_("Population"),
    "mahalle": N_("Mahalles"),
    "representation": N_("Representation"),
    "scenario": N_("Paths to parity"),
    "progress": N_("Results of the plan"),
}
# The modules that hold the measures, in the order in which they are read; importing them registers their cards.
_MODULES = (
    *(population_measures, outliers, trend, breaks),
    *(mahalle_measures, funnel, segregation),
    *(representation_measures, thresholds, chance, scenarios),
    coverage,
)


def all_measures(*, with_results: bool = True) -> list[Measure]:
    """Every measure of the project and whatever else was registered, in the order in which they are read.

    with_results   whether the edition has chapters on the results of the plan; without them their measures are left out
    """
    order = {module.__name__: place for place, module in enumerate(_MODULES)}
    known = [measure for measure in registered() if with_results or measure.place[0] != coverage.__name__]
    return sorted(known, key=lambda measure: (order.get(measure.place[0], len(order)), *measure.place))


def cards(measures: Iterable[Measure], worked: Mapping[str, str]) -> str:
    """Every measure with its unit, the five fields of its card and a worked number of this edition, as Markdown.

    Under the subject to which it belongs; a measure of another subject stands at the end.

    worked   by indicator, from ``worked.examples``
    """
    by_subject: dict[str, list[str]] = {name: [] for name in (*_SUBJECTS, "")}
    for measure in measures:
        subject = measure.indicator.partition("_")[0]
        by_subject[subject if subject in _SUBJECTS else ""].append(_card(measure, worked[measure.indicator]))
    further = _("Further measures")
    parts = [
        [f"### {_(_SUBJECTS[subject]) if subject else further}", *found]
        for subject, found in by_subject.items()
        if found
    ]
    return "\n\n".join(text for part in parts for text in part)


def sources(records: Iterable[Source]) -> PublicationTable:
    """Where the figures come from: producer, date or the lack of one, and the source that the plan names."""
    rows = [
        {
            "title": source.title,
            "producer": source.producer,
            "when": day(source.reference_on),
            "named": source.named_source,
            "licence": source.licence,
        }
        for source in records
    ]
    columns = (
        Column("title", _("Source")),
        Column("producer", _("Producer")),
        Column("when", _("Date")),
        Column("named", _("Source named in the plan")),
        Column("licence", _("Terms of use")),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return PublicationTable("sources", _("Sources of the figures"), columns, frame)


def quotes(records: Iterable[Source]) -> str:
    """The words of the plan from which the figures were taken, and what must be known to use them."""
    parts = []
    for source in records:
        lines = [f"### {plain(source.title)}"]
        if source.quote:
            lines.append(f"“{plain(source.quote)}”")
        lines.append(f"*{plain(source.locator)}.* {plain(source.note)}".strip())
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def _card(measure: Measure, worked: str) -> str:
    unit = _("Unit")
    lines = [f"#### {_(measure.title)}", f"- **{unit}:** {plain(measure.unit.label)}"]
    lines += [f"- **{_(_FIELDS[field])}:** {_code_kept(_(text))}" for field, text in measure.card.items()]
    example = _("Example")
    return "\n".join([lines[0], "", *lines[1:], f"- **{example}:** {worked}"])


def _code_kept(text: str) -> str:
    """Markdown of a docstring: double backticks become code, everything else is plain text."""
    parts = text.replace("``", "`").split("`")
    return "".join(f"`{part}`" if i % 2 else plain(part) for i, part in enumerate(parts))


def languages_note() -> str:
    """In which language the quotes stand, for readers of an English edition."""
    return (
        "" if language.active() == "tr" else _("Titles, quotes and notes of sources stand in Turkish, as in the plan.")
    )
