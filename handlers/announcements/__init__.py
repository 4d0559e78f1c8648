"""Announcements: written, looked at, sent off, and taken back."""
