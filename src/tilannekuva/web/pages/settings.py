"""Settings: every one with its value and where that comes from, changed here with history, by two where it matters."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.setting import (
    KINDS,
    TWO_ORGANISATION_ROOMS,
    ChangeState,
    Room,
    Setting,
    kind_setting,
    settings_of,
)
from tilannekuva.domain.setting_values import Value, value_of
from tilannekuva.domain.viewer import Viewer
from tilannekuva.picture.actions import renew_editions
from tilannekuva.policy.actions import accept_change, propose_change, reject_change, withdraw_change
from tilannekuva.policy.models import SettingChange
from tilannekuva.policy.queries import changes_for, has_other_keepers, newest_changes, seen_version, settled
from tilannekuva.policy.words import explanation_text
from tilannekuva.project.city import folder_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.settings import NewKindForm, SettingForm
from tilannekuva.web.pages.setting_lines import Reader, change_line, rooms_shown, shown_name
from tilannekuva.web.refusals import refusal_text, told
from tilannekuva.web.requests import Request
from tilannekuva.web.setting_parts import NEW_KIND, Part, parts_of_value

_MOST_PAST = 50
_SHOWN_IN_PICTURES = frozenset({Room.PUBLICATION, Room.VOCABULARY})


@open_to(Door.SETTING_KEEPERS)
@require_safe
def settings_page(request: Request) -> HttpResponse:
    """All settings by what they touch; what waits for a second person stands above them."""
    reader = _reader(request)
    waiting = changes_for(request.viewer).waiting()
    context = {
        "rooms": rooms_shown(reader, newest_changes(request.viewer), {change.key for change in waiting}),
        "waiting": [change_line(change, reader) for change in waiting],
        "is_alone": not has_other_keepers(request.viewer.organisation_id),
    }
    return render(request, "web/settings/page.html", context)


@open_to(Door.SETTING_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: Request, key: str) -> HttpResponse:
    """One setting: its value, a form that changes it, and everything that became of it before."""
    reader = _reader(request)
    found = settings_of(reader.city).get(key)
    if found is None:
        raise Http404
    value = value_of(reader.city, key)
    form = SettingForm(
        request.POST or None, setting=found, value=value, languages=reader.city.languages, initial=_seen(key)
    )
    done = _sent(request, form, lambda: key)
    if done is not None:
        return done
    changes = list(changes_for(request.viewer).filter(key=key)[:_MOST_PAST])
    context = {
        "heading": shown_name(found, reader),
        "is_alone": not has_other_keepers(request.viewer.organisation_id),
        "explanation": explanation_text(found),
        "setting": found,
        "parts": parts_of_value(found, value, reader.city.languages),
        "waiting": [change_line(each, reader) for each in changes if each.state == ChangeState.PROPOSED],
        "history": [change_line(each, reader) for each in changes if each.state != ChangeState.PROPOSED],
        **_form_context(request, form, found, reader),
    }
    return render(request, "web/settings/setting.html", context, status=422 if form.errors else 200)


@open_to(Door.SETTING_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_kind(request: Request) -> HttpResponse:
    """Propose a kind of phenomenon that is not there yet."""
    reader = _reader(request)
    blank = kind_setting("")
    form = NewKindForm(
        request.POST or None,
        setting=blank,
        value=NEW_KIND,
        languages=reader.city.languages,
        initial={"seen": 0},
    )
    done = _sent(request, form, lambda: f"{KINDS}{form.cleaned_data['code']}", is_new=True)
    if done is not None:
        return done
    context = {
        "explanation": explanation_text(blank),
        "setting": blank,
        **_form_context(request, form, blank, reader),
    }
    return render(request, "web/settings/new_kind.html", context, status=422 if form.errors else 200)


@open_to(Door.SETTING_KEEPERS)
@require_POST
def decide_change(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Agree, do not agree, or take an own proposal back: one press each."""
    change = changes_for(request.viewer).filter(public_id=public_id).first()
    if change is None:
        raise Http404
    steps: dict[str, tuple[Callable[[], None], str]] = {
        "accept": (
            lambda: _accept(change, request.viewer),
            _("In force. Whoever looks from now on sees the new value."),
        ),
        "reject": (
            lambda: reject_change(change=change, by=request.viewer),
            _("Rejected. The value stays as it was, and the proposal in the history."),
        ),
        "withdraw": (
            lambda: withdraw_change(change=change, by=request.viewer),
            _("Taken back. The value stays as it was."),
        ),
    }
    step, said = steps.get(request.POST.get("decision", ""), (None, ""))
    if step is None:
        raise Http404
    told(request, step, said)
    return redirect("settings")


@transaction.atomic
def _accept(change: SettingChange, by: Viewer) -> None:
    """What is shown to whom holds for the picture of today as well, not only for the next one."""
    accept_change(change=change, city=folder_city(), by=by)
    if change.room in _SHOWN_IN_PICTURES:
        renew_editions(city=settled(folder_city()).shown, by=by)


def _reader(request: Request) -> Reader:
    return Reader(settled(folder_city()).plain, request.viewer, get_language() or "en")


def _seen(key: str) -> dict[str, int]:
    return {"seen": seen_version(key)}


def _sent(
    request: Request, form: SettingForm, key: Callable[[], str], *, is_new: bool = False
) -> HttpResponse | None:
    """The answer to a form that was sent and went through; None for any other, its refusal among its errors."""
    if not form.is_valid() or "preview" in request.POST:
        return None
    try:
        change = propose_change(
            city=folder_city(),
            key=key(),
            value=form.value(),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.viewer,
            is_new=is_new,
        )
    except NotAllowed:
        raise
    except RuleBroken as refused:
        form.add_error(None, refusal_text(refused))
        return None
    messages.success(request, _told(change))
    return redirect("settings")


def _told(change: SettingChange) -> str:
    if change.state == ChangeState.PROPOSED and change.room in TWO_ORGANISATION_ROOMS:
        return _(
            "Proposed. It holds once somebody of another organisation agrees; until then nothing changes."
        )
    if change.state == ChangeState.PROPOSED:
        return _("Proposed. It holds once a second person agrees; until then nothing changes.")
    return _("Changed. It holds from now on.")


def _form_context(request: Request, form: SettingForm, found: Setting, reader: Reader) -> dict[str, Any]:
    preview: list[Part] = []
    if "preview" in request.POST and form.is_valid():
        value: Value = form.value()
        preview = parts_of_value(found, value, reader.city.languages)
    return {"form": form, "preview": preview}
