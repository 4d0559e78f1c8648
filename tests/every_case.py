"""Many cases in one test: where a case is a matter of microseconds, a test of its own costs more.

A test costs some six milliseconds before and after it, in the process that runs it, in that which
counts, and in all that collect it.
"""

from collections.abc import Callable, Iterable
from typing import Any

Test = Callable[..., None]


def every(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Have a function that tries one case try all; as `pytest.mark.parametrize`, but one test.

    All that fail are named. Only for what asks for no fixture, and leaves nothing behind.
    """
    wanted = (names,) if isinstance(names, str) else names
    rows = [
        dict(zip(wanted, [case] if isinstance(names, str) else case, strict=True)) for case in cases
    ]
    assert rows, "nothing to try"

    def as_one_test(test: Test) -> Test:
        def tried(**given: object) -> None:
            failed = [error for row in rows if (error := _failed(test, given | row))]
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(rows)}", failed)

        tried.__name__, tried.__qualname__ = test.__name__, test.__qualname__
        tried.__module__, tried.__doc__ = test.__module__, test.__doc__
        # where pytest says that it stands
        tried.place_as = getattr(test, "place_as", test)  # type: ignore[attr-defined]
        return tried

    return as_one_test


def _failed(test: Test, given: dict[str, object]) -> Exception | None:
    try:
        test(**given)
    except Exception as error:  # noqa: BLE001  # whatever it is, the next case is tried
        error.add_note(f"with {', '.join(f'{name}={value!r}' for name, value in given.items())}")
        return error
    return None
