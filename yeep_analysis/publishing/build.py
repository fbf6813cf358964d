"""Builds one edition: chapters -> documents, figures, tables, manifest. Whole or not at all; published by rename."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from yeep_analysis.edition import Cover, Edition
from yeep_analysis.publishing import manifest
from yeep_analysis.publishing.chapters import Chapter, Value
from yeep_analysis.publishing.clock import Clock
from yeep_analysis.publishing.early import Early
from yeep_analysis.publishing.execute import Progress, Run, with_shown
from yeep_analysis.publishing.kernel_process import RARELY
from yeep_analysis.publishing.labels import labels
from yeep_analysis.publishing.workplace import is_left_behind, owned, remove, workplace
from yeep_analysis.transaction import SHARED, reason_of, write_file
from yeep_analysis.words import language
from yeep_analysis.words.errors import PublishingError, UsageError
from yeep_analysis.words.language import _

if TYPE_CHECKING:
    from yeep_analysis.publishing.document import Document

_WORKPLACE = ".building-"
_FORMER = ".{name}-former-"
_ATTEMPTS = 9  # to put a report in its place while another run does the same
BOM = "\ufeff"  # tells Excel that a CSV is UTF-8


@dataclass(frozen=True)
class Job:
    """One edition with everything its build needs."""

    edition: Edition
    cover: Cover
    chapters: list[Chapter]
    extra: Mapping[str, Value]
    out: Path
    told: Callable[[], dict[str, Any]] = dict  # what is kept of its sensitive counts, for whoever publishes it

    @property
    def name(self) -> str:
        """What the files of the report itself are called."""
        return "bulletin" if self.edition.month else "report"

    @property
    def target(self) -> Path:
        """The folder of the finished report."""
        return self.out / self.edition.folder

    @property
    def failed(self) -> Path:
        """The folder in which a failing chapter is kept."""
        return self.target.with_name(f"{self.edition.language}-failed")

    @property
    def first(self) -> Chapter:
        """The first chapter of the report itself: as its folder sees the data, the report tells where they lie."""
        return next((one for one in self.chapters if not one.is_outside), self.chapters[0])

    @property
    def added(self) -> list[Chapter]:
        """The chapters of somebody's own."""
        return [chapter for chapter in self.chapters if chapter.is_outside]

    def values(self, chapter: Chapter) -> dict[str, Value]:
        """Parameters of a chapter; the data folder as seen from its own, so that no machine's path is kept."""
        return {
            "year": self.edition.year,
            "language": self.edition.language,
            "data": _seen_from(chapter.path.parent, self.edition.data),
            "edition": self.edition.name,
            "audience": self.edition.audience,
            "interim": self.edition.as_of.isoformat() if self.edition.as_of else "",
            "month": self.edition.month or 0,
            "merge": self.edition.merge,
            **self.extra,
        }

    def shown_values(self, chapter: Chapter) -> dict[str, Value]:
        """The same as they are published: no path of a machine."""
        values = self.values(chapter)
        return values | {"data": _shown(str(values["data"]))}


def _shown(data: str) -> str:
    """How the data folder is named in what is published: beside the chapters with its place, elsewhere by its name."""
    parts = Path(data).parts
    return data if parts[:-1] == ("..",) else parts[-1]


def _seen_from(folder: Path, other: Path) -> str:
    try:
        return Path(os.path.relpath(other.resolve(), folder.resolve())).as_posix()
    except ValueError:  # Windows: the two lie on different drives
        return other.resolve().as_posix()


