"""The first sheet of a plan workbook as themes, goals, objectives and actions, each with its key, old or new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from yeep_analysis.intake.plan.sheets import plain
from yeep_analysis.intake.plan.typed import TypedRow
from yeep_analysis.municipality.cells import KEY_PATTERN
from yeep_analysis.words import turkish
from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _

LEVELS = ("theme", "goal", "objective", "action")
LINES = ("responsible", "partner", "indicators")
_LETTERS = {"goal": "g", "objective": "h", "action": "e"}  # amaç is the goal of a plan: its letter is older than this
_CODE = re.compile(
    r"(?:(?:tema|amaç|hedef|eylem|faaliyet)\s*)?"
    r"(?:([A-ZÇĞİÖŞÜ]?\d+(?:\.\d+)*)\s*[.:)–-]|(\d+(?:\.\d+)+))\s*(?=\D)(.+)",
    re.IGNORECASE | re.DOTALL,
)
_WITHOUT_MARKS = str.maketrans("çğıöşüâîû", "cgiosuaiu")
_NO_WORDS = {"ve", "ile", "icin", "ya", "da", "de", "veya"}
_LONGEST_KEY = 32
_ALIKE, _LIKE_ENOUGH = 0.75, 0.5  # two texts that are one corrected; two that also bear one code


@dataclass(eq=False)
class Entry:
    """A theme, goal, objective or action as the sheet has it."""

    level: str
    row: TypedRow
    code: str
    text: str
    given_key: str
    parent: Entry | None
    key: str = ""
    start: str = ""
    end: str = ""
    lines: dict[str, list[tuple[TypedRow, str]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def theme(self) -> Entry:
        """The theme under which it stands."""
        return self if self.parent is None else self.parent.theme

    @property
    def goal(self) -> Entry | None:
        """The goal under which it stands."""
        return self if self.level == "goal" else self.parent.goal if self.parent else None


@dataclass
class Outline:
    """All entries of a sheet, each level in its order."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {level: [] for level in LEVELS})
    problems: list[Problem] = field(default_factory=list)

    def tell(self, row: TypedRow, column: str, what: str, expected: str, action: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(row.place(column), what, expected, action))


def outline_of(rows: Iterable[TypedRow]) -> Outline:
    """The entries of the rows; empty cells go on with what stands above them."""
    outline = Outline()
    above: dict[str, Entry | None] = dict.fromkeys(LEVELS)
    for row in rows:
        fresh = False
        for depth, level in enumerate(LEVELS[:3]):
            if not (row[level] or row[f"{level}_code"]):
                if fresh:
                    above[level] = None
                continue
            if not row[level]:
                outline.tell(
                    row, level, _("There is a number without a text."), _("The cell needs a text."), _("Fill it in.")
                )
                continue
            parent = above[LEVELS[depth - 1]] if depth else None
            if depth and parent is None:
                outline.tell(row, LEVELS[depth - 1], *_nothing_above(level))
                continue
            entry = _known_or_new(outline, level, row, parent)
            fresh = fresh or entry is not above[level]
            above[level] = entry
        _take_action(outline, row, above)
    for level in LEVELS:
        _refuse_double_codes(outline, level)
    return outline


def _nothing_above(level: str) -> tuple[str, str, str]:
    names = {"goal": _("theme"), "objective": _("goal"), "action": _("goal")}
    return (
        _("The cell is empty, and so are those above it."),
        _("The {what} to which the row belongs is missing.").format(what=names[level]),
        _("Fill in the cell."),
    )


def _known_or_new(outline: Outline, level: str, row: TypedRow, parent: Entry | None) -> Entry:
    code, text = _code_and_text(row, level)
    given = row[f"{level}_key"]
    for entry in outline.entries[level]:
        is_same_text = (entry.parent, entry.code, plain(entry.text)) == (parent, code, plain(text))
        if given and entry.given_key == given:
            if not is_same_text:
                outline.tell(
                    row,
                    level,
                    _("The same entry ({key}) has other words in row {row}.").format(key=given, row=entry.row.number),
                    "",
                    _("Write the same words in both cells, or clear one; a new entry needs a new row."),
                )
            return entry
        if is_same_text and not (given and entry.given_key):
            return entry
    entry = Entry(level, row, code, text, given, parent)
    outline.entries[level].append(entry)
    return entry


