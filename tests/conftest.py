"""Fixtures for all tests."""

from tests.databases import connection, db, postgres_url, sqlite_db
from tests.stage import either_stage, socket_stage, stage

__all__ = ["connection", "db", "either_stage", "postgres_url", "socket_stage", "sqlite_db", "stage"]
