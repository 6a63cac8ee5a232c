"""What tests stand on: one company, and everything that plays a part in it, from a desk to a browser."""
