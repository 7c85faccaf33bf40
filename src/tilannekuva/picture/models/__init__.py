"""What the picture is made of: phenomena with their stages, assessments with what organisations say, editions and releases."""

from .assessments import Assessment, AssessmentEvidence, AssessmentSignature
from .editions import Edition, EditionQuerySet
from .phenomena import Phenomenon, PhenomenonFinding, StageDecision
from .releases import EditionRelease, EditionReleaseQuerySet

__all__ = [
    "Assessment",
    "AssessmentEvidence",
    "AssessmentSignature",
    "Edition",
    "EditionQuerySet",
    "EditionRelease",
    "EditionReleaseQuerySet",
    "Phenomenon",
    "PhenomenonFinding",
    "StageDecision",
]
