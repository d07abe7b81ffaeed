"""Where everything is kept: SQLAlchemy Core over SQLite or PostgreSQL."""
