"""Keys for the members of the office these tests are about."""

from __future__ import annotations

import pytest
from office_of_members import PEOPLE, new_key


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """A folder with a pair of SSH keys for every member, and one for a stranger."""
    folder = tmp_path_factory.mktemp("keys")
    for login in (*PEOPLE, "stranger"):
        new_key(folder, login)
    return folder
