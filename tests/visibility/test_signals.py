"""Who may read a signal: the query and the rule are one, more rights never show less, nobody sees nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import product

import pytest

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import PICTURE_READERS, RoleName
from tilannekuva.domain.rules.signals import can_see_signal
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.domain.viewer import NOBODY, Viewer, system
from tilannekuva.domain.vocabulary import KindDefinition
from tilannekuva.intake.actions import add_source, import_signals, load_vocabulary, receive_report
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import PhenomenonKind, Signal
from tilannekuva.places.models import Area

pytestmark = pytest.mark.django_db

TESTER = system("tester")


@pytest.fixture
def area(db: None) -> Area:
    with unlocked():
        return Area.objects.create(
            code="a1",
            names={"en": "Area"},
            level="district",
            is_finest=True,
            label_latitude=60.2,
            label_longitude=25.0,
            easting_m=0.0,
            northing_m=0.0,
            valid_from_on=dt.date(2020, 1, 1),
        )


@pytest.fixture
def signals(
    area: Area, school: Organisation, safety_unit: Organisation, police: Organisation, alice: Person
) -> list[Signal]:
    """One signal for each owner and marking; those of the school once by Alice and once by the console."""
    kind = KindDefinition(
        code="damage", names={"en": "Damage"}, definitions={"en": "Damage to things"}, iccs="not_crime"
    )
    load_vocabulary(kinds=[kind], by=TESTER)
    kind_id = PhenomenonKind.objects.get().pk
    drafts = [
        SignalDraft(
            kind_id=kind_id,
            area_id=area.pk,
            cell_id=None,
            occurred_on=dt.date.today() - dt.timedelta(days=1),
            time_band=TimeBand.DAY,
            stream=Stream.PARTNER_OBSERVATION,
            severity=Severity.MINOR,
            marking=marking,
        )
        for marking in Marking
    ]
    sources = [
        add_source(organisation=owner, code="tests", by=TESTER) for owner in (school, safety_unit, police)
    ]
    receive_report(report_id=uuid.uuid4(), drafts=drafts, source=sources[0], by=viewer_of(alice))
    for source in sources:
        import_signals(
            drafts=drafts, source=source, file_sha256="ab", n_rows_read=len(drafts), rejected={}, by=TESTER
        )
    return list(Signal.objects.order_by("pk"))


def _viewers(alice: Person, bob: Person, organisations: list[Organisation]) -> list[Viewer]:
    """Every role in every organisation, with and without agreements, as Alice, Bob and somebody else."""
    agreements = [
        frozenset(),
        *(frozenset({o.pk}) for o in organisations),
        frozenset(o.pk for o in organisations),
    ]
    return [
        Viewer(
            person_id=person_id, organisation_id=organisation.pk, roles=frozenset({role}), agreements=agreed
        )
        for person_id, organisation, role, agreed in product(
            (alice.pk, bob.pk, 999_999), organisations, RoleName, agreements
        )
    ]


def _seen(viewer: Viewer) -> set[int]:
    return set(Signal.objects.visible_to(viewer).values_list("pk", flat=True))


def _allowed(viewer: Viewer, signals: list[Signal]) -> set[int]:
    return {
        signal.pk
        for signal in signals
        if can_see_signal(
            viewer,
            owner_id=signal.owner_id,
            recorded_by_id=signal.recorded_by_id,
            marking=Marking(signal.marking),
        )
    }


def test_the_query_is_the_rule(
    signals: list[Signal],
    alice: Person,
    bob: Person,
    school: Organisation,
    safety_unit: Organisation,
    police: Organisation,
) -> None:
    viewers = _viewers(alice, bob, [school, safety_unit, police])
    for viewer in [*viewers, NOBODY, TESTER]:
        assert _seen(viewer) == _allowed(viewer, signals), viewer
    # The comparison is not one of empty sets: some see some, nobody but the system sees all.
    sizes = {len(_seen(viewer)) for viewer in viewers}
    assert 0 in sizes
    assert len(sizes) > 3
    assert max(sizes) < len(signals) == len(_seen(TESTER))


def test_everybody_not_named_is_denied(
    signals: list[Signal], alice: Person, school: Organisation, charlie: Person
) -> None:
    assert _seen(NOBODY) == set()
    assert _seen(viewer_of(charlie)) == set()
    assert _seen(Viewer(person_id=alice.pk, organisation_id=school.pk)) == set()
    assert _seen(Viewer(person_id=alice.pk, organisation_id=None, roles=frozenset(RoleName))) == set()
    for role in set(RoleName) - PICTURE_READERS:
        viewer = Viewer(person_id=alice.pk, organisation_id=school.pk, roles=frozenset({role}))
        assert _seen(viewer) == set(), role


def test_more_rights_never_show_less(
    signals: list[Signal],
    alice: Person,
    school: Organisation,
    safety_unit: Organisation,
    police: Organisation,
) -> None:
    others = (school.pk, police.pk)
    for role in RoleName:
        small = Viewer(person_id=alice.pk, organisation_id=safety_unit.pk, roles=frozenset({role}))
        for extra in RoleName:
            larger = Viewer(
                person_id=alice.pk, organisation_id=safety_unit.pk, roles=frozenset({role, extra})
            )
            assert _seen(small) <= _seen(larger)
        one = Viewer(alice.pk, safety_unit.pk, frozenset({role}), agreements=frozenset(others[:1]))
        two = Viewer(alice.pk, safety_unit.pk, frozenset({role}), agreements=frozenset(others))
        assert _seen(small) <= _seen(one) <= _seen(two)


def test_a_stricter_marking_never_reaches_more_readers(
    signals: list[Signal],
    alice: Person,
    bob: Person,
    school: Organisation,
    safety_unit: Organisation,
    police: Organisation,
) -> None:
    for viewer in _viewers(alice, bob, [school, safety_unit, police]):
        for owner_id, recorded_by_id in ((school.pk, alice.pk), (school.pk, None), (police.pk, None)):
            ladder = [
                can_see_signal(viewer, owner_id=owner_id, recorded_by_id=recorded_by_id, marking=marking)
                for marking in Marking
                # RED is for one person, who reads it whatever circle the others stand in.
                if not (marking is Marking.RED and recorded_by_id == viewer.person_id)
            ]
            assert ladder == sorted(ladder, reverse=True), (viewer, owner_id, recorded_by_id)


def test_alice_bob_and_charlie(signals: list[Signal], alice: Person, bob: Person, charlie: Person) -> None:
    """The story in short: what Alice's school reports, Bob reads by agreement and Charlie does not."""
    of_school = [signal for signal in signals if signal.owner.code == "school"]
    of_alice = {signal.pk for signal in of_school if signal.recorded_by_id == alice.pk}
    assert of_alice <= _seen(viewer_of(alice))
    bob_reads = {s.marking for s in of_school if s.pk in _seen(viewer_of(bob))}
    assert bob_reads == {Marking.CLEAR, Marking.GREEN, Marking.AMBER}
    assert not _seen(viewer_of(charlie))
