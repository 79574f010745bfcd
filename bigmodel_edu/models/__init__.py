"""Models worth reading: attention, positions, layers, and the networks made of them. One idea a file."""
