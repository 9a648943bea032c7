"""What the schema of the questionnaire refuses, and in which words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from underwriting.guide.questionnaire_schema import Question, Questionnaire

WORDS = {"fr": "Oui", "en": "Yes"}
PLAIN: dict[str, Any] = {
    "key": "one",
    "kind": "boolean",
    "asks": "founder",
    "label": WORDS,
    "name": WORDS,
    "why": WORDS,
}
YES = {"code": "yes", "label": WORDS}
DOUBT = {"code": "unknown", "label": WORDS}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "choice"}, "choices go with"),
        ({"choices": [YES]}, "choices go with"),
        ({"kind": "control", "choices": [YES]}, "choices go with"),
        ({"kind": "choice", "choices": [YES, YES]}, "more than once: yes"),
        ({"kind": "choice", "choices": [YES, DOUBT]}, "worst goes with"),
        ({"kind": "choice", "choices": [YES, DOUBT], "worst": "no"}, "worst is one of unknown, yes"),
        ({"kind": "choice", "choices": [YES], "worst": "yes"}, "worst goes with"),
        ({"kind": "study"}, "fields go with"),
        (
            {"kind": "study", "fields": [{"code": "type", "kind": "choice", "label": WORDS}]},
            "one.type: choices go with",
        ),
        ({"where": [YES, DOUBT, YES]}, "only a control"),
        ({"kind": "control", "where": [YES]}, "three to five"),
        ({"short": True, "refers": True}, "drop refers"),
        ({"visible_when": [[{"key": "a.b"}]]}, "exactly one of"),
        ({"visible_when": [[{"key": "a.b", "is": True, "above": 1}]]}, "exactly one of"),
        ({"visible_when": [[]]}, "at least 1 item"),
        ({"label": {"fr": "", "en": "Yes"}}, "at least 1 character"),
        ({"label": {"fr": "Oui"}}, "Field required"),
        ({"asks": "nobody"}, "Input should be"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_question_that_does_not_hold_together_is_refused(change: dict[str, Any], message: str) -> None:
    Question.model_validate(PLAIN)
    with pytest.raises(ValidationError, match=message):
        Question.model_validate(PLAIN | change)


def section(code: str, order: int, *questions: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "order": order, "title": WORDS, "intro": WORDS, "questions": questions}


def depends_on(key: str, **operator: object) -> dict[str, Any]:
    return PLAIN | {"key": "two", "visible_when": [[{"key": key} | operator]]}


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ([section("a", 1, PLAIN, PLAIN)], "a: given more than once: one"),
        ([section("a", 1, PLAIN), section("a", 2, PLAIN)], "questionnaire: given more than once: a"),
        ([section("a", 2, PLAIN), section("b", 1, PLAIN)], "rising order"),
        ([section("a", 1, PLAIN), section("b", 1, PLAIN)], "rising order"),
        ([section("a", 1, PLAIN, depends_on("a.three", **{"is": True}))], "a.three, which is not asked before it"),
        ([section("a", 1, depends_on("a.two", **{"is": True}))], "not asked before it"),
        ([section("a", 1, PLAIN, depends_on("a.one", **{"in": ["yes"]}))], "a.one can never answer that"),
        ([section("a", 1, PLAIN, depends_on("a.one", holds=["yes"]))], "can never answer that"),
        ([section("a", 1, PLAIN, depends_on("a.one", above=0))], "can never answer that"),
    ],
)
def test_sections_that_disagree_are_refused(sections: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Questionnaire.model_validate({"sections": sections})


# Put together, and following from another answer

SHORT = {"kind": "boolean", "short": True, "asks": "founder", "label": WORDS, "name": WORDS, "why": WORDS}


def asked(key: str, **more: Any) -> dict[str, Any]:
    return SHORT | {"key": key} | more


def page(code: str, order: int, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = {"title": WORDS, "intro": WORDS}
    return {"code": code, "order": order, "questions": questions} | words | more


def together(*paths: str, code: str = "one") -> dict[str, Any]:
    return {"code": code, "label": WORDS, "why": WORDS, "parts": [{"key": path, "label": WORDS} for path in paths]}


LIST = {"kind": "choices", "choices": [{"code": "x", "label": WORDS}]}
CHOICE = {"kind": "choice", "follows": "a.list"}
TWO = (asked("one"), asked("two"))


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ([page("a", 1)], "puts at least one question"),
        ([page("a", 1, *TWO, together=[together("a.one")])], "at least 2 items"),
        ([page("a", 1, *TWO, together=[together("a.one", "a.three")])], "a.three, which is not asked"),
        ([page("a", 1, *TWO, together=[together("a.one", "a.one")])], "more than once: a.one"),
        (
            [page("a", 1, *TWO, together=[together("a.one", "a.two"), together("a.two", "a.one")])],
            "more than once: one",
        ),
        ([page("a", 1, *TWO), page("b", 2, asked("x"), together=[together("a.one", "b.x")])], "after its own"),
        (
            [page("a", 1, asked("one"), asked("two", short=False), together=[together("a.one", "a.two")])],
            "only questions of the short path",
        ),
        (
            [
                page(
                    "a",
                    1,
                    asked("one"),
                    asked("two", visible_when=[[{"key": "a.one", "is": True}]]),
                    together=[together("a.one", "a.two")],
                )
            ],
            "with a branch is not put together",
        ),
        ([page("a", 1, asked("list", **LIST), asked("y", **CHOICE))], "choices go with"),
        (
            [page("a", 1, asked("list", **LIST), asked("y", **CHOICE, choices=[{"code": "z", "label": WORDS}]))],
            "follows no list of its choices",
        ),
        ([page("a", 1, asked("y", **CHOICE, choices=LIST["choices"]))], "follows no list of its choices"),
    ],
)
def test_questions_that_cannot_be_put_so_are_refused(sections: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        Questionnaire.model_validate({"sections": sections})


@pytest.mark.parametrize(
    ("change", "message"),
    [({"past": True}, "only a date can be past"), ({"follows": "a.list"}, "only a choice follows")],
)
def test_a_kind_that_does_not_suit_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Question.model_validate(asked("one", **change))
