"""Plausibility and two elections: SciPy, statsmodels, every division tried, published examples, bodies without posts."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, isnan

import pandas as pd
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from representation.records import of_the_district, only, people, posts, values
from yeep_analysis.representation import chance
from yeep_analysis.results import of
from yeep_analysis.statistics.exact import binomial_at_most, fisher, hypergeometric_at_most, newcombe, wilson
from yeep_analysis.words.errors import MeasureError

some = settings(max_examples=25, deadline=None, derandomize=True)
CHANGES = (chance.CHANGE, chance.CHANGE_LOWER, chance.CHANGE_UPPER, chance.CHANGE_P)
few = st.integers(0, 40)
body = st.tuples(few, few)


def council(*pairs: tuple[int, int]) -> pd.DataFrame:
    """Councils of the elections from 2014 on, as (women, men)."""
    return posts(council_member={2014 + 5 * at: pair for at, pair in enumerate(pairs)})


@some
@given(body, st.tuples(st.integers(0, 10**5), st.integers(1, 10**5)))
def test_the_binomial_probability_is_that_of_scipy(sexes, reference):
    k, n = sexes[0], sum(sexes)
    found = chance.plausibility_reference(council(sexes), people(reference))
    if n == 0:
        assert isnan(only(found))
    else:
        expected = scipy.stats.binom.cdf(k, n, reference[0] / sum(reference))
        assert only(found, part="council_member", against="population", against_year=2022) == pytest.approx(
            expected, rel=1e-6, abs=1e-300
        )


@some
@given(body)
def test_half_is_a_coin(sexes):
    k, n = sexes[0], sum(sexes)
    found = only(chance.plausibility(council(sexes)))
    if n == 0:
        assert isnan(found)
    else:
        assert found == pytest.approx(scipy.stats.binomtest(k, n, 0.5, alternative="less").pvalue, rel=1e-9)
        assert Fraction(found) == pytest.approx(Fraction(sum(comb(n, i) for i in range(k + 1)), 2**n))


@some
@given(body, body)
def test_the_choice_from_a_pool_is_that_of_scipy(sexes, others):
    pool = tuple(one + more for one, more in zip(sexes, others))
    found = chance.plausibility_pool(council(sexes), people(pool))
    k, n = sexes[0], sum(sexes)
    if n == 0:
        assert isnan(only(found))
    else:
        assert only(found) == pytest.approx(scipy.stats.hypergeom.cdf(k, sum(pool), pool[0], n), rel=1e-6)


@pytest.mark.parametrize(("women", "men", "n"), [(3, 4, 3), (2, 5, 4), (5, 1, 2), (0, 4, 2)])
def test_the_choice_from_a_pool_is_that_of_every_choice_tried(women, men, n):
    pool = [1] * women + [0] * men
    tried = [sum(chosen) for chosen in combinations(pool, n)]
    for k in range(n + 1):
        assert hypergeometric_at_most(k, n, women, women + men) == Fraction(sum(x <= k for x in tried), len(tried))


def test_more_posts_than_the_pool_holds_are_refused_in_words():
    with pytest.raises(MeasureError, match="3"):
        chance.plausibility_pool(council((2, 1)), people((1, 1)))


def test_a_pool_of_two_groups_is_refused():
    with pytest.raises(MeasureError, match="2"):
        chance.plausibility_pool(council((2, 1)), posts(staff={2022: (9, 9)}, muhtar={2022: (9, 9)}))


def test_without_anybody_in_the_reference_nothing_is_plausible():
    assert isnan(only(chance.plausibility_reference(council((2, 1)), people((0, 0)))))


@some
@given(body, body)
def test_two_elections_are_compared_as_scipy_and_statsmodels_do(first, second):
    found = chance.changes(council(first, second))
    change, lower, upper, p = (only(found, one) for one in CHANGES)
    if not (sum(first) and sum(second)):
        assert isnan(p) and isnan(change) and isnan(lower) and isnan(upper)
        return
    assert p == pytest.approx(scipy.stats.fisher_exact([first, second]).pvalue, rel=1e-6)
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(second[0], sum(second), first[0], sum(first), method="newcomb")
    assert lower == pytest.approx(100 * low, rel=1e-6, abs=1e-6)
    assert upper == pytest.approx(100 * high, rel=1e-6, abs=1e-6)
    assert lower <= change <= upper


@some
@given(st.integers(0, 300), st.integers(0, 300))
def test_the_limits_of_one_share_are_wilsons(women, men):
    from statsmodels.stats.proportion import proportion_confint

    if women + men:
        expected = proportion_confint(women, women + men, method="wilson")
        assert wilson(women, women + men) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0000),
    ],
)
def test_the_examples_of_newcombe(first, second, low, high):
    assert newcombe(first, second) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("first", "second", "p"),
    # Fisher's tea (Agresti, Categorical Data Analysis, 3.5.2) and the example of SciPy's help page of fisher_exact
    [((3, 4), (1, 4), 0.4857), ((8, 10), (1, 6), 0.0350)],
)
def test_the_examples_of_fishers_test(first, second, p):
    assert float(fisher(first, second)) == pytest.approx(p, abs=5e-5)


@some
@given(st.integers(1, 7), st.integers(1, 7), st.data())
def test_fishers_p_is_that_of_every_deal_tried(n1, n2, data):
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    dealt = [sum(seat < n1 for seat in women) for women in combinations(range(n1 + n2), k1 + k2)]
    often = {x: dealt.count(x) for x in set(dealt)}
    as_rare = sum(number for number in often.values() if number <= often[k1])
    assert fisher((k1, n1), (k2, n2)) == Fraction(as_rare, len(dealt))


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 3), Fraction(0), Fraction(1)])
def test_the_whole_distribution_is_certain(share):
    assert binomial_at_most(9, 9, share) == 1
    assert hypergeometric_at_most(4, 4, 6, 9) == 1


def test_one_election_has_nothing_to_be_compared_with():
    assert chance.changes(council((9, 16))).empty


def test_one_post_is_a_body():
    found = of(chance.changes(posts(mayor={2019: (0, 1), 2024: (1, 0)})), chance.CHANGE)
    assert found[["numerator", "denominator", "value"]].to_numpy().tolist() == [[1, 0, 100]]
    assert values(chance.plausibility(posts(mayor={2019: (0, 1), 2024: (1, 0)}))) == {
        (2019, "mayor"): 0.5,
        (2024, "mayor"): 1,
    }


def test_without_posts_there_is_no_share_and_no_change():
    found = chance.changes(council((0, 0), (0, 1), (0, 0)))
    assert len(found) == 2 * len(CHANGES) and found["value"].isna().all()
    shares = of(found, chance.CHANGE)[["numerator", "denominator"]]
    assert shares.isna().to_numpy().tolist() == [[False, True], [True, False]]
    assert isnan(only(chance.plausibility(council((0, 0)))))


def test_each_election_is_compared_with_the_one_before_it():
    frame = pd.concat([council((5, 20), (9, 16), (17, 8)), posts(muhtar={2019: (2, 9)})])
    found = of(chance.changes(frame.sample(frac=1, random_state=3)), chance.CHANGE)
    assert values(found) == {(2019, "council_member"): pytest.approx(16), (2024, "council_member"): pytest.approx(32)}
    assert found["denominator"].tolist() == pytest.approx([5 / 25, 9 / 25])


def test_a_council_of_25_needs_17_women_before_it_differs_from_9():
    assert only(chance.smallest_clear_rise(council((9, 16)))) == 17
    assert (
        scipy.stats.fisher_exact([[9, 16], [17, 8]]).pvalue
        <= 0.05
        < scipy.stats.fisher_exact([[9, 16], [16, 9]]).pvalue
    )


@settings(max_examples=30, deadline=None, derandomize=True)
@given(body.filter(sum))
def test_the_smallest_clear_rise_is_the_first_that_scipy_calls_clear(sexes):
    k, n = sexes[0], sum(sexes)
    clear = [more for more in range(k + 1, n + 1) if scipy.stats.fisher_exact([sexes, (more, n - more)]).pvalue <= 0.05]
    found = only(chance.smallest_clear_rise(council(sexes)))
    assert isnan(found) if not clear else found == clear[0]


def test_the_staff_of_the_district_is_no_play_of_chance_and_its_heads_are_one_of_the_staff():
    frame, staff = of_the_district(), of_the_district("staff")
    half = values(chance.plausibility(frame))
    assert half[2022, "staff"] == pytest.approx(scipy.stats.binom.cdf(48, 172, 0.5), rel=1e-6)
    assert half[2019, "council_member"] == pytest.approx(scipy.stats.binom.cdf(9, 25, 0.5), rel=1e-6)
    heads = chance.plausibility_pool(of_the_district("department_head"), staff)
    assert only(heads, against="staff", against_year=2022) == pytest.approx(
        scipy.stats.hypergeom.cdf(6, 172, 48, 18), rel=1e-6
    )


def test_terms_made_from_one_another_are_those_made_from_scratch():
    for first, second in (((3, 8), (5, 9)), ((0, 4), (4, 4)), ((7, 7), (0, 3)), ((40, 90), (61, 100))):
        (k1, n1), (k2, n2) = first, second
        women = k1 + k2
        weights = [comb(n1, i) * comb(n2, women - i) for i in range(max(0, women - n2), min(n1, women) + 1)]
        found = comb(n1, k1) * comb(n2, k2)
        assert fisher(first, second) == Fraction(sum(w for w in weights if w <= found), sum(weights))
    for share in (Fraction(0), Fraction(1, 3), Fraction(5, 7), Fraction(1)):
        for k in range(7):
            terms = [comb(6, i) * share**i * (1 - share) ** (6 - i) for i in range(k + 1)]
            assert binomial_at_most(k, 6, share) == sum(terms)
