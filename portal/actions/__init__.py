"""What can be done to a submission, one verb each. Nothing else writes to the database.

Each checks that the actor may, changes the rows in one transaction, and leaves an event. Clocks, ids and randomness
are passed in.
"""

from .account_journal import forget_account_events, note_account
from .actor import SYSTEM, Actor
from .again import remake, resend
from .as_seen import ChangedSince, as_seen, last_number
from .ask_document import ask_document, to_ask_for
from .ask_information import ask_information
from .assign import ASSIGNABLE, assign
from .attach_papers import attach_papers
from .bind import mark_bound, renew, renew_due
from .clear import JOINABLE, dismiss_duplicate, merge_duplicate
from .close_links import close_links
from .complete import complete
from .conditions import decide_condition, hand_in_proof
from .confirm_answers import confirm_answers
from .count import count_figures
from .decide_guide import decide_edition, propose_edition, stale
from .decline import decline
from .delegated import issue_delegated_quote
from .deliver import deliver
from .entrust import entrust, open_page, page_token, take_back_page
from .erase import ERASED, ask_erasure, erase_again
from .errors import NotAllowed, StaleDraft
from .export import export_file, note_list_export
from .integrate import make_integration, note_use, revoke_integration, sha256_of_token
from .issue_token import issue_token
from .limit import count_against_limit, forget_expired
from .links import open_link, send_link
from .make_document import make_document
from .market import log_answer, record_terms, send_to_market
from .move import move
from .open_token import find_token, open_token
from .override import OVERRIDABLE, decide_override, override
from .panel import keep_insurer
from .people import (
    change_role,
    choose_password,
    encrypt_factors_anew,
    entry_token,
    find_entry_link,
    invite,
    let_in_again,
    role_of,
    send_entry_link,
    shut_out,
)
from .placement import prepare_mandate, send_placement
from .prepare_annex import lines_to_show, may_prepare_annex, prepare_annex
from .purge import Due, due_for_purge, purge, purge_all, purge_daily
from .quoting import accept_quote, issue_quote, refuse_quote, send_quote
from .remind import awaited, remind, remind_due
from .reopen_as_new_version import reopen_as_new_version
from .replay_guide import ask_replay, go_on_replaying
from .revoke_quote import revoke_quote
from .revoke_tokens import revoke_tokens
from .save_answers import Saved, save_answers
from .saved_views import forget_view, save_view
from .set_condition import MOMENTS, set_condition, withdraw_condition
from .share import open_share, share, share_token, take_back_share
from .start_draft import start_draft
from .submit import submit
from .sweep import sweep, sweep_soon
from .take import take
from .tell import tell, tell_again, tell_overdue
from .traces import forget_traces, old_attempts, old_jobs, old_mails, old_registers
from .withdraw import withdraw

__all__ = [
    "ASSIGNABLE",
    "ERASED",
    "JOINABLE",
    "MOMENTS",
    "OVERRIDABLE",
    "SYSTEM",
    "Actor",
    "ChangedSince",
    "Due",
    "NotAllowed",
    "Saved",
    "StaleDraft",
    "accept_quote",
    "as_seen",
    "ask_document",
    "ask_erasure",
    "ask_information",
    "ask_replay",
    "assign",
    "attach_papers",
    "awaited",
    "change_role",
    "choose_password",
    "close_links",
    "complete",
    "confirm_answers",
    "count_against_limit",
    "count_figures",
    "decide_condition",
    "decide_edition",
    "decide_override",
    "decline",
    "deliver",
    "dismiss_duplicate",
    "due_for_purge",
    "encrypt_factors_anew",
    "entrust",
    "entry_token",
    "erase_again",
    "export_file",
    "find_entry_link",
    "find_token",
    "forget_account_events",
    "forget_expired",
    "forget_traces",
    "forget_view",
    "go_on_replaying",
    "hand_in_proof",
    "invite",
    "issue_delegated_quote",
    "issue_quote",
    "issue_token",
    "keep_insurer",
    "last_number",
    "let_in_again",
    "lines_to_show",
    "log_answer",
    "make_document",
    "make_integration",
    "mark_bound",
    "may_prepare_annex",
    "merge_duplicate",
    "move",
    "note_account",
    "note_list_export",
    "note_use",
    "old_attempts",
    "old_jobs",
    "old_mails",
    "old_registers",
    "open_link",
    "open_page",
    "open_share",
    "open_token",
    "override",
    "page_token",
    "prepare_annex",
    "prepare_mandate",
    "propose_edition",
    "purge",
    "purge_all",
    "purge_daily",
    "record_terms",
    "refuse_quote",
    "remake",
    "remind",
    "remind_due",
    "renew",
    "renew_due",
    "reopen_as_new_version",
    "resend",
    "revoke_integration",
    "revoke_quote",
    "revoke_tokens",
    "role_of",
    "save_answers",
    "save_view",
    "send_entry_link",
    "send_link",
    "send_placement",
    "send_quote",
    "send_to_market",
    "set_condition",
    "sha256_of_token",
    "share",
    "share_token",
    "shut_out",
    "stale",
    "start_draft",
    "submit",
    "sweep",
    "sweep_soon",
    "take",
    "take_back_page",
    "take_back_share",
    "tell",
    "tell_again",
    "tell_overdue",
    "to_ask_for",
    "withdraw",
    "withdraw_condition",
]
