"""`INSERT … ON CONFLICT`, which both databases know and SQLAlchemy has once for each.

PostgreSQL's construct carries all that SQLite's compiler asks for, so one statement serves both;
the storage tests run on both and would notice if that changed.
"""

from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
