"""The plan as objects that know each other: themes, goals, objectives, actions, indicators, measures, units.

Every object is frozen and can be walked both ways: ``action.indicators`` and ``indicator.actions``. The objects are
made by ``municipality.load_plan``; this module reads no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten

from yeep_analysis.municipality.cells import LONGEST_SHORT_NAME
from yeep_analysis.words.language import active
from yeep_analysis.words.terms import (
    Breakdown,
    BreakdownBasis,
    Direction,
    MeasureKind,
    MeasureUnit,
    MethodPart,
    Role,
    UnitKind,
    Verdict,
)


@dataclass(frozen=True)
class Name:
    """A name as it is shown, and its language: where that is not the reader's, the page must say so."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, eq=False)
class _Node:
    """An entry of the plan; two are equal when they are the same entry."""

    id: str
    plan: Plan = field(repr=False)
    name_en: str = field(default="", kw_only=True)

    @property
    def own_name(self) -> str:
        """Its name in the language of the plan; of a damaged or misprinted text the reading."""
        return next(filter(None, (getattr(self, part, "") for part in ("name", "reading", "text"))))

    def name_in(self, spoken: str) -> Name:
        """Its name for a reader of a language; in Turkish where the data give no other."""
        return Name(self.name_en, "en") if spoken == "en" and self.name_en else Name(self.own_name, "tr")

    @property
    def shown(self) -> str:
        """The same for the reader at hand, as text."""
        return self.name_in(active()).text

    @property
    def wording(self) -> str:
        """Its text as the plan has it, misprints included; in English its name, where there is one."""
        return self.name_en if active() == "en" and self.name_en else self.text

    @property
    def coded(self) -> str:
        """The words of a goal or an action behind its number; alone where the plan numbers none."""
        return f"{self.code}. {self.wording}" if self.code else self.wording

    @property
    def printed(self) -> str:
        """Its text as the plan has it, for readers of English behind their name of it."""
        return f"{self.wording} ({self.text})" if self.wording != self.text else self.text


@dataclass(frozen=True, eq=False)
class _ShortlyNamed(_Node):
    """An entry with a name of at most 26 letters, for tables with small graphics."""

    short_name: str = field(default="", kw_only=True)
    short_name_en: str = field(default="", kw_only=True)

    def short_in(self, spoken: str) -> Name:
        """Its short name for a reader of a language; in Turkish where the data give no English name at all."""
        if spoken == "en" and (english := self.short_name_en or _shortened(self.name_en)):
            return Name(english, "en")
        return Name(self.short_name or _shortened(self.own_name), "tr")


@dataclass(frozen=True, eq=False)
class Theme(_Node):
    """A theme of the plan (tema)."""

    position: int
    heading: str
    name: str

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Its goals, in the order of the plan."""
        return self.plan.children(self, "goals", "theme_id")

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives of all its goals, as far as the plan has any there."""
        return tuple(objective for goal in self.goals for objective in goal.objectives if objective.text)

    @property
    def actions(self) -> tuple[Action, ...]:
        """Its actions, in the order of the plan."""
        return self.plan.children(self, "actions", "theme_id")

    @property
    def measures(self) -> tuple[PlanMeasure, ...]:
        """The measures of its actions, each once."""
        return _once(measure for action in self.actions for measure in action.measures)


@dataclass(frozen=True, eq=False)
class Goal(_Node):
    """A goal (amaç) of a theme."""

    theme_id: str
    position: int
    code: str
    text: str
    reading: str
    strategic_goal: str = ""

    @property
    def theme(self) -> Theme:
        """The theme to which it belongs."""
        return self.plan.themes[self.theme_id]

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Its objectives, in the order of the plan."""
        return self.plan.children(self, "objectives", "goal_id")

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions of all its objectives."""
        return tuple(action for objective in self.objectives for action in objective.actions)


@dataclass(frozen=True, eq=False)
class Objective(_Node):
    """An objective (hedef) of a goal; one may stand without an action.

    Where the plan has actions under a goal but no objectives, one without words stands between them.
    """

    goal_id: str
    position: int
    code: str
    text: str
    reading: str

    @property
    def goal(self) -> Goal:
        """The goal to which it belongs."""
        return self.plan.goals[self.goal_id]

    @property
    def actions(self) -> tuple[Action, ...]:
        """Its actions, in the order of the plan."""
        return self.plan.children(self, "actions", "objective_id")


@dataclass(frozen=True, eq=False)
class Action(_ShortlyNamed):
    """An action (eylem): what was promised, by whom, by when, and how it is measured."""

    theme_id: str
    objective_id: str
    position: int
    code: str
    text: str
    reading: str
    period: tuple[int, int] | None
    note: str
    unit_ids: tuple[tuple[Role, str], ...]
    indicator_ids: tuple[str, ...]

    @property
    def theme(self) -> Theme:
        """The theme in which it is printed."""
        return self.plan.themes[self.theme_id]

    @property
    def objective(self) -> Objective:
        """The objective under which it is printed."""
        return self.plan.objectives[self.objective_id]

    @property
    def goal(self) -> Goal:
        """The goal of its objective."""
        return self.objective.goal

    @property
    def indicators(self) -> tuple[PlanIndicator, ...]:
        """Its indicators, in the order of the plan."""
        return tuple(self.plan.indicators[key] for key in self.indicator_ids)

    @property
    def measures(self) -> tuple[PlanMeasure, ...]:
        """The measures of its indicators."""
        return tuple(measure for indicator in self.indicators for measure in indicator.measures)

    @property
    def responsible(self) -> tuple[PlanUnit, ...]:
        """The units that answer for it, each once."""
        return self.units(Role.RESPONSIBLE)

    @property
    def partners(self) -> tuple[PlanUnit, ...]:
        """The units that take part, each once."""
        return self.units(Role.PARTNER)

    def units(self, role: Role) -> tuple[PlanUnit, ...]:
        """The units in one role, each once, in the order of the plan."""
        return _once(self.plan.units[key] for known, key in self.unit_ids if known == role)


