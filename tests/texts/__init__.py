"""Texts about an event for outside."""
