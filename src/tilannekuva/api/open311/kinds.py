"""What can be reported: the kinds of phenomena of the city, as services."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.intake.queries import kinds_in_use

from .answers import answer, answer_one, refusal


@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is found, and which forms it speaks."""
    address = request.build_absolute_uri("/api/open311/v2")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": None,
        "type": "test" if settings.DEMO else "production",
        "formats": ["text/xml", "application/json"],
    }
    record = {"changeset": None, "contact": None, "key_service": None, "endpoints": [endpoint]}
    return answer_one(form, record, name="discovery")


@require_safe
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The kinds in use, in the order in which people choose from them, in the language asked for."""
    return answer(form, [_service(kind) for kind in kinds_in_use()], of=("services", "service"))


@require_safe
def service(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One kind. It asks for nothing beyond the common fields, so its list of attributes is empty."""
    kind = PhenomenonKind.objects.filter(code=code).first()
    if kind is None:
        return refusal(form, 404, _("There is no service of this code."))
    return answer_one(form, {"service_code": kind.code, "attributes": []}, name="service_definition")


def _service(kind: PhenomenonKind) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "service_code": kind.code,
        "service_name": kind.name(language),
        "description": kind.definition(language),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": "",
    }
