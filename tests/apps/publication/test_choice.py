"""Only what an edition holds can be chosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.web.edition_sample import DRUG_TRADE, edition
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.publication.choice import choice_from

EDITION = edition()


def test_listed_values_are_taken() -> None:
    choice, messages = choice_from({"kind": DRUG_TRADE, "period": "8", "stream": "all"}, EDITION, "en")
    assert (choice.kind, choice.window, choice.group, messages) == (DRUG_TRADE, 8, StreamGroup.ALL, [])


def test_a_choice_survives_its_own_address() -> None:
    from urllib.parse import parse_qsl

    choice, _ = choice_from({"kind": DRUG_TRADE, "period": "8", "stream": "discovered"}, EDITION, "en")
    assert choice_from(dict(parse_qsl(choice.query()[1:])), EDITION, "en") == (choice, [])


@given(kind=st.text(), period=st.text(), stream=st.text())
def test_anything_else_falls_back_and_says_so(kind: str, period: str, stream: str) -> None:
    choice, messages = choice_from({"kind": kind, "period": period, "stream": stream}, EDITION, "en")
    assert choice.kind in {None, *(entry["code"] for entry in EDITION["kinds"])}
    assert choice.window in EDITION["windows"]
    unlisted = [
        kind not in {"", *(entry["code"] for entry in EDITION["kinds"])},
        period not in {"", *map(str, EDITION["windows"])},
        stream not in {"", *StreamGroup},
    ]
    assert len(messages) == sum(unlisted)
