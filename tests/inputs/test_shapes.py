"""Outlines of the mahalles: what a GeoJSON file may not be, and what is read from one that may be drawn."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality import outlines as shapes
from yeep_analysis.municipality.load import load
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError, Problem

ROOT = Path(__file__).parents[2]
FILE = "mahalles.geojson"
CODES = ["41309", "41310", "41311"]
Content = dict[str, Any]


def square(west: float, south: float, side: float = 0.01) -> list[list[float]]:
    """A closed ring."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(geometry: Any, **properties: Any) -> Content:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*rings: Any) -> Content:
    return {"type": "Polygon", "coordinates": list(rings)}


SQUARES = {code: square(27 + i / 10, 38.4) for i, code in enumerate(CODES)}
RINGS = {code: [[[tuple(point) for point in ring]]] for code, ring in SQUARES.items()}  # as they are read


def clean() -> Content:
    """One area per mahalle."""
    features = [area(polygon(SQUARES[code]), name=f"Mahalle {i}", kod=code) for i, code in enumerate(CODES)]
    return {"type": "FeatureCollection", "features": deepcopy(features)}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Any], Path]:
    """``written(content)``: the folder that holds a file with it, bytes as they are and all else as JSON."""

    def write(content: Any) -> Path:
        made = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        (tmp_path / FILE).write_bytes(made)
        return tmp_path

    return write


def told(problem: Problem) -> str:
    """What is wrong and what to do, which must both be there."""
    sentences = (problem.fault, problem.action)
    assert all(re.fullmatch(r"\S.*[.)]", text, re.DOTALL) and "{" not in text for text in sentences), problem
    return " ".join(sentences)


def geometry(number: int, changed: Any) -> Callable[[], Content]:
    """The clean file, but for the outline of one feature, counted from 1."""

    def make() -> Content:
        content = clean()
        content["features"][number - 1]["geometry"] = changed
        return content

    return make


def coordinates(number: int, changed: Any, kind: str = "Polygon") -> Callable[[], Content]:
    return geometry(number, {"type": kind, "coordinates": changed})


def without(member: str, number: int) -> Callable[[], Content]:
    def make() -> Content:
        content = clean()
        del content["features"][number - 1][member]
        return content

    return make


def renamed(old: str, new: Any) -> Callable[[], Content]:
    """The clean file with another value in the place of one code."""

    def make() -> Content:
        content = clean()
        for feature in content["features"]:
            feature["properties"]["kod"] = {old: new}.get(feature["properties"]["kod"], feature["properties"]["kod"])
        return content

    return make


UTM = [[497100.0, 4249000.0], [498100.0, 4249000.0], [498100.0, 4250000.0], [497100.0, 4249000.0]]
NO_JSON = ["no JSON from line", "FeatureCollection", "not required"]
UNREADABLE = ["cannot be read", "FeatureCollection", "not required"]
NO_LIST = ["no list of features", "FeatureCollection", "Export the file again"]
NO_CODES = ["No property", "TÜİK's code", "names never join", "not required"]
KIND = ["Polygon or a MultiPolygon", "not their centres or borders"]
BROKEN = ["broken", "closed and have at least four points", "RFC 7946"]
DEGREES = ["no degrees", "WGS 84", "27.0060, 38.3591"]

