"""The words of TÜİK's files, and the one form in which texts are compared: small letters, single spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from yeep_analysis.words import turkish
from yeep_analysis.words.terms import CountedSex

# MEDAS's own furniture: the corner words of a report, and the mark of a column without a breakdown.
COLUMNS, ROWS = {"sütunlar", "columns"}, {"satırlar", "rows"}
NO_BREAKDOWN = {"ölçüm bazında", "toplam", "total", "genel toplam", "genel", "hepsi", "all"}
TOTALS = {"toplam", "total", "genel toplam", "grand total", "sum"}
COUNTRY = {"türkiye", "turkiye", "türkiye geneli", "turkey"}
SEXES = {
    "erkek": CountedSex.MALE,
    "erkekler": CountedSex.MALE,
    "male": CountedSex.MALE,
    "males": CountedSex.MALE,
    "men": CountedSex.MALE,
    "kadın": CountedSex.FEMALE,
    "kadınlar": CountedSex.FEMALE,
    "female": CountedSex.FEMALE,
    "females": CountedSex.FEMALE,
    "women": CountedSex.FEMALE,
}
LINE = " – "  # between the lines of a title
# Signs that TÜİK prints where there is no figure; never zero.
NO_FIGURE = {"-", "–", "—", "...", "…", "..", ".", "*", "**", ":", "x", "c"}
_NOTES = ("kaynak", "source", "not:", "not.", "note", "açıklama", "dipnot", "tüik", "turkstat", "(1)", "*", "1)", "(")
_NOT_ADDED = (
    "\\bhız|\\boran|binde|yüzde|[%‰]|ortalama|ortanca|medyan|yoğunlu|büyüklü|süresi|endeks|bağımlılık|pay[ıi]|"
    "başına|düşen|kişi başı|kişide|beklen(en|ti)|katsayı|eşi[kğ]i|"
    "\\b(rates?|ratios?|per cent|percent(ages?)?|averages?|medians?|means?|density|index|shares?)\\b|"
    "\\bper (capita|person|1|thousand|household)|expectancy|coefficient"
)
_RATES = re.compile(_NOT_ADDED)
# Amounts of money have two decimals at most: three digits after a dot are thousands.
_MONEY = re.compile(r"[$€₺]|\b(tl|gsyh|gsyih|dolar|gdp)\b")

# The titles of the resident population, word for word, without marks on letters; whatever else a title says, it counts
# others: the young, the married, the voters. Only a title of this list fills a table.
_LEVELS = "(ibbs )?duzey ?[123]|il(ler|lere|e)?|ilce(ler|lere|ye)?|turkiye|mahalle(ler|lere|ye)?"
_WHOSE = "(il|ilce|mahalle)(ler)?in|turkiye nin"
_SMALL = "(belediye|belde)(ler|lere|ye)?|koy(ler|lere|e)?"  # only beside the mahalles: alone they leave people out
_KINDS = (
    "cinsiyet(e|ler|lere)?|((tek|5 li|besli|bes yillik|genis|dar) )?yas(a|lar|lara)?|"
    "((5 li|besli|bes yillik|genis|dar) )?yas (grubu|grubuna|gruplari|gruplarina|grup)|yil(a|lar|lara)?"
)
_BY = f"(({_SMALL}|{_LEVELS}|{_KINDS}) )((ve )?({_SMALL}|{_LEVELS}|{_KINDS}) )*(gore|bazinda) "
_OF = f"({_SMALL}|{_LEVELS}|{_WHOSE})( (ve )?({_SMALL}|{_LEVELS}|{_WHOSE}))* "
_SYSTEM = (
    "(adrese dayali nufus kayit sistemi|adnks)( adnks)?( sonuclari)?|"
    "address based population registration system( abprs)?( results)?"
)
_TURKISH = f"({_BY})?({_OF})?(toplam )?nufus(u|lari|lar)?( bilgileri| verileri| sayilari| sayisi)?"
_PARTS = (
    "province|provinces|district|districts|nuts|level|[123]|single|ages?|groups?|age group|sex|gender|years?|and|by|of"
)
_ENGLISH_TITLE = f"(total |resident )?population( (by|of) (({_PARTS}) )*({_PARTS}))?"
_RESIDENTS = re.compile(f"(({_SYSTEM}) )?({_TURKISH}( {_ENGLISH_TITLE})?|{_ENGLISH_TITLE})( kisi| persons?)?")
_BESIDE = re.compile(f"|{_SYSTEM}|kisi|persons?|(31 aralik|31 december|31 12)( itibariyla| tarihinde)?")
_DATED = re.compile(r"\b(19|20)[0-9]{2}\b( ?[-–] ?(19|20)[0-9]{2}\b)?( yili| yillari)?|^tablo [0-9]+([.-][0-9]+)*[.:]?")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Small letters by Turkish rules, single spaces; line breaks and hard spaces are spaces."""
    return turkish.lower(" ".join(text.split()))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`fold` without marks on letters: ``İZMİR``, ``IZMIR`` and ``İzmir`` are one, whoever capitalised them."""
    bare = unicodedata.normalize("NFKD", fold(text).replace("ı", "i"))
    return "".join(letter for letter in bare if letter.isalnum())


# The translation that follows a heading, where the line break between the two was lost.
_ENGLISH = re.compile(
    r"(?<=\S)(\s+(total|males?|females?|years?|provinces?|districts?|sex|age|groups?|population|code))+$"
)


# What may stand behind a word without changing what it means: its translation, a unit, a former name of a province.
_BEHIND = re.compile(
    "[0-9]|total|grand|sum|males?|females?|men|women|years?|provinces?|districts?|sex|gender|ages?|groups?|population|"
    "code|number|of|and|over|old|turkey|turkiye|türkiye|persons?|kişi|sayisi|ve|urfa|elaziz|ayintap|antep|maraş|mersin|"
    "içel|izmit|afyon|antakya|toplam|erkek|kadin|il|iller|yil|yillar|r|p|e"
)
_LONGEST = 300  # characters of a heading


def _is_translation(text: str) -> bool:
    words = re.findall(r"[^\W_]+", fold(text).replace("ı", "i"))
    return all(map(_BEHIND.fullmatch, words))


@lru_cache(maxsize=4096)
def variants(text: str) -> tuple[str, ...]:
    """The folded text, and what stands before its English translation (``Toplam-Total``, ``Erkek / Male``)."""
    whole = fold(text)
    if len(whole) > _LONGEST:
        return (whole,)
    found = [whole]
    for parts in (text.strip().split("\n", 1), re.split(r"\s*[-/(]\s*", whole, maxsplit=1)):
        if len(parts) == 2 and _is_translation(parts[1]):
            found.append(fold(parts[0]))
    found.append(re.sub(r"\s*(\(\d+\)|\*+)$", "", whole))
    found.append(_ENGLISH.sub("", whole))
    return tuple(dict.fromkeys(form for form in found if form))


def sex_of(text: str) -> CountedSex | None:
    """The sex that a header or a label names; `None` for every other text, totals included."""
    found = next((SEXES[form] for form in variants(text) if form in SEXES), None)
    named = {SEXES[word] for word in re.findall(r"[^\W_]+", fold(text)) if word in SEXES}
    return found if len(named) == 1 else None  # “Women / Men” is both


def is_total(text: str) -> bool:
    """Whether a text says that all are meant."""
    return any(form in TOTALS for form in variants(text))


def is_note(text: str) -> bool:
    """Whether a text is a footnote or names the source, as under every table of TÜİK."""
    return fold(text).startswith(_NOTES)


@lru_cache(maxsize=4096)
def is_rate(measure: str) -> bool:
    """Whether a measure cannot be added up over places or sexes (rates, means, densities)."""
    return bool(_RATES.search(fold(measure)))


@lru_cache(maxsize=4096)
def is_money(measure: str) -> bool:
    """Whether a measure is an amount of money."""
    return bool(_MONEY.search(fold(measure)))


@lru_cache(maxsize=4096)
def counts_residents(measure: str) -> bool:
    """Whether a measure is the resident population (ADNKS), whole or by sex and age: all its lines are on the list."""
    lines = [_in_words(line) for line in fold(measure).split(LINE)]
    named = [line for line in lines if not is_unit(line)]
    return bool(named) and len(measure) <= _LONGEST and all(map(_is_of_residents, named))


def is_unit(line: str) -> bool:
    """Whether a line says in what is counted, on what day or from what register, and not of whom."""
    return bool(_BESIDE.fullmatch(_in_words(fold(line))))


def _is_of_residents(line: str) -> bool:
    parts = re.search(rf"\b({_SMALL})\b", line)
    return bool(_RESIDENTS.fullmatch(line)) and (not parts or "mahalle" in line)


def _in_words(line: str) -> str:
    """A line of a title without years, as words without marks on letters."""
    bare = unicodedata.normalize("NFKD", _DATED.sub(" ", line).replace("ı", "i"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall("[^\\W_]+", letters))
