"""Bulletins month after month, years, corrections, merges: what a reader of all of them finds out of a hidden count.

The reader is built from the counts themselves, in SciPy's solver: each count of a mahalle, month and kind is an unknown,
each printed number a sum of unknowns. Of the package come the printed numbers alone.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from disclosure.test_publication import made
from scipy.optimize import Bounds, LinearConstraint, milp

from sensitive.making import EXAMPLE
from yeep_analysis import publication
from yeep_analysis.disclosure import ledger
from yeep_analysis.disclosure.attack import DisclosureError
from yeep_analysis.disclosure.ledger import Told
from yeep_analysis.edition import Edition
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.table_files import read_rows
from yeep_analysis.sensitive.protected import load_applications, load_survey, published_tables
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.terms import Stage, Violence

THRESHOLD, MOST = 5, 10_000
KINDS, STAGES = [kind.value for kind in Violence], [stage.value for stage in Stage]
HEAD = "month,source,mahalle_code,kind,stage,n,file,sha256,sheet,cell,received_on"
REST = f"2025-01.xlsx,{'a' * 64},Sayfa,C3,2025-12-31"


class Readers:
    """Readers of all that was published: every number they saw, as a sum of unknowns."""

    def __init__(self):
        self.place, self.truth = {}, []
        self.seen, self.told = [], {}  # sums that are known, and those that are not, by the cells that hid them
        self.printed = set()  # cells with their counts
        self.totals, self.before = [], []  # of the months that were told, and those of the month before beside them

    def unknown(self, name, n):
        """The place of a count; one that was corrected is another unknown."""
        if (name, n) not in self.place:
            self.place[name, n] = len(self.truth)
            self.truth.append(n)
        return self.place[name, n]

    def read(self, cells, counts, stages, months, places):
        """Take note of an edition of some months; places are those of the folder, one by one."""
        for cell, n in cells.items():
            _applied, _source, month, place, kind, stage = cell
            at = [month] if month else months
            if not {*at} <= {*months}:  # the total of the month before
                self.before.append((month, n))
                continue
            of = place.split("+") if place else places
            kinds = [kind] if kind else KINDS
            if stage:
                names = [(("stage", m, k, stage), stages[m, k, stage]) for m in at for k in kinds]
            else:
                names = [((m, p, k), counts[m, p, k]) for m in at for p in of for k in kinds]
            self.note(names, n, cell)
        for m in {cell[2] for cell in cells if cell[5]}:
            for k in KINDS:
                of_stages = {self.unknown(("stage", m, k, s), stages[m, k, s]): 1 for s in STAGES}
                of_places = {self.unknown((m, p, k), counts[m, p, k]): -1 for p in places}
                self.seen.append((of_stages | of_places, 0))
        for m in months:
            self.totals.append((m, [((m, p, k), counts[m, p, k]) for p in places for k in KINDS]))
            for p in places:
                for k in KINDS:
                    self.note([((m, p, k), counts[m, p, k])])
                self.note([((m, p, k), counts[m, p, k]) for k in KINDS])

    def compare_with_the_month_before(self):
        """What the total beside a bulletin tells of the bulletin before: nothing where it was corrected in between."""
        for month, n in self.before:
            for told, names in self.totals:
                if told == month and sum(count for _name, count in names) == n:
                    self.note(names, n)

    def note(self, names, n=None, cell=None):
        """A number that was printed, one that was hidden, or (of no cell) one that stood nowhere."""
        terms = frozenset(self.unknown(*name) for name in names)
        truth = sum(self.truth[place] for place in terms)
        if n is not None:
            assert n == truth
            self.seen.append((dict.fromkeys(terms, 1), n))
            self.printed.add((cell, n))
        else:
            self.told.setdefault(terms, set()).update({(cell, truth)} if cell else ())

    def found_out(self):
        """Hidden sums that are known too well: their counts, whether they were told of, least and greatest."""
        known = {frozenset(terms) for terms, _n in self.seen}
        asked = [(terms, of) for terms, of in self.told.items() if terms not in known and not of & self.printed]
        worlds = Worlds(self.truth, self.seen, [terms for terms, _of in asked])
        names, found = {place: name for name, place in self.place.items()}, []
        for row, (terms, of) in enumerate(asked):
            least, greatest = worlds.ends(row)
            is_harmless = not of and (greatest == 0 or least >= THRESHOLD)
            if greatest - least < THRESHOLD and not is_harmless:
                found.append((sorted(names[place] for place in terms), bool(of), least, greatest))
        return found


class Worlds:
    """All counts that agree with what was seen, by SciPy's solver; and how far some sums reach in them."""

    def __init__(self, truth, seen, asked):
        truth = np.array(truth)
        matrix, right = rows_of([terms for terms, _n in seen], len(truth)), np.array([n for _terms, n in seen])
        assert (matrix @ truth == right).all()
        self.seen = LinearConstraint(matrix, right, right)
        self.sums = rows_of([dict.fromkeys(terms, 1) for terms in asked], len(truth))
        self.low = self.high = self.sums @ truth
        random = np.random.default_rng(1)
        for _sweep in range(12):  # many sums at once spare most of the single questions
            is_open = self.high - self.low < THRESHOLD
            if is_open.sum() > 8:
                self.farthest((random.choice([-1.0, 1.0], len(is_open)) * is_open) @ self.sums)

    def ends(self, row):
        """The least and the greatest that a sum can be; no farther than the threshold where they are that far apart."""
        if self.high[row] - self.low[row] < THRESHOLD:
            self.farthest(self.sums[row])
            self.farthest(-self.sums[row])
        return round(float(self.low[row])), round(float(self.high[row]))

    def farthest(self, goal):
        bounds, options = Bounds(0, MOST), {"mip_rel_gap": 0}
        solved = milp(-goal, integrality=np.ones(len(goal)), bounds=bounds, constraints=self.seen, options=options)
        assert solved.status == 0, solved.message
        values = self.sums @ np.round(solved.x)
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)


