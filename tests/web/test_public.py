"""The public picture: open to everybody, closed lists, the same protected counts in every form, gone when withdrawn."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from tests.apps.publication import release_sample as sample
from tests.conftest import _organisation
from tests.web.test_coverage import visible_text
from tilannekuva.accounts.models import Person
from tilannekuva.domain.public_release import WithdrawalReason
from tilannekuva.intake.models import Signal
from tilannekuva.publication.models import PublicRelease
from tilannekuva.publication.release.actions import withdraw_release
from tilannekuva.publication.release.register import content_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LEAD = {
    "fi": "Kesällä puistot täyttyivät.",
    "sv": "På sommaren fylldes parkerna.",
    "en": "In summer parks were full.",
}


@pytest.fixture
def release() -> PublicRelease:
    sample.build_city()
    sample.report({"A1": (30, 30, 30, 30), "A2": (1, 1, 1, 0), "A3": (9, 9, 9, 9), "A4": (20, 20, 20, 20)})
    sample.report({"A1": (20, 20, 20, 20)}, kind="strength")
    return sample.published(lead=LEAD)


def get(address: str, language: str = "en") -> Any:
    return Client(headers={"accept-language": language}).get(address)


def shown(address: str, language: str = "en") -> str:
    answer = get(address, language)
    assert answer.status_code == 200, answer.status_code
    return visible_text(answer.content.decode())


def test_without_a_release_the_page_says_so() -> None:
    assert "Nothing is published yet." in shown("/public/")
    assert get("/public/data.csv").status_code == 404


def test_everybody_reads_what_is_good_first_and_how_to_report(release: PublicRelease) -> None:
    text = shown("/public/")
    assert "In summer parks were full." in text
    assert text.index("What is good") < text.index("What troubles people")
    assert re.search(r"Damage .* 239|Damage .* \d+", text)
    assert "What became of my report?" in text
    assert "Published on" in text


@pytest.mark.req("L-36")
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_words_above_stand_in_the_language_of_the_reader(release: PublicRelease, language: str) -> None:
    text = shown("/public/", language)
    assert LEAD[language] in text
    assert not any(words in text for code, words in LEAD.items() if code != language)


@pytest.mark.req("D-07")
@pytest.mark.parametrize(
    "address",
    ["/public/?kind=nothing", "/public/?quarter=2026-09", "/public/?quarter=2026-Q4", "/public/?level=cell",
     "/public/?area=A9", "/public/?from=2026-08-01", "/public/map.svg?quarter=1", "/public/data.csv?area=A1",
     "/public/data.json?kind=damage"],
)  # fmt: skip
def test_what_is_in_no_list_is_refused(release: PublicRelease, address: str) -> None:
    assert get(address).status_code == 422


def test_an_area_that_is_not_registered_does_not_exist(release: PublicRelease) -> None:
    assert get("/public/areas/A9/").status_code == 404
    assert get("/public/areas/A9/feed.atom").status_code == 404
    assert get("/public/?area=A1").headers["Location"] == "/public/areas/A1/"


@pytest.mark.req("D-01")
def test_page_table_and_files_tell_the_same_counts_and_not_one_more(release: PublicRelease) -> None:
    told = content_of(release)["counts"]
    flat = {
        (quarter, kind, area): n
        for quarter, kinds in told.items()
        for kind, areas in kinds.items()
        for area, n in areas.items()
    }
    rows = list(csv.DictReader(io.StringIO(get("/public/data.csv").content.decode("utf-8-sig"))))
    assert {(row["period"], row["kind"], row["area"]): int(row["reports"]) for row in rows} == flat
    document = json.loads(get("/public/data.json").content)
    assert {tuple(row[:3]): row[3] for row in document["counts"]} == flat
    assert min(flat.values()) >= 10
    text = shown("/public/areas/A2/")
    assert "A2" in text
    assert ("2026-Q3", "damage", "A2") not in flat
    assert f"{flat['2026-Q3', 'damage', 'D1']} in the whole of Area D1" in text


@pytest.mark.req("S-19")
def test_no_cell_of_the_table_is_a_formula(release: PublicRelease) -> None:
    from tilannekuva.publication.public.files import _defused

    assert _defused("=1+1") == "'=1+1"
    for line in get("/public/data.csv").content.decode("utf-8-sig").splitlines():
        assert not re.search(r"(^|,)[=+\-@]", line)


@pytest.mark.req("F-17")
def test_an_area_without_reporters_has_no_data_and_is_never_called_calm(release: PublicRelease) -> None:
    text = shown("/public/areas/A5/")
    assert "No data." in text
    assert "not the same as calm" in text


@pytest.mark.req("D-06")
def test_areas_stand_by_name_and_no_point_stands_anywhere(release: PublicRelease) -> None:
    page = get("/public/").content.decode()
    names = re.findall(r'<th scope="row"><a href="/public/areas/\w+/">([^<]+)</a>', page)
    assert names == sorted(names)
    assert "60.2" not in page
    assert "60.2" not in get("/public/data.json").content.decode()


def test_the_feed_is_atom_with_ids_that_stay(release: PublicRelease) -> None:
    first, again = (ET.fromstring(get("/public/areas/D1/feed.atom").content) for _ in range(2))
    ids = [entry.findtext(f"{ATOM}id") for entry in first.iter(f"{ATOM}entry")]
    assert ids == [entry.findtext(f"{ATOM}id") for entry in again.iter(f"{ATOM}entry")]
    assert len(ids) == 1
    assert uuid.UUID(str(ids[0]).removeprefix("urn:uuid:"))
    assert first.find(f"{ATOM}updated") is not None
    assert first.findtext(f"{ATOM}entry/{ATOM}title") == "Area D1, July–September 2026"


@pytest.mark.req("D-13")
def test_what_is_withdrawn_vanishes_from_page_files_and_feed_and_the_reason_stands(
    release: PublicRelease,
) -> None:
    assert get("/public/").headers["Cache-Control"] == "no-store"
    withdraw_release(release=release, reason=WithdrawalReason.TELLS_TOO_MUCH, by=sample.viewer("Paula"))
    text = shown("/public/")
    assert "It told more than it should." in text
    assert "In summer" not in text
    for address in (
        "/public/areas/A1/",
        "/public/data.csv",
        "/public/data.json",
        "/public/areas/A1/feed.atom",
    ):
        assert get(address).status_code == 404


def test_two_people_release_by_plain_forms(release: PublicRelease) -> None:
    paula, dora = Client(), Client()
    paula.force_login(Person.objects.get(display_name="Paula"))
    dora.force_login(Person.objects.get(display_name="Dora"))
    assert paula.post("/public-releases/", {"fi": "Hyvä.", "sv": "", "en": ""}).status_code == 422
    assert paula.post("/public-releases/", {}).status_code == 302
    from tilannekuva.publication.worker import prepare_once

    prepare_once(sample.CITY)
    new = PublicRelease.objects.get(state="prepared")
    assert (
        "A second person decides on it." in paula.get(f"/public-releases/{new.public_id}/").content.decode()
    )
    paula.post(f"/public-releases/{new.public_id}/decide/", {"decision": "release"})
    new.refresh_from_db()
    assert new.state == "prepared"
    assert "Release it" in dora.get(f"/public-releases/{new.public_id}/").content.decode()
    dora.post(f"/public-releases/{new.public_id}/decide/", {"decision": "release"})
    new.refresh_from_db()
    assert new.state == "released"
    dora.post(f"/public-releases/{new.public_id}/decide/", {"decision": "withdraw", "reason": "wrong_words"})
    new.refresh_from_db()
    assert (new.state, new.withdrawal_reason) == ("withdrawn", "wrong_words")


def test_who_may_not_publish_finds_no_such_page(reader: Any) -> None:
    client = Client()
    client.force_login(reader)
    assert client.get("/public-releases/").status_code == 404


def form(**changes: Any) -> dict[str, Any]:
    page = get("/public/report/").content.decode()
    day = re.search(r'name="occurred_on" value="([\d-]+)"', page)
    assert day
    return {
        "report_id": str(uuid.uuid4()), "kind": "safe_place", "area": "A1", "occurred_on": day[1],
        "time_band": "evening", **changes,
    }  # fmt: skip


@pytest.mark.req("R9")
def test_a_resident_reports_without_an_account_and_sees_the_answer(release: PublicRelease) -> None:
    _organisation("residents", "Residents", kind="other")
    client = Client(headers={"accept-language": "en"})
    sent = form()
    page = client.post("/public/report/", sent).content.decode()
    code = re.search(r'class="public-code">([^<]+)<', page)
    assert code
    assert code[1] in client.post("/public/report/", sent).content.decode()  # sent again: one report
    signal = Signal.objects.get(report__isnull=False)
    assert (signal.stream, signal.kind.code, signal.recorded_by) == ("citizen_report", "safe_place", None)
    answer = client.post("/answer/", {"code": code[1]})
    assert "It is stored. Nobody has looked at it yet." in visible_text(answer.content.decode())


def test_a_resident_reports_places_alone_and_writes_no_words(release: PublicRelease) -> None:
    _organisation("residents", "Residents", kind="other")
    page = get("/public/report/").content.decode()
    assert "<textarea" not in page
    assert 'type="text"' not in page
    for changes in ({"kind": "theft"}, {"area": "D1"}, {"area": "A9"}, {"occurred_on": "2001-01-01"}):
        assert Client().post("/public/report/", form(**changes)).status_code == 422
    assert not Signal.objects.filter(report__isnull=False).exists()


def test_without_an_organisation_for_residents_none_is_taken(release: PublicRelease) -> None:
    assert get("/public/report/").status_code == 404
    assert "/public/report/" not in get("/public/").content.decode()


def test_nobody_sends_reports_by_the_hundred(release: PublicRelease, settings: Any) -> None:
    _organisation("residents", "Residents", kind="other")
    client = Client()
    states = [client.post("/public/report/", form()).status_code for _ in range(7)]
    assert states.count(200) == 5
    assert states[-1] == 429
