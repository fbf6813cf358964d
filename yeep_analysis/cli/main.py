"""The commands. Prints errors in the reader's language without a traceback, and returns exit codes.

0 done · 1 other error · 2 wrong call · 3 data refused · 4 a measure cannot be computed · 5 a chapter failed ·
6 a document was refused · 130 interrupted
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from yeep_analysis import __version__, shipped
from yeep_analysis.cli.argparse_words import speak
from yeep_analysis.cli.arguments import DATA, for_data, missing_quotation_marks, with_known_command
from yeep_analysis.cli.collecting import add_parsers as add_results_parsers
from yeep_analysis.cli.desk import add_parser as add_desk_parser
from yeep_analysis.cli.new import add_parser as add_new_parser
from yeep_analysis.cli.plan import add_parser as add_plan_parser
from yeep_analysis.cli.publish import add_parser as add_publish_parser
from yeep_analysis.cli.tuik import add_parser as add_tuik_parser
from yeep_analysis.edition import INTERNAL, PUBLIC
from yeep_analysis.publishing import early
from yeep_analysis.transaction import reason_of
from yeep_analysis.words import counted, language
from yeep_analysis.words.errors import DataError, FolderError, UsageError, YeepError
from yeep_analysis.words.language import _, ngettext

INTERRUPTED = 130
MOST_REMARKS = 100  # that are printed


def _of_merge() -> str:
    return _("neighbourhoods shown as one, so that small counts can be protected")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code says what became of it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles default to other encodings
    given = list(sys.argv[1:] if arguments is None else arguments)
    language.use(_asked_language(given))
    speak()
    code = _run(given)
    if code not in (0, INTERRUPTED) and (hint := missing_quotation_marks(given)):
        print(hint, file=sys.stderr)
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        parser, names = _parser()
        options = parser.parse_args(with_known_command(arguments, names))
        language.use(options.lang)
        code = options.run(options)
        sys.stdout.flush()
        return code
    except DataError as error:
        print(_listed(error), file=sys.stderr)
        return error.exit_code
    except FolderError as error:
        print(_("Error: {message}").format(message=error.told_in_a_command), file=sys.stderr)
        return error.exit_code
    except YeepError as error:
        print(_("Error: {message}").format(message=error), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output closed it (yeep plan | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(_("Error: {message}").format(message=_of_the_system(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return interrupted()


def interrupted() -> int:
    """Say that a command was interrupted; nothing is ever written in part."""
    print(_("Stopped. Nothing was changed: report, data and results are as they were."), file=sys.stderr)
    return INTERRUPTED


def _of_the_system(error: OSError) -> str:
    """What the system refused, in the reader's language as far as we know it."""
    reason = reason_of(error)
    if error.filename is None:
        return _("The system refused to read or write a file: {reason}.").format(reason=reason)
    return _("“{file}” could not be read or written: {reason}.").format(file=error.filename, reason=reason)


def _asked_language(arguments: Sequence[str]) -> str:
    # Looked up before the parser exists, so that the help itself speaks the language asked for.
    for before, after in zip(arguments, [*arguments[1:], ""], strict=False):
        asked = after if before == "--lang" else before.removeprefix("--lang=") if before.startswith("--lang=") else ""
        if asked in language.LANGUAGES:
            return asked
    return "tr"


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are errors of this package: one form, the reader's language."""

    def error(self, message: str) -> None:
        raise UsageError(
            _("The command was not understood ({message}). Help: {program} --help").format(
                message=message, program=self.prog
            )
        )


