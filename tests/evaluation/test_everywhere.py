"""Whole public editions, file by file and unpacked: no hidden count stands anywhere in them, nor anything that hangs on one."""

import base64
import io
import json
import re
import shutil
import zipfile
import zlib

import pypdf
import pytest

from evaluation.making import EXAMPLE, Folder, read, yeep
from evaluation.test_disclosure import HIDDEN_COUNTS, OF_SENSITIVE, _hidden_this_year, _other_secrets
from yeep_analysis.edition import Edition
from yeep_analysis.sensitive import protected as sensitive

THRESHOLD = 100_000  # so that canaries are small counts, and long enough to stand nowhere by chance
PACKED = (".xlsx", ".docx")


class Canaries:
    """Numbers that occur once: each is a count that must be hidden."""

    def __init__(self):
        self.given = []

    def next(self):
        self.given.append(61_007 + 117 * len(self.given))
        return str(self.given[-1])


# Five digits as they are printed anywhere: 71381, 71.381, 71,381, 71 381.
PRINTED = re.compile(r"(?<![\w.,])(\d\d)[.,\u00a0\u202f ]?(\d{3})(?!\w)")


def found_in(text, numbers):
    """The numbers that stand in a text, in whatever form."""
    return {int(first + last) for first, last in PRINTED.findall(text)} & set(numbers)


def texts_in(name, content):
    """All that can be read in a file: packed files and PDFs unpacked, and what lies in addresses decoded."""
    if name.endswith(PACKED):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from texts_in(f"{name}/{inner}", archive.read(inner))
    elif name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield name, "\n".join(page.extract_text() for page in reader.pages)
        yield name, str(reader.metadata)
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
            yield name, _strings(zlib.decompress(stream) if stream[:1] == b"x" else stream)
    else:
        text = content.decode("utf-8", "replace")
        yield name, text
        for kind, inner in re.findall(r"data:([\w/+.-]+)[^,\"' ]*;base64,([A-Za-z0-9+/=]+)", text):
            yield f"{name}/{kind}", base64.b64decode(inner).decode("utf-8", "replace")


def _strings(stream):
    """The texts in a stream of a PDF: alternative texts, titles. Its other numbers are places on the page."""
    plain = re.findall(rb"\((?:[^()\\]|\\.)*\)", stream, re.S)
    coded = [bytes.fromhex(one.decode()) for one in re.findall(rb"<((?:[0-9A-Fa-f]{2})+)>", stream)]
    metadata = [stream] if b"<x:xmpmeta" in stream else []
    return "\n".join(one.replace(b"\0", b"").decode("latin-1") for one in (*plain, *coded, *metadata))


