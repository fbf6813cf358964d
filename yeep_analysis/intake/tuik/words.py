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
# Signs that TÜİK prints where there is no figure; never zero.
NO_FIGURE = {"-", "–", "—", "...", "…", "..", ".", "*", "**", ":", "x", "c"}
_NOTES = ("kaynak", "source", "not:", "note", "açıklama", "dipnot", "tüik", "turkstat", "(1)", "*", "1)", "(")
_NOT_ADDED = (
    "hız|oran|binde|yüzde|[%‰]|ortalama|ortanca|medyan|yoğunlu|büyüklü|süresi|endeks|bağımlılık|pay[ıi]|"
    "rate|ratio|per cent|percent|average|median|mean|density|index|share"
)
_RATES = re.compile(_NOT_ADDED)
# Populations that are not the residents: parts of them, others than them, or not yet born.
_NOT_RESIDENTS = re.compile(
    "medeni|eğitim|okuma|öğren|yabancı|uyruk|kütük|kayıtlı olduğu|doğum|ölüm|göç|hanehalk|hane |projeksiyon|tahmin|"
    "işgüc|istihdam|artış|yaş üstü|yaş ve üz|şehir nüf|köy nüf|merkez|belde|kent|kır |"
    "foreign|marital|education|migration|projection"
)


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


_LONGEST = 300  # characters of a heading


@lru_cache(maxsize=4096)
def variants(text: str) -> tuple[str, ...]:
    """The folded text, and what stands before its English translation (``Toplam-Total``, ``Erkek / Male``)."""
    whole = fold(text)
    if len(whole) > _LONGEST:
        return (whole,)
    found = [whole, fold(text.strip().split("\n")[0])]
    found += [fold(part) for part in re.split(r"\s*[-/(]\s*", whole, maxsplit=1)[:1]]
    found.append(re.sub(r"\s*(\(\d+\)|\*+)$", "", whole))
    found.append(_ENGLISH.sub("", whole))
    return tuple(dict.fromkeys(form for form in found if form))


def sex_of(text: str) -> CountedSex | None:
    """The sex that a header or a label names; `None` for every other text, totals included."""
    return next((SEXES[form] for form in variants(text) if form in SEXES), None)


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
def counts_residents(measure: str) -> bool:
    """Whether a measure is the resident population (ADNKS), whole or by sex and age."""
    text = fold(measure)
    is_population = "nüfus" in text or "population" in text
    return is_population and not is_rate(measure) and not _NOT_RESIDENTS.search(text)
