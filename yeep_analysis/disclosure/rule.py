"""What a reader learns who knows the rule as well: the threshold, the sign, all sums, and how the pattern was chosen.

Such a reader thinks only those counts possible from which the same cells would have been hidden. Of every hidden cell
two such worlds must exist that differ by the threshold or more. They are looked for from what is shown alone, so that
the outcome of the search tells the reader nothing either: it is the same for every world that looks alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from yeep_analysis.disclosure.attack import MOST, Attack, DisclosureError, add_row
from yeep_analysis.disclosure.cells import Counts
from yeep_analysis.disclosure.pattern import THRESHOLD, Pattern, choose

RATIO = 2.0


def told_by_the_rule(counts: Counts, pattern: Pattern, threshold: int = THRESHOLD) -> list[int]:
    """The hidden cells of which the rule itself tells more than it may, as far as the search can see.

    counts    the tables; of hidden cells nothing is read
    pattern   what is hidden, chosen by `choose`
    """
    hidden = pattern.hidden
    least = {int(place): MOST for place in np.flatnonzero(hidden)}
    greatest = dict.fromkeys(least, -1)

    def seen(world: np.ndarray) -> None:
        for place in least:
            least[place], greatest[place] = min(least[place], world[place]), max(greatest[place], world[place])

    told = []
    for place in least:
        if greatest[place] - least[place] >= threshold:
            continue
        for world in _worlds(counts, hidden, place, threshold):
            if _looks_alike(counts, world, hidden, threshold):
                seen(world)
                if greatest[place] - least[place] >= threshold:
                    break
        else:
            told.append(place)
    return told


def _looks_alike(counts: Counts, world: np.ndarray, hidden: np.ndarray, threshold: int) -> bool:
    """Whether the rule would hide the same cells of these counts."""
    is_small = (world > 0) & (world < threshold)
    if (is_small & ~hidden).any():
        return False
    if (is_small == hidden).all():
        return True  # what is hidden protects itself, so that nothing else need be
    try:
        alike = Counts(counts.cells, world, counts.sums, counts.shown)
        found = choose(alike, threshold, costs=np.where(hidden, 1.0, RATIO))
    except DisclosureError:
        return False
    return bool((found.hidden == hidden).all())


def _worlds(counts: Counts, hidden: np.ndarray, place: int, threshold: int) -> Iterator[np.ndarray]:
    """Worlds in which a cell has little, then much, and as many of the hidden cells as possible are small."""
    attack = Attack(counts, hidden)
    least, greatest = attack.extreme(place, least=True), attack.extreme(place, least=False)
    low = max(least, 1)
    for below, above in (
        (low, low),
        (low + threshold, greatest),
        (least, least),
        (low + 2 * threshold, greatest),
        (greatest, greatest),
    ):
        if (
            below <= min(above, greatest)
            and (world := _smallest(attack, place, below, min(above, greatest), threshold)) is not None
        ):
            yield world


def _smallest(attack: Attack, place: int, least: int, greatest: int, threshold: int) -> np.ndarray | None:
    """The world with the most small counts in which a cell lies between two numbers."""
    import highspy

    programme, free = attack._programme(whole=True), attack._free
    number = len(free)
    for column in range(number):
        programme.addVar(0.0, 1.0)
        programme.changeColIntegrality(number + column, highspy.HighsVarType.kInteger)
        programme.changeColCost(number + column, 1.0)
        room = attack.most
        add_row(programme, {column: 1.0, number + column: float(room)}, -np.inf, threshold - 1.0 + room)
        add_row(programme, {column: 1.0, number + column: -1.0}, 0.0, np.inf)
    programme.changeColBounds(int(np.flatnonzero(free == place)[0]), float(least), float(greatest))
    programme.changeObjectiveSense(highspy.ObjSense.kMaximize)
    programme.run()
    if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    world = np.array(attack.counts.values)
    world[free] = np.round(np.array(programme.getSolution().col_value)[:number]).astype(int)
    return world
