"""The picture page: one edition, its fragment, its files."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.web.edition_sample import DRUG_TRADE
from tilannekuva.domain.role import RoleName

KIND_QUERY = f"/?kind={DRUG_TRADE}&period=8&stream=all"


@pytest.fixture
def leader_client(school: Any) -> Client:
    """A reader who may see protected counts only."""
    import datetime as dt

    from tests.conftest import TESTER
    from tilannekuva.accounts.actions import add_person

    person = add_person(
        email="lena@example.invalid", display_name="Lena", language="en", organisation=school,
        roles={RoleName.LEADER: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip
    return _client(person)


def _client(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.mark.parametrize("address", ["/", KIND_QUERY, f"/?kind={DRUG_TRADE}"])
def test_fragment_is_the_same_part_of_the_full_page(sample_finding: Any, bob: Any, address: str) -> None:
    client = _client(bob)
    page = client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith('<div id="picture"')
    assert fragment.strip() in page
    assert "<html" not in fragment


def test_going_back_in_history_gets_the_whole_page(sample_finding: Any, bob: Any) -> None:
    answer = _client(bob).get("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in answer.content.decode()


def test_unknown_choices_say_so_and_show_the_default(sample_finding: Any, bob: Any) -> None:
    answer = _client(bob).get("/?kind=<x>&period=5&stream=seen")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("is not among the") == 3
    assert "<x>" not in text


def test_the_marking_stands_in_its_exact_form(sample_finding: Any, bob: Any) -> None:
    assert "TLP:AMBER<" in _client(bob).get("/").content.decode()


def test_partners_never_receive_a_small_count(sample_finding: Any, leader_client: Client) -> None:
    """Of 1 signal discovered, a partner learns the range and nothing that gives it away."""
    data = leader_client.get(f"/picture/map.json?kind={DRUG_TRADE}&period=4&stream=discovered").json()
    assert data["areas"]["A1"][0] == [1, 4]
    page = leader_client.get(f"/?kind={DRUG_TRADE}&period=4&stream=discovered").content.decode()
    assert '<td class="number">1–4</td>' in page
    assert '<td class="number">1</td>' not in page


def test_areas_stand_in_alphabetical_order_not_by_number(sample_finding: Any, bob: Any) -> None:
    page = _client(bob).get(f"/?kind={DRUG_TRADE}").content.decode()
    assert page.index('data-area="A2"') < page.index('data-area="A1"')


def test_json_is_the_stored_document(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    answer = client.get("/picture.json")
    checksum = answer["ETag"].strip('"')
    assert hashlib.sha256(answer.content).hexdigest() == checksum
    assert json.loads(answer.content)["marking"] == "amber"
    assert client.get("/picture.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_geography_holds_polygons_of_registered_areas_only(sample_finding: Any, bob: Any) -> None:
    shapes = _client(bob).get("/geography/areas.geojson").json()
    assert {feature["geometry"]["type"] for feature in shapes["features"]} == {"Polygon"}
    assert {feature["properties"]["code"] for feature in shapes["features"]} == {"A1", "A2"}


@pytest.mark.parametrize(
    "address",
    [
        "/picture.json",
        "/picture.pdf",
        "/picture/map.json",
        "/geography/areas.geojson",
        f"/kinds/{DRUG_TRADE}/",
    ],
)
def test_who_may_see_nothing_receives_nothing(sample_finding: Any, charlie: Any, address: str) -> None:
    assert _client(charlie).get(address).status_code in (403, 404)
    assert Client().get(address).status_code == 302


def _streams_told(client: Client) -> list[str]:
    page = client.get(f"/kinds/{DRUG_TRADE}/?period=4").content.decode()
    section = page[page.index("streams-heading") : page.index("about-heading")]
    return re.findall(r"<dd>(.*?)</dd>", section)


def test_a_phenomenon_is_told_by_stream_from_its_edition(sample_finding: Any, bob: Any) -> None:
    assert _streams_told(_client(bob)) == ["15", "0", "3", "1", "0", "0"]


def test_partners_cannot_work_a_small_stream_out_from_the_others(
    sample_finding: Any, leader_client: Client
) -> None:
    """18 are shown exactly and 3 of them protected, so 15 must not be shown either."""
    assert _streams_told(leader_client) == ["1–18", "0", "1–18", "1–4", "0", "0"]


def test_the_page_of_a_phenomenon_asks_no_table_that_grows_with_signals(
    sample_finding: Any, bob: Any, django_assert_max_num_queries: Any
) -> None:
    client = _client(bob)
    client.get(f"/kinds/{DRUG_TRADE}/")
    with django_assert_max_num_queries(16) as asked:
        client.get(f"/kinds/{DRUG_TRADE}/")
    assert not [query for query in asked.captured_queries if "intake_signal" in query["sql"]]


def test_unknown_phenomenon_is_not_found(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    assert client.get(f"/kinds/{DRUG_TRADE}/").status_code == 200
    assert client.get("/kinds/unheard_of/").status_code == 404


def test_a_page_costs_few_queries(sample_finding: Any, bob: Any, django_assert_max_num_queries: Any) -> None:
    client = _client(bob)
    client.get(KIND_QUERY)
    with django_assert_max_num_queries(16):
        client.get(KIND_QUERY)


def test_no_page_carries_inline_script_or_style(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    for address in ("/", KIND_QUERY, f"/kinds/{DRUG_TRADE}/", f"/findings/{sample_finding.public_id}/"):
        text = client.get(address).content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


def test_the_pages_load_no_arithmetic() -> None:
    """A web process starts without the libraries that only workers and files need."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tilannekuva.project.settings.bare';"
        "django.setup(); import tilannekuva.project.urls;"
        "print([m for m in ('numpy', 'scipy', 'numba', 'shapely', 'vl_convert', 'typst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_script_the_map_stands_still_and_follows_the_choice(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    page = client.get(f"/?kind={DRUG_TRADE}").content.decode()
    without = "".join(re.findall(r"<noscript>.*?</noscript>", page, re.DOTALL))
    address = html.unescape(re.search(r'src="(/picture/map.svg[^"]*)"', without).group(1))  # type: ignore[union-attr]
    assert f"kind={DRUG_TRADE}" in address
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    for table in re.findall(r'href="#([\w-]+)"', without):
        assert f'id="{table}"' in page
