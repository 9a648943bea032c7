"""The API, version 1: JSON for programs that have a token. Its description is at /api/v1/openapi.json."""
