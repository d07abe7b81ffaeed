"""By which steps did the tables come to their present state? One module per step."""
