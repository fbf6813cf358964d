"""The forms: written for each reporting unit, read back without trust."""
