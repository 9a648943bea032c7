"""What somebody would try against the portal, each row of docs/threat-model.md shown refused by a test."""
