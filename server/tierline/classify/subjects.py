"""What makes code harder to get right, whatever its size: concurrency, cryptography and the like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject of code: its name, how it is told, and what it means in plain words.

    All patterns are for text in lower case.
    """

    name: str
    sentence: str
    names: re.Pattern[str] | None = None
    """Found in the names that the code uses: those of the tree, else in the code without comments and strings."""
    text: re.Pattern[str] | None = None
    """Found in the code as it stands, strings included: SQL mostly stands in strings."""
    hints: tuple[str, ...] = ()
    """Of these some must stand in the text; looking for them is far quicker than for ``text``."""


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{pattern})")


SUBJECTS = (
    Subject(
        name="concurrency",
        sentence="runs things concurrently",
        names=_names(
            r"async|await\b|threads?\b|threading|thread_?pool|thread_?local|pthread|mutex|semaphore|atomic|goroutine"
            r"|coroutine|synchronized|volatile\b|concurren|multiprocessing|spawn|futures?\b|chan\b|wait_?group"
            r"|(?:r|rw|w|un|spin|try)?lock(?:ed|s|ing)?\b|race_?condition|go func"
            r"|dispatch_?queue|rayon|tokio|promise\b|compare_?and_?swap"
        ),
    ),
    Subject(
        name="unsafe memory",
        sentence="handles memory by hand",
        names=_names(
            r"unsafe|malloc\b|calloc\b|realloc\b|free\b(?!\s*[:=.])|memcpy\b|memmove\b|memset\b|reinterpret_cast"
            r"|transmute\b|ctypes|maybe_?uninit|from_raw|as_mut_ptr|stackalloc|std::mem|mmap\b|strcpy\b|alloca\b"
        ),
    ),
    Subject(
        name="cryptography",
        sentence="uses cryptography",
        names=_names(
            r"crypto|(?:en|de)crypt|cipher|hmac|sha_?(?:1|2|3|224|256|384|512)\b|hashlib|bcrypt|scrypt|argon2|pbkdf2|rsa"
            r"\b|aes\b|aes_|aes(?:gcm|cbc|128|256)|ecdsa|ed25519|nonce\b|openssl|private_?key|public_?key|jwt\b"
            r"|message_?digest|secure_?random"
        ),
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
        names=_names(r"regexp?\b|regex_|preg_|std::regex|nsregularexpression|must_?compile"),
        text=re.compile(r"\bre\.(?:compile|match|full_?match|search|sub|findall|split)\b|=~|new regexp\b|regex::new"),
        hints=("re.", "=~", "regex"),
    ),
    Subject(
        name="metaprogramming",
        sentence="is metaprogramming",
        names=_names(
            r"metaclass|__getattr__|__getattribute__|__new__|__init_subclass__|__set_name__|setattr\b|eval\b|exec\b"
            r"|macro_rules|proc_macro|reflect\b|reflection|method_missing|define_method|instance_eval|class_eval"
            r"|setmetatable|get_?declared_?methods?|typeof_?member|define_?property|template\s*<"
        ),
    ),
    Subject(
        name="network or files",
        sentence="talks to the network or to files",
        names=_names(
            r"socket|https?\b|http_?client|https?_?request|urllib|requests\b|fetch\b|axios|grpc|websocket|url_?session"
            r"|ftp\b|smtp|open_?file|file_?input_?stream|file_?reader|buffered_?reader|read_?file|write_?file|fopen\b"
            r"|fread\b|fwrite\b|ifstream|ofstream|pathlib|file_?system|curl|std::fs|net::|tcp_?stream|tcp_?listener"
        ),
    ),
    Subject(
        name="bit twiddling",
        sentence="works on single bits",
        names=_names(r"pop_?count|bit_?mask|bit_?count|leading_zeros|trailing_zeros|clz\b|ctz\b|byte_?swap|endian"),
        text=re.compile(r"(?:<<|>>)=?\s*(?:\d|0x)|\b1u?l{0,2}\s*<<|[&|^]=?\s*\(?(?:0x[0-9a-f]|~)|\w\s*\^=\s*\w"),
        hints=("<<", ">>", "0x", "~", "^="),
    ),
    Subject(name="recursion", sentence="calls itself"),
    Subject(
        name="floating point",
        sentence="computes with floating-point numbers",
        names=_names(
            r"numpy|ndarray|np\b|float(?:32|64)?\b|double\b|f32\b|f64\b|isclose|epsilon|is_?nan|sqrt|math\b|matrix|matmul"
            r"|gradient|decimal\b|big_?decimal|linalg|scipy|torch\b|tensor"
        ),
    ),
    Subject(
        name="dates and time zones",
        sentence="reckons with dates or time zones",
        names=_names(
            r"date_?time|time_?zone|tz_?info|zone_?info|pytz|strftime|strptime|time_?delta|local_?date|zoned_?date"
            r"|utc_?now|utc\b|chrono|moment\b|date_?format|calendar|mktime|day_?light|iso_?8601|dst\b"
        ),
    ),
)
"""Every subject that is looked for. What syntax alone tells (``await``, ``unsafe``) is in ``classify.syntax``."""


def subjects_of(code: str, names: Iterable[str] | str, told: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names of the subjects of ``code``, in the order of ``SUBJECTS``.

    ``names`` are the names that stand in it, or the code without comments and strings; ``told`` are subjects that
    are known of it already.
    """
    used = _words(names if isinstance(names, str) else "\n".join(sorted(names)))
    lowered = code.lower()
    return tuple(
        subject.name
        for subject in SUBJECTS
        if subject.name in told
        or (subject.names is not None and subject.names.search(used) is not None)
        or (
            subject.text is not None
            and any(hint in lowered for hint in subject.hints)
            and subject.text.search(lowered) is not None
        )
    )


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _words(names: str) -> str:
    """``readLock`` as ``read_lock``, so that one pattern finds a word in every style of names."""
    return _HUMP.sub("_", names).lower()
