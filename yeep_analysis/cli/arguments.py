"""What people type: commands in any case and without Turkish letters, slips, paths without quotation marks."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from yeep_analysis.words import turkish
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

_WITHOUT_MARKS = str.maketrans("çğıöşüâîû", "cgiosuaiu")
_MOST_WORDS = 8  # of a path


DATA = Path("data")  # the folder that is meant where none is named


def for_data(data: Path) -> str:
    """What a command that is told needs behind it, to mean the same data folder."""
    if data == DATA:
        return ""
    return f' --data "{data}"' if " " in str(data) else f" --data {data}"


def for_language(spoken: str) -> str:
    """The same for the edition in a language."""
    return "" if spoken == "tr" else f" --lang {spoken}"


def with_known_command(arguments: Sequence[str], names: Iterable[str]) -> list[str]:
    """The arguments with the command as it is known, however it was typed.

    Raises   `UsageError` where there is none of that name; it names the one that was probably meant
    """
    place = _place_of_command(arguments)
    if place is None:
        return list(arguments)
    known = {_plain(name): name for name in names}
    typed = arguments[place]
    if _plain(typed) not in known:
        raise UsageError(_no_command(typed, known))
    return [*arguments[:place], known[_plain(typed)], *arguments[place + 1 :]]


def _place_of_command(arguments: Sequence[str]) -> int | None:
    """The first argument that is no option, nor the language that one asks for."""
    for place, word in enumerate(arguments):
        if not word.startswith("-") and (place == 0 or arguments[place - 1] != "--lang"):
            return place
    return None


def _plain(word: str) -> str:
    return turkish.lower(word).translate(_WITHOUT_MARKS)


def _no_command(typed: str, known: dict[str, str]) -> str:
    if meant := difflib.get_close_matches(_plain(typed), known, n=1):
        message = _("“{typed}” is not a command. Did you mean “{name}”? All commands: yeep --help")
        return message.format(typed=typed, name=known[meant[0]])
    return _("“{typed}” is not a command. Choose one of: {known}.").format(typed=typed, known=", ".join(known.values()))


def missing_quotation_marks(arguments: Sequence[str]) -> str:
    """What to say where a path with spaces came as several arguments; empty where none did."""
    for first, word in enumerate(arguments):
        start = word.partition("=")[2] if word.startswith("--") else word
        for last in range(min(first + _MOST_WORDS, len(arguments)), first + 1, -1):
            words = [start, *arguments[first + 1 : last]]
            path = " ".join(words)
            if start and _is_there(path) and not all(map(_is_there, words)):
                return _("“{path}” is there: put a path with spaces in quotation marks.").format(path=path)
    return ""


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # a name that is too long, or a sign that no name may have
        return False
