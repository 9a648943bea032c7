"""The API against its own description: whatever is sent, no answer that it doesn't name, and never a fault of its own."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import Config
from schemathesis.checks import content_type_conformance, response_schema_conformance

from portal.actions import make_integration
from portal.models import SCOPES
from portal.wsgi import application

pytestmark = pytest.mark.django_db

EXAMPLES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 15
OPERATIONS = (
    ("/api/v1/assessments", "POST"),
    ("/api/v1/submissions", "POST"),
    ("/api/v1/submissions", "GET"),
    ("/api/v1/submissions/{submission_id}", "GET"),
    ("/api/v1/submissions/{submission_id}/documents", "GET"),
    ("/api/v1/documents/{document_id}", "GET"),
)


@pytest.fixture
def schema(settings):
    """The description; the test's own connection outlives each call, as Django's client sees to."""
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield loaded()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def loaded():
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=Config())


@pytest.fixture
def token():
    return make_integration("essai", SCOPES, drawn=b"1" * 32, made_by="test", at=timezone.now())[1]


def test_every_call_is_tried(schema):
    described = {(path, method.upper()) for path, methods in schema.raw_schema["paths"].items() for method in methods}
    assert described == set(OPERATIONS)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_answer_is_undescribed_and_none_is_a_fault(schema, token, path, method):
    operation = schema[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def tried(case):
        answer = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
        assert answer.status_code < 500, answer.text
        told = operation.definition.raw["responses"]
        assert str(answer.status_code) in {str(code) for code in told}, (answer.status_code, answer.text)
        case.validate_response(answer, checks=[content_type_conformance, response_schema_conformance])

    tried()
