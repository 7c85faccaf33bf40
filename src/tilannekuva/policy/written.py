"""What people write into a setting passes the gate."""

from __future__ import annotations

from collections.abc import Iterator

from tilannekuva.domain.setting import Setting, Shape
from tilannekuva.domain.setting_values import Value
from tilannekuva.intake.gate import PersonalData, judge
from tilannekuva.intake.gate.asking import check_text

# A kind may need such a word: open drug use is about health. Whoever agrees to the kind has read it.
_FOR_THE_SECOND_PERSON = frozenset({PersonalData.PROTECTED_GROUP})


def check_written(setting: Setting, *, old: Value | None, new: Value, reason: str) -> None:
    """Raises TextRefused for a reason or a text that the gate does not let in. What stood there already may stay.

    Nobody reviews these texts afterwards, so what the gate asks about is refused like what it stops; but words for
    groups that are protected wait for the second person, where one must agree.
    """
    _check(reason)
    known = set(_texts_in(setting, old)) if old is not None else set()
    for text in _texts_in(setting, new):
        may_wait = setting.needs_two and set(judge(text).classes) <= _FOR_THE_SECOND_PERSON
        if text not in known and not may_wait:
            _check(text)


def _check(text: str) -> None:
    check_text(text, reason=None, can_be_reviewed=lambda: False)


def _texts_in(setting: Setting, value: Value) -> Iterator[str]:
    """What people wrote in a value. Numbers to call and addresses are no sentences: their form is checked instead."""
    if setting.shape is Shape.TEXTS:
        yield from value.values()
    elif setting.shape is Shape.CHANNEL:
        yield from (*value["names"].values(), *value["when"].values())
    elif setting.shape is Shape.KIND:
        yield from (*value["names"].values(), *value["definitions"].values())
