"""The addresses of the picture and of what it is made of."""

from __future__ import annotations

from django.urls import path

from . import audit, findings, geography, inbox, inbox_steps, phenomena, picture, reports

urlpatterns = [
    path("", picture.picture, name="picture"),
    path("picture.json", picture.picture_json, name="picture_json"),
    path("picture.pdf", picture.picture_pdf, name="picture_pdf"),
    path("picture/map.json", picture.picture_map, name="picture_map"),
    path("phenomena/<slug:code>/", phenomena.phenomenon, name="phenomenon"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path("findings/<uuid:public_id>/decide/", findings.finding_decide, name="finding_decide"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/step/", inbox_steps.inbox_step, name="inbox_step"),
    path("inbox/<uuid:public_id>/", inbox.signal, name="signal"),
    path("report/", reports.report, name="report"),
    path("report/received/<uuid:report_id>/", reports.report_received, name="report_received"),
    path("audit/", audit.audit, name="audit"),
    path("geography/<slug:name>.geojson", geography.geography, name="geography"),
]
