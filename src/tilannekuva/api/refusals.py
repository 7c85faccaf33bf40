"""The edge at which the reason of a refused rule is put into the caller's language."""

from __future__ import annotations

from django.utils.translation import gettext

from tilannekuva.domain.errors import RuleBroken


def reason_of(broken: RuleBroken) -> str:
    """The reason in the language that the caller asked for."""
    reason = gettext(broken.reason)
    return reason % broken.values if broken.values else reason
