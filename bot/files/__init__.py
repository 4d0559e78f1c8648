"""Files in and out: events and knowledge items."""
