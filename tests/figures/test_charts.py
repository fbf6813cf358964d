"""The charts, by what they draw: marks, labels, limits and colours. No pixel is compared."""

from __future__ import annotations

import colorsys
import csv
import itertools
import math
import re
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from yeep_analysis.edition import Edition
from yeep_analysis.mahalles import charts as mahalle_charts
from yeep_analysis.mahalles import figures as mahalle_figures
from yeep_analysis.mahalles import measures as mahalle
from yeep_analysis.mahalles import tables as mahalle_tables
from yeep_analysis.municipality.load import Facts, load
from yeep_analysis.population import charts as population_charts
from yeep_analysis.population import figures as population_figures
from yeep_analysis.population import measures as demography
from yeep_analysis.population import outliers
from yeep_analysis.representation import charts as representation_charts
from yeep_analysis.representation import figures as post_figures
from yeep_analysis.representation import measures as representation
from yeep_analysis.representation import scenarios
from yeep_analysis.representation import tables as post_tables
from yeep_analysis.results import COLUMNS, of, value
from yeep_analysis.show import present
from yeep_analysis.show.style import MEN, WOMEN, house_style
from yeep_analysis.words import language

ROOT = Path(__file__).parents[2]
Drawing = tuple[Callable[..., Axes], pd.DataFrame, dict]


@cache
def facts(year: int) -> Facts:
    return load(Edition(year, "tr", ROOT / "data"))


@cache
def typed(table: str) -> dict[str, dict[str, int]]:
    """The second typing of the figures: key -> sex -> count."""
    counts: dict[str, dict[str, int]] = {}
    with (ROOT / "tests" / "golden" / "second_typing.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["table"] == table:
                counts.setdefault(row["key"], {})[row["sex"]] = int(row["n"])
    return counts


@cache
def drawings(year: int, lang: str = "tr") -> dict[str, Drawing]:
    """Every chart of an edition with its table and options, by its name."""
    known = facts(year)
    language.use(lang)
    mahalles, names = mahalle.composition(known.mahalles), known.mahalle_names
    table = mahalle_tables.population(known.mahalles, mahalles, names)
    posts = representation.balance(representation.measured(known.representation))
    district = value(demography.share_of_women(known.population), year=known.mahalle_year)
    return {
        **{made.chart.__name__: (made.chart, made.frame, made.options) for made in of_the_population(known)},
        "mahalle_population": (mahalle_charts.mahalle_population, table.frame, {}),
        "mahalle_share": (
            mahalle_charts.mahalle_share,
            mahalle_figures.share(mahalles, names, district).frame,
            {"district": district},
        ),
        "council_seats": (
            representation_charts.council_seats,
            of(posts, representation.SHARE, part="council_member"),
            {},
        ),
        "representation_dumbbell": (representation_charts.representation_dumbbell, post_tables.named(posts), {}),
        **{made.chart.__name__: (made.chart, made.frame, made.options) for made in of_the_scenarios(known, posts)},
    }


def of_the_population(known: Facts) -> list[present.PublicationFigure]:
    """The figures of the population, one for each of its charts."""
    counts, standing_out = demography.population_count(known.population), outliers.outliers(known.population)
    flags = demography.institutional_effect(known.population_by_age)
    return [
        population_figures.by_sex(counts, standing_out, flags.iloc[:0], known.population_by_age),
        population_figures.institutional(demography.sex_ratio(known.population_by_age)),
        population_figures.contributions(demography.contribution(known.population)),
    ]


def of_the_scenarios(known: Facts, posts: pd.DataFrame) -> list[present.PublicationFigure]:
    """The figures of the scenarios."""
    council, staff = (of(known.representation, part=office) for office in ("council_member", "staff"))
    hirings = scenarios.hirings(staff, turnover_percent=5, women_hired_percent="50,60,75")
    return [
        post_figures.scenario_seats(posts, scenarios.seats(council, steps=scenarios.STEPS)),
        post_figures.scenario_staff(
            scenarios.staff(staff, hirings=hirings, years=scenarios.YEARS_SHOWN), hirings, known.undated
        ),
    ]


NAMES = [
    "population_by_sex",
    "sex_ratio_by_year",
    "contributions",
    "mahalle_population",
    "mahalle_share",
    "council_seats",
    "representation_dumbbell",
    "seat_paths",
    "staff_paths",
]


def council(women: int, members: int) -> pd.DataFrame:
    return pd.DataFrame({"numerator": [women], "denominator": [members], "value": [women / members]})


@pytest.fixture(scope="module", autouse=True)
def in_the_style_of_the_house() -> Iterator[None]:
    """Charts are drawn inside the style that ``present.figure`` puts around them."""
    with house_style():
        yield


@cache
def drawn(name: str, year: int = 2022, lang: str = "tr") -> Axes:
    """One chart of an edition, laid out as for printing."""
    chart, table, options = drawings(year, lang)[name]
    language.use(lang)
    return rendered(chart(table, **options))


def rendered(ax: Axes) -> Axes:
    """The same axes, with every label in its place."""
    FigureCanvasAgg(ax.figure).draw()
    return ax


def box(artist: Text) -> Bbox:
    return artist.get_window_extent(artist.figure.canvas.get_renderer())


def data_labels(ax: Axes) -> list[Text]:
    legend = ax.get_legend()
    return [*ax.texts, *(legend.get_texts() if legend else [])]


def ticks_in_view(axis) -> list[tuple[float, Text]]:
    low, high = sorted(axis.get_view_interval())
    ticks = [(tick.get_loc(), tick.label1) for tick in axis.get_major_ticks()]
    return [(place, label) for place, label in ticks if low <= place <= high and label.get_text()]


def axis_labels(ax: Axes) -> list[Text]:
    if not ax.axison:
        return []
    ticks = [label for axis in (ax.xaxis, ax.yaxis) for _place, label in ticks_in_view(axis)]
    return [*ticks, *(label for label in (ax.xaxis.label, ax.yaxis.label) if label.get_text())]


def texts(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.texts]


def overlapping(labels: list[Text]) -> list[tuple[str, str]]:
    boxes = [(label.get_text(), box(label)) for label in labels]
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]