@contextmanager
def _looking_rarely() -> Iterator[None]:
    """A build is short and leaves little: Python looks rarely for what nobody needs any more, until it is over."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _shared(folder: Path) -> Iterator[None]:
    """A folder in which the processes of a build leave for each other what takes long."""
    before = os.environ.get(SHARED)
    os.environ[SHARED] = str(folder.resolve())  # chapters run in their own folders
    try:
        yield
    finally:
        os.environ.pop(SHARED)
        if before:
            os.environ[SHARED] = before


def build(
    job: Job, *, progress: Progress, kernels: int = 2, clock: Clock | None = None, early: Early | None = None
) -> Path:
    """Run the chapters and publish the report; returns its folder.

    early   a process that already imports what kernels need

    Raises   `ChapterError` where a chapter fails, `DisclosureError` where its counts cannot be protected,
             `PublishingError` where a document does not meet its standard or the inputs changed during the run, the
             last good report stays as it was then; also where the record of the new one could not be kept
    """
    clock = clock or Clock()
    _refuse_what_is_in_the_way(job.target)
    inputs = _inputs(job)
    _recover(job.target)
    with (
        _looking_rarely(),
        _workplace(job.target.parent) as work,
        _shared(work.parent),
        Run(
            job.chapters,
            job.values,
            keep_failed=partial(_keep, job),
            progress=progress,
            kernels=kernels,
            early=early,
        ) as run,
    ):
        _import_exporters()
        with clock.phase(_("chapters")):
            executed = [
                with_shown(notebook, job.values(chapter), job.shown_values(chapter))
                for chapter, notebook in zip(job.chapters, run.notebooks(), strict=True)
            ]
        with clock.phase(_("HTML, PDF and workbook")):
            _write_documents(job, executed, work)
        if _inputs(job) != inputs:
            raise PublishingError(
                _(
                    "The data or chapters changed while the report was made. No new report was written; run "
                    "the command again."
                )
            )
        _write(work / "manifest.json", _manifest(job, inputs, work))
        record = _record(job, inputs["data"], work / "manifest.json")
        _publish_or_keep(work, job.target)
        remove(job.failed)
        remove(_beside(job.target))
        _keep_record(job, record)
    return job.target


def _manifest(job: Job, inputs: dict[str, list[dict[str, Any]]], work: Path) -> str:
    outputs = manifest.describe((path for path in work.rglob("*") if path.is_file()), work)
    return manifest.manifest(
        parameters=job.shown_values(job.first),
        inputs=inputs if job.edition.is_internal else inputs | {"data": manifest.without_secrets(inputs["data"])},
        outputs=outputs,
        package=Path(__file__).parent,
        audit=_audit(job),
    )


def _record(job: Job, inputs: list[dict[str, Any]], of: Path) -> bytes:
    """For the unit alone from what a public report is made: without it nobody could say whether it is old.

    Empty where its manifest says all of it.
    """
    if job.edition.is_internal or not manifest.has_secrets(inputs):
        return b""
    record = {"manifest": manifest.sha256_of(of), "inputs": inputs, **job.told()}
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()


def _keep_record(job: Job, record: bytes) -> None:
    """Only once the report is in its place: until then the record is that of the former one."""
    path = manifest.record_of(job.out, job.edition.folder)
    try:
        if record:
            write_file(path, record)
    except UsageError as error:
        message = _(
            "The new report is in its place in “{folder}”, but what it was made from could not be kept in “{path}” "
            "({reason}). Without that it cannot be entered as published: see that files may be made there, and make "
            "the report again."
        )
        reason = reason_of(error.__cause__) if isinstance(error.__cause__, OSError) else str(error)
        raise PublishingError(message.format(folder=job.target, path=path, reason=reason)) from error


def _import_exporters() -> None:
    """Templates, workbooks and typst take their time; the kernels are at work meanwhile."""
    import yeep_analysis.publishing.html
    import yeep_analysis.publishing.pdf
    import yeep_analysis.publishing.workbook  # noqa: F401


def _write_documents(job: Job, executed: list[nbformat.NotebookNode], work: Path) -> None:
    from yeep_analysis.publishing import document, html
    from yeep_analysis.publishing.pdf import content, typeset
    from yeep_analysis.publishing.word import document_of
    from yeep_analysis.publishing.workbook import workbook, workbook_of

    report = document.read(document.combine(executed, _cover(job), job.chapters))
    with ThreadPoolExecutor(max_workers=2) as pool:
        # The longest first, and each as soon as Python has done its part: typst leaves Python to the others.
        pdfs = sorted(_pdfs(report, job.name).items(), key=lambda one: -len(one[1][0].blocks))
        made = {path: pool.submit(typeset, content(*of), report.cover["date"]) for path, of in pdfs}
        made |= {path: pool.submit(workbook, *of) for path, of in _workbooks(report, job.name).items()}
        page = pool.submit(html.render, report.volume("report", "annex"))
        _write_parts(job, executed, report, work)  # while typst is at work
    _write(work / f"{job.name}.html", page.result())
    for path, file in made.items():
        (work / path).parent.mkdir(exist_ok=True)
        (work / path).write_bytes(file.result())
    for block in report.of_kind("table"):
        if block.get("has_files"):
            (work / f"{block['name']}.xlsx").write_bytes(workbook_of(block, report.cover))
            (work / f"{block['name']}.docx").write_bytes(document_of(block, report.cover))
    if job.edition.is_internal:
        for folder in {work, *(path for path in work.iterdir() if path.is_dir())}:
            _write(folder / "NOTICE.txt", labels()["internal"] + "\n")


def _write_parts(job: Job, executed: list[nbformat.NotebookNode], report: Document, work: Path) -> None:
    """Figures, tables, results and chapters as files."""
    mark = "-internal" if job.edition.is_internal else ""  # a table that travels alone says it by its name
    for block in report.of_kind("figure"):
        _write(work / "figures" / f"{block['name']}{mark}.svg", block["svg"])
    for block in report.of_kind("table"):
        _write(work / "tables" / f"{block['name']}{mark}.csv", BOM + block["csv"])
    if report.results:
        _write(work / "tables" / f"results{mark}.csv", BOM + _results(report.results))
    for chapter, notebook in zip(job.chapters, executed, strict=True):
        kept = _marked(notebook) if mark else notebook
        _write(work / "chapters" / f"{chapter.name}{mark}.ipynb", nbformat.writes(kept) + "\n")


def _marked(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An executed chapter that says for whom it is."""
    first = nbformat.v4.new_markdown_cell(f"**{labels()['internal']}**", id="internal")
    return nbformat.NotebookNode({**notebook, "cells": [first, *notebook.cells]})


