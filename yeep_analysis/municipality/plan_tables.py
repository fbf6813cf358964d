"""What the tables of the plan's catalogue under ``data/plan/`` must look like."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from yeep_analysis.municipality.cells import (
    DecimalNumber,
    Key,
    OptionalCount,
    OptionalPosition,
    OptionalYear,
    OptionalYesNo,
    Position,
    ShortName,
    Text,
    Year,
    YesNo,
)
from yeep_analysis.municipality.fact_tables import Row, Table
from yeep_analysis.words.terms import (
    Breakdown,
    BreakdownBasis,
    Direction,
    Fate,
    MeasureKind,
    MeasureUnit,
    MethodPart,
    ReporterBasis,
    Role,
    Subject,
    TargetBound,
    TitleStatus,
    UnitKind,
    Verdict,
)

_READING = "Reading of the text where the print is damaged or misprinted; empty where it is sound"
_NOTE = "For editors: what is doubtful, and why it was decided so"
_CODE = "As printed, without its final point. Codes repeat and contradict each other: nothing is derived from them"
_NAME_EN = "Unofficial English translation; empty: the Turkish stands in English editions, too"
_SHORT = "Name of at most 26 letters for tables with graphics; empty: the beginning of the whole name"
_SHORT_EN = "The same in English; empty: the beginning of the English name"


class ThemeRow(Row):
    """The themes of the plan."""

    theme: Key = Field(description="Key of the theme")
    position: Position = Field(description="Order in the plan")
    heading: Text = Field(description="Heading as printed")
    name: Text = Field(description="Name for readers")
    name_en: str = Field(default="", description=_NAME_EN)


class GoalRow(Row):
    """The goals (amaç) of each theme."""

    goal_id: Key = Field(description="Key of the goal: theme and place in print")
    theme: Key = Field(description="Theme; key of themes.csv")
    position: Position = Field(description="Order within the theme")
    goal_code: str = Field(description=_CODE)
    goal_text: Text = Field(description="Wording of the plan")
    reading: str = Field(description=_READING)
    note: str = Field(description=_NOTE)
    name_en: str = Field(default="", description=_NAME_EN)
    strategic_goal: str = Field(
        default="",
        description="Goal of the municipality's strategic plan that it serves, with its code",
    )


class ObjectiveRow(Row):
    """The objectives (hedef) of each goal."""

    objective_id: Key = Field(description="Key of the objective: goal and place in print")
    goal_id: Key = Field(description="Goal; key of goals.csv")
    position: Position = Field(description="Order within the goal")
    objective_code: str = Field(description=_CODE)
    objective_text: Text = Field(description="Wording of the plan")
    reading: str = Field(description=_READING)
    note: str = Field(description=_NOTE)
    name_en: str = Field(default="", description=_NAME_EN)


class ActionRow(Row):
    """The actions (eylem) of each objective."""

    action_id: Key = Field(description="Key of the action: objective and place in print")
    theme: Key = Field(description="Theme; key of themes.csv")
    objective_id: Key = Field(
        description="Objective under which the action is printed; key of objectives.csv, or of goals.csv where the "
        "plan has no objectives there"
    )
    position: Position = Field(description="Order within the theme")
    goal_code: str = Field(description=_CODE)
    objective_code: str = Field(description=_CODE)
    action_code: str = Field(description=_CODE)
    action_text: Text = Field(description="Wording of the plan")
    reading: str = Field(description=_READING)
    period_start: OptionalYear = Field(description="First year; empty where the plan gives none")
    period_end: OptionalYear = Field(description="Last year; empty where the plan gives none")
    line_start: OptionalPosition = Field(description="First line of the row in the text of the plan; may be empty")
    line_end: OptionalPosition = Field(description="Last line of the row in the text of the plan; may be empty")
    note: str = Field(description=_NOTE)
    short_name: ShortName = Field(default="", description=_SHORT)
    name_en: str = Field(default="", description=_NAME_EN)
    short_name_en: ShortName = Field(default="", description=_SHORT_EN)


class UnitRow(Row):
    """The units that answer for actions or take part in them; one unit under several names is one row."""

    unit_id: Key = Field(description="Key of the unit")
    name: Text = Field(description="Canonical name")
    kind: UnitKind = Field(description="What kind of body it is")
    note: str = Field(description=_NOTE)
    name_en: str = Field(default="", description=_NAME_EN)


class UnitNameRow(Row):
    """Every name under which a unit is printed."""

    unit_id: Key = Field(description="Unit; key of units.csv")
    printed: Text = Field(description="Name as printed")


class ActionUnitRow(Row):
    """Which units an action names, in which role; the plan may name one twice."""

    action_id: Key = Field(description="Action; key of actions.csv")
    role: Role = Field(description="responsible or partner")
    position: Position = Field(description="Order in the cell")
    unit_id: Key = Field(description="Unit; key of units.csv")
    printed: Text = Field(description="Name as printed here")


class IndicatorRow(Row):
    """The plan indicators (gösterge); one that stands at several actions is one row."""

    indicator_id: Key = Field(description="Key of the plan indicator")
    indicator_text: Text = Field(description="Wording of the plan")
    reading: str = Field(description=_READING)
    note: str = Field(description=_NOTE)
    name_en: str = Field(default="", description=_NAME_EN)


class ActionIndicatorRow(Row):
    """Which plan indicators an action has."""

    action_id: Key = Field(description="Action; key of actions.csv")
    position: Position = Field(description="Order in the cell")
    indicator_id: Key = Field(description="Plan indicator; key of indicators.csv")
    printed: Text = Field(description="Words as printed at this action")


class MeasureRow(Row):
    """The indicators into which plan indicators are split: one number each."""

    measure_id: Key = Field(description="Key of the indicator")
    indicator_id: Key = Field(description="Plan indicator; key of indicators.csv")
    position: Position = Field(description="Order within the plan indicator")
    measure_text: Text = Field(description="The part of the plan's words that names this indicator")
    name: Text = Field(description="What is counted, in clear words")
    unit_printed: str = Field(description="Unit as the plan prints it in brackets; empty where it prints none")
    unit: MeasureUnit = Field(description="Unit in the closed list")
    kind: MeasureKind = Field(description="How values behave over time")
    direction: Direction = Field(description="Which change the plan wants; increase is a direction, not a target")
    counts_persons: YesNo = Field(description="Whether persons are counted, and so by sex")
    is_sensitive: YesNo = Field(description="Whether small counts must be protected")
    has_baseline: YesNo = Field(description="Whether the plan gives a value to start from")
    has_target: YesNo = Field(description="Whether the plan gives a value to reach")
    measures_action: Verdict = Field(description="Whether it measures what its actions promise")
    measures_action_note: str = Field(description="Why not, or not wholly")
    note: str = Field(description=_NOTE)
    short_name: ShortName = Field(default="", description=_SHORT)
    name_en: str = Field(default="", description=_NAME_EN)
    short_name_en: ShortName = Field(default="", description=_SHORT_EN)
    counts_beneficiaries: OptionalYesNo = Field(
        default=None,
        description="Whether it counts persons whom a service reached; empty: where it counts persons within a year "
        "and the plan wants more of them",
    )


class MeasureBreakdownRow(Row):
    """By what an indicator is to be broken down."""

    measure_id: Key = Field(description="Indicator; key of measures.csv")
    breakdown: Breakdown = Field(description="Breakdown")
    basis: BreakdownBasis = Field(description="Where the plan asks for it")
    note: str = Field(description=_NOTE)


class AuditRow(Row):
    """Judgements of the audit that a person made, and a suggested wording."""

    measure_id: Key = Field(description="Indicator; key of measures.csv")
    is_specific: Verdict = Field(description="Do the words alone say what is counted, and of whom?")
    specific_note: str = Field(description="Why not, or not wholly")
    is_measurable: Verdict = Field(description="Is there one counting rule that records can answer?")
    measurable_note: str = Field(description="Why not, or not wholly")
    is_related: Verdict = Field(description="Does it tell something about the objective it belongs to?")
    related_note: str = Field(description="Why not, or not wholly")
    holder_unit_id: str = Field(
        description="Unit that most plausibly holds the figure (our proposal); key of units.csv"
    )
    holder_is_named: YesNo = Field(description="Whether the plan names that unit as responsible")
    suggested_wording: Text = Field(description="Suggested wording")


class PrincipleRow(Row):
    """The principles of the plan."""

    principle_id: Key = Field(description="Key of the principle")
    position: Position = Field(description="Order in the plan")
    name: Text = Field(description="Name as printed")
    text: Text = Field(description="Wording of the plan")


class AspectRow(Row):
    """What the plan binds its evaluation to look at."""

    aspect_id: Key = Field(description="Key of the aspect")
    name: Text = Field(description="Name for readers")
    quote: Text = Field(description="Wording of the plan")


class MethodologyRow(Row):
    """The methodology table of the plan: what it binds units to."""

    row_id: Key = Field(description="Key of the row")
    body: Key = Field(description="Body to which the row belongs")
    body_name: Text = Field(description="Name of the body")
    part: MethodPart = Field(description="Column of the table")
    position: Position = Field(description="Order in the cell")
    text: Text = Field(description="Wording of the plan")


_ACTION, _UNIT, _MEASURE = ("action_id", "actions"), ("unit_id", "units"), ("measure_id", "measures")

PLAN_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("themes", ThemeRow, ("theme",)),
        Table("goals", GoalRow, ("goal_id",), (("theme", "themes"),)),
        Table("objectives", ObjectiveRow, ("objective_id",), (("goal_id", "goals"),), required=False),
        Table("actions", ActionRow, ("action_id",), (("theme", "themes"),)),  # its objective: see plan_checks
        Table("units", UnitRow, ("unit_id",)),
        Table("unit_names", UnitNameRow, ("printed",), (_UNIT,), required=False),
        Table("action_units", ActionUnitRow, ("action_id", "role", "position"), (_ACTION, _UNIT)),
        Table("indicators", IndicatorRow, ("indicator_id",), required=False),
        Table(
            "action_indicators",
            ActionIndicatorRow,
            ("action_id", "position"),
            (_ACTION, ("indicator_id", "indicators")),
            required=False,
        ),
        Table("measures", MeasureRow, ("measure_id",), (("indicator_id", "indicators"),), required=False),
        Table("measure_breakdowns", MeasureBreakdownRow, ("measure_id", "breakdown"), (_MEASURE,), required=False),
        Table("audit_judgements", AuditRow, ("measure_id",), (_MEASURE,), required=False),
        Table("principles", PrincipleRow, ("principle_id",), required=False),
        Table("monitoring_aspects", AspectRow, ("aspect_id",), required=False),
        Table("methodology", MethodologyRow, ("row_id",), required=False),
    )
}


OptionalBound = Annotated[TargetBound | None, BeforeValidator(lambda text: text or None)]


class ReporterRow(Row):
    """Which unit reports an indicator or the status of an action. Edited by the equality unit."""

    subject: Subject = Field(description="Whether an indicator or an action is meant")
    subject_id: Key = Field(description="Indicator or action; key of measures.csv or actions.csv")
    unit_id: Key = Field(description="Data provider; key of units.csv")
    basis: ReporterBasis = Field(description="A proposal of the software, or confirmed by the municipality")
    note: str = Field(description="Why this unit, or what was agreed with it")


class TargetRow(Row):
    """Values to reach, where a unit set one; the plan itself may give none."""

    measure_id: Key = Field(description="Indicator; key of measures.csv")
    target_year: Year = Field(description="Year by whose end the value is to be reached")
    value: DecimalNumber = Field(ge=0, description="Value to reach, in the unit of the indicator")
    set_in: Year = Field(description="Year in which the target was set; earlier years are not held against it")
    base_year: OptionalYear = Field(
        description="Year in which the path starts; empty: that of the newest value by then"
    )
    note: str = Field(description="Who set it, and in which document")
    bound: OptionalBound = Field(
        default=None, description="Whether the value is to be reached or not to be passed; empty: by the direction"
    )


class BaselineRow(Row):
    "The last value that an indicator had in the previous plan, where it goes on in this one."

    measure_id: Key = Field(description="Indicator; key of measures.csv")
    year: Year = Field(description="Year of the value")
    value: DecimalNumber = Field(ge=0, description="The value, in the unit of the indicator")
    note: str = Field(description="Where it comes from, and what changed in how it is counted")
    numerator: OptionalCount = Field(default=None, description="Of a ratio: the part")
    denominator: OptionalCount = Field(default=None, description="Of a ratio: the whole")
    is_changed: OptionalYesNo = Field(
        default=None, description="Whether something else is counted now: then no change is told from the value on"
    )


class CrosswalkRow(Row):
    """What becomes of an action or an indicator in the plan that follows; filled in by the equality unit."""

    subject: Subject = Field(description="Whether an indicator or an action is meant")
    subject_id: str = Field(description="Indicator or action of this plan; empty for what is new in the next one")
    fate: Fate = Field(description="kept, changed, dropped, new, or not decided yet")
    next_id: str = Field(description="Key in the plan that follows, once it has one")
    next_text: str = Field(description="Words of the plan that follows; empty where they stay as they are")
    reason: str = Field(description="Why")


class FrameworkRow(Row):
    """Articles of frameworks beside which the plan is set: the European Charter, SDG targets, its own principles …"""

    framework: Key = Field(description="Key of the framework")
    framework_name: Text = Field(description="Name of the framework")
    article: Text = Field(description="Article, target or domain, as the framework numbers or names it")
    title: str = Field(description="Its title, in few words; empty: the name of the principle with that key")
    title_status: TitleStatus = Field(description="Whether the title is official or a rendering")
    source: Text = Field(description="Where the framework stands")
    framework_name_en: str = Field(default="", description="Name of the framework in English")
    title_en: str = Field(default="", description="The title in English")
    left_out: str = Field(default="", description="What of the framework is left out, and why; in one of its rows")
    left_out_en: str = Field(default="", description="The same in English")


class LinkRow(Row):
    """Which action or indicator answers which article, as two readings have it. Edited by the municipality."""

    subject: Subject = Field(description="Whether an indicator or an action is meant")
    subject_id: Key = Field(description="Indicator or action; key of measures.csv or actions.csv")
    framework: Key = Field(description="Framework; key of frameworks.csv")
    article: Text = Field(description="Article; key of frameworks.csv")
    first_reading: YesNo = Field(description="Whether the first reading, action by action, links them")
    second_reading: YesNo = Field(description="Whether the second reading, article by article, links them")
    basis: ReporterBasis = Field(description="A proposal of the software, or confirmed by the municipality")
    note: str = Field(description="Why, or what is doubtful")


FOLLOW_UP_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("reporters", ReporterRow, ("subject", "subject_id", "unit_id"), required=False),
        Table("targets", TargetRow, ("measure_id", "target_year"), required=False),
        Table("baselines", BaselineRow, ("measure_id",), required=False),
        Table("frameworks", FrameworkRow, ("framework", "article"), required=False),
        Table("links", LinkRow, ("subject", "subject_id", "framework", "article"), required=False),
        Table("crosswalk", CrosswalkRow, (), required=False),  # what is new has no key: see reporting.follow_up
    )
}