def _parser() -> tuple[argparse.ArgumentParser, list[str]]:
    """The parser, and the names of all commands."""
    parser = _Parser(
        prog="yeep", description=_("Yearly evaluation of a Local Equality Action Plan."), allow_abbrev=False
    )
    in_language = {"type": _language, "metavar": "LANG", "help": _("language: tr or en (default: tr)")}
    parser.add_argument("--lang", default="tr", **in_language)
    parser.add_argument(
        "--version",
        action="version",
        version=f"yeep_analysis {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(
        title=_("commands"),
        dest="command",
        metavar=_("COMMAND"),
        required=True,
        parser_class=partial(_Parser, allow_abbrev=False),
    )
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--lang", default=argparse.SUPPRESS, **in_language)  # or the one said before the command
    common = argparse.ArgumentParser(add_help=False, parents=[spoken])
    common.add_argument("--data", type=Path, default=DATA, metavar="DIR", help=_("data folder (default: data)"))
    _add_report(commands, common)
    _add_bulletin(commands, common)
    add_publish_parser(commands, common)
    add_plan_parser(commands, common)
    add_results_parsers(commands, common, _year)
    add_new_parser(commands, common)
    add_tuik_parser(commands, spoken)
    add_desk_parser(commands, spoken)
    about = _("check the data and change nothing")
    check = commands.add_parser("check", aliases=["denetle"], parents=[common], help=about)
    check.set_defaults(run=_check)
    return parser, list(commands.choices)


def _add_report(commands: Any, common: argparse.ArgumentParser) -> None:
    report = commands.add_parser("report", aliases=["rapor"], parents=[common], help=_("make the report of a year"))
    report.add_argument(
        "year", type=_years, help=_("report year, or the years of an end-of-plan evaluation: 2023-2025")
    )
    report.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help=_("output folder (default: reports)")
    )
    of_chapters = _("folder of the chapters (default: those of this program)")
    report.add_argument("--notebooks", type=Path, metavar="DIR", help=of_chapters)
    of_added = _("folder with chapters of your own; they stand behind those of the report")
    report.add_argument("--add-notebooks", type=Path, metavar="DIR", help=of_added)
    report.add_argument(
        "--parameter", "-p", action="append", default=[], metavar="NAME=VALUE", help=_("parameter of a chapter")
    )
    report.add_argument("--interim", type=_day, metavar="DATE", help=_("interim report: what had come by this day"))
    report.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)  # for the desk, which reads along
    report.set_defaults(run=_with_kernels_begun(_report))
    _add_audience(report)
    report.add_argument("--merge", action="append", default=[], metavar="A+B", help=_of_merge())


def _add_bulletin(commands: Any, common: argparse.ArgumentParser) -> None:
    about = _("make the bulletin of a month: applications because of violence")
    bulletin = commands.add_parser("bulletin", aliases=["bülten", "bulten"], parents=[common], help=about)
    bulletin.add_argument("month", type=_month, help=_("month that has ended: 2024-05"))
    bulletin.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help=_("output folder (default: reports)")
    )
    bulletin.add_argument("--merge", action="append", default=[], metavar="A+B", help=_of_merge())
    bulletin.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)
    bulletin.set_defaults(run=_with_kernels_begun(_bulletin))
    _add_audience(bulletin)


def _add_audience(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--audience",
        choices=(PUBLIC, INTERNAL),
        default=PUBLIC,
        help=_("internal: for the unit alone, with all small counts, in another folder (default: public)"),
    )


def _language(text: str) -> str:
    if text not in language.LANGUAGES:
        known = ", ".join(language.LANGUAGES)
        raise UsageError(
            _("Language “{language}” is not known. Choose one of these with --lang: {known}.").format(
                language=text, known=known
            )
        )
    return text


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise UsageError(_("“{year}” is not a year. Write four digits, for example 2022.").format(year=text))
    return int(text)


def _month(text: str) -> tuple[int, int]:
    year, _dash, month = text.partition("-")
    if not text.isascii() or not (len(text) == 7 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        raise UsageError(_("“{month}” is no month. Write year-month, for example 2024-05.").format(month=text))
    return int(year), int(month)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("“{day}” is no day. Write year-month-day, for example 2026-06-30.").format(day=text)
        ) from error


def _years(text: str) -> tuple[int | None, int]:
    """``2024`` as (None, 2024); ``2023-2025``, a closing evaluation, as (2023, 2025)."""
    first, dash, last = text.replace("–", "-").partition("-")
    return (_year(first), _year(last)) if dash else (None, _year(first))


def _with_kernels_begun(make: Callable[..., int]) -> Callable[[argparse.Namespace], int]:
    """A command that makes a report; the process of its kernels is at work before the command is."""

    def run(options: argparse.Namespace) -> int:
        with early.started() as process:
            return make(options, process)

    return run


