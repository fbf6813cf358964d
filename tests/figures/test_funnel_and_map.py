"""The funnel and the map of the mahalles, and the placing of names, by what they draw. No pixel is compared."""

from __future__ import annotations

import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from yeep_analysis.mahalles.funnel_chart import funnel
from yeep_analysis.mahalles.map_chart import mahalle_map
from yeep_analysis.show import style
from yeep_analysis.show.placing import Label, place_labels, to_points
from yeep_analysis.words import language

DATA = Path(__file__).parents[2] / "data"
LIMITS = {"lower_998": -3.090232, "lower_95": -1.959964, "upper_95": 1.959964, "upper_998": 3.090232}


@pytest.fixture(scope="module", autouse=True)
def in_the_style_of_the_house() -> Iterator[None]:
    with style.house_style():
        yield


@cache
def mahalles() -> pd.DataFrame:
    """The mahalles of the data folder, as both charts take them."""
    places = pd.read_csv(DATA / "mahalles.csv", dtype={"mahalle_code": str})
    counts = pd.read_csv(DATA / "mahalle_population.csv", dtype={"mahalle_code": str})
    counts = counts[counts["year"] == 2022].pivot(index="mahalle_code", columns="sex", values="n")
    return with_shares(places.join(counts, on="mahalle_code").rename(columns={"mahalle_code": "group"}))


def invented(n: int, seed: int = 1) -> pd.DataFrame:
    """Mahalles of very unlike sizes, crowded around one centre."""
    chance = np.random.default_rng(seed)
    total = np.exp(chance.normal(8.3, 0.8, n)).astype(int)
    return with_shares(
        pd.DataFrame(
            {
                "group": [str(i) for i in range(n)],
                "name": [f"Yenimahalle {i}" for i in range(n)],
                "longitude": 27 + chance.normal(0, 0.03, n),
                "latitude": 38.4 + chance.normal(0, 0.02, n),
                "female": (total * np.clip(chance.normal(0.51, 0.015, n), 0, 1)).astype(int),
                "total": total,
            }
        )
    )


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    value = table["female"] / table["total"].where(table["total"] > 0)
    p0 = district(table)
    z = (value - p0).abs() / np.sqrt(p0 * (1 - p0) / table["total"].where(table["total"] > 0))
    outside = np.select([z > 3.090232, z > 1.959964], [998, 95], 0)
    return table.assign(size=table["total"], value=value, outside=outside)


def district(table: pd.DataFrame) -> float:
    return float(table["female"].sum() / table["total"].sum())


def curves(table: pd.DataFrame, widened: float = 1.0) -> pd.DataFrame:
    sizes, p0 = np.linspace(50, 1.2 * table["total"].max(), 200), district(table)
    error = widened * np.sqrt(p0 * (1 - p0) / sizes)
    return pd.DataFrame({"size": sizes, **{name: np.clip(p0 + z * error, 0, 1) for name, z in LIMITS.items()}})


def drawn_funnel(table: pd.DataFrame, *, adjusted: bool = False, ax: Axes | None = None) -> Axes:
    wide = curves(table, 2.5) if adjusted else None
    return rendered(funnel(table, curves=curves(table), centre=district(table), adjusted=wide, ax=ax))


def map_of(table: pd.DataFrame, **options) -> Axes:
    return mahalle_map(table, district=district(table), **options)


def drawn_map(table: pd.DataFrame, **options) -> Axes:
    return rendered(map_of(table, **options))


def drawn(name: str, lang: str = "tr") -> Axes:
    """Charts at which several tests look."""
    return _drawn(name, lang)


@cache
def _drawn(name: str, lang: str) -> Axes:
    language.use(lang)
    return {
        "funnel": lambda: drawn_funnel(mahalles()),
        "adjusted funnel": lambda: drawn_funnel(mahalles(), adjusted=True),
        "crowded funnel": lambda: drawn_funnel(invented(16), adjusted=True),
        "map": lambda: drawn_map(mahalles()),
        "crowded map": lambda: drawn_map(invented(28)),
        "map of one": lambda: drawn_map(invented(1)),
        "outlines": lambda: drawn_map(mahalles(), shapes=outlines(mahalles())),
    }[name]()


