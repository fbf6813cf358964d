"""Small counts of sensitive measures: the rule by which they are hidden, before anything of them is computed or shown.

Counts of a sensitive measure from 1 to below the municipality's threshold (5 where it sets none) are not published, nor
is what would give them away: the part beside its whole, the sex beside the total, the change from or to them. Zero is
shown: it tells of nobody. Parts of sensitive measures (by mahalle, month, age) are not published at all.
"""

from __future__ import annotations

from collections.abc import Iterable


def any_small(counts: Iterable[int | None], smallest_shown: int) -> bool:
    """Whether one of several counts of persons that stand beside each other may not be shown."""
    return any(count is not None and 0 < count < smallest_shown for count in counts)
