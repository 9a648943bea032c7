"""The documents: typography, fonts, PDF making, and the recommendation on real assessments."""