NAMES = ("funnel", "crowded funnel", "map", "crowded map", "map of one", "outlines")


def outlines(table: pd.DataFrame) -> dict[str, list[list[list[tuple[float, float]]]]]:
    """Cells of a grid; the first has a hole, the second is a sliver without room for a name."""
    shapes = {}
    for i, code in enumerate(table["group"]):
        west, south = 27 + 0.01 * (i % 4), 38 + 0.01 * (i // 4)
        shapes[code] = [[rectangle(west, south, 0.0005 if i == 1 else 0.01, 0.01)]]
    shapes[table["group"].iloc[0]][0].append(rectangle(27.001, 38.001, 0.002, 0.008))
    return shapes


def rectangle(west: float, south: float, width: float, height: float) -> list[tuple[float, float]]:
    east, north = west + width, south + height
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def rendered(ax: Axes) -> Axes:
    FigureCanvasAgg(ax.figure).draw()
    return ax


def box(artist: Text) -> Bbox:
    return artist.get_window_extent(artist.figure.canvas.get_renderer())


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def all_labels(ax: Axes) -> list[Text]:
    legend = ax.get_legend()
    return [*ax.texts, *(legend.get_texts() if legend else [])]


def overlapping(labels: list[Text]) -> list[tuple[str, str]]:
    boxes = [(label.get_text(), box(label)) for label in labels]
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]


def leaving(whole: Bbox, labels: list[Text]) -> list[str]:
    whole = whole.padded(0.5)
    boxes = [(label.get_text(), box(label)) for label in labels]
    return [text for text, b in boxes if not (whole.contains(b.x0, b.y0) and whole.contains(b.x1, b.y1))]


def circles(ax: Axes) -> dict[str, Circle]:
    found = [patch for patch in ax.patches if isinstance(patch, Circle) and patch.get_label() != "_reference"]
    assert len({circle.get_label() for circle in found}) == len(found)
    return {circle.get_label(): circle for circle in found}


def gap_between(one: Circle, other: Circle) -> float:
    return math.dist(one.center, other.center) - one.radius - other.radius


def marks(ax: Axes) -> dict[str, list[tuple[float, float]]]:
    """Places of the marks of a funnel by their shape."""
    found: dict[str, list[tuple[float, float]]] = {}
    for line in ax.lines:
        if line.get_marker() != "None":
            found.setdefault(line.get_marker(), []).extend(zip(line.get_xdata(), line.get_ydata(), strict=True))
    return found


def leaders(ax: Axes) -> list[Line2D]:
    return [line for line in ax.lines if line.get_label() == "_leader"]


# --- both ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "tr") for name in NAMES), ("adjusted funnel", "en"), ("map", "en")]
)
def test_no_two_labels_overlap_and_none_leaves_the_figure(name, lang):
    ax = drawn(name, lang)
    assert overlapping(all_labels(ax)) == []
    assert leaving(ax.figure.bbox, all_labels(ax)) == []


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("funnel", mahalles),
        ("crowded funnel", lambda: invented(16)),
        ("map", mahalles),
        ("crowded map", lambda: invented(28)),
        ("map of one", lambda: invented(1)),
        ("outlines", mahalles),
    ],
)
def test_every_name_is_drawn_once(name, table):
    first_lines = Counter(text.split("\n")[0] for text in texts(drawn(name)))
    assert {mahalle: first_lines[mahalle] for mahalle in table()["name"]} == dict.fromkeys(table()["name"], 1)


@pytest.mark.parametrize("chart", [drawn_funnel, drawn_map])
def test_a_chart_draws_on_the_axes_it_is_given_and_leaves_its_table_as_it_was(chart):
    ax, table = Figure().add_subplot(), mahalles().copy(deep=True)
    assert chart(table, ax=ax) is ax
    assert len(ax.figure.axes) == 1
    assert overlapping(all_labels(ax)) == []
    pd.testing.assert_frame_equal(table, mahalles())


