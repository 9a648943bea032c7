"""Where each kind of code stands in Python, and where the guide tells it: the two must name the same codes."""

from __future__ import annotations

from collections.abc import Callable

from .applicant import QUESTION_PATHS
from .contradictions import CODES
from .covers import NEEDS
from .decision import RULES
from .drivers import DRIVERS
from .exposures import EXPOSURES
from .fixes import CHANGES
from .guide.loader import Guide
from .obligations import TRIGGERS
from .plan import DRAFTERS
from .stories import HAPPENING
from .subjectivities import CONDITIONS

Codes = Callable[[Guide], set[str]]

PREREQUISITES = {path.removeprefix("prerequisites.") for path in QUESTION_PATHS if path.startswith("prerequisites.")}

REGISTRIES: dict[str, tuple[set[str], Codes]] = {
    "rules": (set(RULES), lambda guide: {rule.code for rule in guide.rules}),
    "covers": (set(NEEDS), lambda guide: {cover.code for cover in guide.covers.covers}),
    "eligibility": (PREREQUISITES, lambda guide: {rule.code for rule in guide.eligibility.prerequisites}),
    "situations": (set(DRIVERS), lambda guide: set(guide.situations.drivers)),
    "gaps": (set(EXPOSURES), lambda guide: {rule.code for rule in guide.gaps.gaps}),
    "obligations": (set(TRIGGERS), lambda guide: {duty.code for duty in guide.obligations.duties}),
    "contradictions": (set(CODES), lambda guide: set(guide.contradictions.checks)),
    "conditions": (set(CONDITIONS), lambda guide: {rule.code for rule in guide.conditions.conditions}),
    "fixes": (set(CHANGES), lambda guide: set(guide.fixes.changes)),
    "plan": (set(DRAFTERS), lambda guide: set(guide.plan.actions)),
    "stories": (set(HAPPENING), lambda guide: {story.code for story in guide.stories.stories}),
}
"""For each file of an edition: the codes that have a function, and how to list those that the file tells."""
