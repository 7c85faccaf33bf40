"""The words for what a signal says, put into the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.coverage import PeriodState, Rhythm
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.imports import FileTells, ImportState
from tilannekuva.domain.observation import Observation, Sureness
from tilannekuva.domain.protection import OpeningReason, ShownAs
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.statistics import PeriodUnit
from tilannekuva.domain.text import TextReason, TextState
from tilannekuva.domain.time_band import TimeBand

Words = dict[str, Promise]

OBSERVATIONS: Words = {
    Observation.OWN: _("I saw it, or was there"),
    Observation.HEARD: _("I heard of it"),
}

SURENESS: Words = {
    Sureness.SURE: _("Sure"),
    Sureness.FAIRLY_SURE: _("Fairly sure"),
    Sureness.UNSURE: _("Unsure"),
}

# Bands that a reporter can choose; the month alone is a thing of files.
REPORTED_BANDS: Words = {
    TimeBand.NIGHT: _("Night, 0–6"),
    TimeBand.MORNING: _("Morning, 6–12"),
    TimeBand.AFTERNOON: _("Afternoon, 12–18"),
    TimeBand.EVENING: _("Evening, 18–24"),
    TimeBand.DAY: _("I do not know"),
}

SEVERITIES: Words = {
    Severity.MINOR: _("Minor"),
    Severity.MODERATE: _("Moderate"),
    Severity.SERIOUS: _("Serious"),
    Severity.CRITICAL: _("Critical"),
}

TIME_BANDS: Words = {
    TimeBand.NIGHT: _("night"),
    TimeBand.MORNING: _("morning"),
    TimeBand.AFTERNOON: _("afternoon"),
    TimeBand.EVENING: _("evening"),
    TimeBand.DAY: _("time of day not known"),
    TimeBand.MONTH: _("in that month"),
}

OBSERVED: Words = {
    Observation.OWN: _("Seen by the reporter"),
    Observation.HEARD: _("Heard from others"),
}

# Plain words, which need no training; the published code stands beside them for those who know it.
CREDIBILITIES: Words = {
    InfoCredibility.CONFIRMED: _("confirmed by others"),
    InfoCredibility.PROBABLY_TRUE: _("probably so"),
    InfoCredibility.POSSIBLY_TRUE: _("possibly so"),
    InfoCredibility.DOUBTFUL: _("doubtful"),
    InfoCredibility.IMPROBABLE: _("hardly so"),
    InfoCredibility.CANNOT_BE_JUDGED: _("how sure is not known"),
}

RELIABILITIES: Words = {
    SourceReliability.COMPLETELY_RELIABLE: _("source always right so far"),
    SourceReliability.USUALLY_RELIABLE: _("source usually right"),
    SourceReliability.FAIRLY_RELIABLE: _("source often right"),
    SourceReliability.NOT_USUALLY_RELIABLE: _("source often wrong"),
    SourceReliability.UNRELIABLE: _("source usually wrong"),
    SourceReliability.CANNOT_BE_JUDGED: _("source not judged yet"),
}

JUDGEMENTS: Words = {
    SignalJudgement.NOT_YET_JUDGED: _("Not yet judged"),
    SignalJudgement.CONFIRMED: _("Confirmed"),
    SignalJudgement.PLAUSIBLE: _("Plausible"),
    SignalJudgement.UNCONFIRMED: _("Not confirmed"),
    SignalJudgement.REFUTED: _("Refuted"),
}

HANDLINGS: Words = {
    SignalHandling.RECEIVED: _("Received"),
    SignalHandling.IN_REVIEW: _("In review"),
    SignalHandling.JOINED: _("Joined"),
    SignalHandling.PASSED_ON: _("Passed on"),
    SignalHandling.OUT_OF_SCOPE: _("Out of scope"),
    SignalHandling.DUPLICATE: _("Told already"),
    SignalHandling.WITHDRAWN: _("Withdrawn"),
}

TEXT_REASONS: Words = {
    TextReason.AIMED_AT_A_GROUP: _(
        "What happened was aimed at this group; it cannot be understood otherwise"
    ),
    TextReason.NAME_OF_A_PLACE: _("It is the name of a place, a business or an event"),
    TextReason.PUBLIC_OFFICE: _("It is somebody in a public office, named for what the office did"),
    TextReason.NOT_ABOUT_PEOPLE: _("What is marked says nothing about people"),
}

TEXT_STATES: Words = {
    TextState.PASSED: _("Your words can be read with the signal."),
    TextState.WAITING: _("Your words wait for review. Until then nobody else reads them."),
    TextState.KEPT: _("Your words were reviewed and can be read with the signal."),
    TextState.REMOVED: _("Your words were reviewed and removed. The signal counts as before."),
    TextState.ERASED: _("Your words are erased."),
}

OPENING_REASONS: Words = {
    OpeningReason.LIFE_IN_DANGER: _("Somebody's life or health is in danger"),
    OpeningReason.SOURCE_ASKS_FOR_IT: _("The source asks for it"),
    OpeningReason.COURT_ORDER: _("A court, or a law, demands it"),
    OpeningReason.MISUSE_OF_PROTECTION: _("The protection seems to be misused"),
}

SHOWN_AS: Words = {
    ShownAs.VOUCHED: _("Yes: shown as a protected source that we vouch for"),
    ShownAs.PARTNER: _("Yes: shown as a partner, without our name"),
}

RHYTHMS: Words = {
    Rhythm.WEEKLY: _("Every week"),
    Rhythm.FORTNIGHTLY: _("Every two weeks"),
    Rhythm.MONTHLY: _("Every month"),
}

PERIOD_STATES: Words = {
    PeriodState.ANSWERED: _("Heard"),
    PeriodState.OPEN: _("Still open"),
    PeriodState.LATE: _("Late"),
    PeriodState.SILENT: _("Silent"),
}

FILE_TELLS: Words = {
    FileTells.SIGNALS: _("Signals"),
    FileTells.STATISTICS: _("Statistic"),
}

IMPORT_STATES: Words = {
    ImportState.WAITING: _("waits to be read"),
    ImportState.READING: _("is being read"),
    ImportState.READ: _("waits for your decision"),
    ImportState.REFUSED: _("cannot be read like this"),
    ImportState.CONFIRMED: _("waits to be stored"),
    ImportState.STORING: _("is being stored"),
    ImportState.DONE: _("came in"),
    ImportState.DISCARDED: _("was left out"),
}

PERIOD_UNITS: Words = {
    PeriodUnit.MONTH: _("months"),
    PeriodUnit.QUARTER: _("quarters"),
    PeriodUnit.YEAR: _("years"),
}


def retired_kind_text(name: str, language: str) -> str:
    """The name of a kind that is chosen no more, for whoever reads an old signal or a picture."""
    with override(language):
        return gettext("%(kind)s (no longer in use)") % {"kind": name}
