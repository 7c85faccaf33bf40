"""What a device keeps to write a report without a network: the empty page, its files, and what installs them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.domain.viewer import NOBODY
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.report import SignalForms
from tilannekuva.web.requests import Request

from .report_page import own_source, report_page

# The page of a report and nothing else: no list, no picture, no map.
_FILES = (
    "vendor/hds-tokens/all.min.css",
    "vendor/hds-core/components/button/button.min.css",
    "vendor/font/source-sans-3-latin-400-normal.woff2",
    "vendor/font/source-sans-3-latin-600-normal.woff2",
    "vendor/font/source-sans-3-latin-700-normal.woff2",
    "web/img/icon.svg",
    "web/css/site.css",
    "web/css/forms.css",
    "web/css/report.css",
    "web/js/report-about-one.js",
    "web/js/report-drafts.js",
    "web/js/report-events.js",
    "web/js/report-find.js",
    "web/js/report-place.js",
    "web/js/report-send.js",
)


@open_to(Door.EVERYBODY)
@require_safe
def manifest(request: Request) -> HttpResponse:
    """How the report page is installed on a device: the name of the city and an icon."""
    icon = static("web/img/icon.svg")
    name = current_city().name(get_language() or "en")
    return JsonResponse(
        {
            "name": f"{name} · Tilannekuva",
            "short_name": _("Report"),
            "lang": get_language(),
            "start_url": reverse("report"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )


@open_to(Door.EVERYBODY)
@require_safe
def service_worker(request: Request) -> HttpResponse:
    """The program that answers for the report page where there is no network. It knows addresses only."""
    files = [static(name) for name in _FILES]
    known = {
        "cache": "report-" + hashlib.sha256("\n".join(files).encode()).hexdigest()[:16],
        "files": files,
        "drafts": static("web/js/report-drafts.js"),
        "page": reverse("report"),
        "offline": reverse("report_offline"),
    }
    body = f"const KNOWN = {json.dumps(known)};\n{_program()}"
    return HttpResponse(body, content_type="text/javascript")


@open_to(Door.REPORTERS, leaves_trace=False)
@require_safe
def report_offline(request: Request) -> HttpResponse:
    """The page as a device keeps it: empty, without a name, a list or a token. Only where drafts may be kept."""
    source = own_source(request.viewer)
    if not source.organisation.keeps_drafts_on_devices:
        raise Http404
    forms = SignalForms(form_kwargs={"source": source, "writer": request.viewer})
    more = {"viewer": NOBODY, "is_offline": True}
    return report_page(request, forms, report_id="", template="web/report/offline.html", more=more)


@lru_cache(maxsize=1)
def _program() -> str:
    found = finders.find("web/js/report-worker.js")
    if not isinstance(found, str):
        raise Http404
    return Path(found).read_text(encoding="utf-8")
