"""Writes on the vocabulary, sources, reports, their words, imports, duties, effort and needs: one module per noun."""

from .duties import end_duty, remind, set_duty
from .effort import enter_effort, import_effort
from .imports import import_signals
from .needs import close_need, open_need
from .reports import OtherContent, receive_report
from .requests import store_requests
from .sources import add_source
from .states import move_signal
from .texts import erase_due_texts, keep_text, remove_text
from .vocabulary import load_vocabulary
from .withdrawals import correct_signal, withdraw_signal
from .zero_reports import report_nothing, take_back_zero_report

__all__ = [
    "OtherContent",
    "add_source",
    "close_need",
    "correct_signal",
    "end_duty",
    "enter_effort",
    "erase_due_texts",
    "import_effort",
    "import_signals",
    "keep_text",
    "load_vocabulary",
    "move_signal",
    "open_need",
    "receive_report",
    "remind",
    "remove_text",
    "report_nothing",
    "set_duty",
    "store_requests",
    "take_back_zero_report",
    "withdraw_signal",
]
