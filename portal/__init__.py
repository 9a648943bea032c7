"""The Django side of the portal: pages, documents, mail and the desk of the brokers."""
