"""The names of the files in a published folder; there are no others."""

from crypto.place import Part, in_file

README = "README.txt"
STYLE = "report.css"
REPORTS = {"zh": "index.html", "en": "report.en.html"}
"""The file of each language's report."""
OUTCOME = "outcome.json"
MEETING_FILES = ("meeting.json", "figures.json")
BOX_FILES = ("record.bel", "acts.json", "checkpoint.txt")
"""In boxes/<box>."""
SUM_FILES = ("sum.json", "opening.json")
"""In sums/<name>."""
FOLDER_FILES = frozenset({*MEETING_FILES, OUTCOME, README, STYLE, *REPORTS.values()})
"""In the folder itself."""

SERVER_KEY = in_file("meeting.json") / Part("server_key")
"""Where the key stands that the server's signatures are checked with."""