def _report(options: argparse.Namespace, process: early.Early | None) -> int:
    from yeep_analysis.edition import Edition
    from yeep_analysis.municipality.validate import validate
    from yeep_analysis.publishing.build import Job
    from yeep_analysis.publishing.chapters import fit_parameters, read_chapters, select, with_added

    first, last = options.year
    edition = Edition(
        last,
        options.lang,
        options.data,
        first,
        options.interim,
        merge=";".join(options.merge),
        is_internal=options.audience == INTERNAL,
    )
    tables = validate(edition)
    if edition.merge:
        from yeep_analysis.sensitive.protected import published_tables

        published_tables(edition)  # a merge that cannot be is refused before a chapter runs
    all_chapters = read_chapters(options.notebooks or shipped.chapters())
    if options.add_notebooks:
        all_chapters = with_added(all_chapters, options.add_notebooks)
    chapters = select(all_chapters, _scope(edition, tables))
    extra = fit_parameters(chapters, dict(_pair(text) for text in options.parameter))
    cover = _cover(tables, edition.data, edition.language)
    return _make(Job(edition, cover, chapters, extra, options.out, _told(edition)), options, process)


def _bulletin(options: argparse.Namespace, process: early.Early | None) -> int:
    from yeep_analysis.edition import Edition
    from yeep_analysis.municipality.validate import validate
    from yeep_analysis.publishing.build import Job
    from yeep_analysis.publishing.chapters import Scope, read_chapters, select
    from yeep_analysis.sensitive.protected import load_applications

    year, month = options.month
    edition = Edition(
        year,
        options.lang,
        options.data,
        month=month,
        merge=";".join(options.merge),
        is_internal=options.audience == INTERNAL,
    )
    tables = validate(edition)
    # What cannot be protected is told before a kernel starts.
    load_applications(edition, tables["municipality"].rows[0][1])
    chapters = select(read_chapters(shipped.chapters()), Scope(frozenset({"bulletin"}), only="bulletin"))
    cover = _cover(tables, edition.data, edition.language)
    return _make(Job(edition, cover, chapters, {}, options.out, _told(edition)), options, process)


def _told(edition: Any) -> Any:
    """What is kept of the sensitive counts of an edition, for whoever asks for it: most data hold none."""

    def told() -> dict[str, Any]:
        from yeep_analysis.publication import kept

        return kept(edition)

    return told


def _make(job: Any, options: argparse.Namespace, process: early.Early | None) -> int:
    from yeep_analysis.publishing.build import build
    from yeep_analysis.publishing.clock import Clock
    from yeep_analysis.publishing.progress import ProgressBar, ProgressLines

    clock, chapters = Clock(), job.chapters
    for chapter in (job.first, *job.added[:1]):
        _refuse_unreadable(job.values(chapter))
    try:
        with (ProgressLines if options.steps else ProgressBar)(chapters) as bar:
            target = build(job, progress=bar.advance, clock=clock, early=process)
    except BrokenPipeError:
        raise
    except OSError as error:
        said = [_of_the_system(error), _("No new report was written; the previous one is unchanged.")]
        if error.filename is None:  # the system does not say which
            look = _("Look at the folders “{out}” and “{temporary}”.")
            said.append(look.format(out=options.out, temporary=tempfile.gettempdir()))
        raise YeepError(" ".join(said)) from error
    if options.steps:
        print(json.dumps({"ready": str(target)}))
        return 0
    print(_("The bulletin is ready:") if job.edition.month else _("The report is ready:"))
    for kind in ("html", "pdf", "xlsx"):
        print(f"  {target / job.name}.{kind}")
    if job.edition.is_internal:
        print(
            _("For internal use only: small counts are not hidden in it. What is published is made without --audience.")
        )
    _print_searches(job)
    print(clock.told())
    return 0


def _print_searches(job: Any) -> None:
    """How small counts were protected; readers are not told how near that is to the fewest."""
    from yeep_analysis.publishing import manifest

    record = manifest.recorded(job.out, job.edition.folder) or {}
    if searches := record.get("searches"):
        print(_("How small counts were protected (for the unit alone):"))
    for line in searches or ():
        print(f"  {line}")


