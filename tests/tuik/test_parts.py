"""Labels, numbers, ages and encodings, for any text that could stand in a file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yeep_analysis.intake.tuik import ages, encoding, numbers, provinces
from yeep_analysis.intake.tuik.facets import recognised, year_of
from yeep_analysis.intake.tuik.numbers import Evidence, NotANumberError, Style
from yeep_analysis.intake.tuik.place_labels import PlaceKind, UnknownCodeError, coded_place, named_place
from yeep_analysis.intake.tuik.tidy import harmless
from yeep_analysis.intake.tuik.words import counts_residents, is_rate, is_total, sex_of
from yeep_analysis.words.turkish import upper

NAME = (
    st.text("abcçdefgğhıijklmnoöprsştuüvyzABCÇİIŞ .'0123456789", min_size=1)
    .map(str.strip)
    .filter(lambda name: name and not name.endswith("."))
)


@given(name=NAME, province=st.sampled_from(list(provinces.NAMES.values())), code=st.integers(100, 9_999_999))
def test_any_mahalle_comes_back_from_its_label(name, province, code):
    place = coded_place(f"{province}(Merkez/Merkez Bel./{name} Mah.)-{code}")
    assert (place.kind, place.name, place.district, place.code) == (
        PlaceKind.MAHALLE,
        " ".join(name.split()),
        "Merkez",
        str(code),
    )


@given(name=NAME, province=st.sampled_from(list(provinces.NAMES.values())), code=st.integers(1000, 9999))
def test_any_district_comes_back_from_its_label(name, province, code):
    place = coded_place(f"{province}({name})-{code}")
    assert (place.kind, place.province, place.code, place.key) == (
        PlaceKind.DISTRICT,
        province,
        str(code),
        ("district", str(code)),
    )


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_text_makes_the_readers_stumble(text):
    try:
        facets = recognised(text)
    except UnknownCodeError:
        return
    assert facets.year is None or str(facets.year) in text
    for style in Style:
        try:
            assert isinstance(numbers.read(text, style), (int, float))
        except NotANumberError:
            continue


@pytest.mark.parametrize("label", ["İzmir-82", "İzmir-34", "İzmir(Konak)-35", "İzmir(Konak)-0", "Adana-100"])
def test_a_code_that_cannot_be_right_is_refused(label):
    with pytest.raises(UnknownCodeError):
        coded_place(label)


@pytest.mark.parametrize("text", ["0-4", "2013", "2007-2023", "Grup-3", "Kaynak: TÜİK-1", "", "-", "İzmir"])
def test_what_is_no_label_is_none(text):
    assert coded_place(text) is None


def test_a_code_that_looks_like_a_year_is_a_code():
    facets = recognised("İzmir(Narlıdere)-2013")
    assert (facets.place.code, facets.year) == ("2013", None)
    assert (year_of("2013"), year_of("2013.0"), year_of("2013(r)"), year_of("62148")) == (2013, 2013, 2013, None)


@pytest.mark.parametrize("code", provinces.NAMES)
def test_capital_letters_of_either_kind_name_the_same_province(code):
    name = provinces.NAMES[code]
    assert {named_place(form).code for form in (name, upper(name), name.upper())} == {code}


def test_there_are_81_provinces_with_973_districts():
    assert len(provinces.NAMES) == 81 and sum(provinces.DISTRICTS.values()) == 973
    assert list(provinces.NAMES) == [str(n) for n in range(1, 82)]


# --- numbers -----------------------------------------------------------------


def turkish(value):
    return f"{value:,}".replace(",", ".")


@given(st.integers(0, 10**12))
def test_whole_numbers_come_back_in_every_style(value):
    assert numbers.read(turkish(value), Style.TURKISH) == value
    assert numbers.read(f"{value}.0", Style.POINT) == numbers.read(f"{value:,}", Style.POINT) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e300, -1e16])
def test_what_a_cell_can_hold_and_is_no_figure(value):
    with pytest.raises(NotANumberError):
        numbers.whole(value)


@given(st.integers(-(10**9), 10**9), st.integers(1, 9))
def test_decimals_come_back_in_every_style(whole, tenth):
    assert numbers.read(f"{whole},{tenth}", Style.TURKISH) == float(f"{whole}.{tenth}")
    assert numbers.read(f"{whole}.{tenth}", Style.POINT) == float(f"{whole}.{tenth}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "inf",
        "5 kişi",
        "%45",
        "１２",
        "1.2.3",
        "12.34.567",
        "1 234",
        "0x1",
        "1_000",
        "--5",
        "1e400",
        "9" * 20,
        "1e30",
    ],
)
def test_what_is_no_number_is_refused_in_every_style(text):
    for style in Style:
        with pytest.raises(NotANumberError):
            numbers.read(text, style)


@pytest.mark.parametrize(
    ("texts", "usual", "expected"),
    [
        (["13,9", "9.044"], None, Style.TURKISH),
        (["1.234.567"], None, Style.TURKISH),
        (["62148.0", "9.044"], Style.TURKISH, Style.POINT),
        (["1.5E7"], Style.TURKISH, Style.POINT),
        (["9.044", "999"], Style.TURKISH, Style.TURKISH),
        (["9.044", "999"], Style.POINT, Style.POINT),
        (["9.044"], None, None),
        (["9.044", "12345"], Style.TURKISH, None),
        (["5", "6"], None, Style.POINT),
    ],
)
def test_the_style_is_decided_for_the_file(texts, usual, expected):
    found = Evidence()
    for text in texts:
        found.add(text, None)
    assert found.style(usual) is expected and not found.contradicts_itself


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_a_file_of_grouped_figures_is_read_as_a_whole_or_not_at_all(values):
    found = Evidence()
    for value in values:
        found.add(turkish(value), None)
    style = found.style(Style.TURKISH)
    assert [numbers.read(turkish(value), style) for value in values] == values


# --- ages, words, encodings --------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "everybody"),
    [
        (["0-4", "5-9", "10+"], True),
        (["5-9", "10+", "0-4", "unknown"], True),
        (["0-4", "10+"], False),
        (["0-4", "5-9"], False),
        (["0-4", "0-14", "5+"], False),
        (["0", "1", "2+"], True),
        ([], False),
    ],
)
def test_when_age_groups_make_up_everybody(groups, everybody):
    assert ages.make_up_everybody(groups) is everybody


@pytest.mark.parametrize(
    ("text", "group"),
    [("0-4", "0-4"), ("90+", "90+"), ("65 yaş ve üzeri", "65+"), ("5 – 9", "5-9"), ("9-5", None), ("Erkek", None)],
)
def test_age_groups(text, group):
    assert ages.age_group(text) == group


@pytest.mark.parametrize(
    ("title", "residents", "rate"),
    [
        ("İBBS-Düzey1, İBBS-Düzey2, İl ve İlçe Nüfusları", True, False),
        ("Belediye, Köy Ve Mahalle Nüfusları", True, False),
        ("Cinsiyete Göre Nüfus", True, False),
        ("Beş Yaş Altı Ölüm Hızı (Binde)", False, True),
        ("Nüfus yoğunluğu", False, True),
        ("Yıllık nüfus artış hızı", False, True),
        ("İl ve ilçe merkezi nüfusu", False, False),
        ("Yabancı uyruklu nüfus", False, False),
        ("Medeni Duruma Göre Nüfus (15 yaş üstü)", False, False),
        ("Toplam Hanehalkı Sayısı", False, False),
    ],
)
def test_what_a_measure_counts(title, residents, rate):
    assert (counts_residents(title), is_rate(title)) == (residents, rate)


@pytest.mark.parametrize(
    "title",
    [
        "İbbs-Düzey1, İbbs-Düzey2,  İl Ve İlçe Nüfusları",
        "BELEDİYE, KÖY VE MAHALLE NÜFUSLARI",
        "İl ve ilçelere göre il, ilçe, belediye, mahalle ve köy nüfusları, 2023",
        "İl, tek yaş ve cinsiyete göre nüfus, 2007-2020 – Population by province, single age and sex, 2007-2020",
        "Adrese Dayalı Nüfus Kayıt Sistemi Sonuçları – İllere göre nüfus, 2007-2023 (Kişi)",
        "Tablo 1. Yaş grubu ve cinsiyete göre nüfus – (31 Aralık 2023)",
        "Yıllara göre il nüfusları, 2000-2023",
        "Yıllara göre illerin nüfusu",
        "Türkiye’nin nüfusu",
        "Cinsiyete göre nüfus bilgileri",
        "NUFUS",
    ],
)
def test_titles_of_the_resident_population(title):
    assert counts_residents(title) and not is_rate(title)


@pytest.mark.parametrize(
    "who",
    [
        "genç",
        "yaşlı",
        "çocuk",
        "engelli",
        "okuryazar",
        "evli",
        "seçmen",
        "kayıtlı",
        "15-24 yaş",
        "65 ve daha yukarı yaştaki",
        "şehir",
        "köy",
        "belediye",
        "kurumsal",
        "tutuklu",
        "geçici koruma altındaki",
        "çalışan",
        "kırsal",
    ],
)
def test_any_word_more_and_a_title_is_of_others(who):
    assert not counts_residents(f"İllere ve cinsiyete göre {who} nüfus, 2024")
    assert not counts_residents(f"{who.capitalize()} nüfusu")
    assert not counts_residents(f"Cinsiyete göre nüfus – ({who})")
    assert not counts_residents(f"Cinsiyete göre nüfus – {who.capitalize()}")


@pytest.mark.parametrize(
    ("text", "sex", "total"),
    [
        ("Erkek-Male", "male", False),
        ("Kadın / Female", "female", False),
        ("Kadın\nFemale", "female", False),
        ("Erkek (kişi)", "male", False),
        ("Erkek (1)", "male", False),
        ("Women / Men", None, False),
        ("Kadın - Erkek", None, False),
        ("Toplam - Total", None, True),
        ("Erkek (15-24 yaş)", None, False),
        ("Kadın\n(evli)", None, False),
        ("Kadın / erkek oranı", None, False),
        ("Toplam (15+)", None, False),
        ("Toplam (bin)", None, False),
        ("Toplam - merkez", None, False),
    ],
)
def test_what_stands_behind_a_word_may_change_it(text, sex, total):
    assert (sex_of(text), is_total(text)) == (sex, total)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ŞANLIURFA  (URFA)", "63"),
        ("İÇEL (İÇEL ve MERSİN)", "33"),
        ("Türkiye-Turkey", "TR"),
        ("İzmir (merkez)", None),
        ("İzmir - şehir", None),
        ("İzmir / köy", None),
        ("Türkiye (Ankara hariç)", None),
    ],
)
def test_a_part_of_a_province_is_not_the_province(text, code):
    place = named_place(text)
    assert (place.code if place else None) == code


@pytest.mark.parametrize(("text", "year"), [("2023(r)", 2023), ("2023 (geçici)", 2023), ("2023 (15-24)", None)])
def test_what_stands_behind_a_year(text, year):
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("title", "rate"),
    [
        ("Yüzbin kişi başına toplam hastane yatak sayısı", True),
        ("Bin nüfusa düşen otomobil sayısı", True),
        ("Kişi başına GSYH ($)", True),
        ("Doğuşta beklenen yaşam süresi", True),
        ("Beds per 1000 persons", True),
        ("GDP per capita", True),
        ("Gini katsayısı", True),
        ("Restoran sayısı", False),
        ("Migration by provinces", False),
        ("Address Based Population Registration System", False),
        ("Hastane yatak sayısı", False),
    ],
)
def test_what_must_never_be_added_up(title, rate):
    assert is_rate(title) is rate


@pytest.mark.parametrize(
    ("one", "other", "crossing"),
    [
        ("20-24", "15-64", False),
        ("0-14", "15-64", False),
        ("65+", "90+", False),
        ("15-29", "20-34", True),
        ("60-69", "65+", True),
    ],
)
def test_groups_that_nest_do_not_cross(one, other, crossing):
    assert ages.cross(one, other) is ages.cross(other, one) is crossing


@given(st.text("abcçdefgğhıijklmnoöprsştuüvyzÇĞİÖŞÜ |0123456789\n", min_size=1))
def test_turkish_text_survives_every_encoding_and_is_not_called_garbled(text):
    for codec in ("utf-8", "utf-8-sig", "iso8859-9", "utf-16"):
        content = text.encode(codec)
        if codec == "iso8859-9" and _is_also_utf8(content):
            continue
        read, _name = encoding.decode(content)
        assert read == text and not encoding.garbled(read)


def _is_also_utf8(content):
    try:
        return bool(content.decode("utf-8")) and not content.isascii()
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("name", ["İzmir", "Şanlıurfa", "Ağrı", "Gümüşhane", "Çankırı"])
def test_garbled_names_are_seen(name):
    for written, taken_for in (("utf-8", "cp1254"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("cp1254", "latin-1")):
        try:
            wrong = name.encode(written).decode(taken_for)
        except UnicodeDecodeError:
            continue
        assert wrong == name or encoding.garbled(wrong), wrong
    assert encoding.garbled(f"{name}\ufffd") and encoding.garbled("?zmir(Narl?dere)-2013")


@pytest.mark.parametrize("text", ["=1+1", "+5", "-5", "@x", "\tx"])
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"
