"""The only rooms that know SQL: Core statements in, domain objects out."""