def leaving_the_figure(ax: Axes) -> list[str]:
    whole = ax.figure.bbox.padded(0.5)
    labels = [(label.get_text(), box(label)) for label in data_labels(ax) + axis_labels(ax)]
    return [text for text, b in labels if b.x0 < whole.x0 or b.x1 > whole.x1 or b.y0 < whole.y0 or b.y1 > whole.y1]


def colours(ax: Axes) -> set[str]:
    found = [text.get_color() for text in ax.texts]
    found += [colour for bar in ax.patches for colour in (bar.get_facecolor(), bar.get_edgecolor())]
    found += [line.get_color() for line in ax.lines if line.get_linestyle() != "None"]
    found += [c for line in ax.lines for c in (line.get_markerfacecolor(), line.get_markeredgecolor())]
    found += [colour for marks in ax.collections for colour in (*marks.get_facecolor(), *marks.get_edgecolor())]
    return {to_hex(colour) for colour in found if not isinstance(colour, str) or colour not in ("none", "auto")}


# --- all charts ----------------------------------------------------------------


def test_every_chart_of_the_baseline_is_tried_here():
    modules = (population_charts, mahalle_charts, representation_charts)
    made = {
        name
        for m in modules
        for name, chart in vars(m).items()
        if not name.startswith("_") and getattr(chart, "__module__", "") == m.__name__
    }
    assert made == set(NAMES) == set(drawings(2022))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("year", "lang"), [(2022, "tr"), (2025, "en")])
