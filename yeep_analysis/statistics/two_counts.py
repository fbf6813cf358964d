"""Whether two counts of equal time differ by more than chance: exact, and quick for counts of any size.

The test is the conditional one of Przyborowski and Wilenski (1940): of n = a + b events each falls into either year
like a fair coin, so p = min(1, 2 · P(Bin(n, 1/2) ≥ max(a, b))), and the counts differ where p ≤ 1/20.

The plain sum needs whole numbers of n bits. Instead, the part between the tail and the centre is summed, which has no
more than 1.4 · √n terms, and compared with what it must be. With h = ⌊n/2⌋, c = C(n, h) / 2^n and S the sum of
C(n, i) / C(n, h) over min(a, b) < i ≤ h (where n is even, the centre i = h counts half),

    P(Bin(n, 1/2) ≤ min(a, b)) = 1/2 - c · S,    so that    p ≤ 1/20  ⟺  c · S ≥ 19/40.

C(2h, h) / 4^h is Γ(h + 1/2) / (√π · Γ(h + 1)), and Brouncker's continued fraction B(s) = s + 1²/(2s + 3²/(2s + …)) is
4 · (Γ((s + 3)/4) / Γ((s + 1)/4))² (Perron, Die Lehre von den Kettenbrüchen, volume 2), so that

    (C(2h, h) / 4^h)² = 4 / (π · B(4h + 1)).

All parts of the fraction are positive, so B lies between any two of its convergents that follow one another. S is
computed in whole numbers of units of 2^-160, always downwards, and what was rounded off is bounded. So both sides lie
within known bounds, which for large n agree in more than 30 digits. Where they do not decide, the plain sum does: the
answer is always that of the plain sum. (No n is known where they do not.)
"""

from __future__ import annotations

from fractions import Fraction

_ONE = 1 << 160  # the unit of the sums is 1 / _ONE
_PI = (
    Fraction(31415926535897932384626433832795028841971, 10**40),
    Fraction(31415926535897932384626433832795028841972, 10**40),
)
_LEVELS = 10
# 2 · ln 40 = 7.3777…: by Hoeffding's inequality p ≤ 2 · exp(-(a - b)² / (2n)), which is at most 1/20 from here on.
_FAR = Fraction(7378, 1000)


def counts_differ(a: int, b: int) -> bool:
    """Whether two counts differ by more than chance: p ≤ 1/20 in the exact conditional test, two-sided."""
    n, fewer = a + b, min(a, b)
    if n == 0 or a == b:
        return False
    if (a - b) ** 2 >= _FAR * n:
        return True
    decided = by_bounds(n, fewer)
    return by_sum(n, fewer) if decided is None else decided


def by_sum(n: int, fewer: int) -> bool:
    """The plain sum: 40 · (C(n, 0) + … + C(n, fewer)) ≤ 2^n."""
    term = total = 1
    for i in range(fewer):
        term = term * (n - i) // (i + 1)
        total += term
    return 40 * total <= 1 << n


def by_bounds(n: int, fewer: int) -> bool | None:
    """The same from bounds of both sides of c² · S² ≥ (19/40)², times 1600 · π · B; None where they overlap."""
    least, most = _sum_to_the_centre(n, fewer)
    half, odd = divmod(n, 2)
    factor = 6400 * Fraction(2 * half + 1, 2 * half + 2) ** 2 if odd else Fraction(6400)
    low, high = _brouncker(4 * half + 1)
    if factor * least**2 >= 361 * _PI[1] * high:
        return True
    if factor * most**2 < 361 * _PI[0] * low:
        return False
    return None


def _sum_to_the_centre(n: int, fewer: int) -> tuple[Fraction, Fraction]:
    """Bounds of S.

    Each step multiplies by 1 or less and rounds down by less than a unit, so term j is off by at most j units.
    """
    half = n // 2
    steps = half - fewer
    term, total = _ONE, 0
    for j in range(1, steps + 1):
        total += term
        term = term * (half - j + 1) // (n - half + j)
    if n % 2 == 0:
        total -= _ONE // 2
    return Fraction(max(total, 0), _ONE), Fraction(max(total + steps * steps, 0), _ONE)


def _brouncker(s: int) -> tuple[Fraction, Fraction]:
    """Two convergents of B(s) that follow one another: the even one lies below, the odd one above."""
    return _convergent(s, _LEVELS), _convergent(s, _LEVELS + 1)


def _convergent(s: int, levels: int) -> Fraction:
    numerator, denominator = 2 * s, 1
    for level in range(levels, 0, -1):
        numerator, denominator = (2 * s) * numerator + (2 * level - 1) ** 2 * denominator, numerator
    return Fraction(numerator, denominator) - s
