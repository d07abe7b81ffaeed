"""The words that newspapers of different languages use around their stories: data, no decisions."""
