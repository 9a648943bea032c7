"""The broker's desk: Django's admin on the portal's tokens. It shows all of a file, and changes it by actions only."""
