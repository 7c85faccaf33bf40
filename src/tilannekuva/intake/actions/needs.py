"""What the cooperation wants to know: asked, answered by signals, closed with what was learnt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.rules.coverage import (
    check_can_answer,
    check_can_close,
    check_may_work_on_coverage,
    check_need,
)
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from ..gate.asking import check_text
from ..models import InformationNeed, NeedAnswer, NeedArea, NeedKind, PhenomenonKind, Signal


@transaction.atomic
def open_need(
    *,
    question: Mapping[str, str],
    languages: tuple[str, ...],
    from_on: dt.date,
    to_on: dt.date,
    by: Viewer,
    kinds: Iterable[PhenomenonKind] = (),
    areas: Iterable[Area] = (),
) -> InformationNeed:
    """Ask reporters for something, from a day to a day. Without kinds or areas it asks about all of them.

    Raises TextRefused when the gate does not let the question in as it is: what it asks about cannot be
    reviewed here, so a question stands without such words or not at all.
    """
    check_may_work_on_coverage(by)
    asked = _written(question)
    check_need(question=asked, from_on=from_on, to_on=to_on, languages=languages)
    with unlocked():
        need = InformationNeed.objects.create(
            question=asked, from_on=from_on, to_on=to_on, made_by_id=by.person_id, made_at=now_at()
        )
        NeedKind.objects.bulk_create([NeedKind(need=need, kind=kind) for kind in kinds])
        NeedArea.objects.bulk_create([NeedArea(need=need, area=area) for area in areas])
    record("need.opened", by=by, object_type="need", object_id=str(need.public_id))
    return need


@transaction.atomic
def close_need(
    *, need: InformationNeed, answer: Mapping[str, str], languages: tuple[str, ...], by: Viewer
) -> None:
    """Tell what was learnt, in every language of the city, and ask no more."""
    check_may_work_on_coverage(by)
    check_can_close(is_closed=need.closed_at is not None)
    told = _written(answer)
    if any(not told.get(language) for language in languages):
        raise RuleBroken(
            "Tell what was learnt in every language of the city: those who answered want to know."
        )
    with unlocked():
        closed = InformationNeed.objects.filter(pk=need.pk, closed_at__isnull=True).update(
            answer=told, closed_by=by.person_id, closed_at=now_at()
        )
    if closed != 1:
        raise WrongState("This question is closed already.")
    record("need.closed", by=by, object_type="need", object_id=str(need.public_id))


def answers_need(signal: Signal, need_id: int) -> NeedAnswer:
    """For the action that stores a report: the row that ties a signal to what it answers."""
    need = InformationNeed.objects.get(pk=need_id)
    check_can_answer(
        is_closed=need.closed_at is not None,
        from_on=need.from_on,
        to_on=need.to_on,
        today_on=today_on(settings.TIME_ZONE),
    )
    return NeedAnswer(signal=signal, need=need)


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by language after the gate, without those that are empty."""
    written = {language: text.strip() for language, text in texts.items() if text.strip()}
    for text in written.values():
        check_text(text, reason=None, can_be_reviewed=lambda: False)
    return written
