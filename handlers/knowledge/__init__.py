"""The Wissensspeicher: searched, filled, and kept in order."""
