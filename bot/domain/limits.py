"""How long what is written of an event or item may be: in a file and in a form alike."""

TITLE = 150  # characters of an event's; Slack's header block (docs.slack.dev, blocks/header-block)
PARAGRAPH = 3_000  # characters; Slack's section text (docs.slack.dev, blocks/section-block)
LINE = 255  # characters; ours: some ten of them fit into one section text
URL = 2_000  # characters; below the 3,000 of a button's url, and safe in every browser
LARGEST_NUMBER = 999_999  # ours: far above any event and any room
TAG = 50  # characters; ours
MOST_TAGS = 20  # ours
# Bytes of all talks in JSON, where an emoji takes twelve: with the rest of the form they fit into
# a view of 250 kB (docs.slack.dev, methods/views.open).
TALKS_WEIGHT = 120_000
MOST_SESSIONS = 40  # ours: with one block each they fit into a message of 50 blocks
EARLIEST_YEAR, LATEST_YEAR = 2000, 2199  # ours: outside of it a year is a slip of the pen
# A pasted invitation. Slack names no limit for its editor; reading a longer text takes too long.
# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element
INVITATION = 12_000
# Bytes of a file with one. Ours: an event out of Outlook has some ten thousand, and the most
# wearisome calendar of this size is read in a second, while Slack waits.
INVITATION_FILE = 100_000
