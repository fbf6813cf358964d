"""Commands as people type them: Turkish names, any case, slips, the language anywhere, paths without quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from yeep_analysis.cli.main import main

ROOT = Path(__file__).parents[2]
DATA = str(ROOT / "data")
OTHER_NAMES = {
    "report": ["Report", "rapor", "RAPOR"],
    "check": ["CHECK", "denetle", "Denetle"],
    "plan": ["Plan", "PLAN"],
    "forms": ["formlar", "FORMLAR"],
    "collect": ["topla", "TOPLA", "Collect"],
    "status": ["durum", "Status"],
    "reporters": ["bildirenler", "BİLDİRENLER", "BILDIRENLER"],
    "new": ["yeni", "YENİ", "YENI"],
    "tuik": ["TÜİK", "tüik", "TUIK", "Tuik"],
    "crosswalk": ["geçiş", "GEÇİŞ", "gecis", "GECIS", "gec\u0327is\u0327"],
}


def helped(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "typed"), [(command, typed) for command, names in OTHER_NAMES.items() for typed in names]
)
def test_a_command_is_known_by_its_other_names(command, typed, capsys):
    assert helped(capsys, typed, "--help") == helped(capsys, command, "--help")


def test_a_turkish_name_does_what_the_command_does(capsys):
    assert main(["Denetle", "--data", DATA]) == main(["check", "--data", DATA]) == 0
    shown = capsys.readouterr().out
    half = len(shown) // 2
    assert shown[:half] == shown[half:]


def test_the_help_shows_the_turkish_names(capsys):
    shown = helped(capsys, "--help")
    names = ["rapor", "denetle", "formlar", "topla", "durum", "bildirenler", "yeni", "geçiş"]
    assert [name for name in names if f"({name})" not in shown] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("reprot", "report"), ("rapr", "rapor"), ("Denetel", "denetle"), ("geçisş", "geçiş"), ("FORMALR", "formlar")],
)
def test_a_slip_is_answered_with_what_was_meant(typed, meant, capsys):
    assert main([typed, "2022"]) == 2
    said = capsys.readouterr().err
    assert f"Bunu mu demek istediniz: {meant}?" in said and f"“{typed}”" in said


def test_a_word_that_is_like_no_command_is_answered_with_all_of_them(capsys):
    assert main(["xyzzy", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "“xyzzy” is not a command" in said and "Did you mean" not in said
    assert [name for name in OTHER_NAMES if name not in said] == []


@pytest.mark.parametrize("said", [["--lang", "en"], ["--lang=en"]])
@pytest.mark.parametrize("command", OTHER_NAMES)
def test_the_language_may_be_said_before_the_command_and_after_it(command, said, capsys):
    before, after = (
        helped(capsys, *said, command, "--help"),
        helped(capsys, command, *said, "--help"),
    )
    assert before == after and "show this help message" in before


def test_the_language_may_be_said_before_the_help_of_all(capsys):
    assert "show this help message" in helped(capsys, "--lang", "en", "--help")
    assert "show this help message" in helped(capsys, "--help", "--lang", "en")
    assert "show this help message" not in helped(capsys, "--help")


def test_the_language_said_before_the_command_holds_for_what_it_says(capsys):
    assert main(["--lang", "en", "check", "--data", DATA]) == 0
    assert "No problem was found." in capsys.readouterr().out
    assert main(["--lang", "en", "check", "--lang", "tr", "--data", DATA]) == 0
    assert "No problem was found." not in capsys.readouterr().out


@pytest.mark.parametrize("call", [["--lang", "de", "check"], ["check", "--lang", "de"], ["tuik", "x", "--lang", "de"]])
def test_a_language_that_is_not_spoken_is_refused_wherever_it_stands(call, capsys):
    assert main(call) == 2
    assert "“de” dili tanınmıyor" in capsys.readouterr().err


@pytest.mark.parametrize("parts", [["--data", "{}"], ["--data={}"]])
def test_a_path_without_quotation_marks_gets_a_hint(parts, tmp_path, capsys):
    folder = tmp_path / "yeni veri klasörü"
    folder.mkdir()
    assert main(["check", *" ".join(parts).format(folder).split(" "), "--lang", "en"]) == 2
    assert f"“{folder}” is there: put a path with spaces in quotation marks." in capsys.readouterr().err


def test_a_file_of_tuik_without_quotation_marks_gets_a_hint(tmp_path, capsys):
    file = tmp_path / "il nüfus.xls"
    file.write_bytes(b"")
    assert main(["tuik", *str(file).split(" "), "--lang", "en"]) == 3
    assert f"“{file}” is there" in capsys.readouterr().err


def test_a_command_that_is_wrong_for_another_reason_gets_no_hint(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert main(["check", "--data", "a", "b", "--lang", "en"]) == 2
    assert "quotation marks" not in capsys.readouterr().err
    assert main(["report", "2022", "--data", "nowhere", "--lang", "en"]) == 2
    assert "quotation marks" not in capsys.readouterr().err
