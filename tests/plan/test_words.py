"""No word of the six printed tables is left over in the catalogue, none was added, and each stands where it belongs.

``tests/fixtures/plan_tables.txt`` holds the lines of the tables as they stand in the text of the plan, with their
numbers. Punctuation is ignored. What no such comparison can show is the column to which an interleaved word belongs:
that is what the two typings of ``test_typed_twice`` are for.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from plan.tables import ROOT, Rows, grouped, table

Lines = dict[int, list[str]]
Catalogue = dict[str, Rows]

# Theme: first and last line of its printed table in the text of the plan.
TABLES = {
    "egitim": (1266, 1759),
    "saglik": (1815, 2297),
    "istihdam": (2392, 3321),
    "siddet": (3456, 4169),
    "karar_alma": (4275, 4378),
    "kentsel": (4436, 5881),
}

# Blocks that hold the six column headings and nothing else (headings are repeated on new pages).
HEADINGS = [
    (1900, 1904),
    (2118, 2158),
    (2396, 2426),
    (2717, 2747),
    (3009, 3039),
    (3460, 3488),
    (3762, 3791),
    (4022, 4051),
    (4279, 4314),
    (4440, 4472),
    (4735, 4765),
    (5028, 5058),
]
BODIES = "(KurumveBirimler|KurumKuruluşlar|KurumKuruluş|MüdürlükveBirimler|KurumveMüdürlükler)"
HEADING = re.compile(f"(AMAÇHEDEFEYLEMBAŞLANGIÇVEBİTİŞTARİHİLERİSorumlu{BODIES}İşbirliğiYapılacak)?{BODIES}Göstergeler")

# Lines inside the tables that belong to no cell, each with its exact words and the reason.
ALLOWED_LINES = {
    2392: ("İSTİHDAM", "title of the table, repeats the name of the theme"),
    3456: ("KADINA YÖNELİK ŞİDDETLE MÜCADELE", "title of the table, repeats the name of the theme"),
    4167: ("36", "page number"),
    4275: (
        "KADINLARIN KARAR ALMA MEKANİZMELARINA KATILIMI",
        "title of the table, misprint included; repeats the name of the theme",
    ),
    4436: ("KADIN VE KENTSEL HİZMETLER", "title of the table, repeats the name of the theme"),
}

# Words of table lines that belong to no cell: (line, word): reason.
ALLOWED_WORDS = {
    (1397, "K"): "stray letter between the cells 'Eşitlik' and 'Kültür ve Sosyal'; part of no name",
}

# Words broken over two lines without a hyphen: (line, piece, line, piece).
MENDED = [
    (2283, "kullanılmasın", 2285, "ın"),
    (2434, "güçlenmelerin", 2436, "i"),
    (2859, "Girişimciliğ", 2861, "in"),
    (2863, "desteklenm", 2865, "esi"),
    (2895, "Girişimcilikte", 2897, "n"),
    (2899, "eğitimlerinde", 2901, "n"),
    (2918, "yerleştirilm", 2920, "esi"),
    (2965, "istihdamını", 2967, "n"),
    (3055, "d", 3057, "a"),
    (3059, "yoksulluğun", 3061, "a"),
    (3066, "çalışmasını", 3068, "n"),
    (3114, "bölgelerimizd", 3116, "e"),
    (3130, "Dezavantajl", 3132, "ı"),
    (3140, "üreticilerini", 3142, "n"),
    (3147, "erişimlerini", 3149, "n"),
    (3203, "Dezavantaj", 3204, "lı"),
    (3251, "Kadını", 3253, "n"),
    (3255, "ekono", 3257, "misine"),
    (3258, "katkısı", 3260, "nın"),
    (3262, "artırıl", 3264, "ması"),
    (4327, "farkındalıkların", 4329, "ı"),
    (4329, "çalışmalarını", 4331, "n"),
    (4354, "Komisyonun", 4355, "a"),
    (4355, "Komisyonların", 4357, "a"),
    (4376, "toplantılarını", 4378, "n"),
]

# An action printed in the table row of the action before: period, units and indicator are printed once for both and
# stand in the catalogue twice.
SHARES_ROW = {"egitim_g2_h4_e2"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@cache
def printed_lines() -> dict[int, str]:
    """The text of the tables, line by line."""
    whole = (ROOT / "tests" / "fixtures" / "plan_tables.txt").read_text(encoding="utf-8")
    numbered = (line.split("\t", 1) for line in whole.split("\n") if line)
    return {int(number): text for number, text in numbered}


def is_heading(line: int) -> bool:
    return any(first <= line <= last for first, last in HEADINGS)


@cache
def source() -> Lines:
    """The words of each line, mended, without what belongs to no cell."""
    lines = {number: words(text) for number, text in printed_lines().items() if number not in ALLOWED_LINES}
    lines = {number: found for number, found in lines.items() if not is_heading(number)}
    for number, word in ALLOWED_WORDS:
        lines[number].remove(word)
    for first, head, last, tail in MENDED:
        lines[first][lines[first].index(head)] = head + tail
        lines[last].remove(tail)
    return lines


def catalogue() -> Catalogue:
    """The tables of the catalogue that hold words of the plan; a copy of its own, which a test may spoil."""
    return {name: table(name) for name in ("goals", "objectives", "actions", "action_units", "action_indicators")}


def cells(action: dict[str, str], kept: Catalogue) -> list[str]:
    """The printed cells of one action: code and text, period, units, indicators."""
    found = [f"{action['action_code']} {action['action_text']}"]
    if action["period_start"]:
        found.append(f"{action['period_start']}-{action['period_end']}")
    for name in ("action_units", "action_indicators"):
        found += [row["printed"] for row in kept[name] if row["action_id"] == action["action_id"]]
    return found


def words_of(theme: str, kept: Catalogue) -> Counter[str]:
    """The words of a theme in the catalogue."""
    theme_of = {goal["goal_id"]: goal["theme"] for goal in kept["goals"]}
    found = [f"{goal['goal_code']} {goal['goal_text']}" for goal in kept["goals"] if goal["theme"] == theme]
    for objective in kept["objectives"]:
        if theme_of[objective["goal_id"]] == theme:
            found.append(f"{objective['objective_code']} {objective['objective_text']}")
    for action in kept["actions"]:
        if action["theme"] == theme:
            found += cells(action, kept)[: 1 if action["action_id"] in SHARES_ROW else None]
    return Counter(word for cell in found for word in words(cell))


def words_printed(theme: str) -> Counter[str]:
    """The words of the printed table of a theme."""
    first, last = TABLES[theme]
    return Counter(word for number, line in source().items() if first <= number <= last for word in line)


def left_over(kept: Catalogue) -> dict[str, Counter[str]]:
    """Words that stand in the plan and not in the catalogue, by theme."""
    found = {theme: words_printed(theme) - words_of(theme, kept) for theme in TABLES}
    return {theme: missing for theme, missing in found.items() if missing}


def added(kept: Catalogue) -> dict[str, Counter[str]]:
    """Words that stand in the catalogue and not in the plan, by theme."""
    found = {theme: words_of(theme, kept) - words_printed(theme) for theme in TABLES}
    return {theme: surplus for theme, surplus in found.items() if surplus}


def span(rows: Rows) -> range:
    """The lines over which some actions are printed."""
    return range(min(int(row["line_start"]) for row in rows), max(int(row["line_end"]) for row in rows) + 1)


def stands_in_order(text: str, lines: range) -> bool:
    rest = iter(word for number in lines for word in source().get(number, []))
    return all(word in rest for word in words(text))


def out_of_place(kept: Catalogue) -> list[tuple[str, str]]:
    """Cells of actions whose words do not stand in order within the lines of their action."""
    return [
        (action["action_id"], cell)
        for action in kept["actions"]
        for cell in cells(action, kept)
        if not stands_in_order(cell, span([action]))
    ]


# --- the text of the plan --------------------------------------------------------


def test_every_line_of_the_text_belongs_to_one_of_the_six_tables():
    outside = [n for n in printed_lines() if not any(first <= n <= last for first, last in TABLES.values())]
    assert outside == []
    assert {first for first, _last in TABLES.values()} <= set(printed_lines())


@pytest.mark.parametrize("block", HEADINGS, ids=str)
def test_a_block_of_column_headings_holds_nothing_else(block):
    first, last = block
    text = "".join(word for n in range(first, last + 1) for word in words(printed_lines().get(n, "")))
    assert HEADING.fullmatch(text)


@pytest.mark.parametrize("line", ALLOWED_LINES)
def test_a_line_that_is_left_out_says_exactly_what_the_list_says(line):
    assert words(printed_lines()[line]) == words(ALLOWED_LINES[line][0])


@pytest.mark.parametrize("mended", MENDED, ids=lambda mended: mended[1] + mended[3])
def test_a_mended_word_is_broken_in_print_and_stands_whole_in_the_catalogue(mended):
    first, head, last, tail = mended
    assert head in words(printed_lines()[first]) and tail in words(printed_lines()[last])
    assert any(head + tail in words_of(theme, catalogue()) for theme in TABLES)


# --- the catalogue against it ----------------------------------------------------


def test_no_word_of_the_tables_is_left_over():
    assert left_over(catalogue()) == {}


def test_no_word_was_added():
    assert added(catalogue()) == {}


def test_the_words_of_every_cell_of_an_action_stand_in_order_within_its_lines():
    assert out_of_place(catalogue()) == []


def test_the_words_of_every_objective_stand_in_order_within_the_lines_of_its_actions():
    kept = catalogue()
    actions = grouped(kept["actions"], "objective_id")
    assert [
        row["objective_id"]
        for row in kept["objectives"]
        if (row["objective_id"],) in actions
        and not stands_in_order(row["objective_text"], span(actions[row["objective_id"],]))
    ] == []


def test_the_actions_stand_in_the_catalogue_in_the_order_of_their_lines():
    starts = [int(row["line_start"]) for row in catalogue()["actions"]]
    assert starts == sorted(starts)


def test_only_actions_that_share_a_row_share_lines():
    actions = catalogue()["actions"]
    pairs = pairwise(actions)
    shared = {after["action_id"] for before, after in pairs if int(after["line_start"]) <= int(before["line_end"])}
    assert shared == SHARES_ROW


# --- this comparison can fail ----------------------------------------------------


def test_a_changed_word_is_seen_as_left_over_as_added_and_out_of_place():
    kept = catalogue()
    action = kept["actions"][20]
    assert "Sağlık" not in action["action_text"]
    first = words(action["action_text"])[0]
    action["action_text"] = action["action_text"].replace(first, "Sağlıkla", 1)
    assert left_over(kept) == {action["theme"]: Counter([first])}
    assert added(kept) == {action["theme"]: Counter(["Sağlıkla"])}
    assert [key for key, _cell in out_of_place(kept)] == [action["action_id"]]


@pytest.mark.parametrize("name", ["goals", "objectives", "action_units", "action_indicators"])
def test_a_changed_letter_in_any_table_is_seen(name):
    kept = catalogue()
    column = {"goals": "goal_text", "objectives": "objective_text"}.get(name, "printed")
    kept[name][-1][column] = kept[name][-1][column].replace("a", "e", 1)
    assert set(left_over(kept)) == set(added(kept)) == {"kentsel"}


def test_an_action_that_was_dropped_is_seen_with_all_its_words():
    kept = catalogue()
    dropped = kept["actions"].pop(30)
    missing = Counter(word for cell in cells(dropped, kept) for word in words(cell))
    assert left_over(kept) == {dropped["theme"]: missing}
    assert added(kept) == {}


def test_an_action_that_was_typed_twice_is_seen():
    kept = catalogue()
    kept["actions"].append(kept["actions"][30])
    assert set(added(kept)) == {kept["actions"][30]["theme"]}


def test_a_unit_that_was_moved_to_another_action_of_its_theme_is_seen_by_its_lines():
    kept = catalogue()
    moved = next(row for row in kept["action_units"] if row["printed"] == "İnsan Kaynakları Müdürlüğü")
    moved["action_id"] = "egitim_g1_h2_e1"
    assert left_over(kept) == added(kept) == {}
    assert out_of_place(kept) == [("egitim_g1_h2_e1", "İnsan Kaynakları Müdürlüğü")]


def test_words_in_another_order_are_seen_by_their_lines():
    kept = catalogue()
    action = kept["actions"][40]
    action["action_text"] = " ".join(reversed(action["action_text"].split()))
    assert left_over(kept) == added(kept) == {}
    assert [key for key, _cell in out_of_place(kept)] == [action["action_id"]]


def test_an_objective_that_moved_to_another_theme_is_seen_in_both():
    kept = catalogue()
    kept["objectives"][0]["goal_id"] = "kentsel_g1"
    assert set(left_over(kept)) == {"egitim"}
    assert set(added(kept)) == {"kentsel"}
