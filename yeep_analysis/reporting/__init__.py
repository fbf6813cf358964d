"""What is asked of the units, who answers, and what was answered."""