@dataclass(frozen=True, eq=False)
class PlanIndicator(_Node):
    """An indicator (gösterge); the same one may serve several actions."""

    text: str
    reading: str

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions at which it stands."""
        return tuple(action for action in self.plan.actions.values() if self.id in action.indicator_ids)

    @property
    def measures(self) -> tuple[PlanMeasure, ...]:
        """The measures into which it is split."""
        return self.plan.children(self, "measures", "indicator_id")


@dataclass(frozen=True, eq=False)
class PlanMeasure(_ShortlyNamed):
    """One number that an indicator asks for."""

    indicator_id: str
    position: int
    text: str
    name: str
    unit_printed: str
    unit: MeasureUnit
    kind: MeasureKind
    direction: Direction
    counts_persons: bool
    is_sensitive: bool
    has_baseline: bool
    has_target: bool
    measures_action: Verdict
    measures_action_note: str
    breakdowns: Mapping[Breakdown, BreakdownBasis]
    counts_beneficiaries: bool = False

    @property
    def indicator(self) -> PlanIndicator:
        """The indicator of which it is a part."""
        return self.plan.indicators[self.indicator_id]

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions that it serves."""
        return self.indicator.actions

    @property
    def strategic_goals(self) -> tuple[str, ...]:
        """Goals of the municipality's strategic plan that its actions serve, each once; empty where none is named."""
        return tuple(dict.fromkeys(filter(None, (action.goal.strategic_goal for action in self.actions))))


@dataclass(frozen=True, eq=False)
class PlanUnit(_Node):
    """A unit that answers for actions or takes part in them."""

    name: str
    kind: UnitKind
    printed_names: tuple[str, ...]

    def actions(self, role: Role) -> tuple[Action, ...]:
        """The actions that name it in one role."""
        return tuple(action for action in self.plan.actions.values() if (role, self.id) in action.unit_ids)


@dataclass(frozen=True, eq=False)
class Undertaking(_Node):
    """What the plan's methodology binds a body of the municipality to look at or to do."""

    unit_id: str
    part: MethodPart
    position: int
    text: str


@dataclass(frozen=True, eq=False)
class Plan:
    """The whole plan; each mapping keeps the order of the plan."""

    themes: dict[str, Theme] = field(default_factory=dict, repr=False)
    goals: dict[str, Goal] = field(default_factory=dict, repr=False)
    objectives: dict[str, Objective] = field(default_factory=dict, repr=False)
    actions: dict[str, Action] = field(default_factory=dict, repr=False)
    indicators: dict[str, PlanIndicator] = field(default_factory=dict, repr=False)
    measures: dict[str, PlanMeasure] = field(default_factory=dict, repr=False)
    units: dict[str, PlanUnit] = field(default_factory=dict, repr=False)
    undertakings: dict[str, Undertaking] = field(default_factory=dict, repr=False)

    def children(self, parent: _Node, kind: str, key: str) -> tuple:
        """The nodes of a kind (``goals``, ``actions`` …) that name ``parent`` under ``key``, in the plan's order."""
        return self._children.get((kind, key, parent.id), ())

    @cached_property
    def _children(self) -> dict[tuple[str, str, str], tuple[_Node, ...]]:
        found: dict[tuple[str, str, str], list[_Node]] = {}
        for kind, key in (
            ("goals", "theme_id"),
            ("objectives", "goal_id"),
            ("actions", "theme_id"),
            ("actions", "objective_id"),
            ("measures", "indicator_id"),
        ):
            for node in getattr(self, kind).values():
                found.setdefault((kind, key, getattr(node, key)), []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def select(self, *, theme: str | None = None, unit: str | None = None) -> tuple[Action, ...]:
        """The actions of a theme, of a unit in any role, or of both; all without a condition."""
        return tuple(
            action
            for action in self.actions.values()
            if theme in (None, action.theme_id) and (unit is None or unit in {key for _role, key in action.unit_ids})
        )


@dataclass(frozen=True)
class Judgement:
    """What a person judged of one measure; everything else is computed from the catalogue."""

    measure_id: str
    is_specific: Verdict
    specific_note: str
    is_measurable: Verdict
    measurable_note: str
    is_related: Verdict
    related_note: str
    holder_unit_id: str
    holder_is_named: bool
    suggested_wording: str


def _shortened(name: str) -> str:
    """The beginning of a name, in whole words where there is more than one."""
    shown = shorten(name, LONGEST_SHORT_NAME, placeholder="…")
    return shown if shown != "…" else f"{name[: LONGEST_SHORT_NAME - 1]}…"


def _once(nodes: Iterable[_Node]) -> tuple:
    return tuple({node.id: node for node in nodes}.values())
