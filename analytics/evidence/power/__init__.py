"""What studies can detect: the smallest change that a design finds with the power that is asked for."""
