"""Requests that two servers in a row might cut at different places, each with what must come of it.

`|` stands for the end of a line, and `~` for a request of its own, a canary, which nobody may ever answer.
"""

# Refused: one answer of 4xx or 5xx, and the connection is ended. One: one answer, whatever it says; an nginx that is
# stricter may refuse it. Unfinished: nginx waits for the rest, and the app has heard nothing.
REFUSED, ONE, UNFINISHED = "refused", "one", "unfinished"
HOST = "california.localhost"
CANARY = f"GET /canary-{{id}} HTTP/1.1|Host: {HOST}||"
_P = f"POST /livez HTTP/1.1|Host: {HOST}|"
_G = f"GET /livez HTTP/1.1|Host: {HOST}|"
_CHUNKED = f"{_P}Transfer-Encoding: chunked||"
_LONG = "a" * 9000
# The canary's own length, with ends of lines of two bytes.
_SIZE = len(CANARY.format(id="aaa")) + CANARY.count("|")

LENGTHS = {
    "CL.TE": (f"{_P}Content-Length: 6|Transfer-Encoding: chunked||0||~", REFUSED),
    "TE.CL": (f"{_P}Transfer-Encoding: chunked|Content-Length: 4||{_SIZE:x}|~|0||", REFUSED),
    "CL.0 with TE": (f"{_P}Content-Length: 0|Transfer-Encoding: chunked||0||~", REFUSED),
    "CL twice, equal": (f"{_P}Content-Length: 5|Content-Length: 5||hello~", REFUSED),
    "CL twice, different": (f"{_P}Content-Length: 5|Content-Length: {_SIZE + 5}||hello~", REFUSED),
    "CL as a list": (f"{_P}Content-Length: 5, 5||hello~", REFUSED),
    "CL as a list of different": (f"{_P}Content-Length: 5, {_SIZE + 5}||hello~", REFUSED),
    "CL negative": (f"{_P}Content-Length: -1||~", REFUSED),
    "CL with plus": (f"{_P}Content-Length: +5||hello~", REFUSED),
    "CL hexadecimal": (f"{_P}Content-Length: 0x5||hello~", REFUSED),
    "CL of letters": (f"{_P}Content-Length: five||hello~", REFUSED),
    "CL with a fraction": (f"{_P}Content-Length: 5.0||hello~", REFUSED),
    "CL with an underscore": (f"{_P}Content-Length: 0_5||hello~", REFUSED),
    "CL in two words": (f"{_P}Content-Length: 5 5||hello~", REFUSED),
    "CL with a tab": (f"{_P}Content-Length:\t5||hello~", REFUSED),
    "CL beyond 64 bits": (f"{_P}Content-Length: 18446744073709551621||hello~", REFUSED),
    "CL empty": (f"{_P}Content-Length: ||~", REFUSED),
    "CL in other digits": (f"{_P}Content-Length: \xb2||he~", REFUSED),
    "CL in GET": (f"{_G}Content-Length: {_SIZE}||~", ONE),
    "CL with zeros": (f"{_P}Content-Length: 000{_SIZE}||~", ONE),
    "CL as a hop": (f"{_P}Content-Length: {_SIZE}|Connection: keep-alive, Content-Length||~", ONE),
    "CL too long": (f"{_P}Content-Length: {_SIZE + 5}||~", UNFINISHED),
    "CL in underscores": (f"{_P}Content_Length: 5|Content-Length: {_SIZE}||~", ONE),
    "CL with space before the colon": (f"{_P}Content-Length : 5|Content-Length: {_SIZE}||~", REFUSED),
}
CODINGS = {
    "TE with space before the colon": (f"{_P}Content-Length: {_SIZE}|Transfer-Encoding : chunked||~", REFUSED),
    "TE with a tab before the colon": (f"{_P}Content-Length: {_SIZE}|Transfer-Encoding\t: chunked||~", REFUSED),
    "TE after a space": (f"{_P}Content-Length: {_SIZE}| Transfer-Encoding: chunked||~", REFUSED),
    "TE folded": (f"{_P}Content-Length: {_SIZE}|Transfer-Encoding:| chunked||~", REFUSED),
    "TE folded into another": (f"{_P}Content-Length: {_SIZE}|X-Odd: a|\tTransfer-Encoding: chunked||~", REFUSED),
    "TE after a bare LF": (f"{_P}Content-Length: {_SIZE}|X-Odd: a\nTransfer-Encoding: chunked||~", REFUSED),
    "TE after a bare CR": (f"{_P}Content-Length: {_SIZE}|X-Odd: a\rTransfer-Encoding: chunked||~", REFUSED),
    "TE after a NUL": (f"{_P}Content-Length: {_SIZE}|X-Odd: a\0Transfer-Encoding: chunked||~", REFUSED),
    "TE with a vertical tab": (f"{_P}Transfer-Encoding: \x0bchunked||0||~", REFUSED),
    "TE with a tab": (f"{_P}Transfer-Encoding:\tchunked||0||~", REFUSED),
    "TE with a form feed": (f"{_P}Transfer-Encoding: chunked\x0c||0||~", REFUSED),
    "TE with NBSP in its name": (f"{_P}Content-Length: {_SIZE}|Transfer\xa0Encoding: chunked||~", ONE),
    "TE in underscores": (f"{_P}Content-Length: {_SIZE}|Transfer_Encoding: chunked||~", ONE),
    "TE quoted": (f'{_P}Transfer-Encoding: "chunked"||0||~', REFUSED),
    "TE with a parameter": (f"{_P}Transfer-Encoding: chunked;q=1||0||~", REFUSED),
    "TE unknown": (f"{_P}Transfer-Encoding: xchunked||0||~", REFUSED),
    "TE identity": (f"{_P}Transfer-Encoding: identity|Content-Length: 5||hello~", REFUSED),
    "TE identity, then chunked": (f"{_P}Transfer-Encoding: identity, chunked||0||~", REFUSED),
    "TE chunked, then identity": (f"{_P}Transfer-Encoding: chunked, identity||0||~", REFUSED),
    "TE chunked twice": (f"{_P}Transfer-Encoding: chunked, chunked||0||~", REFUSED),
    "TE gzip": (f"{_P}Transfer-Encoding: gzip, chunked||0||~", REFUSED),
    "TE in two headers": (f"{_P}Transfer-Encoding: chunked|Transfer-Encoding: identity||0||~", REFUSED),
    "TE in two headers, turned": (f"{_P}Transfer-Encoding: identity|Transfer-Encoding: chunked||0||~", REFUSED),
    "TE empty": (f"{_P}Transfer-Encoding: ||0||~", REFUSED),
    "TE in HTTP/1.0": (f"POST /livez HTTP/1.0|Host: {HOST}|Transfer-Encoding: chunked||0||~", REFUSED),
    "TE in capitals": (f"{_P}Transfer-Encoding: CHUNKED||{_SIZE:x}|~|0||", ONE),
    "TE as a hop": (f"{_P}Connection: keep-alive, Transfer-Encoding|Transfer-Encoding: chunked||{_SIZE:x}|~|0||", ONE),
}
CHUNKS = {
    "a canary in a chunk": (f"{_CHUNKED}{_SIZE:x}|~|0||", ONE),
    "a chunk's size beyond 64 bits": (f"{_CHUNKED}10000000000000005|hello|0||~", REFUSED),
    "a chunk's size at the edge": (f"{_CHUNKED}ffffffffffffffff|hello|0||~", REFUSED),
    "a chunk's size negative": (f"{_CHUNKED}-5|hello|0||~", REFUSED),
    "a chunk's size with plus": (f"{_CHUNKED}+5|hello|0||~", REFUSED),
    "a chunk's size with 0x": (f"{_CHUNKED}0x5|hello|0||~", REFUSED),
    "a chunk's size of letters": (f"{_CHUNKED}xyz|hello|0||~", REFUSED),
    "a chunk's size empty": (f"{_CHUNKED}|hello|0||~", REFUSED),
    "a chunk's size after space": (f"{_CHUNKED} 5|hello|0||~", REFUSED),
    "a chunk that is longer than it says": (f"{_CHUNKED}3|hello|0||~", REFUSED),
    "a chunk without its end": (f"{_CHUNKED}5|hello0||~", REFUSED),
    "a chunk that is too long": (f"{_CHUNKED}{27262977:x}|~", REFUSED),
    "a chunk with an extension": (f'{_CHUNKED}{_SIZE:x};name="value"|~|0||', ONE),
    "a chunk with junk for an extension": (f"{_CHUNKED}{_SIZE:x};\x01\x7f=;;,|~|0||", ONE),
    "a chunk with a bare LF after its extension": (f"{_CHUNKED}{_SIZE:x};a\n~|0||", ONE),
    "a chunk with a bare LF after its size": (f"{_CHUNKED}{_SIZE:x}\n~|0||", ONE),
    "a chunk with a bare CR in its extension": (f"{_CHUNKED}5;a\rb|hello|0||~", REFUSED),
    "a trailer that says a length": (f"{_CHUNKED}{_SIZE:x}|~|0|Content-Length: 5||", ONE),
    "a trailer that says a coding": (
        f"{_CHUNKED}{_SIZE:x}|~|0|Transfer-Encoding: chunked|Host: wyoming.localhost||",
        ONE,
    ),
    "a chunk that never comes": (f"{_CHUNKED}{_SIZE + 9:x}|~", UNFINISHED),
}
LINES = {
    "no host": ("GET /livez HTTP/1.1||~", REFUSED),
    "two hosts": (f"{_G}Host: wyoming.localhost||~", REFUSED),
    "two hosts, in underscores": (f"{_G}Host_: wyoming.localhost||", ONE),
    "a host after a bare LF": (f"GET /livez HTTP/1.1|Host: {HOST}\nHost: wyoming.localhost||~", REFUSED),
    "a host folded": ("GET /livez HTTP/1.1|Host:| california.localhost||~", REFUSED),
    "a method in small letters": (f"get /livez HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a method with a canary before it": (f"X~{_G}|", REFUSED),
    "a method of signs": (f"G@T /livez HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a method that is none": (f"BREW /livez HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a long method": (f"{'A' * 100} /livez HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a tunnel": (f"CONNECT {HOST}:80 HTTP/1.1|Host: {HOST}||~", REFUSED),
    "an echo": (f"TRACE /livez HTTP/1.1|Host: {HOST}||~", REFUSED),
    "HTTP/0.9": ("GET /livez|~", REFUSED),
    "HTTP/2": (f"GET /livez HTTP/2.0|Host: {HOST}||~", REFUSED),
    "the preface of HTTP/2": ("PRI * HTTP/2.0||SM||~", REFUSED),
    "no number of a version": (f"GET /livez HTTP/|Host: {HOST}||~", REFUSED),
    "another protocol": (f"GET /livez ICAP/1.0|Host: {HOST}||~", REFUSED),
    "two versions": (f"GET /livez HTTP/1.1 HTTP/1.1|Host: {HOST}||~", REFUSED),
    "words after the version": (f"GET /livez HTTP/1.1 and more|Host: {HOST}||~", REFUSED),
    "a tab in the line": (f"GET /livez\tHTTP/1.1|Host: {HOST}||~", REFUSED),
    "a NUL in the line": (f"GET /livez\0 HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a NUL in the path": (f"GET /livez%00 HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a bare CR in the line": (f"GET /livez\rX HTTP/1.1|Host: {HOST}||~", REFUSED),
    "line ends in the path": (f"GET /livez%0d%0aTransfer-Encoding:%20chunked%0d%0a HTTP/1.1|Host: {HOST}||", ONE),
    "an empty line before": (f"|{_G}|", ONE),
    "a line that is too long": (f"GET /{_LONG} HTTP/1.1|Host: {HOST}||~", REFUSED),
    "a header that is too long": (f"{_G}X-Odd: {_LONG}||~", REFUSED),
    "headers that are too long": (f"{_G}{f'X-Odd: {_LONG[:7000]}|' * 6}|~", REFUSED),
    "a header without a colon": (f"{_G}X-Odd||", ONE),
    "a header without a name": (f"{_G}: odd||~", REFUSED),
    "a header in brackets": (f"{_G}X(odd): 1||", ONE),
    "a header of HTTP/2": (f"{_G}:authority: wyoming.localhost||~", REFUSED),
    "a NUL in a header": (f"{_G}X-Odd: a\0b||~", REFUSED),
    "a NUL in a name": (f"{_G}X-O\0dd: a||~", REFUSED),
    "a change to HTTP/2": (f"{_G}Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABk||", ONE),
    "a change to a web socket": (f"{_G}Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13||", ONE),
    "proxy's headers as hops": (f"{_G}Connection: keep-alive, X-Forwarded-For, X-Forwarded-Proto, X-Request-Id||", ONE),
    "a body to wait for": (f"{_P}Expect: 100-continue|Content-Length: {_SIZE}||~", ONE),
}
CASES = LENGTHS | CODINGS | CHUNKS | LINES


def canary(number: int) -> str:
    """The path of a case's canary: three letters, since nginx's log keeps no more of a path than a word."""
    return f"/canary-{_letters(number)}"


def wire(text: str, number: int) -> bytes:
    """The bytes of a case."""
    whole = text.replace("~", CANARY.format(id=_letters(number)))
    return whole.replace("|", "\r\n").encode("latin-1")


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + number // 26**power % 26) for power in (2, 1, 0))
