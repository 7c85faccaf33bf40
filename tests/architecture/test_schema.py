"""L-01: no column, form field or column of a file describes an observed person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from django import forms
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from django.urls import get_resolver

from tilannekuva.accounts.models import Person
from tilannekuva.audit.schema_check import NAMES_OF_THINGS, TABLES_ABOUT_USERS, person_columns
from tilannekuva.detection.events import EventArrays
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.rules.schema import check_describes_no_person, person_word_in
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.importers.columns import KNOWN_NAMES
from tilannekuva.intake.models import ImportBatch, Signal, Source

pytestmark = pytest.mark.req("L-01")

# Forms by which users of the system come in and are handled.
FORMS_ABOUT_USERS = ("tilannekuva.web.forms.people.", "tilannekuva.web.forms.account.")


@pytest.mark.parametrize(
    "name",
    [
        *("suspect_name", "SuspectName", "name", "nimi", "etunimi", "hetu", "henkilotunnus2", "syntymäaika"),
        *("dob", "phone", "puhelinnumero", "plate", "rekisterinumero", "photo", "face", "nickname", "handle"),
        *("ethnic_group", "kansalaisuus", "misstänkt", "victim_count", "client_id", "home_address"),
    ],
)
def test_names_that_describe_a_person_are_refused(name: str) -> None:
    with pytest.raises(RuleBroken, match="says something about a person"):
        check_describes_no_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "kind",
        "occurred_on",
        "stage",
        "coverage",
        "area",
        "time_band",
        "n_events",
        "page",
        "severity",
        "message",
    ],
)
def test_names_of_what_where_and_when_pass(name: str) -> None:
    check_describes_no_person(name)


def test_our_tables_pass_and_the_check_runs_at_every_start() -> None:
    assert [message for message in run_checks(tags=["trust"]) if message.id == "tilannekuva.E002"] == []


def test_the_allow_lists_name_nothing_that_is_not_there() -> None:
    tables = {table._meta.label_lower: table for table in apps.get_models()}
    assert set(tables) >= TABLES_ABOUT_USERS
    for column in NAMES_OF_THINGS:
        label, _dot, name = column.rpartition(".")
        assert tables[label]._meta.get_field(name)


@isolate_apps("tilannekuva.intake")
def test_a_column_about_a_person_is_found() -> None:
    class Note(models.Model):
        suspect_name = models.CharField(max_length=10)
        scan = models.FileField()
        reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
        noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
        area = models.CharField(max_length=10)

        class Meta:
            app_label = "intake"

    assert [column for column, _reason in person_columns([Note])] == [
        "intake.note.suspect_name",
        "intake.note.scan",
        "intake.note.reader",
    ]


def test_form_fields_describe_no_person() -> None:
    assert get_resolver().url_patterns  # loads every page, and with it every form
    ours = [form for form in _forms(forms.BaseForm) if form.__module__.startswith("tilannekuva.")]
    wrong = [
        f"{form.__module__}.{form.__name__}.{field}"
        for form in ours
        if not f"{form.__module__}.".startswith(FORMS_ABOUT_USERS)
        for field in getattr(form, "base_fields", {})
        if person_word_in(field)
    ]
    assert wrong == []
    assert ours, "the forms about users are ours"


def _forms(form: type) -> Iterator[type]:
    for subclass in form.__subclasses__():
        yield subclass
        yield from _forms(subclass)


def test_no_column_of_a_file_that_is_read_describes_a_person() -> None:
    known = [name for names in KNOWN_NAMES.values() for name in names]
    assert [name for name in known if person_word_in(name)] == []


def test_what_comes_in_has_no_room_for_a_text_about_somebody() -> None:
    """Words of a signal come from closed lists; nothing in its row can hold a sentence."""
    for table in (Signal, Source, ImportBatch):
        for field in table._meta.get_fields():
            if isinstance(field, models.TextField):
                pytest.fail(f"{table.__name__}.{field.name} holds free text")
            if isinstance(field, models.CharField) and not field.choices:
                assert field.max_length is not None
                assert field.max_length <= 64, f"{table.__name__}.{field.name}"


@pytest.mark.req("L-02")
def test_detection_takes_a_closed_list_of_columns() -> None:
    assert {field.name for field in fields(EventArrays)} == {
        *("day", "band", "area_idx", "cell_idx", "kind_idx", "stream", "severity"),
        *("reliability", "credibility", "source_idx", "received_day", "n_events"),
    }
    assert [field.name for field in fields(SignalDraft) if person_word_in(field.name)] == []
