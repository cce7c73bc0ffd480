"""Policies over many plausible worlds: how often better, for whom, and what the sign turns on."""
