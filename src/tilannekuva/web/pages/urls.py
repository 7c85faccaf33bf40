"""The addresses of the picture and of what it is made of."""

from __future__ import annotations

from django.urls import path

from . import (
    device,
    findings,
    geography,
    imports,
    inbox,
    inbox_steps,
    own_reports,
    phenomena,
    picture,
    report_sending,
    reports,
    statistics,
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
    path("import/", imports.imports, name="imports"),
    path("import/mappings/", imports.mappings, name="mappings"),
    path("import/<uuid:public_id>/", imports.import_job, name="import_job"),
    path("import/<uuid:public_id>/step/", imports.import_step, name="import_step"),
    path("import/<uuid:public_id>/rows-not-taken.csv", imports.rejected_rows, name="rejected_rows"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<uuid:public_id>/", statistics.series, name="series"),
    path("statistics/<uuid:public_id>/counts.csv", statistics.series_file, name="series_csv"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/step/", inbox_steps.inbox_step, name="inbox_step"),
    path("inbox/<uuid:public_id>/", inbox.signal, name="signal"),
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
    path("geography/<slug:name>.geojson", geography.geography, name="geography"),
]
