"""The addresses that GeoReport v2 names, each as .json and as .xml."""

from __future__ import annotations

from django.urls import path, register_converter

from . import kinds, requests


class FormatConverter:
    """The form of the answer, as the end of the address."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "answer_format")

urlpatterns = [
    path("discovery.<answer_format:form>", kinds.discovery, name="open311_discovery"),
    path("services.<answer_format:form>", kinds.services, name="open311_services"),
    path("services/<slug:code>.<answer_format:form>", kinds.service, name="open311_service"),
    path("requests.<answer_format:form>", requests.post_request, name="open311_requests"),
    path("requests/<uuid:request_id>.<answer_format:form>", requests.one_request, name="open311_request"),
]
