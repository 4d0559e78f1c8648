"""What can keep the bot from starting, and whoever runs it can mend."""


class PortInUse(Exception):
    """Somebody else listens where a server should."""
