"""The plan as a workbook: handed out, read back, compared with the tables of the folder, taken and undone."""
