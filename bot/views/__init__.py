"""Block Kit builders: domain objects and words in, a message out; no I/O."""
