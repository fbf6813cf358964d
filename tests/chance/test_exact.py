"""Tails of large lotteries: against every term, against SciPy, in any size in a moment."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from time import process_time

import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from yeep_analysis.statistics import exact
from yeep_analysis.statistics.exact import binomial_at_most, fisher, hypergeometric_at_most

some = settings(max_examples=40, deadline=None, derandomize=True)
DIGITS = Fraction(1, 10**25)
share = st.fractions(min_value=0, max_value=1, max_denominator=10**6)


def term_by_term(k: int, n: int, women: int, people: int) -> Fraction:
    """The probability as its definition says it."""
    ways = sum(comb(women, i) * comb(people - women, n - i) for i in range(min(k, women) + 1) if i <= n)
    return Fraction(ways, comb(people, n))


@some
@given(st.integers(0, 900), st.integers(0, 900), st.data())
def test_few_or_many_the_tail_of_a_pool_is_that_of_every_term(women, men, data):
    n = data.draw(st.integers(0, women + men))
    k = data.draw(st.integers(0, n))
    expected = term_by_term(k, n, women, women + men)
    assert abs(hypergeometric_at_most(k, n, women, women + men) - expected) <= expected * DIGITS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_FEW", 0)
        assert abs(hypergeometric_at_most(k, n, women, women + men) - expected) <= expected * DIGITS


@some
@given(st.integers(0, 700), share, st.data())
def test_few_or_many_the_tail_of_a_population_is_that_of_every_term(n, p, data):
    k = data.draw(st.integers(0, n))
    women, men = p.numerator, p.denominator - p.numerator
    expected = Fraction(sum(comb(n, i) * women**i * men ** (n - i) for i in range(k + 1)), p.denominator**n)
    assert abs(binomial_at_most(k, n, p) - expected) <= expected * DIGITS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_FEW", 0)
        assert abs(binomial_at_most(k, n, p) - expected) <= expected * DIGITS


@pytest.mark.parametrize("k", [1, 300, 1100, 1150, 1200, 1250, 3000])
def test_the_staff_of_a_metropolis_is_that_of_scipy(k):
    found = float(hypergeometric_at_most(k, 3000, 12_000, 30_000))
    assert found == pytest.approx(scipy.stats.hypergeom.cdf(k, 30_000, 12_000, 3000), rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    "probability",
    [
        lambda: hypergeometric_at_most(1150, 3000, 12_000, 30_000),
        lambda: hypergeometric_at_most(1, 45_000, 36_000, 90_000),
        lambda: hypergeometric_at_most(199_500, 500_000, 400_000, 1_000_000),
        lambda: binomial_at_most(1000, 90_000, Fraction(42_123_457, 85_000_003)),
        lambda: fisher((30_000, 90_000), (50_000, 90_000)),
    ],
)
def test_no_size_takes_longer_than_a_moment(probability):
    start = process_time()
    assert 0 < probability() < 1
    assert process_time() - start < 3


def test_terms_of_few_numbers_are_whole_numbers():
    assert hypergeometric_at_most(2, 4, 5, 9) == Fraction(10 * 6 + 5 * 4 + 1, 126)
    assert fisher((3, 4), (1, 4)) == Fraction(34, 70)
