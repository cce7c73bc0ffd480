"""What rows say: paired differences, robustness, sensitivity, calibration, patterns, claims."""
