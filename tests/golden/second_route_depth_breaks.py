"""The second route to breaks of the population and how clear they are; see ``second_route_depth.py``."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations

from golden.second_route import population_series, row
from golden.second_route_depth_population import PI, decimal, mean, shares_of_women

SHORTEST_STRETCH = 3  # years between two breaks


def divisions(n):
    """Every way to cut n years into stretches of three or more, as tuples of the first year of each stretch."""
    for breaks in range(n // SHORTEST_STRETCH):
        for cuts in combinations(range(SHORTEST_STRETCH, n - SHORTEST_STRETCH + 1), breaks):
            starts = (0, *cuts)
            if all(b - a >= SHORTEST_STRETCH for a, b in zip(starts, cuts)):
                yield starts


def schwarz(n, rss, parameters):
    """n (ln(2 pi RSS / n) + 1) + parameters ln n: minus twice the greatest log-likelihood, and the penalty."""
    return n * ((2 * PI * decimal(rss) / n).ln() + 1) + parameters * Decimal(n).ln()


def best_divisions(values):
    """{breaks: (BIC, first years)}: per number of breaks the division with the smallest BIC, every division tried."""
    n = len(values)

    @cache
    def left_over(begin, end):
        stretch = values[begin:end]
        centre = mean(stretch)
        return sum((x - centre) ** 2 for x in stretch)

    tried = {}
    for starts in divisions(n):
        rss = sum(left_over(begin, end) for begin, end in zip(starts, (*starts[1:], n)))
        # one level per stretch, one place per break, one variance
        tried.setdefault(len(starts) - 1, []).append((schwarz(n, rss, 2 * len(starts)), starts))
    return {number: min(candidates) for number, candidates in tried.items()}


def line_bic(years, values):
    """BIC of a straight line fitted by least squares: intercept, slope and variance are three parameters."""
    n = len(values)
    t_mean, x_mean = mean([Fraction(year) for year in years]), mean(values)
    slope = sum((t - t_mean) * (x - x_mean) for t, x in zip(years, values)) / sum((t - t_mean) ** 2 for t in years)
    rss = sum((x - x_mean - slope * (t - t_mean)) ** 2 for t, x in zip(years, values))
    return schwarz(n, rss, 3)


def break_rows(names, group, years, values):
    """Rows of the four indicators ``names``, in the unit of the values."""
    breaks, better, margin, step = names
    best = best_divisions(values)
    levels, starts = min(best.values())
    told = len(starts) - 1
    line = line_bic(years, values)
    other = min([line] + [bic for number, (bic, _) in best.items() if number != told])
    rows = [
        row(breaks, years[-1], group, told, len(years), Fraction(told)),
        row(better, years[-1], group, line, levels, Fraction(int(line < levels))),
        row(margin, years[-1], group, other, levels, other - levels),
    ]
    ends = (*starts[1:], len(values))
    means = [mean(values[begin:end]) for begin, end in zip(starts, ends)]
    for start, before, after in zip(starts[1:], means, means[1:]):
        rows.append(row(step, years[start], group, after, before, after - before))
    return rows


def breaks(tables):
    rows = []
    names = [
        "population_breaks",
        "population_breaks_line_is_better",
        "population_breaks_margin",
        "population_break_step",
    ]
    for group, by_year in population_series(tables).items():
        years = sorted(by_year)
        rows += break_rows(names, group, years, [Fraction(by_year[year]) for year in years])
    names = [
        "population_share_breaks",
        "population_share_breaks_line_is_better",
        "population_share_breaks_margin",
        "population_share_break_step_pp",
    ]
    for group, by_year in shares_of_women(tables).items():
        years = sorted(by_year)
        rows += break_rows(names, group, years, [100 * by_year[year] for year in years])
    return rows
