"""Frozen dataclasses and pure rules; nothing here knows Slack, SQL or the clock."""