@pytest.mark.parametrize(
    "chart",
    [
        lambda table, share: funnel(table, curves=curves(table), centre=share),
        lambda table, share: mahalle_map(table, district=share),
    ],
)
def test_two_drawings_are_the_same_to_the_byte(chart):
    def svg() -> str:
        text = io.StringIO()
        chart(mahalles().iloc[:5], district(mahalles().iloc[:5])).figure.savefig(
            text, format="svg", metadata={"Date": None}
        )
        return text.getvalue()

    assert svg() == svg()


# --- placing -------------------------------------------------------------------


def empty_axes(width: float = 6, height: float = 4) -> Axes:
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    ax = figure.add_subplot()
    ax.axis("off")
    return ax


NEAR = st.floats(0.4, 0.6)  # a crowd in the middle
ANYWHERE = st.floats(0, 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.one_of(NEAR, ANYWHERE), st.one_of(NEAR, ANYWHERE)), max_size=9))
def test_no_text_covers_a_text_or_a_mark_or_leaves_the_axes(points):
    ax = empty_axes()
    placed = place_labels(ax, [Label(f"Mahalle {i}", x, y, radius=5) for i, (x, y) in enumerate(points)])
    assert [text.get_text() for text in placed] == [f"Mahalle {i}" for i in range(len(points))]
    assert overlapping(placed) == []
    assert leaving(ax.bbox, placed) == []
    in_points = to_points(ax, points) * ax.figure.dpi / 72
    radius = 5 * ax.figure.dpi / 72
    for text, (x, y) in itertools.product(placed, in_points):
        b = box(text)
        assert math.dist((x, y), (min(max(x, b.x0), b.x1), min(max(y, b.y0), b.y1))) > radius


def test_a_lonely_text_stands_right_of_its_mark_and_a_crowded_one_has_a_line_to_it():
    ax = empty_axes()
    (alone,) = place_labels(ax, [Label("Huzur", 0.5, 0.5)])
    x, y = to_points(ax, [(0.5, 0.5)])[0] * ax.figure.dpi / 72
    b = box_of(ax, alone)
    assert x < b.x0 < x + 20 and b.y0 < y < b.y1
    assert leaders(ax) == []
    ax = empty_axes()
    place_labels(ax, [Label(f"Huzur {i}", 0.5, 0.5) for i in range(14)])
    assert leaders(ax)


def box_of(ax: Axes, text: Text) -> Bbox:
    rendered(ax)
    return box(text)


def test_a_text_keeps_off_boxes_and_marks_that_are_not_its_own():
    ax = empty_axes()
    x, y = to_points(ax, [(0.5, 0.5)])[0]
    (text,) = place_labels(
        ax, [Label("Huzur", 0.5, 0.5)], avoid=[(x + 5, y - 40, x + 200, y + 40)], marks=[(x - 20, y, 14)]
    )
    b = box_of(ax, text)
    pixel = ax.figure.dpi / 72
    assert b.x1 <= (x + 5) * pixel
    assert b.y0 > (y + 4) * pixel or b.y1 < (y - 4) * pixel


def test_a_text_rather_stands_where_no_curve_runs():
    from matplotlib.path import Path as Outline

    ax = empty_axes()
    x, y = to_points(ax, [(0.5, 0.5)])[0]
    (text,) = place_labels(ax, [Label("Huzur", 0.5, 0.5)], curves=[Outline([(x + 20, y - 50), (x + 20, y + 50)])])
    assert box_of(ax, text).x1 < (x + 20) * ax.figure.dpi / 72


def test_where_there_is_no_room_the_letters_become_smaller_but_no_text_is_missing():
    ax = empty_axes(2.2, 1.0)
    placed = place_labels(ax, [Label(f"Yenimahalle {i}", i / 9, 0.5) for i in range(10)])
    assert len(placed) == 10
    assert {text.get_fontsize() for text in placed} != {10.0}
    assert overlapping(rendered(ax).texts) == []


