"""A PBX, callers and phones made of nothing but a seed: pure, for the demo and for tests."""
