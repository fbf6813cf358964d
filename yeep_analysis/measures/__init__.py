"""The measures: pure functions from counts to one result table. They read no file, draw nothing and never round."""
