"""The reader's language: catalogues, numbers and dates, Turkish order, closed lists of words, errors."""
