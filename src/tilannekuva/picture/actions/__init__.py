"""Writes on the picture: one module for each thing that is written."""

from .assessments import (
    Evidence,
    Judgement,
    begin_assessment,
    drop_assessment,
    publish_assessment,
    save_assessment,
    sign_assessment,
)
from .editions import compose_edition, renew_editions
from .phenomena import join_finding, keep_stage, open_phenomenon, set_stage, take_out_finding

__all__ = [
    "Evidence",
    "Judgement",
    "begin_assessment",
    "compose_edition",
    "drop_assessment",
    "join_finding",
    "keep_stage",
    "open_phenomenon",
    "publish_assessment",
    "renew_editions",
    "save_assessment",
    "set_stage",
    "sign_assessment",
    "take_out_finding",
]
