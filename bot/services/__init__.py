"""Use cases: plain functions on a transaction; rules in, rows out."""
