"""What every page knows: the city, and who looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

import tilannekuva
from tilannekuva.domain.rules.audit import may_read_audit
from tilannekuva.domain.rules.coverage import sees_all_duties
from tilannekuva.domain.rules.findings import may_decide
from tilannekuva.domain.rules.imports import may_import
from tilannekuva.domain.rules.people import may_administer
from tilannekuva.domain.rules.protection import may_open_sources
from tilannekuva.domain.rules.public_releases import may_see_releases
from tilannekuva.domain.rules.settings import may_change_settings
from tilannekuva.domain.rules.signals import may_report
from tilannekuva.domain.rules.texts import may_review_texts
from tilannekuva.domain.rules.triage import may_triage
from tilannekuva.domain.viewer import NOBODY
from tilannekuva.project.city import current_city


def installation(request: HttpRequest) -> dict[str, Any]:
    """For templates: the city, who looks, what they may do here, and the version."""
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
        "imports_files": may_import(viewer),
        "triages": may_triage(viewer),
        "reviews_texts": may_review_texts(viewer),
        "opens_sources": may_open_sources(viewer),
        "changes_settings": may_change_settings(viewer),
        "publishes": may_see_releases(viewer),
        "sees_coverage": sees_all_duties(viewer),
        "version": tilannekuva.__version__,
    }
