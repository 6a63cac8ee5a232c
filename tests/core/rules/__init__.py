"""The fifteen rules, by number, and what a queue cannot be without. R1 and R7 are the panel's own."""
