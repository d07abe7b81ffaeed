"""How is a newspaper page, pasted as plain text, taken apart? One step a module."""
