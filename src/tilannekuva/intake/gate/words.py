"""What the gate looks for, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .verdict import PersonalData

PERSONAL_DATA: dict[str, Promise] = {
    PersonalData.IDENTITY_CODE: _("an identity code"),
    PersonalData.PHONE: _("a telephone number"),
    PersonalData.EMAIL: _("an e-mail address"),
    PersonalData.PLATE: _("a registration plate"),
    PersonalData.HANDLE: _("an account in social media"),
    PersonalData.IBAN: _("a bank account"),
    PersonalData.HOME_ADDRESS: _("the address of a home"),
    PersonalData.BIRTH_DATE: _("a date of birth"),
    PersonalData.NAME: _("a name"),
    PersonalData.PROTECTED_GROUP: _("a word for a group that the law protects, or for health"),
    PersonalData.SCHOOL_CLASS: _("a school class"),
    PersonalData.UNCHECKABLE: _("more than can be looked through"),
}
