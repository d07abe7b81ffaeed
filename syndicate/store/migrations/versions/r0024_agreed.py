"""What does this step change? What followers agreed to names what they follow by its id.

It was named by its headline, which stayed there when the article was taken down.
"""

from alembic import op
from sqlalchemy import Connection, bindparam, column, select, table, update

revision = "0024"
down_revision = "0023"

AT_ONCE = 1_000

_consents = table("consents", column("id"), column("following_id"), column("words"))
_followings = table("followings", column("id"), column("subject"))
_NEXT = (
    select(_consents.c.id, _consents.c.words, _followings.c.subject)
    .join(_followings, _followings.c.id == _consents.c.following_id)
    .where(_consents.c.words != "", _consents.c.id > bindparam("after"))
    .order_by(_consents.c.id)
    .limit(bindparam("most"))
)
_RENAME = update(_consents).where(_consents.c.id == bindparam("number"))


def upgrade() -> None:
    """Put the name under which it is followed before the sentence, where the headline was.

    A page at a time, so that it takes no more memory where there are a million followers; all
    steps are one transaction nevertheless, or a store could be found between two.
    """
    after: int | None = 0
    while after is not None:
        after = _rename(op.get_bind(), after)


def _rename(connection: Connection, after: int) -> int | None:
    """Rename a page's; return the last number, None at the end."""
    page = connection.execute(_NEXT, {"after": after, "most": AT_ONCE}).all()
    if not page:
        return None
    renamed = [
        {"number": number, "told": f"{subject}: {words.rpartition(': ')[2]}"}
        for number, words, subject in page
    ]
    connection.execute(_RENAME.values(words=bindparam("told")), renamed)
    last: int = page[-1].id
    return last
