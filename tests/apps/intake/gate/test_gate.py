"""What stops, what asks, what passes; that nothing slips through in disguise; and that a text is never kept."""

from __future__ import annotations

import datetime as dt
import time
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from tilannekuva.intake.gate import LONGEST_TEXT, Hit, Outcome, PersonalData, Verdict, judge

pytestmark = pytest.mark.req("L-13", "L-14")

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
DASHES = ["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d"]
SPACES = ["", " ", "\u00a0", "\u202f"]


@st.composite
def finnish_codes(draw: st.DrawFn) -> str:
    """Any code, right or with a slip in its check character, written in any way."""
    born = draw(st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31)))
    number = draw(st.integers(2, 999))
    mark = draw(st.sampled_from([*"+YXWVUABCDEFabcdefyxwvu", *DASHES]))
    check = CHECK_CHARACTERS[int(f"{born:%d%m%y}{number:03}") % 31]
    if draw(st.booleans()):
        check = draw(st.sampled_from(CHECK_CHARACTERS))
    space = draw(st.sampled_from(SPACES))
    code = f"{born:%d%m%y}{space}{mark}{space}{number:03}{check}"
    if draw(st.booleans()):
        code = code.lower()
    if draw(st.booleans()):
        code = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    if draw(st.booleans()):
        at = draw(st.integers(1, len(code) - 1))
        code = code[:at] + draw(st.sampled_from(["\u200b", "\u2060", "\u00ad"])) + code[at:]
    return code


@given(finnish_codes(), st.sampled_from(["{}", "tunnus {}.", "(id: {})", "{} sanoi", "han, {},"]))
def test_every_finnish_identity_code_stops(code: str, around: str) -> None:
    verdict = judge(around.format(code))
    assert verdict.outcome is Outcome.STOPS
    assert PersonalData.IDENTITY_CODE in verdict.classes


@given(
    st.dates(dt.date(1920, 1, 1), dt.date(2024, 12, 31)), st.integers(1, 999), st.sampled_from(["-", "", "+"])
)
def test_every_swedish_personal_number_stops(born: dt.date, number: int, mark: str) -> None:
    short = f"{born:%y%m%d}{number:03}"
    code = short[:6] + mark + short[6:] + luhn.calc_check_digit(short)
    assert PersonalData.IDENTITY_CODE in judge(f"nummer {code} enligt").classes
    assert PersonalData.IDENTITY_CODE in judge(f"{born:%Y%m%d}-{short[6:]}0").classes


@pytest.mark.parametrize(
    ("text", "personal_data"),
    [
        ("soita 040 123 4567", PersonalData.PHONE),
        ("0401234567 0501234567", PersonalData.PHONE),
        ("ring 08-123 456 78 i kväll", PersonalData.PHONE),
        ("nolla neljä nolla yksi kaksi kolme neljä viisi kuusi seitsemän", PersonalData.PHONE),
        ("call +44 20 7946 0958", PersonalData.PHONE),
        ("meili on kalle.k@example.com", PersonalData.EMAIL),
        ("kalle (at) example.com", PersonalData.EMAIL),
        ("kaІІe.k@example.com", PersonalData.EMAIL),
        ("auto ABC-123 kävi taas", PersonalData.PLATE),
        ("skoda xyz12 ajoi ohi", PersonalData.PLATE),
        ("bilen ABC 12D stod kvar", PersonalData.PLATE),
        ("snap: jaskanen", PersonalData.HANDLE),
        ("instagram.com/kalle.kuvaa", PersonalData.HANDLE),
        ("myy tilillä @kamaa_hki", PersonalData.HANDLE),
        ("FI21 1234 5600 0007 85", PersonalData.IBAN),
        ("Esimerkkitie 5 A 12", PersonalData.HOME_ADDRESS),
        ("Storgatan 5 lgh 1102", PersonalData.HOME_ADDRESS),
        ("flat 3, 12 Long Street", PersonalData.HOME_ADDRESS),
        ("syntynyt 12.3.2008", PersonalData.BIRTH_DATE),
        ("född 2008-03-12", PersonalData.BIRTH_DATE),
        ("1" * (LONGEST_TEXT + 1), PersonalData.UNCHECKABLE),
    ],
)
def test_what_names_a_person_stops(text: str, personal_data: PersonalData) -> None:
    verdict = judge(text)
    assert verdict.outcome is Outcome.STOPS
    assert personal_data in verdict.classes


@pytest.mark.parametrize(
    ("text", "personal_data"),
    [
        ("Matti Virtaselle oli huudeltu", PersonalData.NAME),
        ("Virtanen, Matti", PersonalData.NAME),
        ("matti virtanen myy taas", PersonalData.NAME),
        ("Abdi Hassan nähtiin", PersonalData.NAME),
        ("paikalla romaneja", PersonalData.PROTECTED_GROUP),
        ("en grupp somalier", PersonalData.PROTECTED_GROUP),
        ("8B:n oppilas näki sen", PersonalData.SCHOOL_CLASS),
    ],
)
def test_what_a_writer_may_know_better_asks(text: str, personal_data: PersonalData) -> None:
    verdict = judge(text)
    assert verdict.outcome is Outcome.ASKS
    assert personal_data in verdict.classes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Linja 550 oli myöhässä klo 18.30-20.00, HSL 550 ilmoitti.",
        "Aleksis Kiven kadulla oli 12.3.2024 noin 40 nuorta.",
        "Mannerheimintie 5 on pimeä, valot puuttuvat.",
        "Romaniassa ja Arabianrannassa; homogeeninen joukko; judoseura.",
        "TikTok: videot leviävät nopeasti",
        "Soita 112, ei 116 117. Y-tunnus 1234567-8, diaari HEL 2024-001234.",
        "Kameror på E18 och väg 40, auto oli 100 m päässä, PDF-123",
    ],
)
def test_places_and_phenomena_pass(text: str) -> None:
    assert judge(text) == Verdict()


def test_a_hit_says_where_it_stood_in_what_was_given() -> None:
    given = "ä\u200b soita ０４０\u00a0123 4567 nyt"
    [hit] = judge(given).hits
    assert given[hit.start : hit.end] == "０４０\u00a0123 4567"


def test_a_verdict_never_holds_the_text() -> None:
    secret = "131052-308T Matti Virtanen kalle@example.com"
    verdict = judge(secret)
    for word in secret.split():
        assert word not in repr(verdict)
        assert word not in str(verdict.classes)
    assert Hit.__slots__ == ("start", "end", "personal_data")


@pytest.mark.req("C-29")
@pytest.mark.parametrize(
    "piece",
    ["1", "+358 ", "0401234567 ", "a@", "Matti ", "A-1 ", "auto ", "Aa ", "kaksi ", "(at) ", "Esimerkkitie 5 ", ".", "@a", "12.3.",
     "a\u0301", "Aaaa aaaa ", "as 1 ", "rappu A ", "FI21 ", "1234 ", "x_"],
)  # fmt: skip
def test_work_grows_with_length_and_not_faster(piece: str) -> None:
    """The least of several tries is compared with itself on a quarter of the text, in time of the processor.

    What else runs on the machine does not count.
    """

    def seconds(n: int) -> float:
        text = (piece * (n // len(piece) + 1))[:n]
        return min(timeit.repeat(lambda: judge(text), timer=time.process_time, number=1, repeat=5))

    # Quadratic work would take sixteen times as long for four times the text.
    assert seconds(LONGEST_TEXT) < 12 * max(seconds(LONGEST_TEXT // 4), 0.002)
