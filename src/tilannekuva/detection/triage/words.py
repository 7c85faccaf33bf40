"""The words for steps, their reasons and what speaks for one thing, put into the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tilannekuva.detection.words import day_text, number_text, signals_text
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.triage import TriageAct, TriageReason
from tilannekuva.intake.words import CREDIBILITIES, OBSERVED, RELIABILITIES

from .listing import Waits
from .proposals import Block, Nearness

Words = dict[str, Promise]

STEPS_TAKEN: Words = {
    TriageAct.CONFIRM: gettext_lazy("Confirmed"),
    TriageAct.FIND_PLAUSIBLE: gettext_lazy("Found plausible"),
    TriageAct.LEAVE_UNCONFIRMED: gettext_lazy("Not confirmed"),
    TriageAct.REFUTE: gettext_lazy("Refuted"),
    TriageAct.JOIN: gettext_lazy("Joined"),
    TriageAct.SPLIT: gettext_lazy("Split off"),
    TriageAct.DROP: gettext_lazy("Dropped"),
    TriageAct.PASS_ON: gettext_lazy("Passed on"),
    TriageAct.ANSWER: gettext_lazy("Answered"),
    TriageAct.UNDO: gettext_lazy("Undone"),
}

REASONS: Words = {
    TriageReason.SEVERAL_SOURCES_AGREE: gettext_lazy("Several sources agree"),
    TriageReason.SEEN_ON_THE_SPOT: gettext_lazy("Seen on the spot"),
    TriageReason.KNOWN_TO_PARTNERS: gettext_lazy("Partners know of it from their own work"),
    TriageReason.FITS_WHAT_IS_KNOWN: gettext_lazy("It fits what is known"),
    TriageReason.SOURCE_USUALLY_RIGHT: gettext_lazy("The source is usually right"),
    TriageReason.NOTHING_SEEN_ON_THE_SPOT: gettext_lazy("Nothing was seen on the spot"),
    TriageReason.NOBODY_ELSE_KNOWS: gettext_lazy("Nobody else knows of it"),
    TriageReason.DID_NOT_HAPPEN: gettext_lazy("It did not happen"),
    TriageReason.SOMETHING_ELSE_HAPPENED: gettext_lazy("It was something else"),
    TriageReason.EXPLAINED_BY_A_PLANNED_EVENT: gettext_lazy("A planned event explains it"),
    TriageReason.NEAR_IN_PLACE_AND_TIME: gettext_lazy("Near in place and time"),
    TriageReason.ONE_EVENT: gettext_lazy("They tell of one event"),
    TriageReason.ONE_DEVELOPMENT: gettext_lazy("They tell of one development"),
    TriageReason.THINGS_APART: gettext_lazy("They are things apart"),
    TriageReason.TOLD_ALREADY: gettext_lazy("Told already by another signal of its group"),
    TriageReason.OUT_OF_OUR_SCOPE: gettext_lazy("Out of our scope"),
    TriageReason.ABOUT_ONE_PERSON: gettext_lazy("About one person: it belongs elsewhere"),
    TriageReason.SENT_BY_MISTAKE: gettext_lazy("Sent by mistake, or to try it out"),
    TriageReason.TO_CHECK_ON_THE_SPOT: gettext_lazy("To check it on the spot"),
    TriageReason.TO_SAY_WHAT_IS_KNOWN: gettext_lazy("To say what is known of it"),
    TriageReason.THEIRS_TO_HANDLE: gettext_lazy("It is theirs to handle"),
    TriageReason.WE_ACT_ON_IT: gettext_lazy("We act on it"),
    TriageReason.WE_KNOW_OF_IT: gettext_lazy("We know of it"),
    TriageReason.WE_KNOW_NOTHING_OF_IT: gettext_lazy("We know nothing of it"),
    TriageReason.NOT_OURS_TO_HANDLE: gettext_lazy("It is not ours to handle"),
}

WAITS: Words = {
    Waits.JUDGEMENT: gettext_lazy("A judgement"),
    Waits.JOINING: gettext_lazy("Joining: proposals alone"),
    Waits.ANSWER: gettext_lazy("A partner's answer"),
    Waits.NOTHING: gettext_lazy("Nothing: judged or dropped"),
}


def apart_text(block: Block) -> str:
    """What speaks for one thing, such as "3 signals, 250 m apart, within 2 days"."""
    parts = [signals_text(len(block.signals))]
    if block.nearness is Nearness.SAME_AREA:
        parts.append(_("in the same area"))
    elif block.nearness is Nearness.SAME_CELL:
        parts.append(_("in the same square"))
    else:
        parts.append(_("%(n)s m apart") % {"n": number_text(round((block.apart_m or 0) / 10) * 10)})
    if block.apart_days:
        n = block.apart_days
        parts.append(ngettext("%(n)s day apart", "%(n)s days apart", n) % {"n": n})
    else:
        parts.append(_("on the same day"))
    return ", ".join(parts)


def sureness_text(
    observation: Observation, credibility: InfoCredibility, reliability: SourceReliability
) -> str:
    """How sure it is, in words that need no training (S-01): the two grades apart, never averaged."""
    words = [CREDIBILITIES[credibility], RELIABILITIES[reliability]]
    if observation in OBSERVED:
        words.insert(0, OBSERVED[observation])
    text = ", ".join(str(word) for word in words)
    return text[0].upper() + text[1:]


def sureness_code(credibility: InfoCredibility, reliability: SourceReliability) -> str:
    """The published pair, such as B2."""
    return reliability.published_code + credibility.published_code


def due_text(answer_by_on: dt.date, today: dt.date) -> str:
    """Until when an answer is awaited, or for how long it is overdue."""
    late = (today - answer_by_on).days
    if late > 0:
        words = ngettext("%(n)s day overdue, since %(day)s", "%(n)s days overdue, since %(day)s", late)
        return words % {"n": late, "day": day_text(answer_by_on)}
    return _("Answer until %(day)s") % {"day": day_text(answer_by_on)}