def _code_and_text(row: TypedRow, level: str) -> tuple[str, str]:
    """The number that stands before a text, where the sheet has no column for it, and the text."""
    text, code = " ".join(row[level].split()), row[f"{level}_code"].strip(" .")
    if f"{level}_code" in row.columns or row[f"{level}_key"]:
        return code, text
    found = _CODE.fullmatch(text)
    return ((found[1] or found[2]).strip("."), found[3].strip(" .:–-")) if found else ("", text)


def _take_action(outline: Outline, row: TypedRow, above: dict[str, Entry | None]) -> None:
    last = above["action"]
    if row["action"]:
        parent = above["objective"] or above["goal"]
        if parent is None:
            outline.tell(row, "goal", *_nothing_above("action"))
            return
        code, text = _code_and_text(row, "action")
        is_same = last and (last.parent, last.code, plain(last.text)) == (parent, code, plain(text))
        if not is_same or row["action_key"]:  # else its text was repeated beside another unit or indicator
            last = Entry("action", row, code, text, row["action_key"], parent)
            outline.entries["action"].append(last)
            above["action"] = last
    elif not any(row[name] for name in (*LINES, "start", "end", "period")):
        return
    if last is None:
        outline.tell(row, "action", _("The cell is empty."), "", _("Fill in the cell."))
        return
    _take_period(outline, row, last)
    for name in LINES:
        known = [text for _row, text in last.lines[name]] if last.row is not row else []
        last.lines[name] += [(row, line) for line in row[name].split("\n") if line and line not in known]


def _take_period(outline: Outline, row: TypedRow, action: Entry) -> None:
    start, end = row["start"], row["end"]
    if row["period"]:
        years = re.fullmatch(r"(\d{4})(?:\s*[-–/]\s*(\d{4}))?", row["period"].strip())
        if years is None:
            outline.tell(
                row,
                "period",
                _("“{text}” is not a span of years.").format(text=row["period"][:40]),
                _("Write the years like this: 2026-2029."),
                _("Correct the cell."),
            )
            return
        start, end = years[1], years[2] or years[1]
    if bool(start) != bool(end):
        outline.tell(
            row,
            "end" if start else "start",
            _("Only one of the two years is given."),
            "",
            _("Fill in the cell, or clear the other."),
        )
    elif start and len(start) == len(end) == 4 and int(start) > int(end):
        outline.tell(
            row,
            "end",
            _("The period {start}–{end} runs backwards.").format(start=start, end=end),
            "",
            _("Correct the two cells."),
        )
    if start and action.start and (start, end) != (action.start, action.end):
        outline.tell(
            row,
            "start",
            _("The action has another period in row {row}.").format(row=action.row.number),
            _("Each action has one period."),
            _("Correct one of the two rows."),
        )
    action.start, action.end = start or action.start, end or action.end


def _refuse_double_codes(outline: Outline, level: str) -> None:
    """A number or key stands once under what it belongs to; what the print repeats keeps its keys."""
    first: dict[tuple, Entry] = {}
    keys: dict[str, Entry] = {}
    for entry in outline.entries[level]:
        if entry.given_key and (other := keys.setdefault(entry.given_key, entry)) is not entry:
            outline.tell(
                entry.row,
                level,
                _("The row is a copy of row {row}: both have the key {key}.").format(
                    row=other.row.number, key=entry.given_key
                ),
                "",
                _("Insert an empty row and type into it, or clear the hidden first columns of the copy."),
            )
        if not entry.code:
            continue
        other = first.setdefault((entry.parent, entry.code), entry)
        if other is not entry and not (entry.given_key and other.given_key):
            outline.tell(
                entry.row,
                f"{level}_code" if f"{level}_code" in entry.row.columns else level,
                _("The number {code} stands twice, first in row {row}.").format(code=entry.code, row=other.row.number),
                "",
                _("Correct one of the two numbers."),
            )


