"""Frozen dataclasses and pure rules; nothing here calls Slack, the database or the clock."""