def test_no_label_leaves_the_figure_and_no_two_data_labels_overlap(name, year, lang):
    ax = drawn(name, year, lang)
    assert leaving_the_figure(ax) == []
    assert overlapping(data_labels(ax)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_draws_on_the_axes_it_is_given_and_returns_them(name):
    chart, table, options = drawings(2022)[name]
    ax = Figure().add_subplot()
    assert chart(table, ax=ax, **options) is ax
    assert ax.texts or ax.get_legend()
    assert len(ax.figure.axes) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_leaves_no_trace_in_matplotlib(name):
    chart, table, options = drawings(2022)[name]
    with mpl.rc_context(mpl.rcParamsDefault):
        before = dict(mpl.rcParams)
        present.figure(present.PublicationFigure(name, chart, table, present.FigureWords("a", "b"), options))
        assert dict(mpl.rcParams) == before
        chart(table, **options)
        assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_laid_out_and_drawn_once(name, work):
    chart, table, options = drawings(2022)[name]
    present.figure(present.PublicationFigure(name, chart, table, present.FigureWords("a", "b"), options))
    assert work == {"layouts": 1, "drawings": 1}


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_leaves_its_table_as_it_was(name):
    chart, table, options = drawings(2022)[name]
    before = table.copy(deep=True)
    chart(table, **options)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", NAMES)
def test_women_and_men_have_their_own_colours_and_no_chart_is_pink_or_blue(name):
    used = colours(drawn(name))
    assert used & {WOMEN.lower(), MEN.lower()} or name == "sex_ratio_by_year"  # that one shows neither women nor men
    for colour in used:
        hue, light, full = colorsys.rgb_to_hls(*to_rgb(colour))
        coloured = full > 0.2 and 0.15 < light < 0.95
        assert not (coloured and (180 / 360 < hue < 250 / 360 or 290 / 360 < hue < 350 / 360)), colour


def test_women_are_purple_and_men_orange():
    assert (WOMEN, MEN) == ("#5E3C99", "#E66101")


def test_turkish_letters_have_glyphs_in_the_font_of_the_house():
    letters = "ÇĞİÖŞÜÂÎÛ çğıöşüâîû “”’ –−‰ 2. İnönü"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = rendered(
            mahalle_charts.mahalle_population(pd.DataFrame({"name": [letters], "women": [1234567890], "men": [5]}))
        )
    used = {Path(font_manager.findfont(label.get_fontproperties())).stem for label in data_labels(ax) + axis_labels(ax)}
    assert {name.split("-")[0] for name in used} == {"SourceSansPro"}


@pytest.mark.parametrize(
    ("year", "lang", "foreign"),
    [(2022, "tr", r"\d,\d{3}\b|\d%|\d\.\d{1,2}\b"), (2025, "en", r"\d\.\d{3}\b|%\d|\d,\d{1,2}\b")],
)
@pytest.mark.parametrize("name", NAMES)
def test_no_number_on_a_chart_is_written_as_in_the_other_language(name, year, lang, foreign):
    ax = drawn(name, year, lang)
    assert [t for t in (label.get_text() for label in data_labels(ax) + axis_labels(ax)) if re.search(foreign, t)] == []


# --- population ----------------------------------------------------------------


@pytest.mark.parametrize(("colour", "sex"), [(WOMEN, "female"), (MEN, "male")])
def test_each_sex_is_one_line_through_all_its_counts(colour, sex):
    (line,) = [
        line for line in drawn("population_by_sex").lines if len(line.get_xdata()) and line.get_color() == colour
    ]
    counts = {int(year): both[sex] for year, both in typed("population").items() if int(year) <= 2022}
    assert dict(zip(line.get_xdata(), line.get_ydata(), strict=True)) == counts


def test_the_lines_are_told_apart_by_their_marks_too():
    lines = [line for line in drawn("population_by_sex").lines if len(line.get_xdata())]
    assert len({line.get_marker() for line in lines}) == len(lines) == 2


def test_the_lines_are_labelled_with_their_last_values():
    assert set(texts(drawn("population_by_sex"))) == {"Kadın 32.270", "Erkek 30.653"}


def test_a_year_without_data_stays_a_gap():
    table = drawings(2022)["population_by_sex"][1]
    ax = population_charts.population_by_sex(table[table["year"] != 2012])
    assert all(
        list(line.get_xdata()) == [*range(2007, 2012), *range(2013, 2023)] for line in ax.lines if len(line.get_xdata())
    )


@pytest.mark.parametrize("year", [2007, 2008, 2022])
@pytest.mark.parametrize("name", ["population_by_sex", "sex_ratio_by_year"])
def test_the_axis_of_years_stays_with_the_years_of_the_data(name, year):
    chart, table, options = drawings(year)[name]
    ax = rendered(chart(table, **options))
    shown = [place for place, _label in ticks_in_view(ax.xaxis)]
    assert shown
    assert all(2006 <= place <= year + 1 for place in shown), shown


@pytest.mark.parametrize("name", ["population_by_sex", "sex_ratio_by_year", "contributions"])
def test_years_are_whole_and_have_no_separator(name):
    ax = drawn(name)
    assert all(label.get_text() == str(int(place)) and place == int(place) for place, label in ticks_in_view(ax.xaxis))


def test_two_charts_with_common_limits_have_the_same_axis():
    known = facts(2022)
    rest = demography.without_age_group(known.population, known.population_by_age)
    counts = demography.population_count(pd.concat([known.population, rest]))
    nothing = pd.DataFrame(columns=COLUMNS)
    whole = population_figures.by_sex(counts, nothing, nothing, known.population_by_age)
    lower = population_figures.without_ages(counts)
    limits = whole.options["limits"]
    assert whole.chart(whole.frame, limits=limits).get_ylim() == limits == lower.options["limits"]
    assert lower.chart(lower.frame, limits=limits).get_ylim() == limits
    assert limits[0] < lower.frame["value"].min() < whole.frame["value"].min()
    assert whole.frame["value"].max() < limits[1]


def test_the_years_above_the_threshold_are_hatched_and_only_they():
    ax = drawn("sex_ratio_by_year")
    (bars,) = [marks for marks in ax.containers if isinstance(marks, BarContainer)]
    hatched = {round(bar.get_x() + bar.get_width() / 2) for bar in bars if bar.get_hatch()}
    assert hatched == {int(y) for y, n in typed("population_20_24").items() if 2 * n["male"] > 3 * n["female"]} - {
        2023,
        2024,
        2025,
    }
    assert len(bars) == 16


def test_every_year_is_labelled_with_its_men_per_100_women():
    ratios = [Fraction(100 * n["male"], n["female"]) for y, n in typed("population_20_24").items() if int(y) <= 2022]
    assert texts(drawn("sex_ratio_by_year")) == [str(math.floor(ratio + Fraction(1, 2))) for ratio in ratios] + ["150"]


def test_the_threshold_is_a_line_at_its_height():
    assert [list(line.get_ydata()) for line in drawn("sex_ratio_by_year").lines] == [[150, 150]]


def test_the_contributions_lie_behind_one_another_and_their_sum_is_marked():
    ax = population_charts.contributions(
        pd.DataFrame(
            {
                "year": [2020, 2020, 2021, 2021, 2022, 2022],
                "sex": ["female", "male"] * 3,
                "value": [1.0, 2.0, -1.0, -2.0, 1.0, -2.0],
            }
        )
    )
    women, men = [[(bar.get_y(), bar.get_y() + bar.get_height()) for bar in marks] for marks in ax.containers]
    assert women == [(0, 1), (0, -1), (0, 1)]
    assert men == [(1, 3), (-1, -3), (0, -2)]
    assert list(ax.lines[0].get_ydata()) == [3, -3, -1]
    assert all(bar.get_hatch() for bar in ax.containers[0])
    assert not any(bar.get_hatch() for bar in ax.containers[1])


# --- mahalles ------------------------------------------------------------------


def test_the_bars_of_a_mahalle_grow_to_both_sides_by_its_counts():
    ax = drawn("mahalle_population")
    men, women = [[bar.get_width() for bar in marks] for marks in ax.containers]
    counts = sorted(typed("mahalle").values(), key=lambda n: -n["total"])
    assert women == [n["female"] for n in counts]
    assert men == [-n["male"] for n in counts]
    assert [bar.get_y() for bar in ax.patches[:11]] == sorted((bar.get_y() for bar in ax.patches[:11]), reverse=True)


def test_every_bar_is_labelled_with_its_count():
    counts = [n[sex] for n in typed("mahalle").values() for sex in ("female", "male")]
    labels = texts(drawn("mahalle_population"))
    assert sorted(labels[:-2]) == sorted(f"{n // 1000}.{n % 1000:03d}" if n >= 1000 else str(n) for n in counts)
    assert sorted(labels[-2:]) == ["Erkek", "Kadın"]


def test_the_axis_of_counts_has_no_minus():
    ax = drawn("mahalle_population")
    labels = [label.get_text() for _place, label in ticks_in_view(ax.xaxis)]
    assert labels == labels[::-1]
    assert not [label for label in labels if "−" in label or "-" in label]


def test_every_mahalle_has_one_dot_at_its_share_of_women():
    dots = {marks.get_marker(): sorted(marks.get_xdata()) for marks in drawn("mahalle_share").lines[:2]}
    shares = sorted(n["female"] / n["total"] for n in typed("mahalle").values())
    assert dots == {"o": [x for x in shares if x > 0.5], "s": [x for x in shares if x <= 0.5]}


def test_the_district_and_half_are_lines_that_the_legend_names():
    ax = drawn("mahalle_share")
    assert [line.get_xdata()[0] for line in ax.lines[2:]] == [0.5, pytest.approx(32270 / 62923)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Yarı: %50", "İlçe: %51,28"]


# --- representation ------------------------------------------------------------


def test_the_council_is_labelled_with_its_counts():
    assert set(texts(drawn("council_seats"))) == {"9/25", "kadın, %36,0", "Kadın: 9", "Erkek: 16"}


def test_below_five_members_no_percentage_is_printed():
    assert not [text for text in texts(representation_charts.council_seats(council(1, 4))) if "%" in text]


MEMBERS = (1, 5, 9, 25, 31, 45, 75)


@pytest.mark.parametrize("members", MEMBERS)
@pytest.mark.parametrize("part", [0, Fraction(1, 3), 1])
def test_a_council_has_one_mark_per_member_and_women_sit_on_the_left(members, part):
    women = math.floor(members * part)
    marks = [seats.get_offsets() for seats in representation_charts.council_seats(council(women, members)).collections]
    assert [len(seats) for seats in marks] == [women, members - women]
    angles = [[math.atan2(y, x) for x, y in seats] for seats in marks]
    assert max(angles[1], default=0) <= min(angles[0], default=math.pi) + 1e-6


@pytest.mark.parametrize("members", MEMBERS)
def test_no_seat_hides_another_one_or_a_number(members):
    ax = rendered(representation_charts.council_seats(council(members // 3, members)))
    marks = [
        (x, y, math.sqrt(m.get_sizes()[0]) / 2)
        for m in ax.collections
        for x, y in ax.transData.transform(m.get_offsets())
    ]
    reach = ax.figure.dpi / 72  # points to pixels
    near = [(a, b) for a, b in itertools.combinations(marks, 2) if math.dist(a[:2], b[:2]) < (a[2] + b[2]) * reach]
    assert near == []
    hidden = [
        label.get_text()
        for label in ax.texts
        for x, y, radius in marks
        if box(label).x0 < x + radius * reach and x - radius * reach < box(label).x1
        if box(label).y0 < y + radius * reach and y - radius * reach < box(label).y1
    ]
    assert hidden == []
    assert leaving_the_figure(ax) == []


def test_every_post_has_its_fraction_and_from_five_posts_its_percentage():
    assert texts(drawn("representation_dumbbell"))[:-2] == [
        "9/25 · %36,0",
        "6/18 · %33,3",
        "48/172 · %27,9",
        "2/11 · %18,2",
        "0/2",
    ]


def test_the_dots_of_the_posts_lie_at_their_shares_in_the_order_of_the_table():
    ax = drawn("representation_dumbbell")
    halves, shares = ax.lines[:2]
    assert list(shares.get_xdata()) == [9 / 25, 6 / 18, 48 / 172, 2 / 11, 0]
    assert list(shares.get_ydata()) == list(halves.get_ydata()) == [4, 3, 2, 1, 0]
    assert set(halves.get_xdata()) == {0.5}


@pytest.mark.parametrize("women", [0, 3, 10])
def test_the_axis_of_shares_shows_nothing_at_all_half_and_every_dot(women):
    table = pd.DataFrame({"name": ["A"], "numerator": [women], "denominator": [10], "value": [women / 10]})
    ax = rendered(representation_charts.representation_dumbbell(table))
    low, high = ax.get_xlim()
    assert low < 0 < 0.5 < high
    assert low < women / 10 < high
    assert all(-1e-9 <= place <= 1 + 1e-9 for place, _label in ticks_in_view(ax.xaxis))


@pytest.mark.parametrize("shares", [[0.0, 1.0], [0.9, 0.8], [0.1]])
def test_the_axis_of_shares_of_mahalles_holds_every_dot_half_and_the_district(shares):
    ax = rendered(
        mahalle_charts.mahalle_share(pd.DataFrame({"name": [str(s) for s in shares], "value": shares}), district=0.45)
    )
    low, high = ax.get_xlim()
    assert low < min(*shares, 0.45) and max(*shares, 0.5) < high
    assert all(-1e-9 <= place <= 1 + 1e-9 for place, _label in ticks_in_view(ax.xaxis))


# --- names that mean something to whoever draws ---------------------------------


@pytest.mark.parametrize("name", ["Masal $\\frac{$ x", "$Huzur$", "a $ b", "$x^2$ ve $y_1$"])
@pytest.mark.parametrize("chart", ["mahalle_population", "mahalle_share"])
def test_a_dollar_in_a_name_is_a_dollar(chart, name):
    draw, table, options = drawings(2022)[chart]
    words = present.FigureWords("Şekil", "Şekil")

    def glyphs(text):
        named = table.assign(name=[text, *table["name"][1:]])
        content = present.PublicationFigure("f", draw, named, words, options)
        return present.figure(content).data[present.FIGURE]["svg"].count("<use ")

    assert glyphs(name) == glyphs(name.replace("$", "€"))
