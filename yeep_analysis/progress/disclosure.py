"""Small counts of sensitive measures: the rule by which they are hidden, before anything of them is computed or shown.

Counts of 1 to 4 of a sensitive measure are not published, nor is what would give them away: the part beside its whole,
the sex beside the total, the change from or to them. Zero is shown: it tells of nobody. Parts of sensitive measures (by
mahalle, month, age) are not published at all.
"""

from __future__ import annotations

from collections.abc import Iterable

SMALLEST_SHOWN = 5  # the municipality's lawyer may set another


def is_small(count: int | None) -> bool:
    """Whether a count of persons may not be shown."""
    return count is not None and 0 < count < SMALLEST_SHOWN


def any_small(counts: Iterable[int | None]) -> bool:
    """Whether one of several counts that stand beside each other may not be shown."""
    return any(is_small(count) for count in counts)
