"""Slopegraphs, scenarios, references and notes, by what they draw: lines, marks and labels. No pixel is compared."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from yeep_analysis.comparison.charts import reference_dots
from yeep_analysis.mahalles.charts import mahalle_population
from yeep_analysis.population.charts import population_by_sex
from yeep_analysis.representation.charts import LOOKS, seat_paths, staff_paths
from yeep_analysis.show import present, style
from yeep_analysis.show.placing import apart
from yeep_analysis.show.slope import slopegraph
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language

LONG = "Yöneticiler: müdürler ve başkan yardımcıları"
NAN = float("nan")


@pytest.fixture(scope="module", autouse=True)
def in_the_style_of_the_house() -> Iterator[None]:
    with house_style():
        yield


@pytest.fixture(autouse=True)
def in_turkish() -> None:
    language.use("tr")


def rendered(ax: Axes) -> Axes:
    FigureCanvasAgg(ax.figure).draw()
    return ax


def box(label: Text) -> Bbox:
    """The box of the words alone, without the leader that belongs to an annotation."""
    return Text.get_window_extent(label, label.figure.canvas.get_renderer())


def ticks(ax: Axes) -> list[Text]:
    if not ax.axison:
        return []
    return [
        tick.label1
        for axis in (ax.xaxis, ax.yaxis)
        for low, high in [sorted(axis.get_view_interval())]
        for tick in axis.get_major_ticks()
        if low <= tick.get_loc() <= high and tick.label1.get_text()
    ]


def words(ax: Axes) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in ax.texts]


def misplaced(ax: Axes) -> list[str]:
    """Labels that overlap another one or leave the figure."""
    rendered(ax)
    labels = [label for label in [*ax.texts, *ticks(ax), ax.xaxis.label, ax.yaxis.label] if label.get_text()]
    boxes = [(label.get_text(), box(label)) for label in labels]
    whole = ax.figure.bbox.padded(0.5)
    found = [
        f"{one} / {other}"
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]
    return found + [t for t, b in boxes if b.x0 < whole.x0 or b.x1 > whole.x1 or b.y0 < whole.y0 or b.y1 > whole.y1]


def lines_of(ax: Axes) -> list[Line2D]:
    """All lines but the leaders, which are one line with gaps."""
    return [line for line in ax.lines if line.get_label() != "_leader"]


def leaders(ax: Axes) -> list[Path]:
    """The thin lines to texts, each from its mark [pixels]."""
    ends = [line.get_transform().transform(line.get_xydata()) for line in ax.lines if line.get_label() == "_leader"]
    return [Path(part) for part in np.vstack(ends).reshape(-1, 3, 2)[:, :2]]


def on_a_line(ax: Axes, labels: list[Text], lines: list[Line2D]) -> list[str]:
    paths = [line.get_transform().transform_path(line.get_path()) for line in lines] + leaders(ax)
    return [label.get_text() for label in labels for path in paths if path.intersects_bbox(box(label), filled=False)]


def svg(ax: Axes) -> bytes:
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


# --- slopegraph ----------------------------------------------------------------


def shares(n: int, step: float = 0.004) -> pd.DataFrame:
    before = [0.3 + step * i for i in range(n)]
    change = [(0.02, -0.03, 0.0)[i % 3] for i in range(n)]
    return pd.DataFrame(
        {
            "name": [f"{LONG} {i}" if i % 2 else f"Meclis {i}" for i in range(n)],
            "before": before,
            "after": [b + c for b, c in zip(before, change, strict=True)],
        }
    )


@pytest.mark.parametrize(("n", "step"), [(1, 0.004), (5, 0.004), (12, 0.0)])
def test_every_row_of_a_slopegraph_is_named_once_at_both_ends_and_no_label_is_misplaced(n, step):
    table = shares(n, step)
    ax = slopegraph(table, start="2019", end="2024")
    expected = [
        f"{row.name} {language.percent(share, 1)}"
        for row in table.itertuples(index=False)
        for share in (row.before, row.after)
    ]
    assert sorted(words(ax)) == sorted([*expected, "2019", "2024"])
    assert misplaced(ax) == []
    assert on_a_line(ax, list(ax.texts), lines_of(ax)) == []


def test_rise_fall_and_no_change_differ_in_line_mark_and_tint():
    up, down, same = slopegraph(shares(3), start="a", end="b").lines[:3]
    assert len({str(line._dash_pattern) for line in (up, down, same)}) == 3
    assert len({line.get_marker() for line in (up, down, same)}) == 3
    assert len({line.get_color() for line in (up, down, same)} - {style.MEN}) == 3


def test_a_slope_is_the_line_between_its_two_shares_and_a_missing_one_leaves_a_mark():
    table = shares(3).assign(before=[0.3, NAN, 0.4], after=[0.35, 0.2, 0.4])
    ax = slopegraph(table, start="a", end="b")
    assert [list(line.get_ydata()) for line in ax.lines[:1]] == [[0.3, 0.35]]
    assert len(words(ax)) == 5 + 2
    assert ax.lines[1]._dash_pattern == ax.lines[2]._dash_pattern


def test_a_fraction_that_is_given_stands_instead_of_the_percentage_and_on_one_line():
    table = shares(1).assign(name="Belediye Meclisi", fraction_before="9/25 · %36,0", fraction_after="1/2")
    ax = slopegraph(table, start="a", end="b")
    assert [label.get_text() for label in ax.texts][2:] == [
        "Belediye Meclisi\n9/25 · %36,0",
        "Belediye Meclisi 1/2",
    ]


def test_a_small_change_is_not_stretched_over_the_whole_height():
    ax = slopegraph(pd.DataFrame({"name": ["A"], "before": [0.5], "after": [0.501]}), start="a", end="b")
    low, high = ax.get_ylim()
    assert high - low > 0.05


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(5, 40)), max_size=7))
def test_labels_are_moved_apart_only_where_they_would_overlap(labels):
    wanted, heights = [w for w, _h in labels], [h for _w, h in labels]
    placed = apart(wanted, heights, (-1000, 1300))
    order = sorted(range(len(placed)), key=lambda i: placed[i])
    assert all(wanted[a] <= wanted[b] for a, b in itertools.pairwise(order))
    assert all(placed[b] - placed[a] >= (heights[a] + heights[b]) / 2 - 1e-6 for a, b in itertools.pairwise(order))
    for i, (w, h) in enumerate(labels):
        if all(abs(w - v) >= sum(heights) for j, v in enumerate(wanted) if j != i):
            assert math.isclose(placed[i], w, abs_tol=1e-6), h


def test_labels_stay_within_the_limits_where_they_fit():
    assert apart([0, 100, 100], [10, 10, 10], (0, 100)) == [5, 95, 85]


# --- scenarios -----------------------------------------------------------------


def staff(n: int = 4) -> pd.DataFrame:
    rows = []
    for i in range(n):
        path = [0.28 + 0.012 * i * t for t in range(16)]
        reached = next((2025 + t for t, share in enumerate(path) if share >= 0.5), NAN)
        told = "hiçbir zaman" if reached != reached else str(reached)
        rows += [(2025 + t, f"s{i}", s, reached, f"işe alınanların %{i}0’ı kadın: {told}") for t, s in enumerate(path)]
    return pd.DataFrame(rows, columns=["year", "name", "value", "reached", "label"])


def seats(top: int = 5, k: int = 9) -> pd.DataFrame:
    rows = [(s, e, k + s * e, f"seçim başına +{s}") for s in range(4) for e in range(top + 1)]
    return pd.DataFrame(rows, columns=["step", "election", "women", "label"])


def paths(ax: Axes) -> list:
    """The lines of the scenarios, without the goal and the marks."""
    return [line for line in lines_of(ax)[1:] if line.get_linestyle() != "None"]


@pytest.mark.parametrize("n", [1, 6])
def test_every_path_of_the_staff_is_a_line_through_its_shares_with_one_label(n):
    table = staff(n)
    ax = staff_paths(table)
    assert [list(line.get_ydata()) for line in paths(ax)] == [list(p["value"]) for _n, p in table.groupby("name")]
    assert sorted(words(ax)) == sorted([*table["label"].unique(), "yarı"])
    assert misplaced(ax) == []
    assert on_a_line(ax, list(ax.texts), lines_of(ax)) == []


def test_a_large_mark_stands_where_the_goal_is_reached_and_only_there():
    ax = staff_paths(staff())
    marks = [line for line in ax.lines[1:] if line.get_linestyle() == "None"]
    assert [list(map(float, line.get_xdata())) for line in marks] == [[], [], [2035], [2032]]
    assert all(y >= 0.5 for line in marks for y in line.get_ydata())
    assert min(line.get_markersize() for line in marks) > max(line.get_markersize() for line in paths(ax))


@pytest.mark.parametrize("goal", [0.4, 0.5])
def test_the_goal_is_a_line_and_the_axis_holds_it_and_every_path(goal):
    table = staff()
    ax = staff_paths(table, goal=goal)
    low, high = ax.get_ylim()
    assert list(ax.lines[0].get_ydata()) == [goal, goal]
    assert 0 < low < table["value"].min() and max(table["value"].max(), goal) < high
    assert ("yarı" in words(ax), "%40" in words(ax)) == (goal == 0.5, goal == 0.4)


def test_no_two_paths_share_a_dash_and_a_mark():
    looks = [
        (str(line.get_linestyle()), line._dash_pattern, line.get_marker()) for line in paths(staff_paths(staff(9)))
    ]
    assert len(looks) == 9 and len(set(map(str, looks))) == 9
    assert len({str(look["linestyle"]) for look in LOOKS}) == len({look["marker"] for look in LOOKS}) == len(LOOKS)


@pytest.mark.parametrize(("top", "k"), [(1, 9), (9, 0)])
def test_seats_are_whole_and_never_more_than_there_are(top, k):
    ax = seat_paths(seats(top, k), half=13, seats=25)
    assert [list(line.get_ydata()) for line in paths(ax)] == [
        [min(k + step * e, 25) for e in range(top + 1)] for step in range(4)
    ]
    assert list(ax.lines[0].get_ydata()) == [13, 13]
    assert sorted(words(ax)) == sorted([*(f"seçim başına +{s}" for s in range(4)), "yarı: 13"])
    assert misplaced(ax) == []
    assert all(label.get_text().isdigit() for label in ticks(ax))
    assert ax.get_ylim()[1] < 26


def test_where_all_seats_are_reached_the_steepest_path_has_the_topmost_label():
    ax = rendered(seat_paths(seats(9), half=13, seats=25))
    high = {label.get_text(): box(label).y0 for label in ax.texts}
    assert high["seçim başına +3"] > high["seçim başına +2"] > high["seçim başına +1"]


# --- a reference beside the own district ----------------------------------------


def districts(n: int, province: float = 0.381, country: float = 0.382) -> pd.DataFrame:
    rows = [(f"İlçe {i:02d}", 0.3 + (i * 7 % 11) / 50, "own" if i == n // 2 else "district") for i in range(n)]
    rows += [("İzmir", province, "province"), ("Türkiye", country, "country")]
    return pd.DataFrame(rows, columns=["name", "value", "kind"])


@pytest.mark.parametrize(("n", "country"), [(1, 0.5), (1, 0.381), (40, 0.382)])
def test_only_the_own_district_has_a_value_and_no_label_is_misplaced(n, country):
    table = districts(n, country=country)
    own = table.iloc[n // 2]
    ax = reference_dots(table, own=own["name"])
    percent = language.percent
    assert sorted(words(ax)) == sorted(
        [percent(own["value"], 1), f"İzmir {percent(0.381, 1)}", f"Türkiye {percent(country, 1)}"]
    )
    assert misplaced(ax) == []
    assert [t.get_text() for t in ax.get_yticklabels() if t.get_fontweight() == "bold"] == [own["name"]]


def test_districts_stand_in_the_order_of_the_table_whatever_their_values():
    table = districts(9)
    ax = rendered(reference_dots(table, own="İlçe 04"))
    heights = {label.get_text(): box(label).y0 for label in ax.get_yticklabels()}
    assert sorted(heights, key=lambda name: -heights[name]) == list(table["name"][:9])
    others, mine = ax.lines[:2]
    assert [x for x in others.get_xdata() if x == x] == list(table["value"][:9].drop(4))
    assert [x for x in mine.get_xdata() if x == x] == [table["value"][4]]
    assert mine.get_markersize() > others.get_markersize()


def test_a_district_of_the_same_name_elsewhere_is_not_taken_for_the_own_one():
    table = districts(5).replace({"name": {"İlçe 01": "İlçe 02"}})
    by_kind = reference_dots(table, own="İlçe 02").lines[1]
    assert [x for x in by_kind.get_xdata() if x == x] == [table["value"][2]]
    by_name = reference_dots(table.replace({"kind": {"own": "district"}}), own="İlçe 04").lines[1]
    assert [x for x in by_name.get_xdata() if x == x] == [table["value"][4]]


def test_province_and_country_are_lines_of_different_dashes_even_where_they_are_equal():
    province, country = reference_dots(districts(5, 0.4, 0.4), own="İlçe 02").lines[2:4]
    assert list(province.get_xdata()) == list(country.get_xdata()) == [0.4, 0.4]
    assert province._dash_pattern != country._dash_pattern


def test_a_district_without_a_value_keeps_its_row_with_a_dash():
    table = districts(5)
    table.loc[[1, 2], "value"] = NAN
    ax = reference_dots(table, own="İlçe 02")
    assert words(ax).count(language.NO_VALUE) == 2
    assert len(ax.get_yticklabels()) == 5


def test_the_own_value_turns_away_from_a_line_beside_it():
    table = districts(5, 0.385, 0.39)
    table.loc[2, "value"] = 0.38
    ax = rendered(reference_dots(table, own="İlçe 02"))
    (label,) = [label for label in ax.texts if label.get_text() == language.percent(0.38, 1)]
    assert on_a_line(ax, [label], lines_of(ax)[2:]) == []


def test_a_narrow_axis_shows_no_percentage_twice():
    ax = rendered(reference_dots(districts(1, 0.301, 0.302), own="İlçe 00"))
    shown = [label.get_text() for label in ticks(ax) if label.get_text().startswith("%")]
    assert shown and len(shown) == len(set(shown))


# --- notes in the population -----------------------------------------------------

MEN = [34000, 30900, 36200, 42476, 34800, 31900, 31950, 32400, 32380, 32200, 33800]
WOMEN = [27456, 28300, 29560, 30356, 30700, 31400, 31850, 32200, 32300, 32600, 32500]


def population() -> pd.DataFrame:
    rows = [(2007 + i, name, n) for name, counts in (("female", WOMEN), ("male", MEN)) for i, n in enumerate(counts)]
    return pd.DataFrame(rows, columns=["year", "sex", "value"])


NOTES = pd.DataFrame(
    [
        (2010, "male", "2010: 20–24 yaşta 12.918 erkek,\n2.290 kadın"),
        (2015, "female", "2015: kadınlar ile erkekler\nneredeyse eşit"),
        (2017, "male", "2017: erkekler yeniden çok"),
    ],
    columns=["year", "sex", "text"],
)


@pytest.mark.parametrize(("n", "limits"), [(1, None), (3, None), (3, (20000, 43000))])
def test_a_note_covers_no_line_and_no_label_and_stays_inside_the_axes(n, limits):
    ax = rendered(population_by_sex(population(), limits=limits, notes=NOTES[:n]))
    written = [label for label in ax.texts if label.get_text() in set(NOTES["text"])]
    assert [label.get_text() for label in written] == list(NOTES["text"][:n])
    assert misplaced(ax) == []
    assert on_a_line(ax, written, [line for line in lines_of(ax) if len(line.get_xdata())]) == []
    frame = ax.get_window_extent()
    assert all(frame.x0 < box(w).x0 and box(w).x1 < frame.x1 for w in written)
    assert all(frame.y0 < box(w).y0 and box(w).y1 < frame.y1 for w in written)


def test_a_thin_line_leads_from_the_note_to_its_point_and_crosses_no_line():
    ax = rendered(population_by_sex(population(), notes=NOTES))
    lines = [line.get_transform().transform_path(line.get_path()) for line in lines_of(ax) if len(line.get_xdata())]
    for label, leader, point in zip(
        ax.texts[2:], leaders(ax), [(2010, 42476), (2015, 32300), (2017, 33800)], strict=True
    ):
        assert math.dist(leader.vertices[0], ax.transData.transform(point)) < 10
        assert box(label).padded(4).contains(*leader.vertices[1])
        assert math.dist(*leader.vertices) > 10
        assert not any(line.intersects_path(leader, filled=False) for line in lines)


def test_a_note_goes_further_away_rather_than_across_the_other_line():
    tent = [20000 + 2000 * min(i, 10 - i) for i in range(11)]
    rows = [(2007 + i, name, n + more) for name, more in (("female", 0), ("male", 1500)) for i, n in enumerate(tent)]
    table = pd.DataFrame(rows, columns=["year", "sex", "value"])
    notes = pd.DataFrame({"year": [2012], "sex": ["female"], "text": ["en yüksek"]})
    ax = rendered(population_by_sex(table, notes=notes))
    assert box(ax.texts[-1]).y1 < ax.transData.transform((2012, 30000))[1]


def test_the_notes_of_neighbouring_years_do_not_cover_each_other():
    level = population().assign(value=lambda t: t["sex"].map({"female": 30000, "male": 32000}))
    notes = NOTES.assign(year=[2012, 2013, 2014], sex="male")
    assert misplaced(population_by_sex(level, limits=(20000, 43000), notes=notes)) == []


def test_without_notes_nothing_is_added_and_a_note_without_its_point_is_left_out():
    bare = svg(population_by_sex(population()))
    assert svg(population_by_sex(population(), notes=NOTES[:1].assign(year=1999))) == bare
    assert len(population_by_sex(population(), notes=NOTES[:1]).texts) == 3


# --- bars to both sides ----------------------------------------------------------


@pytest.mark.parametrize(
    ("women", "men"),
    [([0], [0]), ([0], [12]), ([1234567, 0], [2, 3]), ([3] * 8, [4] * 8)],
    ids=["none", "men", "many", "rows"],
)
def test_bars_to_both_sides_bear_long_names_and_empty_sides(women, men):
    ax = mahalle_population(
        pd.DataFrame({"name": [f"{LONG} {i}" for i in range(len(women))], "women": women, "men": men})
    )
    assert misplaced(ax) == []
    assert all(len(line) <= 28 for label in ax.get_yticklabels() for line in label.get_text().splitlines())
    low, high = ax.get_xlim()
    assert all(low < label.xy[0] < high for label in ax.texts[-2:])
    shown = [label.get_text() for label in ticks(ax)[: -len(women)]]
    assert max(shown.count(text) for text in shown) <= 2  # once to each side


# --- all of them -----------------------------------------------------------------


@pytest.mark.parametrize(
    "chart",
    [
        lambda: slopegraph(shares(4), start="2019", end="2024"),  # the scenarios place their labels in the same way
        lambda: population_by_sex(population(), notes=NOTES[:2]),
    ],
    ids=["slopegraph", "notes"],
)
def test_the_same_table_gives_the_same_bytes(chart):
    assert svg(chart()) == svg(chart())


@pytest.mark.parametrize(
    "chart",
    [
        lambda table: slopegraph(table, start="2019", end="2024"),
        lambda _table: staff_paths(staff()),
        lambda _table: seat_paths(seats(), half=13, seats=25),
        lambda _table: reference_dots(districts(5), own="İlçe 02"),
        lambda _table: population_by_sex(population(), notes=NOTES),
    ],
    ids=["slopegraph", "staff", "seats", "reference", "notes"],
)
def test_a_figure_is_laid_out_and_drawn_once(chart, work):
    present.figure(present.PublicationFigure("x", chart, shares(4), present.FigureWords("a", "b")))
    assert work == {"layouts": 1, "drawings": 1}


def test_without_a_mark_of_the_goal_the_paths_take_the_whole_figure():
    ax = rendered(staff_paths(staff(1)))  # the goal is never reached
    lowest = min(box(label).y0 for label in ticks(ax))
    assert lowest < 0.03 * ax.figure.bbox.height


def test_a_series_that_ends_earlier_has_no_label_and_moves_no_other():
    table = population()
    table.loc[(table["sex"] == "male") & (table["year"] == table["year"].max()), "value"] = NAN
    (label,) = rendered(population_by_sex(table)).texts
    assert label.get_text() == f"Kadın {language.number(WOMEN[-1])}"
    assert misplaced(label.axes) == []


def test_no_label_is_misplaced_in_english():
    language.use("en")
    ax = slopegraph(shares(4), start="2019", end="2024")
    assert "Meclis 0 30.0%" in words(ax)
    assert misplaced(ax) == []
