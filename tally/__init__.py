"""The tellers' and observers' room: ceremony, opening, counting, publishing, verifying.

Everything here works on files alone: a folder that travels on a stick, or one that was downloaded.
No module of this room talks to a database, and only `fetch` talks to a network.
"""
