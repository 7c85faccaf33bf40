"""Writes on the vocabulary, sources, reports, their words, and imports: one module per noun."""

from .import_jobs import (
    claim_import,
    confirm_import,
    discard_import,
    erase_due_imports,
    finish_import,
    hand_in_file,
    read_again,
    record_reading,
)
from .imports import import_signals
from .mappings import delete_mapping, save_mapping
from .reports import OtherContent, receive_report
from .requests import store_requests
from .sources import add_source
from .states import move_signal
from .statistics import store_series
from .texts import erase_due_texts, keep_text, remove_text
from .vocabulary import load_vocabulary
from .withdrawals import correct_signal, withdraw_signal
from .zero_reports import report_nothing, take_back_zero_report

__all__ = [
    "OtherContent",
    "add_source",
    "claim_import",
    "confirm_import",
    "correct_signal",
    "delete_mapping",
    "discard_import",
    "erase_due_imports",
    "erase_due_texts",
    "finish_import",
    "hand_in_file",
    "import_signals",
    "keep_text",
    "load_vocabulary",
    "move_signal",
    "read_again",
    "receive_report",
    "record_reading",
    "remove_text",
    "report_nothing",
    "save_mapping",
    "store_requests",
    "store_series",
    "take_back_zero_report",
    "withdraw_signal",
]
