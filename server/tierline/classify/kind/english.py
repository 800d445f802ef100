"""What a clause in English asks for: one row a way to say it, the most telling first."""

from tierline.classify.kind.clue import Clue, begins, holds, unless
from tierline.classify.kind.vocabulary import (
    BREAKS,
    CHANGE,
    CREATE,
    DEICTIC,
    DOCS,
    LANGUAGES,
    NEW,
    QUESTION,
    TESTS,
    UNITS,
)
from tierline.task import Kind

ENGLISH: tuple[Clue, ...] = (
    # what a verb says together with its object
    begins(
        Kind.DOCUMENT,
        "explain describe annotate state clarify say",
        r"\b(?:in|with|as|using) (?:\w+ ){0,3}?(?:comments?|doc-?strings?|docs|documentation)\b",
        r"^describe (?:the |all )?(?:param\w*|arguments|return)",
    ),
    begins(Kind.EDIT, "uncomment"),
    begins(Kind.EDIT, "comment", r"^comment (?:\w+ ){0,3}?out\b"),
    begins(Kind.ASK, "comment", r"^comment \w+(?:er|ir|re|oir)\b"),
    holds(
        Kind.ASK,
        r"^git \w+",
        r"\b(?:in|with|using) git\b",
        r"\b(?:delete|switch|create|rename) (?:the )?branch(?: \w+)?$",
    ),
    begins(  # of the shell and of the editor, which no change of the code brings about
        Kind.ASK,
        "list kill find show delete remove undo revert install uninstall run start stop open",
        r"^\w+ (?!this\b)(?:\w+ ){0,4}?(?:process(?:es)?|ports?|disk (?:space|usage)|branch(?:es)?|commits?|stash|"
        r"director(?:y|ies)|folders?|packages?|containers?|docker|npm|pip|conda|ssh|sudo|zip|command line)\b",
    ),
    begins(
        Kind.ASK,
        "open show hide enable disable change switch turn toggle increase decrease set configure install where",
        r"\b(?:command palette|terminal|vs ?code|word ?wrap|minimap|zen mode|key ?bindings?|shortcuts?|intellisense|"
        r"auto ?save|status bar|activity bar|breadcrumbs|settings\.json|editor(?:'s)? (?:theme|font|tabs?))\b",
    ),
    begins(
        Kind.REFACTOR,
        "remove delete eliminate drop",
        r"\bduplicat\w+",
        r"\b(?:dead|unused|unnecessary|redundant|repeated)\b",
    ),
    begins(Kind.EDIT, "remove delete strip"),
    begins(Kind.ASK, "what", r"^what (?:is|are) (?:an? )?(?:unit tests?|code reviews?)\b"),
    holds(Kind.ASK, r"\bdifferences? between\b", r"^(?:best )?practices? for\b"),
    begins(Kind.TRANSLATE, "translate transpile port", r"^(?!.*(?:docstring|jsdoc|javadoc)|port \d)"),
    begins(
        Kind.TRANSLATE,
        "rewrite convert transform turn make change migrate do give have need write express switch refactor i",
        rf"\b(?:in|to|into|as|using|this|it) {LANGUAGES} ?(?:instead|component|file|expression|code|please|"
        r"requests|syntax|equivalent|version|hooks|$)",
        rf"^(?:rewrite|convert|transform|turn|migrate|change)\b.* (?:in|to|into) {LANGUAGES}",
        r"\bclass components?\b|\bfunctional components?\b",
    ),
    holds(
        Kind.TRANSLATE,
        rf"(?:^(?:to|into)|^(?:from )?{LANGUAGES}(?: code| script)? ?(?:to|->|=>|into|2)|\b(?:need|want) (?:it|"
        rf"this|that) in|\b(?:same|equivalent|look|written|be|write this|do this)\b.{{0,20}} in) ?{LANGUAGES}",
        rf"^in {LANGUAGES}(?: please| instead)?$|\b{LANGUAGES} (?:equivalent|version|port)\b",
    ),
    begins(Kind.REVIEW, "review critique audit assess evaluate rate judge inspect proofread analyze analyse check"),
    begins(Kind.REVIEW, "verify", r"^verify (?!with)"),
    begins(
        Kind.REVIEW,
        "code security peer pr sanity look",
        r"^(?:(?:code|security|peer|pr) (?:review|check)|sanity check|look (?:over|for))\b",
    ),
    begins(
        Kind.REVIEW,
        "find spot list identify search point detect any see suggest",
        r"\b(?:bugs?|problems?|issues?|mistakes?|errors?|vulnerabilit\w+|smells?|race conditions|flaws?|"
        r"improvements?|wrong)\b",
    ),
    holds(
        Kind.REVIEW,
        r"\b(?:feedback|opinions?|thoughts|code smells|code review|pros and cons|suggestions?|weak points)\b",
        r"\breview (?:this|my|the|following)\b",
    ),
    begins(
        Kind.TEST,
        CREATE + " create increase cover verify wrap",
        rf"^.{{0,70}}?(?:{TESTS}|\bcoverage\b|\bassert(?:ion)?s?\b|\bmocks? (?:and|for)\b(?! data))",
    ),
    begins(Kind.GENERATE, "mock sample dummy fake test", r"^\w+ data\b"),
    begins(
        Kind.TEST, "test tests testing unittest unittests cover unit parametrize pytest jest junit rspec mocha vitest"
    ),
    holds(
        Kind.TEST,
        rf"^(?:[\w.-]+ ){{0,4}}?{TESTS}(?: for| of| to| please|$)",
        r"\btest (?:this|it)\b",
        r"\btests? .*\bmissing\b",
    ),
    begins(
        Kind.DOCUMENT,
        CREATE.replace("use ", "") + " translate rewrite expand mention",
        rf"^(?!.*\b(?:to|from) (?:this|the) comment\b).{{0,70}}?{DOCS}",
    ),
    begins(
        Kind.DOCUMENT,
        "document doc docs docstring docstrings comment comments annotate jsdoc javadoc readme changelog documentation",
    ),
    holds(
        Kind.DOCUMENT,
        rf"^(?:[\w.-]+ ){{0,3}}?{DOCS}(?: for| of| please| with| on| section| entry|$)",
        r"\b(?:wording|grammar|spelling|typos?) (?:of|in) the (?:docs?|documentation|readme|comments?|docstring)",
    ),
    # what a verb says alone
    begins(
        Kind.TEST,
        "how what which best",
        r"\b(?:run|write|add|unit|for|do|can|should|would|create|make) (?:\w+ ){0,3}?(?:tests?|testing)\b"
        r"(?!.*\b(?:mean|difference)).*\b(?:this|the|my|project|framework|using|method|function|file)\b",
    ),
    begins(
        Kind.FIX,
        "fix fixes fixed fixx fixing repair debug troubleshoot resolve solve patch bugfix hotfix correct handle",
        r"^(?!handle|debug (?:print|log|mode|flag|output))",
        r"^handle .*\b(?:throws|crashes|fails)\b",
    ),
    holds(
        Kind.FIX,
        r"\b(?:get rid of|silence|suppress) (?:this |the |all )?(?:warnings?|errors?)\b",
        r"^make (?:it|this|the \w+|these|them) (?:work|compile|pass|run|build)\b",
        r"\bthere(?:'s| is| are) (?:an?|some|something)? ?(?:\w+ )?(?:problem|bugs?|errors?|issues?|mistakes?|"
        r"wrong)\b",
        r"^how (?:do|can|would|could|should|to) (?:i |we )?(?:fix|resolve|solve|debug) (?!merge)",
        r"\bfind (?:out )?(?:the cause|why)",
        r"\b(?:fix|repair|solve) (?:it|this)\b",
        r"^every .*\breturns? \d+",
        r"^(?:avoid|prevent|stop)\b.*\b(?:exception|error|crash\w*|bug|double|null)\b",
    ),
    begins(
        Kind.OPTIMIZE,
        "optimize optimise optimization optimisation speed perf performance profile memoize memoise "
        "vectorize parallelize tune faster slow efficient",
    ),
    holds(
        Kind.OPTIMIZE,
        r"\b(?:make|get|run|be|go|do|work)\b.{0,60}\b(?:faster|quicker|fast|efficient(?:ly)?|performant|fewer|o\()",
        r"^o\(",
        r"\bspeed (?:\w+ ){0,2}?up\b",
        r"\b(?:improve|increase|better|boost)\b.{0,40}\b(?:performance|latency|speed|efficiency|throughput)\b",
        r"^(?:reduce|lower|cut|decrease|minimi[sz]e|limit|avoid|prevent)\b.{0,50}\b(?:memory|allocations?|"
        r"cop(?:y|ies|ying)|time|latency|quer(?:y|ies)|calls|requests|cpu|ram|load|render\w*|re-?renders|size|"
        r"footprint|usage|quadratic|loops?)\b",
        r"\b(?:too|so|very|is|are|really|loads?|runs?|extremely) slow(?:ly)?\b",
        r"\bmore efficient",
        r"\btoo (?:much memory|many (?:queries|requests|calls|allocations))",
        r"\bn\+1\b",
        r"\bperformance (?:improvements?|issues?|problems?|tuning)",
        r"\bout of memory\b|\b\d+ ?gb of (?:ram|memory)",
        r"\btakes? (?:\w+ )?(?:\d+|too long|forever|ages|minutes|hours|seconds)\b",
        r"\b(?:too big|bundle size|shrink)\b",
    ),
    begins(
        Kind.REFACTOR,
        "refactor refactors refactoring clean cleanup simplify simplification restructure restructuring "
        "reorganize reorganise rearrange extract inline dedupe deduplicate dry tidy decouple modularize "
        "modularise consolidate flatten modernize shorten unify factor generalize generalise introduce "
        "polish compact streamline",
    ),
    begins(Kind.REFACTOR, "rename", r"^rename (?!.*\bfile\b)"),
    begins(Kind.EXPLAIN, "break", r"\bbreak (?:this|it) down\b(?! into)"),
    begins(
        Kind.REFACTOR,
        "break split move pull merge apply use better replace cut turn make",
        r"^(?:break|split)\b.*\b(?:up|apart|into|down)\b",
        r"^split (?:this|the|it)\b",
        r"^move .*\b(?:function|method|class|helper|constants?|logic|literals|file|module)\b",
        r"^pull .* (?:out|into)\b",
        r"^merge (?:these|the|both)\b.*(?:functions|methods|classes)",
        r"\bpattern\b",
        r"^use (?:guard|early|list comp\w*|destructuring)",
        r"^better (?:\w+ )?names",
        r"^replace .*\b(?:early returns?|lookup|constants?|polymorphism|guard)\b",
        r"^cut .*\bdown\b",
        r"\binto an? (?:class|function|method|module|loop|helper|component)\b",
        r"\bmore descriptive\b",
    ),
    holds(
        Kind.REFACTOR,
        r"\b(?:make|keep|be|written|write|rewrite|deixe|look)\b.{0,50}\b(?:readable|clean(?:er)?|short(?:er)?|"
        r"simpler|concise\w*|compact|idiomatic|pythonic|elegant\w*|nicer|less|modular|maintainable|testable|"
        r"tidy|reusable|dry|beautiful|structured|understandable)\b",
        r"\bmore (?:readable|idiomatic|concise|elegant\w*|compact|maintainable|modular)\b",
        r"\b(?:dead|duplicated?|unused|repeated) (?:code|stuff|imports?|variables?)",
        r"\bduplication\b|\bunused stuff\b",
        r"^improve (?:this|it)$",
        r"\btoo (?:long|complex|complicated|verbose|messy|nested)\b",
        r"^improve (?:the |this )?(?:readability|naming|structure|code|quality)",
        r"\b(?:reduce|lower) (?:the )?(?:\w+ )?complexity",
        r"\bmagic numbers?\b",
        r"\bown (?:function|method|class)\b",
        r"\b(?:factor|pull|extract) (?:it|this|that) out\b",
        r"\bsame behaviou?r\b",
    ),
    begins(Kind.ASK, "explain describe", r"^\w+ (?:the )?(?:concept|idea|principle)s? of\b"),
    begins(
        Kind.EXPLAIN,
        "explain explains explaining explanation describe summarize summarise summary interpret clarify eli5 "
        "meaning overview elaborate",
    ),
    holds(
        Kind.EXPLAIN,
        r"^(?:walk (?:me|us)|break (?:this|it) down|line by line|(?:\w+ )?(?:overview|summary)|give me an? "
        r"(?:\w+ )?(?:overview|summary|explanation)|provide (?:an?|me) .*(?:overview|summary|explanation)|"
        r"(?:help me )?understand|write an? (?:\w+ )?explanation|only explain)",
        r"\b(?:don'?t|do not|can'?t|cannot) (?:get|understand)\b",
        r"\bno (?:idea|clue)\b",
        r"\bplain english\b",
        r"\b(?:going on|happening)\b",
        r"\b(?:the|is the) (?:purpose|point|meaning) of\b",
        r"^(?:what|wat|how|whats|what's) (?:do|does|did|is|are|happens?|would)?\b(?!.*\b(?:wrong|in general|"
        rf"way to|improve|rate|better)).{{0,30}}{DEICTIC}(?! (?:in|to|be|so))(?!.*\b(?:can|could|do|should) "
        r"(?:i|we|you) )",
        r"^(?:what|wat|which|how|where|does|is|who)\b.*\bin (?:this|the) (?:code|function|method|class|module|"
        r"snippet)\b",
        r"\b(?:that|this|it) (?:doing|do|does)$",
        r"^what happens (?:when|if|in|here)",
        r"^(?:which|what) (?:values?|params|parameters|arguments|type|data)\b",
        r"^how come\b|^how does (?:this|it|the)\b",
    ),
    # questions
    begins(
        Kind.REVIEW,
        "is are does do can will would am could",
        r"^\w+ (?:this|that|it|there|my|i|the|these|you see)\b.*\b(?:correct\w*|ok(?:ay)?|right|valid|good|"
        r"secure|safe|bugs?|issues?|problems?|mistakes?|missed|follow\w*|leaks?|break|any good|better way|"
        r"edge cases|best practice)\b",
    ),
    holds(
        Kind.REVIEW,
        r"\b(?:go wrong|wrong with (?:\w+ )?(?:design|code|approach|this))\b",
        r"\bthread[- ]?safe\?",
        r"\bwhat (?:could|would|can|should|do)\b.*\b(?:improved?|be better|weak)\b",
        r"\bhow (?:can|could|would|should) (?:i|we|you|this) (?:\w+ )?(?:be )?(?:improved?|rate)\b",
        r"\bbetter way to (?:do|write) (?:this|it)\b",
        r"\b(?:be honest|any good|missed something)\b",
        r"\b(?:potential|possible) (?:issues|bugs|problems)\b",
    ),
    begins(
        Kind.EXPLAIN,
        "tell",
        rf"^tell (?:me|us) (?:more )?(?:what|how|why|about)\b.*{DEICTIC}",
        r"^tell (?:me|us) (?:more )?(?:what|how|why)\b(?!.*\bin (?:java|python|general|c|go|rust|js|"
        r"javascript)\b)",
    ),
    begins(Kind.ASK, "tell", r"^tell (?:me|us)"),
    begins(Kind.EXPLAIN, "does", r"^does (?:this|it|the)\b"),
    begins(Kind.FIX, "why", *BREAKS, r"\b(?:null|none|nan)\b", r"n't\b|(?<!why )\bnot\b|\bdont\b"),
    unless(Kind.FIX, f"{QUESTION} {CHANGE} don't dont do never tell create write", *BREAKS),
    holds(
        Kind.FIX,
        r"^(?:when|if) i\b.*\b(?:get|error|crash\w*|nothing)\b",
        r"\bshould(?:n'?t| not)? .*\b(?:but|disappear|not be)\b",
        r"\bbut (?:it )?(?:returns?|got|get|gives|prints?|is|still)\b",
        r"\banymore\b",
        r"^(?:still|wrong|bug|error|missing \w+|infinite|getting an?)\b",
        r"^expected\b.*\b(?:got|found|but)\b",
        r"\bshouldn'?t\b|\bshould not be\b",
    ),
    begins(
        Kind.ASK, "why", r"^why (?:is|are|do|does) (?!this|the|that|it|there|these|we|my|here)(?!.*\b(?:here|this)\b)"
    ),
    begins(Kind.EXPLAIN, "why"),
    holds(Kind.ASK, r"^(?:in|on|at|for|from|of) (?:which|what)\b", r"\bhow(?: to)?$"),
    begins(
        Kind.GENERATE,
        "how",
        r"^how (?:do|can|to|would|should|could) (?:i |we |you )?(?:create|make|build|write|set ?up|implement|"
        rf"generate) (?:an? |my )(?:new )?{UNITS}",
    ),
    begins(
        Kind.ASK, QUESTION + " thanks thank recommend command", r"^(?!(?:is|are|could|can|would) (?:be|this|it) ).*"
    ),
    # new code, then changes to what stands there
    begins(
        Kind.GENERATE,
        "write create generate implement build scaffold produce develop design complete finish continue "
        "compose bootstrap draft code initialize program declare define given def stub setup a an function "
        "class script regex sql query boilerplate random",
    ),
    holds(
        Kind.GENERATE,
        rf"^{NEW} (?:an? |the |some |another |new |me |one |\d+ )*{UNITS}(?! (?:to|for) (?:this|the) "
        r"(?:function|method))",
        r"^set up\b|^new ?(?:notebook|project|file|workspace)|^new \w+|^you are given\b|^there (?:is|are) "
        r"(?:an?|given)|^print (?:the )?numbers|^fill in\b|^need an?\b|^i need an?\b|^#|^//",
        r"^(?:fizz ?buzz|fibonacci|factorial|\w+ ?sort|binary (?:search|tree)|linked list|hello world|"
        r"\.?gitignore|dockerfile|makefile)\b(?! by)",
        r"^(?:mock|sample|dummy|test|fake) data\b",
    ),
    begins(Kind.EDIT, CHANGE + " no when if should must don't dont never same more less give only instead rather also"),
)
