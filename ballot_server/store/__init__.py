"""The database: tables and migrations, the stored chain, the sealed pool, the marks."""
