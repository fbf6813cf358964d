"""What a reader finds out, by trying all counts that there can be. Imports nothing of the package."""

from __future__ import annotations

import itertools


def points(values, sums, hidden, most=10**6):
    """All whole counts that agree with what is shown; sums are pairs of a total and its parts."""
    low = [0 if h else int(v) for v, h in zip(values, hidden, strict=True)]
    high = [most if h else int(v) for v, h in zip(values, hidden, strict=True)]
    yield from _within(low, high, sums)


def _within(low, high, sums):
    if not _tightened(low, high, sums):
        return
    open_ = [place for place in range(len(low)) if low[place] < high[place]]
    if not open_:
        yield tuple(low)
        return
    place = min(open_, key=lambda one: high[one] - low[one])
    for value in range(low[place], high[place] + 1):
        below, above = list(low), list(high)
        below[place] = above[place] = value
        yield from _within(below, above, sums)


def _tightened(low, high, sums):
    """Bounds that follow from other bounds; False where none can be kept."""
    before = None
    while before != (low, high):
        before = (list(low), list(high))
        for total, parts in sums:
            least, most = sum(low[part] for part in parts), sum(high[part] for part in parts)
            low[total], high[total] = max(low[total], least), min(high[total], most)
            for part in parts:
                above, below = high[total] - least + low[part], low[total] - most + high[part]
                high[part], low[part] = min(high[part], above), max(low[part], below)
            if any(low[place] > high[place] for place in (total, *parts)):
                return False
    return True


def ends(values, sums, hidden, most=10**6):
    """The least and the greatest count of each hidden cell, and a world for each of the two."""
    found = {}
    for world in points(values, sums, hidden, most):
        for place in (place for place, is_hidden in enumerate(hidden) if is_hidden):
            least, greatest = found.setdefault(place, [world, world])
            if world[place] < least[place]:
                found[place][0] = world
            if world[place] > greatest[place]:
                found[place][1] = world
    return found


def is_safe(values, sums, hidden, threshold, most=10**6):
    """Whether every hidden count is as uncertain as the threshold."""
    return all(
        above[place] - below[place] >= threshold for place, (below, above) in ends(values, sums, hidden, most).items()
    )


def cheapest(values, sums, must, may, costs, threshold, most=10**6):
    """The cheapest safe pattern, by trying all; None where there is none."""
    free = [place for place in range(len(values)) if may[place] and not must[place]]
    chosen = [
        [must[place] or place in more for place in range(len(values))]
        for number in range(len(free) + 1)
        for more in map(set, itertools.combinations(free, number))
    ]
    chosen.sort(key=lambda hidden: sum(cost for cost, is_hidden in zip(costs, hidden, strict=True) if is_hidden))
    return next((hidden for hidden in chosen if is_safe(values, sums, hidden, threshold, most)), None)
