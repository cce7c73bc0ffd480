"""Sentences for a council, written as tests."""