def _refuse_unreadable(values) -> None:
    """A byte of the command line that is no letter could be written into no file."""
    for name, value in values.items():
        readable = str(value).encode("utf-8", "replace").decode()
        if readable != str(value):
            message = _(
                "“{value}” ({name}) holds a byte that belongs to no letter. Type it anew, or rename the folder."
            )
            raise UsageError(message.format(value=readable, name=name))


def _scope(edition, tables):
    """Which chapters an edition has: the comparison where there are other places, the plan and what was written of it
    as far as the data hold it, the evaluation in years of the plan, texts that somebody wrote.
    """
    from yeep_analysis.municipality.load_plan import load_plan_file
    from yeep_analysis.municipality.texts import texts_of
    from yeep_analysis.municipality.validate import has_plan
    from yeep_analysis.publishing.chapters import Scope
    from yeep_analysis.reporting.follow_up import load_follow_up, load_frameworks

    texts = texts_of(edition.data, edition.name)
    place = tables["municipality"].rows[0][1]
    if edition.is_closing and (edition.first_year, edition.year) != (place.plan_start, place.plan_end):
        raise UsageError(
            _("The end-of-plan evaluation covers all years of the plan. Write: yeep report {first}-{last}").format(
                first=place.plan_start, last=place.plan_end
            )
        )
    if edition.as_of:
        return _interim_scope(edition, place)
    years_beside = {row.year for _number, row in tables["reference_population"].rows}
    parts = {"comparison"} if edition.year in years_beside else set()
    parts |= set() if edition.is_closing else _of_sensitive_counts(edition)
    if not has_plan(edition.data):
        return Scope(frozenset(parts), texts=texts)
    file = load_plan_file(edition.data)
    plan = file.plan
    parts |= {"plan", "audit"} if file.judgements else {"plan"}
    if edition.year < place.plan_start:
        _frameworks, links = load_frameworks(edition.data, plan)
        return Scope(frozenset(parts | {"frameworks"} if links else parts), texts=texts)
    follow_up = load_follow_up(edition.data, plan)  # bad results are refused before a kernel starts
    parts |= {"frameworks"} if follow_up.links else set()
    parts |= {"capacity"} if plan.undertakings else set()
    parts |= {"previous"} if follow_up.baselines else set()
    parts |= {"evaluation", "closing"} if edition.is_closing else {"evaluation"}
    return Scope(
        frozenset(parts), {key: theme.name_in(edition.language).text for key, theme in plan.themes.items()}, texts
    )


def _of_sensitive_counts(edition):
    """Which counts there are of which small ones are hidden."""
    from yeep_analysis.municipality.count_tables import read_counts

    counts = read_counts(edition.data)
    parts = {"applications"} if any(row.month.startswith(str(edition.year)) for row in counts.monthly) else set()
    return parts | ({"deprivation"} if any(row.year <= edition.year for row in counts.survey) else set())


