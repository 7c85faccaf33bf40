"""The words for what a signal says, put into the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.observation import Observation, Sureness
from tilannekuva.domain.severity import Severity
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
