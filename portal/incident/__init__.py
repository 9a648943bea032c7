"""The incident page: what to do in the first hour, whom to call, which clocks run. Open to all, readable offline."""
