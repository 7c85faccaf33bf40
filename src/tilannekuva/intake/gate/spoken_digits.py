"""Digits and tens as people say them, in Finnish, Swedish and English."""

from __future__ import annotations

UNITS = (
    "nolla|noll?|yksi|yks|ykkönen|kaksi|kaks|kakkonen|kolme|kolmonen|neljä|nelonen|viisi|viis|viitonen|vitonen|kuusi|kuus|kuutonen|kutonen|"
    "seitsemän|seittemän|seitsemä|seiska|seittämän|kahdeksan|kaheksan|kasi|yhdeksän|yheksän|ysi|"
    "nolla|ett|etta|en|ein|två|tvåa|tre|trea|fyra|fem|femma|sex|sexa|sju|sjua|åtta|nio|nia|"
    "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine"
)
TENS = (
    "(?:kaks|kolm|nel|viis|kuus|seit|kaheks|yheks|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän)(?:kyt(?:ä|y)?|kymmentä|kymppiä)|"
    "kymmenen|kymppi|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|"
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
