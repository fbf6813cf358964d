"""What ``yeep tuik`` prints: what was found in a file, and what an update would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from yeep_analysis.intake.tuik.ages import ALL_AGES, UNKNOWN, bounds, make_up_everybody
from yeep_analysis.intake.tuik.agreement import FIRST_YEAR
from yeep_analysis.intake.tuik.belonging import AGES_COMPARED, MAHALLES_TABLE, PLACES_TABLE, REFERENCE_TABLE, Intake
from yeep_analysis.intake.tuik.difference import Change, Far, TableChange
from yeep_analysis.intake.tuik.figures_read import FileReading, ReadFigure
from yeep_analysis.intake.tuik.place_labels import PlaceKind
from yeep_analysis.municipality import cells
from yeep_analysis.words.language import NO_VALUE, _, ngettext, number, signed, year_ranges
from yeep_analysis.words.terms import CountedSex

_MOST_SUMS = 30  # lines
_MOST_REMARKS = 5
_MOST_AGES = 24
_SumKey = tuple[str, int, PlaceKind]
_MOST_NEW = 12  # new rows that are listed one by one; changed ones all are
_MOST_OF_PLACES = 10  # rows of places of comparison that are listed one by one, of new ones and of changed ones
_KINDS_OF_PLACES = (PlaceKind.DISTRICT, PlaceKind.PROVINCE, PlaceKind.COUNTRY)


def describe(reading: FileReading) -> str:
    """What was found in one file, in the reader's language."""
    entries = reading.observations
    years = year_ranges({entry.year for entry in entries})
    facts = {
        _("Format"): f"{', '.join(sorted(kind.label for kind in reading.formats))} ({reading.container})",
        _("Encoding"): reading.encoding,
        _("Indicator"): "; ".join(measure or _("not in the file") for measure in reading.measures),
        _("Years"): f"{years} ({reading.year_from})" if reading.year_from else years,
        _("Places"): _places({entry.place.key: entry.place for entry in entries}.values()),
        _("Sexes"): ", ".join(sex.label for sex in CountedSex if any(entry.series.sex is sex for entry in entries)),
        _("Age groups"): _ages({entry.series.age for entry in entries}),
        _("Other breakdowns"): _others({part for entry in entries for part in entry.series.other}),
        _("Figures"): _figures(reading),
        _("Not read"): ", ".join(reading.not_read),
    }
    width = max(len(name) for name in facts) + 2
    lines = [f"  {name + ':':{width}}{value}" for name, value in facts.items() if value]
    return "\n".join([reading.path.name, *lines, *_sums(entries), *_remarks(reading)])


def _remarks(reading: FileReading) -> list[str]:
    listed = [f"    {problem.where}: {problem.what}" for problem in reading.remarks[:_MOST_REMARKS]]
    if (left := len(reading.remarks) - len(listed)) > 0:
        listed.append("    " + ngettext("and {n} more", "and {n} more", left).format(n=number(left)))
    heading = _("Does not add up (a census before {year}: no table takes it)").format(year=FIRST_YEAR)
    return [f"  {heading}:", *listed] if listed else []


def _figures(reading: FileReading) -> str:
    parts = [number(len(reading.observations))]
    if reading.blank:
        parts.append(_("{n} blank: missing, not zero").format(n=number(reading.blank)))
    if reading.total_rows:
        parts.append(_("{n} in total rows: checked, not taken").format(n=number(reading.total_rows)))
    if reading.marks:
        parts.append(_("{n} with a sign for “no figure”").format(n=number(reading.marks)))
    if reading.repeated:
        parts.append(_("{n} stood twice, identical").format(n=number(reading.repeated)))
    return "; ".join(parts)


def _places(places: object) -> str:
    counts = Counter(place.kind for place in places)
    return ", ".join(_number_of(kind, counts[kind]) for kind in PlaceKind if counts[kind])


def _number_of(kind: PlaceKind, n: int) -> str:
    forms = {
        PlaceKind.COUNTRY: _("the country"),
        PlaceKind.REGION: ngettext("{n} region", "{n} regions", n),
        PlaceKind.PROVINCE: ngettext("{n} province", "{n} provinces", n),
        PlaceKind.DISTRICT: ngettext("{n} district", "{n} districts", n),
        PlaceKind.SUBDISTRICT: ngettext("{n} subdistrict", "{n} subdistricts", n),
        PlaceKind.MUNICIPALITY: ngettext("{n} municipality", "{n} municipalities", n),
        PlaceKind.MAHALLE: ngettext("{n} mahalle", "{n} mahalles", n),
        PlaceKind.VILLAGE: ngettext("{n} village", "{n} villages", n),
        PlaceKind.LISTED: ngettext("{n} total row", "{n} total rows", n),
    }
    return forms[kind].format(n=number(n))


def _ages(groups: set[str]) -> str:
    known = sorted((group for group in groups if group[0].isdigit()), key=lambda group: (bounds(group)[0], group))
    if len(known) <= _MOST_AGES:
        return ", ".join(known)
    return ", ".join([*known[:3], "…", known[-1]]) + f" ({len(known)})"


