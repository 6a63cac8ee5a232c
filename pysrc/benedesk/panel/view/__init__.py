"""What the panel looks like: pure functions from documents to keyed markup."""
