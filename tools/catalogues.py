"""Brings the catalogues under ``yeep_analysis/words/locale`` up to date with the code and the chapters.

python tools/catalogues.py          update the files; new messages come in untranslated
python tools/catalogues.py --check  change nothing; exit with 1 where a message is missing or not translated
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "yeep_analysis" / "words" / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def library_messages() -> Catalog:
    """The strings of the code, the descriptions of columns and the cards of the measures, written in English."""
    import yeep_analysis
    from yeep_analysis.municipality.new_folder import descriptions
    from yeep_analysis.results import registered

    for module in pkgutil.walk_packages(yeep_analysis.__path__, f"{yeep_analysis.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)  # whatever holds a measure registers its card

    found = Catalog(domain="library")
    methods = [("**.py", "python"), ("desk/templates/**.html", "jinja2")]
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(ROOT / "yeep_analysis"), method_map=methods, keywords=KEYWORDS
    ):
        found.add(message)
    for text in descriptions():
        found.add(text)
    for measure in registered():
        for name, text in measure.card.items():
            if name != "Summary" or len(measure.indicators) > 1:  # the title of a family
                found.add(text)
    return found


def chapter_messages() -> Catalog:
    """The Markdown cells of the chapters, written in Turkish."""
    found = Catalog(domain="chapters")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                found.add(cell.source)
    return found


CATALOGUES = {"library.tr.po": ("tr", library_messages), "chapters.en.po": ("en", chapter_messages)}
# Said in the file, because two versions of babel differ on how many forms Turkish has. A Turkish word has one form with
# every number; a sentence needs a second one where it says “all” or “none” of the many: ``untranslated`` asks for none.
PLURALS = dict.fromkeys(("tr", "en"), "nplurals=2; plural=(n != 1);")
NO_SECOND_FORM = b'msgstr[1] ""\n\n'


def updated(name: str) -> Catalog:
    """The catalogue on disk with the messages of today; what is no longer used is dropped."""
    language, messages = CATALOGUES[name]
    path = LOCALE / name
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(name: str) -> bytes:
    """The same as the text of its file. By message, without places and dates: changes rarely meet."""
    language = CATALOGUES[name][0]
    fields = {"Language": language, "Content-Type": "text/plain; charset=utf-8", "Plural-Forms": PLURALS[language]}
    head = "".join(f'"{field}: {value}\\n"\n' for field, value in fields.items())
    body = io.BytesIO()
    write_po(body, updated(name), width=110, omit_header=True, sort_output=True, no_location=True)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue().replace(NO_SECOND_FORM, b"\n")


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without a translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (message.string[0] if isinstance(message.string, tuple) else message.string)
    ]


def main() -> int:
    """Update or check both catalogues."""
    missing = 0
    for name in CATALOGUES:
        for message in untranslated(updated(name)):
            missing += 1
            print(f"{name}: not translated: {message!r}")
        if "--check" not in sys.argv:
            LOCALE.mkdir(exist_ok=True)
            (LOCALE / name).write_bytes(written(name))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