# A mistake: the content of the file, every place at which it must be told, and the words that must say it
PLANTED: dict[str, tuple[Callable[[], Any], list[str], list[str]]] = {
    # no GeoJSON
    "an empty file": (lambda: b"", [FILE], NO_JSON),
    "cut off in the middle": (lambda: json.dumps(clean()).encode()[:-40], [FILE], NO_JSON),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", [FILE], ["not in UTF-8", "GeoJSON"]),
    "a table": (lambda: "mahalle_code,name\n41309,2. İnönü\n".encode(), [FILE], NO_JSON),
    "windows-1254": (
        lambda: json.dumps(clean()).replace("Mahalle 1", "Çamtepe").encode("cp1254"),
        [FILE],
        ["not in UTF-8", "GeoJSON"],
    ),
    "utf-16": (lambda: json.dumps(clean()).encode("utf-16"), [FILE], ["not in UTF-8", "GeoJSON"]),
    "nested without end": (lambda: b'{"features":' + b"[" * 200_000, [FILE], UNREADABLE),
    "a number of a million digits": (lambda: b'{"features":' + b"1" * 1_000_000 + b"}", [FILE], UNREADABLE),
    "a list": (lambda: clean()["features"], [FILE], NO_LIST),
    "null": (lambda: None, [FILE], NO_LIST),
    "one feature and no collection": (lambda: clean()["features"][0], [FILE], NO_LIST),
    "a collection of geometries": (
        lambda: {"type": "GeometryCollection", "geometries": [polygon(SQUARES["41309"])]},
        [FILE],
        NO_LIST,
    ),
    "TopoJSON": (lambda: {"type": "Topology", "objects": {}, "arcs": []}, [FILE], NO_LIST),
    "features by name": (lambda: {"type": "FeatureCollection", "features": {"a": {}}}, [FILE], NO_LIST),
    "a feature that is none": (lambda: {**clean(), "features": [*clean()["features"], None]}, [FILE], NO_LIST),
    # codes
    "no feature": (lambda: {"type": "FeatureCollection", "features": []}, [FILE], NO_CODES),
    "names only": (
        lambda: {"features": [area(polygon(SQUARES[code]), name="2. İnönü") for code in CODES]},
        [FILE],
        NO_CODES,
    ),
    "no properties": (lambda: {"features": [area(polygon(SQUARES["41309"])) | {"properties": None}]}, [FILE], NO_CODES),
    "properties that are a list": (
        lambda: {"features": [area(polygon(SQUARES["41309"])) | {"properties": ["41309"]}]},
        [FILE],
        NO_CODES,
    ),
    "codes of another district": (
        lambda: {"features": [area(polygon(SQUARES["41309"]), kod=code) for code in ("50001", "50002")]},
        [FILE],
        NO_CODES,
    ),
    "a code within a longer one": (lambda: {"features": [area(polygon(), kod="TR41309")]}, [FILE], NO_CODES),
    "a missing mahalle": (
        lambda: {"features": clean()["features"][:1]},
        [FILE],
        ["“kod” lacks: 41310, 41311.", "Every mahalle of mahalles.csv", "a hole would mislead"],
    ),
    "a mahalle under another code": (renamed("41310", "4131"), [FILE], ["“kod” lacks: 41310."]),
    "half a number": (renamed("41310", 41310.5), [FILE], ["“kod” lacks: 41310."]),
    "a mahalle without properties": (without("properties", 2), [FILE], ["“kod” lacks: 41310."]),
    # outlines
    "a centre": (coordinates(2, [27.0, 38.4], "Point"), [f"{FILE}, feature 2"], ["“Point”", *KIND]),
    "a border": (coordinates(3, SQUARES["41311"], "LineString"), [f"{FILE}, feature 3"], ["“LineString”", *KIND]),
    "a collection in its place": (
        geometry(1, {"type": "GeometryCollection", "geometries": [polygon(SQUARES["41309"])]}),
        [f"{FILE}, feature 1"],
        ["“GeometryCollection”", *KIND],
    ),
    "null geometry": (geometry(1, None), [f"{FILE}, feature 1"], ["“-”", *KIND]),
    "no geometry": (without("geometry", 2), [f"{FILE}, feature 2"], ["“-”", *KIND]),
    "a geometry that is text": (geometry(2, "POLYGON((27 38))"), [f"{FILE}, feature 2"], ["“-”", *KIND]),
    "an open ring": (coordinates(2, [SQUARES["41310"][:-1]]), [f"{FILE}, feature 2"], BROKEN),
    "an open hole": (
        coordinates(2, [SQUARES["41310"], square(27.101, 38.401, 0.001)[:-1]]),
        [f"{FILE}, feature 2"],
        BROKEN,
    ),
    "an open ring of one of two parts": (
        coordinates(2, [[SQUARES["41310"]], [square(27.2, 38.4)[:-1]]], "MultiPolygon"),
        [f"{FILE}, feature 2"],
        BROKEN,
    ),
    "a ring of three points": (coordinates(1, [[[27, 38], [28, 38], [27, 38]]]), [f"{FILE}, feature 1"], BROKEN),
    "no ring": (coordinates(1, []), [f"{FILE}, feature 1"], BROKEN),
    "no part": (coordinates(1, [], "MultiPolygon"), [f"{FILE}, feature 1"], BROKEN),
    "a part without a ring": (coordinates(1, [[SQUARES["41309"]], []], "MultiPolygon"), [f"{FILE}, feature 1"], BROKEN),
    "no coordinates": (geometry(1, {"type": "Polygon"}), [f"{FILE}, feature 1"], BROKEN),
    "coordinates that are null": (coordinates(1, None), [f"{FILE}, feature 1"], BROKEN),
    "a point of one number": (coordinates(1, [[[27], [28], [28], [27]]]), [f"{FILE}, feature 1"], BROKEN),
    "a point of words": (coordinates(1, [[["doğu", "kuzey"]] * 4]), [f"{FILE}, feature 1"], BROKEN),
    "a number beyond all": (coordinates(1, [[[10**400, 38]] * 4]), [f"{FILE}, feature 1"], BROKEN),
    "a ring too many around": (coordinates(1, [[SQUARES["41309"]]]), [f"{FILE}, feature 1"], BROKEN),
    "a ring too few around": (coordinates(1, [SQUARES["41309"]], "MultiPolygon"), [f"{FILE}, feature 1"], BROKEN),
    "metres of UTM": (coordinates(3, [UTM]), [f"{FILE}, feature 3"], DEGREES),
    "metres in a hole": (coordinates(3, [SQUARES["41311"], UTM]), [f"{FILE}, feature 3"], DEGREES),
    "beyond the pole": (coordinates(1, [square(27, 89.995)]), [f"{FILE}, feature 1"], DEGREES),
    "no number within": (
        coordinates(1, [[[27, 38], [28, float("nan")], [28, 39], [27, 38]]]),
        [f"{FILE}, feature 1"],
        DEGREES,
    ),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_told_at_its_feature_in_words_and_nowhere_else(written, mistake):
    language.use("en")
    make, places, words = PLANTED[mistake]
    found = shapes.check(written(make()), set(CODES))
    assert [problem.where for problem in found] == places
    assert [word for word in words if word not in told(found[0])] == []


def test_all_mistakes_of_a_file_are_told_in_one_run(written):
    language.use("en")
    first, second, _third = clean()["features"]
    first["geometry"], second["geometry"]["coordinates"] = None, [UTM]
    open_ring = area(polygon(SQUARES["41310"][:-1]), kod="41310")
    found = shapes.check(written({"features": [first, second, open_ring]}), set(CODES))
    said = [(problem.where, told(problem)) for problem in found]
    assert [where for where, _text in said] == [*(f"{FILE}, feature {number}" for number in (1, 2, 3)), FILE]
    assert all(word in text for (_where, text), word in zip(said, ["“-”", "no degrees", "broken", "41311"]))


@pytest.mark.parametrize("mistake", ["windows-1254", "a list", "names only", "a missing mahalle", "a centre"])
def test_a_turkish_problem_has_no_english_words(written, mistake):
    (problem,) = shapes.check(written(PLANTED[mistake][0]()), set(CODES))
    assert not re.search(r"\b(The|Expected|Export|Add|lacks|cannot|Error)\b|Error", told(problem))


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / FILE).mkdir()
    (problem,) = shapes.check(tmp_path, set(CODES))
    assert problem.where == FILE and told(problem)


