"""What is measured, one module per thing; `python3 build.py bench` runs them and prints every figure."""