def _pdfs(report: Document, name: str) -> dict[str, tuple[Document, str, str]]:
    """Each PDF by its path: its blocks, its look, its title."""
    title = report.cover["title"]
    if name != "report":
        return {f"{name}.pdf": (report.volume("report"), name, title)}
    volumes = {"report": title, "annex": f"{title} · {labels()['annex']}", "brief": title}
    pdfs = {f"{name}.pdf": (report.volume(name), name, told) for name, told in volumes.items()}
    sheets = {
        f"units/{key}.pdf": (one, "unit", one.blocks[0]["runs"][0]["text"]) for key, one in report.sheets().items()
    }
    return {path: of for path, of in (pdfs | sheets).items() if of[0].blocks}


def _workbooks(report: Document, name: str) -> dict[str, tuple[Document, str]]:
    """Each workbook by its path, with the name of the other; the results go with the tables of the annex, if any."""
    main, annex = report.volume("report"), report.volume("annex")
    if not annex.blocks:
        return {f"{name}.xlsx": (main, "")}
    return {"report.xlsx": (replace(main, results=[]), "annex.xlsx"), "annex.xlsx": (annex, "")}


def _cover(job: Job) -> dict[str, str | bool]:
    words = labels()
    title = words["closing" if job.edition.is_closing else "interim" if job.edition.as_of else "report_year"]
    if job.edition.month:
        title = words["bulletin"]
    shown = title.format(year=job.edition.years_shown)
    return {
        **asdict(job.cover),
        "title": shown,
        "kind": title.format(year="").strip(),
        "years": job.edition.years_shown,
        "subtitle": f"{job.cover.plan} ({job.cover.plan_years})",
        "unit": job.cover.equality_unit,
        "as_of": words["interim_of"].format(day=language.date(job.edition.as_of))
        if job.edition.as_of
        else shown
        if job.edition.month
        else words["figures_of"].format(title=shown),
        "date": job.edition.reference_date.isoformat(),
        "internal": job.edition.is_internal,
    }


def _audit(job: Job) -> dict[str, str]:
    return {"pdf": "PDF/UA-1, PDF/A-2a", "fictional": str(job.cover.is_fictional).lower()}


