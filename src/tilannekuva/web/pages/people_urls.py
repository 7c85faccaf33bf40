"""The addresses under which administrators handle people, organisations and keys."""

from __future__ import annotations

from django.urls import path

from . import keys, organisations, people, person

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_person, name="invite_person"),
    path("people/invitations/<uuid:public_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/roles/", person.give_person_role, name="give_role"),
    path("people/<int:person_id>/roles/<int:role_id>/end/", person.end_person_role, name="end_role"),
    path("people/<int:person_id>/hand-over/", person.hand_over_roles, name="hand_over"),
    path("people/<int:person_id>/deactivate/", person.deactivate_person, name="deactivate_person"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.new_key, name="new_key"),
    path("keys/<uuid:public_id>/revoke/", keys.revoke, name="revoke_key"),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
]
