"""What comes in: the tables under ``data/``, what they must look like and where they come from."""
