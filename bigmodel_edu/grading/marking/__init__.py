"""What a submission is worth: its cells run behind the wall, each answer is judged, here or on a cluster."""
