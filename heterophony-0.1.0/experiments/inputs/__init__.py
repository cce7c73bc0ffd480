"""What users hand in: plans, claims, tables of targets."""
