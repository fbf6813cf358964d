"""What a bulletin and the yearly report say of the applications, in plain sentences; hidden counts stand in none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yeep_analysis.sensitive.protected import Protected, month_name, previous
from yeep_analysis.sensitive.tables import hidden
from yeep_analysis.show import present
from yeep_analysis.show.present import Output
from yeep_analysis.words.language import _, capitalised, listing, ngettext, number, uncapitalised
from yeep_analysis.words.terms import ApplicationSource

POLICE = ApplicationSource.POLICE


def finding(found: Protected) -> str:
    """The month in one line."""
    parts = _made(found, {source: found.applications(source) for source in found.sources})
    month = month_name(found.period)
    if not found.sources:
        return _("{month}: no counts came").format(month=month)
    if not parts:
        return _("{month}: applications because of violence").format(month=month)
    return _("{month}: {parts}").format(month=month, parts=", ".join(parts))


def lead(found: Protected) -> str:
    """How many applied in the month, and in the one before where that came."""
    month = month_name(found.period)
    if not found.sources:
        return _("No counts of applications because of violence came for {month}. This bulletin shows none.").format(
            month=month
        )
    now = {source: found.applications(source) for source in found.sources}
    told = [_of_the_month(month, _made(found, now))]
    told += [_nobody(source) for source, count in now.items() if count == 0]
    told += [_confidential(source) for source, count in now.items() if count is None]
    told += [_did_not_come(source) for source in ApplicationSource if source not in found.sources]
    return " ".join(filter(None, [*told, _before(found)]))


def _of_the_month(month: str, parts: Sequence[str]) -> str:
    if not parts:
        return ""
    return _("In {month}, because of violence, there were {parts}.").format(month=month, parts=listing([*parts]))


def _made(found: Protected, counts: dict[ApplicationSource, int | None]) -> list[str]:
    """``58 applications to the police``, of each count that is shown and not 0."""
    return [_to(source, count) for source, count in counts.items() if count]


def _to(source: ApplicationSource, n: int) -> str:
    if source == POLICE:
        told = ngettext("{n} application to the police", "{n} applications to the police", n)
    else:
        told = ngettext("{n} application to the women's centre", "{n} applications to the women's centre", n)
    return told.format(n=number(n))


def _nobody(source: ApplicationSource) -> str:
    if source == POLICE:
        return _("Nobody applied to the police.")
    return _("Nobody applied to the women's centre.")


def _confidential(source: ApplicationSource) -> str:
    if source == POLICE:
        return _("How many applied to the police is hidden.")
    return _("How many applied to the women's centre is hidden.")


def _did_not_come(source: ApplicationSource) -> str:
    if source == POLICE:
        return _("No counts came from the police for this month.")
    return _("No counts came from the women's centre for this month.")


def _before(found: Protected) -> str:
    """The month before, where it came; a gap is named."""
    counts = {source: found.before(source) for source in found.sources}
    if parts := _made(found, counts):
        return _("In the month before there were {parts}.").format(parts=listing(parts))
    return ""


def gap(found: Protected) -> str:
    """That the month before did not come."""
    is_known = any(found.has_before(source) for source in ApplicationSource)
    if not found.sources or is_known:
        return ""
    month = month_name(previous(found.period))
    return _("For the month before, {month}, no counts came; so there is no comparison with it.").format(month=month)


def caution(found: Protected) -> str:
    """How to take the numbers."""
    if not found.sources:
        return ""
    return _(
        "The same woman may have applied to the police and to the women's centre, so the two are not added up. More "
        "applications may mean more violence, and as well more trust in those who help."
    )


def no_map(source: ApplicationSource) -> str:
    """That there is no map of a source."""
    if source == POLICE:
        return _("From which neighbourhoods women applied to the police cannot be shown: the numbers are too small.")
    return _(
        "From which neighbourhoods women applied to the women's centre cannot be shown: the numbers are too small."
    )


def how_to_read(found: Protected, threshold: int) -> str:
    """What is hidden, and how an application is counted."""
    if not found.sources:
        return ""
    told = [
        _(
            "Each application counts once, under its main kind of violence and the last stage that it reached in the "
            "month. The map shows applications beside the women who live in a neighbourhood; its classes are the same "
            "in every month."
        )
    ]
    if not found.is_internal:
        told.append(
            _(
                "“{hidden}” stands for a number from 1 to {most}, and for a number that would give such a one away. A "
                "0 is shown: it tells of nobody."
            ).format(hidden=capitalised(hidden()), most=threshold - 1)
        )
    return " ".join(told)


def extent(found: Protected) -> str:
    """How many counts of the tables are hidden."""
    return _hidden_are({source.label: found.number_hidden(source) for source in found.sources})


def survey_extent(found: Protected) -> str:
    """How many counts of the table of the survey are hidden."""
    places = ("", *found.surveyed) if found.survey_kinds else ()
    counts = [found.asked(place) for place in places]
    counts += [found.going_without(kind, place) for kind in found.survey_kinds for place in places]
    return _hidden_are({_("Survey of deprivation"): (counts.count(None), len(counts))})


def _hidden_are(numbers: Mapping[str, tuple[int, int]]) -> str:
    told = _("{source}: {n} of {all} counts")
    parts = [told.format(source=source, n=number(n), all=number(every)) for source, (n, every) in numbers.items() if n]
    if not parts:
        return ""
    return _("Hidden are: {parts}. Beside the small ones they are as few as were found to be enough.").format(
        parts="; ".join(parts)
    )


def help_lines() -> Output:
    """Where to find help at once."""
    return present.strip(
        [
            _("**Do you need help?**"),
            _("Emergency: 112"),
            _("Social support line, day and night: 183"),
            _("KADES, the application of the police"),
        ]
    )


def year(found: Protected) -> str:
    """How many months of the year came, and how many applied in them."""
    totals = {source: found.applications(source) for source in found.sources}
    by_months: dict[tuple[str, ...], list[str]] = {}
    for source, total in totals.items():
        if total:
            by_months.setdefault(found.months[source], []).append(_to(source, total))
    told = []
    for months, parts in by_months.items():
        whole = _("In {year} there were {parts}.")
        part = _("In the {months} months of {year} that came there were {parts}.")
        words = whole if len(months) == 12 else part
        told.append(words.format(months=len(months), year=found.period, parts=listing(parts)))
    told += [_nobody(source) for source, total in totals.items() if total == 0]
    told += [_confidential(source) for source, total in totals.items() if total is None]
    return " ".join(told)


def survey(found: Protected) -> str:
    """How many households were asked, and how those that go without are spread."""
    asked = found.asked() if found.survey_kinds else None
    if asked is None:
        return ""
    told = [_("In {year}, {n} households were asked.").format(year=found.survey_year, n=number(asked))]
    parts = [
        f"{uncapitalised(kind.label)} {number(count)}"
        for kind in found.survey_kinds
        if (count := found.going_without(kind)) is not None
    ]
    if parts:
        told.append(_("So many go without for want of money: {parts}.").format(parts=", ".join(parts)))
    return " ".join(told)
