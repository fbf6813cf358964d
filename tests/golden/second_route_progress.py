"""The independent second route to the progress of measures.

This file is written apart from the package, from the same written rules, and
uses only the standard library. It must never import the package, and the
package must never import it; a test compares the two. When they disagree, go
back to the rules, not to either of them.

Everything is exact: values are ``Fraction`` objects, the two tests of chance
add up whole numbers. The rules stand in two tables (``STATUS_RULES`` and
``PATH_RULES``); the first line that fits decides.

An observation is a dictionary with "year", "value" (Fraction, int or None),
"numerator", "denominator", "missing" (a reason or None) and "is_partial"; a
target has "year", "value", "set_in" and "base_year". ``random_history`` makes
the arguments of one call. ``HAND_WORKED`` holds cases worked with pencil and
paper: "call" (the arguments), "expected" (fields of the assessment) and
"methods" (what ``sensitivity`` answers; may be empty).

Where the rules are silent, this file reads them so:

    milestones have no changes, but a baseline and a previous value like others;
    the target is told beside the value from the year in which it was set, also where no path leads to it;
    fields of the target path stay None until the rule that finds them is reached
    (so no path base before rule 3, no expected progress while the year is missing);
    the path has no reason when it has no data;
    a value not 0 or 1 of a milestone is an error in whatever year up to the assessed one;
    a ratio with more cases than its denominator is an error;
    years after the assessed one are not even looked at, so a mistake in them is no error;
    a year may be partial though it has no value (a reason given before its end);
    a ratio of 0 of 0 is an answer: it counts in the response rate, its reason is "no_cases", and "missing" stays None.
"""

from fractions import Fraction
from functools import cache
from math import comb, isqrt

KINDS = ["yearly_flow", "stock", "completion_rate", "ratio_of_counts", "milestone", "report"]
SIGNS = {"increase": 1, "reach": 1, "decrease": -1, "none": 0}  # which way is wanted
MISSING = ["not_reported", "not_collected", "not_applicable", "suppressed"]
STATUSES = [
    "done",
    "not_done",
    "no_data",
    "no_direction",
    "not_computable",
    "base_year",
    "no_change",
    "toward",
    "away",
]
PATH_STATUSES = ["no_target", "not_computable", "no_data", "met", "not_met", "on_path", "behind", "no_change", "away"]
METHODS = ["guided", "direction_only", "linear", "growth_rate"]
ANSWERS = {1: "toward", 0: "no_change", -1: "away"}


def sign(number):
    return (number > 0) - (number < 0)


# --- reading -----------------------------------------------------------------


def refuse(condition, why, seen):
    if condition:
        raise ValueError(f"{why}: {seen}")


def read_value(seen, kind):
    """Return (value, why there is none) of one observation, one of them None."""
    value, missing = seen["value"], seen["missing"]
    top, bottom = seen.get("numerator"), seen.get("denominator")
    refuse(isinstance(value, float), "not exact", seen)
    if kind == "ratio_of_counts" and (top is not None or bottom is not None):
        refuse(not isinstance(top, int) or not isinstance(bottom, int), "half a ratio", seen)
        refuse(not 0 <= top <= bottom, "not a share", seen)
        if bottom == 0:
            refuse(value is not None or missing is not None, "0 of 0 with something else", seen)
            return None, "no_cases"
        refuse(value is not None and value != Fraction(100 * top, bottom), "value is not the ratio", seen)
        value = Fraction(100 * top, bottom)
    elif kind == "ratio_of_counts":
        refuse(value is not None, "ratio without its counts", seen)
    refuse((value is None) == (missing is None), "not exactly one of value and missing", seen)
    if value is None:
        refuse(missing not in MISSING, "unknown reason", seen)
        return None, missing
    value = Fraction(value)
    refuse(value < 0, "below zero", seen)
    refuse(kind == "completion_rate" and value > 100, "above 100", seen)
    refuse(kind == "yearly_flow" and value.denominator != 1, "not a whole number", seen)
    refuse(kind in ("milestone", "report") and value not in (0, 1), "neither 0 nor 1", seen)
    return value, None


def gather(history, kind, direction, year, target):
    """Everything the two tables of rules ask about, in one dictionary."""
    refuse(kind not in KINDS, "unknown kind", kind)
    refuse(direction not in SIGNS, "unknown direction", direction)
    values, why, partial, cases = {}, {}, {}, {}
    for seen in history:
        when = seen["year"]
        if when > year:
            continue
        refuse(when in partial, "two observations of", when)
        partial[when] = bool(seen["is_partial"])
        values[when], why[when] = read_value(seen, kind)
        cases[when] = seen.get("numerator"), seen.get("denominator")
    bases = sorted(
        when for when in values if values[when] is not None and not (kind == "yearly_flow" and partial[when])
    )
    before = [when for when in bases if when < year]
    return {
        "kind": kind,
        "yes_or_no": kind in ("milestone", "report"),
        "want": SIGNS[direction],
        "year": year,
        "values": values,
        "cases": cases,
        "bases": bases,
        "first": bases[0] if bases else None,
        "before": before[-1] if before else None,
        "last_told": [values[when] for when in sorted(values) if when < year and values[when] is not None][-1:],
        "value": values.get(year),
        "why": why.get(year, "not_reported"),
        "partial": partial.get(year, False),
        "part_flow": kind == "yearly_flow" and partial.get(year, False),
        "target": target,
    }