# --- what passes, and what is read from it -----------------------------------


def read(folder: Path) -> shapes.Shapes:
    """The outlines of a file that passes the check."""
    assert shapes.check(folder, set(CODES)) == []
    return shapes.read(folder, set(CODES))


def test_a_clean_file_gives_the_outline_of_each_mahalle(written):
    assert read(written(clean())) == RINGS


def test_without_a_file_there_is_nothing_to_check_and_nothing_to_draw(tmp_path):
    assert shapes.check(tmp_path, set(CODES)) == []
    assert shapes.read(tmp_path, set(CODES)) == {}


def test_without_mahalles_the_file_is_not_held_against_them(written):
    assert shapes.check(written(clean()), set()) == []


def test_a_byte_order_mark_does_not_matter(written):
    assert read(written(b"\xef\xbb\xbf" + json.dumps(clean()).encode())) == RINGS


@pytest.mark.parametrize("number", [int, float], ids=["whole", "with a decimal point"])
def test_codes_may_be_numbers(written, number):
    content = clean()
    for feature in content["features"]:
        feature["properties"]["kod"] = number(feature["properties"]["kod"])
    assert read(written(content)) == RINGS


def test_a_hole_stays_a_ring_of_its_polygon(written):
    hole = square(27.002, 38.402, 0.002)
    made = read(written(coordinates(1, [SQUARES["41309"], hole])()))
    assert made["41309"] == [[RINGS["41309"][0][0], [tuple(point) for point in hole]]]
    assert {code: made[code] for code in CODES[1:]} == {code: RINGS[code] for code in CODES[1:]}


