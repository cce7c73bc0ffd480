"""Reports, pictures and the interactive page."""
