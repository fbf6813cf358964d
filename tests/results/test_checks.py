"""What no single cell can show: every check with an example just inside and just outside."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from results.making import BUILDING, KRES, MAP, NEEDS, RATIO, STAFF, WOMEN, plan, reply
from yeep_analysis.intake.answer_checks import (
    PLAUSIBLE_DIFFERENCE,
    PLAUSIBLE_FACTOR,
    Circumstances,
    Finding,
    check_action,
    check_measure,
)
from yeep_analysis.reporting.questions import MONTHS, UNKNOWN, value_fields
from yeep_analysis.reporting.replies import Reply
from yeep_analysis.words.terms import Breakdown, Field, MeasureKind

YEAR, AFTER, WITHIN = 2024, date(2025, 1, 20), date(2024, 7, 5)
OLDER = "measure/psikolojik_danismanlik"  # persons by sex, by age
VISITS = "measure/evde_saglik_ziyareti"  # a number, by age and disability
NORTH, SOUTH = "41309", "41310"


def findings(
    whole: Reply,
    *parts: Reply,
    received: date = AFTER,
    earlier: tuple[int, Fraction] | None = None,
    population: int | None = None,
) -> list[Finding]:
    """What is wrong with what a unit reported of a measure."""
    measure = plan().measures[whole.key.subject_id]
    about = Circumstances(plan(), YEAR, received, {measure.id: earlier} if earlier else {}, population)
    return list(check_measure(measure, whole, {part.key: part for part in parts}, about))


def found(which: Field, words: str, told: list[Finding], row: str = "") -> None:
    """Exactly one finding, at this field, in these words."""
    assert [(one[1], words in one[2]) for one in told] == [(which, True)], told
    _key, _field, what, _expected, action = told[0]  # what is expected may be said already
    assert what and action
    if row:
        assert str(told[0][0]) == row


def test_the_measures_of_these_tests_are_of_the_kinds_that_they_stand_for() -> None:
    measures = {
        name.split("/")[1]: plan().measures[name.split("/")[1]] for name in (KRES, STAFF, WOMEN, RATIO, BUILDING, MAP)
    }
    assert {name: measure.kind for name, measure in measures.items()} == {
        "kres": MeasureKind.STOCK,
        "kadro_bazli_istihdam": MeasureKind.STOCK,
        "siddet_goren_kadin": MeasureKind.YEARLY_FLOW,
        "cocuk_ergen_danismanligi": MeasureKind.RATIO_OF_COUNTS,
        "spor_kompleksi_yapimi": MeasureKind.COMPLETION_RATE,
        "kadin_yoksunlugu_haritasi": MeasureKind.MILESTONE,
    }
    assert value_fields(measures["siddet_goren_kadin"]) == (Field.FEMALE,)
    assert {Breakdown.MONTH, Breakdown.MAHALLE} < set(measures["siddet_goren_kadin"].breakdowns)


# --- one reply

NOTHING: dict[str, str] = {}
ONE = {
    # name: (row, what is inside, what is outside, field, words)
    "sexes add up": (STAFF, dict(female="3", male="4", value="7"), dict(female="3", male="4", value="8"), Field.VALUE, "3 women + 4 men = 7, but the total is 8"),
    "sexes below the total": (STAFF, dict(female="0", male="0", value="0"), dict(female="0", male="0", value="1"), Field.VALUE, "0 women + 0 men = 0"),
    "sexes above the total": (STAFF, dict(female="3", male="4"), dict(female="3", male="4", value="6"), Field.VALUE, "but the total is 6"),
    "no women": (STAFF, dict(value="4"), dict(male="4"), Field.FEMALE, "blank, the other sex"),
    "no men": (STAFF, dict(female="4", male="0"), dict(female="4"), Field.MALE, "blank, the other sex"),
    "no women beside a total": (STAFF, dict(female="0", male="4", value="4"), dict(male="4", value="4"), Field.FEMALE, "blank, the other sex"),
    "part of a whole": (RATIO, dict(numerator="5", denominator="5"), dict(numerator="6", denominator="5"), Field.NUMERATOR, "The numerator (6) is larger than the denominator (5)"),
    "part of nothing": (RATIO, dict(numerator="0", denominator="0"), dict(numerator="1", denominator="0"), Field.NUMERATOR, "larger"),
    "no part": (RATIO, dict(numerator="0", denominator="5"), dict(denominator="5"), Field.NUMERATOR, "blank, the other count"),
    "no whole": (RATIO, dict(numerator="5", denominator="9"), dict(numerator="5"), Field.DENOMINATOR, "blank, the other count"),
    "value or reason": (KRES, dict(missing="not_collected"), dict(missing="not_collected", value="0"), Field.MISSING, "a value, and also a reason"),
    "milestone or reason": (MAP, dict(missing="not_applicable"), dict(missing="not_applicable", done="no"), Field.MISSING, "a value, and also a reason"),
    "suppressed": (KRES, dict(missing="not_applicable"), dict(missing="suppressed"), Field.MISSING, "“confidential” is not a reason"),
    "done with its date": (MAP, dict(done="yes", done_on="2024-12-31"), dict(done="yes"), Field.DONE_ON, "without its date"),
    "date without done": (MAP, dict(done="no"), dict(done_on="2024-05-01"), Field.DONE, "not reported as done"),
    "date beside no": (MAP, NOTHING, dict(done="no", done_on="2024-05-01"), Field.DONE, "not reported as done"),
    "date of the year": (MAP, dict(done="yes", done_on="2023-02-01"), dict(done="yes", done_on="2025-01-01"), Field.DONE_ON, "after the year of the form"),
    "month with a value": (KRES, dict(value="3", last_month="6"), dict(last_month="6"), Field.LAST_MONTH, "A last month is given, but no value"),
    "month with a reason": (KRES, dict(missing="not_collected"), dict(last_month="6", missing="not_collected"), Field.LAST_MONTH, "A last month is given, but no value"),
    "percent of one": (BUILDING, dict(value="1"), dict(value="0.99"), Field.CONFIRMED, "99%"),
    "percent of nothing": (BUILDING, dict(value="0"), dict(value="0.01"), Field.CONFIRMED, "1%"),
    "percent confirmed": (BUILDING, dict(value="0.5", confirmed="yes"), dict(value="0.5", confirmed="no"), Field.CONFIRMED, "50%"),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_one_reply(name: str) -> None:
    row, inside, outside, which, words = ONE[name]
    assert findings(reply(row, **inside)) == []
    found(which, words, findings(reply(row, **outside)), row)


def test_both_sexes_of_women_only_are_not_asked() -> None:
    assert findings(reply(WOMEN, female="3")) == []


def test_a_blank_row_is_no_mistake() -> None:
    assert all(findings(reply(f"measure/{name}")) == [] for name in plan().measures)


@pytest.mark.parametrize("row", [KRES, STAFF, RATIO, MAP, BUILDING, WOMEN])
def test_every_reason_of_a_unit_stands_alone(row: str) -> None:
    for reason in ("not_reported", "not_collected", "not_applicable"):
        assert findings(reply(row, missing=reason)) == []


# --- the day of receipt


def test_a_milestone_of_the_running_year_is_not_in_the_future() -> None:
    assert findings(reply(MAP, done="yes", done_on="2024-07-05"), received=WITHIN) == []
    found(Field.DONE_ON, "in the future", findings(reply(MAP, done="yes", done_on="2024-07-06"), received=WITHIN))


@pytest.mark.parametrize(
    ("received", "month", "is_wrong"),
    [
        (date(2024, 12, 31), None, True),
        (date(2025, 1, 1), None, False),
        (date(2024, 12, 31), "12", True),
        (date(2024, 12, 31), "11", False),
        (WITHIN, "6", False),
        (WITHIN, None, True),
        (AFTER, "6", False),
        (AFTER, "12", False),
    ],
)
def test_a_year_that_has_not_ended_carries_its_flag(received: date, month: str | None, is_wrong: bool) -> None:
    fields = {"value": "3"} | ({"last_month": month} if month else {})
    told = findings(reply(KRES, **fields), received=received)
    if is_wrong:
        found(Field.LAST_MONTH, "has not ended", told)
    else:
        assert told == []


@pytest.mark.parametrize(
    "fields", [dict(female="3", male="1"), dict(missing="not_collected"), dict(female="3", male="1", last_month="12")]
)
def test_the_flag_is_asked_of_values_only(fields: dict[str, str]) -> None:
    told = findings(reply(STAFF, **fields), received=WITHIN)
    assert bool(told) == ("female" in fields)


def test_a_milestone_needs_no_last_month() -> None:
    assert findings(reply(MAP, done="no"), received=WITHIN) == []


# --- parts


def mahalles(**numbers: int) -> list[Reply]:
    """Parts of a number by mahalle; ``unknown`` for those elsewhere."""
    codes = {"north": NORTH, "south": SOUTH, "unknown": UNKNOWN}
    return [reply(f"{NEEDS}/mahalle/{codes[name]}", value=str(n)) for name, n in numbers.items()]


@pytest.mark.parametrize(
    "parts",
    [dict(north=3, south=4), dict(north=3), dict(north=3, unknown=4), dict(unknown=7), dict(north=0, unknown=7)],
)
def test_parts_within_their_whole(parts: dict[str, int]) -> None:
    assert findings(reply(NEEDS, value="7"), *mahalles(**parts)) == []


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        (dict(north=3, south=5), NORTH),
        (dict(north=8), NORTH),
        (dict(north=3, unknown=3), NORTH),  # those elsewhere are told apart, so nobody may be missing
        (dict(north=3, unknown=5), NORTH),
        (dict(unknown=6), UNKNOWN),
    ],
)
def test_parts_beyond_their_whole(parts: dict[str, int], first: str) -> None:
    found(
        Field.VALUE,
        f"the categories add up to {sum(parts.values())}, but the total is 7",
        findings(reply(NEEDS, value="7"), *mahalles(**parts)),
        f"{NEEDS}/mahalle/{first}",
    )


def test_parts_without_their_whole() -> None:
    found(Field.VALUE, "but no total", findings(reply(NEEDS), *mahalles(north=3)))
    found(Field.VALUE, "but no total", findings(reply(NEEDS, missing="not_collected"), *mahalles(north=0)))
    assert findings(reply(NEEDS, value="0"), *mahalles(north=0)) == []


def test_parts_by_sex_beside_a_whole_by_sex() -> None:
    whole = reply(OLDER, female="5", male="3")
    young, old = f"{OLDER}/age/0-5", f"{OLDER}/age/65+"
    assert findings(whole, reply(young, female="2", male="3"), reply(old, female="3", male="0")) == []
    found(
        Field.FEMALE,
        "the categories add up to 6, but the total is 5",
        findings(whole, reply(young, female="2", male="3"), reply(old, female="4", male="0")),
    )
    assert findings(whole, reply(young, value="4"), reply(old, value="4")) == []  # the total of both sexes is known
    found(
        Field.VALUE,
        "the categories add up to 9, but the total is 8",
        findings(whole, reply(young, value="4"), reply(old, value="5")),
    )
    found(
        Field.FEMALE,
        "but no total",
        [
            one
            for one in findings(reply(OLDER, value="8"), reply(young, female="2", male="3"))
            if one[1] == Field.FEMALE
        ],
    )


def test_the_sexes_of_a_part_add_up_too() -> None:
    part = f"{OLDER}/age/0-5"
    found(
        Field.VALUE,
        "but the total is 6",
        findings(reply(OLDER, female="5", male="3"), reply(part, female="2", male="3", value="6")),
        part,
    )
    found(
        Field.MALE, "blank, the other sex", findings(reply(OLDER, female="5", male="3"), reply(part, female="2")), part
    )


def test_a_part_of_a_ratio_is_a_ratio() -> None:
    part = f"{RATIO}/age/6-14"
    whole = reply(RATIO, numerator="5", denominator="9")
    assert findings(whole, reply(part, numerator="5", denominator="9")) == []
    told = findings(whole, reply(part, numerator="4", denominator="3"))
    found(Field.NUMERATOR, "The numerator (4) is larger than the denominator (3)", told, part)
    found(
        Field.DENOMINATOR,
        "the categories add up to 10, but the total is 9",
        findings(whole, reply(part, numerator="5", denominator="10")),
        part,
    )


def test_each_breakdown_adds_up_by_itself() -> None:
    whole = reply(VISITS, value="7")
    ages = [reply(f"{VISITS}/age/65+", value="7")]
    assert findings(whole, *ages, reply(f"{VISITS}/disability/disabled", value="7")) == []
    told = findings(whole, *ages, reply(f"{VISITS}/disability/disabled", value="8"))
    found(Field.VALUE, "By disability", told, f"{VISITS}/disability/disabled")


def months(*numbers: int | None) -> list[Reply]:
    """A number for each month from January on; None for a blank one."""
    return [reply(f"{WOMEN}/month/{month}", female=str(n)) for month, n in zip(MONTHS, numbers) if n is not None]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (12, [1] * 12),
        (12, [12] * 12),  # the same twelve women every month
        (12, [12]),
        (12, [1] * 11),  # December is not known
        (0, [0] * 12),
    ],
)
def test_months_within_their_year(whole: int, parts: list[int]) -> None:
    assert findings(reply(WOMEN, female=str(whole)), *months(*parts)) == []


def test_months_beyond_their_year() -> None:
    whole = reply(WOMEN, female="12")
    found(
        Field.FEMALE,
        "the categories add up to 13, but the total is 12",
        findings(whole, *months(None, 13)),
        f"{WOMEN}/month/02",
    )
    found(Field.FEMALE, "the categories add up to 11, but the total is 12", findings(whole, *months(0, *[1] * 11)))
    found(Field.FEMALE, "but no total", findings(reply(WOMEN), *months(1)))


def test_months_of_a_part_of_the_year() -> None:
    half = reply(WOMEN, female="6", last_month="6")
    assert findings(half, *months(*[1] * 6)) == []
    found(Field.FEMALE, "the categories add up to 5,", findings(half, *months(0, *[1] * 5)))
    found(
        Field.FEMALE,
        "A month after the last month covered (6)",
        findings(half, *months(*[1] * 5, None, 1)),
        f"{WOMEN}/month/07",
    )


# --- beside the year before


@pytest.mark.parametrize(
    ("earlier", "value", "asks"),
    [
        (5, 15, False),  # three times, not more
        (5, 16, True),
        (15, 5, False),
        (16, 5, True),
        (0, 9, False),  # a change of fewer than ten never asks
        (0, 10, True),
        (10, 0, True),
        (1, 10, False),
        (1, 11, True),
        (100, 300, False),
        (100, 301, True),
        (100, 33, True),
        (100, 34, False),
    ],
)
def test_a_jump_asks_for_a_confirmation(earlier: int, value: int, asks: bool) -> None:
    before = (2023, Fraction(earlier))
    told = findings(reply(KRES, value=str(value)), earlier=before)
    if asks:
        found(Field.CONFIRMED, f"{earlier} in 2023, now {value}", told, KRES)
    else:
        assert told == []
    assert findings(reply(KRES, value=str(value), confirmed="yes"), earlier=before) == []


def test_the_bounds_of_what_is_plausible_are_those_of_these_tests() -> None:
    assert (PLAUSIBLE_FACTOR, PLAUSIBLE_DIFFERENCE) == (3, 10)


def test_a_jump_is_seen_in_the_sum_of_the_sexes() -> None:
    before = (2023, Fraction(20))
    assert findings(reply(STAFF, female="30", male="30"), earlier=before) == []
    found(Field.CONFIRMED, "20 in 2023, now 61", findings(reply(STAFF, female="31", male="30"), earlier=before))


def test_a_part_of_a_year_is_no_jump() -> None:
    assert findings(reply(KRES, value="1", last_month="3"), earlier=(2023, Fraction(100))) == []


@pytest.mark.parametrize(
    ("earlier", "value", "falls"), [("40", "40", False), ("40", "39.9", True), ("40", "100", False), ("0", "0", False)]
)
def test_a_completion_rate_does_not_fall(earlier: str, value: str, falls: bool) -> None:
    told = findings(reply(BUILDING, value=value), earlier=(2023, Fraction(earlier)))
    if falls:
        found(Field.CONFIRMED, "The completion rate falls: 40.0% in 2023, now 39.9%", told)
        assert findings(reply(BUILDING, value=value, confirmed="yes"), earlier=(2023, Fraction(earlier))) == []
    else:
        assert told == []


def test_a_completion_rate_of_half_a_year_does_not_fall_either() -> None:
    told = findings(reply(BUILDING, value="30", last_month="6"), earlier=(2023, Fraction(40)))
    found(Field.CONFIRMED, "falls", told)


def test_a_ratio_and_a_milestone_may_change_as_they_like() -> None:
    assert findings(reply(RATIO, numerator="1", denominator="100"), earlier=(2023, Fraction(90))) == []
    assert findings(reply(MAP, done="no"), earlier=(2023, Fraction(0))) == []


@pytest.mark.parametrize(("women", "asks"), [(599, False), (600, False), (601, True)])
def test_more_persons_than_the_district_has(women: int, asks: bool) -> None:
    told = findings(reply(WOMEN, female=str(women)), population=600)
    if asks:
        found(Field.CONFIRMED, "more than the population of the district (600)", told)
    else:
        assert told == []
    assert findings(reply(WOMEN, female=str(women), confirmed="yes"), population=600) == []


def test_places_may_be_more_than_persons() -> None:
    assert findings(reply(KRES, value="601"), population=600) == []
    assert findings(reply(WOMEN, female="601"), population=None) == []


# --- actions

NURSERY = "istihdam_g2_h3_e1"  # its measures: cocuk_oyun_odasi, kres
FESTIVAL = "kentsel_g2_h1_e1"  # its measure also serves another action


def told_of(
    status: str, action: str = NURSERY, own: dict[str, dict[str, str]] | None = None, **fields: str
) -> list[Finding]:
    replies = {name: reply(f"measure/{name}", **values) for name, values in (own or {}).items()}
    return list(check_action(plan().actions[action], reply(f"action/{action}", status=status, **fields), replies))


@pytest.mark.parametrize("status", ["not_started", "ongoing", "postponed", "cancelled", "no_data"])
def test_other_statuses_need_no_evidence(status: str) -> None:
    assert told_of(status) == []


def test_completed_needs_evidence_and_a_value() -> None:
    kres: dict[str, Any] = {"kres": dict(value="1")}
    assert told_of("completed", own=kres, evidence="minutes 4/2024") == []
    assert told_of("completed", own=kres, explanation="Opened on 4 May; minutes 4/2024") == []
    assert told_of("completed", own={"kres": dict(value="1", evidence="minutes 4/2024")}) == []
    found(Field.EXPLANATION, "without evidence", told_of("completed", own=kres))
    both: dict[str, Any] = {"kres": dict(missing="not_collected"), "cocuk_oyun_odasi": dict(value="0")}
    assert told_of("completed", own=both, evidence="minutes 4/2024") == []
    both["cocuk_oyun_odasi"] = dict(missing="not_reported")
    found(Field.STATUS, "none of its indicators has a value", told_of("completed", own=both, evidence="minutes 4/2024"))


def test_completed_without_evidence_and_without_a_value_is_told_twice() -> None:
    told = told_of("completed", own={"kres": dict(missing="not_collected")})
    assert [one[1] for one in told] == [Field.EXPLANATION, Field.STATUS]


def test_not_started_and_a_value_do_not_agree() -> None:
    assert told_of("not_started", own={"kres": dict(value="0")}) == []
    found(
        Field.STATUS,
        "not started, and its indicator has the value 1",
        told_of("not_started", own={"kres": dict(value="1")}),
    )
    # where the measure also serves another action, that one may have brought the value
    assert told_of("not_started", FESTIVAL, own={"festival_ve_senlik": dict(value="1")}) == []
