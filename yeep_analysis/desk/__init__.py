"""The desk: the whole year as pages in the browser, served on this computer only (``yeep desk``)."""
