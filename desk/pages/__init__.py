"""The pages themselves, a file for each part of a meeting."""
