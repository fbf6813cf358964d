"""Writes files as a whole or not at all, by one process at a time; what was cut off is put back.

Several files that belong together are first written into a folder of their own, the journal, beside the former ones;
then they are put into their places one by one. While the journal is there an update is under way, or was cut off: then
``recover`` puts the former files back. Nothing that it does needs room on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from yeep_analysis.words.errors import UsageError, YeepError
from yeep_analysis.words.language import _

SHARED = "YEEP_SHARED"  # in the environment: the folder in which the processes of one build leave things for each other
_OLD, _NEW, _READY = "old", "new", "ready.json"
_WRITING = ".writing-"  # before the name of a file that is not in its place yet
_CLOCK = 2.0  # seconds by which two looks at the start of one process may differ
_YOUNG = 5.0  # seconds in which an empty lock may still be written


def write_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of a file in one step, on the disk before it is in place.

    Raises   `UsageError` where that cannot be done; the former file is there then
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{_WRITING}{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, content)
            Path(name).chmod(0o644)  # mkstemp makes files that only their maker may read
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            _(
                "“{path}” cannot be written ({reason}). Nothing was changed. Close the file if it is open "
                "in another program, see that files may be made in its folder, and run the command again."
            ).format(path=path, reason=reason_of(error))
        ) from error


def write_files(folder: Path, contents: Mapping[str, bytes | None], journal: str) -> None:
    """Put files into a folder, all of them or none, in this order; None takes a file away.

    Raises   `YeepError` where that cannot be done; the folder is as it was then
    """
    recover(folder, journal)
    place = folder / journal
    try:
        _prepare(folder, contents, place)
        for name, content in contents.items():
            if content is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (place / _NEW / name).replace(folder / name)
    except OSError as error:
        recover(folder, journal)
        raise YeepError(
            _(
                "The files in “{folder}” could not be written ({reason}). They are as they were. Are they open "
                "elsewhere?"
            ).format(folder=folder, reason=reason_of(error))
        ) from error
    except BaseException:  # Ctrl-C between two files
        recover(folder, journal)
        raise
    _close(place)


def _prepare(folder: Path, contents: Mapping[str, bytes | None], place: Path) -> None:
    for kind in (_OLD, _NEW):
        (place / kind).mkdir(parents=True)
    marks = {}
    for name, content in contents.items():
        former = (folder / name).read_bytes() if (folder / name).exists() else None
        for kind, one in ((_NEW, content), (_OLD, former)):
            if one is not None:
                with (place / kind / name).open("wb") as file:
                    _write(file, one)
        marks[name] = [_mark(former), _mark(content)]
    with (place / "list").open("wb") as file:
        _write(file, json.dumps(marks).encode())
    (place / "list").replace(place / _READY)  # from here on files are touched


def recover(folder: Path, journal: str) -> bool:
    """Put the former files back where an update was cut off. Returns whether there was anything to put back.

    Raises   `YeepError` where a file was edited since: then nobody but its editor can say which one is right
    """
    place = folder / journal
    if not place.is_dir():
        return False
    ready = place / _READY
    marks = json.loads(ready.read_bytes()) if ready.exists() else {}  # before that file, none is touched
    now = {name: _mark_of(folder / name) for name in marks}
    # A journal of an earlier version holds the marks of the new files only.
    marks = {
        name: [_mark_of(place / _OLD / name), mark] if isinstance(mark, str) else mark for name, mark in marks.items()
    }
    begun = [name for name, (_old, new) in marks.items() if now[name] != new]
    if begun:
        edited = [name for name, both in marks.items() if now[name] not in both]
        if edited:
            raise YeepError(
                _(
                    "An update was cut off, and {files} was edited since. The former files are in “{folder}”. Put the "
                    "right ones in place, delete that folder, and run the command again."
                ).format(files=", ".join(edited), folder=place / _OLD)
            )
        for name, (old, _new) in marks.items():
            if now[name] != old:
                _put_back(place / _OLD / name, folder / name)
    _close(place)
    return bool(begun)


def _close(place: Path) -> None:
    (place / _READY).unlink(missing_ok=True)  # from here on nothing is to be put back
    shutil.rmtree(place)


def is_unfinished(folder: Path, journal: str) -> bool:
    """Whether an update is under way, or was cut off."""
    return (folder / journal).is_dir()


def _put_back(former: Path, path: Path) -> None:
    if former.exists():
        former.replace(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def only_one(lock: Path, busy: str) -> Iterator[None]:
    """Keeps a second command out while one is at work; a lock that a killed one left is taken over.

    busy   what is told to the second one, with ``{process}`` and ``{lock}``

    Raises   `UsageError` with these words, or where no lock can be made
    """
    mine = f"{os.getpid()} {start_of(os.getpid())}"
    try:
        with _one_at_a_time(lock.parent):
            if holder := _holder(lock):
                raise UsageError(busy.format(process=holder, lock=lock))
            lock.unlink(missing_ok=True)
            with lock.open("x") as file:
                file.write(mine)
    except OSError as error:
        raise UsageError(
            _("“{path}” cannot be written ({reason}). See that files may be made in its folder.").format(
                path=lock, reason=reason_of(error)
            )
        ) from error
    try:
        for left_behind in lock.parent.glob(f"{_WRITING}*"):  # by a command that was killed
            left_behind.unlink(missing_ok=True)
        yield
    finally:
        lock.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Between the look at a lock and the taking of it nobody else looks; Windows cannot lock a folder."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a share without such locks: the look is still made
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _holder(lock: Path) -> str:
    """The process that holds a lock; empty where it has ended. Its number alone is not enough: numbers come again."""
    try:
        number, _space, then = lock.read_text().partition(" ")
        start = float(then) if then else None
        written = lock.stat().st_mtime
    except (FileNotFoundError, ValueError):  # gone meanwhile, or not written by a command
        return ""
    if not number and os.name == "nt" and abs(time.time() - written) < _YOUNG:
        return "?"
    began = start_of(int(number)) if number.isdigit() and len(number) < 10 else None
    if began is None:
        return ""
    is_same = abs(began - start) < _CLOCK if start is not None else began < written + _CLOCK
    return number if is_same else ""


def start_of(process: int) -> float | None:
    """When a process began; None where there is none."""
    import psutil

    try:
        found = psutil.Process(process)
        return None if found.status() == psutil.STATUS_ZOMBIE else found.create_time()
    except psutil.Error:
        return None


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A place in which a folder is filled; it stands where it belongs when the block has ended well.

    A folder that is there already must be empty: what was made is moved into it, and out again where that fails.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{_WRITING}{folder.name}-", dir=folder.parent) as name:
        work = Path(name) / "made"
        work.mkdir()
        yield work
        if not folder.exists():
            work.rename(folder)
            return
        moved: list[Path] = []
        try:
            for made in sorted(work.iterdir()):
                made.rename(folder / made.name)
                moved.append(folder / made.name)
        except BaseException:
            for one in moved:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
            raise


def reason_of(error: OSError) -> str:
    """Why the system refused, in the reader's language as far as we know it."""
    reasons = {
        errno.ENOSPC: _("the disk is full"),
        getattr(errno, "EDQUOT", errno.ENOSPC): _("the disk is full"),
        errno.EACCES: _("access was denied"),
        errno.EPERM: _("access was denied"),
        errno.EROFS: _("nothing can be written there"),
        errno.ENAMETOOLONG: _("its name is too long"),
        errno.ENOENT: _("it is not there"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("it is not a folder"),
        errno.EIO: _("the disk or the connection failed"),
        errno.ELOOP: _("its links lead in a circle"),
    }
    return reasons.get(error.errno, error.strerror or str(error))


def _write(file, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())


def _mark(content: bytes | None) -> str:
    return "" if content is None else sha256(content).hexdigest()


def _mark_of(path: Path) -> str:
    return _mark(path.read_bytes()) if path.exists() else ""
