"""Block Kit builders: domain objects and a language in, a message out; no I/O."""
