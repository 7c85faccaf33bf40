"""Who lets the public picture out, when, and what words say too much."""

from __future__ import annotations

import pytest

from tilannekuva.domain.public_release import (
    PENDING,
    PUBLISHED,
    RELEASE_AUDIT_ACTS,
    RELEASE_TRANSITIONS,
    ReleaseState,
    Trend,
    trend_of,
)
from tilannekuva.domain.residents import kinds_for_residents, resident
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.public_releases import (
    are_public_words,
    can_become,
    may_decide_release,
    may_propose_release,
    may_see_releases,
)
from tilannekuva.domain.viewer import NOBODY, Viewer, system
from tilannekuva.domain.vocabulary import KindDefinition


def viewer(role: RoleName, person_id: int = 1) -> Viewer:
    return Viewer(person_id, 1, frozenset({role}))


def test_every_state_has_its_row_and_only_what_was_prepared_is_released() -> None:
    assert set(RELEASE_TRANSITIONS) == set(ReleaseState) == set(RELEASE_AUDIT_ACTS)
    before = {state for state in ReleaseState if can_become(state, ReleaseState.RELEASED)}
    assert before == {ReleaseState.PREPARED}
    assert not PENDING & PUBLISHED
    # Nothing leads out of the register.
    assert all(RELEASE_TRANSITIONS[state] <= PUBLISHED for state in PUBLISHED)


@pytest.mark.parametrize("role", list(RoleName))
def test_everybody_not_named_is_denied(role: RoleName) -> None:
    assert may_propose_release(viewer(role)) == (role in {RoleName.ANALYST, RoleName.COORDINATOR})
    decides = may_decide_release(viewer(role), proposed_by_id=2)
    assert decides == (role in {RoleName.COORDINATOR, RoleName.LEADER})
    assert not may_decide_release(viewer(role), proposed_by_id=1)
    assert may_see_releases(viewer(role)) or not decides


def test_no_program_and_nobody_publishes() -> None:
    for by in (NOBODY, system("worker"), resident(1), Viewer(None, 1, frozenset({RoleName.COORDINATOR}))):
        assert not may_see_releases(by)


@pytest.mark.req("D-12")
@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Kesällä puistoissa oli vilkasta. Ilmoituksia tuli 120.", True),
        ("Under sommaren ordnades en fest i parken.", True),
        ("Ilmoituksia tuli 9.", False),
        ("Two of them were hurt.", False),
        ("Mannerheimintie 5", False),
        ("Det hände vid Norra skolan.", False),
        ("Ett utsatt område", False),
    ],
)
def test_words_that_tell_too_much(text: str, stands: bool) -> None:
    assert are_public_words(text, smallest_count=10) == stands


@pytest.mark.req("D-09")
@pytest.mark.parametrize(
    ("before", "after", "low", "high", "word"),
    [
        (20, 40, 1.1, 3.5, Trend.MORE),
        (40, 20, 0.3, 0.9, Trend.FEWER),
        (20, 24, 0.7, 1.9, Trend.NO_CLEAR_CHANGE),
        (19, 60, 1.5, 5.0, None),
        (60, 19, 0.2, 0.6, None),
    ],
)
def test_a_change_has_a_word_only_where_it_carries_one(
    before: int, after: int, low: float, high: float, word: Trend | None
) -> None:
    assert trend_of(before=before, after=after, low=low, high=high) == word


def test_residents_report_places_and_no_crimes() -> None:
    def kind(code: str, **more: bool) -> KindDefinition:
        return KindDefinition(code, {}, {}, "not_crime", **more)

    kinds = (
        kind("unsafe_place"),
        kind("theft"),
        kind("safe", positive=True),
        kind("old", positive=True, retired=True),
    )
    assert [each.code for each in kinds_for_residents(kinds)] == ["unsafe_place", "safe"]
