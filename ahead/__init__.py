"""Compiles the rules ahead of use: `make rules`. Part of a checkout, not of an installation."""
