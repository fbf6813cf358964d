"""Somebody who fills in a form: what is typed into each open cell, and what is meant by it.

Knows of a form what stands in it, and nothing of the package. In all cells of a form other figures, dates and texts, so
that a value in a wrong place is seen; the sexes add up to the total, the parts to the whole.
"""

from datetime import date, timedelta
from random import Random

COUNTS = ("female", "male", "value", "numerator", "denominator")
WAYS_TO_WRITE = (
    "{n}. açıklama: ığüşöç İĞÜŞÖÇ",
    "{n}. açıklama, “tırnak”, 'kesme', <işaret> & %{n}",
    "{n}. açıklama\nikinci satırı da var; üçüncüsü yok",
    "{n}. açıklama. " + "Uzunca bir cümle, bir hücreye sığmayacak kadar. " * 8 + "Son.",
    "2024/{n} sayılı karar, sayfa 3-5",
)


class Person:
    """Fills in one form. ``with_reasons``: nobody has figures, there is a reason why, or there was none (0)."""

    def __init__(self, name, words, with_reasons):
        self.words, self.with_reasons = words, with_reasons
        self.random = Random(name)
        self.numbers = set()
        self.texts = 0
        self.turns = {}
        self.typed = {}

    def fill_in(self, rows):
        """``{(row key, field): (typed, meant)}`` of ``{row key: {field: kind of its cells}}``."""
        for key, fields in rows.items():
            if key.startswith("once/last_month"):
                continue  # the whole year: the cell stays blank
            elif key.startswith("once/"):
                self.choose(key, "may_publish", list(self.words["may_publish"]))
            elif "/" in key and len(key.split("/")) == 2:
                parts = {other: rows[other] for other in rows if other.startswith(key + "/")}
                self.row(key, fields, parts)
        return self.typed

    def row(self, key, fields, parts):
        has_answer = True
        if any(which in fields for which in COUNTS):
            has_answer = self.counts(key, fields, parts)
        elif "done" in fields:
            has_answer = self.milestone(key, fields)
        for which in fields:
            if which == "last_month" and has_answer:
                by_month = any("/month/" in part for part in parts)
                self.put(key, which, "12" if by_month else str(self.turn(which) % 12 + 1))
            elif which == "status":
                left_out = "completed" if self.with_reasons else "not_started"
                self.choose(key, which, [word for word in self.words[which] if word != left_out])
            elif which in ("planned", "spent") and not self.with_reasons:
                self.put(key, which, str(100_000 + 1_000 * self.turn("money")))
            elif (which == "no_money" and self.with_reasons) or which == "money_source":
                self.choose(key, which, list(self.words[which]))
            elif which in ("planned", "spent", "no_money"):
                continue
            elif which in ("confirmed", "may_publish"):
                self.choose(key, which, list(self.words[which]))
            elif which not in (*COUNTS, "done", "done_on", "missing", "last_month"):
                self.put(key, which, self.text(which))

    def text(self, which):
        self.texts += 1
        if which == "evidence" and self.turn("number of a document") % 3 == 1:
            return f"{self.texts % 28 + 1}/{self.texts % 12 + 1}"  # which a spreadsheet likes to take for a day
        return WAYS_TO_WRITE[self.texts % len(WAYS_TO_WRITE)].format(n=self.texts)

    def counts(self, key, fields, parts):
        if self.with_reasons and "missing" in fields and self.turn("reason") % 3:
            self.choose(key, "missing", list(self.words["missing"]))
            return False
        if self.with_reasons:
            for row in (key, *parts):
                for which in COUNTS:
                    if which in (fields if row == key else parts[row]):
                        self.put(row, which, "0")
            return True
        if fields["value" if "value" in fields else next(iter(fields))] == "DECIMAL":
            tenths = self.turn("percentage") * 13 % 999 + 1
            self.put(key, "value", f"{tenths // 10 + 1},{tenths % 10}" if tenths % 10 else str(tenths // 10 + 1))
            return True
        while (numbers := self.propose(key, fields, parts)) is None:
            pass
        self.numbers |= set(numbers.values())
        for (row, which), number in numbers.items():
            self.put(row, which, str(number))
        return True

    def propose(self, key, fields, parts):
        """Figures of a measure and its parts; None where two are alike, or the parts do not fit."""
        numbers = {}
        groups = {}
        for part in parts:
            groups.setdefault(part.split("/")[2], []).append(part)
        both = {"female", "male", "value"} <= set(fields)
        for which in COUNTS:
            if which in fields and not (both and which == "value"):
                whole = self.random.randint(5000, 20000) if parts else self.random.randint(11, 1999)
                numbers[key, which] = whole
                for name, group in groups.items():
                    shares = self.shares(whole, len(group), name == "month")
                    numbers.update(zip([(part, which) for part in group], shares))
        if both:
            for row in (key, *parts):
                numbers[row, "value"] = numbers[row, "female"] + numbers[row, "male"]
        found = list(numbers.values())
        rows = {row for row, _which in numbers}
        if len(set(found)) < len(found) or self.numbers & set(found) or min(found) < 1:
            return None
        if any(numbers.get((row, "numerator"), 0) > numbers.get((row, "denominator"), 0) for row in rows):
            return None
        return numbers

    def shares(self, whole, number, may_overlap):
        if may_overlap:  # persons who come in several months are counted in each
            return [self.random.randint(whole // 4, whole) for _share in range(number)]
        shares = [self.random.randint(1, 2 * whole // number) for _share in range(number - 1)]
        return [*shares, whole - sum(shares)]

    def milestone(self, key, fields):
        if self.with_reasons and "missing" in fields and self.turn("milestone") % 2:
            self.choose(key, "missing", list(self.words["missing"]))
            return False
        self.choose(key, "done", ["no" if self.with_reasons else "yes"])
        if not self.with_reasons:
            day = date(2023, 1, 9) + timedelta(days=11 * self.turn("day"))
            self.put(key, "done_on", day.strftime("%d.%m.%Y"), day.isoformat())
        return True

    def choose(self, key, which, values):
        value = values[self.turn(which) % len(values)]
        self.put(key, which, self.words[which][value], value)

    def put(self, key, which, typed, meant=None):
        self.typed[key, which] = typed, meant or typed.replace(",", ".") if which in COUNTS else meant or typed

    def turn(self, name):
        """How often this was asked before: whoever takes turns does not repeat a value from row to row."""
        self.turns[name] = self.turns.get(name, -1) + 1
        return self.turns[name]
