"""How does Alembic run a step? On the connection, and in the transaction, of migrate.py."""

from alembic import context

from syndicate.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
