"""The questionnaire: its pages, its forms, and what they show while answers come in."""
