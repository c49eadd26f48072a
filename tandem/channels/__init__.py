"""The ways in and out: one folder for each channel."""
