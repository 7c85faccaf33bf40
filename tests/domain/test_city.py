"""A city folder is read whole or refused with the key that is wrong; the vocabulary keeps to acts."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from tilannekuva.domain.city import City, load_city, name_in, text_in
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.vocabulary import is_iccs_code

CITIES = Path(__file__).resolve().parents[2] / "cities"
FOLDERS = sorted(path.parent for path in CITIES.glob("*/city.toml"))

# Words that would name people instead of what happens (F-18), as beginnings of words. The vocabulary
# may say "in groups"; it may not say what a group is or who its members are.
BANNED_STEMS = {
    "en": """gang crew mob thug hooligan criminals offender delinquen dealer junkie addict drunk vagrant
        homeless beggar prostitut immigrant migrant foreign refugee asylum ethnic racial roma gyps arab
        somali african black muslim islam jew christian nationality teenager delinquent""",
    "fi": """jengi kopla rikollis roisto huligaani katurikol narkkari nisti narkomaani juoppo pultsari
        alkoholisti kodito kerjäl prostituoi maahanmuut siirtolai ulkomaal pakolai turvapaikan etni rodul
        romani mustalai arabi somali afrikkal mustaiho muslimi islam juutalai kansalaisuu teini""",
    "sv": """gäng liga brottslingar kriminella huligan ligist langare knarkare narkoman missbrukare fyllo
        alkoholist hemlös tiggar prostituera invandra migrant utlän flykting asyl etnisk rasmäss romer
        romsk zigenar arab somali afrikan svarta muslim islam jud nationalitet tonåring""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(CITIES / "helsinki" / "city.toml", tmp_path)
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "city.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        load_city(folder)
    assert "city.toml" in caught.value.where
    return caught.value.what


@pytest.mark.parametrize("written", ['"2022-01-31"', "2022-01-31T10:00:00", "2022"])
def test_the_day_of_the_areas_is_a_date_or_left_out(folder: Path, written: str) -> None:
    assert str(load_city(folder).areas_as_of) == "2022-01-31"
    edit(folder, "areas_as_of = 2022-01-31", f"areas_as_of = {written}")
    assert "Key areas_as_of is" in refusal(folder)
    edit(folder, f"areas_as_of = {written}", "")
    assert load_city(folder).areas_as_of is None


def test_there_are_two_cities() -> None:
    assert {path.name for path in FOLDERS} >= {"helsinki", "blackpool"}


def test_helsinki_is_read() -> None:
    city = load_city(CITIES / "helsinki")
    assert (city.code, city.crs, city.cell_size_m) == ("helsinki", "EPSG:3879", 250)
    assert city.names == {"fi": "Helsinki", "sv": "Helsingfors", "en": "Helsinki"}
    assert list(city.area_level_names) == ["sub_district", "basic_district", "major_district"]
    assert city.finest_level == "sub_district"
    assert city.bounds.hold(60.17, 24.94)
    assert not city.bounds.hold(24.94, 60.17)
    assert city.thresholds == Thresholds()
    assert city.areas_file.is_file()