# --- keys --------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """An entry that the folder has: its key, that of what it stands under, number and text."""

    key: str
    parent: str
    code: str
    text: str


def settle_keys(outline: Outline, known: Mapping[str, list[Known]]) -> None:
    """Give every entry its key: the one that it brings, that of the entry of the folder which it is, or a new one."""
    for level in LEVELS:
        entries = outline.entries[level]
        for entry in entries:
            if entry.given_key and not re.fullmatch(KEY_PATTERN, entry.given_key):
                outline.tell(
                    entry.row,
                    level,
                    _("Its key “{key}” was changed.").format(key=entry.given_key[:40]),
                    _("The hidden first columns must stay as they were exported."),
                    _("Clear the key; the entry is then known by its words."),
                )
            entry.key = entry.given_key
        free = {one.key: one for one in known[level] if one.key not in {entry.key for entry in entries}}
        for is_match in _MATCHES:
            _match([entry for entry in entries if not entry.key], free, is_match)
        used = {entry.key for entry in entries} | {one.key for one in known[level]}
        for place, entry in _with_places(entries):
            if not entry.key:
                entry.key = unused(_new_key(entry, place), used)
                used.add(entry.key)


def _match(entries: list[Entry], free: dict[str, Known], is_match: Callable[[Entry, Known], bool]) -> None:
    """Pair what fits only one another."""
    fitting = {entry: [one.key for one in free.values() if is_match(entry, one)] for entry in entries}
    wanted = Counter(key for keys in fitting.values() for key in keys)
    for entry, keys in fitting.items():
        if len(keys) == 1 and wanted[keys[0]] == 1:
            entry.key = keys[0]
            del free[keys[0]]


def _is_under(entry: Entry, one: Known) -> bool:
    return one.parent == (entry.parent.key if entry.parent else "")


def _is_text(entry: Entry, one: Known) -> bool:
    return plain(entry.text) == plain(one.text)


def likeness(one: str, other: str) -> float:
    """How like two texts are, from 0 to 1."""
    matcher = SequenceMatcher(None, plain(one), plain(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > _LIKE_ENOUGH else 0.0


_MATCHES: tuple[Callable[[Entry, Known], bool], ...] = (
    lambda entry, one: _is_under(entry, one) and _is_text(entry, one) and entry.code == one.code,
    lambda entry, one: _is_under(entry, one) and _is_text(entry, one),
    _is_text,
    lambda entry, one: (
        _is_under(entry, one)
        and bool(entry.code)
        and entry.code == one.code
        and likeness(entry.text, one.text) >= _LIKE_ENOUGH
    ),
    lambda entry, one: _is_under(entry, one) and likeness(entry.text, one.text) >= _ALIKE,
)


def _with_places(entries: list[Entry]) -> Iterator[tuple[int, Entry]]:
    places: Counter = Counter()
    for entry in entries:
        places[entry.parent] += 1
        yield places[entry.parent], entry


def _new_key(entry: Entry, place: int) -> str:
    if entry.parent is None:
        return key_of_words(entry.text)
    number = re.search(r"(\d+)$", entry.code)
    return f"{entry.parent.key}_{_LETTERS[entry.level]}{int(number[1]) if number else place}"


def key_of_words(text: str) -> str:
    """``Sağlık ve Sosyal İşler Müdürlüğü`` as ``saglik_sosyal_isler_mudurlugu``: whole words, not too many."""
    words = re.findall(r"[a-z0-9]+", turkish.lower(text).translate(_WITHOUT_MARKS))
    kept = [word for word in words if word not in _NO_WORDS] or words or ["x"]
    key = kept[0][:_LONGEST_KEY]
    for word in kept[1:]:
        if len(key) + len(word) >= _LONGEST_KEY:
            break
        key += f"_{word}"
    return key if key[0].isalpha() else f"n{key}"


def unused(key: str, used: set[str]) -> str:
    """The key, with a number behind it where it is taken."""
    ends = re.fullmatch(r"(.*?_[ghe])(\d+)", key)
    stem, number = (ends[1], int(ends[2])) if ends else (f"{key}_", 1)
    while key in used:
        number += 1
        key = f"{stem}{number}"
    return key