def _check(options: argparse.Namespace) -> int:
    from yeep_analysis.municipality import descriptor
    from yeep_analysis.municipality.outlines import FILE as OUTLINES
    from yeep_analysis.municipality.result_tables import FOLDER as RESULTS
    from yeep_analysis.municipality.validate import PLAN_FOLDER, has_plan
    from yeep_analysis.reporting.folder_check import check_folder
    from yeep_analysis.reporting.results_folder import JOURNAL
    from yeep_analysis.transaction import is_unfinished

    checked = check_folder(options.data)
    follow_up = checked.follow_up
    tables = {f"{name}.csv": content for name, content in checked.facts.items()}
    tables |= {f"{PLAN_FOLDER}/{name}.csv": content for name, content in checked.plan.items()}
    for file, content in tables.items():
        rows = len(content.rows)
        if not (options.data / file).exists():
            print(_("{file}: not there (the report is made without it, and says so)").format(file=file))
            continue
        print(ngettext("{file}: {rows} row", "{file}: {rows} rows", rows).format(file=file, rows=rows))
    if checked.outlines:
        print(
            _("{file}: outlines of {neighbourhoods}").format(
                file=OUTLINES, neighbourhoods=counted.neighbourhoods(len(checked.outlines))
            )
        )
    if not has_plan(options.data) and (options.data / PLAN_FOLDER).is_dir():
        print(_("plan/: its tables have no rows yet; the report does without the plan, and says so"))
    if has_plan(options.data):
        rows = {"reporters": follow_up.reporters.rows, "targets": follow_up.targets, "crosswalk": follow_up.crosswalk}
        for name, found in rows.items():
            message = ngettext("{file}: {rows} row", "{file}: {rows} rows", len(found))
            print(message.format(file=f"{PLAN_FOLDER}/{name}.csv", rows=len(found)))
        for year, results in follow_up.results.items():
            message = _("results of {year}: {values}, {corrections}")
            print(
                message.format(
                    year=year,
                    values=counted.values(len(results.rows)),
                    corrections=counted.corrections(len(results.corrections)),
                )
            )
    _print_counts(options.data)
    for remark in descriptor.remarks(options.data):
        print(remark)
    if is_unfinished(options.data / RESULTS, JOURNAL):
        print(_("A collection was cut off while it wrote. The results are whole; the next “yeep collect” tidies up."))
    print(_("No problem was found."))
    lacks = (one.told(for_data(options.data)) for one in checked.lacking)
    _print_remarks([*checked.remarks, *(one.told for one in checked.aged), *lacks])
    return 0


def _print_counts(data: Path) -> None:
    from yeep_analysis.municipality.count_tables import MONTHLY, MONTHLY_FOLDER, SURVEY, read_counts

    counts = read_counts(data)
    for file, found in ((f"{MONTHLY_FOLDER}/{MONTHLY.file}", counts.monthly), (SURVEY.file, counts.survey)):
        if found:
            print(ngettext("{file}: {rows} row", "{file}: {rows} rows", len(found)).format(file=file, rows=len(found)))


def _print_remarks(found: list[str]) -> None:
    if found:
        n = len(found)
        print(ngettext("{n} remark; it stops nothing:", "{n} remarks; they stop nothing:", n).format(n=n))
    for remark in found[:MOST_REMARKS]:
        print(f"  {remark}")
    if len(found) > MOST_REMARKS:
        print("  …")


def _interim_scope(edition, place):
    """The chapters of an interim report: only of a year of the plan, and only its own."""
    from yeep_analysis.municipality.load_plan import load_plan
    from yeep_analysis.publishing.chapters import Scope
    from yeep_analysis.reporting.follow_up import load_follow_up

    if not place.plan_start <= edition.year <= place.plan_end:
        message = _("The plan covers {years}; no interim report can be made for {year}.")
        raise UsageError(message.format(years=language.year_range(place.plan_start, place.plan_end), year=edition.year))
    load_follow_up(edition.data, load_plan(edition.data))
    return Scope(frozenset({"interim"}), only="interim")


def _cover(tables, data: Path, edition_language: str):
    from yeep_analysis.edition import Cover
    from yeep_analysis.municipality import emblem
    from yeep_analysis.municipality.texts import PLAIN, words_in

    picture = emblem.read(data)
    _number, row = tables["municipality"].rows[0]
    return Cover(
        municipality=row.municipality,
        district=row.district,
        province=row.province,
        plan=row.plan,
        plan_years=language.year_range(row.plan_start, row.plan_end),
        equality_unit=row.equality_unit,
        is_fictional=row.is_fictional,
        emblem=picture.address if picture else "",
        foreign=() if edition_language == PLAIN else words_in(data),
        foreign_language=PLAIN,
    )


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(_("“{text}” is not a parameter. Write NAME=VALUE.").format(text=text))
    return name, value


def _listed(error: DataError) -> str:
    count = len(error.problems)
    head = error.head or ngettext(
        "The data were refused: {n} problem. Nothing was changed.",
        "The data were refused: {n} problems. Nothing was changed.",
        count,
    ).format(n=count)
    to_do = _("To do:")  # outside the f-string: message extractors do not look into one
    lines = [f"{p.where}\n    {p.fault}\n    {to_do} {p.action}" for p in error.problems]
    return os.linesep.join([head, *lines])
