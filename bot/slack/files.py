"""Files through the gateway: uploaded, sent by direct message, and deleted again.

https://docs.slack.dev/messaging/working-with-files#upload
"""

import aiohttp
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.delivery_outcomes import Attempt, Refused, Sent, Uncertain
from bot.domain.files import File
from bot.slack import Slack
from bot.slack.calls import Failure, call

_GONE_ALREADY = {"file_not_found", "file_deleted"}


async def upload(slack: Slack, file: File) -> str | Failure:
    """Take a file to Slack, where nobody sees it yet; its id."""
    answer = await call(
        slack.client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
    )
    if not isinstance(answer, AsyncSlackResponse):
        return answer
    try:
        async with slack.http.post(answer["upload_url"], data=file.content) as taken:
            if taken.status != 200:
                return Uncertain(f"http {taken.status}")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Uncertain(type(error).__name__)
    return str(answer["file_id"])


async def share(slack: Slack, user: str, file: str, title: str, comment: str) -> Attempt:
    """Show a file that was uploaded to one person, in the direct message with the bot."""
    # a person's own id is refused here: https://github.com/slackapi/bolt-js/issues/2115
    channel = await slack.channels.where(user)
    if not isinstance(channel, str):
        return channel
    answer = await call(
        slack.client.files_completeUploadExternal(
            files=[{"id": file, "title": title}], channel_id=channel, initial_comment=comment
        )
    )
    return Sent(channel, "") if isinstance(answer, AsyncSlackResponse) else answer


async def delete(slack: Slack, user: str, file: str) -> Attempt:
    """Delete a file that `user` got; one that is gone already is as good."""
    answer = await call(slack.client.files_delete(file=file))
    if isinstance(answer, Refused) and answer.error in _GONE_ALREADY:
        return Sent(user, "")
    return Sent(user, "") if isinstance(answer, AsyncSlackResponse) else answer
