"""The second route to outlier years and trends of the population; see ``second_route_depth.py``."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import factorial, prod

from golden.second_route import both, population_series, row, with_earlier

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
MAD_TO_SIGMA = Fraction(6745, 10_000)
OUTLIER_LIMIT = Fraction(7, 2)  # modified z
SIGMA_LIMIT = 3
CHANCE = Fraction(5, 100)
SUFFIXES = {"all": "", "without_20_24": "_without_20_24"}


def decimal(number):
    """A fraction or a whole number to the digits of the context."""
    exact = Fraction(number)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def median(values):
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(values):
    return sum(values) / len(values)


# --- outlier years -----------------------------------------------------------


def outliers(values, number):
    """Per value: its distance from the median, z, the flag; then from the mean and that flag.

    ``number`` is the type to calculate with: Fraction for counts, Decimal for logarithms.
    """
    middle, centre = median(values), mean(values)
    spread = median([abs(x - middle) for x in values])
    variance = sum((x - centre) ** 2 for x in values) / (len(values) - 1)
    factor = number(MAD_TO_SIGMA.numerator) / number(MAD_TO_SIGMA.denominator)
    limit = number(OUTLIER_LIMIT.numerator) / number(OUTLIER_LIMIT.denominator)
    s = (variance if isinstance(variance, Decimal) else decimal(variance)).sqrt()
    found = []
    for x in values:
        z = factor * (x - middle) / spread
        three_sigma = (x - centre) ** 2 > SIGMA_LIMIT**2 * variance
        found.append((x - middle, spread, z, int(abs(z) > limit), x - centre, s, int(three_sigma)))
    return found


def outlier_rows(name, group, years, values, number):
    rows = []
    for year, found in zip(years, outliers(values, number)):
        from_median, spread, z, flag, from_mean, s, three_sigma = found
        rows += [
            row(f"{name}_outlier_z", year, group, from_median, spread, z),
            row(f"{name}_outlier_year", year, group, from_median, spread, Fraction(flag)),
            row(f"{name}_three_sigma_year", year, group, from_mean, s, Fraction(three_sigma)),
        ]
    return rows


def population_outliers(series):
    rows = []
    for group, by_year in series.items():
        years = sorted(by_year)
        rows += outlier_rows("population", group, years, [Fraction(by_year[year]) for year in years], Fraction)
    return rows


def sex_ratio_outliers(series):
    """Yearly changes of ln(M / F): the logarithm of one ratio over the other, over the years in between."""
    rows = []
    for group, suffix in SUFFIXES.items():
        men, women = series["men" + suffix], series["women" + suffix]
        ratios = {year: Fraction(men[year], women[year]) for year in sorted(men)}
        years, yearly = [], []
        for year, earlier in with_earlier(ratios):
            change, passed = decimal(ratios[year] / ratios[earlier]).ln(), year - earlier
            rows.append(row("population_sex_ratio_change", year, group, change, passed, change / passed))
            years.append(year)
            yearly.append(change / passed)
        rows += outlier_rows("population_sex_ratio", group, years, yearly, Decimal)
    return rows


# --- trends ------------------------------------------------------------------


def kendall_s(values):
    return sum((after > before) - (after < before) for before, after in combinations(values, 2))


def shifted_sum(first, second, shift):
    """Counts ``first`` and, moved up by ``shift``, counts ``second``, added."""
    longest = max(len(first), len(second) + shift)
    return [
        (first[i] if i < len(first) else 0) + (second[i - shift] if 0 <= i - shift < len(second) else 0)
        for i in range(longest)
    ]


@cache
def interleavings(small, large):
    """Of all orders of ``small`` zeros and ``large`` ones, how many have 0, 1, 2 ... pairs in the wrong order."""
    if small == 0 or large == 0:
        return [1]
    # the last place is held by a one (it is wrong with nobody) or by a zero (wrong with every one)
    return shifted_sum(interleavings(small, large - 1), interleavings(small - 1, large), large)


@cache
def orders(sizes):
    """{S: orders} over all distinct orders of values of which ``sizes`` are equal to each other."""
    wrong, placed, pairs = [1], 0, 0
    for size in sizes:
        ways = interleavings(placed, size)
        together = [0] * (len(wrong) + len(ways) - 1)
        for i, a in enumerate(wrong):
            for j, b in enumerate(ways):
                together[i + j] += a * b
        wrong, pairs, placed = together, pairs + placed * size, placed + size
    assert sum(wrong) == factorial(placed) // prod(factorial(size) for size in sizes)
    return {pairs - 2 * inversions: count for inversions, count in enumerate(wrong)}


def sizes_of(values):
    """How many values are equal to each other, per distinct value."""
    return tuple(values.count(value) for value in sorted(set(values)))


def trend_p(values):
    """(p, smallest possible p) of Kendall's S, two-sided and exact; p is "" where no order could be rare enough."""
    counted = orders(sizes_of(values))
    s, everything = kendall_s(values), sum(counted.values())
    smallest = min(Fraction(1), Fraction(2, everything))
    p = Fraction(sum(count for other, count in counted.items() if abs(other) >= abs(s)), everything)
    return (p if smallest <= CHANCE else ""), smallest


