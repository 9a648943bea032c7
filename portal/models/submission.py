"""A company's request for cover, from the first answer to the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from portal.company_key import company_domain, company_key, searched
from underwriting import Applicant, Language, State, read_applicant

from .at_hand import at_hand

if TYPE_CHECKING:
    from .event import Event
    from .terms import Quote

WAITS = Case(
    When(state__in=("duplicate", "indicated", "referred"), then=Value(0)),
    When(state__in=("in_review", "accepted"), then=Value(1)),
    default=Value(2),
    output_field=models.IntegerField(),
)
"""What waits for a broker comes first."""
SINCE = Coalesce("submitted_at", "created_at")
"""Since when a file is there."""


def reference_of(submission_id: UUID) -> str:
    """What people call a file: short enough to say on the telephone."""
    return f"EG-{submission_id.hex[:8].upper()}"


class Submission(models.Model):
    """One version of an applicant file, and where it stands.

    `answers` is the applicant file as plain tables; it can be read at any time, and changes no more once it is
    submitted: `answers_sha256` is its hash from then on. `revision` counts what was saved, so that two tabs don't
    overwrite each other; `rejected` is what was typed and could not be read, by form field, so that it can be put
    right. Company, SIREN and e-mail are copied from the answers, `outcome` from the last assessment; `search_text` is
    what a file is found by, `company_key` and `domain` what it is compared by.
    `proved_email` is an address that was shown to be the reader's: files are mailed to no other. `handler` is the user
    name of the broker who took the file up. `erase_on` is the day when everything goes, once its applicant asked;
    `remind_on` the one when the portal looks whether the applicant has to be reminded of something.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_versions")
    language = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    answers_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=dict, blank=True)
    company = models.CharField(max_length=200, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    email = models.CharField(max_length=200, blank=True)
    company_key = models.CharField(max_length=200, blank=True, db_index=True)
    domain = models.CharField(max_length=200, blank=True, db_index=True)
    search_text = models.TextField(blank=True)
    proved_email = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    handler = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    erase_on = models.DateField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "updated_at"], name="submission_queue"),
            models.Index(fields=["email"], name="submission_email"),
            models.Index(fields=["siren"], name="submission_siren"),
            models.Index(fields=["submitted_at"], name="submission_age"),
            models.Index(fields=["outcome"], condition=~Q(state="draft"), name="submission_outcome"),
            models.Index(fields=["handler", "state"], name="submission_handler"),
            models.Index(WAITS, SINCE.desc(), F("id").desc(), name="submission_list", condition=~Q(state="draft")),
            models.Index(fields=["remind_on"], condition=Q(remind_on__isnull=False), name="submission_reminded"),
            models.Index(fields=["erase_on"], condition=Q(erase_on__isnull=False), name="submission_erased"),
        )
        constraints = (models.UniqueConstraint(fields=["previous"], name="submission_one_next_version"),)
        permissions = (
            ("review_submission", "Can review submissions"),
            ("approve_submission", "Can approve what another broker overrides"),
            ("manage_guide", "Can replay and activate editions of the guide"),
            ("export_submission", "Can export submissions"),
            ("administer_desk", "Can administer the desk"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.company}".rstrip()

    def save(self, *args: Any, **options: Any) -> None:
        self.reference = self.reference or reference_of(self.id)
        self.search_text = searched(self.company, self.siren, self.email, self.reference)
        super().save(*args, **options)

    @property
    def applicant(self) -> Applicant:
        """The answers, read."""
        return read_applicant(self.answers)

    @property
    def now(self) -> State:
        """The state, as the guide names it."""
        return cast(State, self.state)

    @property
    def reads_in(self) -> Language:
        """The applicant's language."""
        return cast(Language, self.language)

    def questions_asked(self) -> tuple[str, ...]:
        """Paths of the questions that a broker, or the rules, asked for last, and of those answered since.

        None unless the file waits for its applicant.
        """
        if self.state != "information_requested":
            return ()
        told = self.told("ask_information", "assess", "save_answers")
        asking = (event for event in told if event.verb != "save_answers" and event.to_state == self.state)
        last = max(asking, key=lambda event: event.number, default=None)
        if last is None:
            return ()
        since = (event for event in told if event.number > last.number and event.verb == "save_answers")
        answered = (path for event in since for path in event.data["questions"])
        return tuple(dict.fromkeys((*last.data.get("questions", ()), *answered)))

    def quotes_sent(self) -> frozenset[int]:
        """Versions of the quotes that a broker has sent: an applicant knows of no other."""
        return frozenset(event.data["version"] for event in self.told("send_quote"))

    def told(self, *verbs: str) -> list[Event]:
        """Its events of these verbs, oldest first: of those at hand, where they were fetched with it."""
        if at_hand(self, "events"):
            return [event for event in self.events.all() if event.verb in verbs]
        return [*self.events.filter(verb__in=verbs).order_by("number")]

    @property
    def last_quote(self) -> Quote | None:
        """The quote that holds, unless it was revoked: the last version."""
        if at_hand(self, "quotes"):
            return max(self.quotes.all(), key=lambda quote: quote.version, default=None)
        return self.quotes.select_related("terms").order_by("version").last()

    def keep(self, applicant: Applicant) -> None:
        """Take these answers, and copy from them what is searched."""
        self.answers = applicant.tables()
        self.company = applicant.company.name or ""
        self.siren = applicant.company.siren or ""
        self.email = applicant.contact.email or ""
        self.company_key = company_key(self.company)
        self.domain = company_domain(self.email, tuple(applicant.company.domains or ()))
