"""Which version this is: said here alone, the package takes it from here."""

VERSION = "0.2.0"