def test_a_kind_is_found_by_its_code() -> None:
    city = load_city(CITIES / "helsinki")
    assert city.kind("robbery").is_crime
    assert not city.kind("safe_place").is_crime
    assert city.kind("safe_place").positive
    with pytest.raises(KeyError):
        city.kind("nonsense")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('time_zone = "Europe/Helsinki"', 'time_zone = "Europe/Helsingfors"', "time_zone is 'Europe/Helsi"),
        ('crs = "EPSG:3879"', 'crs = "EPSG:4326"', "Key crs is 'EPSG:4326'"),
        ("cell_size_m = 250", 'cell_size_m = "250"', "Key cell_size_m is '250'"),
        ("cell_size_m = 250", "cell_size_m = 5", "Key cell_size_m is 5"),
        ("cell_size_m = 250", "cell_size_m = true", "Key cell_size_m is True"),
        ("cell_size_m = 250\n", "", "Key cell_size_m is missing"),
        ("[25480000, 6639999]", "[25480000]", "Key cell_origin_m is [25480000]"),
        ('sv = "Helsingfors"\n', "", "Key names.sv is missing"),
        ('sv = "Helsingfors"\n', 'sv = " "\n', "Key names.sv is empty"),
        ('sv = "Helsingfors"\n', 'sv = "Helsingfors"\nde = "H"\n', "Key names.de is not known"),
        ("south = 59.90", "south = 65.90", "Key bounds.south is not below north"),
        ("west = 24.74", "west = 200", "Key bounds.west is 200"),
        ('iccs = "0401"', 'iccs = "04.01"', "Key kinds[robbery].iccs is '04.01'"),
        ('names.sv = "Rån"\n', "", "Key kinds[robbery].names.sv is missing"),
        ('code = "robbery"', 'code = "assault"', "Key kinds[assault].code repeats 'assault'"),
        ('code = "robbery"', 'code = "Robbery!"', "Key kinds[Robbery!].code is 'Robbery!'"),
        (
            'iccs = "0401"',
            'iccs = "0401"\npositive = true',
            "Key kinds[robbery].positive is true for a crime",
        ),
        ('iccs = "0401"', 'iccs = "0401"\nsensitiv = true', "Key kinds[robbery].sensitiv is not known"),
        ('phone = "112"', 'phone = "call us"', "Key channels[emergency].phone is 'call us'"),
        ('phone = "112"', 'web = "http://x"', "Key channels[emergency].web is 'http://x'"),
        ('code = "emergency"', 'code = "police"', "Key channels[police].code repeats 'police'"),
        ('names.sv = "Nödcentralen"\n', "", "Key channels[emergency].names.sv is missing"),
        ('iccs = "0401"', 'iccs = "0401"\nrumour = true', "Key kinds[robbery].rumour is true for a crime"),
        ("rumour = true", "rumour = true\npositive = true", "Key kinds[talk].rumour is true for"),
        ('code = "basic_district"', 'code = "sub_district"', "Key area_levels[sub_district].code repeats"),
        ("[names]", "[thresholds]\nscan_min_cases = 0\n[names]", "Key thresholds.scan_min_cases is 0"),
        ("[names]", "[thresholds]\nalarm_alpha = 1.5\n[names]", "Key thresholds.alarm_alpha is 1.5"),
        ("[names]", "[thresholds]\nscan_mincases = 5\n[names]", "Key thresholds.scan_mincases is not known"),
        ("[names]", "[names", "not valid TOML"),
    ],
)
def test_a_wrong_key_is_named(folder: Path, old: str, new: str, said: str) -> None:
    edit(folder, old, new)
    assert said in refusal(folder)


def test_a_folder_without_a_city_says_so(tmp_path: Path) -> None:
    assert "no city.toml" in refusal(tmp_path)


def test_bytes_that_are_not_utf8_are_refused(folder: Path) -> None:
    path = folder / "city.toml"
    path.write_bytes(path.read_bytes().replace("Rån".encode(), "Rån".encode("latin-1")))
    assert "not UTF-8" in refusal(folder)


def test_a_threshold_can_be_set(folder: Path) -> None:
    edit(folder, "[names]", "[thresholds]\nscan_min_cases = 7\nscan_max_radius_cell_m = 750.5\n[names]")
    thresholds = load_city(folder).thresholds
    assert (thresholds.scan_min_cases, thresholds.scan_max_radius_cell_m) == (7, 750.5)
    assert thresholds.scan_window_days == Thresholds().scan_window_days


def test_every_threshold_can_be_set(folder: Path) -> None:
    lines = [f"{field.name} = {getattr(Thresholds(), field.name)}" for field in fields(Thresholds)]
    edit(folder, "[names]", "[thresholds]\n" + "\n".join(lines) + "\n[names]")
    assert load_city(folder).thresholds == Thresholds()


def test_a_name_falls_back_to_the_first_language() -> None:
    names = {"fi": "Kallio", "sv": "Berghäll"}
    assert [name_in(names, language) for language in ("sv", "sv-fi", "en")] == [
        "Berghäll",
        "Berghäll",
        "Kallio",
    ]
    assert name_in({}, "fi") == ""


@pytest.mark.parametrize("code", ["04", "0401", "04011", "040111", "11", "1109"])
def test_iccs_codes_have_a_form(code: str) -> None:
    assert is_iccs_code(code)


