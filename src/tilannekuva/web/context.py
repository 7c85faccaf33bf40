"""What every page knows: the city, and who looks at it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

import tilannekuva
from tilannekuva.domain.city import City, load_city
from tilannekuva.domain.rules.audit import may_read_audit
from tilannekuva.domain.rules.findings import may_decide
from tilannekuva.domain.rules.people import may_administer
from tilannekuva.domain.rules.signals import may_report
from tilannekuva.domain.rules.triage import may_triage
from tilannekuva.domain.viewer import NOBODY


@lru_cache(maxsize=4)
def _city(folder: Path) -> City:
    return load_city(folder)


def current_city() -> City:
    """The city of this installation; read once for each process."""
    return _city(settings.CITY_FOLDER)


def installation(request: HttpRequest) -> dict[str, Any]:
    """For templates: `city`, `city_name`, `is_demo`, `viewer`, `audits`, `is_administrator`, `decides`, `reports`, `triages`, `version`."""
    viewer = getattr(request, "viewer", NOBODY)
    city = current_city()
    return {
        "city": city,
        "city_name": city.name(get_language() or "en"),
        "is_demo": settings.DEMO,
        "viewer": viewer,
        "audits": may_read_audit(viewer),
        "is_administrator": may_administer(viewer),
        "decides": may_decide(viewer),
        "reports": may_report(viewer),
        "triages": may_triage(viewer),
        "version": tilannekuva.__version__,
    }
