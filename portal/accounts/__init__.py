"""Who of the house may enter: passwords, second factors, lock-out, sessions, and the journal of all that."""
