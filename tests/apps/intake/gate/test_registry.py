"""No text field without a word on what keeps persons out of it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from tilannekuva.intake.gate.registry import TEXT_FIELDS, TextUse


def text_fields() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("tilannekuva")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
    }


@pytest.mark.req("L-15")
def test_every_text_field_is_registered_and_no_other() -> None:
    assert text_fields() == set(TEXT_FIELDS)


def test_a_closed_field_is_one() -> None:
    """A choice of a list; but for languages and periods, which the code writes."""
    for name, use in TEXT_FIELDS.items():
        app, model, field = name.split(".")
        if use is TextUse.CLOSED and field not in ("language", "period_unit", "iccs", "level"):
            assert apps.get_model(app, model)._meta.get_field(field).choices, name
