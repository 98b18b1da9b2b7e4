"""The desk's database: accounts, who is signed in, the journal. Nothing of attendance or votes."""