def rows_of(sums, number):
    matrix = np.zeros((len(sums), number))
    for row, terms in enumerate(sums):
        matrix[row, list(terms)] = list(terms.values())
    return matrix


class Municipality:
    """A folder of a few mahalles in which months come, are corrected and published."""

    def __init__(self, folder, seed, mahalles=3):
        self.random, self.seed = np.random.default_rng(seed), seed
        self.data, self.out = folder / "data", folder / "out"
        self.data.mkdir(parents=True)
        (self.data / "monthly").mkdir()
        shutil.copy(EXAMPLE / "municipality.csv", self.data)
        lines = (EXAMPLE / "mahalles.csv").read_text(encoding="utf-8").splitlines()
        (self.data / "mahalles.csv").write_text("\n".join(lines[: 1 + mahalles]) + "\n", encoding="utf-8")
        (self.data / "secret_salt.txt").write_text(f"salt {seed}\n", encoding="ascii")
        self.codes = [line.split(",")[0] for line in lines[1 : 1 + mahalles]]
        self.places = [*self.codes, "unknown"]
        self.size = self.random.gamma(1.2, 1.0, len(self.places)) * self.random.choice([1, 3, 8])
        self.mix = self.random.gamma(2, 0.5, 2)
        self.has_stages = self.random.random() < 0.5
        self.counts, self.stages, self.months = {}, {}, []
        self.editions = []  # what readers have: the arguments of `Readers.read`
        table = TABLES["municipality"]
        self.row = read_rows(table, self.data / table.file)[0].rows[0][1]

    def take(self, month):
        """A month comes in."""
        self.months = sorted({*self.months, month})
        for p, place in enumerate(self.places):
            for k, kind in enumerate(KINDS):
                mean = self.size[p] * self.mix[k] + 0.1 if k < 2 else 0
                self.counts[month, place, kind] = int(self.random.poisson(mean))
        self._stages(month)

    def correct(self, month):
        """Some counts of a month change."""
        for _number in range(self.random.integers(1, 3)):
            key = month, str(self.random.choice(self.places)), KINDS[self.random.integers(2)]
            self.counts[key] = max(0, self.counts[key] + int(self.random.integers(-6, 7)))
        self._stages(month)

    def _stages(self, month):
        for kind in KINDS:
            n = sum(self.counts[month, place, kind] for place in self.places)
            spread = self.random.multinomial(n, [0.6, 0.3, 0.1, 0, 0, 0])
            for stage, part in zip(STAGES, spread, strict=True):
                self.stages[month, kind, stage] = int(part) if self.has_stages else 0
        self._write()

    def _write(self):
        rows = [f"{m},police,{p},{k},all,{n},{REST}" for (m, p, k), n in self.counts.items() if n]
        rows += [f"{m},police,all,{k},{s},{n},{REST}" for (m, k, s), n in self.stages.items() if n]
        totals = defaultdict(int)
        for (m, _p, _k), n in self.counts.items():
            totals[m] += n
        rows += [f"{m},police,all,all,all,{n},{REST}" for m, n in totals.items()]
        (self.data / "monthly" / "counts.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")

    def publish(self, month=None, merge="", language="tr"):
        """Make an edition and publish it; whether it went out."""
        number = int(month[5:]) if month else None
        edition = Edition(2025, language, self.data, month=number, merge=merge, is_internal=False)
        try:
            cells = load_applications(edition, self.row).cells
            made(edition, self.out, words=repr(cells))
            publication.publish(edition, self.out, date(2026, 1, 1))
        except (DisclosureError, UsageError):
            return False
        months = (month,) if month else tuple(self.months)
        self.editions.append((dict(cells), dict(self.counts), dict(self.stages), months, edition))
        return True

    def undo(self):
        """Take the newest back: nobody saw it."""
        publication.undo(self.editions.pop()[-1])

    def some_merge(self, chance):
        """Two mahalles that are shown as one by chance, or none."""
        if self.random.random() >= chance:
            return ""
        return "+".join(sorted(map(str, self.random.choice(self.codes, 2, replace=False))))

    def found_out(self):
        readers = Readers()
        for cells, counts, stages, months, _edition in self.editions:
            readers.read(cells, counts, stages, months, self.places)
        readers.compare_with_the_month_before()
        return readers.found_out()


