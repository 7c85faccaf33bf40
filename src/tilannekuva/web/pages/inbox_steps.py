"""Steps in the inbox: one press each, and back to the same place."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.accounts.queries import organisations
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.models import PassedOn, TriageStep
from tilannekuva.detection.triage.queries import chosen_signals
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.triage import TriageAct
from tilannekuva.domain.viewer import Viewer
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.inbox import ChoiceForm, Pressed, pressed
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request, id_in

from .inbox import inbox_context, signal_context

_WITH_REASON = {
    TriageAct.CONFIRM: actions.confirm,
    TriageAct.FIND_PLAUSIBLE: actions.find_plausible,
    TriageAct.LEAVE_UNCONFIRMED: actions.leave_unconfirmed,
    TriageAct.REFUTE: actions.refute,
    TriageAct.JOIN: actions.join,
    TriageAct.DROP: actions.drop,
}


@open_to(Door.TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def inbox_step(request: Request) -> HttpResponse:
    """Take the step whose button was pressed. Opened as an address, it shows the inbox."""
    if request.method != "POST":
        return redirect("inbox")
    form = ChoiceForm(QueryDict(request.POST.get("query", "")))
    of_one = id_in(request.POST.get("of_one"))
    given = pressed(request.POST)
    try:
        step = _take(given, request.viewer)
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        refusal = {
            "refusal": refusal_text(refused),
            "chosen": {*map(str, given.signal_ids + given.group_ids)},
        }
        if of_one is not None:
            context = signal_context(request, of_one)
            return render(request, "web/inbox/signal.html", context | refusal, status=422)
        return render(request, "web/inbox/page.html", inbox_context(request, form) | refusal, status=422)
    if given.act is TriageAct.UNDO:
        messages.success(request, _("The step is undone."))
    if of_one is not None:
        return _see(reverse("signal", args=[of_one]))
    query, place = form.query(), _place(step, request.POST.get("at", ""))
    return _see(reverse("inbox") + (f"?{query}" if query else "") + place)


def _place(step: TriageStep, at: str) -> str:
    """Where the list goes on: at the same place in it, or with the signal that an undone step brought back."""
    if step.act == TriageAct.UNDO and (change := step.changes.select_related("signal").first()):
        return f"#line-{change.signal.public_id}"
    return f"#place-{int(at)}" if at.isdecimal() else ""


def _take(given: Pressed, viewer: Viewer) -> TriageStep:
    if given.act is TriageAct.UNDO:
        step = (
            TriageStep.objects.visible_to(viewer)
            .filter(public_id__in=[given.step_id] if given.step_id else [])
            .first()
        )
        if step is None:
            raise Http404
        return actions.undo(step=step, by=viewer)
    if given.act is TriageAct.ANSWER and given.reason is not None:
        rows = PassedOn.objects.visible_to(viewer).select_related("signal")
        passed_on = rows.filter(public_id__in=[given.passed_on_id] if given.passed_on_id else []).first()
        if passed_on is None:
            raise Http404
        return actions.answer(passed_on=passed_on, reason=given.reason, by=viewer)
    return _take_with_signals(given, viewer)


def _take_with_signals(given: Pressed, viewer: Viewer) -> TriageStep:
    signals = list(chosen_signals(viewer, given.signal_ids, given.group_ids))
    if len({signal.public_id for signal in signals} & set(given.signal_ids)) < len(given.signal_ids):
        raise Http404
    if given.act is TriageAct.SPLIT:
        return actions.split(signals=signals, by=viewer)
    if given.act is None:
        raise RuleBroken("Choose what to do with the signals.")
    if given.reason is None:
        raise RuleBroken("Choose a reason from the list: a step without one cannot be followed up.")
    if given.act is TriageAct.PASS_ON:
        receiver = organisations().filter(code=given.receiver).first()
        if receiver is None or given.answer_by_on is None:
            raise RuleBroken("Choose the organisation that is asked, and the day until which it answers.")
        return actions.pass_on(
            signals=signals,
            receiver=receiver,
            answer_by_on=given.answer_by_on,
            reason=given.reason,
            by=viewer,
        )
    if given.act not in _WITH_REASON:
        raise RuleBroken("Choose what to do with the signals.")
    return _WITH_REASON[given.act](signals=signals, reason=given.reason, by=viewer)


def _see(address: str) -> HttpResponse:
    """See other: a form was sent, and its answer is looked at with a plain request (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
