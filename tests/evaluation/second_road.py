"""The results of the fictional municipality on another road: from the CSV files, with nothing of the package.

Counts of 1 to 4 of a sensitive measure are hidden before anything is computed; the rest is arithmetic of the golden
second route.
"""

import csv
import re
from fractions import Fraction
from pathlib import Path

from golden import second_route_progress as second

WORDS = {
    "toward": "İlerleme var",
    "no_change": "Belirgin değişim yok",
    "away": "Gerileme var",
    "base_year": "İlk değer",
    "no_direction": "Yalnızca izleniyor",
    "done": "Yapıldı",
    "not_done": "Yapılmadı",
    "no_data": "Değer yok",
    "not_computable": "Karşılaştırılamıyor",
}
CLAUSES = {
    "base_year": "ilk değeri geldi",
    "no_data": "değeri yok",
    "not_computable": "karşılaştırılamıyor",
    "done": "iş yapıldı",
    "not_done": "iş yapılmadı",
}
REASONS = {
    "not_reported": "bilgi gelmedi",
    "not_collected": "kaydı tutulmuyor",
    "not_applicable": "bu birim için geçerli değil",
    "suppressed": "gizli",
    "no_cases": "bu yıl sayılacak bir şey yok (0/0)",
    "partial_year": "yılın yalnızca bir bölümü",
    "small_change": "küçük sayılar; tesadüf olabilir",
    "done_earlier": "önceki bir yılda yapıldı",
}
TOLD = ("partial_year", "small_change", "done_earlier")
SMALL = range(1, 5)


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


