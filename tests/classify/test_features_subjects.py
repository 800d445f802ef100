"""What code is about is told from its names and its syntax, not from its comments."""

import pytest

from tierline.classify.features import SUBJECTS, count

FOUND = [
    ("concurrency", "python", "with self.lock:\n    pass\n"),
    ("concurrency", "go", "func f() { go g() }"),
    ("concurrency", "java", "synchronized (this) { n++; }"),
    ("concurrency", "java", "AtomicInteger n = new AtomicInteger();"),
    ("concurrency", "csharp", "class A { void F() { lock (x) { n++; } } }"),
    ("concurrency", "cpp", "std::mutex m; std::unique_lock<std::mutex> l(m);"),
    ("concurrency", "perl", "my $thread = threads->create(sub { });"),
    ("asynchrony", "python", "async def f():\n    await g()\n"),
    ("asynchrony", "typescript", "async function f() { await g(); }"),
    ("asynchrony", "rust", "async fn f() { g().await }"),
    ("asynchrony", "csharp", "class A { async Task F() { await G(); } }"),
    ("unsafe memory", "rust", "fn f() { unsafe { g() } }"),
    ("unsafe memory", "c", "free(p);"),
    ("unsafe memory", "c", "char *p = malloc(n); memcpy(p, q, n); free(p);"),
    ("cryptography", "python", "key = hashlib.sha256(data).digest()\n"),
    ("cryptography", "typescript", "const c = createCipheriv('x', key, iv);"),
    ("SQL", "python", "db.execute('SELECT id FROM users WHERE id = ?')\n"),
    ("SQL", "sql", "DELETE FROM users;"),
    ("regular expressions", "javascript", "const a = /x+/.test(b);"),
    ("regular expressions", "python", "re.compile('a+')\n"),
    ("regular expressions", "ruby", "x =~ /a+/\n"),
    ("metaprogramming", "python", "setattr(self, name, value)\n"),
    ("metaprogramming", "cpp", "template <typename T> T f(T a) { return a; }"),
    ("metaprogramming", "rust", "macro_rules! a { () => {} }"),
    ("network or files", "go", 'resp, err := http.Get("x")'),
    ("network or files", "python", "requests.post(url)\n"),
    ("bit twiddling", "c", "x = (x >> 4) & 0x0f;"),
    ("bit twiddling", "java", "int n = Integer.bitCount(x);"),
    ("recursion", "python", "def f(n):\n    return n and f(n - 1)\n"),
    ("recursion", "javascript", "class A { f(n) { return this.f(n - 1); } }"),
    ("floating point", "python", "a = np.linalg.norm(b)\n"),
    ("floating point", "java", "x = Math.sqrt(y);"),
    ("dates and time zones", "python", "datetime.now(timezone.utc)\n"),
    ("dates and time zones", "java", "ZonedDateTime t = LocalDate.now().atStartOfDay(zone);"),
]

NOT_FOUND = [
    ("concurrency", "python", "async def f():\n    await g()\n"),
    ("concurrency", "typescript", "async function f() { return await new Promise(g); }"),
    ("concurrency", "typescript", "const channel = window.createOutputChannel('x');"),
    ("unsafe memory", "python", "free = [slot for slot in slots if slot.free]\n"),
    ("cryptography", "typescript", "const sha = await repository.head();"),
    ("concurrency", "python", "# lock the thread\nblock = clock('async')\n"),
    ("concurrency", "perl", "# lock the thread\nmy $block = clock('async');"),
    ("cryptography", "python", "shape = describe(sharp)\n"),
    ("SQL", "python", "selected = update(row)\n"),
    ("bit twiddling", "cpp", 'std::cout << "a" << b;'),
    ("unsafe memory", "python", "freeze(x)\n"),
    ("dates and time zones", "python", "update(candidate)\n"),
    ("recursion", "python", "def f(n):\n    return g(n - 1)\n"),
]


@pytest.mark.parametrize(("subject", "language", "code"), FOUND)
def test_a_subject_is_found(subject: str, language: str, code: str) -> None:
    assert subject in count(code, language).subjects


@pytest.mark.parametrize(("subject", "language", "code"), NOT_FOUND)
def test_a_word_alone_is_no_subject(subject: str, language: str, code: str) -> None:
    assert subject not in count(code, language).subjects


def test_every_subject_has_a_case() -> None:
    assert {subject.name for subject in SUBJECTS} == {subject for subject, _, _ in FOUND}


def test_plain_code_is_about_nothing_in_particular() -> None:
    assert count("def add(a, b):\n    return a + b\n", "python").subjects == ()
