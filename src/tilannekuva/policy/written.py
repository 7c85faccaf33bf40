"""What people write into a setting passes the gate."""

from __future__ import annotations

from collections.abc import Iterator

from tilannekuva.domain.setting import Setting, Shape
from tilannekuva.domain.setting_values import Value
from tilannekuva.domain.text import LONGEST_TEXT
from tilannekuva.intake.gate import Outcome, PersonalData
from tilannekuva.intake.gate.asking import TextRefused, check_text

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
        if text not in known:
            _check(text, may_wait=setting.needs_two)


def _check(text: str, *, may_wait: bool = False) -> None:
    try:
        check_text(text, reason=None, can_be_reviewed=lambda: False)
    except TextRefused as refused:
        asks = refused.verdict.outcome is Outcome.ASKS and len(text) <= LONGEST_TEXT
        if not (may_wait and asks and set(refused.verdict.classes) <= _FOR_THE_SECOND_PERSON):
            raise


def _texts_in(setting: Setting, value: Value) -> Iterator[str]:
    """What people wrote in a value. Numbers to call and addresses are no sentences: their form is checked instead."""
    if setting.shape is Shape.TEXTS:
        yield from value.values()
    elif setting.shape is Shape.CHANNEL:
        yield from (*value["names"].values(), *value["when"].values())
    elif setting.shape is Shape.KIND:
        code_as_words = setting.name.replace("_", " ").title()
        yield from (code_as_words, *value["names"].values(), *value["definitions"].values())
