"""Words that the tables use more than once: patterns of nouns and symptoms, lists of verbs."""

TESTS = (
    r"\b(?:(?:unit|integration|e2e|end-to-end|regression|smoke|snapshot|fuzz|failing)[ -]?)?(?:tests|"
    r"test(?! (?:button|page|server|database|db|user|account|env\w*|string|value|variable|mode|flag)\b)|"
    r"unit[ -]?testing|unittests?|specs|spec for|test ?(?:cases?|suite))\b(?! data\b)"
)
DOCS = (
    r"\b(?:docs?|doc-?strings?|documentation|comments?|(?:js|ts|java|rust|go|php)-?docs?|doxygen|read-?me|tutorials?|faq|"
    r"changelog|release notes|commit message)\b"
)
UNITS = (
    r"(?:(?!(?:to|in|for|of|with|from|on|into|at|by|that|which)\b)[\w.#+-]+ ){0,4}?(?:functions?|func|"
    r"methods?|class(?:es)?|components?|modules?|scripts?|programs?|endpoints?|routes?|apis?|apps?|"
    r"application|pages?|websites?|hooks?|interfaces?|structs?|enums?|helpers?|constructors?|getters?|"
    r"setters?|regexp?|query|file|snippet|template|loop|code|projects?|notebook|workspace|plugin|"
    r"extension|service|controller|schema|model|server|bot|game|decorator|middleware|dockerfile|workflow|"
    r"pipeline|example|calculator|cli|webpage|table)\b"
)
LANGUAGES = (
    r"(?:(?:idiomatic|modern|plain|vanilla|pure|an?) )*(?:python ?\d?|java|javascript|js|typescript|ts|"
    r"tsx|jsx|node(?:\.?js)?|c|c\+\+|cpp|c#|csharp|f#|vb(?:\.net)?|vba|go|golang|rust|ruby|php|kotlin|"
    r"swift|scala|perl|haskell|ocaml|erlang|elixir|clojure|lua|r|dart|julia|fortran|cobol|delphi|pascal|"
    r"zig|nim|matlab|numpy|pandas|bash|powershell|shell|batch|sql|postgres(?:ql)?|mysql|sqlite|mongodb|"
    r"react|vue|angular|svelte|jquery|html|css|scss|sass|less|pug|tailwind|json|ya?ml|toml|xml|markdown|"
    r"latex|es ?[56]|hlsl|glsl|objective-c|assembly|wasm|hooks|pytest|german|french|spanish|english|"
    r"chinese|japanese|russian|italian|portuguese|korean|hindi|turkish|polish)(?![\w+#-])"
)
BREAKS = (
    (
        r"\b(?:does ?n[o']?t|don'?t|did ?n[o']?t|is ?n[o']?t|are ?n[o']?t|was ?n[o']?t|wo ?n'?t|can ?n[o']?t|"
        r"not|never|stopped|no longer)\b (?:\w+ ){0,2}?(?:work\w*|compil\w+|load\w*|run(?:ning)?|show\w*|"
        r"updat\w+|render\w*|display\w*|appl\w+|found|find|start\w*|respond\w*|trigger\w*|fir(?:e|ing)|called|"
        r"recogni[sz]ed|match\w*|return\w*|restor\w+|pass\w*|build\w*|happen\w*|correct\w*|right|defined|"
        r"change\w*|close\w*|open\w*|save\w*|stop\w*|centered|visible)\b"
    ),
    (
        r"\b(?:crash\w*|throws|throwing|broken?|breaks|fail(?:s|ed|ing|ure)?|bugs?|buggy|incorrect\w*|"
        r"wrong\w*|hangs?|stuck|freez\w+|segfaults?|deadlocks?|infinite loop|loops? forever|off[- ]by[- ]one|"
        r"null ?pointer\w*|race condition|memory leak|leaks?|exceptions?|errors?|undefined|stack ?trace|"
        r"warnings?|misbehav\w+|glitch\w*|regression|complain\w*|it says|problem is|merge conflicts?|nothing "
        r"(?:is|happens)|does nothing|\w+error|\w+exception|invalid date|nan)\b"
    ),
)
QUESTION = (
    "what wat whats what's which who whose where when why how is are does do did should could can has have will would"
)
CREATE = (
    "write add create generate make implement need give provide build set setup do produce extend "
    "include improve have get use show put update insert complete fill draft want append prepare develop "
    "scaffold i"
)
CHANGE = (
    "add make change replace use set update wrap sort return swap increase decrease handle ignore skip "
    "allow hide show disable enable raise throw log print format append align center switch turn pass "
    "support rename include apply stop keep put let convert insert move save open close send store load "
    "fetch limit cap prepend lowercase uppercase accept prefix import without with ensure bump upgrade "
    "drop extend adjust modify cache mark reverse display fill reduce rewrite transform style rearrange "
    "reorder indent highlight lower avoid group filter split join merge validate prevent catch call "
    "define improve better rework round trim parse map bind connect assign clear reset redirect restrict "
    "require force render position treat default extract start run check escape encode decode sanitize "
    "compute calculate count strip pad draw animate assert"
)
NEW = r"(?:add|insert|new|need|give me|want|add in|provide|show me|append|make|get|put|build|i need|i want)"
DEICTIC = (
    r"\b(?:this|these|it|here|the (?:\w+ )?(?:code|function|method|class|line|query|loop|reducer|handler|"
    r"snippet|file))\b"
)
