"""Who receives what of an organisation's signals, and on which legal ground: told before anything is sent (R2)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.domain.clock import today_on


def agreements_of(organisation_id: int) -> list[dict[str, Any]]:
    """The agreements by which an organisation gives today."""
    language = get_language() or "en"
    found = agreements_in_force(today_on(settings.TIME_ZONE)).filter(gives=organisation_id)
    return [
        {
            "receiver": agreement.receives.name(language) if agreement.receives else "",
            "gives_signals": agreement.data_class == "signals",
            "ground": agreement.legal_ground,
            "valid_to_on": agreement.valid_to_on,
        }
        for agreement in found.select_related("receives")
    ]