def slopes(years, values):
    return sorted(
        Fraction(values[j] - values[i]) / (years[j] - years[i]) for i, j in combinations(range(len(years)), 2)
    )


def slope_rank(n):
    """Hollander and Wolfe, 9.3: the rank (N - C) / 2 with C = k - 2, k the smallest S with P(S >= k) <= 0.025.

    Rank M from below and from above then cover with P(|S| <= C) >= 0.95; the residuals of the true slope have no ties.
    """
    counted = orders((1,) * n)
    everything, pairs = factorial(n), n * (n - 1) // 2
    k = min(s for s in counted if 2 * sum(c for other, c in counted.items() if other >= s) <= CHANCE * everything)
    return (pairs - (k - 2)) // 2


def population_trends(series):
    rows = []
    for group, by_year in series.items():
        years = sorted(by_year)
        values, last = [by_year[year] for year in years], years[-1]
        steepness, rank = slopes(years, values), slope_rank(len(years))
        s, (p, smallest), pairs = kendall_s(values), trend_p(values), len(steepness)
        rows += [
            row("population_trend_s", last, group, s, pairs, Fraction(s)),
            row("population_trend_p", last, group, s, pairs, p),
            row("population_trend_smallest_p", last, group, len(years), "", smallest),
            row("population_trend_slope", last, group, "", "", median(steepness)),
            row("population_trend_slope_lower", last, group, rank, pairs, steepness[rank - 1]),
            row("population_trend_slope_upper", last, group, rank, pairs, steepness[-rank]),
        ]
    return rows


def share_trends(shares):
    rows = []
    for group, by_year in shares.items():
        years = sorted(by_year)
        values, last = [by_year[year] for year in years], years[-1]
        steepness = slopes(years, values)
        s, (p, _), pairs = kendall_s(values), trend_p(values), len(steepness)
        rows += [
            row("population_share_trend_s", last, group, s, pairs, Fraction(s)),
            row("population_share_trend_p", last, group, s, pairs, p),
            row("population_share_trend_slope_pp", last, group, "", "", 100 * median(steepness)),
        ]
    return rows


# --- all of it ---------------------------------------------------------------


def shares_of_women(tables):
    """{group: {year: F / T}}, in all and without ages 20-24, straight from the typed tables."""
    shares = {"all": {}, "without_20_24": {}}
    for key, everyone in tables["population"].items():
        young = tables["population_20_24"][key]
        older = {sex: everyone[sex] - young[sex] for sex in ("female", "male")}
        for group, cell in (("all", everyone), ("without_20_24", older)):
            shares[group][int(key)] = Fraction(cell["female"], both(cell))
    return shares


def population(tables):
    series, shares = population_series(tables), shares_of_women(tables)
    return population_outliers(series) + sex_ratio_outliers(series) + population_trends(series) + share_trends(shares)
