"""``yeep publish``: what goes into the ledger, what is refused, and how it is taken back."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from yeep_analysis import publication, shipped
from yeep_analysis.cli.main import main
from yeep_analysis.disclosure import ledger
from yeep_analysis.edition import Edition
from yeep_analysis.publishing import manifest
from yeep_analysis.words.errors import UsageError

DAY = date(2026, 3, 1)


@pytest.fixture
def data(tmp_path):
    """A copy of the fictional municipality's data, with a secret: always the same, as some take the search longer."""
    folder = shutil.copytree(shipped.example(), tmp_path / "data")
    (folder / "secret_salt.txt").write_text("salt\n", encoding="ascii")
    return folder


def made(edition, out, told=None, words=""):
    """A finished report as the program leaves it, without its chapters; words are what stands in it."""
    folder = out / edition.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.pdf").write_bytes(f"%PDF {edition.name} {words}".encode())
    inputs = manifest.data_inputs(edition.data)
    content = {"inputs": {"data": manifest.without_secrets(inputs)}}
    content["outputs"] = manifest.describe([folder / "report.pdf"], folder)
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    record = {"manifest": manifest.sha256_of(folder / "manifest.json"), "inputs": inputs}
    record |= publication.kept(edition) if told is None else {"told": told, "had_secret": True}
    place = manifest.record_of(out, edition.folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(record), encoding="utf-8")
    return folder


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def change(data, old, new, file="results/2025.csv"):
    """Another text in a table of the folder."""
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_publication_keeps_every_sensitive_count_and_changes_nothing_else(data, tmp_path):
    edition, before = Edition(2025, "tr", data), files(data)
    made(edition, tmp_path / "out")
    found = publication.publish(edition, tmp_path / "out", DAY)
    (entry,) = ledger.known(data)
    assert entry == found.told and (entry.edition, entry.language, entry.published_on) == ("2025", "tr", DAY)
    assert entry.counts["measure", "konukevi_talebi", "2024", "part"] == 3
    assert ("measure", "konukevi_talebi", "2024", "part") not in entry.shown
    assert ("measure", "siddet_basvurusu", "2025", "") in entry.shown
    after = files(data)
    assert after.pop(Path("published.csv")) and after == before
    assert publication.publish(edition, tmp_path / "out", DAY).told is None  # twice is once
    assert len(ledger.known(data)) == 1


def test_only_the_newest_entry_is_taken_back(data, tmp_path):
    first, second = Edition(2024, "tr", data), Edition(2025, "tr", data)
    for edition in (first, second):
        made(edition, tmp_path / "out")
        publication.publish(edition, tmp_path / "out", DAY)
    with pytest.raises(UsageError, match="2025"):
        publication.undo(first)
    publication.undo(second)
    publication.undo(first)
    assert not (data / "published.csv").exists()
    with pytest.raises(UsageError):
        publication.undo(first)


def test_what_is_no_finished_report_of_today_is_refused(data, tmp_path):
    edition, out = Edition(2025, "tr", data), tmp_path / "out"

    def refused(words):
        with pytest.raises(UsageError, match=words):
            publication.publish(edition, out, DAY)
        assert not (data / "published.csv").exists()

    refused("tamamlanmış bir rapor yok")
    folder = made(edition, out)
    (folder / "report.pdf").write_bytes(b"another")  # somebody put another file there
    refused("hazırlandığı gibi değil")
    made(edition, out)
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b" ")
    refused("hazırlandığı gibi değil")
    made(edition, out)
    change(data, ",9,", ",8,")
    refused("veriler değişti")


def test_the_edition_for_the_unit_is_never_entered(data, tmp_path):
    inside = Edition(2025, "tr", data, is_internal=True)
    made(inside, tmp_path / "out")
    with pytest.raises(UsageError):
        publication.publish(Edition.named("2025", "tr", data), tmp_path / "out", DAY)


def test_a_report_that_gives_a_count_away_together_with_an_earlier_one_is_refused(data, tmp_path):
    """Made before the other was published: 33 with hidden sexes stood in one, the men stand in the other."""
    cells = {part: ["measure", "m", "2025", part] for part in ("", "female", "male")}
    earlier = [[cells[""], 33, True], [cells["female"], 3, False], [cells["male"], 30, False]]
    later = [[cells["male"], 30, True]]
    first, second = Edition(2024, "tr", data), Edition(2025, "tr", data)
    made(first, tmp_path / "out", earlier)
    made(second, tmp_path / "out", later)
    publication.publish(first, tmp_path / "out", DAY)
    with pytest.raises(UsageError, match=r"2024 \(tr, 01.03.2026\).*measure · m · 2025 · female"):
        publication.publish(second, tmp_path / "out", DAY)
    assert len(ledger.known(data)) == 1


def test_a_corrected_count_is_no_contradiction(data, tmp_path):
    edition, out = Edition(2025, "tr", data), tmp_path / "out"
    made(edition, out)
    publication.publish(edition, out, DAY)
    change(data, "siddet_basvurusu,,,female,63,", "siddet_basvurusu,,,female,64,")
    made(edition, out)
    publication.publish(edition, out, date(2026, 4, 1))
    old, new = ledger.known(data)
    cell = ("measure", "siddet_basvurusu", "2025", "")
    assert (old.counts[cell], new.counts[cell]) == (63, 64) and cell in new.shown


