"""What is read: words, numbers, markup. Pure."""
