"""Results as plain frozen data, and how they are written and read back."""
