"""The types of the API's first version: the content of each document. Within v1 there are only additions.

The JSON Schemas and the OpenAPI description are generated from these types; the text below a key describes it to
re-users, in English. `Texts` has a text for each language of the site.
"""

from factbook.opendata.types.documents import (
    Changes,
    Chart,
    Councils,
    Figures,
    Index,
    Licence,
    Partners,
    Programmes,
    Sources,
)
from factbook.opendata.types.entities import (
    Agreement,
    Council,
    EsaMembership,
    Launch,
    Partner,
    PartnerReference,
    Programme,
    Source,
    State,
    Statement,
)
from factbook.opendata.types.values import (
    Change,
    Citation,
    Figure,
    FigureSummary,
    Observation,
    SourceReference,
    Term,
    Texts,
    Unit,
    Value,
    When,
)

__all__ = [
    "Agreement",
    "Change",
    "Changes",
    "Chart",
    "Citation",
    "Council",
    "Councils",
    "EsaMembership",
    "Figure",
    "FigureSummary",
    "Figures",
    "Index",
    "Launch",
    "Licence",
    "Observation",
    "Partner",
    "PartnerReference",
    "Partners",
    "Programme",
    "Programmes",
    "Source",
    "SourceReference",
    "Sources",
    "State",
    "Statement",
    "Term",
    "Texts",
    "Unit",
    "Value",
    "When",
]
