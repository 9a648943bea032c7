"""What a prospect sees once the answers are sent: the result, and the file as it goes on."""