def test_a_mahalle_of_several_parts_keeps_them_all_each_with_its_holes(written):
    island, hole = square(27.5, 38.5), square(27.502, 38.502, 0.002)
    made = read(written(coordinates(1, [[SQUARES["41309"]], [island, hole]], "MultiPolygon")()))
    assert made["41309"] == RINGS["41309"] + [[[tuple(p) for p in island], [tuple(p) for p in hole]]]


def test_two_features_of_one_mahalle_are_its_parts(written):
    content, island = clean(), square(27.5, 38.5)
    content["features"].append(area(polygon(island), kod="41309"))
    assert read(written(content))["41309"] == RINGS["41309"] + [[[tuple(point) for point in island]]]


def test_the_second_feature_of_a_mahalle_is_checked_too(written):
    content = clean()
    content["features"].append(area(polygon(UTM), kod="41309"))
    assert [problem.where for problem in shapes.check(written(content), set(CODES))] == [f"{FILE}, öğe 4"]


def test_heights_are_left_out(written):
    with_height = [[x, y, 12.5] for x, y in SQUARES["41309"]]
    assert read(written(coordinates(1, [with_height])())) == RINGS


FOREIGN = {
    "another district": area(polygon(square(28, 39)), kod="50001"),
    "a point": area({"type": "Point", "coordinates": [27, 38]}, kod="50001"),
    "no outline": area(None, kod="50001"),
    "an open ring": area(polygon(square(28, 39)[:-1]), kod="50001"),
    "metres": area(polygon(UTM), kod="50001"),
    "no code": area(polygon(square(28, 39)), name="Deniz"),
    "a code that is null": area(polygon(square(28, 39)), kod=None),
    "a code that is a list": area(polygon(square(28, 39)), kod=["41309"]),
    "no properties": {"type": "Feature", "geometry": None},
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_a_feature_that_is_no_mahalle_of_the_district_is_left_out_whatever_it_is(written, what, first):
    content = clean()
    content["features"].insert(0 if first else 3, FOREIGN[what])
    assert read(written(content)) == RINGS


def test_a_wrong_outline_is_told_by_its_number_in_the_file_with_the_foreign_ones_counted(written):
    content = geometry(2, None)()
    content["features"][:0] = [FOREIGN["another district"], FOREIGN["no outline"]]
    assert [problem.where for problem in shapes.check(written(content), set(CODES))] == [f"{FILE}, öğe 4"]


@pytest.mark.parametrize("name", ["kod", "MAHALLE_KODU", "tüik kodu", "id"])
def test_the_property_of_the_codes_may_have_any_name(written, name):
    text = json.dumps(clean(), ensure_ascii=False).replace('"kod"', json.dumps(name, ensure_ascii=False))
    assert read(written(text.encode())) == RINGS


@pytest.mark.parametrize("before", [True, False], ids=["before the codes", "after the codes"])
@pytest.mark.parametrize("others", [[41310, 41310, 41310], [41310, 41311, 7], [1, 2, 3], ["41311", 41309.0, None]])
def test_other_numbers_are_not_taken_for_the_codes(written, others, before):
    content = clean()
    for feature, other in zip(content["features"], others, strict=True):
        more = {"nufus": other, "objectid": 41309}
        feature["properties"] = more | feature["properties"] if before else feature["properties"] | more
    assert read(written(content)) == RINGS


def test_where_a_mahalle_is_missing_its_number_in_another_property_does_not_stand_for_it(written):
    content = clean()
    for feature in content["features"]:
        feature["properties"]["nufus"] = 41311
    content["features"][2]["properties"]["kod"] = "50001"
    (problem,) = shapes.check(written(content), set(CODES))
    assert "“kod”" in problem.what and "41311" in problem.what


def test_the_file_of_a_whole_province_is_read_without_looking_through_it_for_each_of_its_features(written, monkeypatch):
    content = clean()
    content["features"] += [area(polygon(square(28, 39)), kod=str(60000 + i), no=i) for i in range(50)]
    looked = []
    find = shapes._code_property
    monkeypatch.setattr(shapes, "_code_property", lambda *given: looked.append(1) or find(*given))
    assert shapes.read(written(content), set(CODES)) == RINGS
    assert len(looked) == 1


# --- within a data folder ----------------------------------------------------


def outlines_of_the_district() -> Content:
    text = (ROOT / "data" / "mahalles.csv").read_text(encoding="utf-8")
    codes = re.findall(r"^([0-9]+),", text, re.MULTILINE)
    assert len(codes) == 11
    return {"features": [area(polygon(square(27 + i / 100, 38.4)), kod=code) for i, code in enumerate(codes)]}


def test_an_edition_has_the_outlines_of_its_folder_and_none_without_a_file(spoil):
    edition = Edition(2022, "tr", spoil.folder)
    assert (load(edition).shapes, load(edition).has_shapes) == ({}, False)
    spoil.bytes(FILE, json.dumps(outlines_of_the_district()).encode())
    facts = load(edition)
    assert facts.has_shapes
    assert set(facts.shapes) == set(facts.mahalle_names)
    assert facts.shapes["41310"][0][0][0] == (27.01, 38.4)


def test_a_wrong_file_is_refused_together_with_the_mistakes_of_the_tables(spoil):
    content = outlines_of_the_district()
    content["features"][4]["geometry"] = None
    spoil.bytes(FILE, json.dumps({"features": content["features"][:-1]}).encode())
    spoil.cell("population.csv", 27, "n", "yok")
    with pytest.raises(DataError) as refused:
        load(Edition(2022, "tr", spoil.folder))
    assert [problem.where for problem in refused.value.problems] == [
        *(FILE, f"{FILE}, öğe 5", "population.csv, satır 27, sütun n")
    ]


def test_a_mahalle_that_is_known_but_not_counted_today_needs_no_outline(spoil):
    spoil.bytes(FILE, json.dumps(outlines_of_the_district()).encode())
    spoil.text("mahalles.csv", lambda text: text + "49999,Yeni,27.0,38.4,tuik_mahalle_codes\n")
    assert load(Edition(2022, "tr", spoil.folder)).has_shapes


def test_a_mahalle_that_is_counted_needs_an_outline(spoil):
    spoil.bytes(FILE, json.dumps(outlines_of_the_district()).encode())
    spoil.text("mahalles.csv", lambda text: text + "49999,Yeni,27.0,38.4,tuik_mahalle_codes\n")
    nobody = "".join(f"2022,49999,{sex},0,plan_mahalles\n" for sex in ("female", "male"))
    spoil.text("mahalle_population.csv", lambda text: text + nobody)
    with pytest.raises(DataError, match=r"mahalles\.geojson: .*49999") as refused:
        load(Edition(2022, "tr", spoil.folder))
    assert len(refused.value.problems) == 1


def test_the_check_of_the_command_line_refuses_a_wrong_file(spoil, capsys):
    spoil.bytes(FILE, b"{}")
    assert main(["check", "--data", str(spoil.folder), "--lang", "en"]) == 3
    shown = capsys.readouterr().err
    assert FILE in shown and "no list of features" in shown and "Traceback" not in shown


def test_the_outlines_of_the_example_are_those_of_its_mahalles(tmp_path):
    example = ROOT / "examples" / "ornek"
    text = (example / "mahalles.csv").read_text(encoding="utf-8")
    codes = set(re.findall(r"^([0-9]+),", text, re.MULTILINE))
    shutil.copy(example / FILE, tmp_path / FILE)
    assert shapes.check(tmp_path, codes) == []
    assert set(shapes.read(tmp_path, codes)) == codes and len(codes) == 7


def test_an_outline_far_from_the_centre_of_its_mahalle_is_refused(spoil):
    content = outlines_of_the_district()
    first = content["features"][0]["geometry"]["coordinates"]
    first[0] = [[latitude, longitude] for longitude, latitude in first[0]]
    spoil.bytes(FILE, json.dumps(content).encode())
    with pytest.raises(DataError) as refused:
        load(Edition(2022, "en", spoil.folder))
    (problem,) = refused.value.problems
    assert "feature 1" in problem.where and "are swapped" in problem.what
    assert "Longitude comes before latitude" in problem.expected


# --- beside the mahalles' own coordinates

CENTRES = {code: (27 + i / 10 + 0.005, 38.405) for i, code in enumerate(CODES)}


def swapped(content: Content) -> Content:
    for feature in content["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    return content


def one_vertex_away(content: Content) -> Content:
    content["features"][1]["geometry"]["coordinates"][0].insert(2, [-120, -60])
    return content


def all_in_one_point(content: Content) -> Content:
    content["features"][1]["geometry"]["coordinates"] = [[[27.1, 38.4]] * 5]
    return content


def under_each_others_code(content: Content) -> Content:
    first, second = (feature["properties"] for feature in content["features"][:2])
    first["kod"], second["kod"] = second["kod"], first["kod"]
    return content


def the_same_twice(content: Content) -> Content:
    content["features"][1]["geometry"] = content["features"][0]["geometry"]
    return content


@pytest.mark.parametrize(
    ("change", "places", "words"),
    [
        (swapped, [f"{FILE}, feature {n}" for n in (1, 2, 3)], "Longitude and latitude of the outline are swapped"),
        (one_vertex_away, [f"{FILE}, feature 2"], "A point of the outline lies far from the centre"),
        (all_in_one_point, [f"{FILE}, feature 2"], "has no area"),
        (under_each_others_code, [FILE, FILE], "holds the centre of 413"),
        (the_same_twice, [FILE], "41309 and 41310 are the same"),
    ],
)
def test_an_outline_that_is_not_that_of_its_mahalle(
    written: Callable[[Any], Path], change: Callable[[Content], Content], places: list[str], words: str
) -> None:
    language.use("en")
    assert shapes.check(written(clean()), set(CODES), None, CENTRES) == []
    found = shapes.check(written(change(clean())), set(CODES), None, CENTRES)
    assert [one.where for one in found] == places and all(words in told(one) for one in found), found
