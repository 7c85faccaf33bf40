"""The catalogues are complete, and what checks them finds what is wrong."""

from __future__ import annotations

import pytest
from babel.messages import Catalog

from tools import messages

pytestmark = pytest.mark.req("L-36")


def test_every_catalogue_is_complete_and_as_collected() -> None:
    assert set(messages.catalogue_paths()) == {"fi", "sv"}
    assert len(messages.collected()) > 300
    assert messages.check() == []


def _collected(source: str, *, is_template: bool = False) -> list[object]:
    return [found[1] for found in messages.messages_in(source, is_template=is_template)]


def test_messages_are_collected_from_code_and_from_refused_rules() -> None:
    source = """
raise RuleBroken("No %(code)s.", code=code)
_("one" " text")
ngettext("%(n)d day", "%(n)d days", n)
raise BadInput("Said at a console", "", "")
"""
    assert _collected(source) == ["No %(code)s.", "one text", ("%(n)d day", "%(n)d days")]


def test_messages_are_collected_from_templates() -> None:
    source = """
  <p>{% translate "It's 95 %" %}</p>
    {% blocktranslate trimmed count n=n %}
      {{ n }} day
    {% plural %}
      {{ n }} days
    {% endblocktranslate %}
"""
    assert _collected(source, is_template=True) == ["It's 95 %%", ("%(n)s day", "%(n)s days")]


@pytest.mark.parametrize(
    "call", ['_(f"No {code}")', '_("No %s" % code)', '_("No {}".format(code))', 'NotAllowed(f"No {code}")']
)
def test_a_message_that_is_put_together_in_code_is_found(call: str) -> None:
    assert list(messages.assembled_in(f"\n{call}")) == [2]
    assert list(messages.assembled_in('_("No %(code)s") % {"code": code}')) == []


def _faults(**changes: object) -> list[str]:
    template = Catalog()
    template.add("Until %(day)s")
    template.add(("%(n)d day", "%(n)d days"))
    catalog = Catalog(locale="fi")
    catalog.add("Until %(day)s", changes.get("until", "%(day)s asti"), flags=changes.get("flags", ()))
    catalog.add(("%(n)d day", "%(n)d days"), changes.get("days", ("päivä", "%(n)d päivää")))
    if "more" in changes:
        catalog.add(changes["more"], "x")
    if "unknown" in changes:
        template.add(changes["unknown"])
    return [fault.split(": ")[1] for fault in messages.problems(template, "fi", catalog)]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"unknown": "New"}, ["missing"]),
        ({"until": ""}, ["not translated"]),
        ({"days": ("", "%(n)d päivää")}, ["not translated"]),
        ({"flags": ["fuzzy"]}, ["to be looked at again (fuzzy)"]),
        ({"more": "Old"}, ["no longer in the code"]),
        ({"until": "%(paiva)s asti"}, ["other placeholders than in the source"]),
        ({"until": "asti"}, ["other placeholders than in the source"]),
        ({"until": "100 % %(day)s"}, ["other placeholders than in the source"]),
        ({"days": ("%(n)d päivä", "päivää")}, ["other placeholders than in the source"]),
    ],
)
def test_what_is_wrong_in_a_catalogue_is_found(changes: dict[str, object], faults: list[str]) -> None:
    assert _faults(**changes) == faults
