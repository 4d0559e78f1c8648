"""Texts about an event for outside: newsletter, homepage, social posts, mail, out of templates."""
