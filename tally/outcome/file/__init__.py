"""outcome.json: what it says in each of its versions, and which words the reports were made of."""
