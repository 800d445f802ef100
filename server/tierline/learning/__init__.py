"""What the fate of answers teaches: cut points that move slowly, within bounds. Pure."""
