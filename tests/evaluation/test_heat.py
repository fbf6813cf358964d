"""The grid of themes and statuses: it needs no colour to be read, and its numbers add up. No pixel is compared."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from evaluation.making import EXAMPLE, edition_of
from evaluation.second_road import Road, counts
from yeep_analysis.progress import charts as progress_charts
from yeep_analysis.progress import sentences as say
from yeep_analysis.progress import tables
from yeep_analysis.progress.evaluation import load_evaluation
from yeep_analysis.progress.whole import assess_plan
from yeep_analysis.show import present
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language
from yeep_analysis.words.terms import Status

UNKNOWN = ("no_data", "not_computable")
ALL = [status.value for status in Status]
LONG = "Kadınların Karar Alma Mekanizmalarına Katılımı"


@pytest.fixture(scope="module", autouse=True)
def in_the_style_of_the_house():
    with house_style():
        yield


def frame(rows, statuses=ALL):
    """``[(name, counts by status)]`` as the chart takes it."""
    found = [{"name": name, "asked": sum(n), **dict(zip(statuses, n, strict=True))} for name, n in rows]
    return pd.DataFrame(found, columns=["name", "asked", *statuses])


@pytest.fixture(scope="module")
def of_the_example():
    evaluation = load_evaluation(edition_of("2025", EXAMPLE))
    assessed = assess_plan(evaluation.plan, evaluation.histories, evaluation.targets, 2025)
    return tables.heat(evaluation.plan, tables.shares_of_statuses(evaluation.plan, assessed, year=2025))


FULL = frame(
    [(f"{LONG} {number}", [number, 0, 12, 3, 0, 100, 1, 7, number]) for number in range(1, 7)]
    + [("Planın tümü", [21, 1, 72, 18, 2, 600, 6, 42, 21])]
)
ONE = frame([("Eğitim", [3]), ("Planın tümü", [3])], ["no_data"])
DARK = frame([("Eğitim", [9, 0]), ("Planın tümü", [9, 1])], ["toward", "no_data"])


DRAWN = {}


def drawn(table):
    """A table as a chart, laid out as for printing; the same one is drawn once."""
    key = language.active(), table.to_csv()
    if key not in DRAWN:
        ax = progress_charts.status_heat(table)
        FigureCanvasAgg(ax.figure).draw()
        DRAWN[key] = ax
    return DRAWN[key]


def box(text):
    return text.get_window_extent(text.figure.canvas.get_renderer())


def cells_of(ax, table):
    """The patches of the grid by row and status, and the numbers printed in them."""
    statuses = [column for column in table.columns if column not in ("name", "asked")]
    patches = {}
    for place, patch in enumerate(ax.patches):
        patches[divmod(place, len(statuses))] = patch
    assert len(patches) == len(table) * len(statuses)
    return {
        (row, statuses[column]): (patch, [t for t in ax.texts if _inside(patch, t.xy)])
        for (row, column), patch in patches.items()
    }


def _inside(patch, place):
    x, y = place
    return (
        patch.get_x() < x < patch.get_x() + patch.get_width() and patch.get_y() < y < patch.get_y() + patch.get_height()
    )


@pytest.fixture(params=["example", "full", "one", "dark"])
def table(request, of_the_example):
    return {"example": of_the_example, "full": FULL, "one": ONE, "dark": DARK}[request.param]


def test_every_cell_prints_its_number_and_no_other(table):
    for (row, status), (_patch, numbers) in cells_of(drawn(table), table).items():
        count = int(table.iloc[row][status])
        assert [text.get_text() for text in numbers] == ([str(count)] if count else [])


def test_no_number_stands_outside_its_cell(table):
    ax = drawn(table)
    for patch, numbers in cells_of(ax, table).values():
        whole = patch.get_window_extent()
        for text in numbers:
            one = box(text)
            assert whole.x0 <= one.x0 and one.x1 <= whole.x1 and whole.y0 <= one.y0 and one.y1 <= whole.y1


def test_what_is_not_known_has_no_shade(table):
    for (_row, status), (patch, _numbers) in cells_of(drawn(table), table).items():
        if status in UNKNOWN:
            assert to_rgb(patch.get_facecolor()) == (1, 1, 1)


def test_a_cell_without_measures_has_no_shade_and_more_measures_a_darker_one(table):
    cells = cells_of(drawn(table), table)
    for row in range(len(table)):
        known = sorted(
            (int(table.iloc[row][status]), sum(to_rgb(patch.get_facecolor())))
            for (place, status), (patch, _numbers) in cells.items()
            if place == row and status not in UNKNOWN
        )
        for (fewer, lighter), (more, darker) in itertools.pairwise(known):
            assert darker == pytest.approx(lighter) if fewer == more else darker < lighter
        assert all(light == pytest.approx(3) for count, light in known if not count)


@pytest.mark.parametrize("percent", [1, 25, 50, 70, 75, 76, 80, 90, 100])
def test_every_number_stands_out_from_its_shade(percent):
    """WCAG 1.4.3: at least 4.5 to 1, whatever part of its row a cell is."""
    table = frame([("Eğitim", [percent, 100 - percent])], ["toward", "no_data"])
    patch, (text,) = cells_of(progress_charts.status_heat(table), table)[0, "toward"]
    assert _contrast(to_rgb(text.get_color()), to_rgb(patch.get_facecolor())) >= 4.5


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_cell_has_a_border(table):
    for patch, _numbers in cells_of(drawn(table), table).values():
        assert patch.get_linewidth() > 0
        assert sum(to_rgb(patch.get_edgecolor())) < 1


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_rows_and_columns_are_named_in_words(table, lang):
    language.use(lang)
    ax = drawn(table)
    statuses = [column for column in table.columns if column not in ("name", "asked")]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [Status(key).label for key in statuses]
    names = {tick.get_text(): tick.get_position()[1] for tick in ax.get_yticklabels()}
    assert list(names) == [f"{row['name']} ({row['asked']})" for _index, row in table.iterrows()]
    assert list(names.values()) == sorted(names.values(), reverse=True)  # the first theme on top, the plan below


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_no_label_leaves_the_figure_and_no_two_of_them_overlap(table, lang):
    language.use(lang)
    ax = drawn(table)
    labels = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
    whole = ax.figure.bbox.padded(0.5)
    outside = [
        text.get_text()
        for text in labels
        if not (whole.x0 <= box(text).x0 and box(text).x1 <= whole.x1)
        or not (whole.y0 <= box(text).y0 and box(text).y1 <= whole.y1)
    ]
    assert outside == []
    level = [*ax.texts, *ax.get_yticklabels()]
    assert [pair for pair in itertools.combinations(level, 2) if _overlap(box(pair[0]), box(pair[1]))] == []
    slanted = [_slanted(text) for text in ax.get_xticklabels()]
    for (ax0, height), (bx0, _height) in itertools.pairwise(slanted):
        assert bx0 - ax0 > height  # two parallel lines: their distance along the axis is more than a letter's height
    for text in ax.get_xticklabels():  # the words stand above the grid, beside no number
        assert all(box(text).y0 >= box(number).y1 for number in ax.texts)


def _overlap(a, b):
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5


def _slanted(text):
    """Where a slanted label begins, and the width that its letters take on the axis."""
    angle = math.radians(text.get_rotation())
    size = text.get_fontsize() * text.figure.dpi / 72
    x, _y = text.get_transform().transform(text.get_position())
    return x, size / math.sin(angle)


def test_the_rows_add_up_and_are_those_of_the_second_road(of_the_example):
    statuses = [column for column in of_the_example.columns if column not in ("name", "asked")]
    assert list(of_the_example[statuses].sum(axis=1)) == list(of_the_example["asked"])
    road = Road(EXAMPLE, 2025)
    groups = list(road.of_themes().values())
    assert list(of_the_example["asked"]) == [len(keys) for keys in groups] == [9, 10, 5, 22]
    for keys, (_index, row) in zip(groups, of_the_example.iterrows(), strict=True):
        assert {key: int(row[key]) for key in statuses if row[key]} == counts(road.assess(key) for key in keys)
    assert (of_the_example[statuses].sum() > 0).all()  # only statuses that occur have a column
    assert statuses == [status for status in ALL if status in statuses]


def test_the_alternative_text_says_every_number(of_the_example):
    alt = say.figure_heat(of_the_example, year=2025).alt
    for _index, row in of_the_example.iterrows():
        parts = [f"{Status(key).label} {row[key]}" for key in of_the_example.columns[2:] if row[key]]
        assert f"{row['name']}: {', '.join(parts)}" in alt


def test_an_empty_table_draws_nothing(of_the_example):
    words = present.FigureWords("Temalar", "1")
    shown = present.figure(
        "status_heat", progress_charts.status_heat, tables.if_reported(of_the_example, False), words=words
    )
    assert present.FIGURE not in shown.data
    assert tables.if_reported(of_the_example, True) is of_the_example


def test_it_draws_on_the_axes_it_is_given_and_leaves_the_table_as_it_was(of_the_example):
    before, ax = of_the_example.copy(deep=True), Figure().add_subplot()
    assert progress_charts.status_heat(of_the_example, ax=ax) is ax
    pd.testing.assert_frame_equal(of_the_example, before)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=9, max_size=9), min_size=1, max_size=5))
def test_whatever_is_counted_is_printed_once(rows):
    table = frame([(f"Tema {place}", n) for place, n in enumerate(rows)])
    ax = progress_charts.status_heat(table)
    assert sorted(int(text.get_text()) for text in ax.texts) == sorted(n for row in rows for n in row if n)
