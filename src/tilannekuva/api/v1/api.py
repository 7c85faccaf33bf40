"""The API as one object: its key, its errors, its description."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tilannekuva.api.keys import KeyOfAnOrganisation

from .refusals import malformed
from .reports import router
from .schemas import Fault, Refusal

api = NinjaAPI(
    title="Tilannekuva",
    version="1",
    description="Send signals from the system in which they are written. A key belongs to one organisation and can only send.",
    auth=KeyOfAnOrganisation(),
    # The page that shows the description would load scripts of third parties.
    docs_url=None,
    urls_namespace="api:v1",
)
api.add_router("", router)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    status, refusal = malformed(error.errors)
    return api.create_response(request, refusal, status=status)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    reason = (
        "The header X-Api-Key holds no key that is in force. An administrator of the installation makes one."
    )
    refusal = Refusal(faults=[Fault(where="X-Api-Key", reason=reason)])
    return api.create_response(request, refusal, status=401)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON: the library's own text would quote it."""
    refusal = Refusal(
        faults=[Fault(where="", reason="The body is not the JSON that /openapi.json describes.")]
    )
    return api.create_response(request, refusal, status=error.status_code)
