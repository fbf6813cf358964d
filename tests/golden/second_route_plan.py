"""The independent second route to the counts of the plan's tables, its charts and its audit.

This file reads only the CSV tables under ``data/plan`` and uses only the standard library. It must never import the
package, and the package must never import it; a test compares the two. When they disagree, go back to the tables.
"""

import csv
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "plan"
CRITERIA = ["specific", "measurable", "related", "baseline", "target", "unit", "holder", "sex"]
VERDICTS = ["yes", "partly", "no", "not_applicable"]


def read(name):
    """The rows of one table."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def yes_or_no(text):
    return {"true": "yes", "false": "no"}[text]


def answers():
    """{criterion: {measure: verdict}}, straight from the cells."""
    measures, judged = read("measures"), read("audit_judgements")
    basis_of_sex = {row["measure_id"]: row["basis"] for row in read("measure_breakdowns") if row["breakdown"] == "sex"}

    def sex(row):
        if row["counts_persons"] == "false":
            return "not_applicable"
        # By sex in the words of the indicator, or women only; what the methodology asks for does not count.
        return "yes" if basis_of_sex[row["measure_id"]] in ("indicator", "female_only") else "no"

    return {
        "specific": {row["measure_id"]: row["is_specific"] for row in judged},
        "measurable": {row["measure_id"]: row["is_measurable"] for row in judged},
        "related": {row["measure_id"]: row["is_related"] for row in judged},
        "baseline": {row["measure_id"]: yes_or_no(row["has_baseline"]) for row in measures},
        "target": {row["measure_id"]: yes_or_no(row["has_target"]) for row in measures},
        "unit": {row["measure_id"]: "yes" if row["unit_printed"] else "no" for row in measures},
        "holder": {row["measure_id"]: yes_or_no(row["holder_is_named"]) for row in judged},
        "sex": {row["measure_id"]: sex(row) for row in measures},
    }


def audit_counts():
    """{criterion: {verdict: measures}}."""
    counted = {criterion: Counter(found.values()) for criterion, found in answers().items()}
    return {criterion: {verdict: counted[criterion][verdict] for verdict in VERDICTS} for criterion in CRITERIA}


def holders_named():
    """{measure: whether its holder is responsible for one of its actions}, from the tables of units."""
    responsible = {(row["action_id"], row["unit_id"]) for row in read("action_units") if row["role"] == "responsible"}
    actions = {}
    for row in read("action_indicators"):
        actions.setdefault(row["indicator_id"], set()).add(row["action_id"])
    indicator_of = {row["measure_id"]: row["indicator_id"] for row in read("measures")}
    return {
        row["measure_id"]: any(
            (action, row["holder_unit_id"]) in responsible for action in actions[indicator_of[row["measure_id"]]]
        )
        for row in read("audit_judgements")
    }


def actions_of_units():
    """{unit: (responsible, partner, in any role)}, each a number of different actions."""
    named = {row["unit_id"]: ([], []) for row in read("units")}
    for row in read("action_units"):
        named[row["unit_id"]][row["role"] == "partner"].append(row["action_id"])
    return {
        unit: (len(set(responsible)), len(set(partner)), len(set(responsible + partner)))
        for unit, (responsible, partner) in named.items()
    }


def theme_counts():
    """{theme: (goals, objectives, actions, indicators, measures)}, each thing once within a theme."""
    goals, objectives, actions = read("goals"), read("objectives"), read("actions")
    theme_of_goal = {row["goal_id"]: row["theme"] for row in goals}
    theme_of_action = {row["action_id"]: row["theme"] for row in actions}
    indicators = {(theme_of_action[row["action_id"]], row["indicator_id"]) for row in read("action_indicators")}
    measures = Counter(row["indicator_id"] for row in read("measures"))
    return {
        theme: (
            sum(row["theme"] == theme for row in goals),
            sum(theme_of_goal[row["goal_id"]] == theme for row in objectives),
            sum(row["theme"] == theme for row in actions),
            sum(known == theme for known, _indicator in indicators),
            sum(measures[indicator] for known, indicator in indicators if known == theme),
        )
        for theme in (row["theme"] for row in read("themes"))
    }


def kind_counts():
    """{kind: (measures, counting persons, sensitive, actions)}, kinds without a measure left out."""
    actions = {}
    for row in read("action_indicators"):
        actions.setdefault(row["indicator_id"], set()).add(row["action_id"])
    counted = {}
    for row in read("measures"):
        counted.setdefault(row["kind"], []).append(row)
    return {
        kind: (
            len(rows),
            sum(row["counts_persons"] == "true" for row in rows),
            sum(row["is_sensitive"] == "true" for row in rows),
            len(set().union(*(actions[row["indicator_id"]] for row in rows))),
        )
        for kind, rows in counted.items()
    }
