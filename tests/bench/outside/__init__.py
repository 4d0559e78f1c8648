"""Measured from outside: processes of their own, a load generator and a floor that are not ours."""
