"""Spreadsheets in: files of clerks read by the rules of the forms, and entered as one action."""
