"""make bench: figures beside a floor that is measured in the same run, never asserted."""
