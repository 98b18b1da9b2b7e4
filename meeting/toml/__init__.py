"""Reading a TOML file field by field, every mistake with its line."""
