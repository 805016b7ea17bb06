"""Post towns of the United Kingdom that are written as the name of a person is: two or three words, each a name.

In a line of how somebody is reached such a town is no person. Towns whose first or last word tells them from a name
already (Great, New, Market) are not listed, nor is any that could as well be somebody, such as Kirkby Stephen.
"""

from collections.abc import Sequence

_LISTED = """
Abbots Langley, Bishop Auckland, Bishops Castle, Bishop’s Castle, Bishops Stortford, Bishop’s Stortford,
Blandford Forum, Bognor Regis, Bourne End, Bovey Tracey, Brierley Hill, Buckhurst Hill, Budleigh Salterton,
Builth Wells, Burgess Hill, Burry Port, Canvey Island, Castle Cary, Castle Donington, Castle Douglas, Chipping Campden,
Chipping Norton, Chipping Ongar, Chipping Sodbury, Cleator Moor, Colwyn Bay, Cradley Heath, Craven Arms, Ebbw Vale,
Ellesmere Port, Gerrards Cross, Haywards Heath, Hebden Bridge, Hemel Hempstead, Herne Bay, Kings Langley,
Kings Lynn, King’s Lynn, Kirkby Lonsdale, Leamington Spa, Leighton Buzzard, Llandrindod Wells, Llanwrtyd Wells,
Lyme Regis, Melton Constable, Melton Mowbray, Merthyr Tydfil, Milford Haven, Milton Keynes, Mountain Ash, Much Hadham,
Much Wenlock, Newton Abbot, Newton Aycliffe, Pevensey Bay, Port Glasgow, Port Talbot, Potters Bar, Princes Risborough,
Royal Leamington Spa, Royal Tunbridge Wells, Royal Wootton Bassett, Saffron Walden, Severn Beach, Shepton Mallet,
Stansted Mountfitchet, Sturminster Newton, Sutton Coldfield, Tenbury Wells, Thames Ditton, Thornton Heath,
Tunbridge Wells, Waltham Abbey, Waltham Cross, Whitley Bay, Wootton Bassett
"""
_TOWNS = frozenset(" ".join(each.split()).casefold().replace("’", "'") for each in _LISTED.split(","))


def is_town(words: Sequence[str]) -> bool:
    """Whether words are one of these towns, and nothing beside it."""
    return " ".join(words).rstrip(".").casefold().replace("’", "'") in _TOWNS
