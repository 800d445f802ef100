"""What makes code harder to get right, whatever its size: concurrency, cryptography and the like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject of code: its name, how it is told, and what it means in plain words."""

    name: str
    sentence: str
    words: str = ""
    """Words, between spaces, one of which is a name in the code or a part of one: ``lock`` is in ``readLock``."""
    stems: str = ""
    """Beginnings of such words, of four letters or more: ``crypt``, ``datetime`` (which finds ``date_time`` too)."""
    text: re.Pattern[str] | None = None
    """Found in the code as it stands, in lower case, strings included: SQL mostly stands in strings."""
    hints: tuple[str, ...] = ()
    """Of these some must stand in the text; looking for them is far quicker than for ``text``."""


SUBJECTS = (
    Subject(
        name="concurrency",
        sentence="runs things concurrently",
        words="lock locks locked locking rlock wlock rwlock unlock trylock spinlock flock chan volatile mpsc",
        stems="thread pthread mutex semaphore atomic goroutine synchronized concurren multiprocess waitgroup"
        " racecondition dispatchqueue rayon compareandswap",
    ),
    Subject(
        name="asynchrony",
        sentence="waits for things without blocking",
        words="future futures promise promises suspend",
        stems="async await coroutine tokio spawn completablefuture",
    ),
    Subject(
        name="unsafe memory",
        sentence="handles memory by hand",
        words="mmap brk",
        stems="unsafe malloc calloc realloc memcpy memmove memset reinterpretcast transmute ctypes maybeuninit fromraw"
        " asmutptr stackalloc strcpy alloca",
        text=re.compile(r"(?<![.\w])(?<!def )(?<!function )free\s*\("),
        hints=("free",),
    ),
    Subject(
        name="cryptography",
        sentence="uses cryptography",
        words="rsa aes jwt sha1 sha2 sha3 sha224 sha256 sha384 sha512",
        stems="crypto encrypt decrypt cipher hmac hashlib bcrypt scrypt argon2 pbkdf2 aesgcm aescbc ecdsa ed25519"
        " openssl privatekey publickey messagedigest securerandom",
    ),
    Subject(
        name="SQL",
        sentence="contains SQL",
        text=re.compile(
            r"\b(?:select\b[^;]{1,400}?\bfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table"
            r"|alter\s+table)\b"
        ),
        hints=("select", "insert", "update", "delete", "create", "alter"),
    ),
    Subject(
        name="regular expressions",
        sentence="builds regular expressions",
        words="regex regexp nsregularexpression",
        stems="regexp preg mustcompile",
        text=re.compile(r"\bre\.(?:compile|match|fullmatch|search|sub|findall|finditer|split)\b|=~"),
        hints=("re.", "=~"),
    ),
    Subject(
        name="metaprogramming",
        sentence="is metaprogramming",
        words="eval exec reflect reflection metaclass setattr getattr macro macros",
        stems="metaclass macrorules procmacro methodmissing definemethod instanceeval classeval setmetatable"
        " defineproperty initsubclass getattribute setname",
        text=re.compile(r"\btemplate\s*<"),
        hints=("template",),
    ),
    Subject(
        name="network or files",
        sentence="talks to the network or to files",
        words="http https ftp smtp fopen fread fwrite requests fetch tcp udp",
        stems="socket httpclient httprequest urllib axios grpc websocket urlsession fileinputstream fileoutputstream"
        " filereader filewriter bufferedreader readfile writefile ifstream ofstream pathlib filesystem tcpstream"
        " tcplistener openfile curl",
    ),
    Subject(
        name="bit twiddling",
        sentence="works on single bits",
        words="clz ctz",
        stems="popcount bitmask bitcount bitset leadingzeros trailingzeros byteswap endian",
        text=re.compile(r"(?:<<|>>)=?\s*(?:\d|0x)|\b1u?l{0,2}\s*<<|[&|^]=?\s*\(?(?:0x[0-9a-f]|~)|\^="),
        hints=("<<", ">>", "0x", "~", "^="),
    ),
    Subject(name="recursion", sentence="calls itself"),
    Subject(
        name="floating point",
        sentence="computes with floating-point numbers",
        words="np float float32 float64 double f32 f64 sqrt math nan",
        stems="numpy ndarray isclose epsilon isnan matrix matmul gradient decimal bigdecimal linalg scipy torch tensor",
    ),
    Subject(
        name="dates and time zones",
        sentence="reckons with dates or time zones",
        words="utc tz dst moment",
        stems="datetime timezone tzinfo zoneinfo pytz strftime strptime timedelta localdate zoneddate utcnow chrono"
        " dateformat calendar mktime daylight iso8601",
    ),
)
"""Every subject that is looked for. What syntax alone tells (``await``, ``unsafe``) is in ``classify.syntax``."""


_STEM = 4
_OF_WORD = {word: subject.name for subject in SUBJECTS for word in subject.words.split()}
_OF_STEM: dict[str, list[tuple[str, str]]] = {}
for _subject in SUBJECTS:
    for _stem in _subject.stems.split():
        _OF_STEM.setdefault(_stem[:_STEM], []).append((_stem, _subject.name))

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PART = re.compile(r"[a-z]+\d*")
_WHOLE = re.compile(r"[a-z_]\w*")


def subjects_of(code: str, names: Iterable[str] | str, told: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names of the subjects of ``code``, in the order of ``SUBJECTS``.

    ``names`` are the names that stand in it, or the code without comments and strings; ``told`` are subjects that
    are known of it already.
    """
    found = set(told)
    for word in _words(names if isinstance(names, str) else "\n".join(names)):
        if word in _OF_WORD:
            found.add(_OF_WORD[word])
        for stem, subject in _OF_STEM.get(word[:_STEM], ()):
            if word.startswith(stem):
                found.add(subject)
    lowered = code.lower()
    found.update(
        subject.name
        for subject in SUBJECTS
        if subject.text is not None
        and any(hint in lowered for hint in subject.hints)
        and subject.text.search(lowered) is not None
    )
    return tuple(subject.name for subject in SUBJECTS if subject.name in found)


def _words(names: str) -> set[str]:
    """``readLock`` and ``read_lock`` as ``read``, ``lock`` and ``readlock``."""
    parted = _HUMP.sub("_", names).lower()
    whole = {name.replace("_", "") for name in _WHOLE.findall(parted)}
    return whole.union(_PART.findall(parted))