# --- funnel --------------------------------------------------------------------


@pytest.mark.parametrize("name", list(LIMITS))
def test_a_limit_is_a_line_through_what_was_given_dashed_or_solid(name):
    given_line = curves(mahalles())
    (line,) = [
        one
        for one in drawn("funnel").lines
        if len(one.get_xdata()) == len(given_line) and np.array_equal(one.get_ydata(), given_line[name])
    ]
    assert np.array_equal(line.get_xdata(), given_line["size"])
    assert line.is_dashed() == name.endswith("95")


def test_the_district_is_a_line_across():
    across = [line for line in drawn("funnel").lines if list(line.get_ydata()) == [district(mahalles())] * 2]
    assert [list(line.get_xdata()) for line in across if line.get_linewidth() > 1] == [[0, 1]]


def test_units_within_and_outside_the_limits_have_marks_of_different_shapes():
    table = mahalles()
    shapes = {"o": 0, "s": 95, "D": 998}
    wanted = {
        shape: sorted(zip(part["size"], part["value"], strict=True))
        for shape, outside in shapes.items()
        if len(part := table[table["outside"] == outside])
    }
    assert set(wanted) == {"o", "s", "D"}
    assert {shape: sorted(places) for shape, places in marks(drawn("funnel")).items()} == wanted


def test_the_axes_hold_all_marks_and_limits_but_not_the_mouth_of_the_funnel():
    table, limits = mahalles(), curves(mahalles())
    low, high = drawn("funnel").get_ylim()
    left, right = drawn("funnel").get_xlim()
    within = limits[limits["size"].between(table["size"].min(), right)]
    assert low < min(table["value"].min(), within["lower_998"].min())
    assert high > max(table["value"].max(), within["upper_998"].max())
    assert left < table["size"].min() and right > table["size"].max()
    assert limits["lower_998"].min() < low and high < limits["upper_998"].max()


def test_the_lines_are_named_at_their_right_ends_in_their_order():
    ax = drawn("adjusted funnel", "en")
    edge = ax.bbox.x1
    beside = sorted((text for text in ax.texts if box(text).x0 > edge), key=lambda text: -box(text).y0)
    assert [text.get_text()[:5] for text in beside] == ["99.8%", "99.8%", "95%", "Distr", "95%", "99.8%", "99.8%"]
    assert beside[3].get_text() == "District: 51.28%"


def test_adjusted_limits_are_a_band_with_dotted_edges_only_where_they_are_wider():
    wide = curves(mahalles(), 2.5)
    assert drawn("funnel").collections[:] == []
    assert len(drawn("adjusted funnel", "en").collections) == 1
    edges = [
        line for line in drawn("adjusted funnel", "en").lines if np.array_equal(line.get_ydata(), wide["upper_998"])
    ]
    assert [line.is_dashed() for line in edges] == [True]
    same = funnel(mahalles(), curves=curves(mahalles()), adjusted=curves(mahalles()), centre=district(mahalles()))
    assert same.collections[:] == []


def test_a_unit_where_nobody_lives_has_no_mark():
    table = with_shares(
        mahalles().assign(
            female=lambda t: t["female"].where(t.index > 0, 0), total=lambda t: t["total"].where(t.index > 0, 0)
        )
    )
    ax = funnel(table, curves=curves(table), centre=district(table))
    assert sum(len(places) for places in marks(ax).values()) == len(table) - 1
    assert table["name"].iloc[0] not in texts(ax)


def test_sizes_that_lie_far_apart_stand_on_a_logarithmic_axis_that_says_so():
    table = mahalles().assign(size=lambda t: t["size"] * [1, *[0.02] * 10])
    assert drawn("funnel").get_xscale() == "linear"
    ax = funnel(table, curves=curves(table), centre=district(table))
    assert ax.get_xscale() == "log"
    assert ax.get_xlabel() != drawn("funnel").get_xlabel()


