"""Flask: routes, their access rules, and what the templates ask for."""
