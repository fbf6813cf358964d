"""What comes from outside: forms and files of TÜİK, opened in child processes, checked, merged whole or not at all."""
