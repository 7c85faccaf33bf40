"""Every field of the database that can hold text, and what keeps persons out of it.

A test walks all models and fails for a field that stands nowhere here: to add a text field is to say what
may be in it. A field that is `FREE_TEXT` is written by actions that ask the gate first.
"""

from __future__ import annotations

from enum import StrEnum


class TextUse(StrEnum):
    """What a field holds, and so what keeps persons out of it."""

    FREE_TEXT = "free_text"
    """Written by people: every writer goes through the gate."""
    CLOSED = "closed"
    """A choice of a closed list, or a code of a register."""
    COMPUTED = "computed"
    """Made by the program from counts, codes and days."""
    SEALED = "sealed"
    """What a partner handed in, unreadable without the installation's secret, erased within a day."""
    OF_THE_CITY = "of_the_city"
    """Written by those who set the installation up: names of places, kinds, organisations, in files they answer for."""
    OF_A_USER = "of_a_user"
    """About somebody who uses the system, and knows it."""


TEXT_FIELDS: dict[str, TextUse] = {
    "intake.InformationNeed.answer": TextUse.FREE_TEXT,
    "intake.InformationNeed.question": TextUse.FREE_TEXT,
    "intake.IndicatorSeries.definition": TextUse.FREE_TEXT,
    "intake.IndicatorSeries.title": TextUse.FREE_TEXT,
    "intake.ImportJob.choices": TextUse.FREE_TEXT,
    "intake.ImportJob.reading": TextUse.FREE_TEXT,
    "intake.SavedMapping.choices": TextUse.FREE_TEXT,
    "intake.SignalText.text": TextUse.FREE_TEXT,
    "intake.Survey.method": TextUse.FREE_TEXT,
    "intake.Survey.title": TextUse.FREE_TEXT,
    "intake.SurveyAnswer.answer": TextUse.FREE_TEXT,
    "intake.SurveyQuestion.text": TextUse.FREE_TEXT,
    "policy.SettingChange.new_value": TextUse.FREE_TEXT,
    "policy.SettingChange.old_value": TextUse.FREE_TEXT,
    "policy.SettingChange.reason": TextUse.FREE_TEXT,
    "publication.PublicRelease.lead": TextUse.FREE_TEXT,
    "intake.ImportJob.sealed": TextUse.SEALED,
    **dict.fromkeys(
        (
            "accounts.Agreement.data_class",
            "accounts.Invitation.language",
            "accounts.Invitation.role",
            "accounts.Organisation.kind",
            "accounts.Organisation.regime",
            "accounts.Person.language",
            "accounts.Role.name",
            "detection.DetectionRun.period_unit",
            "detection.DetectionRun.state",
            "detection.Finding.marking",
            "detection.Finding.state",
            "detection.FindingDecision.reason",
            "detection.FindingDecision.state",
            "detection.Indicator.group",
            "detection.PassedOn.answer",
            "detection.TriageChange.handling_after",
            "detection.TriageChange.handling_before",
            "detection.TriageChange.judgement_after",
            "detection.TriageChange.judgement_before",
            "detection.TriageStep.act",
            "detection.TriageStep.reason",
            "intake.ImportJob.language",
            "intake.ImportJob.state",
            "intake.ImportJob.tells",
            "intake.IndicatorSeries.marking",
            "intake.Survey.marking",
            "intake.IndicatorSeries.period_unit",
            "intake.IndicatorSeries.stream",
            "intake.PhenomenonKind.iccs",
            "intake.ProtectedSource.shown_as",
            "intake.ReportingDuty.rhythm",
            "intake.SavedMapping.tells",
            "intake.Signal.credibility",
            "intake.Signal.handling",
            "intake.Signal.judgement",
            "intake.Signal.marking",
            "intake.Signal.observation",
            "intake.Signal.reliability",
            "intake.Signal.severity",
            "intake.Signal.stream",
            "intake.Signal.time_band",
            "intake.Survey.marking",
            "intake.SignalText.reason",
            "intake.SignalText.state",
            "intake.Source.default_reliability",
            "intake.SourceOpening.reason",
            "picture.Edition.audience",
            "picture.Edition.marking",
            "places.Area.level",
            "policy.SettingChange.decided_as",
            "policy.SettingChange.proposed_as",
            "policy.SettingChange.room",
            "policy.SettingChange.state",
            "places.AreaResponsibility.duty",
            "publication.PublicRelease.state",
            "publication.PublicRelease.withdrawal_reason",
        ),
        TextUse.CLOSED,
    ),
    **dict.fromkeys(
        (
            "audit.AuditEntry.act",
            "audit.AuditEntry.by",
            "audit.AuditEntry.entry",
            "audit.AuditEntry.object_id",
            "audit.AuditEntry.object_type",
            "audit.AuditEntry.organisation",
            "accounts.ApiKey.secret_sha256",
            "accounts.Invitation.secret_sha256",
            "accounts.Person.password",
            "detection.DetectionRun.code_version",
            "detection.DetectionRun.failure",
            "detection.DetectionRun.inputs_sha256",
            "detection.DetectionRun.notes",
            "detection.DetectionRun.parameters",
            "detection.DetectionRun.period_starts",
            "detection.Finding.facts",
            "detection.Finding.fingerprint",
            "detection.Indicator.by_stream",
            "detection.Indicator.cells",
            "detection.Indicator.episode",
            "detection.Indicator.escalation",
            "detection.Indicator.expected",
            "detection.Indicator.lasting",
            "detection.Indicator.incoming",
            "detection.Indicator.lower",
            "detection.Indicator.near_repeats",
            "detection.Indicator.observed",
            "detection.Indicator.panel",
            "detection.Indicator.upper",
            "intake.Extraction.file_sha256",
            "intake.ImportBatch.file_sha256",
            "intake.Survey.file_sha256",
            "detection.SurveyEstimate.code_version",
            "intake.ImportBatch.rejected",
            "intake.ImportJob.file_sha256",
            "intake.ImportJob.rejected_rows",
            "intake.Report.content_sha256",
            "intake.SavedMapping.columns_sha256",
            "intake.Signal.row_key",
            "intake.Signal.receipt_code",
            "intake.SignalText.personal_data",
            "picture.Edition.content",
            "picture.Edition.sha256",
            "places.AreaOutline.geometry",
            "places.Cell.code",
            "places.Cell.corners",
            "publication.PublicRelease.content",
            "publication.PublicRelease.failure",
            "publication.PublicRelease.sha256",
        ),
        TextUse.COMPUTED,
    ),
    **dict.fromkeys(
        (
            "accounts.Agreement.code",
            "accounts.Agreement.legal_ground",
            "accounts.ApiKey.program",
            "accounts.Organisation.code",
            "accounts.Organisation.names",
            "intake.IndicatorSeries.code",
            "intake.PhenomenonKind.code",
            "intake.PhenomenonKind.definitions",
            "intake.PhenomenonKind.names",
            "intake.Source.code",
            "places.Area.code",
            "places.Area.names",
            "places.Population.source",
            "policy.SettingChange.key",
        ),
        TextUse.OF_THE_CITY,
    ),
    **dict.fromkeys(
        (
            "accounts.Invitation.display_name",
            "accounts.Invitation.email",
            "accounts.Person.display_name",
            "accounts.Person.email",
        ),
        TextUse.OF_A_USER,
    ),
}
