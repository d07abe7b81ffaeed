"""From a format somebody else chose to values of ours: one module per format."""
