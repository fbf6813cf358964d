"""The tables, charts and sentences of the plan: they add up, and say the numbers of the catalogue."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import matplotlib as mpl
import pandas as pd
import pytest
from golden.second_route_plan import VERDICTS, actions_of_units, audit_counts, kind_counts, theme_counts
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plan.tables import DATA, table
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.load_plan import PlanFile, load_plan_file
from yeep_analysis.plan import audit, figures, tables
from yeep_analysis.plan import charts as plan_charts
from yeep_analysis.plan import sentences as say
from yeep_analysis.representation import tables as representation_tables
from yeep_analysis.show import present
from yeep_analysis.show.present import FigureWords, PublicationFigure, PublicationTable
from yeep_analysis.show.style import house_style
from yeep_analysis.words import language
from yeep_analysis.words.language import speaking
from yeep_analysis.words.terms import MeasureKind

NAMES = ["plan_overview", "unit_roles", "audit_answers"]
LANGUAGES = ["tr", "en"]


@cache
def file() -> PlanFile:
    return load_plan_file(DATA)


def plan() -> Plan:
    return file().plan


@cache
def counts() -> pd.DataFrame:
    return audit.counts(audit.audit(plan(), file().judgements))


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def figure(name: str, lang: str = "tr") -> PublicationFigure:
    """A figure, as its chapter shows it."""
    language.use(lang)
    return {
        "plan_overview": lambda: figures.overview(plan()),
        "unit_roles": lambda: figures.units(plan()),
        "audit_answers": lambda: figures.answers(counts()),
    }[name]()


@cache
def drawing(name: str, lang: str = "tr") -> tuple[Callable[..., Axes], pd.DataFrame]:
    """A chart with the table that its chapter gives it."""
    content = figure(name, lang)
    assert content.chart is getattr(plan_charts, name)
    return content.chart, content.frame


def words(name: str, lang: str = "tr") -> FigureWords:
    """The words of a chart, as its chapter gives them."""
    return figure(name, lang).words


@cache
def drawn(name: str, lang: str = "tr") -> Axes:
    """A chart in the style of the house, laid out as for printing."""
    chart, content = drawing(name, lang)
    language.use(lang)
    with house_style():
        ax = chart(content)
        FigureCanvasAgg(ax.figure).draw()
    return ax


# --- tables --------------------------------------------------------------------


def test_the_table_of_themes_says_what_the_second_route_counts():
    shown = tables.themes(plan()).frame
    assert [tuple(row) for row in shown.iloc[:-1, 1:].itertuples(index=False)] == list(theme_counts().values())
    assert tuple(shown.iloc[-1, 1:]) == (25, 52, 77, 68, 78)


def test_goals_objectives_and_actions_of_the_themes_add_up_to_the_whole_plan():
    shown = tables.themes(plan()).frame
    for column in ("goals", "objectives", "actions"):
        assert shown[column].iloc[:-1].sum() == shown[column].iloc[-1]
    assert shown["actions"].iloc[-1] == 77


def test_indicators_and_measures_of_the_themes_add_up_to_more_because_some_serve_several():
    shown = tables.themes(plan()).frame
    for column in ("indicators", "measures"):
        assert shown[column].iloc[:-1].sum() > shown[column].iloc[-1]


def test_the_overview_has_every_goal_and_its_actions_add_up():
    shown = figures.overview(plan()).frame
    assert list(shown["goal"]) == [row["goal_text"] for row in table("goals")]
    assert shown["actions"].sum() == 77


def test_the_table_of_units_counts_different_actions():
    shown = tables.units(plan()).frame.set_index("name")
    name_of = {row["unit_id"]: row["name"] for row in table("units")}
    assert {name: tuple(row) for name, row in shown[["responsible", "partner"]].iterrows()} == {
        name_of[unit]: (responsible, partner) for unit, (responsible, partner, _any) in actions_of_units().items()
    }


def test_the_units_named_most_often_stand_first():
    shown = tables.units(plan()).frame
    named = list(shown["responsible"] + shown["partner"])
    assert named == sorted(named, reverse=True) and len(named) == 46


def test_the_kinds_of_measures_add_up_to_all_measures():
    shown = tables.kinds(plan()).frame
    assert shown["measures"].sum() == 78
    assert {
        row["kind"]: tuple(row[["measures", "persons", "sensitive", "actions"]]) for _n, row in shown.iterrows()
    } == {MeasureKind(kind).label: found for kind, found in kind_counts().items()}


def test_every_action_stands_in_the_table_of_actions_with_its_words_under_its_goal():
    shown = tables.actions(plan()).frame
    assert list(shown["action"]) == [row["action_text"] for row in table("actions")]
    assert list(shown["code"]) == [row["action_code"] for row in table("actions")]
    assert Counter(shown["period"]) == {"2023–2025": 76, "": 1}
    assert shown["section"].nunique() == 25


def test_every_measure_stands_once_in_the_tables_of_the_audit():
    by_criterion = tables.audited(plan(), audit.audit(plan(), file().judgements)).frame
    assert Counter(by_criterion["name"]) == Counter(row["name"] for row in table("measures"))
    with_words = Counter(f"{row['name']} (“{row['measure_text']}”)" for row in table("measures"))
    assert Counter(tables.wordings(plan(), file().judgements).frame["name"]) == with_words


def test_texts_that_stand_in_turkish_alone_are_announced_in_english():
    facts = pd.DataFrame(columns=["event", "when", "name"])
    for spoken in ("tr", "en"):
        with speaking(spoken):
            notes = [
                tables.wordings(plan(), file().judgements).note,
                representation_tables.events(facts).note,
                representation_tables.commissions(facts).note,
            ]
        assert ["in Turkish" in note or "In Turkish" in note for note in notes] == [spoken == "en"] * 3


def test_the_table_of_every_measure_adds_up_to_the_table_of_criteria():
    shown = tables.audited(plan(), audit.audit(plan(), file().judgements)).frame
    label_of = {"yes": "evet", "partly": "kısmen", "no": "hayır"}
    for criterion, found in audit_counts().items():
        for verdict, label in label_of.items():
            assert (shown[criterion] == label).sum() == found[verdict], (criterion, verdict)


def test_measures_stand_under_the_theme_of_their_first_action():
    shown = tables.wordings(plan(), file().judgements).frame
    assert list(dict.fromkeys(shown["section"])) == [row["name"] for row in table("themes")]
    first = {key: min(m.actions, key=lambda a: (a.theme.position, a.position)) for key, m in plan().measures.items()}
    assert Counter(shown["section"]) == Counter(action.theme.name for action in first.values())


def test_the_methodology_is_shown_word_for_word():
    shown = tables.methodology(file().texts["methodology"]).frame
    assert list(shown["text"]) == [row["text"] for row in table("methodology")]


def every_table(known: PlanFile) -> list[PublicationTable]:
    found = audit.audit(known.plan, known.judgements)
    return [
        tables.themes(known.plan),
        tables.actions(known.plan),
        tables.units(known.plan),
        tables.kinds(known.plan),
        tables.methodology(known.texts["methodology"]),
        tables.answers(audit.counts(found)),
        tables.audited(known.plan, found),
        tables.wordings(known.plan, known.judgements),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_of_a_table_is_in_its_frame_and_has_a_title_of_its_own(lang):
    language.use(lang)
    for content in every_table(file()):
        assert {column.key for column in content.columns} <= set(content.frame.columns)
        titles = [column.title for column in content.columns]
        assert all(titles) and len(set(titles)) == len(titles)


# --- without a plan --------------------------------------------------------------


def test_without_a_plan_every_table_is_empty_and_says_so(tmp_path):
    for content in every_table(load_plan_file(tmp_path)):
        assert content.frame.empty, content.name
        assert content.caption in present.table(content).data["text/markdown"].replace("\\", "")


def test_without_a_plan_every_chart_says_that_there_are_no_data(tmp_path):
    empty = load_plan_file(tmp_path)
    counted = audit.counts(audit.audit(empty.plan, empty.judgements))
    for content in (figures.overview(empty.plan), figures.units(empty.plan), figures.answers(counted)):
        assert "veri yok" in present.figure(content).data["text/markdown"]


def test_without_a_plan_the_sentences_say_so_or_nothing(tmp_path):
    empty = load_plan_file(tmp_path)
    counted = audit.counts(audit.audit(empty.plan, empty.judgements))
    assert say.promised(empty.plan) == say.audit_findings(counted) != ""
    assert say.responsibility(empty.plan) == say.measured(empty.plan) == ""
    assert say.aspects(empty.texts["monitoring_aspects"]) == say.principles(empty.texts["principles"]) == ""


# --- sentences -------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_size_of_the_plan_is_told(lang):
    language.use(lang)
    assert numbers(say.promised(plan())) == [6, 25, 52, 77, 68, 1, 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_the_plan_measures_is_told(lang):
    language.use(lang)
    rows = table("measures")
    shared = Counter(row["indicator_id"] for row in table("action_indicators"))
    expected = Counter(
        [
            68,
            78,
            sum(row["counts_persons"] == "true" for row in rows),
            sum(row["is_sensitive"] == "true" for row in rows),
            sum(n > 1 for n in shared.values()),
        ]
    )
    told = say.measured(plan())
    assert expected - Counter(numbers(told)) == Counter()
    none = {
        "tr": "Planda 78 göstergenin hiçbiri için başlangıç değeri ya da hedef değer yok.",
        "en": "The plan gives neither a baseline nor a target for any of the 78 indicators.",
    }[lang]
    assert told.endswith(none)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_is_responsible_for_how_much_is_told_with_the_number_of_all_actions(lang):
    language.use(lang)
    name_of = {row["unit_id"]: row["name_en" if lang == "en" else "name"] for row in table("units")}
    said = say.responsibility(plan())
    for unit, (responsible, _partner, _any) in actions_of_units().items():
        assert (f"{name_of[unit]} {responsible}/77" in said) == (responsible > 0)
    directorates = [row["unit_id"] for row in table("units") if row["kind"] == "municipal_directorate"]
    partners = sum(actions_of_units()[unit][1] > 0 for unit in directorates)
    assert {partners, len(directorates)} <= set(numbers(said))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_audit_found_is_told_as_no_of_those_to_which_it_applies(lang):
    language.use(lang)
    said = say.audit_findings(counts())
    expected = [f"{found['no']}/{78 - found['not_applicable']}" for found in audit_counts().values()]
    assert re.findall(r"\d+/\d+", said) == expected


def test_aspects_and_principles_are_quoted_word_for_word():
    aspects = say.aspects(file().texts["monitoring_aspects"]).replace("\\", "")
    principles = say.principles(file().texts["principles"]).replace("\\", "")
    assert all(row["quote"] in aspects for row in table("monitoring_aspects"))
    assert all(row["text"] in principles for row in table("principles"))


# --- alternative texts -----------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alt_text_of_the_overview_has_the_numbers_of_every_theme(lang):
    said = words("plan_overview", lang).alt
    assert numbers(said) == [n for found in theme_counts().values() for n in found[:3]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alt_text_of_the_units_has_the_numbers_of_the_first_five(lang):
    said, shown = words("unit_roles", lang), tables.units(plan()).frame.head(5)
    expected = [int(n) for row in shown[["responsible", "partner"]].itertuples(index=False) for n in row]
    assert numbers(said.alt) == [*numbers(said.caption), *expected]
    assert numbers(said.caption) == [15]
    assert all(name in said.alt for name in shown["name"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alt_text_of_the_audit_has_every_number(lang):
    said = words("audit_answers", lang).alt
    assert numbers(said) == [found[verdict] for found in audit_counts().values() for verdict in VERDICTS]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_alt_text_names_the_table_that_has_the_values(name, lang):
    said = words(name, lang)
    content = {
        "plan_overview": lambda: tables.themes(plan()),
        "unit_roles": lambda: tables.units(plan()),
        "audit_answers": lambda: tables.answers(counts()),
    }[name]()
    assert f"“{content.caption}”" in said.alt
    assert said.caption in said.alt


# --- what the charts draw --------------------------------------------------------


def test_the_overview_has_a_mark_for_each_action_and_a_row_for_each_theme():
    ax = drawn("plan_overview")
    rows = Counter(round(mark.get_y(), 3) for mark in ax.patches)
    assert len(ax.patches) == 77
    assert [rows[y] for y in sorted(rows, reverse=True)] == [found[2] for found in theme_counts().values()]


def test_the_marks_of_a_goal_stand_together_and_apart_from_the_next():
    ax = drawn("plan_overview")
    top = max(mark.get_y() for mark in ax.patches)
    starts = sorted(mark.get_x() for mark in ax.patches if mark.get_y() == top)
    blocks = [1]
    for before, after in itertools.pairwise(starts):
        if after - before > 1.2:
            blocks.append(0)
        blocks[-1] += 1
    assert blocks == list(figures.overview(plan()).frame["actions"].iloc[:6])


def test_no_two_marks_of_the_overview_lie_on_each_other():
    boxes = [mark.get_bbox() for mark in drawn("plan_overview").patches]
    assert not any(one.fully_overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_the_overview_is_labelled_with_themes_and_their_numbers():
    labels = [label.get_text() for label in drawn("plan_overview").texts]
    assert labels[::2][::-1] == [row["name"] for row in table("themes")]
    assert [numbers(label) for label in labels[1::2]][::-1] == [list(found[:3]) for found in theme_counts().values()]


def test_the_bars_of_a_unit_are_its_numbers_in_the_table():
    ax, shown = drawn("unit_roles"), drawing("unit_roles")[1]
    responsible, partner = [[bar.get_width() for bar in bars] for bars in ax.containers]
    only_partner = shown["actions"] - shown["responsible"]  # an action with both roles is drawn once
    assert (responsible, partner) == (list(shown["responsible"]), list(only_partner))
    assert [bar.get_x() for bar in ax.containers[1]] == responsible
    assert len(responsible) == 15


def test_the_bars_of_units_stand_in_the_order_of_the_table_beside_their_names():
    ax, shown = drawn("unit_roles"), drawing("unit_roles")[1]
    middles = [bar.get_y() + bar.get_height() / 2 for bar in ax.containers[0]]
    assert middles == sorted(middles, reverse=True)
    assert {place: label for place, label in zip(ax.get_yticks(), shown["name"])} == {
        place: label.get_text() for place, label in zip(ax.get_yticks(), ax.get_yticklabels())
    }


def test_no_unit_is_labelled_with_more_actions_than_name_it():
    # One that is responsible and partner at the same action is named at one action, not at two.
    unit_of = {row["name"]: row["unit_id"] for row in table("units")}
    shown = drawing("unit_roles")[1]
    labels = [int(label.get_text()) for label in drawn("unit_roles").texts]
    assert dict(zip(shown["name"], labels, strict=True)) == {
        name: actions_of_units()[unit_of[name]][2] for name in shown["name"]
    }


def test_the_bars_of_a_criterion_are_its_numbers_and_fill_the_row():
    ax = drawn("audit_answers")
    widths = [[bar.get_width() for bar in bars] for bars in ax.containers]
    assert [list(row) for row in zip(*widths)] == [
        [found[verdict] for verdict in VERDICTS] for found in audit_counts().values()
    ]
    assert [sum(row) for row in zip(*widths)] == [78] * 8
    ends = [bar.get_x() + bar.get_width() for bar in ax.containers[-1]]
    assert ends == [78] * 8 and ax.get_xlim() == (0, 78)


def test_a_number_on_a_bar_of_the_audit_is_that_of_the_table():
    ax = drawn("audit_answers")
    labels = Counter((label.get_text(), round(label.xy[0], 3), round(label.xy[1], 3)) for label in ax.texts)
    bars = [bar for bars in ax.containers for bar in bars if bar.get_width() >= 4]
    assert labels == Counter(
        (
            str(round(bar.get_width())),
            round(bar.get_x() + bar.get_width() / 2, 3),
            round(bar.get_y() + bar.get_height() / 2, 3),
        )
        for bar in bars
    )


def test_the_answers_are_told_apart_without_colour():
    looks = [
        (bars[0].get_hatch(), sum(bars[0].get_facecolor()[:3]) > 2.7) for bars in drawn("audit_answers").containers
    ]
    assert len(set(looks)) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["unit_roles", "audit_answers"])
def test_the_legend_names_what_the_table_calls_its_columns(name, lang):
    language.use(lang)
    labels = [text.get_text() for text in drawn(name, lang).get_legend().get_texts()]
    content = tables.units(plan()) if name == "unit_roles" else tables.answers(counts())
    titles = [column.title for column in content.columns if column.kind == "count"]
    assert all(title.startswith(label) for title, label in zip(titles, labels, strict=True))


# --- every chart -----------------------------------------------------------------


def box(label: Text) -> Bbox:
    return label.get_window_extent(label.figure.canvas.get_renderer())


def labels_of(ax: Axes) -> Iterator[Text]:
    """The labels that a reader sees: numbers, legend, and ticks within the view."""
    yield from ax.texts
    if ax.get_legend():
        yield from ax.get_legend().get_texts()
    if ax.axison:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            if axis.get_visible():
                yield from (tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_label_leaves_the_figure(name, lang):
    ax = drawn(name, lang)
    whole = ax.figure.bbox.padded(0.5)
    boxes = {label.get_text(): box(label) for label in labels_of(ax) if label.get_text()}
    assert len(boxes) > 10
    assert [
        t for t, b in boxes.items() if b.x0 < whole.x0 or b.x1 > whole.x1 or b.y0 < whole.y0 or b.y1 > whole.y1
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_label_lies_on_another(name, lang):
    boxes = [(label.get_text(), box(label)) for label in labels_of(drawn(name, lang)) if label.get_text()]
    assert [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_of_the_overview_lies_on_a_mark(lang):
    ax = drawn("plan_overview", lang)
    marks = [mark.get_window_extent() for mark in ax.patches]
    assert [label.get_text() for label in ax.texts if any(box(label).overlaps(mark) for mark in marks)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_on_a_bar_of_the_audit_stays_within_its_bar(lang):
    ax = drawn("audit_answers", lang)
    bars = [bar.get_window_extent() for bars in ax.containers for bar in bars]
    for label in ax.texts:
        inner = box(label)
        assert any(b.x0 <= inner.x0 and inner.x1 <= b.x1 and b.y0 <= inner.y0 and inner.y1 <= b.y1 for b in bars)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_draws_on_the_axes_that_it_is_given(name):
    chart, content = drawing(name)
    ax = Figure().add_subplot()
    assert chart(content, ax=ax) is ax
    assert ax.patches and ax.texts
    assert ax.figure.axes == [ax]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_leaves_matplotlib_and_its_table_as_they_were(name):
    shown = figure(name)
    content, table_before = shown.frame, shown.frame.copy(deep=True)
    with mpl.rc_context(mpl.rcParamsDefault):
        before = dict(mpl.rcParams)
        present.figure(shown)
        shown.chart(content)
        assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []
    pd.testing.assert_frame_equal(content, table_before)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_draws_another_plan_too(name):
    chart, content = drawing(name)
    ax = chart(content.head(1))
    assert len(ax.patches) == {"plan_overview": 6, "unit_roles": 2, "audit_answers": 4}[name]
