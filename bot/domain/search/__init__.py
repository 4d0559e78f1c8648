"""The rules of searching: words and their spelling, what a question asks, what comes first."""
