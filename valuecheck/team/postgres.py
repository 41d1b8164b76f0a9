"""Talk to the team's PostgreSQL: connect, and turn what it refuses into one sentence."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from valuecheck.config.installation import adding
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import psycopg

CONNECT_SECONDS = 10
# By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE = {
    "28P01": ("it refuses the password", "check ~/.pgpass or PGPASSWORD"),
    "28000": ("it refuses this login", "ask its administrator for access"),
    "3D000": ("it has no such database", "check the name at the end of the address"),
    "3F000": ("it holds no team's picture", "its administrator runs 'valuecheck team init' once"),
    "42883": ("its schema does not fit", "its administrator runs 'valuecheck team init' again"),
    "42501": ("this login may not do that", "ask its administrator for the role"),
    "53300": ("it has too many connections", "try again in a minute"),
    "57P01": ("it was shut down meanwhile", "run the command again; nothing is counted twice"),
    "57P03": ("it is just starting", "try again in a minute"),
}
# Failures before a session exists carry no SQLSTATE, only libpq's text.
_BY_TEXT = {
    "could not translate host name": ("its name is not known", "check the host in the address"),
    "failed to resolve host": ("its name is not known", "check the host in the address"),
    "no password supplied": ("it wants a password", "put one into ~/.pgpass or set PGPASSWORD"),
    "password authentication failed": _BY_STATE["28P01"],
    "no pg_hba.conf entry": _BY_STATE["28000"],
    "server does not support SSL": (
        "it does not speak TLS",
        "ask its administrator, or take sslmode=require out of the address",
    ),
    "certificate": ("its certificate is not trusted", "give sslrootcert=FILE in the address"),
    "SSL error": ("TLS failed", "check sslmode and sslrootcert in the address"),
    "Connection refused": ("nobody answers there", "check host and port, and that it runs"),
    "No such file or directory": ("nobody answers there", "check host and port, and that it runs"),
    "timeout expired": ("it did not answer in time", "check the network, then try again"),
    "does not exist": ("it knows no such user or database", "check the address"),
    "definition of service": ("there is no such service", "check pg_service.conf"),
}


class TeamError(ValuecheckError):
    """The team's server cannot be reached or refuses; local use goes on."""


class Server:
    """Where the team's picture is: libpq parameters, the password apart.

    Whatever the address leaves out comes from the environment, pg_service.conf and ~/.pgpass, as
    for every PostgreSQL program.
    """

    def __init__(self, address: str) -> None:
        """Take a URL or `key=value` text. Raises UsageError, which never repeats a password."""
        conninfo = _library().conninfo
        try:
            parts = conninfo.conninfo_to_dict(address)
        except _library().ProgrammingError as error:
            problem = "this is no address of a PostgreSQL database"
            remedy = "give one such as postgresql://ada@db.example/teams"
            raise UsageError(problem, remedy) from error
        self.password: str | None = parts.pop("password", None)
        self.parts: Mapping[str, Any] = parts

    @property
    def address(self) -> str:
        """The address without the password, to keep and to show."""
        return str(_library().conninfo.make_conninfo("", **self.parts))

    @property
    def name(self) -> str:
        """The server in words, such as `teams on db.example`."""
        host = self.parts.get("host") or self.parts.get("service") or "this machine"
        database = self.parts.get("dbname")
        return visible(f"{database} on {host}" if database else str(host))

    @contextmanager
    def session(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection whose work is committed at the end, or not at all. Raises TeamError."""
        library = _library()
        password = {"password": self.password} if self.password else {}
        try:
            with library.connect(
                **{
                    "connect_timeout": CONNECT_SECONDS,
                    "application_name": "valuecheck",
                    **self.parts,
                    **password,
                }
            ) as connection:
                # With another default of the server one of two who send at once would fail.
                connection.isolation_level = library.IsolationLevel.READ_COMMITTED
                yield connection
        except library.Error as error:
            raise self._sentence(error) from error

    def _sentence(self, error: psycopg.Error) -> TeamError:
        return TeamError(*_reason(error, self.name))


def _reason(error: psycopg.Error, name: str) -> tuple[str, str]:
    known = _BY_STATE.get(error.sqlstate or "")
    if known is None:
        text = str(error)
        known = next((reason for part, reason in _BY_TEXT.items() if part in text), None)
    if known is None:
        known = ("it failed", "ask its administrator to look into its log")
    problem, remedy = known
    return f"cannot use the team's database {name}: {problem}", remedy


def _library() -> Any:
    try:
        import psycopg
    except ImportError as error:
        problem = "the team's database needs psycopg, which is not installed"
        raise UsageError(problem, f"install it with: {adding('psycopg[binary]')}") from error
    return psycopg
