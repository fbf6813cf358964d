"""Every sentence on a trend carries the caveat on institutions where it belongs, and no other; years without people."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from population.typed import counts
from yeep_analysis.population import charts, measures, sentences
from yeep_analysis.words import language

CAVEAT = {"tr": "**Kurumsal nüfus.**", "en": "**Institutional population.**"}


def on_the_trend(people: pd.DataFrame, young: pd.DataFrame, *, year: int = 2022) -> list[str]:
    """Every sentence on a trend, from the population and its ages 20-24."""
    everyone = pd.concat([people, measures.without_age_group(people, young)])
    flags, share = measures.institutional_effect(young), measures.share_of_women(everyone)
    period = measures.period_growth(everyone, base=int(people["year"].min()))
    growth, parts = measures.annual_growth(everyone), measures.contribution(people)
    return [
        sentences.trend(measures.population_count(everyone), period, flags, year=year),
        sentences.share_of_women_over_time(share, flags, year=year),
        sentences.last_change(growth, parts, flags, year=year),
    ]


PEOPLE = counts((5000, 5400), (5050, 5200), (5100, 5000), year=2020)


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_every_sentence_on_a_trend_carries_the_caveat_where_a_year_is_flagged(lang):
    language.use(lang)
    young = counts((400, 800), (400, 610), (400, 410), year=2020, ages="20-24")
    trend, *others = on_the_trend(PEOPLE, young)
    assert CAVEAT[lang] in trend and re.search(r"3 yılın 2’sinde|2 of 3", trend)
    for sentence in others:
        assert re.search(r"bkz\. kurumsal nüfus notu|See the note on the institutional population", sentence)
        assert CAVEAT[lang] not in sentence, "told once, then referred to"


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_no_sentence_carries_the_caveat_where_no_year_is_flagged(lang):
    language.use(lang)
    young = counts((400, 410), (400, 405), (400, 395), year=2020, ages="20-24")
    for sentence in on_the_trend(PEOPLE, young):
        assert "2022" in sentence
        assert CAVEAT[lang] not in sentence


def test_without_the_ages_it_is_said_that_the_effect_cannot_be_told():
    texts = on_the_trend(PEOPLE, counts((1, 1), ages="20-24").iloc[:0])
    assert all("söylenemez" in sentence for sentence in texts)


def test_where_the_ages_of_the_first_year_are_unknown_the_effect_cannot_be_told_either():
    trend, share, _last = on_the_trend(PEOPLE, counts((400, 395), year=2022, ages="20-24"))
    assert "söylenemez" in trend or CAVEAT["tr"] in trend
    assert "20–24 yaş dışında yalnızca 2022 yılı biliniyor: %" in share
    assert share.count("2022 yılında %") == 1, "no year is compared with itself"


def test_a_change_that_rounds_to_nothing_has_no_sign():
    people = counts((100_000, 100_000), (100_010, 99_990), year=2021)
    (trend, *_rest) = on_the_trend(people, counts((9, 9), (9, 9), year=2021, ages="20-24"))
    assert "kadın nüfusu değişmedi (100.010)" in trend
    assert not re.search(r"[+−]%0,0\b", trend)


def test_a_year_without_young_women_stops_no_chart():
    table = measures.sex_ratio(counts((0, 5), (4, 5), year=2021, ages="20-24"))
    assert "125" in [text.get_text() for text in charts.sex_ratio_by_year(table, threshold=150).texts]
