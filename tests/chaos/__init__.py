"""Kills at random places, many times: what was promised stands afterwards."""
