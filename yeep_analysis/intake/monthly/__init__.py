"""The form of a month: applications because of violence by mahalle and kind, and how far they were; out and back."""
