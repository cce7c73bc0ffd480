"""Check what the model is held to: patterns as data, in paired runs."""
