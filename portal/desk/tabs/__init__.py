"""The tabs of a file, one module each: `build(reading)` gives what its template shows."""