@pytest.mark.parametrize("name", ["funnel", "crowded funnel"])
def test_the_percentages_of_the_axis_are_where_they_say(name):
    axis = drawn(name).yaxis
    for place, text in zip(
        axis.get_majorticklocs(), [label.get_text() for label in axis.get_majorticklabels()], strict=True
    ):
        assert float(text.lstrip("%").replace(",", ".")) == pytest.approx(100 * place)


# --- map -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "table"), [("map", mahalles), ("crowded map", lambda: invented(28))])
def test_the_area_of_a_circle_is_proportional_to_its_residents(name, table):
    drawn_circles = circles(drawn(name))
    per_resident = [drawn_circles[n].radius ** 2 / total for n, total in zip(table()["name"], table()["total"])]
    assert len(per_resident) == len(drawn_circles)
    assert per_resident == pytest.approx([per_resident[0]] * len(per_resident))
    assert per_resident[0] > 0


@pytest.mark.parametrize("name", ["map", "crowded map"])
def test_circles_do_not_overlap_and_stay_within_the_axes(name):
    found = circles(drawn(name)).values()
    assert min(gap_between(a, b) for a, b in itertools.combinations(found, 2)) > 0
    (left, right), (bottom, top) = drawn(name).get_xlim(), drawn(name).get_ylim()
    for circle in found:
        (x, y), r = circle.center, circle.radius
        assert left <= x - r and x + r <= right and bottom <= y - r and y + r <= top


def test_mahalles_at_the_same_place_part():
    table = mahalles().assign(longitude=27.0, latitude=38.4)
    assert min(gap_between(a, b) for a, b in itertools.combinations(circles(map_of(table)).values(), 2)) > 0


def test_circles_that_have_room_stay_where_they_are_north_above_and_east_to_the_right():
    table = mahalles().iloc[:4].assign(longitude=[27, 28, 27, 28], latitude=[38, 38, 39, 39])
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (circle.center for circle in circles(map_of(table)).values())
    assert ax == pytest.approx(cx, abs=0.1) and bx == pytest.approx(dx, abs=0.1) and ax < bx
    assert ay == pytest.approx(by, abs=0.1) and cy == pytest.approx(dy, abs=0.1) and ay < cy
    assert (bx - ax) / (cy - ay) == pytest.approx(math.cos(math.radians(38.5)), rel=0.01)


@pytest.mark.parametrize("name", ["map", "outlines"])
def test_the_fill_says_how_far_a_mahalle_is_from_the_district_and_hatching_says_below(name):
    table, ax = mahalles(), drawn(name)
    shapes = {patch.get_label(): patch for patch in ax.patches if patch.get_label() in set(table["name"])}
    looks: dict[tuple[bool, bool], set] = {}
    for mahalle, value in zip(table["name"], table["value"], strict=True):
        away = value - district(table)
        look = (shapes[mahalle].get_facecolor(), shapes[mahalle].get_hatch())
        looks.setdefault((away > 0, abs(away) > 0.01), set()).add(look)
    assert [len(look) for look in looks.values()] == [1, 1, 1, 1]
    assert len(set.union(*looks.values())) == 4
    assert all(bool(hatch) != above for (above, _far), look in looks.items() for _colour, hatch in look)
    handles = ax.get_legend().legend_handles
    assert {(handle.get_facecolor(), handle.get_hatch()) for handle in handles} == set.union(*looks.values())


def test_a_mahalle_is_labelled_with_its_share_of_women():
    table = mahalles()
    labels = {text for text in texts(drawn("map")) if "\n" in text}
    assert labels == {f"{n}\n{language.percent(v, 1)}" for n, v in zip(table["name"], table["value"])}
    assert "Ilıca\n53.6%" in texts(drawn("map", "en"))


