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
from .releases import drop_release, propose_release, release_edition, withdraw_release

__all__ = [
    "Evidence",
    "Judgement",
    "begin_assessment",
    "compose_edition",
    "drop_assessment",
    "drop_release",
    "join_finding",
    "keep_stage",
    "open_phenomenon",
    "propose_release",
    "publish_assessment",
    "release_edition",
    "renew_editions",
    "save_assessment",
    "set_stage",
    "sign_assessment",
    "take_out_finding",
    "withdraw_release",
]
