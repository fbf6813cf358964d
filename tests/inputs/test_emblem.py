"""The emblem: shapes alone, bounded in size; whatever runs, loads or refers to something is refused with its reason."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

import pytest

from yeep_analysis.cli.main import main
from yeep_analysis.edition import Edition
from yeep_analysis.municipality import emblem
from yeep_analysis.municipality.validate import validate
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError

ROOT = Path(__file__).parents[2]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view}>{inside}</svg>'
VIEW = 'viewBox="0 0 10 10"'


def svg(inside: str = '<circle r="4"/>', view: str = VIEW) -> bytes:
    return SVG.format(view=view, inside=inside).encode()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(min(width, 9)) for _row in range(min(height, 9))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SOUND = {
    "shapes": ("emblem.svg", svg()),
    "a gradient of its own": (
        "emblem.svg",
        svg('<defs><linearGradient id="a"><stop offset="1"/></linearGradient></defs><rect fill="url(#a)" width="3"/>'),
    ),
    "a declaration and a comment": ("emblem.svg", b'<?xml version="1.0" encoding="UTF-8"?><!-- ours -->' + svg()),
    "a picture": ("emblem.png", png()),
    "the largest picture": ("emblem.png", png(2000, 500)),
}
REFUSED = {
    "a script": ("emblem.svg", svg("<script>alert(1)</script>"), "<script>"),
    "a handler": ("emblem.svg", svg('<circle r="4" onload="x()"/>'), "onload"),
    "a reference": ("emblem.svg", svg('<g xlink:href="#a"/>'), "href"),
    "a link": ("emblem.svg", svg('<a href="https://example.org"><circle r="4"/></a>'), "<a>"),
    "a picture in it": ("emblem.svg", svg('<image href="data:image/png;base64,AAAA"/>'), "<image>"),
    "another file": ("emblem.svg", svg('<circle r="4" fill="url(other.svg#a)"/>'), "url(other.svg#a)"),
    "another file in quotes": ("emblem.svg", svg("<circle r='4' style='fill: URL( \"http://a/b\" )'/>"), "http://a/b"),
    "an escape": ("emblem.svg", svg('<circle r="4" style="fill:u\\72l(x)"/>'), "style"),
    "a style sheet": ("emblem.svg", svg("<style>@import 'x'</style>"), "<style>"),
    "a page": ("emblem.svg", svg("<foreignObject/>"), "<foreignObject>"),
    "letters": ("emblem.svg", svg("<text>A</text>"), "<text>"),
    "an element of others": ("emblem.svg", svg('<x xmlns="urn:x"/>'), "<x>"),
    "an animation": ("emblem.svg", svg('<circle r="4"><animate attributeName="r"/></circle>'), "<animate>"),
    "entities": ("emblem.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "document type"),
    "a processing instruction": ("emblem.svg", b'<?xml-stylesheet href="x.css"?>' + svg(), "processing instruction"),
    "no size": ("emblem.svg", svg(view='width="10" height="10"'), "viewBox"),
    "no height": ("emblem.svg", svg(view='viewBox="0 0 10 0"'), "times as long"),
    "a strip": ("emblem.svg", svg(view='viewBox="0 0 50 10"'), "times as long"),
    "another root": ("emblem.svg", b"<html/>", "no SVG"),
    "no XML": ("emblem.svg", b"<svg", "no SVG"),
    "an unknown encoding": ("emblem.svg", b'<?xml version="1.0" encoding="x-none"?><svg/>', "no SVG"),
    "zeros": ("emblem.svg", svg().decode().encode("utf-16"), "no SVG"),
    "a large file": ("emblem.svg", svg(f"<desc>{'x' * 200_000}</desc>"), "201 kB"),
    "a large picture": ("emblem.png", png(2001, 2000), "2001 × 2000"),
    "a cut picture": ("emblem.png", png()[:-6], "no PNG"),
    "a changed picture": ("emblem.png", png().replace(b"IDAT", b"IDAt"), "no PNG"),
    "a picture in disguise": ("emblem.png", b"GIF89a", "no PNG"),
    "an SVG in disguise": ("emblem.png", svg(), "no PNG"),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.mark.parametrize("name", SOUND)
def test_an_emblem_of_shapes_or_points_is_taken_as_it_is(data: Path, name: str) -> None:
    file, content = SOUND[name]
    (data / file).write_bytes(content)
    assert main(["check", "--data", str(data)]) == 0
    assert emblem.read(data) == emblem.Emblem(emblem.FILES[file], content)


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused_with_its_reason(data: Path, capsys: pytest.CaptureFixture, name: str) -> None:
    file, content, words = REFUSED[name]
    (data / file).write_bytes(content)
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    assert said.count("To do:") == 1 and said.split("\n")[1] == file and words in said, said


def test_a_report_refuses_it_as_the_check_does(data: Path) -> None:
    language.use("en")
    (data / "emblem.svg").write_bytes(svg("<script/>"))
    with pytest.raises(DataError, match="script"):
        validate(Edition(2022, "en", data))


def test_two_emblems_and_a_folder_in_its_place_are_told(data: Path, capsys: pytest.CaptureFixture) -> None:
    (data / "emblem.svg").write_bytes(svg())
    (data / "emblem.png").write_bytes(png())
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    assert "two emblems: emblem.svg, emblem.png" in capsys.readouterr().err
    (data / "emblem.png").unlink()
    (data / "emblem.svg").unlink()
    (data / "emblem.png").mkdir()
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    assert "it is a folder" in capsys.readouterr().err


def test_without_one_there_is_none(data: Path) -> None:
    assert emblem.read(data) is None
    assert emblem.check(ROOT / "examples" / "ornek") == [] and emblem.read(ROOT / "examples" / "ornek") is not None
