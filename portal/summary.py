"""An assessment as plain text, for the terminal and for plain e-mails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from portal import guides
from portal.typography import neutral, spaced
from underwriting import Applicant, Assessment, CoverQuote, Language, Story
from underwriting.words import day, euros, listing, number, percent

WORDS: dict[str, dict[Language, str]] = {
    "quote": {"fr": "Assurable : indication immédiate", "en": "Insurable: immediate indication"},
    "partial": {
        "fr": "Assurable en partie : indication immédiate, le reste par un courtier",
        "en": "Insurable in part: immediate indication, the rest by a broker",
    },
    "refer": {"fr": "Un courtier étudie le dossier", "en": "A broker looks at the file"},
    "incomplete": {"fr": "Il manque des réponses", "en": "Answers are missing"},
    "decline": {
        "fr": "Refus proposé par les règles : une personne le confirme ou l’écarte",
        "en": "Decline proposed by the rules: a person confirms or sets it aside",
    },
    "prerequisites": {"fr": "Préalables", "en": "Prerequisites"},
    "situations": {"fr": "Situations", "en": "Situations"},
    "gaps": {"fr": "Lacunes, les plus graves d’abord", "en": "Gaps, gravest first"},
    "losses": {"fr": "Pertes", "en": "Losses"},
    "price": {"fr": "Indication, par an", "en": "Indication, a year"},
    "contradictions": {"fr": "Questions à éclaircir", "en": "Questions to clear up"},
    "way": {"fr": "Le chemin vers un prix", "en": "The way to a price"},
    "stories": {"fr": "Qui paie ? Aujourd’hui → après le plan", "en": "Who pays? Today → after the plan"},
    "elsewhere": {"fr": "pas chez vous aujourd’hui", "en": "not for you today"},
    "residual": {
        "fr": "Ce que chaque levier retire à une année moyenne : aujourd’hui → après le plan",
        "en": "What each lever takes off an average year: today → after the plan",
    },
    "met": {"fr": "rempli", "en": "met"},
    "partly": {"fr": "en partie", "en": "partly"},
    "not_met": {"fr": "non rempli", "en": "not met"},
    "unknown": {"fr": "inconnu", "en": "unknown"},
    "not_applicable": {"fr": "sans objet", "en": "not applicable"},
    "maturity": {"fr": "Maturité", "en": "Maturity"},
    "no_price": {"fr": "Aucun prix publié pour ce dossier.", "en": "No price published for this file."},
    "unnamed": {"fr": "Société sans nom", "en": "Unnamed company"},
    "edition": {"fr": "Guide {edition}, évalué le {day}", "en": "Guide {edition}, assessed on {day}"},
    "range": {
        "fr": "{option} : entre {low} et {high}, taxes comprises ({covers})",
        "en": "{option}: between {low} and {high}, tax included ({covers})",
    },
    "essential": {"fr": "Essentielle", "en": "Essential"},
    "recommended": {"fr": "Recommandée", "en": "Recommended"},
    "extended": {"fr": "Étendue", "en": "Extended"},
    "days": {"fr": "sous {n} jours", "en": "within {n} days"},
}
STEPS: dict[Language, tuple[str, str, str, str]] = {
    "fr": (
        "Vérifier la responsabilité professionnelle",
        "Prendre la couverture cyber",
        "Revoir celle des dirigeants",
        "Le faire valoir auprès des clients",
    ),
    "en": (
        "Audit professional liability",
        "Take cyber cover",
        "Review directors’ liability",
        "Make it count with clients",
    ),
}
ANSWERS: dict[str, dict[Language, str]] = {
    "pays": {"fr": "paie", "en": "pays"},
    "partly": {"fr": "paie en partie", "en": "pays in part"},
    "to_check": {"fr": "à vérifier", "en": "to be checked"},
    "no": {"fr": "ne paie pas", "en": "doesn’t pay"},
}
OUTCOMES: dict[str, dict[Language, str]] = {
    "quote": {"fr": "prix immédiat", "en": "immediate price"},
    "refer": {"fr": "par un courtier", "en": "by a broker"},
    "incomplete": {"fr": "réponses manquantes", "en": "answers missing"},
    "decline": {"fr": "refus proposé", "en": "decline proposed"},
}
SHOWN_GAPS = 6
SHOWN_ACTIONS = 3


def summarise(assessment: Assessment, applicant: Applicant) -> str:
    """The answer first, then its reasons: one screen or two of plain text, in the assessment's language."""
    language = assessment.language
    return spaced("\n".join(_lines(assessment, applicant, language)), language) + "\n"


