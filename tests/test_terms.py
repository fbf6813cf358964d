"""The closed lists that readers see: one sign, one meaning, and the words of the one table in both languages."""

from __future__ import annotations

import pytest

from yeep_analysis.words import language, signs
from yeep_analysis.words.terms import ActionStatus, Missing, PathStatus, Sex, Status, Term

TABLE = """
▲ toward İlerleme var / Improved
▬ no_change Belirgin değişim yok / No clear change
▼ away Gerileme var / Worsened
✓ done Yapıldı / Done
✗ not_done Yapılmadı / Not done
◆ base_year İlk değer / First value
◇ no_direction Yalnızca izleniyor / Monitored only
? not_computable Karşılaştırılamıyor / Not comparable
– no_data Değer yok / No value

◉ met Hedefe ulaşıldı / Target met
◑ on_path Hedefe uygun ilerliyor / On track
◔ behind Hedefin gerisinde / Behind target
◔ no_change Hedefin gerisinde / Behind target
⊘ not_met Hedefe ulaşılamadı / Target not met
◁ away Hedeften uzaklaşıyor / Moving away from target
· no_target Hedef değer yok / No target
⌀ not_computable Hesaplanamadı / Not assessed
⌀ no_data Hesaplanamadı / Not assessed

☐ not_started Başlamadı / Not started
◧ ongoing Sürüyor / Ongoing
☑ completed Tamamlandı / Completed
‖ postponed Ertelendi / Postponed
⊠ cancelled İptal edildi / Cancelled
– no_data Bilinmiyor / Not known

○ not_reported bilgi gelmedi / not reported
– not_collected kaydı tutulmuyor / not recorded
– not_applicable bu birim için geçerli değil / not applicable to this unit
– suppressed gizli / confidential
"""
LISTS = (Status, PathStatus, ActionStatus, Missing)


@pytest.mark.parametrize(("words", "rows"), list(zip(LISTS, TABLE.strip().split("\n\n"), strict=True)))
def test_every_list_has_the_signs_and_words_of_the_table(words: type[Term], rows: str):
    def row(term: Term) -> str:
        with language.speaking("tr"):
            tr = term.label
        with language.speaking("en"):
            return f"{term.sign or '·'} {term.value} {tr} / {term.label}"

    assert sorted(map(row, words)) == sorted(rows.splitlines())


def test_no_sign_has_two_meanings():
    meanings: dict[str, set[str]] = {}
    for term in (term for words in (*LISTS, Sex) for term in words if term.sign not in ("", "–")):
        meanings.setdefault(term.sign, set()).add(term.name_for_readers)
    assert {sign: names for sign, names in meanings.items() if len(names) > 1} == {}
    assert signs.missing("".join(meanings)) == []
