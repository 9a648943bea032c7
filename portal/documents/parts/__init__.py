"""The parts of the recommendation: each turns assessment and answers into what its piece of the template shows."""
