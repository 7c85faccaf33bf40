"""Who told: the organisation, or the words that stand in its place where a source is protected."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tilannekuva.domain.protection import ShownAs

from .models import ProtectedSource, Signal


def told_by(signal: Signal, language: str) -> str:
    """The one way in which a page names whose signal it is. `language`: for the name of an organisation.

    Of a signal read with `queries.TOLD_BY` it asks the database nothing.
    """
    source = protection_of(signal)
    if source is None:
        return signal.owner.name(language)
    if source.shown_as == ShownAs.PARTNER:
        return _("a partner")
    return _("protected source, vouched for by %(partner)s") % {"partner": signal.owner.name(language)}


def protection_of(signal: Signal) -> ProtectedSource | None:
    """The protected source of a signal; None of every other."""
    return getattr(signal.report, "protected_source", None) if signal.report is not None else None
