"""The rules of a meeting in words, for who reads them out before anybody votes."""