def _lines(assessment: Assessment, applicant: Applicant, language: Language) -> Iterator[str]:
    def word(code: str) -> str:
        return WORDS[code][language]

    guide = guides.named(assessment.guide.edition, assessment.guide.sha256)
    labels = {rule.code: rule.label.to(language) for rule in guide.situations.situations}
    steps = STEPS[language]
    yield neutral(applicant.company.name or word("unnamed"))
    yield word("edition").format(edition=assessment.guide.edition, day=day(assessment.assessed_on, language))
    yield ""
    yield word(assessment.decision.outcome)
    for reason in assessment.decision.reasons:
        yield f"  - {reason.text}"
    yield from _part(word("prerequisites"), (f"{p.text} [{word(p.status)}]" for p in assessment.eligibility))
    yield from _part(
        word("situations"),
        (
            f"{labels[s.code]}, {number(s.score, language)}/100. {s.cover_architecture}"
            for s in assessment.situations
            if s.applies
        ),
    )
    gaps = sorted((gap for gap in assessment.gaps if gap.severity), key=lambda gap: -gap.severity)
    yield from _part(word("gaps"), (f"{gap.severity:>3}  {gap.text}" for gap in gaps[:SHOWN_GAPS]))
    yield from _part(
        word("losses"), [text for text in (assessment.losses.text, assessment.losses.controls_text) if text]
    )
    yield from _part(
        word("maturity"), [f"{number(assessment.maturity.score, language)}/100, {assessment.maturity.grade}"]
    )
    yield from _part(
        word("price"), _prices(assessment, language, [cover.name.to(language) for cover in guide.covers.covers])
    )
    yield from _part(word("contradictions"), (c.text for c in assessment.contradictions))
    if way := assessment.fix_to_quote:
        fixes = (f"{fix.text} ({day(fix.due_on, language)})" for fix in way.fixes)
        yield from _part(word("way"), [way.text, *fixes])
    policies: dict[str, str] = {code: name.to(language) for code, name in guide.stories.policies.items()}
    yield from _part(word("stories"), (_story(story, policies, language) for story in assessment.stories))
    yield from _part(word("residual"), _levers(assessment, language))
    for step in assessment.plan:
        title = f"{step.step}. {steps[step.step - 1]}"
        due = ((a, word("days").format(n=a.due_in_days)) for a in step.actions[:SHOWN_ACTIONS])
        yield from _part(title, (f"{action.text} ({when})" for action, when in due))


def _part(title: str, items: Iterator[str] | list[str]) -> Iterator[str]:
    shown = list(items)
    if shown:
        yield ""
        yield title
        yield from (f"  - {item}" for item in shown)


def _story(story: Story, policies: Mapping[str, str], language: Language) -> str:
    """One story: its title, and what each cover answers to it, once where the plan changes nothing."""
    answers = []
    for today, after in zip(story.today, story.after, strict=True):
        words = [ANSWERS[payer.answer][language] for payer in (today, after)]
        answers.append(f"{policies[today.cover]} {' → '.join(dict.fromkeys(words))}")
    colon = " : " if language == "fr" else ": "
    title = story.title if story.concerns else f"{story.title} ({WORDS['elsewhere'][language]})"
    return f"{title}{colon}{', '.join(answers)}"


def _levers(assessment: Assessment, language: Language) -> Iterator[str]:
    """What the levers take, what stays whatever they do, and what the figures mean."""
    residual = assessment.residual
    levers = [(part.label, part.today_per_thousand, part.after_per_thousand) for part in residual.levers]
    remains = [(part.label, part.today_per_thousand, part.after_per_thousand) for part in residual.remains]
    colon = " : " if language == "fr" else ": "
    for label, today, after in (*levers, *remains):
        shares = (percent(Decimal(share) / 1000, language) for share in (today, after))
        yield f"{label}{colon}{' → '.join(shares)}"
    yield residual.text


def _prices(assessment: Assessment, language: Language, names: list[str]) -> Iterator[str]:
    if not assessment.quote.published:
        yield WORDS["no_price"][language]
    by_code = dict(zip((cover.code for cover in assessment.quote.covers), names, strict=True))
    for option in assessment.quote.options:
        low, high = option.range_eur
        yield WORDS["range"][language].format(
            option=WORDS[option.code][language],
            low=euros(low, language),
            high=euros(high, language),
            covers=listing([by_code[cover.code] for cover in option.covers], language),
        )
    yield from (_technical(cover, by_code[cover.code], language) for cover in assessment.quote.covers if cover.needed)


def _technical(cover: CoverQuote, name: str, language: Language) -> str:
    """One cover: its outcome and, where there is one, its limit and yearly price, tax included."""
    said = [OUTCOMES[cover.outcome][language]]
    if cover.limit_eur and cover.range_eur:
        said += [euros(cover.limit_eur, language), " – ".join(euros(end, language) for end in cover.range_eur)]
    return f"{name} ({', '.join(said)})"
