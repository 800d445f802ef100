# ruff: noqa: RUF001 -- the words of other alphabets
"""What the words of other languages ask for, one row a kind: stems, so that endings don't matter.

In each row first German, French, Spanish, Portuguese, Italian, Polish, Turkish and Hindi in Latin letters, then
Russian, Chinese, Japanese, Korean and Hindi in their own.
"""

from tierline.classify.kind.clue import Clue, holds
from tierline.task import Kind

OTHER_LANGUAGES: tuple[Clue, ...] = (
    holds(
        Kind.TEST,
        r"\b(?:schreib\w*|erstell\w*|füge?|teste|écri[st]\w*|ajoute\w*|génère|escrib[ea]\w*|genera\w*|agrega\w*|"
        r"añad\w*|escrev\w*|cri[ae]\w*|adicion\w*|scrivi|aggiungi|napisz|dodaj)\b.*(?:\btest|pruebas?\b)|\bteste "
        r"das\b|\btest(?:leri|i)?\b.* (?:yaz|ekle|oluştur)|\btests?\b.*\b(?:likho|bana ?o?|karo|kar do)\b",
        r"тест",
        r"测试|測試",
        r"テスト",
        r"테스트",
        r"टेस्ट",
    ),
    holds(
        Kind.DOCUMENT,
        r"\b(?:dokumentier\w*|kommentier\w*|kommentare?\b|documente[rz]?\b|documenta\b|documentation de|"
        r"commentaires?|comentarios?|comentários?|commenti\b|komentarz\w*|dokumentacj\w*|docstrings?|documentação|"
        r"documentación|documentazione|yorum\w*|belgele\w*)|\bcomments? (?:add )?(?:karo|likho|daal)",
        r"комментари|документ",
        r"注释|註解|文档|文檔",
        r"コメント|ドキュメント",
        r"주석|문서",
        r"टिप्पणी",
    ),
    holds(
        Kind.TRANSLATE,
        r"\b(?:übersetz\w*|wandle\b.* in\b|traduis\w*|traduire|convertis\w*|traduce\w*|traduci\w*|traduz\w*|"
        r"convierte\w*|converti\w*|converta\w*|pasa (?:esto )?a|portiere|przetłumacz\w*|przepisz\w*|"
        r"przekonwertuj\w*|çevir|dönüştür)",
        r"переведи|перевести|перепиши|конвертируй",
        r"转换成|转换为|转成|翻译|改写成|重写",
        r"に変換|に書き換え|に翻訳",
        r"(?:파이썬|자바|코틀린|타입스크립트|자바스크립트|러스트|go|python|java|c\+\+)(?:으)?로 (?:바꿔|변환|"
        r"번역)|변환해|번역해",
        r"\b(?:python|java|javascript|typescript|go|rust|c\+\+|php|kotlin) (?:me|mein|में)\b.*(?:convert|likh|"
        r"badl|karo)",
    ),
    holds(
        Kind.OPTIMIZE,
        r"\b(?:optimier\w*|optimise[rz]?\b|optimiza\w*|optimice\w*|otimiz\w*|ottimizza\w*|zoptymalizuj\w*|"
        r"przyspiesz\w*|optimize (?:et|karo|kar)|schneller|zu langsam|plus rapide|trop lent|más rápido|demasiado "
        r"lento|muy lento|mais rápido|muito lento|più veloce|troppo lento|szybciej|za wolno|daha hızlı|çok yavaş|"
        r"hızlandır)|\b(?:fast|tez) (?:karo|kar do|banao)",
        r"оптимизир|быстрее|ускор|медленн",
        r"优化|優化|性能|太慢|更快|最適化",
        r"速く|遅い",
        r"최적화|빠르게|느려",
        r"तेज़",
    ),
    holds(
        Kind.REFACTOR,
        r"\b(?:refaktor\w*|refactori\w*|refatora\w*|rifattorizza\w*|zrefaktor\w*|vereinfach\w*|aufräum\w*|räum\b|"
        r"benenne\b.*um\b|lesbarer|simplifie\w*|nettoie\w*|plus (?:lisible|propre|clair)|simplific\w*|más "
        r"(?:limpio|legible|claro)|mais (?:limpo|legível|claro)|semplifica\w*|più (?:leggibile|pulito)|uprość|"
        r"uporządkuj|czytelniej\w*|sadeleştir|temizle|basitleştir)|\b(?:clean|refactor|simple) (?:karo|kar do|kar)",
        r"рефактор|упрост|разбей на|вынеси|почисти|читаем|переименуй",
        r"重构|重構|简化|簡化|易读|可读|整理|簡潔",
        r"リファクタリング|読みやすく",
        r"리팩토링|리팩터링|깔끔|간단하게|읽기 쉽게",
    ),
    holds(
        Kind.REVIEW,
        r"\b(?:überprüf\w*|prüfe\b|siehst du|ist das (?:sicher|richtig|korrekt|gut)|code review (?:bitte|karo|"
        r"yap)|revue de|y a-t-il|est-ce (?:correct|que c'est (?:correct|bon))|revis[ae]\b|ves algún|hay (?:algún|"
        r"errores)|está bien|tem algum|está correto|controlla|ci sono|è corretto|zrób code review|sprawdź|"
        r"incele\b|hata var mı|doğru mu|gözden geçir|review karo)|\bkoi (?:bug|problem|error) hai",
        r"проверь|ревью|есть ли",
        r"审查|审核|评审|检查|什么问题|有没有|对吗|問題点",
        r"レビュー|正しいですか",
        r"확인해|리뷰|문제점|검토",
        r"समीक्षा",
    ),
    holds(
        Kind.FIX,
        r"\b(?:behebe?\b|korrigier\w*|repariere?\b|funktioniert nicht|geht nicht|stürzt|fehler\b|corrige[rz]?\b|"
        r"répare\w*|ne (?:marche|fonctionne) (?:pas|plus)|erreur|arregla\w*|corregi\w*|no funciona|falla\b|"
        r"errores?\b.*\barregl|conserta\w*|corrij\w*|corrig\w*|não (?:está )?funciona\w*|correggi\w*|sistema "
        r"questo|non funziona|napraw\w*|popraw\w*|nie działa|błąd|düzelt\w*|çalışmıyor|hata veriyor|hatayı)|"
        r"\b(?:fix|theek|thik) (?:karo|kar do|kar)|\berror (?:kyu|kyun|aa)|\bkaam nahi",
        r"исправ|почини|не работает|ошибк|падает|вылетает",
        r"修复|修正|修一下|报错|出错|错误(?!处理)|不对|不工作|无法|修正",
        r"直して|エラーが|バグを|動かない",
        r"동작하지|고쳐|수정해|에러가|오류|안 ?돼|안 ?되",
        r"ठीक करो|गलती",
    ),
    holds(
        Kind.EXPLAIN,
        r"\b(?:erklär\w*|was (?:macht|passiert|tut|bedeutet)|wie funktioniert (?:das|dies)|beschreib\w*|"
        r"explique\w*|explica\w*|que fait|à quoi sert|qué hace|que hace|para qu[eé] sirve|o que (?:esse|este|essa|"
        r"isso)\b.*\bfaz|cosa fa|spiega\w*|a cosa serve|wyjaśni\w*|co (?:robi|to robi)|ne yapıyor|ne işe yarar|"
        r"açıkla\w*|kya kart[ai]|samjha\w*|kaise kaam)",
        r"объясни|что (?:делает|происходит|значит)|зачем|как работает",
        r"解释|解釋|讲解|是做什么|什么意思|为什么要|干什么",
        r"説明し|何をし|どういう意味",
        r"설명|무슨 (?:역할|뜻|일)",
        r"समझा",
    ),
    holds(
        Kind.ASK,
        r"arasındaki|nasıl |nedir|nerede|\bkaise\b|\bkya (?:hai|difference|farak)|difference hai",
        r"^(?:wie (?:kann|lese|mache|schreibe|erstelle|geht)|was ist (?:der|die|das|ein)|welche\w*|wo (?:wird|ist|"
        r"finde|liegt)|wann|wozu|comment (?:\w+(?:er|ir|re|oir)|puis|peut|fait)\b|quelle? (?:est|sont)|où (?:est|"
        r"se)|qu'est-ce|c[oó]mo (?:\w+o|puedo|se|faço|eu)\b|cu[aá]l es|qué (?:es|son)|dónde|onde (?:está|fica)|"
        r"qual (?:[aoé]|è|a)\b|quais|o que é|come (?:si|posso|faccio)|dov'è|dove|jak (?:\w+ć|mogę)\b|jaka? jest|"
        r"gdzie|как (?:\w+ть|мне|можно|сделать)|в ч[её]м|где |что такое|какая|какой|怎么|如何|什么是|怎样|哪)|区别",
        r"方法は|違い|とは|どこ|のですか",
        r"차이|알려줘|방법|어떻게",
        r"कैसे|क्या है",
    ),
    holds(
        Kind.GENERATE,
        r"\b(?:schreib\w*|erstell\w*|implementier\w*|generiere?|écri[st]\b|écrivez|cré[eé]r?\b|génère|implémente|"
        r"crea\b|cree\b|escrib[ea]\w*|haz (?:un|una)\b|genera\b|implementa\b|cri[ae]r?\b|escrev[ae]\w*|faça\b|faz "
        r"(?:um|uma)\b|gere\b|implemente|scrivi|napisz|stwórz|utwórz|zaimplementuj|wygeneruj|oluştur|\w+ "
        r"(?:fonksiyon\w*|kod\w*|sınıf\w*|script) yaz)|\b(?:likho|likh do|bana ?do|banao)\b",
        r"напиши|создай|реализуй|сгенерируй",
        r"写一个|写个|编写|创建|实现|生成|新建",
        r"を書いて|作成し|作って|実装して",
        r"만들어|작성해|구현해|생성해",
        r"लिखो|बनाओ",
    ),
    holds(
        Kind.EDIT,
        r"\b(?:füge?\b|ändere?|mach\b|ersetze?|entferne?|lösche|nutze|ohne|ajoute[rz]?|change[rz]?|rends|"
        r"remplace[rz]?|supprime[rz]?|utilise[rz]?|ajoutez|cambia\w*|agrega\w*|añad\w*|haz\b|reemplaza|elimina\w*|"
        r"quita|usa\b|adiciona\w*|troque|mude|altere|remova|substitua|deixe|torne|aggiungi|rendi|rimuovi|"
        r"sostituisci|dodaj|zmień|usuń|zamień|ekle\w*|değiştir\w*|yap\b|sil\b|kaldır)|\b(?:add|change|remove|"
        r"hata) (?:karo|kar do|do)",
        r"добавь|сделай|замени|измени|убери|удали|поменяй",
        r"添加|增加|改成|改为|修改|删除|替换|排序|换成",
        r"追加し|変えて|変更し|削除し|にして|置き換え",
        r"추가해|바꿔|변경해|삭제해|제거해",
        r"जोड़ो|बदलो|हटाओ",
    ),
)
