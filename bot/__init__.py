"""The application: what a LabCamp is, and what may happen to it."""
