"""What stands beside the story, told by its words alone: photo credits, captions' labels, sponsors' lines.

A saved page often begins with the picture's credit and caption and a line about who pays, and nothing but their words
tells them from the story. A line is recognised only when the whole of it is such a line: to miss one costs little, but
to take a sentence of the story out of the story costs a voice. So there is no scoring here, only whole-line patterns,
each with an example beside it.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["ASIDE_LIMIT", "aside_kind", "sponsor_in"]

#: The longest line, in code points, that is looked at: credits and sponsors' lines in the wild stay well below it.
ASIDE_LIMIT = 200

_NAME = r"[^\W\d_][\w.'’\-]*(?: (?:[^\W\d_][\w.'’\-]*)){0,4}"  # Jo Ann O'Neil-Roe

#: Agencies and libraries whose name, alone or after a photographer's, is a credit.
_AGENCY = (
    r"(?:The )?(?:AP|Associated Press|Getty|Reuters|REUTERS|AFP|Agence France-Presse|UPI|EPA(?:-EFE)?|PA|"
    r"Press Association|Bloomberg|Shutterstock|iStock|Alamy|Xinhua|Zuma|ZUMA|SIPA|Sipa USA|Corbis|TASS|Anadolu|"
    r"Anadolu Agency|NurPhoto|Redux|Magnum|Unsplash|Wikimedia Commons|Flickr|dpa|Kyodo|Yonhap|Rex|REX|"
    r"Canadian Press|Tribune News Service)"
)
_PICTURES = r"(?:Images?|Photos?|Pictures?|Pool|News|Press Wire|Stock Photo)"
_AGENCY_WITH_PICTURES = rf"{_AGENCY}(?: {_PICTURES}){{0,2}}"
_PHOTO_WORD = r"(?:[Pp]hoto(?:graph)?|PHOTO|[Ii]mage|IMAGE|[Pp]icture|[Ii]llustration|[Cc]redit|CREDIT)"

_CREDITS = (
    # AP Images · Getty Images · Shutterstock.  (not "AP" or "Reuters" alone: that is a dateline or a byline)
    rf"{_AGENCY} {_PICTURES}|Shutterstock|iStock(?:photo)?|Alamy|Wikimedia Commons",
    # Jo Roe/AP · Jo Roe / Getty Images · Jo Roe via AP · AFP/Getty Images · Jo Roe/The Harrow Post via AP
    rf"(?:{_NAME} ?[/|•] ?){{1,3}}{_AGENCY_WITH_PICTURES}(?: via {_AGENCY_WITH_PICTURES})?",
    rf"(?:{_NAME}(?: ?/ ?{_NAME})?),? (?:via|for) {_AGENCY_WITH_PICTURES}",
    # Photo: Jo Roe · Photo by Jo Roe/AP · Image credit: City of Harrow · Photo courtesy of the Harrow Museum ·
    # Photos by Jo Roe  (not "Photos: Harrow in the snow", which leads to a gallery)
    rf"(?:{_PHOTO_WORD} )?{_PHOTO_WORD}(?: ?:|s? by\b| via\b|s? courtesy(?: of)?:?) ?[^.!?“”\"]{{2,80}}",
    # (AP Photo/Jo Roe) · AP Photo/Jo Roe, File
    rf"{_AGENCY} {_PICTURES} ?/ ?{_NAME}(?:, (?:[Ff]ile|[Pp]ool)(?: [Pp]hoto)?)?",
    # © Jo Roe · © 2021 Harrow Post
    r"(?:©|\([cC]\)) ?(?:\d{4} )?[^.!?“”\"]{2,60}",
)
_CREDIT = re.compile(rf"[(\[]?(?:{'|'.join(_CREDITS)})[.)\]]{{0,2}}")
#: "Photo by" also begins sentences ("Image by image, the court saw …"): a verb of the past betrays them.
_NO_CREDIT = re.compile(r"\b(?:was|were|is|are|has|have|had|said|says|shows?|showed|the court)\b")

_PAYS = (
    # Article audio sponsored by The Harrow Society · Audio of this story is sponsored by Roe & Sons
    # Sponsored by Roe & Sons · This story is sponsored by Roe & Sons
    r"(?:(?:This|The)? ?(?:[Aa]rticle|[Ss]tory|[Aa]udio|[Pp]age|[Cc]ontent|[Nn]ewsletter|[Pp]odcast|[Vv]ideo|[Pp]ost|"
    r"[Ss]eries|[Ee]pisode)"
    r"(?: (?:audio|version|(?:of|for) this (?:article|story|page)))?"
    r"(?: (?:is|was))? ?)?(?:[Ss]ponsored|SPONSORED|[Pp]aid for|PAID FOR|"
    r"[Bb]rought to you|BROUGHT TO YOU|[Uu]nderwritten|[Ss]upported) (?:by|BY):?",
    # Paid content from Roe & Sons · Sponsor: Roe & Sons · Paid post by Roe & Sons
    r"(?:[Pp]aid|PAID|[Ss]ponsored|SPONSORED|[Pp]artner|PARTNER)"
    r" (?:[Cc]ontent|CONTENT|[Pp]ost|POST|[Mm]essage|[Aa]rticle) (?:from|by|FROM|BY):?",
    r"(?:[Oo]ur |[Tt]he )?(?:[Ss]ponsor|SPONSOR):",
)
_SPONSORED = re.compile(rf"(?:{'|'.join(_PAYS)}) (?P<sponsor>[^.!?:;“”\"]{{2,80}})[.!]?")

#: Openings that are a sponsor's only where the page's markup says so: a report may be "presented by" anyone.
_LABELLED = re.compile(
    r"(?:Presented|PRESENTED|Promoted|PROMOTED|Powered|POWERED|Made possible|In partnership|IN PARTNERSHIP|Partnered)"
    r" (?:by|with|BY|WITH):? (?P<sponsor>[^.!?:;“”\"]{2,80})[.!]?"
)

_NOTICES = (
    # Advertisement · - Advertisement - · Sponsored content
    r"(?:- ?)?(?:Advertisement|ADVERTISEMENT|Advertising|Sponsored(?: [Cc]ontent)?|SPONSORED(?: CONTENT)?|"
    r"Paid (?:content|post|advertisement))(?: ?-)?",
    # Story continues below advertisement · Article continues after advertisement
    r"(?:Story|Article|Text|STORY|ARTICLE) (?:continues|CONTINUES) (?:below|after|BELOW|AFTER)"
    r"(?: (?:this |THIS )?(?:ad|advertisement|video|AD|ADVERTISEMENT))?",
    # Listen to this article · 4 min read
    r"Listen to this (?:article|story)(?: ?[•·|-]? ?\d+ min(?:utes?|s)?)?",
    r"\d{1,3}[- ]?min(?:ute)? (?:read|listen)",
    # All rights reserved. · Copyright 2021 Harrow Post. All rights reserved.
    r"(?:(?:Copyright|©)[^“”\"]{0,80}[.,]? )?All rights reserved",
)
_NOTICE = re.compile(rf"(?:{'|'.join(_NOTICES)})[.:]?")


def aside_kind(line: str) -> Literal["credit", "notice"] | None:
    """Whether the whole of ``line`` (no white space around it) is a credit or a notice; ``None`` for all else."""
    if len(line) > ASIDE_LIMIT or "\n" in line:
        return None
    if _SPONSORED.fullmatch(line) or _NOTICE.fullmatch(line):
        return "notice"
    if _CREDIT.fullmatch(line) and not _NO_CREDIT.search(line):
        return "credit"
    return None


def sponsor_in(line: str, *, labelled: bool = False) -> str | None:
    """Who pays, as ``line`` names them, where the whole of it is a sponsor's line; else ``None``.

    With ``labelled``, the page's markup already says that the line is a sponsor's, and more openings count.
    """
    if len(line) > ASIDE_LIMIT:
        return None
    found = _SPONSORED.fullmatch(line) or (_LABELLED.fullmatch(line) if labelled else None)
    return found["sponsor"].strip(" ,") if found else None
