"""The second route to chance and scenarios of the posts; see ``second_route_depth.py``."""

import math
from fractions import Fraction
from math import comb

from golden.second_route import both, offices, row

CHANCE = Fraction(5, 100)
ELECTED = ["council_member", "muhtar"]
RECORD_YEAR = 2022
STEPS = [0, 1, 2, 3]  # women more per election
TURNOVER = Fraction(1, 20)
SHARES_HIRED = [Fraction(12, 43), Fraction(1, 2), Fraction(3, 5), Fraction(3, 4)]
YEARS_SHOWN = 30


# --- chance ------------------------------------------------------------------


def binomial_tail(k, n, p):
    """P(X <= k), every term as an exact fraction."""
    return sum(comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(k + 1))


def hypergeometric_tail(k, n, women, men):
    """P(X <= k) for n drawn without return, as draws over all draws."""
    return Fraction(sum(comb(women, x) * comb(men, n - x) for x in range(k + 1)), comb(women + men, n))


def fisher(k0, n0, k1, n1):
    """Two-sided p: the tables with the same margins that are no more probable than this one."""
    women = k0 + k1
    tables = {x: comb(n0, x) * comb(n1, women - x) for x in range(women + 1)}  # comb is 0 where x cannot be
    return Fraction(sum(ways for ways in tables.values() if ways <= tables[k0]), comb(n0 + n1, women))


def smallest_clear_rise(k, n):
    clear = [other for other in range(k + 1, n + 1) if fisher(k, n, other, n) <= CHANCE]
    return Fraction(min(clear)) if clear else ""


def short_for_either_sex(k, n):
    """Posts that the sex with fewer is short of 40 percent; "" where both cannot have so many."""
    needed = math.ceil(Fraction(2 * n, 5))
    attainable = any(min(x, n - x) >= needed for x in range(n + 1))
    return Fraction(max(0, needed - min(k, n - k))) if attainable else ""


def representation(tables):
    groups = offices(tables)
    people, voters = tables["population"][str(RECORD_YEAR)], tables["electorate"]["2018-06"]
    rows = []
    for group, (k, n) in groups.items():
        fewer = min(k, n - k)
        either = short_for_either_sex(k, n)
        rows.append(row("representation_short_of_40_percent_either_sex", "", group, fewer, n, either))
        half = binomial_tail(k, n, Fraction(1, 2))
        rows.append(row("representation_plausibility_half", "", group, k, n, half))
    pairs = [(group, "population_2022", people) for group in groups]
    pairs += [(group, "electorate_2018", voters) for group in ELECTED]
    for group, name, cell in pairs:
        k, n = groups[group]
        value = binomial_tail(k, n, Fraction(cell["female"], both(cell)))
        rows.append(row("representation_plausibility_reference", "", f"{group}/{name}", k, n, value))
    (staff_women, staff), (k, n) = groups["staff"], groups["department_head"]
    chosen = hypergeometric_tail(k, n, staff_women, staff - staff_women)
    rows.append(row("representation_plausibility_pool", "", f"department_head/staff_{RECORD_YEAR}", k, n, chosen))
    base, top = Fraction(staff_women, staff), Fraction(k, n)
    rows.append(row("representation_glass_ceiling_index", "", "staff/department_head", base, top, base / top))
    for group in ELECTED:
        k, n = groups[group]
        rows.append(row("representation_smallest_clear_rise", "", group, k, n, smallest_clear_rise(k, n)))
    return rows


# --- scenarios ---------------------------------------------------------------


def seats(k, n):
    """Election after election, until half of the seats; with no step there may be no such election."""
    short = max(0, math.ceil(Fraction(n, 2)) - k)
    rows = []
    for step in STEPS:
        elections, women = 0, k
        while 2 * women < n and step > 0:
            elections, women = elections + 1, women + step
        reached = 2 * women >= n
        group = f"council_member/+{step}"
        value = Fraction(elections) if reached else ""
        rows.append(row("scenario_seats_elections", "", group, short, step, value))
        rows.append(row("scenario_seats_reached", "", group, short, step, Fraction(int(reached))))
    return rows


def staff_scenario(share, hired):
    """The share of women, year after year: of the staff, some leave as they are, and those hired take their places."""
    while True:
        yield share
        share = share * (1 - TURNOVER) + hired * TURNOVER


def staff(k, n):
    rows = []
    for hired in SHARES_HIRED:
        group = f"staff/turnover_{TURNOVER}_women_{hired}"
        start = Fraction(k, n)
        # the share only ever moves towards that of those hired, and never arrives
        reached = start >= Fraction(1, 2) or (TURNOVER > 0 and hired > Fraction(1, 2))
        path = enumerate(staff_scenario(start, hired))
        years = Fraction(next(t for t, share in path if share >= Fraction(1, 2))) if reached else ""
        rows.append(row("scenario_staff_years", "", group, k, n, years))
        rows.append(row("scenario_staff_reached", "", group, k, n, Fraction(int(reached))))
        for t, share in zip(range(YEARS_SHOWN + 1), staff_scenario(start, hired)):
            rows.append(row("scenario_staff_share", RECORD_YEAR + t, group, k, n, share))
    return rows


def scenarios(tables):
    groups = offices(tables)
    return seats(*groups["council_member"]) + staff(*groups["staff"])
