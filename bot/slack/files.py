"""Files through the gateway: uploaded, sent by direct message, and deleted again.

https://docs.slack.dev/messaging/working-with-files#upload
"""

from collections.abc import Mapping

from bot.domain.delivery_outcomes import Attempt, Done, Refused, Sent, Uncertain
from bot.domain.files import File
from bot.slack import Slack
from bot.slack.answers import text
from bot.slack.calls import Failure, attempt

_GONE_ALREADY = {"file_not_found", "file_deleted"}


async def upload(slack: Slack, file: File) -> str | Failure:
    """Take a file to Slack, where nobody sees it yet; its id."""
    place = await slack.calls.call(
        slack.client.files_getUploadURLExternal(filename=file.name, length=len(file.content)),
        lambda answer: (text(answer, "upload_url"), text(answer, "file_id")),
    )
    if isinstance(place, Failure):
        return place
    url, id_ = place
    status = await attempt(_uploaded(slack, url, file.content))
    if isinstance(status, Failure):
        return status
    return id_ if status == 200 else Uncertain(f"http {status}")


async def _uploaded(slack: Slack, url: str, content: bytes) -> int:
    async with slack.http.post(url, data=content) as taken:
        return taken.status


async def share(slack: Slack, user: str, titles: Mapping[str, str], comment: str) -> Attempt:
    """Show files that were uploaded (their ids and titles) to one person, in one direct message."""
    # a person's own id is refused here: https://github.com/slackapi/bolt-js/issues/2115
    channel = await slack.channels.where(user)
    if not isinstance(channel, str):
        return channel
    return await slack.calls.call(
        slack.client.files_completeUploadExternal(
            files=[{"id": file, "title": title} for file, title in titles.items()],
            channel_id=channel,
            initial_comment=comment,
        ),
        lambda _: Sent(channel, ""),
    )


async def delete(slack: Slack, file: str) -> Done | Failure:
    """Delete a file that somebody got; one that is gone already is as good."""
    answer = await slack.calls.call(slack.client.files_delete(file=file), lambda _: Done())
    if isinstance(answer, Refused) and answer.error in _GONE_ALREADY:
        return Done()
    return answer
