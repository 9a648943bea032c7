"""Step 3: review the directors' liability cover, before cash runs low."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case, Draft, action


def runway_limit(case: Case) -> int:
    """Months of cash below which insurers hesitate."""
    return int(case.guide.rule("directors_runway").numbers["limit"].value)


def is_stretched(case: Case) -> bool:
    """Equity or cash that insurers ask about first."""
    board = case.applicant.directors
    short = board.cash_runway_months is not None and board.cash_runway_months < runway_limit(case)
    return short or board.negative_equity is True or board.equity_below_half_capital is True


def held(case: Case) -> bool:
    return case.applicant.cover.directors.held == "yes"


@action
def prepare_directors_file(case: Case) -> Iterator[Draft]:
    """Equity or cash are low: what an insurer will want to read."""
    if is_stretched(case):
        yield Draft()


@action
def find_out_directors_policy(case: Case) -> Iterator[Draft]:
    if case.applicant.cover.directors.held in ("unknown", None):
        yield Draft(effect={"answers": ["cover.directors.held"]})


@action
def take_directors_cover(case: Case) -> Iterator[Draft]:
    """Advised, and not held."""
    advice = case.cover("directors_liability")
    if advice.needed and not held(case):
        yield Draft(values={"why": advice.why}, effect={"takes_cover": "directors_liability"})


@action
def buy_before_cash_runs_low(case: Case) -> Iterator[Draft]:
    """Cash still suffices: the time left before it no longer does."""
    months = case.applicant.directors.cash_runway_months
    if months is not None and not held(case) and not is_stretched(case):
        limit = runway_limit(case)
        usual = int(case.guide.plan.actions["buy_before_cash_runs_low"].due_in_days.value)
        yield Draft(
            values={"months": months, "limit": limit},
            effect={"takes_cover": "directors_liability"},
            due_in_days=min(usual, (months - limit) * 30),
        )


@action
def check_directors_policy(case: Case) -> Iterator[Draft]:
    if held(case):
        yield Draft()


@action
def report_litigation(case: Case) -> Iterator[Draft]:
    if case.applicant.directors.litigation is True:
        yield Draft()


@action
def ask_investors(case: Case) -> Iterator[Draft]:
    """Investors often require this cover in the shareholders' agreement."""
    if case.applicant.directors.external_investors is True:
        yield Draft()


@action
def put_cyber_before_the_board(case: Case) -> Iterator[Draft]:
    if case.applicant.control("directors.cyber_on_board_agenda") not in ("yes", "not_applicable"):
        yield Draft(effect={"improves": "directors.cyber_on_board_agenda"})


@action
def revisit_at_each_round(case: Case) -> Iterator[Draft]:
    """Always."""
    yield Draft()
