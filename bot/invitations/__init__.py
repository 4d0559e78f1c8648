"""The text of an invitation → a draft of an event. `reader` reads, `reading` is what it gives."""