def test_a_label_stands_inside_its_circle_or_off_all_circles():
    ax = drawn("crowded map")
    inside = 0
    for text in (text for text in ax.texts if "\n" in text.get_text()):
        (x0, y0), (x1, y1) = ax.transData.inverted().transform(box(text))
        for name, circle in circles(ax).items():
            (x, y), r = circle.center, circle.radius
            away = math.dist((x, y), (min(max(x, x0), x1), min(max(y, y0), y1)))
            if name == text.get_text().split("\n")[0] and away < r:
                inside += 1
                assert max(math.dist((x, y), corner) for corner in itertools.product((x0, x1), (y0, y1))) < r + 0.5
            else:
                assert away > r
    assert 0 < inside < 28


def test_circles_of_reference_have_the_scale_of_the_map():
    ax = drawn("map")
    numbers = sorted(
        int(re.sub(r"\D", "", text)) for text in texts(ax) if re.match(r"[\d.]+ ", text) and "\n" not in text
    )
    radii = sorted(patch.radius for patch in ax.patches if patch.get_label() == "_reference")
    ilica, row = circles(ax)["Ilıca"], mahalles().set_index("name").loc["Ilıca"]
    assert numbers == [1000, 5000]
    assert [r**2 / n for r, n in zip(radii, numbers, strict=True)] == pytest.approx(
        [ilica.radius**2 / row["total"]] * 2
    )


@pytest.mark.parametrize("inhabited", [True, False])
def test_a_mahalle_where_nobody_lives_is_a_cross_with_a_name_and_no_share(inhabited):
    empty = {
        "total": [0, 900 * inhabited],
        "female": [0, 500 * inhabited],
        "value": [math.nan, 5 / 9 if inhabited else math.nan],
    }
    table = mahalles().iloc[:2].assign(**empty)
    ax = rendered(mahalle_map(table, district=5 / 9))
    assert f"{table['name'].iloc[0]}\n–" in texts(ax)
    crosses = [line for line in ax.lines if line.get_marker() == "x"]
    assert len(crosses) == (1 if inhabited else 2)
    assert overlapping(all_labels(ax)) == []


def test_more_mahalles_make_a_taller_figure():
    grid = pd.DataFrame(
        itertools.product(np.linspace(27, 28, 5), np.linspace(38, 38.3, 9)), columns=["longitude", "latitude"]
    )
    table = grid.assign(group=grid.index, name=[f"M{i}" for i in grid.index], total=500, value=0.5)
    heights = [mahalle_map(part, district=0.5).figure.get_figheight() for part in (table.iloc[[0, -1]], table)]
    assert heights[0] < heights[1]


def signed_areas(patch: PathPatch) -> list[float]:
    rings = patch.get_path().to_polygons(closed_only=True)
    return [float((r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1]).sum()) / 2 for r in rings]


def test_a_hole_runs_the_other_way_round_so_that_it_stays_empty():
    patches = [patch for patch in drawn("outlines").patches if isinstance(patch, PathPatch)]
    areas = [signed_areas(patch) for patch in patches]
    assert [len(rings) for rings in areas] == [2, *[1] * 10]
    assert areas[0][0] > 0 > areas[0][1]
    assert areas[0][0] / -areas[0][1] == pytest.approx(100 / 16)


def test_a_label_stands_inside_its_outline_or_has_a_line_to_it():
    ax = drawn("outlines")
    shapes = {patch.get_label(): patch.get_path() for patch in ax.patches if isinstance(patch, PathPatch)}
    labels = {text.get_text().split("\n")[0]: text for text in ax.texts if "\n" in text.get_text()}
    narrow = mahalles()["name"].iloc[1]
    for name, text in labels.items():
        b = ax.transData.inverted().transform_bbox(box(text))
        rings = [type(shapes[name])(ring) for ring in shapes[name].to_polygons()]
        inside = rings[0].contains_points(b.corners()).all() and not any(r.intersects_bbox(b) for r in rings[1:])
        assert inside == (name != narrow), name
    assert len(leaders(ax)) <= 1
    assert len([line for line in ax.lines if line.get_marker() == "o"]) == 1


def test_without_the_outline_of_one_mahalle_all_are_circles():
    shapes = outlines(mahalles())
    shapes.pop(mahalles()["group"].iloc[3])
    assert len(circles(map_of(mahalles(), shapes=shapes))) == 11
