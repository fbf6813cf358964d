"""The words that readers meet: one word for one thing, short sentences, and no number called what it is not.

Looked at are the catalogues and the chapters in both languages: what is in them is what a report, a form or a message can say.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from babel.messages.pofile import read_po

from yeep_analysis.words import language

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "yeep_analysis"
LOCALE = PACKAGE / "words" / "locale"

# Words that have another word, with the one to use (turkish.md and english.md of the design; docs/GLOSSARY.md).
BANNED = {
    "tr": {
        r"ölçü(?!t|l|m|p|n\w*c|de\b| birimi)\w*": "gösterge, hesaplama",
        r"kura(?:da|yla|dan|ya)?\b": "tesadüf, tesadüfen",
        r"öteki\w*|öbür\w*": "diğer, başka",
        r"işbirliği": "iş birliği",
        r"yüzde puan\w*": "puan",
        r"bildirilmedi|derlenmiyor|uygulanamaz": "bilgi gelmedi, kaydı tutulmuyor, geçerli değil",
        r"kapanış değerlendirmesi": "Dönem Sonu Değerlendirmesi",
        r"kırılım\w*": "dağılım",
        r"tanesi\b": "a suffix: {n:i}",
        r"yan yana": "karşılaştırma",
        r"geri konmadan": "yerine koymadan",
    },
    "en": {
        r"measures?(?= (?:of the|asked|without|with a|that|by status))": "indicator, calculation",
        r"by lot|lottery|lotteries": "by chance, at random",
        r"directorates?": "department",
        r"undertakings?(?!\})": "institutional duty",
        r"closing evaluation": "End-of-plan Evaluation",
        r"answered anew": "reported",
        r"citizens[’'] assembly": "Kent Konseyi",
        r"city council": "municipal council",
        r"(?-i:Expected) (?!by chance)": "what is wrong, then what to do",
    },
}


def messages(name: str) -> dict[str, str]:
    """Each message with its translation, plurals apart."""
    with (LOCALE / name).open("rb") as file:
        found = [one for one in read_po(file, locale=name.split(".")[1]) if one.id]
    pairs: dict[str, str] = {}
    for one in found:
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        strings = tuple(filter(None, one.string)) if isinstance(one.string, tuple) else (one.string,)
        pairs |= {text: strings[min(at, len(strings) - 1)] for at, text in enumerate(ids)}
    return pairs


def texts(spoken: str) -> list[str]:
    """Everything that a reader of this language can meet."""
    library, chapters = messages("library.tr.po"), messages("chapters.en.po")
    if spoken == "tr":
        cells = [
            cell.source
            for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "markdown"
        ]
        return [*library.values(), *cells]
    return [*library, *chapters.values()]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_word_that_has_a_better_one_is_used_nowhere(spoken):
    found = [
        (match[0], better, text)
        for text in texts(spoken)
        for banned, better in BANNED[spoken].items()
        if (match := re.search(rf"(?i)\b(?:{banned})", re.sub(r"\{[^}]*\}|`[^`]*`|\S+\.csv|--\w+", "", text)))
    ]
    assert found == []


# --- sentences -----------------------------------------------------------------------------------------------------

LONGEST = 25  # words


def sentences(text: str) -> list[str]:
    """The sentences of a text; a number or a name that is filled in counts as a word."""
    plain = re.sub(r"\{[^}]*\}", "x", text)
    return [one for one in re.split(r"(?<=[.!?])\s+", plain) if one]


def told_in_sentences() -> dict[str, str]:
    """The messages of the modules that write sentences, with their translation."""
    library = messages("library.tr.po")
    found = {}
    for path in sorted(PACKAGE.rglob("*sentences.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "N_", "ngettext"):
                ids = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
                found |= {text: library[text] for text in ids if isinstance(text, str) and text in library}
    return found


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_sentence_is_short_and_has_one_bracket_and_one_colon_at_most(spoken):
    told = told_in_sentences()
    assert len(told) > 150
    long = [
        sentence
        for text in (told.values() if spoken == "tr" else told)
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST or sentence.count("(") > 1 or sentence.count(": ") > 1
    ]
    assert long == []


# --- what kind of number it is -------------------------------------------------------------------------------------

# The name of a placeholder says what kind of number it holds; in its message stands a word that fits, and none that
# belongs to another kind.
# A p in brackets brings its own “p = ” or “p < ” with it (language.p_equals).
IN_BRACKETS = r"[( ]\{p\}\)"
PROBABILITY = {
    "en": rf"{IN_BRACKETS}|probabilit|\{{post\}}: \{{p\}}",
    "tr": rf"{IN_BRACKETS}|olasılı|\{{post\}}: \{{p\}}",
}
LIMIT = {"en": r"limit|between", "tr": r"sınır|ile"}
FITTING = {"p": PROBABILITY, "lower": LIMIT, "upper": LIMIT}
SHARES = ("share", "rate", "share_women", "index", "by_chance", "corrected", "staff", "heads")
NO_SHARE = {"en": r"probabilit", "tr": r"olasılı"}

# The kind of a column says the same of what stands under its head.
HEADS = {
    "probability": (r"^p$|robabilit", None),
    "share": (None, r"^p$|robabilit|Number of"),
    "count": (None, r"^p$|robabilit|[Ss]hare|[Rr]ate\b"),
}


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_number_is_called_what_it_is(spoken):
    wrong = []
    for text, translated in messages("library.tr.po").items():
        said = text if spoken == "en" else translated
        names = set(re.findall(r"\{(\w+)", said))
        wrong += [said for name in names & set(FITTING) if not re.search(FITTING[name][spoken], said)]
        if names & set(SHARES) and "p" not in names and re.search(NO_SHARE[spoken], said):
            wrong.append(said)
    assert wrong == []


def test_a_head_fits_the_kind_of_its_column():
    heads = [
        (call.args[2].value, call.args[1].args[0].value, f"{path.name}:{call.lineno}")
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Column" and len(call.args) > 2
        if isinstance(call.args[1], ast.Call) and call.args[1].args and isinstance(call.args[1].args[0], ast.Constant)
        if isinstance(call.args[2], ast.Constant)
    ]
    assert len(heads) > 60
    wrong = [
        (place, kind, title)
        for kind, title, place in heads
        if kind in HEADS
        for needed, refused in [HEADS[kind]]
        if (needed and not re.search(needed, title)) or (refused and re.search(refused, title))
    ]
    assert wrong == []


# --- how easy it is to read ----------------------------------------------------------------------------------------


def atesman(text: str) -> float:
    """Ateşman's index: 198.825 - 40.175 · syllables a word - 2.610 · words a sentence; 60 and more is easy enough."""
    words = re.findall(r"\w+(?:’\w+)?", text)
    ends = len(re.findall(r"[.!?](?=\s|$)", text)) or 1
    syllables = sum(max(1, len(re.findall(r"[aeıioöuüAEIİOÖUÜ]|\d", word))) for word in words)
    return 198.825 - 40.175 * syllables / len(words) - 2.610 * len(words) / ends


def test_the_index_of_a_plain_text_is_higher_than_that_of_a_stiff_one():
    plain = "Plan dönemi 2025’te bitti. On dört eylemin üçü tamamlandı. Kurslara katılan kişi azaldı."
    stiff = (
        "Değerlendirmelerin gerçekleştirilmesine ilişkin yükümlülüklerin belirlenmesinde karşılaştırılabilirliğin "
        "sağlanamaması durumunda göstergelendirmelerin yorumlanmaması gerekmektedir."
    )
    assert atesman(plain) > 60 > atesman(stiff)