@pytest.mark.parametrize(
    "code", ["", "4", "401", "04.01", "0401111", "00", "12", "1201", "not_crime", "04a1"]
)
def test_other_codes_are_no_iccs_codes(code: str) -> None:
    assert not is_iccs_code(code)


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def city(request: pytest.FixtureRequest) -> City:
    return load_city(request.param)


def test_every_kind_has_an_iccs_code_or_is_no_crime(city: City) -> None:
    """S-14."""
    for kind in city.kinds:
        assert kind.iccs == "not_crime" or is_iccs_code(kind.iccs), kind.code


def banned_words(text: str, language: str) -> list[str]:
    stems = BANNED_STEMS[language].split()
    words = re.findall(r"\w+", text.lower())
    return [word for word in words if any(word.startswith(stem) for stem in stems)]


def test_the_vocabulary_names_acts_and_not_people(city: City) -> None:
    """F-18."""
    for kind in city.kinds:
        assert not banned_words(kind.code.replace("_", " "), "en"), kind.code
        for language in city.languages:
            text = f"{kind.names[language]}. {kind.definitions[language]}"
            assert not banned_words(text, language), f"{kind.code}, {language}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Youth gangs at the station", "en"),
        ("Katujengit", "fi"),
        ("Jengiytyminen", "fi"),
        ("Gängbildning", "sv"),
    ],
)
def test_the_lint_finds_a_label(text: str, language: str) -> None:
    found = banned_words(text, language)
    # Finnish compounds hide the stem inside the word; the beginning of a word is what the lint sees.
    assert bool(found) == (not text.startswith("Katujengit"))


def test_definitions_are_short_sentences(city: City) -> None:
    for kind in city.kinds:
        for language in city.languages:
            assert kind.definitions[language].endswith("."), kind.code
            assert len(kind.definitions[language]) <= 120, kind.code


def test_every_city_names_where_a_concern_for_one_person_belongs(city: City) -> None:
    """L-12."""
    codes = [channel.code for channel in city.channels]
    assert codes[0] == "emergency"
    assert {"child_welfare", "police"} <= set(codes)
    assert city.channels[0].dialled.isdigit()


def test_a_city_may_be_read_before_it_names_any(folder: Path) -> None:
    path = folder / "city.toml"
    text = path.read_text("utf-8")
    before, _mark, rest = text.partition("[[channels]]")
    path.write_text(before + rest[rest.index("# The vocabulary") :], "utf-8")
    assert load_city(folder).channels == ()


def test_every_city_keeps_a_place_for_strengths(city: City) -> None:
    assert any(kind.positive for kind in city.kinds)


def test_the_file_holds_nothing_that_is_not_read(city: City) -> None:
    table = tomllib.loads((city.folder / "city.toml").read_text(encoding="utf-8"))
    assert len(table["kinds"]) == len(city.kinds)


def test_whose_data_it_is_stands_in_every_language_or_is_one_line_for_all(folder: Path) -> None:
    first = load_city(folder).attributions[0]
    assert [text_in(first, language) for language in ("fi", "sv", "en")] == [
        "Alueet ja alueiden tilastot: Helsingin kaupunki, CC BY 4.0",
        "Områden och områdesstatistik: Helsingfors stad, CC BY 4.0",
        "Areas and area statistics: City of Helsinki, CC BY 4.0",
    ]
    one_line = load_city(CITIES / "blackpool").attributions[0]
    assert text_in(one_line, "fi") == text_in(one_line, "en") == one_line


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('fi = ""', "Key attributions[1].fi is empty"),
        ("", "Key attributions[1].fi is missing"),
        ('fi = "x"\nde = "y"', "Key attributions[1].de is not known"),
    ],
)
def test_an_attribution_lacks_no_language(folder: Path, new: str, said: str) -> None:
    edit(folder, 'fi = "Alueet ja alueiden tilastot: Helsingin kaupunki, CC BY 4.0"', new)
    assert refusal(folder) == said


def test_an_attribution_is_a_text(folder: Path) -> None:
    path = folder / "city.toml"
    text = re.sub(r"(?m)^\[\[attributions\]\]\n(?:\w\w = .*\n)+", "", path.read_text("utf-8"))
    path.write_text("attributions = [1]\n" + text, "utf-8")
    assert refusal(folder) == "Key attributions has 1"
