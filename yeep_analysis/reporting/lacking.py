"""What a data folder still lacks for a full evaluation, each with what it would bring. Nothing of it stops a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yeep_analysis.municipality import outlines
from yeep_analysis.municipality.checks import TableRows
from yeep_analysis.municipality.load_plan import PlanFile
from yeep_analysis.reporting.follow_up import FollowUp
from yeep_analysis.reporting.reporters import unassigned
from yeep_analysis.words.language import N_, _, ngettext
from yeep_analysis.words.terms import Direction, MeasureKind, ReporterBasis

# table of facts that may be absent -> what the report gains with it
_FACTS = {
    "population_by_age": N_("population by age: the report then shows women and men by age group"),
    "mahalle_population": N_("population of the mahalles: the report then compares women's share between mahalles"),
    "representation": N_("posts and seats by sex: the report then shows who decides"),
    "staff": N_("staff by sex: the report then shows the municipality as an employer"),
    "bodies": N_("bodies by sex: the report then shows commissions and boards, too"),
    "electorate": N_("registered voters by sex: the council is then compared with the electorate"),
    "reference_population": N_("other districts and the province: the report then sets the district beside them"),
}


@dataclass(frozen=True)
class Lack:
    """One thing that is lacking, with what it would bring; the file that would hold it, the command that brings it in.

    A lack without a file is one of the plan.
    """

    what: str
    file: str = ""
    command: str = ""

    def told(self, folder: str) -> str:
        """The same as a sentence of the command; ``folder`` is what its own command needs to mean the same folder."""
        what = f"{self.file}, {self.what}" if self.file else self.what
        command = self.command.format(folder=folder)
        return _("Still lacking: {what}.").format(what=f"{what} ({command})" if command else what)


def lacking(facts: Mapping[str, TableRows], file: PlanFile, follow_up: FollowUp) -> list[Lack]:
    """What is lacking; the plan first."""
    of_the_plan = _of_the_plan(file, follow_up) if file.plan.actions else _without_plan()
    return [*of_the_plan, *_of_the_facts(facts)]


def _without_plan() -> Iterator[Lack]:
    command = _("yeep plan export{folder}, fill it in, yeep plan import FILE{folder}")
    yield Lack(_("the plan: forms and an evaluation need it"), command=command)


def _of_the_plan(file: PlanFile, follow_up: FollowUp) -> Iterator[Lack]:
    plan = file.plan
    if n := len(unassigned(plan, follow_up.reporters)):
        what = ngettext(
            "a unit that reports, for {n} indicator, action or task: nobody is asked for it",
            "units that report, for {n} indicators, actions and tasks: nobody is asked for them",
            n,
        )
        yield Lack(what.format(n=n), command="yeep reporters --propose{folder}")
    if n := sum(row.basis == ReporterBasis.PROPOSAL for row in follow_up.reporters.rows):
        what = ngettext(
            "the municipality's yes to {n} proposal of who reports: forms then go to the right unit",
            "the municipality's yes to {n} proposals of who reports: forms then go to the right units",
            n,
        )
        yield Lack(what.format(n=n))
    if not plan.measures:
        yield Lack(_("indicators: without them only the status of actions is followed"))
    elif n := sum(not action.measures for action in plan.actions.values()):
        what = ngettext(
            "an indicator for {n} action: only its status is followed",
            "indicators for {n} actions: only their status is followed",
            n,
        )
        yield Lack(what.format(n=n))
    judged = (m for m in plan.measures.values() if m.kind != MeasureKind.MILESTONE)
    if n := sum(measure.direction == Direction.NONE for measure in judged):
        what = ngettext(
            "the wanted direction of {n} indicator: its rise or fall is then judged",
            "the wanted direction of {n} indicators: their rise or fall is then judged",
            n,
        )
        yield Lack(what.format(n=n))
    if plan.measures and not follow_up.targets:
        yield Lack(_("targets: the report then says how far they are reached"))
    if plan.measures and not file.judgements:
        yield Lack(
            _("the audit of the indicators: a chapter then says which of them can be measured, and better wordings")
        )
    if not file.texts["methodology"]:
        yield Lack(_("the plan's methodology: a chapter then follows what it binds units to"))


def _of_the_facts(facts: Mapping[str, TableRows]) -> Iterator[Lack]:
    for table, gain in _FACTS.items():
        if not facts[table].rows:
            yield Lack(_(gain), f"{table}.csv")
    places = [row for _number, row in facts["mahalles"].rows]
    if places and any(row.longitude is None for row in places):
        yield Lack(_("outlines or centres of the mahalles: the report then has a map"), outlines.FILE)