def _results(parts: list[str]) -> str:
    """The result tables of all chapters under one head."""
    heads = {part.split("\n", 1)[0] for part in parts}
    if len(heads) != 1:
        raise PublishingError(_("The result tables of the chapters have different columns. No new report was written."))
    return heads.pop() + "\n" + "".join(part.split("\n", 1)[1] for part in parts)


def _inputs(job: Job) -> dict[str, list]:
    own = (chapter.path for chapter in job.chapters if not chapter.is_outside)
    inputs = {
        "data": manifest.data_inputs(job.edition.data),
        "chapters": manifest.describe(own, job.first.path.parent),
    }
    if job.added:  # with the modules beside them
        folder = job.added[0].path.parent
        files = {*(chapter.path for chapter in job.added), *folder.glob("*.py")}
        inputs["added_chapters"] = manifest.describe(files, folder)
    return inputs


def _refuse_what_is_in_the_way(target: Path) -> None:
    """A link or a file where the folder of the report belongs would be found out only after all chapters."""
    for path in (target.parent, target):
        is_there = path.exists() or path.is_symlink()
        if (is_there and not path.is_dir()) or (path == target and path.is_symlink()):
            raise UsageError(
                _(
                    "“{path}” is in the way: it is a file or a link, not a folder. Move it away, or name "
                    "another folder with --out."
                ).format(path=path)
            )


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A folder beside the report, so that the last step is a rename."""
    with ExitStack() as stack:
        try:
            beside.mkdir(parents=True, exist_ok=True)
            work = stack.enter_context(workplace(_WORKPLACE, beside)) / "report"
            work.mkdir()
        except OSError as error:
            raise UsageError(
                _(
                    "“{folder}” cannot be used for the reports. Name a folder with --out in which files may be made."
                ).format(folder=beside)
            ) from error
        yield work


class _InUseError(PublishingError):
    """A file of the report is open in another program, which keeps its folder where it is (Windows)."""


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}-new")


def _publish_or_keep(work: Path, target: Path) -> None:
    """Publish; where a file of the former report is open in a reader, the new one is kept beside it."""
    try:
        _publish(work, target)
    except _InUseError:
        remove(_beside(target))
        with suppress(OSError):
            work.rename(_beside(target))
            message = _(
                "A file of the former report in “{folder}” is open (PDF reader, Excel), so it could not be replaced. "
                "The new report is whole and lies in “{beside}”. Close the file and make the report again."
            )
            raise PublishingError(message.format(folder=target, beside=_beside(target))) from None
        raise


def _publish(work: Path, target: Path) -> None:
    """Put the finished folder in its place; if that fails, the former one is put back."""
    former = target.with_name(owned(_FORMER.format(name=target.name)) + "0")
    for attempt in range(1, _ATTEMPTS + 1):
        with suppress(FileNotFoundError):  # there was none, or another run is at the same step
            _rename(target, former)
        try:
            _rename(work, target)
            break
        except BaseException as error:  # an interruption as well: first of all the former report stands again
            if not target.exists():
                _put_back(former, target)
                raise
            if attempt == _ATTEMPTS or not isinstance(error, OSError | PublishingError):
                raise
            remove(former)  # another run put its report there meanwhile
    remove(former)


def _put_back(former: Path, target: Path) -> None:
    if former.exists() and not target.exists():
        former.rename(target)


def _recover(target: Path) -> None:
    """Put the former report back where a run was killed in the moment between two renames."""
    prefix = _FORMER.format(name=target.name)
    for former in sorted(target.parent.glob(f"{prefix}*")):
        if is_left_behind(former, prefix):
            if former.is_dir() and not former.is_symlink():
                _put_back(former, target)
            remove(former)


def _rename(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except PermissionError as error:  # Windows: a file of the former report is open
        raise _InUseError(
            _("“{folder}” is in use. Close the report (PDF reader, Excel) and run the command again.").format(
                folder=source
            )
        ) from error


def _keep(job: Job, chapter: Chapter, notebook: nbformat.NotebookNode) -> Path | None:
    path = job.failed / f"{chapter.name}.ipynb"
    try:
        _write(path, nbformat.writes(notebook) + "\n")
    except OSError:  # that the chapter failed is what must be told
        return None
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
