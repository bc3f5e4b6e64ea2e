"""What the tests of the library share: the curated data, opened once."""

from __future__ import annotations

import pytest
from hypothesis import settings

from geo.address import Vocabulary
from geo.dataset import Dataset, load
from geo.library import Open
from geo.store import Store

# No drawn test is about speed unless it says so: machines pause, and first calls load packages.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def opened() -> Open:
    """The curated data in use, apart from the server's own library."""
    return Open(Store(load()))


@pytest.fixture(scope="session")
def store(opened: Open) -> Store:
    return opened.store


@pytest.fixture(scope="session")
def curated(store: Store) -> Dataset:
    return store.dataset


@pytest.fixture(scope="session")
def vocabulary(opened: Open) -> Vocabulary:
    return opened.vocabulary
