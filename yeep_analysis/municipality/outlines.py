"""Outlines of the mahalles from a GeoJSON file of the user's own, joined by TÜİK's code, never by a name.

GeoJSON is RFC 7946: longitude and latitude in degrees (WGS 84), rings of polygons closed, the outer ring first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from yeep_analysis.words.errors import Problem
from yeep_analysis.words.language import _

FILE = "mahalles.geojson"
_FAR = 1.0  # degrees; no mahalle is so large
Ring = list[tuple[float, float]]
Shapes = dict[str, list[list[Ring]]]  # mahalle code -> polygons -> rings, the outer one first


def read(folder: Path, codes: Set[str]) -> Shapes:
    """The outline of each mahalle; empty where the folder holds no file. The file was checked before."""
    path = folder / FILE
    if not path.exists():
        return {}
    features = json.loads(path.read_bytes().decode("utf-8-sig"))["features"]
    name = _code_property(features, codes)
    found: Shapes = {}
    for feature in features:
        if code := _code(feature, name, codes):
            found.setdefault(code, []).extend(_polygons(feature))
    return found


def check(
    folder: Path,
    codes: Set[str],
    needed: Set[str] | None = None,
    centres: Mapping[str, tuple[float, float]] | None = None,
) -> list[Problem]:
    """Whatever keeps the file from being drawn; nothing where there is no file.

    codes     of all mahalles that the data know
    needed    of those that there are today, all by default: a mahalle that was dissolved needs no outline
    centres   where the data put them: an outline far away has its degrees in the wrong order, or is another place
    """
    path = folder / FILE
    if not path.exists() or not codes:
        return []
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [_no_geojson(_("The file is not in UTF-8."))]
    except json.JSONDecodeError as error:
        return [_no_geojson(_("The file is no JSON from line {line} on.").format(line=error.lineno))]
    except (OSError, ValueError, RecursionError):  # a folder in its place, a number without end, nested too deep
        return [_no_geojson(_("The file cannot be read."))]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        return [_no_geojson(_("The file holds no list of features."))]
    name = _code_property(features, codes)
    if not name:
        return [_no_codes()]
    problems = [
        problem
        for number, feature in enumerate(features, 1)
        if (code := _code(feature, name, codes))
        for problem in _wrong_outline(feature, number, (centres or {}).get(code))
    ]
    if not problems and centres:
        problems += _exchanged(read(folder, codes), centres)
    missing = (codes if needed is None else needed) - {_code(feature, name, codes) for feature in features}
    return problems + ([_missing(sorted(missing), name)] if missing else [])


def _code_property(features: list[dict[str, Any]], codes: Set[str]) -> str:
    """The property that holds TÜİK's codes: the one that names the most mahalles; empty where none does."""
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    hits = {name: len({code for f in features if (code := _code(f, name, codes))}) for name in names}
    return max(hits, key=hits.__getitem__) if any(hits.values()) else ""


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _code(feature: dict[str, Any], name: str, codes: Set[str]) -> str:
    """The code of a feature; empty where it is no mahalle of the district."""
    value = _properties(feature).get(name)
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if text in codes else ""


def _polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(float(x), float(y)) for x, y, *_height in ring] for ring in polygon] for polygon in polygons]


def _wrong_outline(feature: dict[str, Any], number: int, centre: tuple[float, float] | None) -> Iterator[Problem]:
    where = _("{file}, feature {number}").format(file=FILE, number=number)
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        yield Problem(
            where,
            _("The outline is of the kind “{kind}”.").format(kind=kind or "-"),
            _("It must be a Polygon or a MultiPolygon."),
            _("Export the areas of the mahalles, not their centres or borders."),
        )
        return
    try:
        polygons = _polygons(feature)
    except (TypeError, ValueError, KeyError, OverflowError):
        polygons = []
    rings = [ring for polygon in polygons for ring in polygon]
    if not all(polygons) or not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        yield Problem(
            where,
            _("The outline is broken."),
            _("Rings must be closed and have at least four points, each a longitude and a latitude."),
            _("Export the file again as GeoJSON (RFC 7946)."),
        )
    elif not all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring):
        yield Problem(
            where,
            _("The coordinates are no degrees of longitude and latitude."),
            _("They must be WGS 84 (EPSG:4326), as in 27.0060, 38.3591."),
            _("Export the file again in WGS 84."),
        )
    elif any(_area(ring) == 0 for ring in rings):
        yield Problem(
            where,
            _("The outline has no area."),
            "",
            _("Export the areas of the mahalles, not their centres or borders."),
        )
    elif centre:
        yield from _beside_centre(where, rings, centre)


