"""What the picture is made of: phenomena with their stages, assessments with what organisations say, and editions."""

from .assessments import Assessment, AssessmentEvidence, AssessmentSignature
from .editions import Edition, EditionQuerySet
from .phenomena import Phenomenon, PhenomenonFinding, StageDecision

__all__ = [
    "Assessment",
    "AssessmentEvidence",
    "AssessmentSignature",
    "Edition",
    "EditionQuerySet",
    "Phenomenon",
    "PhenomenonFinding",
    "StageDecision",
]