class Road:
    """Everything that the tables of a data folder say of the measures up to a year."""

    def __init__(self, data, last, first=2023):
        self.data, self.last, self.years = Path(data), last, range(first, last + 1)
        self.measures = {row["measure_id"]: row for row in rows(self.data / "plan/measures.csv")}
        self.told = {year: self._told(year) for year in self.years}

    def _told(self, year):
        path, found = self.data / f"results/{year}.csv", {}
        for row in rows(path) if path.exists() else []:
            if row["subject"] == "measure" and not row["breakdown"]:
                found.setdefault(row["subject_id"], {})[row["field"]] = row["value"]
        return found

    def raw(self, key, year):
        """What was reported, before anything is hidden."""
        cells = self.told[year].get(key, {})
        partial = int(cells.get("last_month", 12)) < 12
        if "done" in cells:
            return second.observed(year, int(cells["done"] == "yes"), None, partial)
        if "denominator" in cells:
            return second.ratio(year, int(cells["numerator"]), int(cells["denominator"]), partial)
        if "value" in cells:
            return second.observed(year, Fraction(cells["value"]), None, partial)
        if "female" in cells or "male" in cells:
            return second.observed(year, int(cells.get("female", 0)) + int(cells.get("male", 0)), None, partial)
        return second.observed(year, None, cells.get("missing", "not_reported"), partial)

    def is_hidden(self, key, year):
        """Whether a value of a sensitive measure is too small to be shown."""
        one = self.raw(key, year)
        if self.measures[key]["is_sensitive"] != "true" or self.measures[key]["kind"] in ("milestone", "report"):
            return False
        if one["denominator"] is not None:
            top, bottom = one["numerator"], one["denominator"]
            return any(count in SMALL for count in (top, bottom, bottom - top))
        return one["value"] in SMALL

    def history(self, key):
        return [
            second.observed(year, None, "suppressed") if self.is_hidden(key, year) else self.raw(key, year)
            for year in self.years
        ]

    def target(self, key):
        found = [row for row in rows(self.data / "plan/targets.csv") if row["measure_id"] == key]
        found = sorted((row for row in found if int(row["set_in"]) <= self.last), key=lambda row: int(row["set_in"]))
        if not found:
            return None
        newest = [row for row in found if row["set_in"] == found[-1]["set_in"]]
        due = sorted(int(row["target_year"]) for row in newest)
        chosen = next((year for year in due if year >= self.last), due[-1])
        row = next(row for row in newest if int(row["target_year"]) == chosen)
        return {
            "year": int(row["target_year"]),
            "value": Fraction(row["value"]),
            "set_in": int(row["set_in"]),
            "base_year": int(row["base_year"]) if row["base_year"] else None,
        }

    def assess(self, key, year=None):
        measure = self.measures[key]
        year = year or self.last
        return second.assess(self.history(key), measure["kind"], measure["direction"], year, self.target(key))

    def all(self, year=None):
        return {key: self.assess(key, year) for key in self.measures}

    def sensitivity(self, key):
        measure = self.measures[key]
        return second.sensitivity(self.history(key), measure["kind"], measure["direction"], self.last)

    def of_themes(self):
        """The measures of each theme and of the whole plan, each once."""
        plan = self.data / "plan"
        theme_of = {row["action_id"]: row["theme"] for row in rows(plan / "actions.csv")}
        found = {row["theme"]: [] for row in rows(plan / "themes.csv")}
        for link in rows(plan / "action_indicators.csv"):
            for key, measure in self.measures.items():
                if measure["indicator_id"] == link["indicator_id"]:
                    theme = found[theme_of[link["action_id"]]]
                    theme += [key] if key not in theme else []
        return found | {"all": list(self.measures)}

    def actions_with(self, key):
        """The actions that show a measure."""
        links = rows(self.data / "plan/action_indicators.csv")
        return [link["action_id"] for link in links if link["indicator_id"] == self.measures[key]["indicator_id"]]

    def cell(self, key, year):
        """What the table of a goal must say of a year."""
        one = next(seen for seen in self.history(key) if seen["year"] == year)
        cells, kind = self.told[year].get(key, {}), self.measures[key]["kind"]
        if one["value"] is None:
            return REASONS[one["missing"] or "no_cases"]
        if kind in ("milestone", "report"):
            day = ".".join(reversed(cells["done_on"].split("-"))) if "done_on" in cells else ""
            done = f"Yapıldı ({day})" if day else "Yapıldı"
            return done if one["value"] else "Yapılmadı"
        text = self.amount(key, one["value"])
        if one["denominator"] is not None:
            text += f" ({dotted(one['numerator'])}/{dotted(one['denominator'])})"
        if "female" in cells and "male" in cells:
            women, men = int(cells["female"]), int(cells["male"])
            if self.measures[key]["is_sensitive"] != "true" or not {women, men} & {*SMALL}:
                text += f" ({dotted(women)} kadın, {dotted(men)} erkek)"
        return f"{text} (ilk {cells['last_month']} ay)" if one["is_partial"] else text

    def amount(self, key, value):
        return f"%{decimal(value, 1)}" if self.measures[key]["unit"] == "percent" else dotted(int(value))

    def amount_of(self, key, value, year):
        """A value with its year, as the table of targets must write it."""
        if value is None:
            return "–"
        month = int(self.told[year].get(key, {}).get("last_month", 12))
        part = f", ilk {month} ay" if month < 12 else ""
        return f"{self.amount(key, value)} ({year}{part})"

    def change(self, key):
        """The change since the baseline, as the table of a goal must write it."""
        change = self.assess(key)["change"]
        if change is None:
            return "–"
        sign = "+" if change > 0 else "−" if change < 0 else ""
        if self.measures[key]["unit"] == "percent":
            return f"{sign}{decimal(abs(change), 1)} puan"
        return f"{sign}{dotted(int(abs(change)))}"

    def status(self, key, year=None):
        """The status of a year in words, as the table of a goal must write it."""
        one = self.assess(key, year)
        if one["status"] == "no_data" and one["reason"]:
            return REASONS[one["reason"]]
        told = f" ({REASONS[one['reason']]})" if one["reason"] in TOLD else ""
        if not told and self.measures[key]["direction"] == "decrease" and one["status"] in ("toward", "away"):
            told = " (azalması istenir)"
        return WORDS[one["status"]] + told

    def reached(self):
        """What the table of what was reached must say of each measure that belongs there."""
        found = {}
        for key, one in self.all().items():
            by_target = one["path_status"] != "no_target" and one["path_reason"] != "target_on_wrong_side"
            if one["path_status"] == "met" if by_target else one["status"] in ("toward", "done"):
                told = f" ({REASONS[one['path_reason']]})" if by_target and one["path_reason"] else ""
                target = self.target(key)
                found[self.measures[key]["name"]] = [
                    self.cell(key, one["baseline_year"]),
                    self.cell(key, self.last),
                    f"{self.amount(key, target['value'])} ({target['year']})" if target else "–",
                    f"Hedefe ulaşıldı{told}" if by_target else self.status(key),
                ]
        return found


def counts(assessed):
    """How many assessments have which status; statuses that do not occur are left out."""
    found = [one["status"] for one in assessed]
    return {status: found.count(status) for status in second.STATUSES if status in found}


def dotted(n):
    """``1234`` as ``1.234``."""
    return f"{n:,}".replace(",", ".")


def decimal(value, digits):
    """An exact number, rounded half up, with a decimal comma."""
    scaled = int(value * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    return f"{dotted(whole)},{rest:0{digits}d}"


def counted_in(sentence):
    """``İlerleme var 9``, or in a sentence ``9’unda ilerleme var``, as counts by status."""
    names = {label: status for status, label in WORDS.items()}
    labels = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    found = {names[label]: int(n) for label, n in re.findall(rf"({labels}) (\d+)", sentence)}
    for status, label in WORDS.items():
        clause = CLAUSES.get(status, label[0].replace("İ", "i").lower() + label[1:])
        for n in re.findall(rf"(\d+)’\w+ (?:için )?{clause}", sentence):
            found[status] = int(n)
    return found
