"""Answers as JSON or XML, in the shapes of GeoReport v2."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

Record = Mapping[str, Any]

_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


def answer(form: str, records: Sequence[Record], *, of: tuple[str, str], status: int = 200) -> HttpResponse:
    """A list of records. `of`: the names of the list and of one record in XML, such as services, service."""
    body = json.dumps(list(records), ensure_ascii=False) if form == "json" else _xml(of, records)
    return HttpResponse(body, content_type=_TYPES[form], status=status)


def answer_one(form: str, record: Record, *, name: str) -> HttpResponse:
    """One record that is no list."""
    if form == "json":
        return HttpResponse(json.dumps(dict(record), ensure_ascii=False), content_type=_TYPES[form])
    return HttpResponse(_document(_element(name, record)), content_type=_TYPES[form])


def refusal(form: str, status: int, description: str) -> HttpResponse:
    """Nothing was stored, and why. It never repeats what was sent."""
    return answer(form, [{"code": status, "description": description}], of=("errors", "error"), status=status)


def _xml(of: tuple[str, str], records: Sequence[Record]) -> str:
    root = ElementTree.Element(of[0])
    root.extend(_element(of[1], record) for record in records)
    return _document(root)


def _document(root: ElementTree.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _element(name: str, value: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, part) for key, part in value.items())
    elif isinstance(value, list):
        # GeoReport names the members of a list by its singular: endpoints, endpoint.
        element.extend(_element(name.removesuffix("s"), part) for part in value)
    elif value is not None:
        element.text = (
            {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        )
    return element
