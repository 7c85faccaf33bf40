"""Writes on organisations and on agreements between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.rules.people import check_may_administer
from tilannekuva.domain.viewer import Viewer

from ..models import NO_DRAFTS_BY_DEFAULT, Agreement, Organisation, OrganisationKind, Regime


@transaction.atomic
def add_organisation(
    *, code: str, names: Mapping[str, str], kind: OrganisationKind, regime: Regime, by: Viewer
) -> Organisation:
    """Add a partner of the cooperation."""
    check_may_administer(by)
    if Organisation.objects.filter(code=code).exists():
        raise RuleBroken("There already is an organisation with the code %(code)s.", code=code)
    with unlocked():
        organisation = Organisation.objects.create(
            code=code,
            names=dict(names),
            kind=kind,
            regime=regime,
            keeps_drafts_on_devices=kind not in NO_DRAFTS_BY_DEFAULT,
        )
    record("organisation.added", by=by, object_type="organisation", object_id=code)
    return organisation


@transaction.atomic
def allow_drafts(*, organisation: Organisation, keeps: bool, by: Viewer) -> None:
    """Whether reporters of an organisation may keep an unsent report on their device (C-39)."""
    check_may_administer(by)
    if organisation.keeps_drafts_on_devices == keeps:
        return
    organisation.keeps_drafts_on_devices = keeps
    with unlocked():
        organisation.save(update_fields=["keeps_drafts_on_devices"])
    record(
        "organisation.drafts_allowed" if keeps else "organisation.drafts_forbidden",
        by=by,
        object_type="organisation",
        object_id=organisation.code,
    )


@transaction.atomic
def allow_vouching(*, organisation: Organisation, vouches: bool, by: Viewer) -> None:
    """Whether an organisation may report for sources that it protects (R3)."""
    check_may_administer(by)
    if organisation.may_vouch == vouches:
        return
    organisation.may_vouch = vouches
    with unlocked():
        organisation.save(update_fields=["may_vouch"])
    record(
        "organisation.vouching_allowed" if vouches else "organisation.vouching_ended",
        by=by,
        object_type="organisation",
        object_id=organisation.code,
    )


@transaction.atomic
def agree(
    *,
    code: str,
    gives: Organisation,
    receives: Organisation | None,
    data_class: str,
    legal_ground: str,
    valid_from_on: dt.date,
    valid_to_on: dt.date,
    by: Viewer,
) -> Agreement:
    """Record a version of an agreement; the version before ends on the day before."""
    check_may_administer(by)
    earlier = Agreement.objects.filter(code=code).order_by("-version").first()
    with unlocked():
        if earlier is not None and earlier.valid_to_on >= valid_from_on:
            if earlier.valid_from_on >= valid_from_on:
                raise RuleBroken(
                    "Version %(version)s of %(code)s begins on the same day or later.",
                    version=earlier.version,
                    code=code,
                )
            earlier.valid_to_on = valid_from_on - dt.timedelta(days=1)
            earlier.save(update_fields=["valid_to_on"])
        agreement = Agreement.objects.create(
            code=code,
            version=earlier.version + 1 if earlier else 1,
            gives=gives,
            receives=receives,
            data_class=data_class,
            legal_ground=legal_ground,
            valid_from_on=valid_from_on,
            valid_to_on=valid_to_on,
        )
    record("agreement.made", by=by, object_type="agreement", object_id=str(agreement))
    return agreement
