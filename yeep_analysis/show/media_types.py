"""The media types under which what a chapter shows travels to the exporters; shared by both halves."""

FIGURE = "application/vnd.yeep.figure+json"
TABLE = "application/vnd.yeep.table+json"
TILES = "application/vnd.yeep.tiles+json"
RESULTS = "application/vnd.yeep.results+json"
STACK = "application/vnd.yeep.stack+json"
