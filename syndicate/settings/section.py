"""What is every table of settings.toml held to?"""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of settings.toml; it takes no other keys and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