def standing_in(folder, numbers):
    """Which numbers stand in which files of a folder."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for name, text in texts_in(path.name, path.read_bytes()):
            for number in found_in(text, numbers) | found_in(str(path), numbers):
                found.setdefault(number, set()).add(name)
    return found


def with_canaries(folder):
    """Another count in every cell of a sensitive measure, its parts and its corrections; and words that quote one."""
    canaries = Canaries()
    folder.change(
        "municipality.csv", lambda records: [r.append(v) for r, v in zip(records, ("smallest_shown", THRESHOLD))]
    )
    for year in (2023, 2024, 2025):
        folder.change(f"results/{year}.csv", lambda records: _in_results(records, canaries))
    folder.change("results/corrections.csv", lambda records: _in_corrections(records, canaries))
    for file in ("monthly/counts.csv", "monthly/corrections.csv", "deprivation.csv"):
        folder.change(file, _a_thousand_times)
    head, key = "measure_id,year,value,note\n", "hukuki_gorusme"
    (folder.path / "plan/baselines.csv").write_text(f"{head}{key},2022,{canaries.next()},elle\n", encoding="utf-8")
    return canaries.given


def _in_results(records, canaries):
    at = {name: column for column, name in enumerate(records[0])}
    for row in records[1:]:
        if row[at["subject_id"]] in OF_SENSITIVE and row[at["field"]] in ("female", "male", "value", "denominator"):
            row[at["value"]] = canaries.next()
        elif row[at["subject_id"]] in OF_SENSITIVE and row[at["field"]] in ("explanation", "deviation"):
            row[at["value"]] = f"Bu yıl {canaries.next()} kişi."
    for row in records[1:]:
        if row[at["subject_id"]] in OF_SENSITIVE and row[at["field"]] == "numerator":
            row[at["value"]] = str(canaries.given[0] - 1 - len(canaries.given))
            canaries.given.append(int(row[at["value"]]))


def _in_corrections(records, canaries):
    at = {name: column for column, name in enumerate(records[0])}
    for row in records[1:]:
        if row[at["subject_id"]] in OF_SENSITIVE:
            row[at["old_value"]], row[at["new_value"]] = canaries.next(), canaries.next()


def _a_thousand_times(records):
    """Counts that add up as before, and are long enough to be found."""
    for column in (records[0].index(name) for name in ("n", "asked", "old_n", "new_n") if name in records[0]):
        for row in records[1:]:
            row[column] = str(int(row[column]) * 1_009) if row[column] else ""


def hidden_of(edition):
    """The long counts of applications and of the survey that an edition hides, and shows nowhere under another name."""
    found = sensitive.disclosed(edition)
    if found is None:
        return []
    counts, shown = found
    told = {cell in shown: set() for cell in counts.cells}
    for cell, count in zip(counts.cells, map(int, counts.values), strict=True):
        told[cell in shown].add(count)
    return sorted(count for count in told[False] - told[True] if count > 2_000)


EDITIONS = {
    "2025": ("report", {"year": 2025}),
    "2023-2025": ("report", {"year": 2025, "first_year": 2023}),
    "2025-05": ("bulletin", {"year": 2025, "month": 5}),
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_hidden_count_stands_anywhere_in_a_public_edition(ornek, tmp_path, edition):
    canaries = with_canaries(ornek)
    assert len(canaries) == len(set(canaries)) > 20 and max(canaries) < THRESHOLD
    command, values = EDITIONS[edition]
    canaries = [n for n in canaries if command == "report"] + hidden_of(Edition(data=ornek.path, **values))
    assert canaries
    said = yeep(command, edition, "--data", ornek.path, "--out", tmp_path / "out")
    assert said.code == 0, said.err
    folder = tmp_path / "out" / edition / "tr"
    assert standing_in(folder, canaries) == {}
    assert found_in(said.out + said.err, canaries) == set()
    # The same in the edition for the unit: there they stand, so that the search can find them.
    said = yeep(command, edition, "--data", ornek.path, "--out", tmp_path / "out", "--audience", "internal")
    assert said.code == 0, said.err
    folder = tmp_path / "out" / "internal" / edition / "tr"
    found = standing_in(folder, canaries)
    assert len(found) > len(canaries) / 3
    endings = {name.split("/")[0].rsplit(".", 1)[-1] for names in found.values() for name in names}
    assert endings >= ({"html", "pdf", "xlsx", "csv", "ipynb"} if command == "report" else {"html", "pdf", "xlsx"})
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert _says_for_whom_it_is(path), path.name


def _says_for_whom_it_is(path):
    """On every page of a PDF, on every sheet, in the text of a page; a table or a picture by its name."""
    words, content = "Kurum içi kullanım içindir", path.read_bytes()
    if path.suffix == ".pdf":
        return all(words in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            return sheets and all(words in archive.read(name).decode() for name in sheets)
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return all(words in archive.read(f"word/{name}.xml").decode() for name in ("document", "header1"))
    if path.suffix in (".csv", ".svg"):
        return path.stem.endswith("-internal")
    return (path.name == "manifest.json" and '"audience": "internal"' in content.decode()) or words in content.decode()


def test_two_folders_that_differ_in_hidden_counts_only_give_the_same_bytes(ornek, tmp_path):
    other = Folder(shutil.copytree(EXAMPLE, tmp_path / "other" / "ornek"))
    for folder, counts in zip((ornek, other), HIDDEN_COUNTS, strict=True):
        _hidden_this_year(folder, counts)
    _other_secrets(other)
    files = []
    for folder, out in ((ornek, tmp_path / "one"), (other, tmp_path / "two")):
        said = yeep("report", "2025", "--data", folder.path, "--out", out)
        assert said.code == 0, said.err
        place = out / "2025" / "tr"
        files.append({p.relative_to(place): p.read_bytes() for p in place.rglob("*") if p.is_file()})
    assert read(ornek.path / "results/2025.csv") != read(other.path / "results/2025.csv")
    assert files[0].keys() == files[1].keys()
    assert [name for name, content in files[0].items() if files[1][name] != content] == []


def test_the_public_manifest_says_neither_hash_nor_size_of_what_holds_small_counts(ornek, tmp_path):
    said = yeep("report", "2025", "--data", ornek.path, "--out", tmp_path)
    assert said.code == 0
    manifest = json.loads((tmp_path / "2025/tr/manifest.json").read_text(encoding="utf-8"))
    secret = [one for one in manifest["inputs"]["data"] if one["path"].startswith("results/")]
    assert len(secret) == 4 and all(one.keys() == {"path"} for one in secret)
    assert "sha256" in next(one for one in manifest["inputs"]["data"] if one["path"] == "population.csv")
