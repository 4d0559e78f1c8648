"""Words of a question that ask for nothing by themselves, in German and English."""

from bot.domain.search.folding import fold

_GERMAN = """
ab aber alle allem allen aller alles als also am an andere anderen auch auf aus auskennen
auskennt außerdem bald beachten bei beim bereits besonders bevor bin bis bisher bisschen bist
bitte bloß bräuchte bzw da dabei dadurch dafür dagegen daher dahin damals damit danke dann daran
darf darin darum darunter darüber das dass davon davor dazu dazwischen dein deine deinem deinen
deiner deines dem demnächst den denn der des deshalb deswegen dich die dies diese diesem diesen
dieser dieses dir doch dort dringend du durch dürfen dürft dürfte eben eigentlich ein einander
eine einem einen einer eines einige einigen einiges einmal entweder er erklärt erzählt erzählte
es etwa etwas euch euer eure eurem euren eurer eures falls finde finden findest findet für gab
gabs ganz geben gefunden gegeben gehabt gehalten gehe gehen geht gemacht gerade gern gerne
gesagt gesprochen gesucht getan gewesen geworden gewusst gezeigt gibt gibts ging gings hab habe
haben habt hallo hast hat hatte hatten heißen heißt her heraus herum hielt hier hierfür hierzu
hieß hießen hin hätte hätten hättet ich ihm ihn ihr ihre ihrem ihren ihrer ihres im immer in
indem interessiere interessiert inwiefern irgendetwas irgendjemand irgendwann irgendwas
irgendwer irgendwie irgendwo ist ja jede jeder jedes jedoch jemals jemand jemandem jemanden
jetzt kann kannst kein keine keinem keinen keiner keines kenne kennst kennt konnte konnten
können könnt könnte könnten könntest könntet letztens lief mache machen macht machte mag magst
mal man manche mancher manches manchmal mehr mehrere mein meine meinem meinen meiner meines mich
mir mit mittels muss musst mussten möchte möchten möchtest mögen möglichst müssen müsst müsste
müssten nach nachdem neulich nicht nie niemals niemand noch nochmal nochmals nun nur ob obwohl
oder oft ohne rund sagen sagt sagte schick schicken schickt schon sehr seid sein seine seinem
seinen seiner seines seit sich sie sind so sobald sodass solange solche solcher solches soll
sollen sollt sollte sollten sowas sowie sowohl sprach später such suche suchen suchst sucht
thema themen trotzdem tun tut um ums und ungefähr uns unser unsere unserem unseren unserer
unseres unter usw viel viele vielen vielleicht vom von vor vorgestellt wann war waren warum was
weder weil weiß weißt welche welchem welchen welcher welches wem wen wenig wenige wenn wer werde
werden werdet weshalb wessen wie wieder wieso wieviel will willst wir wird wirklich wirst wisst
wo wodurch wofür woher wohin wohl wollen wollt wollte wollten womit woran worden worum worüber
wozu wurde wurden während wäre wären würde würden zeig zeige zeigen zeigt ziemlich zu zum zur
zwischen über überhaupt
"""
_ENGLISH = """
a about actually after again all already also although always am among an and another any
anybody anyone anything anywhere are arent around as at be because been before being between
both but by can cannot cant could did didnt do does doesnt doing done dont during each either
else ever every everybody everyone everything few find finding for from gave get gets getting
give given go goes going got had has have having he held hello her here hi his how hows i if im
in into is isnt it its itself ive just know known knows lets like look looking make makes making
many maybe me mine more much my myself neither never no not now of on onto or other ought our
ours ourselves per perhaps please really same search several shall she should show
since so some somebody someone something somewhere still such talked talking tell than thanks
that thats the their theirs them then there theres these they this those though through to too
topic until us very via want wanted wants was we were weve what whats when where wheres whether
which while who whom whos whose why will with within without wont would yet you your youre yours
yourself
"""
# What nearly every item here is, or might be called: it tells nothing where other words do.
_HERE = """
beitrag beiträge impuls impulse input inputs labcamp labcamps link links material materialien
presented session sessions talk talks veranstaltung vortrag vorträge vortrags wissensspeicher
presentations event events
"""
FILLERS = frozenset(fold(word) for word in f"{_GERMAN} {_ENGLISH} {_HERE}".split())
