"""What was handed in: the files, whose they are, how late they came, their cells, and the lesson that they answer."""
