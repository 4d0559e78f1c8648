"""Fixtures for the tests of searching."""

import pytest

from storage.database import Database
from tests.services.search.searched import Searched


@pytest.fixture
def wissen(db: Database) -> Searched:
    """An empty database of each sort."""
    return Searched(db)
