"""What is accepted, but not printed as it was typed: signs that no font has, and marks that texts do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from yeep_analysis.municipality import result_tables
from yeep_analysis.municipality.cells import sex_word
from yeep_analysis.municipality.csv_text import cells_of
from yeep_analysis.municipality.fact_tables import TABLES
from yeep_analysis.municipality.plan_tables import FOLLOW_UP_TABLES, PLAN_TABLES
from yeep_analysis.municipality.table_files import save_as, saved_otherwise
from yeep_analysis.municipality.texts import FOLDER, TEXTS
from yeep_analysis.municipality.validate import PLAN_FOLDER, has_plan
from yeep_analysis.words import signs
from yeep_analysis.words.language import N_, _

DEEPEST = 4  # of the headings below that of the chapter
_EDITION = re.compile(r"\d{4}(-\d{4})?")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
# In a line of a text: what is found, and what becomes of it.
_MARKS = (
    (
        re.compile(r"\s*\|.*\||[\s|:-]*-[\s|:-]*\|[\s|:-]*-[\s|:-]*$|.*<table", re.IGNORECASE),
        N_("a table is printed as the signs it is typed with. Write sentences or a list."),
    ),
    (
        re.compile(r".*(?:!\[[^\]]*\]\(|<img\b)", re.IGNORECASE),
        N_("a picture is not printed; only its description may be."),
    ),
    (
        re.compile(r"\s*(?:>|[-*+][ \t]|\d+[.)][ \t])[\s>]*#{1,6}[ \t]|(?: {4,}|\t)\s*#{1,6}[ \t]"),
        N_("a heading that is indented, or stands in a list or a quote, is printed as text."),
    ),
    (re.compile(r" {0,3}##+[^\s#]"), N_("this is no heading: a space is missing after the last #.")),
)


def remarks(data: Path) -> Iterator[str]:
    """One line for each, with its place. The tables and texts were checked before."""
    yield from _of_tables(data)
    entries = (data / FOLDER).glob("*")
    for path in sorted(one for entry in entries for one in (entry.iterdir() if entry.is_dir() else [entry])):
        place = path.relative_to(data).as_posix()
        if path.suffix == ".md" and path.stem in TEXTS and _EDITION.fullmatch(path.parent.name):
            for line, said in _of_text(path.read_text(encoding="utf-8-sig")):
                yield _("{file}, line {line}: {remark}").format(file=place, line=line, remark=said)
        elif not path.name.startswith("."):
            known = ", ".join(f"{FOLDER}/2025/{name}.md" for name in TEXTS)
            yield _("{file}: it is not printed. Names that are: {known}.").format(file=place, known=known)


def _of_tables(data: Path) -> Iterator[str]:
    files = [table.file for table in TABLES.values()]
    if has_plan(data):
        files += [f"{PLAN_FOLDER}/{table.file}" for table in (PLAN_TABLES | FOLLOW_UP_TABLES).values()]
        files += [f"{result_tables.FOLDER}/{year}.csv" for year in result_tables.years_with_results(data)]
    for file in files:
        if not (data / file).exists() and (others := saved_otherwise(data / file)):
            message = _("{file}: not there; beside it lies {files}.").format(file=file, files=", ".join(others))
            yield f"{message} {save_as(file)}"
        other_words: dict[str, str] = {}  # of the sexes
        for row, column, cell in cells_of(data / file) if (data / file).is_file() else ():
            if column == "sex" and sex_word(cell) != cell:
                other_words[cell] = sex_word(cell)
            if lacking := signs.missing(cell):
                place = _("{file}, row {row}, column {column}").format(file=file, row=row, column=column)
                yield f"{place}: {printed_as_boxes(lacking)}"
        if other_words:
            words = ", ".join(f"“{cell}” ({word})" for cell, word in other_words.items())
            message = _("{file}, column sex: {words} were understood; the tables' own words are in brackets.")
            yield message.format(file=file, words=words)


def printed_as_boxes(lacking: list[str]) -> str:
    """That signs of a text are in no font of the report, in a sentence."""
    codes = ", ".join(f"“{sign}” ({signs.code(sign)})" if sign.isprintable() else signs.code(sign) for sign in lacking)
    return _("the fonts of the report lack {codes}; □ is printed.").format(codes=codes)


def _of_text(text: str) -> Iterator[tuple[int, str]]:
    above: list[int] = []  # as ``fitted`` of the document counts them
    before, in_table = "", False
    for number, line in enumerate(text.split("\n"), start=1):
        if lacking := signs.missing(line):
            yield number, printed_as_boxes(lacking)
        heading, underline = _HEADING.match(line), _UNDERLINE.match(line) if before.strip() else None
        if heading and not (heading[2] or "").strip("# \t"):
            yield number, _("a heading without words is left out.")
        elif heading or underline:
            level = len(heading[1]) if heading else 1 if underline[1][0] == "=" else 2
            above = [one for one in above if one < level] + [level]
            if len(above) > DEEPEST:
                yield number, _("a heading below {n} others is printed like the one above it.").format(n=DEEPEST)
        marks = [said for mark, said in _MARKS if mark.match(line)]
        is_table = _MARKS[0][1] in marks
        yield from ((number, _(said)) for said in marks if not (in_table and said == _MARKS[0][1]))
        before, in_table = "" if heading or underline else line, is_table
