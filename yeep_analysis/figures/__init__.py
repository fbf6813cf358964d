"""What a reader sees of the measures: charts, tables and sentences, ready for a chapter."""
