"""Mails: their words, what they are sent by, and what an error of the server means."""