# --- chance ------------------------------------------------------------------


@cache
def counts_differ(a, b):
    """Two counts: 2 * P(Bin(n, 1/2) >= the larger) <= 1/20, added up from the far end (n of n, n - 1 of n, ...)."""
    n = a + b
    ways, tail = 1, 0
    for k in range(min(a, b) + 1):
        tail += ways  # the ways to draw k of n, as many as to draw n - k
        if 40 * tail > 1 << n:
            return False
        ways = ways * (n - k) // (k + 1)
    return True


@cache
def shares_differ(first, second):
    """Fisher: all tables with these margins that are no likelier than the one seen, together <= 1/20."""
    (top, size), (other_top, other_size) = first, second
    drawn = top + other_top
    low, high = max(0, drawn - other_size), min(size, drawn)
    ways = comb(size, low) * comb(other_size, drawn - low)
    tables = []
    for k in range(low, high + 1):
        tables.append(ways)
        ways = ways * (size - k) * (drawn - k) // ((k + 1) * (other_size - drawn + k + 1))
    seen = tables[top - low]
    return 20 * sum(ways for ways in tables if ways <= seen) <= comb(size + other_size, drawn)


def is_clear(facts):
    """Is the step from the baseline to the assessed year more than chance?"""
    first, year, values = facts["first"], facts["year"], facts["values"]
    if facts["kind"] == "yearly_flow":
        return counts_differ(int(values[first]), int(values[year]))
    if facts["kind"] == "ratio_of_counts":
        return shares_differ(facts["cases"][first], facts["cases"][year])
    return True


# --- status ------------------------------------------------------------------


def step(facts):
    """The change since the baseline."""
    return facts["value"] - facts["values"][facts["first"]]


# (does it fit?, status, reason); "why" and "sign" are filled in by judged.
STATUS_RULES = [
    (lambda f: f["yes_or_no"] and f["value"] == 1, "done", None),
    (lambda f: f["yes_or_no"] and f["value"] == 0, "not_done", None),
    (
        lambda f: f["yes_or_no"] and f["why"] == "not_reported" and f["last_told"] == [1],
        "done",
        "done_earlier",
    ),
    (lambda f: f["value"] is None, "no_data", "why"),
    (lambda f: f["want"] == 0, "no_direction", None),
    (lambda f: f["part_flow"] and f["first"] is None, "not_computable", "partial_year"),
    (lambda f: f["part_flow"] and step(f) > 0 and is_clear(f), "sign", None),
    (lambda f: f["part_flow"], "not_computable", "partial_year"),
    (lambda f: f["year"] == f["first"], "base_year", None),
    (lambda f: step(f) == 0, "no_change", None),
    (lambda f: not is_clear(f), "no_change", "small_change"),
    (lambda f: True, "sign", None),
]


# --- target path -------------------------------------------------------------


def path_base_year(facts):
    """The year the path starts from, or None."""
    target, bases = facts["target"], facts["bases"]
    if target["base_year"] is not None:
        return target["base_year"] if target["base_year"] in bases else None
    until = [when for when in bases if when <= target["set_in"]]
    after = [when for when in bases if when > target["set_in"]]
    return (until[-1:] + after[:1] + [None])[0]


def path_base(facts):
    return facts["values"][path_base_year(facts)]


def gap(facts):
    """What the target asks for on top of the path base."""
    return facts["target"]["value"] - path_base(facts)


def meets(facts):
    return (facts["value"] - facts["target"]["value"]) * facts["want"] >= 0


def is_open(facts):
    """A partial count that may still reach what is wanted, or still exceed what is not."""
    return facts["part_flow"] and meets(facts) == (facts["want"] < 0)


def starts_too_late(facts):
    return facts["target"]["year"] <= path_base_year(facts)


def expected(facts):
    start = path_base_year(facts)
    return min(Fraction(1), Fraction(facts["year"] - start, facts["target"]["year"] - start))


def progress(facts):
    return Fraction(facts["value"] - path_base(facts)) / gap(facts)


