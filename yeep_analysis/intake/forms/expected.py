"""What is expected back in a year: of whom, of which plan, in which rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from yeep_analysis.intake.answer_checks import Circumstances
from yeep_analysis.intake.forms.layout import VERSION, Form, Identity, form_of
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.fact_tables import Municipality
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.municipality.result_tables import years_with_results
from yeep_analysis.municipality.validate import validate_tables
from yeep_analysis.progress.evaluation import carried, newest_targets, observation
from yeep_analysis.reporting.follow_up import load_baselines, load_targets
from yeep_analysis.reporting.replies import replies
from yeep_analysis.reporting.reporters import Reporters, load_reporters, unassigned
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _, ngettext, year_range
from yeep_analysis.words.terms import Subject


@dataclass(frozen=True)
class Expected:
    """The municipality, its plan, who reports what, and the year of which it is asked."""

    municipality: Municipality
    plan: Plan
    reporters: Reporters
    mahalles: Mapping[str, str]
    year: int
    population: int | None
    _forms: dict[Identity, Form] = field(default_factory=dict, repr=False)

    @property
    def identity(self) -> Identity:
        """The identity that every form of this year shares; without a unit."""
        place = self.municipality
        return Identity(place.district_code, place.plan_start, place.plan_end, self.year, "")

    def form(self, unit_id: str, version: str = VERSION) -> Form:
        """The form of a unit; forms of the first version are still taken."""
        identity = replace(self.identity, unit_id=unit_id, version=version)
        if identity not in self._forms:
            self._forms[identity] = form_of(identity, self.plan, self.reporters, self.mahalles)
        return self._forms[identity]

    def circumstances(self, data: Path, received_on: date) -> Circumstances:
        """What the checks between years stand on."""
        earlier: dict[str, tuple[int, Fraction]] = {}
        before = carried(load_baselines(data, self.plan), self.plan, self.municipality.plan_start)
        histories = {key: (one,) for key, one in before.items()}
        for year in years_with_results(data):
            if year < self.year:
                for key, reply in replies(load_results(data, year).rows).items():
                    if key.subject != Subject.MEASURE or key.is_part or key.subject_id not in self.plan.measures:
                        continue
                    histories[key.subject_id] = (*histories.get(key.subject_id, ()), observation(year, reply))
                    if reply.value is not None:
                        earlier[key.subject_id] = (year, reply.value)
        targets = newest_targets(load_targets(data, self.plan), self.year)
        return Circumstances(
            self.plan, self.year, received_on, earlier, self.population, self.reporters, histories, targets
        )


class UnassignedError(UsageError):
    """It is not said who reports something of the plan."""


def expected(data: Path, year: int) -> Expected:
    """What is expected of a year.

    Raises   `UsageError` where the data, the plan or the table of reporters is missing, something has no reporter, or
             the year is not one of the plan; `DataError` with all problems of the data
    """
    tables = validate_tables(data)
    municipality = tables["municipality"].rows[0][1]
    if not municipality.plan_start <= year <= municipality.plan_end:
        raise UsageError(
            _("The plan covers {years}, and not {year}. Choose one of those years.").format(
                year=year, years=year_range(municipality.plan_start, municipality.plan_end)
            )
        )
    plan = load_plan(data)
    reporters = load_reporters(data, plan)
    if left := unassigned(plan, reporters):
        raise UnassignedError(
            ngettext(
                "For one indicator, action or institutional duty no data provider is named: “{first}”. It needs a row "
                "in plan/reporters.csv. Have the missing row proposed: yeep reporters --propose",
                "For {n} indicators, actions or institutional duties no data provider is named, first "
                "“{first}”. Each needs a row in plan/reporters.csv. Have the missing rows proposed: yeep "
                "reporters --propose",
                len(left),
            ).format(n=len(left), first=left[0][1])
        )
    names = {row.mahalle_code: row.name for _number, row in tables["mahalles"].rows}
    residents = [row.n for _number, row in tables["population"].rows if row.year == year and row.sex != "total"]
    return Expected(municipality, plan, reporters, names, year, sum(residents) or None)
