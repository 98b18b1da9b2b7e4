"""The database: tables and migrations, the stored chain, the encrypted pool, the marks."""
