"""What the bot does by itself: deliver what is due, reconcile reactions, forget old data."""
