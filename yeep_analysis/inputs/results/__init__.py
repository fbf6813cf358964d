"""A year's results as units report them: what is asked, who reports it, how it is checked, merged and kept."""
