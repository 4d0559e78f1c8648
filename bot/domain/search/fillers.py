"""Words of a question that ask for nothing by themselves, in German and English."""

from bot.domain.search.folding import fold

_GERMAN = """
ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis
bitte da dabei dafür damals damit dann daran darüber das dass dazu dein deine dem den denn der des
dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer
eines er es etwas euch euer eure finde finden findet für gab gabs ganz gegeben gehabt geht gesagt
gewesen gibt gibts habe haben hab hast hat hatte hatten heißt her hier hin ich ihm ihn ihr ihre im
in irgendwas irgendwie irgendwo ist ja jede jeder jedes jemand kann kannst kein keine kennt können
könnte lief machen machte mal man mehr mein meine mich mir mit mittels nach nicht noch nochmal nun
nur ob oder ohne schon sehr sein seine seit sich sie sind so such suche suchen sucht soll sowas
thema themen über um und uns unser unsere unter vom von vor wann war waren warum was weiß welche
welchem welchen welcher welches wem wen wenn wer werden wie wieder will wir wird wo wozu wurde
wurden zeig zeige zu zum zur zwischen erzählt erzählte gehalten gesprochen sprach vorgestellt
gezeigt ging hielt nochmals rund ums darum
"""
_ENGLISH = """
a about all am an and any anyone anything are as at be been but by can could did do does doing
find for from get give given had has have he her here his how i if in into is it its like looking
me more my no not of on or our please search shall she should show so some someone something such
talked talking tell than that the their them then there these they this those to topic us was we
were what when where which who whom whose why will with would you your held gave
"""
# What nearly every item here is, or might be called: it tells nothing where other words do.
_HERE = """
beitrag beiträge impuls impulse input inputs labcamp labcamps link links material materialien
presented session sessions talk talks veranstaltung vortrag vorträge vortrags wissensspeicher
presentations event events
"""
FILLERS = frozenset(fold(word) for word in f"{_GERMAN} {_ENGLISH} {_HERE}".split())
