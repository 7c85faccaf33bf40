"""Labels on areas and groups, which stand in no text of ours and in none that is published."""

from __future__ import annotations

import re

# L-04: outputs name a phenomenon, a period, an area and the basis; never a label on an area or a group.
LABELS = re.compile(
    "|".join(
        (
            # English
            r"crime[- ]?prone",
            r"(high|low|at)[- ]?risk[- ](area|neighbou?rhood|group|population|youth|famil)",
            r"(problem|trouble|no[- ]go|crime|danger\w*|bad|rough|vulnerable|deprived|segregated)[- ]"
            r"(area|neighbou?rhood|suburb|district|zone|estate)",
            r"hot[- ]?spots?\b",
            r"\bghetto",
            r"(criminal|immigrant|ethnic|foreign)[- ](gang|group|communit|youth|area)",
            r"predict(s|ed|ive)? (crime|policing|offend)",
            r"(likely|potential|known|repeat) offender",
            # Finnish
            r"riskialue",
            r"riskiryhm",
            r"ongelma[- ]?(alue|lähiö|nuor|ryhm|perhe)",
            r"rikollis(alue|ryhm|jengi)",
            r"rikosalti",
            r"(vaarallinen|levoton|huono[- ]?maineinen) (alue|lähiö|kaupunginosa)",
            r"slummi|ghetto",
            r"maahanmuuttaja(jengi|nuor|lähiö|alue)",
            r"katujengi",
            # Swedish
            r"riskområd",
            r"riskgrupp",
            r"problem(område|förort|familj|ungdom)",
            r"(särskilt )?utsatt(a)? (område|områden|bostadsområde)",
            r"(brotts|kriminell)[- ]?(utsatt|benäg|tät)",
            r"(farligt|oroligt|stökigt) (område|kvarter)",
            r"(invandrar|kriminella )(gäng|grupp|ungdom|tät)",
        )
    ),
    re.IGNORECASE,
)
