"""Each sort in the many ways in which people write it. The sentences are this file's own, none of the corpus."""

from __future__ import annotations

import pytest

from tilannekuva.intake.gate import Outcome, PersonalData, judge

pytestmark = pytest.mark.req("L-13")

WRITTEN = {
    PersonalData.IDENTITY_CODE: [
        "hetu on 131052308T", "tunnus 13 10 52 - 308T kuulemma", "131052 viiva 308T", "1 3 1 0 5 2 - 3 0 8 T", "13.10.1952-308T",
        "henkilötunnuksen alkuosa 131052", "331352-308X oli lapussa", "13lO52-3O8T", "pnr 850312 mellan", "nummer 1985-03-12-0001",
        "his personal id: 131052/308T",
    ],
    PersonalData.PHONE: [
        "puh. 310 1691", "numero on O40 123 4567", "358401234567 on se", "soita numeroon 1234 567", "tel: 123 45 67",
        "nolla neljäkymmentä yks kaks kolme neljä viis", "noll sjuttio tre fyrtiofem sextiosju åttionio", "nolla 40 yks kaks kolme 45 67",
        "zero four oh double one two three four", "order 040 123 4567", "case 0401234567", "reservdel 070-123 45 67",
    ],
    PersonalData.EMAIL: [
        "kalle at esimerkki piste fi", "kalle kissanhäntä esimerkki piste fi", "kalle_at_example.com", "kalle-at-example-dot-com",
        "kalle @ example . com", "kalle@example,com", "kalle.esim gmail.com", "kalle snabel-a example punkt se", "kalle(ätt)example.fi",
        "kalle miukumauku gmail",
    ],
    PersonalData.PLATE: [
        "rekkari xyz 123", "xyz 123 punainen Audi", "ABC-123lla ajettiin", "ABC.123 parkissa", "skylten xyz 12d", "123 XYZ virolainen auto",
        "Aatami Bertta Celsius 123", "a b c 1 2 3", "SA-12345 ohitti", "Volvolla xyz-1 pois", "bilen var xyz123",
    ],
    PersonalData.HANDLE: [
        "snäpissä nimellä huumekeisari", "på snap under namnet blåbärskungen", "on Snapchat goes by nightowl", "käyttäjä kukkopoika instassa",
        "discord torakka#1234", "“varjokulkija” telegramissa", "lisää kukkopoika snäpissä", "steamcommunity.com/id/torakka", "insta-tili: kukkopoika",
    ],
    PersonalData.HOME_ADDRESS: [
        "Kotikallio 5 B 12", "Storgatan 12, 3 tr", "Esimerkkikuja 4 C-rapussa", "c/o Esimerkki, Storgatan 12", "Puistikko 3 A as 4", "Harjutie 4 B, as. 7",
        "flat 2, 14 Elm Crescent",
    ],
    PersonalData.BIRTH_DATE: [
        "syntynyt 3. maaliskuuta 2008", "f. 3.3.2008", "born on March 3rd, 2008", "född den tredje mars 2008", "syntyi maaliskuun 3. päivä 2008", "synt 3.3.08",
        "3.3.2008 syntynyt", "född 3/3 -08", "born 3 Mar 2008", "s. 3. 3. 2008",
    ],
    PersonalData.SCHOOL_CLASS: [
        "kolme 8B:ltä hakkasi ovea", "two from 9C did it", "Melvin i 9F slutade", "poika 8 D luokalta",
    ],
    PersonalData.PROTECTED_GROUP: [
        "porukka maahanmuuttajataustaisia", "kehitysvammaisen kimppuun", "en psykiskt sjuk man", "joukko afrikkalaisia miehiä", "ett gäng nyanlända",
        "kuurojen ryhmä", "a group of African teenagers",
    ],
    PersonalData.NAME: ["Yasmiinin kaveri Eetu Salo", "idris hassan oli siellä", "Nahla Warsame satt där"],
}  # fmt: skip

HARMLESS = [
    "Bussi 550 oli 20 minuuttia myöhässä.", "Kello 17.30-18.15 oli hiljaista.", "väg 887 vid Storby, två bilar", "auto oli 100 metrin päässä",
    "bilen stod vid rum 112", "Venäjän suurlähetystön edessä mielenosoitus", "The Turkish restaurant closed at 10 pm", "kiinalaisen ravintolan ovi rikki",
    "Hämeentie 12, kaksi ikkunaa", "ring 112", "soita 112 heti", "call 911", "Instagram-video levisi koulussa", "ryhmä TikTokissa yllytti muita",
    "tilastot 2019-2024", "torstaina 12.11.2026 klo 18", "luokassa 8B oli ikkuna auki", "Kerros 3 A-talossa", "lossen går 7.40 och 8.10", "dog i trafiken 3.3.2008",
    "one two three, heippa", "linjat 1, 2, 3 ja 4 seisoivat", "Asia 2024-001234 on vireillä", "as for Facebook, nothing there",
]  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "text"), [(sort, text) for sort, texts in WRITTEN.items() for text in texts], ids=str
)
def test_each_way_of_writing_is_found(sort: PersonalData, text: str) -> None:
    assert sort in judge(text).classes


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_alike_passes(text: str) -> None:
    assert judge(text).outcome is Outcome.PASSES
