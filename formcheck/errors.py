"""The one exception that is shown to people as it stands."""


class InputError(Exception):
    """Something the user gave cannot be used.

    The message is one sentence that names what was expected, what came and what to do. The command
    line prints it without a traceback and exits with 2; the app shows it as it is.
    """