# (does it fit?, path status, path reason, how many of base, expected, progress are told)
PATH_RULES = [
    (lambda f: f["target"] is None or f["yes_or_no"], "no_target", None, 0),
    (lambda f: f["year"] < f["target"]["set_in"], "no_target", "not_yet_set", 0),
    (lambda f: f["want"] == 0, "not_computable", "no_direction", 0),
    (
        lambda f: path_base_year(f) is None and f["target"]["base_year"] is None and f["value"] is None,
        "no_data",
        None,
        0,
    ),
    (lambda f: path_base_year(f) is None and f["value"] is None, "not_computable", "no_base", 0),
    (lambda f: path_base_year(f) is None and meets(f) and not is_open(f), "met", "no_base", 0),
    (lambda f: path_base_year(f) is None and f["year"] < f["target"]["year"], "not_computable", "no_base", 0),
    (lambda f: path_base_year(f) is None and is_open(f), "not_computable", "partial_year", 0),
    (lambda f: path_base_year(f) is None, "not_met", "no_base", 0),
    (lambda f: starts_too_late(f) and f["value"] is None, "no_data", None, 1),
    (lambda f: starts_too_late(f) and is_open(f), "not_computable", "partial_year", 1),
    (lambda f: starts_too_late(f) and meets(f), "met", "target_year_not_after_base", 1),
    (lambda f: starts_too_late(f), "not_met", "target_year_not_after_base", 1),
    (lambda f: gap(f) * f["want"] < 0, "not_computable", "target_on_wrong_side", 1),
    (lambda f: f["value"] is None, "no_data", None, 1),
    (lambda f: gap(f) == 0 and meets(f) and f["part_flow"] and f["want"] < 0, "not_computable", "partial_year", 2),
    (lambda f: gap(f) == 0 and meets(f), "met", "met_at_base", 2),
    (lambda f: gap(f) == 0 and f["part_flow"] and f["want"] > 0, "not_computable", "partial_year", 2),
    (lambda f: gap(f) == 0, "behind", "met_at_base", 2),
    (lambda f: f["part_flow"] and f["want"] > 0 and progress(f) >= 1, "met", None, 3),
    (lambda f: f["part_flow"], "not_computable", "partial_year", 2),
    (lambda f: progress(f) >= 1, "met", None, 3),
    (lambda f: progress(f) >= expected(f), "on_path", None, 3),
    (lambda f: progress(f) > 0, "behind", None, 3),
    (lambda f: progress(f) == 0, "no_change", None, 3),
    (lambda f: True, "away", None, 3),
]


# --- assessment --------------------------------------------------------------


def judged(facts):
    """Status and reason: the first line that fits."""
    status, reason = next((status, reason) for fits, status, reason in STATUS_RULES if fits(facts))
    status = ANSWERS[sign(step(facts)) * facts["want"]] if status == "sign" else status
    return status, facts["why"] if reason == "why" else reason


def assess(history, kind, direction, year, target=None):
    """One measure, one history, one year: everything that is said about it."""
    facts = gather(history, kind, direction, year, target)
    values, value, first, before = facts["values"], facts["value"], facts["first"], facts["before"]
    status, reason = judged(facts)
    path_status, path_reason, told = next(rule[1:] for rule in PATH_RULES if rule[0](facts))
    subtract = value is not None and not facts["yes_or_no"] and not facts["part_flow"] and before is not None
    reached = progress(facts) if told >= 3 else None
    top, bottom = facts["cases"].get(year, (None, None))
    return {
        "year": year,
        "baseline_year": first,
        "baseline": values.get(first),
        "previous_year": before,
        "previous": values.get(before),
        "value": value,
        "numerator": top,
        "denominator": bottom,
        "change": value - values[first] if subtract else None,
        "previous_change": value - values[before] if subtract else None,
        "relative_change": (value - values[first]) / values[first] if subtract and values[first] else None,
        "is_partial": facts["partial"],
        "missing": facts["why"] if facts["why"] in MISSING else None,
        "status": status,
        "reason": reason,
        "target": target["value"] if target is not None and target["set_in"] <= year else None,
        "path_status": path_status,
        "path_reason": path_reason,
        "path_base_year": path_base_year(facts) if told >= 1 else None,
        "path_base": path_base(facts) if told >= 1 else None,
        "progress": reached,
        "expected": expected(facts) if told >= 2 else None,
        "capped_progress": None if reached is None else sorted([Fraction(0), reached, Fraction(1)])[1],
    }


# --- sensitivity -------------------------------------------------------------


def slope_sign(points):
    """The sign of the least-squares slope: that of the sum over all pairs of points."""
    return sign(sum((x - u) * (y - v) for x, y in points for u, v in points))


def growth_sign(before, after, years):
    """At least 1 % a year up, at least 1 % a year down, or neither."""
    rise = after * 100**years >= before * 101**years
    fall = after == 0 or after * 100**years <= before * 99**years
    return rise - fall


def sensitivity(history, kind, direction, year, target=None):
    """What each method says of the same year, and whether the methods differ."""
    facts = gather(history, kind, direction, year, target)
    status, _reason = judged(facts)
    says = dict.fromkeys(METHODS)
    if status in ANSWERS.values() and not facts["part_flow"]:
        bases, values = facts["bases"], facts["values"]
        signs = {"direction_only": sign(step(facts))}
        if len(bases) >= 3:
            signs["linear"] = slope_sign([(when, values[when]) for when in bases])
            if values[bases[0]] >= 20 and kind not in ("completion_rate", "ratio_of_counts"):
                signs["growth_rate"] = growth_sign(values[bases[0]], facts["value"], year - bases[0])
        says["guided"] = status
        says.update((method, ANSWERS[found * facts["want"]]) for method, found in signs.items())
    return {**says, "changes": len({said for said in says.values() if said is not None}) > 1}


# --- aggregates --------------------------------------------------------------


