"""Many cases in one test: where a case is a matter of microseconds, a test of its own costs more.

A test costs some six milliseconds before and after it, in the process that runs it, in that which
counts, and in all that collect it.
"""

from collections.abc import Callable, Iterable
from itertools import product


def every(**cases: Iterable[object]) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Have a function that tries one case try all, with each combination of these arguments.

    All that fail are named. Only for what asks for no fixture, and leaves nothing behind.
    """

    def as_one_test(test: Callable[..., None]) -> Callable[[], None]:
        def tried() -> None:
            combinations = [dict(zip(cases, values, strict=True)) for values in product(*all_of)]
            assert combinations, "nothing to try"
            failed = [error for given in combinations if (error := _failed(test, given))]
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(combinations)}", failed)

        all_of = [[*values] for values in cases.values()]
        tried.__name__, tried.__qualname__ = test.__name__, test.__qualname__
        tried.__module__, tried.__doc__ = test.__module__, test.__doc__
        tried.place_as = test  # type: ignore[attr-defined]  # where pytest says that it stands
        return tried

    return as_one_test


def _failed(test: Callable[..., None], given: dict[str, object]) -> Exception | None:
    try:
        test(**given)
    except Exception as error:  # noqa: BLE001  # whatever it is, the next case is tried
        error.add_note(f"with {', '.join(f'{name}={value!r}' for name, value in given.items())}")
        return error
    return None
