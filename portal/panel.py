"""What an insurer of the panel makes of a file: whether its appetite fits, and what it answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from portal import typography
from portal.models import DECLINED, Insurer, MarketAnswer, Snapshot, Submission
from underwriting import Language

Name = Callable[[str, str], str]
"""Names a code: of `covers`, `families` or `classes`."""


@dataclass(frozen=True)
class Profile:
    """What insurers choose by: covers to be placed, product families, device class, yearly revenue in euros."""

    covers: tuple[str, ...]
    families: tuple[str, ...]
    device_class: str
    revenue_eur: int | None

    @property
    def product_class(self) -> str:
        """The class of product by which answers are remembered: main family and device class."""
        return "/".join((self.families[0] if self.families else "", self.device_class)).strip("/")


@dataclass(frozen=True)
class Fit:
    """Whether an insurer's appetite fits a file, and why, in sentences."""

    fits: bool
    reasons: tuple[str, ...]


def profile_of(submission: Submission, snapshot: Snapshot | None) -> Profile:
    """Read from the answers; the covers are those that the last assessment found needed."""
    applicant = submission.applicant
    product = applicant.product
    needed = [cover for cover in snapshot.result["quote"]["covers"] if cover["needed"]] if snapshot else []
    families = list(product.families or ())
    if product.main_family in families:
        families.sort(key=lambda code: code != product.main_family)
    return Profile(
        covers=tuple(cover["code"] for cover in needed),
        families=tuple(families),
        device_class=product.device_class or "" if product.device_status != "not_a_device" else "",
        revenue_eur=applicant.company.revenue_last_eur,
    )


def fit(insurer: Insurer, profile: Profile, *, name: Name, language: Language) -> Fit:
    """At least one needed cover, and neither family, class nor revenue outside: each stated bound is said."""
    against: list[str] = []
    said: list[str] = []
    taken = [code for code in profile.covers if not insurer.covers or code in insurer.covers]
    listed = typography.listing((name("covers", code) for code in taken), language)
    if not taken:
        against.append(gettext("Ne prend aucune des garanties cherchées."))
    elif len(taken) == len(profile.covers):
        said.append(gettext("Prend toutes les garanties cherchées."))
    else:
        said.append(gettext("Prend une partie des garanties : %(covers)s.") % {"covers": listed})
    for kind, accepted, own in (
        ("families", insurer.families, profile.families),
        ("classes", insurer.classes, (profile.device_class,) if profile.device_class else ()),
    ):
        outside = [code for code in own if accepted and code not in accepted]
        words = {"what": typography.listing((name(kind, code) for code in outside or own), language)}
        if outside:
            against.append(gettext("Hors de son appétit : %(what)s.") % words)
        elif accepted and own:
            said.append(gettext("Dans son appétit : %(what)s.") % words)
    if (bound := _revenue(insurer, profile, language)) is not None:
        (said if bound[0] else against).append(bound[1])
    return Fit(not against, (*against, *said))


def _revenue(insurer: Insurer, profile: Profile, language: Language) -> tuple[bool, str] | None:
    low, high, revenue = insurer.revenue_from_eur, insurer.revenue_to_eur, profile.revenue_eur
    if low is None and high is None:
        return None
    if revenue is None:
        return True, gettext("Chiffre d’affaires inconnu : à vérifier avec lui.")
    if low is not None and revenue < low:
        return False, gettext("Chiffre d’affaires sous %(bound)s.") % {"bound": typography.eur(low, language)}
    if high is not None and revenue > high:
        return False, gettext("Chiffre d’affaires au-dessus de %(bound)s.") % {"bound": typography.eur(high, language)}
    return True, gettext("Chiffre d’affaires dans sa fourchette.")


def declined_before(submission: Submission, profile: Profile) -> dict[int, list[MarketAnswer]]:
    """What insurers of the panel declined for the same company, or the same class of product: the newest first."""
    same = Q(submission=submission)
    if submission.siren:
        same |= Q(siren=submission.siren)
    if profile.product_class:
        same |= Q(product_class=profile.product_class)
    rows = MarketAnswer.objects.filter(same, kind=DECLINED, insurer__isnull=False).select_related("submission")
    found: dict[int, list[MarketAnswer]] = {}
    for row in rows.order_by("-received_on", "-pk"):
        found.setdefault(int(row.insurer_id or 0), []).append(row)
    return found


def namer(guide: Any, language: Language) -> Name:
    """Names of covers, families and classes in a language."""
    covers = {cover.code: cover.name.to(language) for cover in guide.covers.covers}
    tables = {
        "covers": covers,
        "families": choices(guide, "product.families", language),
        "classes": choices(guide, "product.device_class", language),
    }
    return lambda kind, code: tables[kind].get(code, code)


def choices(guide: Any, path: str, language: Language) -> dict[str, str]:
    """The choices of a question, by code."""
    return {str(choice.code): str(choice.label.to(language)) for choice in guide.question(path).choices}


def ordered(
    insurers: Iterable[Insurer], fits: dict[int, Fit], declined: dict[int, list[MarketAnswer]]
) -> list[Insurer]:
    """Those whose appetite fits first, and of these, those that did not decline."""
    return sorted(insurers, key=lambda one: (not fits[one.pk].fits, one.pk in declined, one.name.casefold()))
