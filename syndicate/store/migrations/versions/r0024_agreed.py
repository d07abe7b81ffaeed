"""What does this step change? What followers agreed to names what they follow by its id.

It was named by its headline, which stayed there when the article was taken down.
"""

from alembic import op
from sqlalchemy import column, select, table, update

revision = "0024"
down_revision = "0023"

_consents = table("consents", column("id"), column("following_id"), column("words"))
_followings = table("followings", column("id"), column("subject"))


def upgrade() -> None:
    """Put the name under which it is followed before the sentence, where the headline was."""
    connection = op.get_bind()
    agreed = (
        select(_consents.c.id, _consents.c.words, _followings.c.subject)
        .join(_followings, _followings.c.id == _consents.c.following_id)
        .where(_consents.c.words != "")
    )
    for number, words, subject in connection.execute(agreed).all():
        sentence = words.rpartition(": ")[2]
        one = update(_consents).where(_consents.c.id == number)
        connection.execute(one.values(words=f"{subject}: {sentence}"))
