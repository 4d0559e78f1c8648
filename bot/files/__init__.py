"""Files in and out: events and knowledge items (section 9 of the design)."""
