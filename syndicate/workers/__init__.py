"""How do jobs reach whoever carries them out? One module for each way."""
