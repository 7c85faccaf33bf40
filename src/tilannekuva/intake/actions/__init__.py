"""Writes on the vocabulary, sources, reports, files, statistics, surveys, duties, effort and needs: one module per noun."""

from .duties import end_duty, remind, set_duty
from .effort import enter_effort, import_effort
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
from .needs import close_need, open_need
from .protected_sources import ask_opening, decide_opening, read_source
from .reports import OtherContent, receive_report
from .requests import store_requests
from .sources import add_source
from .states import move_signal
from .statistics import store_series
from .surveys import store_survey
from .texts import erase_due_texts, keep_text, remove_text
from .vocabulary import define_kind, load_vocabulary
from .withdrawals import correct_signal, withdraw_protected, withdraw_signal
from .zero_reports import report_nothing, take_back_zero_report

__all__ = [
    "OtherContent",
    "add_source",
    "ask_opening",
    "claim_import",
    "close_need",
    "confirm_import",
    "correct_signal",
    "decide_opening",
    "define_kind",
    "delete_mapping",
    "discard_import",
    "end_duty",
    "enter_effort",
    "erase_due_imports",
    "erase_due_texts",
    "finish_import",
    "hand_in_file",
    "import_effort",
    "import_signals",
    "keep_text",
    "load_vocabulary",
    "move_signal",
    "open_need",
    "read_again",
    "read_source",
    "receive_report",
    "record_reading",
    "remind",
    "remove_text",
    "report_nothing",
    "save_mapping",
    "set_duty",
    "store_requests",
    "store_series",
    "store_survey",
    "take_back_zero_report",
    "withdraw_protected",
    "withdraw_signal",
]
