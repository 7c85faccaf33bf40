"""Writes on the vocabulary, sources, reports, their words, and imports: one module per noun."""

from .imports import import_signals
from .protected_sources import ask_opening, decide_opening, read_source
from .reports import OtherContent, receive_report
from .requests import store_requests
from .sources import add_source
from .states import move_signal
from .texts import erase_due_texts, keep_text, remove_text
from .vocabulary import load_vocabulary
from .withdrawals import correct_signal, withdraw_protected, withdraw_signal
from .zero_reports import report_nothing, take_back_zero_report

__all__ = [
    "OtherContent",
    "add_source",
    "ask_opening",
    "correct_signal",
    "decide_opening",
    "erase_due_texts",
    "import_signals",
    "keep_text",
    "load_vocabulary",
    "move_signal",
    "read_source",
    "receive_report",
    "remove_text",
    "report_nothing",
    "store_requests",
    "take_back_zero_report",
    "withdraw_protected",
    "withdraw_signal",
]
