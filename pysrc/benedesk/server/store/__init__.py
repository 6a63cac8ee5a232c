"""What outlives the process: the database, the journal in it, and the checkpoints of a start."""
