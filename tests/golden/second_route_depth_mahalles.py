"""The second route to funnel and dissimilarity of the mahalles; see ``second_route_depth.py``."""

from decimal import Decimal
from fractions import Fraction

from golden.second_route import MAHALLE_YEAR, both, row
from golden.second_route_depth_population import PI, decimal

LIMITS = {"95": Fraction("1.959964"), "998": Fraction("3.090232")}
SIDES = {"lower_998": (-1, "998"), "lower_95": (-1, "95"), "upper_95": (1, "95"), "upper_998": (1, "998")}


def residents(tables):
    """{code: (women, residents)} and the same of all mahalles together."""
    people = {code: (cell["female"], both(cell)) for code, cell in tables["mahalle"].items()}
    women, everyone = (sum(column) for column in zip(*people.values()))
    return people, women, everyone


def between(low, value, high):
    return max(low, min(high, value))


def gamma_of_half(k):
    """Gamma(k / 2), from Gamma(1/2) or Gamma(1) upwards."""
    at, value = (Fraction(1, 2), PI.sqrt()) if k % 2 else (Fraction(1), Decimal(1))
    while at < Fraction(k, 2):
        value *= decimal(at)
        at += 1
    return value


def chi_square_tail(chi_square, freedom):
    """P(X >= chi-square): one minus the density, integrated from 0 term by term of its power series."""
    a, x = decimal(Fraction(freedom, 2)), decimal(chi_square) / 2
    term = total = 1 / a
    n = 0
    while term > total * Decimal("1e-70"):
        n += 1
        term *= x / (a + n)
        total += term
    return 1 - total * (a * x.ln() - x).exp() / gamma_of_half(freedom)


def funnel(tables):
    people, women, everyone = residents(tables)
    p0 = Fraction(women, everyone)
    # squares of z keep everything exact until a root is printed; Var X of t drawn from everyone without return
    variance = {code: t * p0 * (1 - p0) * Fraction(everyone - t, everyone - 1) for code, (_, t) in people.items()}
    squares = {code: (f - t * p0) ** 2 / variance[code] for code, (f, t) in people.items()}
    expected = {code: (t * p0, t * (1 - p0)) for code, (_, t) in people.items()}
    chi_square = sum(
        (f - w) ** 2 / w + (t - f - m) ** 2 / m for (f, t), (w, m) in zip(people.values(), expected.values())
    )
    freedom = len(people) - 1
    phi = chi_square / freedom
    rows = [
        row("mahalle_chi_square_p", MAHALLE_YEAR, "all", chi_square, freedom, chi_square_tail(chi_square, freedom)),
        row("mahalle_overdispersion", MAHALLE_YEAR, "all", chi_square, freedom, phi),
    ]
    for name, spread in (("mahalle_funnel", Fraction(1)), ("mahalle_funnel_adjusted", max(Fraction(1), phi))):
        for code, (f, t) in people.items():
            square = squares[code] / spread
            sign = 1 if Fraction(f, t) >= p0 else -1
            rows.append(row(name + "_z", MAHALLE_YEAR, code, f, t, sign * decimal(square).sqrt()))
            half_width = decimal(spread * variance[code] / t**2).sqrt()
            for side, (direction, level) in SIDES.items():
                limit = between(Decimal(0), decimal(p0) + direction * decimal(LIMITS[level]) * half_width, Decimal(1))
                rows.append(row(name + "_limit", MAHALLE_YEAR, f"{code}/{side}", women, everyone, limit))
            for level, z in LIMITS.items():
                flag = Fraction(int(square > z**2))
                rows.append(row(name + "_outside", MAHALLE_YEAR, f"{code}/{level}", f, t, flag))
    return rows


def location_quotients(tables):
    people, women, everyone = residents(tables)
    return [
        row("mahalle_location_quotient", MAHALLE_YEAR, code, f, t, Fraction(f, t) / Fraction(women, everyone))
        for code, (f, t) in people.items()
    ]


def mean_deviation(women, men, drawn):
    """E|X - mu| of the women among ``drawn`` persons drawn without return, summed over every possible X.

    The weights of X, C(women, X) C(men, drawn - X), come one from the other, upwards from the smallest X; their sum
    divides in the end. Nothing is subtracted, so of the 60 digits hardly any is lost.
    """
    everyone = women + men
    x = max(0, drawn - men)
    weight, weights, deviations = Decimal(1), Decimal(0), Decimal(0)
    while True:
        weights += weight
        deviations += weight * abs(x * everyone - drawn * women)
        if x == min(drawn, women):
            return deviations / (weights * everyone)
        weight = weight * ((women - x) * (drawn - x)) / ((x + 1) * (men - drawn + x + 1))
        x += 1


def dissimilarity(tables):
    people, women, everyone = residents(tables)
    men = everyone - women
    found = sum(abs(Fraction(f, women) - Fraction(t - f, men)) for f, t in people.values()) / 2
    deviations = sum(mean_deviation(women, men, t) for _, t in people.values())
    by_chance = deviations * everyone / (2 * women * men)
    corrected = (decimal(found) - by_chance) / (1 - by_chance)
    return [
        row("mahalle_dissimilarity", MAHALLE_YEAR, "all", women, men, found),
        row("mahalle_dissimilarity_by_chance", MAHALLE_YEAR, "all", women, men, by_chance),
        row("mahalle_dissimilarity_corrected", MAHALLE_YEAR, "all", found, by_chance, corrected),
    ]


def mahalles(tables):
    return location_quotients(tables) + funnel(tables) + dissimilarity(tables)