def aggregates(assessments):
    """Counts over a set of measures, as (numerator, denominator); a denominator of 0 means undefined.

    Each entry has "measure" (its name), "assessment" (from ``assess``),
    "counts_persons" and "came_with_sex". A measure may come more than once
    (shared by actions) and counts once. The numerator of the mean capped
    progress is the sum; "with_progress" tells how many of how many entered.
    Answered is what was reported on: a value, 0 of 0, or a reason why not.
    """
    once = {}
    for entry in assessments:
        refuse(once.setdefault(entry["measure"], entry) != entry, "two answers for", entry["measure"])
    asked = len(once)
    told = [entry["assessment"] for entry in once.values()]
    reasons = [one["missing"] for one in told]
    valued = [entry for entry in once.values() if entry["assessment"]["value"] is not None]
    persons = [entry for entry in valued if entry["counts_persons"]]
    capped = [one["capped_progress"] for one in told if one["progress"] is not None]
    silent = reasons.count("not_reported")
    return {
        "asked": asked,
        "status_counts": {name: (sum(one["status"] == name for one in told), asked) for name in STATUSES},
        "path_status_counts": {
            name: (sum(one["path_status"] == name for one in told), asked) for name in PATH_STATUSES
        },
        "response_rate": (asked - silent, asked),
        "value_rate": (len(valued), asked - reasons.count("not_applicable")),
        "sex_coverage": (sum(bool(entry["came_with_sex"]) for entry in persons), len(persons)),
        "mean_capped_progress": (sum(capped, Fraction(0)), len(capped)),
        "with_progress": (len(capped), asked),
    }


# --- random histories --------------------------------------------------------


def observed(year, value=None, missing=None, is_partial=False, cases=(None, None)):
    """One observation as the public functions want it."""
    return {
        "year": year,
        "value": None if value is None else Fraction(value),
        "numerator": cases[0],
        "denominator": cases[1],
        "missing": missing,
        "is_partial": is_partial,
    }


def ratio(year, top, bottom, is_partial=False):
    """An observation of a ratio; 0 of 0 has neither a value nor a reason of its own."""
    value = Fraction(100 * top, bottom) if bottom else None
    return observed(year, value, None, is_partial, (top, bottom))


