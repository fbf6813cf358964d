"""The independent second route to the measures that look deeper: outliers, breaks, trends, chance, scenarios.

Like ``second_route.py`` it is written apart from the package, from the formulas on the cards and the literature named
there: it must never import the package, and the package must never import it. Only the standard library is used.

Rational values are exact ``Fraction`` objects; roots and logarithms are ``Decimal`` numbers of 60 digits. Flags are found
by comparing squares of fractions, so no rounding decides them. Probabilities are whole numbers over whole numbers, and
searches try everything: every division of the years, every order of the values (counted), every possible draw.

What ``numerator`` and ``denominator`` hold, where it is not women and persons:

    population_outlier_*, population_sex_ratio_outlier_*                  x - median, MAD
    population_three_sigma_year, population_sex_ratio_three_sigma_year    x - mean, s
    population_sex_ratio_change                                           change, t = 1
    population_breaks, population_share_breaks                            breaks, years
    population_*_line_is_better                                           BIC of the line, BIC of the levels
    population_breaks_margin, population_share_breaks_margin              the other BIC, BIC of the told division
    population_break_step, population_share_break_step_pp                 mean after, mean before (percent)
    population_*trend_s, population_*trend_p                              S, pairs of years
    population_trend_smallest_p                                           years, ""
    population_trend_slope, population_share_trend_slope_pp               "", ""
    population_trend_slope_lower, population_trend_slope_upper            rank, slopes
    mahalle_funnel_limit, mahalle_funnel_adjusted_limit                   women, persons of the district
    mahalle_chi_square_p, mahalle_overdispersion                          chi-square, m - 1
    mahalle_dissimilarity, mahalle_dissimilarity_by_chance                F, M
    mahalle_dissimilarity_corrected                                       D, E[D]
    representation_short_of_40_percent_either_sex                         posts of the sex that has fewer, n
    representation_glass_ceiling_index                                    the two shares
    scenario_seats_*                                                      seats short of half, step

Where the cards are silent, this file reads them so:

    a straight line has three parameters (intercept, slope, variance), as levels have one each, breaks and a variance;
    the BIC of the share is that of percent; fractions would move both by the same n ln 100^2, and decide nothing else;
    the told division is the one of levels with the smallest BIC, never the line; the margin's other description is the
    line or another number of breaks at its best, not the same number of breaks in other years;
    limits of a slope use the orders of values without ties: the residuals of the true slope have none.
"""

import csv
import sys
from decimal import Decimal, localcontext

from golden.second_route import COLUMNS, read_typing
from golden.second_route_depth_breaks import breaks
from golden.second_route_depth_mahalles import mahalles
from golden.second_route_depth_population import population
from golden.second_route_depth_representation import representation, scenarios

DIGITS = 60


POPULATION_TABLES = ("population", "population_20_24")


def golden_depth(last: int | None = None) -> list[dict]:
    """Every measure, as dicts with the keys of COLUMNS; "" is an empty cell. ``last``: without later years."""
    tables = read_typing()
    for name in POPULATION_TABLES:
        tables[name] = {key: cell for key, cell in tables[name].items() if last is None or int(key) <= last}
    with localcontext() as context:
        context.prec = DIGITS
        return population(tables) + breaks(tables) + mahalles(tables) + representation(tables) + scenarios(tables)


def main():
    """Print CSV: a Fraction as "a/b" (or a whole number), a Decimal to 17 digits."""
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in golden_depth():
        writer.writerow({key: f"{cell:.17g}" if isinstance(cell, Decimal) else cell for key, cell in line.items()})


if __name__ == "__main__":
    main()
