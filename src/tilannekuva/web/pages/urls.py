"""The addresses of the picture and of what it is made of."""

from __future__ import annotations

from django.urls import path

from . import (
    audit,
    coverage,
    device,
    effort,
    findings,
    geography,
    inbox,
    inbox_steps,
    needs,
    own_reports,
    phenomena,
    picture,
    report_sending,
    reports,
    texts,
)

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
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/new/", coverage.new_duty, name="new_duty"),
    path("coverage/<uuid:public_id>/end/", coverage.end, name="end_duty"),
    path("coverage/<uuid:public_id>/remind/", coverage.remind_reporter, name="remind_reporter"),
    path("effort/", effort.effort, name="effort"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new_need, name="new_need"),
    path("needs/<uuid:public_id>/close/", needs.close, name="close_need"),
    path("report/", reports.report, name="report"),
    path("report/received/<uuid:report_id>/", reports.report_received, name="report_received"),
    path("report/send/", report_sending.send_report, name="send_report"),
    path("report/nothing/", reports.nothing_to_report, name="nothing_to_report"),
    path("report/own/", own_reports.own_reports, name="own_reports"),
    path("report/own/withdraw/", own_reports.withdraw, name="withdraw_signal"),
    path("report/own/<uuid:public_id>/correct/", own_reports.correct, name="correct_signal"),
    path("report/offline/", device.report_offline, name="report_offline"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("service-worker.js", device.service_worker, name="service_worker"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<uuid:public_id>/", texts.review_text, name="review_text"),
    path("audit/", audit.audit, name="audit"),
    path("geography/<slug:name>.geojson", geography.geography, name="geography"),
]
