"""Benchmarks: speed measured side by side, and prices held against the market."""
