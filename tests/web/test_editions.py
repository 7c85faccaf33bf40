"""Released editions: two people, one number, the same bytes each time; who may read them; where they come from."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.web import edition_sample as sample
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.edition_release import WithdrawalReason
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.picture.actions import propose_release, release_edition, renew_editions, withdraw_release
from tilannekuva.picture.edition_changes import ChangeSort, edition_changes
from tilannekuva.picture.models import EditionRelease
from tilannekuva.picture.queries import content_of, current_edition


@pytest.fixture
def proposed(sample_finding: Any, bob: Any) -> EditionRelease:
    seen = current_edition(viewer_of(bob))
    assert seen is not None
    return propose_release(seen=seen, by=viewer_of(bob), diary_number="HEL 2026-0123")


@pytest.fixture
def released(proposed: EditionRelease, alice: Any) -> EditionRelease:
    return release_edition(release=proposed, by=viewer_of(alice))


def _client(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_one_person_alone_releases_nothing(proposed: EditionRelease, bob: Any) -> None:
    with pytest.raises(RuleBroken):
        release_edition(release=proposed, by=viewer_of(bob))
    forced = {
        "state": "released",
        "year": 2026,
        "number": 1,
        "released_by": bob,
        "released_at": "2026-01-01T00:00Z",
    }
    with pytest.raises(IntegrityError), unlocked(), transaction.atomic():
        EditionRelease.objects.filter(pk=proposed.pk).update(**forced)


def test_a_release_has_a_number_and_can_only_be_withdrawn(released: EditionRelease, alice: Any) -> None:
    assert released.number == 1
    with pytest.raises(WrongState):
        release_edition(release=released, by=viewer_of(alice))
    withdraw_release(release=released, reason=WithdrawalReason.WRONG_DATA, by=viewer_of(alice))
    assert released.state == "withdrawn"


def test_pages_and_files(released: EditionRelease, reader: Any, bob: Any, alice: Any) -> None:
    address = f"/editions/{released.public_id}/"
    for person in (reader, bob):
        client = _client(person)
        assert released.serial in client.get("/editions/").content.decode()
        assert released.serial in client.get(address).content.decode()
        for name in ("picture.json", "picture.pdf", "provenance.json", "geography/cells.geojson"):
            assert client.get(address + name).status_code == 200, name
    first = _client(bob).get(address + "picture.json").content
    renew_editions(city=sample.CITY, by=viewer_of(bob))
    assert _client(bob).get(address + "picture.json").content == first
    assert f"since edition {released.serial}" in _client(bob).get("/").content.decode()
    withdraw_release(release=released, reason=WithdrawalReason.WRONG_DATA, by=viewer_of(alice))
    assert _client(reader).get(address).status_code == 404
    assert "Do not cite it" in _client(bob).get(address).content.decode()


def test_plain_readers_see_no_proposal(proposed: EditionRelease, reader: Any) -> None:
    assert _client(reader).get(f"/editions/{proposed.public_id}/").status_code == 404


def test_provenance_has_no_cycle_no_name_and_reaches_the_inputs(released: EditionRelease, bob: Any) -> None:
    answer = _client(bob).get(f"/editions/{released.public_id}/provenance.json")
    document = answer.json()
    assert not {"Bob", "Alice"} & set(answer.content.decode().replace('"', " ").split())
    sources: dict[str, set[str]] = {}
    for link in document["wasDerivedFrom"].values():
        sources.setdefault(link["prov:generatedEntity"], set()).add(link["prov:usedEntity"])

    def reached(name: str, path: tuple[str, ...] = ()) -> set[str]:
        assert name not in path
        return {name}.union(*(reached(each, (*path, name)) for each in sources.get(name, ())))

    signals = {name for name, entity in document["entity"].items() if "tk:inputs_sha256" in entity}
    for name in document["entity"]:
        assert reached(name) & signals, name


def test_changes_are_none_or_mirrored(sample_finding: Any, bob: Any) -> None:
    edition = current_edition(viewer_of(bob))
    assert edition is not None
    content = content_of(edition)
    assert edition_changes(content, content) == []
    without = copy.deepcopy(content) | {"findings": []}
    assert {change.sort for change in edition_changes(without, content)} == {ChangeSort.FINDING_NEW}
    assert {change.sort for change in edition_changes(content, without)} == {ChangeSort.FINDING_GONE}