def _beside_centre(where: str, rings: list[Ring], centre: tuple[float, float]) -> Iterator[Problem]:
    far = [point for ring in rings for point in ring if not _is_near(point, centre)]
    if not far:
        return
    if all(_is_near((y, x), centre) for ring in rings for x, y in ring):
        what = _("Longitude and latitude of the outline are swapped.")
    elif len(far) == sum(map(len, rings)):
        what = _("The outline lies far from the centre of this mahalle in mahalles.csv.")
    else:
        what = _("A point of the outline lies far from the centre of this mahalle in mahalles.csv: {x}, {y}.").format(
            x=far[0][0], y=far[0][1]
        )
    yield Problem(
        where,
        what,
        _("Longitude comes before latitude, as in 27.0060, 38.3591, and the outline must be that of this mahalle."),
        _("Put the degrees in this order, or correct the code or the centre."),
    )


def _is_near(point: tuple[float, float], centre: tuple[float, float]) -> bool:
    return max(abs(one - other) for one, other in zip(point, centre, strict=True)) <= _FAR


def _area(ring: Ring) -> float:
    """Twice the area of a ring, measured from its first point; 0 where all points lie in one line."""
    (left, top), *_rest = ring
    moved = [(x - left, y - top) for x, y in ring]
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(moved)))


def _exchanged(shapes: Shapes, centres: Mapping[str, tuple[float, float]]) -> Iterator[Problem]:
    """Outlines under the code of another mahalle: the same twice, or around its centre and not around their own."""
    for one, other in combinations(shapes, 2):
        if shapes[one] == shapes[other]:
            yield Problem(
                FILE,
                _("The outlines with the codes {code} and {other} are the same.").format(code=one, other=other),
                _("Each outline must bear the code of its mahalle."),
                _("Export the areas of both mahalles."),
            )
    holds = {
        code: {other for other, centre in centres.items() if any(_holds(polygon, centre) for polygon in polygons)}
        for code, polygons in shapes.items()
    }
    for code, found in holds.items():
        if found and code in centres and code not in found and any(code in others for others in holds.values()):
            yield Problem(
                FILE,
                _("The outline with the code {code} holds the centre of {other}, and not its own.").format(
                    code=code, other=", ".join(sorted(found))
                ),
                _("Each outline must bear the code of its mahalle."),
                _("Correct the codes, or the centres in mahalles.csv."),
            )


def _holds(polygon: list[Ring], point: tuple[float, float]) -> bool:
    """Whether a point lies in a polygon: in its outer ring, and in none of its holes."""
    return _is_in(polygon[0], point) and not any(_is_in(hole, point) for hole in polygon[1:])


def _is_in(ring: Ring, point: tuple[float, float]) -> bool:
    """Whether a line from the point to the right crosses the ring an odd number of times."""
    x, y = point
    crossings = [
        left + (y - top) * (right - left) / (bottom - top)
        for (left, top), (right, bottom) in pairwise(ring)
        if (top > y) != (bottom > y)
    ]
    return sum(x < crossing for crossing in crossings) % 2 == 1


def _no_geojson(what: str) -> Problem:
    return Problem(
        FILE,
        what,
        _("It must be GeoJSON: a FeatureCollection, one area per mahalle."),
        _("Export the file again as GeoJSON, or take it out of the data folder: it is not required."),
    )


def _no_codes() -> Problem:
    return Problem(
        FILE,
        _("No property of the features holds codes of mahalles.csv."),
        _("One property must hold TÜİK's code of the mahalle (41309); names never join."),
        _("Add the codes to the file, or take it out of the data folder: it is not required."),
    )


def _missing(codes: list[str], name: str) -> Problem:
    return Problem(
        FILE,
        _("The property “{name}” lacks: {codes}.").format(name=name, codes=", ".join(codes)),
        _("Every mahalle of mahalles.csv needs an area: a map with a hole would mislead."),
        _("Add the areas, or take the file out of the data folder: it is not required."),
    )
