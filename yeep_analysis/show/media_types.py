"""The media types under which what a chapter shows travels to the exporters; shared by both halves."""

FIGURE = "application/vnd.yeep.figure+json"
TABLE = "application/vnd.yeep.table+json"
TILES = "application/vnd.yeep.tiles+json"
RESULTS = "application/vnd.yeep.results+json"
CARDS = "application/vnd.yeep.cards+json"
STACK = "application/vnd.yeep.stack+json"
WRITTEN = "application/vnd.yeep.written+json"
PIECE = "application/vnd.yeep.piece+json"  # of a page: a finding, a lead, a heading, a strip, two columns, a sheet
