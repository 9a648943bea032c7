"""The five roles: each group has what its people need, and nothing more."""

import pytest
from django.contrib.auth.models import Group, User

pytestmark = pytest.mark.django_db

# Written out from the design, not read from the code.
MAY = {
    "Courtiers": {"view_submission", "review_submission", "export_submission"},
    "Courtiers seniors": {"view_submission", "review_submission", "approve_submission", "export_submission"},
    "Souscripteurs": {"view_submission", "manage_guide"},
    "Auditeurs": {"view_submission", "export_submission"},
    "Administrateurs": {"view_submission", "export_submission", "administer_desk"},
}


@pytest.mark.parametrize("group", MAY)
def test_a_group_may_what_its_role_says_and_no_more(group):
    user = User.objects.create(username="dominique", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    assert user.get_all_permissions() == {f"portal.{code}" for code in MAY[group]}
