"""What each insurer that was asked has answered: remembered for the files that resemble this one."""

from __future__ import annotations

from django.db import models

from .insurer import Insurer
from .kept import WrittenOnce
from .submission import Submission
from .terms import InsurerTerms

TERMS, DECLINED, QUESTION, NO_ANSWER = "terms", "declined", "question", "no_answer"


class MarketAnswer(WrittenOnce):
    """An insurer's answer to a file: terms, a declinature, a question, or none.

    `insurer` is its row of the panel, if it is there; `name` is how it was asked. `code` is the reason of a
    declinature, `words` what it wrote. `siren` and `product_class` are those of the file: an answer is found again
    for the same company, or the same class of product.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="market_answers")
    insurer = models.ForeignKey(Insurer, models.PROTECT, null=True, related_name="answers")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=30, blank=True)
    words = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    terms = models.OneToOneField(InsurerTerms, models.PROTECT, null=True, related_name="answer")
    received_on = models.DateField()
    siren = models.CharField(max_length=9, blank=True)
    product_class = models.CharField(max_length=60, blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("recorded_at", "pk")
        indexes = (
            models.Index(fields=["kind", "siren"], name="answer_siren"),
            models.Index(fields=["kind", "product_class"], name="answer_class"),
        )

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.name}: {self.kind}"
