"""What the provenance of an edition needs beside its document: runs, owners and acts, read from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilannekuva.detection.models import DetectionRun, Finding

from .models import Assessment, Edition, EditionRelease
from .provenance import Act, Origin, RunFacts


def origin_of(edition: Edition, content: Mapping[str, Any], release: EditionRelease) -> Origin:
    """The origin of an edition of a release. People stand in it as a role and the code of an organisation."""
    acts = [Act("propose", release.proposed_as, release.proposed_from.code, release.proposed_at.isoformat())]
    if release.released_from is not None and release.released_at is not None:
        acts.append(
            Act("release", release.released_as, release.released_from.code, release.released_at.isoformat())
        )
    return Origin(
        edition_id=str(edition.public_id),
        sha256=edition.sha256,
        composed_at=edition.composed_at.isoformat(),
        run=_facts(edition.run),
        found_by=_runs_of_findings([entry["id"] for entry in content["findings"]], edition.run),
        owners=_owners(
            [each["assessment"]["id"] for each in content.get("phenomena", ()) if each["assessment"]]
        ),
        serial=release.serial,
        acts=tuple(acts),
    )


def _facts(run: DetectionRun) -> RunFacts:
    return RunFacts(str(run.public_id), run.inputs_sha256, run.as_of.isoformat(), run.code_version)


def _runs_of_findings(ids: list[str], of_edition: DetectionRun) -> dict[str, RunFacts]:
    """By id of a finding, the run that found it, as it stood when the edition was made.

    A finding that a later run found anew has forgotten the runs between: the first one is told then.
    """
    rows = Finding.objects.filter(public_id__in=ids).select_related("first_run", "last_run")
    return {
        str(row.public_id): _facts(row.last_run if row.last_run_id <= of_edition.pk else row.first_run)
        for row in rows
    }


def _owners(ids: list[str]) -> dict[str, str]:
    """Codes of the organisations that wrote assessments, by the id of the assessment."""
    rows = Assessment.objects.filter(public_id__in=ids).values_list("public_id", "owner__code")
    return {str(public_id): code for public_id, code in rows}
