"""When a change is more than chance: both exact tests against their plain sums, against scipy, and at their borders."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isqrt
from time import process_time

import pytest
import scipy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yeep_analysis.progress import smallest_clear_rise
from yeep_analysis.statistics import exact
from yeep_analysis.statistics.exact import counts_differ, shares_differ

some = settings(max_examples=40, deadline=None)
LEVEL = Fraction(1, 20)
AT_THE_BORDER = 1e-9  # of p: where a float cannot tell


def plain_p_of_counts(a: int, b: int) -> Fraction:
    """The exact p as the rule says it, summed from the far end."""
    n = a + b
    return min(Fraction(1), 2 * Fraction(sum(comb(n, i) for i in range(max(a, b), n + 1)), 2**n))


def plain_p_of_shares(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """The exact p as the rule says it."""
    (x, n1), (y, n2) = first, second
    k = x + y
    weights = [comb(n1, i) * comb(n2, k - i) for i in range(max(0, k - n2), min(k, n1) + 1)]
    observed = comb(n1, x) * comb(n2, y)
    return Fraction(sum(one for one in weights if one <= observed), comb(n1 + n2, k))


# --- two counts ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"), [(0, 6), (1, 8), (2, 10), (3, 12), (5, 15), (10, 23), (20, 36), (50, 73), (100, 131)]
)
def test_the_smallest_clear_rise(before, after):
    assert smallest_clear_rise(before) == after
    assert plain_p_of_counts(before, after) <= LEVEL < plain_p_of_counts(before, after - 1)


def test_a_few_p_worked_by_hand():
    # 0 and 6: both corners of 6 coins, 2/64. 1 and 8: 2 · (1 + 9)/512. 3 and 3: more than 1 is 1.
    assert plain_p_of_counts(0, 6) == Fraction(1, 32)
    assert plain_p_of_counts(1, 8) == Fraction(5, 128)
    assert plain_p_of_counts(3, 3) == 1


def test_all_small_counts_are_told_apart_as_the_plain_sum_does():
    pairs = [(a, b) for a in range(45) for b in range(a, 45)]
    assert [(a, b) for a, b in pairs if counts_differ(a, b) != (plain_p_of_counts(a, b) <= LEVEL)] == []
    assert [(a, b) for a, b in pairs if counts_differ(a, b) != counts_differ(b, a)] == []


def borders(largest: int):
    """For every n: the largest count that still differs from the rest of n, by a running exact sum.

    The sum of C(n + 1, i) up to k is twice that of C(n, i), less C(n, k).
    """
    k, total, last = -1, 0, 0  # the sum of C(n, i) up to k, and C(n, k)
    for n in range(1, largest + 1):
        total, last = (2 * total - last, last * n // (n - k)) if k >= 0 else (0, 0)
        while 40 * (total + comb(n, k + 1)) <= 2**n:
            k += 1
            last = comb(n, k)
            total += last
        yield n, k


def test_up_to_2000_in_all_the_bounds_decide_and_say_what_the_exact_sum_says(monkeypatch):
    """Every n, at both sides of its border; beyond these the tail only grows or shrinks."""
    monkeypatch.setattr(exact, "_FEW", 0)
    monkeypatch.setattr(exact, "_plain_p", None)  # nobody asks for it
    wrong = [
        (n, fewer)
        for n, k in borders(2000)
        for fewer in (k, k + 1)
        if 0 <= fewer <= n // 2
        if counts_differ(fewer, n - fewer) is not (fewer <= k)
    ]
    assert wrong == []


@pytest.mark.parametrize("n", [5, 6, 29, 30, 501, 4000])
def test_the_sum_that_stands_in_where_bounds_fail_is_the_same(n, monkeypatch):
    expected = [counts_differ(fewer, n - fewer) for fewer in range(n // 2 + 1)[-120:]]
    monkeypatch.setattr(exact, "_FEW", 0)
    monkeypatch.setattr(exact, "_error", lambda numbers: Fraction(10**9))
    assert [counts_differ(fewer, n - fewer) for fewer in range(n // 2 + 1)[-120:]] == expected


@some
@given(a=st.integers(0, 10**5), d=st.integers(0, 1500))
def test_two_counts_are_told_apart_as_scipy_does(a, d):
    assume(a + d)
    p = scipy.stats.binomtest(a, 2 * a + d, 0.5).pvalue
    assume(abs(p - 0.05) > AT_THE_BORDER)
    assert counts_differ(a, a + d) == (p <= 0.05)


@some
@given(a=st.integers(0, 10**7))
def test_the_larger_a_count_the_clearer_its_rise_and_the_larger_the_start_the_later(a):
    border = smallest_clear_rise(a)
    assert not counts_differ(a, border - 1)
    assert counts_differ(a, border)
    assert counts_differ(a, border + 1)
    assert smallest_clear_rise(a + 1) >= border
    # about 1.96 · √(a + b), with half a step to each side
    assert abs((border - a - 1) - 1.95996 * isqrt(a + border)) < 4


def test_counts_of_any_size_are_quick():
    start = process_time()
    for a in (10**6, 10**8, 10**9):
        assert not counts_differ(a, a + isqrt(2 * a))
        assert counts_differ(a, a + 2 * isqrt(2 * a) + 2)
        assert counts_differ(0, a)
        assert counts_differ(a, 2 * a)
    assert process_time() - start < 2


# --- two shares ----------------------------------------------------------------


def test_a_few_p_of_shares_worked_by_hand():
    # 0 of 3 and 3 of 3: two corners of C(6, 3) = 20
    assert plain_p_of_shares((0, 3), (3, 3)) == Fraction(1, 10)
    # the tea of Fisher: 3 of 4 and 1 of 4: (1 + 16 + 16 + 1) of C(8, 4) = 70
    assert plain_p_of_shares((3, 4), (1, 4)) == Fraction(34, 70)
    assert plain_p_of_shares((1, 1), (0, 19)) == LEVEL


def test_p_of_exactly_one_in_twenty_is_clear():
    assert shares_differ((1, 1), (0, 19))
    assert not shares_differ((1, 1), (0, 18))
    assert shares_differ((5 * 10**6, 5 * 10**6), (5 * 10**6 - 1, 10**7)) is True
    assert shares_differ((1, 5 * 10**6), (0, 95 * 10**6))


@pytest.mark.parametrize("n1", range(1, 11))
def test_all_small_shares_are_told_apart_as_the_plain_sum_does(n1):
    wrong = [
        (x, n1, y, n2)
        for n2 in range(1, 11)
        for x in range(n1 + 1)
        for y in range(n2 + 1)
        if shares_differ((x, n1), (y, n2)) != (plain_p_of_shares((x, n1), (y, n2)) <= LEVEL)
    ]
    assert wrong == []


def tables(largest: int):
    """Two shares of up to ``largest`` cases."""
    share = st.integers(1, largest).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    near = st.tuples(share, st.integers(1, largest), st.integers(-12, 12)).map(
        lambda of: (of[0], (max(0, min(of[1], of[0][0] * of[1] // of[0][1] + of[2])), of[1]))
    )
    same_size = st.tuples(share, st.integers(-30, 30)).map(
        lambda of: (of[0], (max(0, min(of[0][1], of[0][0] + of[1])), of[0][1]))
    )
    return st.one_of(st.tuples(share, share), near, same_size)


@settings(max_examples=80, deadline=None)
@given(pair=tables(300))
def test_two_shares_are_told_apart_as_the_plain_sum_and_as_scipy_do(pair):
    (x, n1), (y, n2) = pair
    exact = plain_p_of_shares(*pair)
    assert shares_differ(*pair) == (exact <= LEVEL)
    scipys = scipy.stats.fisher_exact([[x, n1 - x], [y, n2 - y]]).pvalue
    assert abs(scipys - float(exact)) < 1e-7


@settings(max_examples=30, deadline=None)
@given(pair=tables(2500))
def test_where_the_bounds_decide_they_say_what_the_plain_sum_says(pair):
    plain = exact._plain_p(*exact._table(*pair))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_FEW", 0)
        assert shares_differ(*pair) == (plain <= LEVEL)
        patch.setattr(exact, "_plain_p", None)
        assert abs(exact.fisher(*pair) - plain) <= plain * Fraction(1, 10**25)


@some
@given(pair=tables(10**5))
def test_turning_shares_round_changes_nothing(pair):
    (x, n1), (y, n2) = pair
    told = shares_differ((x, n1), (y, n2))
    assert shares_differ((y, n2), (x, n1)) == told
    assert shares_differ((n1 - x, n1), (n2 - y, n2)) == told


def test_equal_sizes_have_a_twin_of_the_same_weight_on_the_other_side():
    """The twin counts: without it p would be half. In large tables only whole numbers can tell."""
    n = 10**6
    # normal approximation of the border: the difference is 1.96 · √(n / 2) = 1386
    assert not shares_differ((500_000, n), (501_370, n))
    assert shares_differ((500_000, n), (501_400, n))


@pytest.mark.parametrize("n", [10**5, 10**6, 10**8])
def test_shares_of_any_size_are_quick_and_close_to_the_normal_approximation(n):
    start = process_time()
    half, apart = n // 2, isqrt(n // 2)
    assert not shares_differ((half, n), (half + 19 * apart // 10, n))
    assert shares_differ((half, n), (half + 2 * apart + 2, n))
    assert shares_differ((half, n), (n // 3, n))
    assert process_time() - start < 4