def _others(parts: set[str]) -> str:
    listed = sorted(parts)
    return "; ".join(listed[:8]) + (" …" if len(listed) > 8 else "")


def _sums(entries: list[ReadFigure]) -> list[str]:
    """Sums over the places of one kind, by year; none of rates, and a total is never added to its parts."""
    sums: dict[_SumKey, dict[CountedSex, dict[str, _Sum]]] = {}
    for entry in entries:
        series = entry.series
        if series.is_rate or series.other or not isinstance(entry.value, int):
            continue
        by_sex = sums.setdefault((series.measure, entry.year, entry.place.kind), {})
        by_sex.setdefault(series.sex, {}).setdefault(series.age, _Sum()).add(entry.value)
    lines = [_sum_line(key, sums[key]) for key in sorted(sums)]
    if len(lines) > _MOST_SUMS:
        lines[_MOST_SUMS // 2 : -(_MOST_SUMS // 2)] = ["    …"]
    heading = _("Sums")
    return [f"  {heading}:", *lines] if lines else []


@dataclass
class _Sum:
    """A sum over places, and over how many."""

    value: int = 0
    places: int = 0

    def add(self, value: int) -> None:
        self.value += value
        self.places += 1


def _sum_line(key: _SumKey, sexes: dict[CountedSex, dict[str, _Sum]]) -> str:
    places = max(entry.places for ages in sexes.values() for entry in ages.values())
    figures = []
    for sex in CountedSex:
        ages = sexes.get(sex, {})
        parts = [ages[ALL_AGES]] if ALL_AGES in ages else list(ages.values()) if make_up_everybody(ages) else []
        if parts and all(part.places == places for part in parts):
            figures.append(f"{sex.label} {number(sum(part.value for part in parts))}")
        elif ages:
            figures.append(f"{sex.label} {NO_VALUE}")  # figures are missing, or the ages leave people out
    return f"    {key[1]}, {_number_of(key[2], places)}: {', '.join(figures)}"


def describe_difference(changes: list[TableChange], intake: Intake) -> str:
    """What an update would change, table by table."""
    lines = []
    for change in changes:
        is_reference = change.name in (MAHALLES_TABLE, PLACES_TABLE, REFERENCE_TABLE)
        lines += _of_references(change, intake) if is_reference else _of_table(change)
    if intake.agreeing:
        lines.append(
            ngettext(
                "{n} total was compared and agrees.", "{n} totals were compared and agree.", intake.agreeing
            ).format(n=number(intake.agreeing))
        )
    return "\n".join([*lines, *left_out(intake)])


def describe_far(figures: list[Far]) -> str:
    """The figures that are far from what is known, each with that."""
    lines = [_("These figures are far from what is known of the same place:")]
    for far in figures[:_MOST_NEW]:
        *parts, sex = far.change.key
        lines.append(
            "    "
            + _("{key}: {new}, but {known} in {year}").format(
                key=" ".join([*parts, CountedSex(sex).label]),
                new=number(far.change.new),
                known=number(far.known),
                year=far.year,
            )
        )
    if (left := len(figures) - _MOST_NEW) > 0:
        lines.append("    " + ngettext("and {n} more", "and {n} more", left).format(n=number(left)))
    return "\n".join([*lines, _("Does the file count the residents of these places, all of them and nobody else?")])


def left_out(intake: Intake) -> list[str]:
    """What was not taken, and why."""
    lines = []
    if intake.other_measures:
        words = _(
            "Not taken: “{measures}”. Only the resident population fills a table, under a title that says no more."
        )
        lines.append(words.format(measures="”, “".join(sorted(intake.other_measures))))
    if intake.breakdowns:
        words = _("Not taken: figures by {breakdowns} (the tables hold sexes and ages only).")
        listed = sorted(intake.breakdowns)
        lines.append(words.format(breakdowns="; ".join(listed[:8]) + (" …" if len(listed) > 8 else "")))
    if intake.censuses:
        words = _("Not taken: {years} (before {first} there were censuses, and no register of addresses).")
        lines.append(words.format(years=year_ranges(intake.censuses), first=FIRST_YEAR))
    if intake.uncoded:
        n = len(intake.uncoded)
        words = ngettext(
            "Not taken: {n} place of comparison that the file names without a code.",
            "Not taken: {n} places of comparison that the file names without a code.",
            n,
        )
        lines.append(words.format(n=number(n)))
    if intake.lone_totals:
        words = _("Not taken: {years}, a total without women and men.")
        lines.append(words.format(years=year_ranges(int(year) for year in intake.lone_totals)))
    if intake.unstorable_ages:
        words = _("Not taken: {ages} (the table holds age groups only, such as 20-24 and 90+).")
        unknown = [_("unknown age")] if UNKNOWN in intake.unstorable_ages else []
        known = _ages(intake.unstorable_ages)
        lines.append(words.format(ages=", ".join([known, *unknown] if known else unknown)))
    if intake.overlapping_ages:
        words = _("Not taken: {ages} (they share a part of their ages with other groups of the same year).")
        lines.append(words.format(ages=_ages(intake.overlapping_ages)))
    if intake.ages_of_unknown:
        n = len(intake.ages_of_unknown)
        words = ngettext(
            "Not taken: {age} of {n} place of comparison, of which the whole population is not known. Give the file "
            "by sex, too.",
            "Not taken: {age} of {n} places of comparison, of which the whole population is not known. Give the file "
            "by sex, too.",
            n,
        )
        lines.append(words.format(age=AGES_COMPARED, n=number(n)))
    return lines


def _of_table(change: TableChange) -> list[str]:
    new = [entry for entry in change.changes if entry.old is None]
    gone = [entry for entry in change.changes if entry.new is None]
    changed = [entry for entry in change.changes if entry.old is not None and entry.new is not None]
    head = _("{table}.csv: {new} new, {changed} changed, {gone} removed, {same} unchanged").format(
        table=change.name,
        new=number(len(new)) if change.name != "sources" else sum(change.sources.values()),
        changed=number(len(changed)) if change.name != "sources" else sum(not new for new in change.sources.values()),
        gone=number(len(gone)),
        same=number(change.unchanged),
    )
    if change.name == "sources":
        return [head, *(f"    {key}" for key in change.sources)]
    if changed:
        head += "\n" + _("  These figures were published with other values:")
    lines = [*map(_changed_line, changed), *map(_gone_line, gone), *map(_new_line, new[:_MOST_NEW])]
    if len(new) > _MOST_NEW:
        left = len(new) - _MOST_NEW
        lines.append("    " + ngettext("and {n} more new row", "and {n} more new rows", left).format(n=number(left)))
    return [head, *lines]


def _of_references(change: TableChange, intake: Intake) -> list[str]:
    """What changes beside the district: counted, with some of the rows; there are thousands of them."""
    new = [entry for entry in change.changes if entry.old is None]
    changed = [entry for entry in change.changes if entry.old is not None]
    counts = {"new": number(len(new)), "changed": number(len(changed)), "same": number(change.unchanged)}
    if change.name in (MAHALLES_TABLE, PLACES_TABLE):
        head = _("{table}.csv: {new} new, {changed} with another name, {same} unchanged")
        head = head.format(table=change.name, **counts)
        was = [_renamed_line(entry) for entry in changed[:_MOST_OF_PLACES]]
        come = [f"    {entry.key[0]}: {entry.new}" for entry in new]
    else:
        head = _("{table}.csv: {places}, {years}: {new} new, {changed} changed, {same} unchanged")
        head = head.format(table=change.name, places=_seen(intake), years=_seen_years(intake), **counts)
        was = [_changed_line(_of_named_place(entry, intake)) for entry in changed[:_MOST_OF_PLACES]]
        come = [_new_line(_of_named_place(entry, intake)) for entry in new[: _MOST_OF_PLACES + 1]]
        if changed:
            head += "\n" + _("  These figures were published with other values:")
    if (left := len(changed) - len(was)) > 0:
        was.append(
            "    " + ngettext("and {n} more changed row", "and {n} more changed rows", left).format(n=number(left))
        )
    return [head, *was, *(come if len(come) <= _MOST_OF_PLACES else [])]


def _of_named_place(entry: Change, intake: Intake) -> Change:
    year, code, age, sex = entry.key
    place = f"{intake.places[code].name}-{code}"
    return replace(entry, key=(year, place, sex) if age == cells.ALL_AGES else (year, place, age, sex))


def _seen(intake: Intake) -> str:
    kinds = Counter(PlaceKind(place.level.value) for place in intake.places.values())
    return ", ".join(_number_of(kind, kinds[kind]) for kind in _KINDS_OF_PLACES if kinds[kind])


def _seen_years(intake: Intake) -> str:
    return year_ranges({int(key[0]) for key in intake.tables[REFERENCE_TABLE]})


def _renamed_line(entry: Change) -> str:
    return f"    {entry.key[0]}: {entry.old} → {entry.new}"


def _key(entry: Change) -> str:
    *parts, sex = entry.key
    return " ".join([*parts, CountedSex(sex).label])


def _changed_line(entry: Change) -> str:
    return "    " + _("{key}: {old} → {new} ({difference}); it was of {source}").format(
        key=_key(entry),
        old=number(entry.old),
        new=number(entry.new),
        difference=signed(entry.new - entry.old),
        source=entry.old_source,
    )


def _gone_line(entry: Change) -> str:
    return "    " + _("{key}: {old} is removed: it no longer is the sum, and no file gives a total").format(
        key=_key(entry), old=number(entry.old)
    )


def _new_line(entry: Change) -> str:
    return f"    {_key(entry)}: {number(entry.new)}"
