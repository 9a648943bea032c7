"""The underwriting domain: values in, values out. No clock, no database, no web; it reads nothing but its own guide."""

from .applicant import CONTROL_PATHS, QUESTION_PATHS, Applicant, InvalidApplicant, Problem, read_applicant, read_bytes
from .applicant.kinds import COUNTRIES, NOTE_MAX, TEXT_MAX
from .assess import assess
from .assessment import Assessment, CoverQuote, FixToQuote, Option, Story, portable
from .audience import for_prospect, portable_for_prospect
from .authority import OVERRIDE_KINDS, OverrideKind, takes_second_person
from .calendar_days import years_later
from .editions import load_guide, read_edition
from .effort import help_of, minutes_for
from .fixes import fix_to_quote
from .guide.base import Language, Number, Text
from .guide.eligibility_schema import PrerequisiteRule
from .guide.loader import GUIDES, Guide, GuideError, content_hash, editions
from .guide.questionnaire_schema import Choice, Question, Section, TableField, Together
from .guide.rules_schema import ActorKind, Rule, State
from .replay import Change, compare
from .rulebook import (
    Asked,
    Chapter,
    PrerequisiteEntry,
    RuleBook,
    RuleEntry,
    SourceEntry,
    Threshold,
    rule_book,
)

__all__ = [
    "CONTROL_PATHS",
    "COUNTRIES",
    "GUIDES",
    "NOTE_MAX",
    "OVERRIDE_KINDS",
    "QUESTION_PATHS",
    "TEXT_MAX",
    "ActorKind",
    "Applicant",
    "Asked",
    "Assessment",
    "Change",
    "Chapter",
    "Choice",
    "CoverQuote",
    "FixToQuote",
    "Guide",
    "GuideError",
    "InvalidApplicant",
    "Language",
    "Number",
    "Option",
    "OverrideKind",
    "PrerequisiteEntry",
    "PrerequisiteRule",
    "Problem",
    "Question",
    "Rule",
    "RuleBook",
    "RuleEntry",
    "Section",
    "SourceEntry",
    "State",
    "Story",
    "TableField",
    "Text",
    "Threshold",
    "Together",
    "assess",
    "compare",
    "content_hash",
    "editions",
    "fix_to_quote",
    "for_prospect",
    "help_of",
    "load_guide",
    "minutes_for",
    "portable",
    "portable_for_prospect",
    "read_applicant",
    "read_bytes",
    "read_edition",
    "rule_book",
    "takes_second_person",
    "years_later",
]
