"""What comes to the inbox: the choice in the address, and the step that was pressed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilannekuva.accounts.queries import organisations
from tilannekuva.detection.triage.listing import Choice, Waits
from tilannekuva.detection.triage.words import WAITS
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.triage import TriageAct, TriageReason
from tilannekuva.intake.queries import kinds
from tilannekuva.web.requests import id_in

USUAL_DAYS = 28
_DAYS = (7, USUAL_DAYS, 91, 0)  # 0: all
_USUAL: dict[str, Any] = {"waits": Waits.JUDGEMENT.value, "days": str(USUAL_DAYS), "page": 1}


class ChoiceForm(forms.Form):
    """Which signals to show. A value that does not exist is as good as none: the list says what it shows."""

    waits = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    organisation = forms.ChoiceField(required=False)
    days = forms.ChoiceField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=1000, widget=forms.HiddenInput)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given, auto_id="choice-%s")
        language = get_language() or "en"
        self.kinds = {kind.code: (kind.pk, kind.name(language)) for kind in kinds()}
        self.owners = {owner.code: (owner.pk, owner.name(language)) for owner in organisations()}
        for name, label, choices in (
            ("waits", _("What they wait for"), [(code.value, word) for code, word in _waits()]),
            ("kind", _("Phenomenon"), [("", _("All phenomena")), *_named(self.kinds)]),
            ("organisation", _("Organisation"), [("", _("All organisations")), *_named(self.owners)]),
            ("days", _("Seen in the last"), [(str(n), _days_text(n)) for n in _DAYS]),
        ):
            self.fields[name].label = label
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.is_valid()
        self.given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        # What is shown stands in the fields, also where the address says nothing or something unknown.
        self.data = {**_USUAL, **self.given}

    @property
    def choice(self) -> Choice:
        days = int(self.given.get("days", USUAL_DAYS))
        today = today_on(settings.TIME_ZONE)
        return Choice(
            waits=Waits(self.given.get("waits", Waits.JUDGEMENT)),
            kind_id=self.kinds.get(self.given.get("kind", ""), (None,))[0],
            owner_id=self.owners.get(self.given.get("organisation", ""), (None,))[0],
            since_on=today - dt.timedelta(days=days) if days else None,
        )

    @property
    def page_number(self) -> int:
        return int(self.given.get("page", 1))

    @property
    def narrows(self) -> bool:
        """Whether something else than the usual list is shown."""
        return any(value != _USUAL.get(name) for name, value in self.given.items())

    def query(self, **changes: Any) -> str:
        """The choice as it stands in an address, with changes; the usual values are left out."""
        values = {**self.given, **changes}
        return urlencode({name: value for name, value in values.items() if value != _USUAL.get(name)})


def _waits() -> Iterable[tuple[Waits, Any]]:
    return ((code, WAITS[code]) for code in Waits)


def _named(things: dict[str, tuple[int, str]]) -> list[tuple[str, str]]:
    return sorted(
        ((code, name) for code, (_pk, name) in things.items()), key=lambda pair: alphabetical(pair[1])
    )


def _days_text(days: int) -> str:
    return _("%(n)s days") % {"n": days} if days else _("all there are")


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed, and what was chosen when it was. Every part is of a closed list or an id, or None."""

    act: TriageAct | None
    reason: TriageReason | None
    signal_ids: tuple[uuid.UUID, ...]
    group_ids: tuple[uuid.UUID, ...]
    step_id: uuid.UUID | None
    passed_on_id: uuid.UUID | None
    receiver: str
    answer_by_on: dt.date | None


def pressed(given: QueryDict) -> Pressed:
    """The one button of the inbox that was pressed. Unknown words are read as none."""
    signal_ids = given.getlist("signal")
    act, reason = _act_and_reason(given.get("press", ""))
    if "propose" in given:
        # The button of a proposal names its signals itself, whatever else is ticked.
        signal_ids = given.get("propose", "").split()
        act, reason = TriageAct.JOIN, TriageReason.NEAR_IN_PLACE_AND_TIME
    if "undo" in given:
        act = TriageAct.UNDO
    passed_on_id, _space, answer = given.get("answer", "").partition(" ")
    if answer:
        act, reason = _act_and_reason(f"{TriageAct.ANSWER} {answer}")
    if act is TriageAct.PASS_ON:
        _act, reason = _act_and_reason(f"{TriageAct.PASS_ON} {given.get('pass_on_reason', '')}")
    return Pressed(
        act=act,
        reason=reason,
        signal_ids=_ids(signal_ids),
        group_ids=() if "propose" in given else _ids(given.getlist("group")),
        step_id=next(iter(_ids([given.get("undo", "")])), None),
        passed_on_id=next(iter(_ids([passed_on_id])), None),
        receiver=given.get("receiver", ""),
        answer_by_on=_day(given.get("answer_by_on", "")),
    )


def _act_and_reason(words: str) -> tuple[TriageAct | None, TriageReason | None]:
    act, _space, reason = words.partition(" ")
    return (
        TriageAct(act) if act in set(TriageAct) else None,
        TriageReason(reason) if reason in set(TriageReason) else None,
    )


def _ids(texts: Iterable[str]) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(found for text in texts if (found := id_in(text)) is not None))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
