"""The words for settings: what each is called, what it does, and where its value comes from."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.setting import REPORT_NOTICE, ChangeState, Room, Setting, Shape
from tilannekuva.domain.setting_values import Value

Words = dict[str, Promise]

ROOMS: Words = {
    Room.VOCABULARY: _("Kinds of phenomena"),
    Room.DETECTION: _("What stands out"),
    Room.PUBLICATION: _("What is shown"),
    Room.RETENTION: _("How long words are kept"),
    Room.TRIAGE: _("Going through signals"),
    Room.REPORTING: _("Reporting"),
}

ROOM_EXPLANATIONS: Words = {
    Room.VOCABULARY: _(
        "What people choose from when they report, and what is counted. Somebody of another organisation agrees."
    ),
    Room.DETECTION: _(
        "By which numbers the rules look for what stands out. The next run goes by them; earlier pictures keep the "
        "numbers of their own run. A second person agrees."
    ),
    Room.PUBLICATION: _("Which counts are protected, and when a picture is old. A second person agrees."),
    Room.RETENTION: _("When the words of a signal are erased. A second person agrees."),
    Room.TRIAGE: _("How long people wait. A change holds at once."),
    Room.REPORTING: _("What reporters see and can do. A change holds at once."),
}

CHANGE_STATES: Words = {
    ChangeState.PROPOSED: _("Proposed"),
    ChangeState.IN_FORCE: _("In force"),
    ChangeState.REJECTED: _("Rejected"),
    ChangeState.WITHDRAWN: _("Taken back"),
}

# Name of a threshold -> what it is called, what it does.
THRESHOLDS: dict[str, tuple[Promise, Promise]] = {
    "finding_recurrence_days": (
        _("How rare a finding must be by chance"),
        _(
            "A rule reports what chance alone would show at most once in so many days. More days: fewer findings."
        ),
    ),
    "finding_expires_days": (
        _("How long a finding stands"),
        _("A cluster that is found again within this time is the same finding."),
    ),
    "rumour_counts_days": (
        _("How long talk counts"),
        _(
            "What people talk about counts for so many days after it was heard: old talk says nothing of today."
        ),
    ),
    "scan_min_cases": (
        _("Fewest signals of a finding"),
        _("Fewer signals are never a finding, however unlikely they are together."),
    ),
    "scan_max_radius_area_m": (
        _("Largest circle over areas"),
        _("About the reach of one district and its neighbours."),
    ),
    "scan_max_radius_cell_m": (
        _("Largest circle over grid cells"),
        _("A quarter on foot. Wider clusters are found over areas."),
    ),
    "scan_window_days": (
        _("Longest time of a live cluster"),
        _("What lasts longer is found as a slow rise, or as the usual level."),
    ),
    "scan_history_days": (
        _("What the scan compares with"),
        _("Whole years, so that each season is in it once."),
    ),
    "scan_replicates": (
        _("Shuffled histories"),
        _("More of them tell rare from very rare, and take longer."),
    ),
    "alarm_alpha": (
        _("False alarms of one series"),
        _("The share of quiet weeks in which one kind in one area may pass its bound by chance."),
    ),
    "alarm_false_discovery_rate": (
        _("False alarms of one run"),
        _("The share of chance that is borne among all alarms of a run."),
    ),
    "smallest_count_partners": (
        _("Smallest count that partners see"),
        _("Smaller counts are shown to partners as a range."),
    ),
    "smallest_count_public": (
        _("Smallest count that is published"),
        _(
            "An answer to a reporter names a finding only from so many signals on. Never below that of partners."
        ),
    ),
    "good_until_days": (
        _("How long a picture is good"),
        _("A picture that is older says that it is stale."),
    ),
    "text_kept_days": (
        _("How long words are kept"),
        _(
            "Then the words of a new signal are erased; those stored already keep their day. A lawyer confirms it."
        ),
    ),
    "answer_within_days": (
        _("How long a reporter waits at most"),
        _("The inbox counts those who wait longer for an answer."),
    ),
    "passed_on_answer_days": (
        _("How long a partner has to answer"),
        _("Offered when a signal is passed on. Whoever passes it on can choose another day."),
    ),
    "joining_days": (
        _("How far apart in time signals are proposed as one thing"),
        _("The inbox asks whether near signals of one kind are one thing; people join others themselves."),
    ),
    "grace_weekly_days": (
        _("How late a weekly reporter may be"),
        _("So many days after the week nobody is called silent yet."),
    ),
    "grace_fortnightly_days": (
        _("How late a reporter of every second week may be"),
        _("So many days after the fortnight nobody is called silent yet."),
    ),
    "grace_monthly_days": (
        _("How late a monthly reporter may be"),
        _("So many days after the month nobody is called silent yet."),
    ),
    "own_signal_days": (
        _("How long an own signal can be corrected"),
        _("For so many days a reporter corrects or withdraws it alone."),
    ),
}


def setting_text(setting: Setting, shown_name: str = "") -> str:
    """What a setting is called. `shown_name`: of a kind or channel, in the reader's language."""
    if setting.key == REPORT_NOTICE:
        return gettext("Notice above the report page")
    if setting.name in THRESHOLDS:
        return str(THRESHOLDS[setting.name][0])
    return shown_name or setting.name


def explanation_text(setting: Setting) -> str:
    """What a setting does, in a sentence or two."""
    if setting.key == REPORT_NOTICE:
        return gettext("A sentence for everybody who reports, such as that answers take longer in July.")
    if setting.shape is Shape.CHANNEL:
        return gettext(
            "Shown to whoever is about to write of one child or person, who belongs there and not here."
        )
    if setting.shape is Shape.KIND:
        return gettext(
            "Name an act or a circumstance, never people. Two readers should apply the definition alike."
        )
    return str(THRESHOLDS[setting.name][1])


def number_text(setting: Setting, value: Value) -> str:
    """A number with its unit: days, metres, a share as per cent, or a count."""
    if setting.most < 1:
        return gettext("%(n)s %%") % {"n": _shortest(100 * value)}
    shown = _shortest(value)
    if setting.name.endswith("_days"):
        return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": shown}
    if setting.name.endswith("_m"):
        return gettext("%(n)s m") % {"n": shown}
    return shown


def _shortest(value: float) -> str:
    """A number in the reader's form, without zeros after its decimal point."""
    rounded = round(value, 4)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded, force_grouping=True))
