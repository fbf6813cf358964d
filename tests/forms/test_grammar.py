"""The grammar of a cell: what becomes which value, and that everything else is refused and nothing guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yeep_analysis.municipality.cells import (
    LARGEST_COUNT,
    LONGEST_TEXT,
    CellKind,
    CellRefusedError,
    SentCell,
    choice,
    count,
    day,
    is_blank,
    month,
    percentage,
    text,
)
from yeep_analysis.reporting.questions import UnitReason, rule_of
from yeep_analysis.words import language
from yeep_analysis.words.terms import ActionStatus, Answer, Field, Missing

NUMBER, TEXT, DATE = CellKind.NUMBER, CellKind.TEXT, CellKind.DATE
RULES = {
    "count": count,
    "percentage": percentage,
    "day": day,
    "month": month,
    "text": text,
    "yes or no": choice(Answer),
    "status": choice(ActionStatus),
}
ALL = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
FEW = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def english() -> None:
    language.use("en")


def refused(rule, cell: SentCell) -> str:
    """The three sentences with which a rule refuses a cell."""
    with pytest.raises(CellRefusedError) as error:
        rule(cell)
    sentences = error.value.sentences
    assert len(sentences) == 3
    assert all(re.fullmatch(r"\S.*[.)]", one, re.DOTALL) and "{" not in one for one in sentences), sentences
    return " ".join(sentences)


# --- counts ------------------------------------------------------------------------------------------

COUNTED = {"0": "0", "7": "7", " 12 ": "12", "1250": "1250", "\u00a040": "40", "007": "7", "100000000": "100000000"}


@pytest.mark.parametrize("words", COUNTED)
@pytest.mark.parametrize("kind", [NUMBER, TEXT])
def test_a_whole_number_is_a_count(words, kind):
    assert count(SentCell(kind, words)) == COUNTED[words]


# What stands in a text cell where a count belongs -> the words that must say what is wrong with it
NO_COUNTS = {
    "1.234": ["“1.234”", "two ways", "1234", "1,234"],
    "1,234": ["“1,234”", "two ways", "1234"],
    "1.234.567": ["two ways", "1234567"],
    "12.500": ["two ways", "12500"],
    "1 250": ["spaces", "separator"],
    "1\u00a0250": ["spaces"],
    "1\u202f250": ["spaces"],
    "12,5": ["“12,5”", "fraction"],
    "12.5": ["“12.5”", "fraction"],
    "1250,00": ["“1250,00”", "fraction"],
    "-5": ["“-5”", "negative"],
    "−5": ["“−5”", "negative"],
    "-1,5": ["negative"],
    "%45": ["percent sign"],
    "45%": ["percent sign"],
    "% 45": ["percent sign"],
    "5 adet": ["“5 adet”", "not a number", "explanation"],
    "yaklaşık 30": ["not a number"],
    "30+": ["not a number"],
    "10-15": ["not a number"],
    "+5": ["not a number"],
    "nan": ["not a number"],
    "inf": ["not a number"],
    "1e3": ["not a number"],
    "0x10": ["not a number"],
    "1_000": ["not a number"],
    "1'250": ["not a number"],
    "½": ["not a number"],
    "²": ["not a number"],
    "４５": ["“４５”", "not a number"],
    "٤٥": ["not a number"],
    "=1+1": ["not a number"],
    ",5": ["not a number"],
    "5.": ["not a number"],
    "1,2,3": ["not a number"],
    "otuz": ["not a number"],
    "1" * 19: ["not a number"],
    "100000001": ["too large"],
    "9" * 18: ["too large"],
}


@pytest.mark.parametrize("words", NO_COUNTS, ids=lambda words: words[:12])
def test_what_is_no_count_is_refused_in_words(words):
    told = refused(count, SentCell(TEXT, words))
    assert [word for word in NO_COUNTS[words] if word not in told] == [], told


@pytest.mark.parametrize("rule", [count, percentage, month], ids=["count", "percentage", "month"])
@pytest.mark.parametrize("words", ["yok", "Yok", "YOK", "hiç", "HİÇ", "-", "–", "—", "?", "x", "X", "..", "none"])
def test_a_word_that_can_mean_none_or_unknown_is_neither(rule, words):
    told = refused(rule, SentCell(TEXT, words))
    assert "none, or not known" in told and "0" in told and "blank" in told


def test_blank_zero_none_and_dash_are_four_things():
    assert is_blank(SentCell(TEXT, "  "))
    assert is_blank(SentCell(TEXT, "\u00a0"))
    assert not is_blank(SentCell(NUMBER, "0")) and count(SentCell(NUMBER, "0")) == "0"
    assert (
        not is_blank(SentCell(TEXT, "0")) and not is_blank(SentCell(TEXT, "yok")) and not is_blank(SentCell(TEXT, "-"))
    )
    assert not is_blank(SentCell(CellKind.NO_RESULT, "")) and not is_blank(SentCell(CellKind.ERROR, ""))


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("0.5", "fraction"),
        ("-3", "negative"),
        ("-0.5", "negative"),
        ("100000001", "too large"),
        ("123456789012345678901234567890", "too large"),
        ("1e-07", "fraction"),
        ("1e-05", "fraction"),
        ("nan", "nan"),
        ("inf", "inf"),
    ],
)
def test_a_number_that_a_workbook_can_store_and_that_is_no_count_is_refused(words, word):
    assert word in refused(count, SentCell(NUMBER, words))


@FEW
@given(st.integers(0, LARGEST_COUNT))
def test_every_whole_number_is_read_as_itself(number):
    assert count(SentCell(NUMBER, str(number))) == count(SentCell(TEXT, str(number))) == str(number)


@FEW
@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=2), st.sampled_from(".,"))
def test_a_number_with_a_separator_is_never_guessed(first, more, separator):
    words = separator.join([str(first), *(f"{group:03}" for group in more)])
    plain = words.replace(separator, "")
    told = refused(count, SentCell(TEXT, words))
    assert "two ways" in told and f": {plain}, or" in told
    if len(more) > 1:
        assert "two ways" in refused(percentage, SentCell(TEXT, words))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=12) | st.from_regex(r"[0-9.,% -]{1,8}", fullmatch=True))
def test_any_text_is_a_count_written_in_digits_or_is_refused(words):
    try:
        value = count(SentCell(TEXT, words))
    except CellRefusedError:
        return
    plain = words.strip()
    assert plain.isascii() and plain.isdigit() and int(plain) == int(value) <= LARGEST_COUNT
    assert value == str(int(value))


# --- percentages ---------------------------------------------------------------------------------------

PERCENTAGES = {"0": "0", "45": "45", "45,5": "45.5", "45.5": "45.5", "45,50": "45.5", "100": "100", "100,0": "100"}


@pytest.mark.parametrize("words", PERCENTAGES)
def test_a_percentage_may_have_a_comma_or_a_point(words):
    assert percentage(SentCell(TEXT, words)) == PERCENTAGES[words]


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (SentCell(TEXT, "100,1"), "more than 100"),
        (SentCell(NUMBER, "250"), "more than 100"),
        (SentCell(NUMBER, "-1"), "negative"),
        (SentCell(TEXT, "%45"), "percent sign"),
        (SentCell(TEXT, "45%"), "percent sign"),
        (SentCell(TEXT, "1.234.567"), "two ways"),
        (SentCell(TEXT, "yarısı"), "not a number"),
        (SentCell(NUMBER, "nan"), "nan"),
        (SentCell(NUMBER, "inf"), "inf"),
    ],
)
def test_what_is_no_percentage_is_refused_in_words(cell, word):
    assert word in refused(percentage, cell)


@FEW
@given(st.decimals(0, 100, places=2), st.sampled_from(".,"))
def test_every_percentage_is_read_as_itself(value, point):
    words = format(value, "f").replace(".", point)
    assert Decimal(percentage(SentCell(TEXT, words))) == value
    assert Decimal(percentage(SentCell(NUMBER, repr(float(value))))) == Decimal(repr(float(value)))


@pytest.mark.parametrize("rule", [count, percentage, month], ids=["count", "percentage", "month"])
@pytest.mark.parametrize("kind", [NUMBER, TEXT])
def test_a_cell_with_a_percent_format_is_never_guessed(rule, kind):
    assert "percentage" in refused(rule, SentCell(kind, "0.45", is_percent=True))
    assert "two ways" in refused(rule, SentCell(kind, "10", is_percent=True))


# --- dates and months -------------------------------------------------------------------------------------


@FEW
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_each_of_its_spellings(value):
    for words in (f"{value:%d.%m.%Y}", f"{value.day}.{value.month}.{value.year}", value.isoformat()):
        assert day(SentCell(TEXT, words)) == value.isoformat()
    assert day(SentCell(DATE, value.isoformat())) == value.isoformat()


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (SentCell(TEXT, "31.02.2024"), "not a day of the calendar"),
        (SentCell(TEXT, "29.02.2023"), "not a day of the calendar"),
        (SentCell(TEXT, "2024-13-01"), "not a day of the calendar"),
        (SentCell(TEXT, "00.01.2024"), "not a day of the calendar"),
        (SentCell(TEXT, "01.01.0000"), "not a day of the calendar"),
        (SentCell(TEXT, "05/06/2024"), "not a date"),
        (SentCell(TEXT, "30.06.24"), "not a date"),
        (SentCell(TEXT, "Haziran 2024"), "not a date"),
        (SentCell(TEXT, "2024"), "not a date"),
        (SentCell(TEXT, "yok"), "not a date"),
        (SentCell(TEXT, "３０.06.2024"), "not a date"),
        (SentCell(NUMBER, "45473"), "not a date"),
        (SentCell(DATE, "2024-06-30T10:15:00"), "not a date"),
        (SentCell(DATE, "10:15:00"), "not a date"),
        (SentCell(CellKind.BOOLEAN, "true"), "not a date"),
    ],
)
def test_what_is_no_day_is_refused_in_words(cell, word):
    assert word in refused(day, cell)


@pytest.mark.parametrize("words", ["30.06.0024", "0024-06-30", "01.01.1900"])
def test_a_day_of_another_age_is_a_slip_of_the_keyboard_and_refused(words):
    """The rule of the cell takes no day before 2000; a later check refuses days after the year."""
    refused(day, SentCell(TEXT, words))


@pytest.mark.parametrize("number", range(1, 13))
def test_a_month_is_a_number_from_1_to_12(number):
    assert month(SentCell(NUMBER, str(number))) == month(SentCell(TEXT, f"{number:02}")) == str(number)


@pytest.mark.parametrize("words", ["0", "13", "2024", "Ocak", "1,5", "1.5", "-1", "123456"])
@pytest.mark.parametrize("kind", [NUMBER, TEXT])
def test_what_is_no_month_is_refused(words, kind):
    refused(month, SentCell(kind, words))


# --- words of a list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["evet", "Evet", "EVET", " evet ", "yes", "YES", "Yes"])
def test_yes_is_read_in_both_languages_and_in_any_case(words):
    assert choice(Answer)(SentCell(TEXT, words)) == "yes"


@pytest.mark.parametrize("words", ["hayır", "HAYIR", "Hayır", "no", "NO"])
def test_no_is_read_in_both_languages_with_its_turkish_capitals(words):
    assert choice(Answer)(SentCell(TEXT, words)) == "no"


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("term", [*Answer, *ActionStatus, *UnitReason], ids=str)
def test_every_word_of_a_list_is_read_in_both_languages_and_by_its_key(spoken, term):
    language.use(spoken)
    shown = term.label
    language.use("en")
    for words in (shown, shown.capitalize(), term.value):
        assert choice(type(term))(SentCell(TEXT, words)) == term.value


@pytest.mark.parametrize(
    "cell",
    [
        SentCell(TEXT, "tamam"),
        SentCell(TEXT, "evet."),
        SentCell(TEXT, "evet / hayır"),
        SentCell(TEXT, "e"),
        SentCell(NUMBER, "1"),
        SentCell(CellKind.BOOLEAN, "true"),
        SentCell(DATE, "2024-06-30"),
        SentCell(TEXT, "x" * 5000),
    ],
    ids=lambda cell: cell.text[:12],
)
def test_what_is_not_in_the_list_is_refused_with_the_list(cell):
    told = refused(choice(Answer), cell)
    assert "yes, no" in told and len(told) < 400


def test_a_unit_cannot_say_that_it_protects_small_counts():
    assert {reason.value for reason in Missing} - {reason.value for reason in UnitReason} == {"suppressed"}
    assert "not in the list" in refused(rule_of(Field.MISSING, None), SentCell(TEXT, Missing.SUPPRESSED.label))


# --- texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["=1+1", "çğıöşü ÇĞİÖŞÜ", "bir\niki", "“tırnak”; virgül, nokta.", "0", "5 adet"])
def test_a_text_is_taken_as_it_is_without_spaces_at_its_ends(words):
    assert text(SentCell(TEXT, f"  {words} \n")) == words


def test_a_number_is_a_text_where_texts_stand():
    assert text(SentCell(NUMBER, "12")) == "12"


def test_a_date_is_no_text_for_nobody_knows_what_was_typed():
    """“15/3” is a decision; Excel makes a day of March of it."""
    refused(text, SentCell(DATE, "2024-03-15"))


def test_a_text_has_a_greatest_length():
    assert text(SentCell(TEXT, "a" * LONGEST_TEXT)) == "a" * LONGEST_TEXT
    told = refused(text, SentCell(TEXT, "a" * (LONGEST_TEXT + 1)))
    assert "4,001" in told and "4,000" in told


# --- every rule ---------------------------------------------------------------------------------------------


@ALL
def test_an_error_of_excel_is_refused_by_every_rule(rule):
    assert "#DIV/0!" in refused(rule, SentCell(CellKind.ERROR, "#DIV/0!"))


@ALL
def test_a_formula_without_a_stored_result_is_refused_by_every_rule(rule):
    assert "result was not saved" in refused(rule, SentCell(CellKind.NO_RESULT, ""))


@pytest.mark.parametrize("rule", [count, percentage, month], ids=["count", "percentage", "month"])
def test_a_date_where_a_number_belongs_is_refused_with_its_cause(rule):
    told = refused(rule, SentCell(DATE, "2024-05-12"))
    assert "2024-05-12" in told and "General" in told


@pytest.mark.parametrize("rule", [count, percentage, month], ids=["count", "percentage", "month"])
def test_a_boolean_is_no_number(rule):
    refused(rule, SentCell(CellKind.BOOLEAN, "true"))


# What a cell of each kind can hold, as the parsers write it down
_HELD = {
    NUMBER: st.floats(width=64).map(lambda x: str(int(x)) if x.is_integer() else repr(x)),
    DATE: st.dates().map(str) | st.datetimes().map(lambda moment: moment.isoformat()) | st.timedeltas().map(str),
    CellKind.BOOLEAN: st.sampled_from(["true", "false"]),
    CellKind.ERROR: st.sampled_from(["#DIV/0!", "#REF!", "#YOK"]),
    CellKind.NO_RESULT: st.just(""),
    TEXT: st.text(max_size=20),
}
CELLS = st.sampled_from(CellKind).flatmap(lambda kind: st.builds(SentCell, st.just(kind), _HELD[kind], st.booleans()))


@settings(max_examples=150, deadline=None)
@given(rule=st.sampled_from(sorted(RULES)), cell=CELLS)
def test_every_cell_is_a_value_or_is_refused_and_nothing_else_happens(rule, cell):
    try:
        value = RULES[rule](cell)
    except CellRefusedError as error:
        assert len(error.sentences) == 3 and all(error.sentences)
    else:
        assert isinstance(value, str)


@settings(max_examples=150, deadline=None)
@given(rule=st.sampled_from(["count", "percentage", "day", "month", "yes or no"]), cell=CELLS)
def test_what_a_rule_gives_it_takes_again(rule, cell):
    """Results may be delivered again as they lie on the disk."""
    try:
        value = RULES[rule](cell)
    except Exception:
        return
    assert RULES[rule](SentCell(TEXT, value)) == value


@pytest.mark.parametrize("number", ["45.125", "33.333", "0.375", "66.66666666666667"])
def test_a_percentage_with_three_decimals_is_taken_again_as_it_was_given(number):
    given = percentage(SentCell(NUMBER, number))
    assert percentage(SentCell(TEXT, given)) == given


def test_a_long_text_is_not_repeated_whole():
    assert len(refused(count, SentCell(TEXT, "abc " * 2000))) < 400
