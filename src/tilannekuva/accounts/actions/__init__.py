"""Writes on organisations, people, roles, agreements, invitations, keys and sessions: one module per noun."""

from .invitations import INVITATION_DAYS, accept_invitation, invite, withdraw_invitation
from .keys import make_key, note_key_use, revoke_key
from .organisations import add_organisation, agree, allow_drafts, allow_vouching
from .people import add_person, deactivate, hand_over
from .roles import end_role, give_role
from .sessions import (
    end_sessions,
    enter_demo,
    note_keys,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "INVITATION_DAYS",
    "accept_invitation",
    "add_organisation",
    "add_person",
    "agree",
    "allow_drafts",
    "allow_vouching",
    "deactivate",
    "end_role",
    "end_sessions",
    "enter_demo",
    "give_role",
    "hand_over",
    "invite",
    "make_key",
    "note_key_use",
    "note_keys",
    "note_refused_sign_in",
    "note_sign_in",
    "note_sign_out",
    "revoke_key",
    "withdraw_invitation",
]
