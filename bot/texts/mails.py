"""A mail as a file that a mail program opens, to be addressed and sent."""

from email.message import EmailMessage
from email.policy import SMTP

from bot.domain.files import File

# None of it stands in a part: in quoted-printable and base64 there is no "=_".
_BOUNDARY = "=_labcamp"


def subject_and_body(text: str) -> tuple[str, str]:
    """A mail's text taken apart: its first line is the subject."""
    first, _, rest = text.lstrip().partition("\n")
    return " ".join(first.split()), rest.lstrip("\n")


def mail(text: str, calendar: File | None) -> bytes:
    """The mail, from nobody to nobody yet, with a calendar file if there is one.

    Outlook opens it as a draft because of X-Unsent, other programs by *edit as new*.
    """
    subject, body = subject_and_body(text)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = subject
    made["X-Unsent"] = "1"
    made.set_content(body, cte="quoted-printable")
    if calendar is not None:
        made.add_attachment(
            calendar.content.decode(), subtype="calendar", filename=calendar.name, cte="base64"
        )
        made.set_boundary(_BOUNDARY)
    return made.as_bytes()