def a_year(folder, seed, merged=0.3, corrected=0.4):
    """Bulletins month after month with what happens between them, then the year; what readers found out."""
    one = Municipality(folder, seed, mahalles=3 + seed % 2)
    months = [f"2025-0{number}" for number in range(1, 3 + seed % 3 // 2 + 1)]
    for month in months[: -1 if seed % 5 == 0 else None]:
        one.take(month)
        one.publish(month, one.some_merge(merged)) or one.publish(month, one.some_merge(1))
        if one.random.random() < corrected:
            which = str(one.random.choice(one.months))
            one.correct(which)
            one.publish(which, one.some_merge(merged), one.random.choice(["tr", "en"]))
        if one.editions and one.random.random() < 0.15:
            one.undo()
    one.publish(None, one.some_merge(merged)) or one.publish(None, one.some_merge(1))
    if one.random.random() < corrected or months[-1] not in one.months:
        one.take(months[-1]) if months[-1] not in one.months else one.correct(str(one.random.choice(one.months)))
        one.publish(None, one.some_merge(merged))
    return len(one.editions), one.found_out()


@pytest.mark.parametrize("seed", [3])
def test_readers_of_all_editions_find_out_no_hidden_count(seed, tmp_path):
    published, found = a_year(tmp_path, seed, merged=0.4, corrected=0)
    assert published > 2 and found == []


def test_readers_of_hundreds_of_editions_find_out_no_hidden_count(tmp_path):
    assert sum(check_year(tmp_path, seed) for seed in range(60)) > 200


def check_year(folder, seed):
    """How many editions were published of a year."""
    published, found = a_year(folder / str(seed), seed)
    assert found == [], seed
    return published


SURVEYED = """year,mahalle_code,kind,n,asked,source_id
2024,99101,food,{food},{asked},ornek_survey_2024
2024,99101,heating,3,{asked},ornek_survey_2024
2024,99102,food,40,90,ornek_survey_2024
2024,99102,heating,3,90,ornek_survey_2024
"""


@pytest.mark.parametrize("corrected", [30, 60])
def test_households_asked_are_one_number_of_all_kinds_in_earlier_editions_too(corrected, tmp_path):
    """A: 3 of heating are hidden, and the asked. B corrects the asked: who finds them out for food has them for all."""
    one = Municipality(tmp_path, 1)
    edition = Edition(2025, "tr", one.data, is_internal=False)
    shown_before = [
        ("food", "99101", "without"),
        ("food", "99102", "without"),
        ("food", "", "without"),
        ("heating", "99101", "not_without"),
    ]
    (one.data / "deprivation.csv").write_text(SURVEYED.format(food=20, asked=80), encoding="utf-8")
    counts = published_tables(edition)
    cells = {cell: int(n) for cell, n in zip(counts.cells, counts.values, strict=True)}
    shown = frozenset(("deprivation", "2024", *cell) for cell in shown_before)
    first = Told(1, "2025", "tr", date(2026, 1, 1), "a" * 64, cells, shown)
    ledger.write(one.data, [first])
    (one.data / "deprivation.csv").write_text(
        SURVEYED.format(food=20 + corrected, asked=80 + corrected), encoding="utf-8"
    )
    now = load_survey(edition, one.row).cells
    food = now["deprivation", "2024", "food", "99101", "not_without"]
    assert now["deprivation", "2024", "heating", "99101", "without"] is None
    assert food is None, "60 and the 20 that were shown are the 80 asked, of whom 77 were shown not to lack heating"
    counts = published_tables(edition)
    cells = {cell: int(n) for cell, n in zip(counts.cells, counts.values, strict=True)}
    told = replace(first, entry=2, language="en", counts=cells, shown=frozenset())
    publication._refuse_what_gives_away(told, (first,), one.data)
    with pytest.raises(UsageError, match="heating"):
        both = frozenset({("deprivation", "2024", "food", "99101", "not_without")})
        publication._refuse_what_gives_away(replace(told, shown=both), (first,), one.data)