def test_a_published_report_is_not_older_than_its_data_because_it_was_published(data, tmp_path):
    from yeep_analysis.desk import shelf

    edition, out = Edition(2025, "tr", data), tmp_path / "out"
    made(edition, out)
    publication.publish(edition, out, DAY)
    assert not shelf.report(out, data, "2025", "tr").is_older_than_data
    change(data, ",9,", ",8,")
    assert shelf.report(out, data, "2025", "tr").is_older_than_data


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("2025", {"year": 2025}),
        ("2023-2025", {"year": 2025, "first_year": 2023}),
        ("2025-05", {"year": 2025, "month": 5}),
        ("2025-06-30", {"year": 2025, "as_of": date(2025, 6, 30)}),
    ],
)
def test_every_edition_has_a_name_by_which_it_is_found_again(name, values, tmp_path):
    assert Edition.named(name, "tr", tmp_path) == Edition(language="tr", data=tmp_path, is_internal=False, **values)
    assert Edition.named(name, "tr", tmp_path).name == name


@pytest.mark.parametrize("name", ["25", "2025-5", "../2025", "2025-05-01-02", "٢٠٢٥", ""])
def test_what_is_no_edition_is_refused(name, tmp_path):
    with pytest.raises(UsageError):
        Edition.named(name, "tr", tmp_path)


def test_the_command_says_what_it_did(data, tmp_path, capsys):
    made(Edition(2025, "en", data), tmp_path / "out")
    where = ["--data", str(data), "--out", str(tmp_path / "out"), "--lang", "en"]
    assert main(["publish", "2025", *where]) == 0
    said = capsys.readouterr().out
    assert "Entered into the ledger as published: 2025 (en," in said and "Nothing was sent anywhere" in said
    searches = manifest.recorded(tmp_path / "out", Path("2025", "en"))["searches"]
    assert len(searches) == 3 and set(searches) <= set(said.splitlines())
    (undo,) = (line.partition("take the entry back: yeep ")[2] for line in said.splitlines() if "--undo" in line)
    assert main(undo.split()) == 0
    assert "Taken out of the ledger: 2025 (en," in capsys.readouterr().out
    assert main(["publish", "2024", *where]) == 2
    assert "no finished report" in capsys.readouterr().err


def test_the_check_reads_the_ledger_and_misses_a_secret_that_is_gone(data, tmp_path, capsys):
    edition = Edition(2025, "en", data)
    made(edition, tmp_path / "out")
    publication.publish(edition, tmp_path / "out", DAY)
    assert main(["check", "--data", str(data), "--lang", "en"]) == 0
    assert "secret_salt.txt" not in capsys.readouterr().out
    (data / "secret_salt.txt").unlink()
    assert main(["check", "--data", str(data), "--lang", "en"]) == 0
    assert "secret_salt.txt: not there" in capsys.readouterr().out
    change(data, "2025,en,", "2025,en,x", "published.csv")
    assert main(["check", "--data", str(data), "--lang", "en"]) == 3
    assert "published.csv" in capsys.readouterr().err


def test_a_hidden_count_that_was_corrected_is_kept_though_the_report_is_the_same_byte_for_byte(data, tmp_path):
    """What its readers see holds of the new count as well; later editions are audited with both."""
    edition, out = Edition(2025, "tr", data), tmp_path / "out"
    for count in (3, 4, 2):
        made(edition, out, [[["m", "2025", "female"], count, False], [["m", "2025", ""], 30, True]])
        assert publication.publish(edition, out, DAY).told.counts["m", "2025", "female"] == count
        assert publication.publish(edition, out, DAY).told is None
    _without_a_ledger, first, second = ledger.known(data)
    assert first.manifest == second.manifest


def test_nothing_is_published_that_was_hidden_without_a_secret(data, tmp_path):
    """Whoever knows the rule repeats such a choice and excludes counts; so the secret is made, and then the report."""
    edition, out = Edition(2025, "tr", data), tmp_path / "out"
    (data / "secret_salt.txt").unlink()
    made(edition, out)
    with pytest.raises(UsageError, match=r"secret_salt\.txt.*yeniden"):
        publication.publish(edition, out, DAY)
    assert ledger.known(data) == () and len(ledger.salt(data)) == 64
    with pytest.raises(UsageError, match=r"secret_salt\.txt"):  # the report is still the one without
        publication.publish(edition, out, DAY)
    (data / "secret_salt.txt").write_text("salt\n", encoding="ascii")  # some take the search longer
    made(edition, out)
    assert publication.publish(edition, out, DAY).told is not None


def test_a_report_that_hides_nothing_needs_no_secret(data, tmp_path):
    (data / "secret_salt.txt").unlink()
    edition = Edition(2025, "tr", data)
    made(edition, tmp_path / "out", told=[])
    assert publication.publish(edition, tmp_path / "out", DAY).told is not None
    assert not (data / "secret_salt.txt").exists()


@pytest.mark.parametrize("without", [("results",), ("monthly", "deprivation.csv"), ()])
def test_the_check_misses_a_secret_where_counts_of_real_persons_are_to_be_hidden(data, without, capsys):
    (data / "secret_salt.txt").unlink()
    for name in without:
        shutil.rmtree(data / name) if (data / name).is_dir() else (data / name).unlink()
    check = ["check", "--data", str(data), "--lang", "en"]
    assert main(check) == 0
    assert "secret_salt.txt" not in capsys.readouterr().out  # nobody lives in an invented municipality
    change(data, ",true", ",false", "municipality.csv")
    assert main(check) == 0
    assert "secret_salt.txt: not there yet" in capsys.readouterr().out
    ledger.make_salt(data)
    assert main(check) == 0
    assert "secret_salt.txt" not in capsys.readouterr().out
