"""Statistics of others come in by the web: as a series with its words, protected for those who may not see counts."""

from __future__ import annotations

import pytest
from django.test import Client

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.city import City
from tilannekuva.domain.imports import ImportState
from tilannekuva.intake.models import IndicatorValue
from tilannekuva.places.models import Area

from .hand_in import AREA, CANARY, Send, everything_stored, hand_in, partner, read

__all__ = ["hand_in", "partner"]

pytestmark = pytest.mark.django_db


def statistics_words() -> dict[str, str]:
    return {
        "title": "Damage reported to the police", "definition": "Reported offences by place of the act.",
        "extracted_on": "2026-05-02", "stream": "partner_observation", "marking": "green", "only_kind": "damage",
    }  # fmt: skip


def test_a_statistic_comes_in_as_a_series(
    hand_in: Send, partner: Client, blackpool: City, safety_unit: Organisation, reader: Person
) -> None:
    text = f"area,month,count,remark\n{AREA},2026-01,3,x\n{AREA},2026-02,12,x\n{AREA},2026-03,0,x\nnowhere,2026-03,1,x\n"
    job = hand_in(text, tells="statistics")
    job = read(blackpool)
    assert job.reading["can_be_confirmed"] is False
    assert partner.post(f"/import/{job.public_id}/", statistics_words()).status_code == 302
    job = read(blackpool)
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm", "keep": "yes"})
    job = read(blackpool)
    assert job.state == ImportState.DONE
    assert IndicatorValue.objects.count() == 3
    address = f"/statistics/{job.reading['series']}/"
    page = partner.get(address).content.decode()
    assert "Reported" in page
    assert ">3<" in page
    # Those who do not work on the picture see a range, in the page, the chart and the file.
    partner.force_login(reader)
    page = partner.get(address).content.decode()
    assert "1–4" in page
    assert ">3<" not in page
    answer = partner.get(address + "counts.csv?since=2026")
    lines = answer.content.decode().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "Period,Area code,Area,Count",
        *(f"2026-0{month},{AREA},{Area.objects.get(code=AREA).name('en')},{count}" for month, count in
          ((1, "1–4"), (2, "12"), (3, "0"))),
    ]  # fmt: skip
    assert "# Filter,since=2026" in lines
    serial = next(line for line in lines if line.startswith("# Serial number")).partition(",")[2]
    assert serial in AuditEntry.objects.get(act="file.exported").entry


def test_an_export_has_a_limit(
    hand_in: Send, partner: Client, blackpool: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilannekuva.web.pages.statistics.MOST_EXPORTED_ROWS", 1)
    job = hand_in(f"area,month,count\n{AREA},2026-01,3\n{AREA},2026-02,12\n", tells="statistics")
    read(blackpool)
    partner.post(f"/import/{job.public_id}/", statistics_words())
    read(blackpool)
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
    job = read(blackpool)
    assert partner.get(f"/statistics/{job.reading['series']}/counts.csv").status_code == 403


def test_words_of_a_statistic_pass_the_gate(hand_in: Send, partner: Client, blackpool: City) -> None:
    job = hand_in(f"area,month,count\n{AREA},2026-01,3\n", tells="statistics")
    read(blackpool)
    answer = partner.post(f"/import/{job.public_id}/", statistics_words() | {"definition": CANARY})
    assert answer.status_code == 422
    assert CANARY not in answer.content.decode()
    assert CANARY.encode() not in everything_stored()


def test_a_series_of_others_is_hidden_where_nothing_opens_it(
    hand_in: Send, partner: Client, blackpool: City, police_reader: Person
) -> None:
    job = hand_in(f"area,month,count\n{AREA},2026-01,3\n", tells="statistics")
    read(blackpool)
    partner.post(f"/import/{job.public_id}/", statistics_words() | {"marking": "amber"})
    read(blackpool)
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
    job = read(blackpool)
    partner.force_login(police_reader)
    assert partner.get(f"/statistics/{job.reading['series']}/").status_code == 404
    assert "Damage reported" not in partner.get("/statistics/").content.decode()
