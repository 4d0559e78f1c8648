"""What somebody says for themselves, and what organizers do for others."""
