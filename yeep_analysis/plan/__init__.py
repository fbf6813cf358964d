"""The plan and the audit of its indicators: measures, charts, tables, sentences."""