def pick(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


def random_size(rng):
    """Mostly small, sometimes large, often nothing."""
    return rng.randint(0, pick(rng, {0: 12, 3: 14, 12: 20, 60: 24, 300: 18, 1500: 8, 3000: 4}))


def random_numbers(rng, many, shape, ceiling=None):
    """Whole numbers, one for each year, whose course has the given shape."""
    first = random_size(rng) if ceiling is None else rng.choice([0, ceiling, rng.randint(0, ceiling)])
    noise = isqrt(2 * first + 4)
    numbers = [first]
    for t in range(1, many):
        numbers.append(
            {
                "flat": first,
                "rise": first + t * (1 + noise),
                "fall": first - t * (1 + noise),
                "noise": first + rng.randint(-noise, noise),
                # near the edge of a clear rise or fall (1.5 to 2.5 standard deviations)
                "edge_up": first + noise * rng.randint(15, 25) // 10,
                "edge_down": first - noise * rng.randint(15, 25) // 10,
                "jump": numbers[-1] if rng.random() < 0.3 else rng.randint(0, 2 * first + 10),
                "percent": first * rng.choice([97, 98, 99, 100, 101, 102, 103]) ** t // 100**t,
                "to_zero": 0 if t == many - 1 else first,
            }[shape]
        )
    return [min(max(number, 0), 3000 if ceiling is None else ceiling) for number in numbers]


SHAPES = ["flat", "rise", "fall", "noise", "edge_up", "edge_down", "jump", "percent", "to_zero"]


def random_observation(rng, kind, year, number, size, partial):
    """One year of a history: ``number`` in the measure of its kind."""
    if kind == "ratio_of_counts":
        return ratio(year, min(number, size), size, partial)
    value = {
        "yearly_flow": Fraction(number),
        "stock": Fraction(number),
        "completion_rate": Fraction(min(number, 100 * 4), 4),
        "milestone": Fraction(number % 2),
        "report": Fraction(number % 2),
    }[kind]
    return observed(year, value, None, partial)


def random_target(rng, call):
    """A target of any geometry, with a liking for edges."""
    values = {seen["year"]: seen["value"] for seen in call["history"] if seen["value"] is not None}
    years = [seen["year"] for seen in call["history"]] or [call["year"]]
    year, first = call["year"], min(years)
    set_in = rng.choice(
        [first, first, first, first - 1, first + 1, year, year - 1, year - 1, year - 4, min(year, first) + 1]
    )
    if rng.random() < 0.04:
        set_in = year + rng.randint(1, 3)
    base_year = None
    if rng.random() < 0.35:
        base_year = rng.choice([*values, *values, *values, *years, year, year + 1, first - 1])
    until = [when for when in values if when <= min(set_in, year)]
    start = base_year if base_year in values else max(until, default=min(values, default=first))
    target_year = start + pick(rng, {-1: 1, 0: 1, 1: 5, 2: 6, 3: 6, 4: 6, 5: 6, 8: 3, 12: 2})
    if base_year not in (None, *values) and rng.random() < 0.8:
        target_year = year - rng.randint(0, 2)  # due, though nobody knows from where
    base, now = values.get(start, Fraction(5)), values.get(year, Fraction(7))
    want = SIGNS[call["direction"]] or 1
    due = min(Fraction(1), Fraction(max(1, year - start), max(1, target_year - start)))
    value = {
        "same": base,
        "reached": now,
        "exactly_on_path": base + (now - base) / due,
        "too_slow": base + (now - base) / due * rng.randint(2, 3),
        "just_missed": now + want,
        "just_passed": now - want * rng.randint(1, 3),
        "near": base + want * rng.randint(1, 3),
        "far": base + want * (1 + abs(base)) * rng.randint(1, 3),
        "far_off": base + want * 1000,
        "wrong_side": base - want * rng.randint(1, 5),
        "half": base / 2 if want < 0 else base * 3 / 2 + 1,
    }[
        pick(
            rng,
            {
                "same": 9,
                "reached": 8,
                "exactly_on_path": 8,
                "too_slow": 10,
                "just_missed": 8,
                "just_passed": 8,
                "near": 10,
                "far": 14,
                "far_off": 4,
                "wrong_side": 5,
                "half": 14,
            },
        )
    ]
    most = 100 if call["kind"] in ("completion_rate", "ratio_of_counts") else 10**6
    return {
        "year": target_year,
        "value": Fraction(min(max(value, 0), most)),
        "set_in": set_in,
        "base_year": base_year,
    }


def random_history(rng):
    """The arguments of one call of ``assess``: realistic ones and nasty ones, always valid."""
    kind = pick(
        rng,
        {"yearly_flow": 36, "stock": 16, "completion_rate": 12, "ratio_of_counts": 24, "milestone": 8, "report": 4},
    )
    direction = pick(rng, {"increase": 48, "decrease": 32, "reach": 14, "none": 6})
    if kind in ("milestone", "report", "completion_rate") and rng.random() < 0.7:
        direction = "reach"
    first = rng.randint(2015, 2024)
    many = pick(rng, {0: 2, 1: 9, 2: 16, 3: 20, 4: 16, 5: 14, 6: 10, 9: 6})
    shape = rng.choice(SHAPES)
    size = max(1, random_size(rng)) if rng.random() < 0.95 else 0
    ceiling = {"ratio_of_counts": size, "completion_rate": 400, "milestone": 1, "report": 1}.get(kind)
    numbers = random_numbers(rng, max(many, 1), shape, ceiling)[:many]
    if kind in ("yearly_flow", "stock") and many >= 3 and rng.random() < 0.04:
        # exactly 1 % a year over two years, or one call beside it
        edge = rng.choice([10201, 10200, 10202, 9801, 9800, 9802])
        numbers, many = [10000, rng.choice([9900, 10000, 10100]), edge], 3
    missing_share = rng.choice([0, 0, 0.1, 0.25, 0.5])
    gap_share = rng.choice([0, 0, 0, 0.1, 0.4])
    partial_share = rng.choice([0, 0, 0, 0.1, 0.5])
    last_partial = rng.random() < 0.3
    history = []
    for t, number in enumerate(numbers):
        when = first + t
        partial = rng.random() < partial_share or (last_partial and t == many - 1)
        if rng.random() < gap_share:
            continue
        if rng.random() < missing_share:
            history.append(observed(when, None, rng.choice(MISSING), partial and rng.random() < 0.2))
        elif kind == "ratio_of_counts" and rng.random() < 0.08:
            history.append(ratio(when, 0, 0, partial))
        else:
            changed = rng.choice([size, size, size + rng.randint(0, 5), max(number, size - rng.randint(0, 5))])
            history.append(random_observation(rng, kind, when, number, changed, partial))
    last = first + max(many, 1) - 1
    year = rng.choice([*[last] * 16, last - 1, last - 1, last + 1, first, last + 3, first - 1])
    if history and rng.random() < 0.4:
        year = history[-1]["year"]
    if kind in ("milestone", "report") and rng.random() < 0.15:
        year = last + 1
    if rng.random() < 0.4:
        rng.shuffle(history)
    call = {"history": history, "kind": kind, "direction": direction, "year": year, "target": None}
    if rng.random() < (0.3 if kind in ("milestone", "report") else 0.75):
        call["target"] = random_target(rng, call)
    return call


# --- worked by hand ----------------------------------------------------------


def case(name, kind, direction, year, history, target=None, methods=None, **fields):
    """One case worked by hand; ``target`` as (year, value, set_in, base_year), ``methods`` in the order of METHODS."""
    if target is not None:
        target = {"year": target[0], "value": Fraction(target[1]), "set_in": target[2], "base_year": target[3]}
    return {
        "name": name,
        "call": {"history": history, "kind": kind, "direction": direction, "year": year, "target": target},
        "expected": fields,
        "methods": {} if methods is None else dict(zip([*METHODS, "changes"], methods)),
    }


def yearly(start, *values):
    """Whole years from ``start``; None leaves a gap, a word is a reason for no value."""
    return [
        observed(start + t, None, value) if isinstance(value, str) else observed(start + t, value)
        for t, value in enumerate(values)
        if value is not None
    ]


def part(year, value):
    return observed(year, value, None, True)


NOTHING = (None, None, None, None, False)
UNCHANGED = {"change": None, "previous_change": None, "relative_change": None}

HAND_WORKED = [
    # Status. 2 * (C(33,0) + ... + C(33,10)) / 2^33 = 0.035; with 22 instead of 23 it is 0.0501.
    case(
        "smallest clear rise from 10",
        "yearly_flow",
        "increase",
        2021,
        yearly(2020, 10, 23),
        methods=("toward", "toward", None, None, False),
        baseline_year=2020,
        baseline=10,
        previous_year=2020,
        previous=10,
        value=23,
        change=13,
        previous_change=13,
        relative_change=Fraction(13, 10),
        is_partial=False,
        missing=None,
        status="toward",
        reason=None,
        path_status="no_target",
        path_reason=None,
        path_base_year=None,
        path_base=None,
        progress=None,
        expected=None,
        capped_progress=None,
    ),
    case(
        "one short of it",
        "yearly_flow",
        "increase",
        2021,
        yearly(2020, 10, 22),
        methods=("no_change", "toward", None, None, True),
        change=12,
        status="no_change",
        reason="small_change",
    ),
    case(
        "clear fall to 10, wanted",
        "yearly_flow",
        "decrease",
        2021,
        yearly(2020, 23, 10),
        change=-13,
        relative_change=Fraction(-13, 23),
        status="toward",
        reason=None,
    ),
    # 2 / 2^6 = 1/32
    case(
        "from nothing to 6, not wanted",
        "yearly_flow",
        "decrease",
        2021,
        yearly(2020, 0, 6),
        baseline=0,
        change=6,
        relative_change=None,
        status="away",
        reason=None,
    ),
    # 2 / 2^5 = 1/16
    case(
        "from nothing to 5",
        "yearly_flow",
        "reach",
        2021,
        yearly(2020, 0, 5),
        status="no_change",
        reason="small_change",
    ),
    case(
        "no change at all has no reason",
        "yearly_flow",
        "increase",
        2022,
        yearly(2020, 7, 9, 7),
        methods=("no_change", "no_change", "no_change", None, False),
        change=0,
        previous_year=2021,
        previous=9,
        previous_change=-2,
        relative_change=0,
        status="no_change",
        reason=None,
    ),
    case(
        "partial flow already clearly above",
        "yearly_flow",
        "increase",
        2021,
        [*yearly(2020, 20), part(2021, 36)],
        methods=NOTHING,
        value=36,
        is_partial=True,
        status="toward",
        reason=None,
        **UNCHANGED,
    ),
    case(
        "partial flow not yet clearly above",
        "yearly_flow",
        "increase",
        2021,
        [*yearly(2020, 20), part(2021, 35)],
        status="not_computable",
        reason="partial_year",
        **UNCHANGED,
    ),
    case(
        "partial flow that should fall, clearly above",
        "yearly_flow",
        "decrease",
        2021,
        [*yearly(2020, 20), part(2021, 36)],
        status="away",
        reason=None,
    ),
    case(
        "partial flow far below proves nothing",
        "yearly_flow",
        "decrease",
        2021,
        [*yearly(2020, 50), part(2021, 0)],
        status="not_computable",
        reason="partial_year",
    ),
    case(
        "a partial flow alone",
        "yearly_flow",
        "increase",
        2021,
        [part(2021, 90)],
        baseline_year=None,
        baseline=None,
        value=90,
        status="not_computable",
        reason="partial_year",
    ),
    case(
        "a partial flow is no base",
        "yearly_flow",
        "increase",
        2021,
        [part(2020, 5), *yearly(2021, 9)],
        methods=NOTHING,
        baseline_year=2021,
        baseline=9,
        previous_year=None,
        previous=None,
        status="base_year",
        reason=None,
        **UNCHANGED,
    ),
    case(
        "a partial state is a base",
        "stock",
        "increase",
        2021,
        [part(2020, 4), *yearly(2021, 5)],
        baseline_year=2020,
        change=1,
        relative_change=Fraction(1, 4),
        status="toward",
        reason=None,
    ),
    case(
        "no direction in the base year",
        "stock",
        "none",
        2020,
        yearly(2020, 4),
        methods=NOTHING,
        baseline_year=2020,
        status="no_direction",
        reason=None,
        **UNCHANGED,
    ),
    case(
        "no direction, changes told",
        "yearly_flow",
        "none",
        2021,
        yearly(2020, 4, 40),
        methods=NOTHING,
        change=36,
        relative_change=9,
        status="no_direction",
    ),
    case(
        "no direction, partial flow",
        "yearly_flow",
        "none",
        2021,
        [*yearly(2020, 4), part(2021, 40)],
        status="no_direction",
        reason=None,
        **UNCHANGED,
    ),
    case(
        "withheld",
        "stock",
        "increase",
        2021,
        yearly(2020, 4, "suppressed"),
        methods=NOTHING,
        value=None,
        missing="suppressed",
        baseline=4,
        previous=4,
        status="no_data",
        reason="suppressed",
        **UNCHANGED,
    ),
    case(
        "missing goes before no direction, later years are ignored",
        "stock",
        "none",
        2021,
        yearly(2020, 4, None, 9),
        missing="not_reported",
        is_partial=False,
        status="no_data",
        reason="not_reported",
    ),
    case(
        "gap between years",
        "stock",
        "decrease",
        2022,
        list(reversed(yearly(2018, "not_collected", 9, 6, None, 8, 1))),
        methods=("toward", "toward", "toward", None, False),
        baseline_year=2019,
        baseline=9,
        previous_year=2020,
        previous=6,
        change=-1,
        previous_change=2,
        relative_change=Fraction(-1, 9),
        status="toward",
    ),
    case(
        "0 of 0",
        "ratio_of_counts",
        "increase",
        2021,
        [ratio(2020, 1, 2), ratio(2021, 0, 0)],
        baseline=50,
        value=None,
        missing=None,
        numerator=0,
        denominator=0,
        status="no_data",
        reason="no_cases",
    ),
    # one of 20 people, and that one in the group of one: exactly 1/20
    case(
        "Fisher exactly on the limit",
        "ratio_of_counts",
        "increase",
        2021,
        [ratio(2020, 1, 1), ratio(2021, 0, 19)],
        change=-100,
        relative_change=-1,
        status="away",
        reason=None,
    ),
    case(
        "Fisher beside the limit (1/19)",
        "ratio_of_counts",
        "increase",
        2021,
        [ratio(2020, 1, 1), ratio(2021, 0, 18)],
        change=-100,
        status="no_change",
        reason="small_change",
    ),
    # 2 / C(6,3) = 1/10: the opposite table is as likely and counts as well
    case(
        "Fisher with a tie",
        "ratio_of_counts",
        "increase",
        2021,
        [ratio(2020, 0, 3), ratio(2021, 3, 3)],
        change=100,
        relative_change=None,
        status="no_change",
        reason="small_change",
    ),
    # 2 / C(8,4) = 1/35
    case(
        "Fisher, clear",
        "ratio_of_counts",
        "decrease",
        2021,
        [ratio(2020, 0, 4), ratio(2021, 4, 4)],
        status="away",
        reason=None,
    ),
    case("milestone done", "milestone", "reach", 2021, yearly(2020, 0, 1), status="done", reason=None, **UNCHANGED),
    case("report missing", "report", "none", 2021, yearly(2020, 1, 0), status="not_done", reason=None, **UNCHANGED),
    case(
        "done earlier",
        "milestone",
        "reach",
        2023,
        yearly(2020, 0, 1, "suppressed"),
        value=None,
        missing="not_reported",
        status="done",
        reason="done_earlier",
    ),
    case(
        "done earlier, but this year has a reason",
        "milestone",
        "reach",
        2021,
        yearly(2020, 1, "not_collected"),
        status="no_data",
        reason="not_collected",
    ),
    case(
        "done once, undone since",
        "milestone",
        "reach",
        2022,
        yearly(2020, 1, 0, "not_reported"),
        status="no_data",
        reason="not_reported",
    ),
    # Target path.
    case(
        "a milestone has no path",
        "milestone",
        "reach",
        2021,
        yearly(2020, 0, 1),
        (2022, 1, 2020, None),
        path_status="no_target",
        path_reason=None,
    ),
    case(
        "target set later",
        "stock",
        "increase",
        2021,
        yearly(2020, 4, 6),
        (2030, 9, 2022, None),
        path_status="no_target",
        path_reason="not_yet_set",
        progress=None,
    ),
    case(
        "target without direction",
        "stock",
        "none",
        2021,
        yearly(2020, 4, 6),
        (2030, 9, 2020, None),
        path_status="not_computable",
        path_reason="no_direction",
    ),
    case(
        "the named base year has no value",
        "stock",
        "increase",
        2021,
        yearly(2019, 4, "suppressed", 6),
        (2030, 9, 2020, 2020),
        path_status="not_computable",
        path_reason="no_base",
    ),
    case(
        "no base and no value",
        "stock",
        "increase",
        2021,
        yearly(2020, "suppressed"),
        (2030, 9, 2020, None),
        path_status="no_data",
        path_reason=None,
        path_base_year=None,
    ),
    case(
        "no base but a value",
        "yearly_flow",
        "increase",
        2021,
        [part(2020, 3), part(2021, 5)],
        (2030, 9, 2020, None),
        path_status="not_computable",
        path_reason="no_base",
    ),
    case(
        "target year not after the base",
        "stock",
        "increase",
        2021,
        yearly(2020, 4, 6),
        (2020, 9, 2020, None),
        path_status="not_met",
        path_reason="target_year_not_after_base",
        path_base_year=2020,
        path_base=4,
        expected=None,
    ),
    case(
        "reached in the first year that has a value",
        "yearly_flow",
        "increase",
        2021,
        yearly(2021, 77),
        (2021, 60, 2020, None),
        path_status="met",
        path_reason="target_year_not_after_base",
        path_base_year=2021,
        path_base=77,
        progress=None,
        expected=None,
    ),
    case(
        "reached from a start that is not known",
        "stock",
        "decrease",
        2021,
        yearly(2021, 3),
        (2025, 4, 2020, 2020),
        path_status="met",
        path_reason="no_base",
        path_base_year=None,
        progress=None,
    ),
    case(
        "target on the wrong side",
        "stock",
        "decrease",
        2021,
        yearly(2020, 4, 6),
        (2030, 9, 2020, None),
        path_status="not_computable",
        path_reason="target_on_wrong_side",
    ),
    case(
        "path without this year's value",
        "stock",
        "increase",
        2021,
        yearly(2020, 4),
        (2030, 9, 2020, None),
        path_status="no_data",
        path_base=4,
        expected=None,
        progress=None,
    ),
    case(
        "base year of the path",
        "stock",
        "increase",
        2020,
        yearly(2020, 4),
        (2024, 12, 2020, None),
        status="base_year",
        path_status="on_path",
        progress=0,
        expected=0,
        capped_progress=0,
    ),
    # from 8 in 2021 (newest until the target was set) to 68 in 2025: 15 more each year
    case(
        "exactly on the path",
        "completion_rate",
        "increase",
        2022,
        yearly(2019, 90, None, 8, 23),
        (2025, 68, 2021, None),
        baseline_year=2019,
        change=-67,
        status="away",
        path_status="on_path",
        path_base_year=2021,
        path_base=8,
        progress=Fraction(1, 4),
        expected=Fraction(1, 4),
    ),
    case(
        "first base after the target was set",
        "stock",
        "decrease",
        2024,
        yearly(2022, 10, 9, 8),
        (2026, 2, 2020, None),
        path_base_year=2022,
        path_status="behind",
        progress=Fraction(1, 4),
        expected=Fraction(1, 2),
    ),
    case(
        "path without change",
        "stock",
        "decrease",
        2021,
        yearly(2020, 10, 10),
        (2025, 0, 2020, 2020),
        path_status="no_change",
        progress=0,
        expected=Fraction(1, 5),
    ),
    case(
        "path away",
        "stock",
        "decrease",
        2021,
        yearly(2020, 10, 15),
        (2025, 0, 2020, 2020),
        path_status="away",
        progress=Fraction(-1, 2),
        capped_progress=0,
    ),
    case(
        "more than the target, years later",
        "stock",
        "increase",
        2030,
        [*yearly(2020, 10), *yearly(2030, 40)],
        (2025, 20, 2020, 2020),
        path_status="met",
        path_reason=None,
        progress=3,
        expected=1,
        capped_progress=1,
    ),
    case(
        "met at the base and still",
        "stock",
        "increase",
        2022,
        yearly(2020, 5, 3, 6),
        (2024, 5, 2020, None),
        path_status="met",
        path_reason="met_at_base",
        progress=None,
        expected=Fraction(1, 2),
        capped_progress=None,
    ),
    case(
        "met at the base, lost since",
        "stock",
        "increase",
        2021,
        yearly(2020, 5, 3),
        (2024, 5, 2020, None),
        path_status="behind",
        path_reason="met_at_base",
        progress=None,
    ),
    case(
        "met at the base, partial flow that should fall",
        "yearly_flow",
        "decrease",
        2021,
        [*yearly(2020, 5), part(2021, 3)],
        (2024, 5, 2020, None),
        path_status="not_computable",
        path_reason="partial_year",
        progress=None,
    ),
    case(
        "met at the base, partial flow that should fall is above",
        "yearly_flow",
        "decrease",
        2021,
        [*yearly(2020, 5), part(2021, 6)],
        (2024, 5, 2020, None),
        path_status="behind",
        path_reason="met_at_base",
    ),
    case(
        "met at the base, partial flow that should rise is below",
        "yearly_flow",
        "increase",
        2021,
        [*yearly(2020, 5), part(2021, 3)],
        (2024, 5, 2020, None),
        path_status="not_computable",
        path_reason="partial_year",
    ),
    case(
        "partial flow has met its target",
        "yearly_flow",
        "increase",
        2021,
        [*yearly(2020, 5), part(2021, 9)],
        (2024, 9, 2020, None),
        status="not_computable",
        path_status="met",
        path_reason=None,
        progress=1,
        expected=Fraction(1, 4),
    ),
    case(
        "partial flow below its target",
        "yearly_flow",
        "increase",
        2021,
        [*yearly(2020, 5), part(2021, 8)],
        (2024, 9, 2020, None),
        path_status="not_computable",
        path_reason="partial_year",
        progress=None,
        capped_progress=None,
    ),
    case(
        "partial flow that should fall, below its target",
        "yearly_flow",
        "decrease",
        2021,
        [*yearly(2020, 9), part(2021, 1)],
        (2024, 5, 2020, None),
        path_status="not_computable",
        path_reason="partial_year",
        progress=None,
    ),
    # Methods.
    # 10000 * 1.01^2 = 10201
    case(
        "growth of exactly 1 % a year",
        "stock",
        "increase",
        2022,
        yearly(2020, 10000, 9000, 10201),
        status="toward",
        methods=("toward", "toward", "toward", "toward", False),
    ),
    case(
        "growth just below 1 % a year",
        "stock",
        "increase",
        2022,
        yearly(2020, 10000, 9000, 10200),
        status="toward",
        methods=("toward", "toward", "toward", "no_change", True),
    ),
    case(
        "a fall of exactly 1 % a year",
        "stock",
        "increase",
        2022,
        yearly(2020, 10000, 9000, 9801),
        status="away",
        methods=("away", "away", "away", "away", False),
    ),
    # around the mean year 2021.5: -3 * 20 - 1 * 60 + 1 * 40 + 3 * 21 = -17
    case(
        "a line that falls while the last year is higher",
        "stock",
        "increase",
        2023,
        yearly(2020, 20, 60, 40, 21),
        status="toward",
        methods=("toward", "toward", "away", "toward", True),
    ),
    case(
        "growth needs a base of 20",
        "stock",
        "increase",
        2022,
        yearly(2020, 19, 19, 0),
        status="away",
        methods=("away", "away", "away", None, False),
    ),
    case(
        "nothing left is a fall",
        "stock",
        "decrease",
        2022,
        yearly(2020, 20, 19, 0),
        status="toward",
        methods=("toward", "toward", "toward", "toward", False),
    ),
    case(
        "no growth rate of a completion rate",
        "completion_rate",
        "reach",
        2022,
        yearly(2020, 50, 60, 70),
        status="toward",
        methods=("toward", "toward", "toward", None, False),
    ),
]
