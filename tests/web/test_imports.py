"""Files come in by the web: looked at before they count, erased in every case, and once."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.intake.importers.workbooks import workbook
from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.imports import LARGEST_UPLOAD_BYTES, MOST_OPEN_IMPORTS, ImportState
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import erase_due_imports
from tilannekuva.intake.import_worker import work_once
from tilannekuva.intake.models import ImportJob, SavedMapping, Signal, Source

pytestmark = pytest.mark.django_db

from .hand_in import AREA, CANARY, FILE, Send, everything_stored, hand_in, partner, read

__all__ = ["hand_in", "partner"]


def test_a_file_comes_in_after_it_was_looked_at(hand_in: Send, partner: Client, blackpool: City) -> None:
    job = hand_in()
    page = partner.get(f"/import/{job.public_id}/").content.decode()
    assert 'http-equiv="refresh"' in page
    job = read(blackpool)
    assert (job.state, Signal.objects.count()) == (ImportState.READ, 0)
    page = partner.get(f"/import/{job.public_id}/").content.decode()
    assert "Take 2 rows in" in page
    assert "no time: 1" in page
    assert partner.get(f"/import/{job.public_id}/rows-not-taken.csv").content.decode() == (
        "row,column,reason\n4,date,no time\n"
    )
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm", "keep": "yes"})
    job = read(blackpool)
    assert (job.state, job.sealed, Signal.objects.count()) == (ImportState.DONE, None, 2)
    assert "The file came in" in partner.get(f"/import/{job.public_id}/").content.decode()
    assert SavedMapping.objects.get().choices["columns"]["row_id"] == "id"


def test_a_column_of_case_ids_is_shown_by_its_name_and_tells_rows_apart(
    hand_in: Send, blackpool: City
) -> None:
    """Written as one word it reads like an account of social media to the gate."""
    hand_in(FILE.replace("id,", "case_id,", 1))
    assert read(blackpool).reading["row_id"] == "case_id"


@pytest.mark.req("S-16")
def test_the_same_file_and_the_same_rows_come_in_once(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    for content in (FILE, FILE, FILE + f"4,2026-03-04,{AREA},damage,\n"):
        job = hand_in(content)
        read(blackpool)
        partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
        while work_once(blackpool):
            pass
    assert Signal.objects.count() == 3
    assert Signal.objects.exclude(row_key="").count() == 3


@pytest.mark.req("S-16")
def test_without_ids_identical_rows_are_left_out_unless_somebody_says_otherwise(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    head, row = "date,area,kind\n", f"2026-03-01,{AREA},damage\n"
    job = hand_in(head + row)
    read(blackpool)
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
    read(blackpool)
    job = hand_in(head + row * 3)
    job = read(blackpool)
    assert (job.reading["n_taken"], job.reading["n_already_in"]) == (2, 1)
    answer = partner.post(f"/import/{job.public_id}/", {"stream": "partner_observation", "marking": "amber",
                                                       "takes_identical": "on"})  # fmt: skip
    assert answer.status_code == 302
    assert read(blackpool).reading["n_taken"] == 3


@pytest.mark.req("L-16")
@pytest.mark.parametrize("end", ["confirm", "discard", "time"])
def test_nothing_of_a_free_text_is_anywhere(
    hand_in: Send, partner: Client, blackpool: City, end: str, capfd: Any
) -> None:
    job = hand_in(name=f"{CANARY}.csv")
    assert CANARY.encode() not in everything_stored()
    read(blackpool)
    assert CANARY.encode() not in everything_stored()
    assert CANARY not in partner.get(f"/import/{job.public_id}/").content.decode()
    if end == "time":
        from tilannekuva.domain.viewer import system
        from tilannekuva.intake.actions import erase_due_imports

        with unlocked():
            ImportJob.objects.update(keep_until_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        assert erase_due_imports(by=system("worker")) == 1
    else:
        partner.post(f"/import/{job.public_id}/step/", {"step": end})
        work_once(blackpool)
    job.refresh_from_db()
    assert (job.sealed, job.choices) == (None, {})
    assert CANARY.encode() not in everything_stored()
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.req("L-15")
def test_names_of_columns_and_kinds_pass_the_gate(hand_in: Send, partner: Client, blackpool: City) -> None:
    text = f"date,area,kind,131052-308T\n2026-03-01,{AREA},131052-308T,x\n2026-03-02,{AREA},damage,x\n"
    job = hand_in(text)
    job = read(blackpool)
    assert b"131052-308T" not in everything_stored()
    assert "131052-308T" not in partner.get(f"/import/{job.public_id}/").content.decode()
    assert job.reading["n_taken"] == 1
    assert "column 4" in job.reading["columns"]


def test_kinds_that_nobody_knows_are_asked_for_and_remembered(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    text = f"date,area,kind\n2026-03-01,{AREA},ilkivalta\n2026-03-02,{AREA},muu\n"
    job = hand_in(text)
    job = read(blackpool)
    assert job.reading["n_kinds_open"] == 2
    assert job.reading["reasons"] == [["the kind is not in the vocabulary: say which one it is", 2]]
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
    job.refresh_from_db()
    assert job.state == ImportState.READ
    names = [kind["name"] for kind in job.reading["kinds"]]
    chosen = {"ilkivalta": "damage", "muu": "-"}
    sent = {f"kind_of_value_{i}": chosen[name] for i, name in enumerate(names)}
    partner.post(f"/import/{job.public_id}/", {"stream": "partner_observation", "marking": "amber"} | sent)
    job = read(blackpool)
    assert (job.reading["n_taken"], job.reading["n_kinds_open"]) == (1, 0)
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm", "keep": "yes"})
    read(blackpool)
    hand_in(text.replace("03-01", "04-01"))
    assert read(blackpool).reading["n_kinds_open"] == 0
    assert "ilkivalta" in partner.get("/import/mappings/").content.decode()
    partner.post("/import/mappings/", {"mapping": str(SavedMapping.objects.get().public_id)})
    assert SavedMapping.objects.count() == 0


def test_what_is_no_table_says_so_and_can_be_left(hand_in: Send, partner: Client, blackpool: City) -> None:
    job = hand_in(b"%PDF-1.7")
    job = read(blackpool)
    assert job.state == ImportState.REFUSED
    assert "a PDF document" in partner.get(f"/import/{job.public_id}/").content.decode()
    partner.post(f"/import/{job.public_id}/step/", {"step": "discard"})
    job.refresh_from_db()
    assert (job.state, job.sealed) == (ImportState.DISCARDED, None)


def test_names_of_areas_tell_the_place_as_codes_do(hand_in: Send, partner: Client, blackpool: City) -> None:
    text = "date,ward,kind\n2026-03-01,Anchorsholme,damage\n2026-03-02, BISPHAM ,damage\n2026-03-02,Atlantis,damage\n"
    job = hand_in(text)
    job = read(blackpool)
    assert (job.reading["n_taken"], job.reading["taken"]["area"]) == (2, "ward")
    assert ["no area has this code or name", 1] in job.reading["reasons"]
    partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})
    read(blackpool)
    assert sorted(Signal.objects.values_list("area__code", flat=True)) == ["E05001643", "E05001644"]


@pytest.mark.req("C-26")
def test_a_refused_file_takes_no_place_and_leaves_no_source(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    for number in range(2 * MOST_OPEN_IMPORTS):
        # One half is no table at all; the other could be read in another way.
        job = hand_in(b"%PDF-1.7" if number % 2 else "remark,area\nx,091\n", source=f"slip-{number}")
        assert read(blackpool).state == ImportState.REFUSED
        job.refresh_from_db()
        assert (job.sealed is None) == (job.source is None) == bool(number % 2)
    for number in range(MOST_OPEN_IMPORTS):
        hand_in(source=f"good-{number}")
    assert ImportJob.objects.exclude(sealed=None).count() == MOST_OPEN_IMPORTS
    assert sorted(Source.objects.values_list("code", flat=True)) == [
        f"good-{n}" for n in range(MOST_OPEN_IMPORTS)
    ]
    assert AuditEntry.objects.filter(act="source.removed").count() == 2 * MOST_OPEN_IMPORTS
    one_more = {"tells": "signals", "stream": "partner_observation", "source": "too-many", "marking": "amber"}
    answer = partner.post("/import/", one_more | {"file": SimpleUploadedFile("x.csv", FILE.encode())})
    assert "wait already" in answer.content.decode()
    assert not Source.objects.filter(code="too-many").exists()


def test_what_is_left_out_or_past_its_time_leaves_no_source_but_one_in_use_stays(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    kept = hand_in(source="kept")
    read(blackpool)
    partner.post(f"/import/{kept.public_id}/step/", {"step": "confirm"})
    read(blackpool)
    for source in ("kept", "gone"):
        job = hand_in(FILE + "9,2026-03-09,x,damage,\n", source=source)
        partner.post(f"/import/{job.public_id}/step/", {"step": "discard"})
    hand_in(FILE + "8,2026-03-09,x,damage,\n", source="late")
    with unlocked():
        ImportJob.objects.update(keep_until_at=now_at() - dt.timedelta(minutes=1))
    assert erase_due_imports(by=system("worker")) == 1
    assert list(Source.objects.values_list("code", flat=True)) == ["kept"]
    assert partner.get("/import/").status_code == partner.get(f"/import/{job.public_id}/").status_code == 200


def test_a_refusal_speaks_of_the_page_and_not_of_a_command(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    job = hand_in("remark,area\nx,091\n")
    read(blackpool)
    page = partner.get(f"/import/{job.public_id}/").content.decode()
    assert "--" not in page.partition("<main")[2].partition("</main")[0].replace("hds-button--", "")


def test_workbooks_and_packed_files_come_in(hand_in: Send, blackpool: City) -> None:
    rows = [["date", "area", "kind"], [dt.date(2026, 3, 1), AREA, "damage"]]
    hand_in(workbook(rows), name="x.xlsx")
    assert read(blackpool).reading["n_taken"] == 1
    hand_in(gzip.compress(FILE.encode()), name="x.csv.gz")
    assert read(blackpool).reading["n_taken"] == 2


@pytest.mark.req("C-26")
def test_a_file_that_is_too_large_is_not_read_to_its_end(partner: Client) -> None:
    big = SimpleUploadedFile("x.csv", b"x" * (LARGEST_UPLOAD_BYTES + 1))
    answer = partner.post(
        "/import/",
        {
            "tells": "signals",
            "stream": "partner_observation",
            "source": "file",
            "marking": "amber",
            "file": big,
        },
    )
    assert answer.status_code == 422
    assert "too large for this page" in answer.content.decode()
    assert ImportJob.objects.count() == 0


@pytest.mark.req("C-26")
def test_no_file_is_taken_from_those_who_may_not_import(client: Client, charlie: Person) -> None:
    sent = {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}
    for login in (None, charlie):
        if login is not None:
            client.force_login(login)
        answer = client.post("/import/", sent)
        assert answer.status_code in (302, 403)
        assert not answer.wsgi_request.FILES


def test_others_see_no_file_of_an_organisation(
    hand_in: Send, client: Client, bob: Person, blackpool: City
) -> None:
    job = hand_in()
    read(blackpool)
    client.force_login(bob)
    for address in ("", "rows-not-taken.csv"):
        assert client.get(f"/import/{job.public_id}/{address}").status_code == 404
    assert client.post(f"/import/{job.public_id}/step/", {"step": "discard"}).status_code == 404
    assert str(job.public_id) not in client.get("/import/").content.decode()


@pytest.mark.req("R-14")
@pytest.mark.parametrize("phase", ["reading", "storing"])
def test_the_job_of_a_worker_that_died_is_done_once(
    hand_in: Send, partner: Client, blackpool: City, phase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tilannekuva.intake import import_worker

    job = hand_in()
    if phase == "storing":
        read(blackpool)
        partner.post(f"/import/{job.public_id}/step/", {"step": "confirm"})

    def die(*arguments: Any, **named: Any) -> None:
        raise KeyboardInterrupt  # no handler of errors sees it, as none sees a kill

    with monkeypatch.context() as patched:
        patched.setattr(import_worker, "finish_import" if phase == "storing" else "record_reading", die)
        with pytest.raises(KeyboardInterrupt):
            work_once(blackpool)
    assert Signal.objects.count() == 0
    assert work_once(blackpool) is None  # it is taken, as far as anybody can know
    with unlocked():
        ImportJob.objects.update(claimed_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    job = read(blackpool)
    if phase == "reading":
        assert job.state == ImportState.READ
    else:
        assert (job.state, Signal.objects.count()) == (ImportState.DONE, 2)
    assert AuditEntry.objects.filter(act="signals.imported").count() == Signal.objects.count() // 2


def test_a_file_at_which_every_worker_dies_is_given_up(
    hand_in: Send, partner: Client, blackpool: City
) -> None:
    job = hand_in()
    with unlocked():
        ImportJob.objects.update(n_claims=3)
    assert work_once(blackpool) is None
    job.refresh_from_db()
    assert job.state == ImportState.REFUSED
    assert "stopped several times" in partner.get(f"/import/{job.public_id}/").content.decode()
