"""A large plan of which 8 of 13 units reported two years: the repository's plan under an invented name.

What is reported is made of nothing but the place of an indicator in the plan: the same folder, the same bytes. No
number says anything of any municipality.
"""

import csv
import re
import shutil
from pathlib import Path

from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.reporting.questions import value_fields
from yeep_analysis.words.terms import Direction, Field, MeasureKind, MeasureUnit

ROOT = Path(__file__).parents[2]
NAME, CAPITALS = "Kurmacaova", "KURMACAOVA"
YEARS = (2023, 2024)
REPORTING = 8  # units
STATUSES = ("ongoing", "completed", "ongoing", "not_started", "ongoing", "postponed", "ongoing")
WORDS = {
    "explanation": "Çalışma yıl içinde planlandığı gibi sürdü.",
    "effectiveness": "Katılım beklenenden yüksek oldu; salon küçük geldi.",
    "obstacle": "Ulaşım sorunu nedeniyle uzak mahallelerden katılım düşük kaldı.",
    "revision": "Etkinlikler hafta sonuna alınsın.",
}
RESULTS = "unit_id,subject,subject_id,breakdown,category,field,value,file,sha256,sheet,cell,received_on"
TARGETS = "measure_id,target_year,value,set_in,base_year,note"


def make(folder):
    """The folder, whole and valid."""
    target = Path(shutil.copytree(ROOT / "data", folder))
    for path in target.rglob("*.csv"):
        text = re.sub("Narlıdere", NAME, path.read_text(encoding="utf-8"))
        path.write_text(text.replace("NARLIDERE", CAPITALS), encoding="utf-8", newline="\n")
    place = target / "municipality.csv"
    place.write_text(place.read_text(encoding="utf-8").replace(",false", ",true"), encoding="utf-8", newline="\n")
    (target / "results").mkdir()
    plan, asked = load_plan(target), _asked(target)
    for year in YEARS:
        _write(target / f"results/{year}.csv", RESULTS, sorted(_rows(plan, asked, year)))
    _write(target / "plan/targets.csv", TARGETS, list(_targets(plan)))
    return target


def _asked(folder):
    """What each of the units that report is asked, by the table of reporters."""
    with (folder / "plan/reporters.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    units = list(dict.fromkeys(row["unit_id"] for row in rows))[:REPORTING]
    return [(row["unit_id"], row["subject"], row["subject_id"]) for row in rows if row["unit_id"] in units]


def _rows(plan, asked, year):
    places = {key: place for place, key in enumerate([*plan.measures, *plan.actions, *plan.undertakings])}
    for unit, subject, key in asked:
        place = places[key]
        fields = _of_measure(plan.measures[key], place, year) if subject == "measure" else _of_action(subject, place)
        for row, (field, value) in enumerate(fields.items(), start=7):
            file = f"{year}-{unit}.xlsx"
            yield [
                unit,
                subject,
                key,
                "",
                "",
                field,
                value,
                file,
                "0" * 64,
                "Göstergeler",
                f"H{row}",
                f"{year + 1}-02-16",
            ]


def _of_measure(measure, place, year):
    """Every seventh indicator has no value; the others rise or fall in their own way."""
    if place % 7 == 3:
        return {"missing": ("not_collected", "not_applicable")[place % 2]}
    fields = value_fields(measure)
    level = 20 + 13 * (place % 9) + (year - YEARS[0]) * ((place % 5 - 1) * 12)
    if Field.DONE in fields:
        return {"done": "yes" if (place + year) % 2 else "no"}
    if measure.kind == MeasureKind.RATIO_OF_COUNTS:
        return {"numerator": str(level), "denominator": "240"}
    if measure.unit == MeasureUnit.PERCENT:
        return {"value": str(min(level, 100))}
    if Field.MALE in fields:
        return {"female": str(level), "male": str(max(level - 11, 0))}
    return {fields[0].value: str(max(level, 0))}


def _of_action(subject, place):
    words = dict([list(WORDS.items())[place % 4], ("may_publish", "yes")]) if subject == "action" and place % 3 else {}
    return {"status": STATUSES[place % len(STATUSES)], **words}


def _targets(plan):
    wanted = [one for one in plan.measures.values() if one.direction == Direction.INCREASE and not one.is_sensitive]
    for place, measure in enumerate(wanted[::4]):
        yield [measure.id, 2024 + place % 2, 40 + 15 * (place % 5), 2023, 2023, "Deneme için konmuş hedef."]


def _write(path, head, rows):
    with path.open("w", encoding="utf-8", newline="") as lines:
        lines.write(f"{head}\n")
        csv.writer(lines, lineterminator="\n").writerows(rows)
