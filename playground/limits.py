"""Slack's limits, each with the page of Slack's documentation that it was taken from."""

from typing import Final

# https://docs.slack.dev/reference/block-kit/blocks
BLOCKS_IN_MESSAGE: Final = 50
BLOCKS_IN_VIEW: Final = 100
BLOCK_ID: Final = 255

# https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000

# https://docs.slack.dev/reference/block-kit/blocks/header-block
HEADER_TEXT: Final = 150

# https://docs.slack.dev/reference/block-kit/blocks/actions-block
ACTIONS_ELEMENTS: Final = 25

# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_ELEMENTS: Final = 10

# https://docs.slack.dev/reference/block-kit/blocks/image-block
IMAGE_URL: Final = 3000
ALT_TEXT: Final = 2000
IMAGE_TITLE: Final = 2000

# https://docs.slack.dev/reference/block-kit/blocks/input-block
INPUT_LABEL: Final = 2000
INPUT_HINT: Final = 2000

# https://docs.slack.dev/reference/block-kit/blocks/markdown-block
MARKDOWN_TEXT: Final = 12_000

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
ACCESSIBILITY_LABEL: Final = 75
ACTION_ID: Final = 255

# https://docs.slack.dev/reference/block-kit/composition-objects/text-object
TEXT_OBJECT: Final = 3000

# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75

# https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
OPTION_GROUP_LABEL: Final = 75
OPTION_GROUPS: Final = 100

# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
SELECT_OPTIONS: Final = 100
PLACEHOLDER: Final = 150
# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
# https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
CHOICES: Final = 10
# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW_OPTIONS: Final = 5
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
PLAIN_TEXT_INPUT: Final = 3000
# https://docs.slack.dev/reference/block-kit/blocks/rich-text-block names no limits for its text or
# the number of its elements; what a whole message or view may hold is what counts
RICH_TEXT: Final = 40_000
RICH_TEXT_ELEMENTS: Final = 1000
# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
FILE_INPUT_FILES: Final = 10
FILE_INPUT_BYTES: Final = 10_000_000

# https://docs.slack.dev/reference/views/modal-views
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
# https://docs.slack.dev/reference/methods/views.push ("currently the limit is 3")
VIEWS_IN_STACK: Final = 3
# https://docs.slack.dev/reference/methods/views.open ("greater than 250kb")
VIEW_BYTES: Final = 250_000

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating
MESSAGE_TEXT_CUT: Final = 40_000
# https://docs.slack.dev/reference/methods/chat.update ("cannot exceed 4,000 characters")
UPDATE_TEXT: Final = 4000
# Not documented; measured in https://github.com/slackapi/bolt-js/issues/2509
BLOCKS_CHARACTERS: Final = 13_000
# https://docs.slack.dev/reference/methods/chat.postMessage ("a maximum of 100 attachments")
ATTACHMENTS: Final = 100
# https://docs.slack.dev/messaging/message-metadata
METADATA_EVENT_TYPE: Final = 255
# Not documented as a number; https://docs.slack.dev/messaging/message-metadata speaks of 8 kB
METADATA_BYTES: Final = 8000

# https://docs.slack.dev/interactivity/handling-user-interaction
TRIGGER_SECONDS: Final = 3.0
ACK_SECONDS: Final = 3.0
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 30 * 60.0

# https://docs.slack.dev/apis/events-api#retries: at once, after one minute, after five minutes
RETRY_DELAYS: Final = (0.0, 60.0, 300.0)

# https://docs.slack.dev/apis/events-api/using-socket-mode
SOCKET_CONNECTIONS: Final = 10

# https://docs.slack.dev/reference/methods/reactions.add: too_many_emoji, too_many_reactions.
# The figures are those of https://slack.com/help/articles/206870317
EMOJI_ON_MESSAGE: Final = 50
EMOJI_PER_USER: Final = 23
# https://docs.slack.dev/reference/methods/reactions.get: without `full` the list of users "may
# not always contain all users"; Slack names no figure, so this one is small enough to notice.
REACTION_USERS_SHOWN: Final = 25

# https://docs.slack.dev/apis/web-api/rate-limits: requests a minute
TIER_1: Final = 1
TIER_2: Final = 20
TIER_3: Final = 50
TIER_4: Final = 100
# What apps outside of Slack's Marketplace get of conversations.history and .replies, if they are
# distributed: so many messages at once, so often a minute. Internal apps are spared.
# https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps
THROTTLED_MESSAGES: Final = 15
THROTTLED_HISTORIES: Final = 1
# The same page: one message a second for each channel, short bursts allowed, and "several
# hundred messages a minute" for the workspace. Slack names no figure for the burst.
MESSAGES_PER_SECOND: Final = 1.0
MESSAGES_BURST: Final = 10
MESSAGES_PER_MINUTE: Final = 300

# https://docs.slack.dev/apis/web-api/pagination
PAGE_DEFAULT: Final = 100
PAGE_MAX: Final = 999

# https://docs.slack.dev/reference/methods/files.getUploadURLExternal
ALT_TXT: Final = 1000
FILE_BYTES: Final = 1_000_000_000
