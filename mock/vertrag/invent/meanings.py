"""What a member means by its name, in English or German, and what a subject has to say about it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vertrag.contract.inference.naming import words_of
from vertrag.invent.subjects import NOW, Subject

Say = Callable[[Subject], Any]

_HEADLINES = (
    "Abschlag anpassen",
    "Zählerstand zum Monatsende",
    "Frage zur Jahresabrechnung",
    "Umzug in eine neue Wohnung",
    "Neue Bankverbindung",
    "Vertrag verlängern",
)
_SENTENCES = (
    "Bitte bestätigen Sie mir den Eingang meiner Nachricht.",
    "Der neue Abschlag gilt ab dem kommenden Monat.",
    "Ich habe den Zähler heute abgelesen und sende Ihnen den Stand.",
    "Die Abrechnung liegt im Kundenportal für Sie bereit.",
    "Wir melden uns, sobald der Netzbetreiber den Termin bestätigt hat.",
)
_TAGS = ("Strom", "Gas", "Abschlag", "Rechnung", "Umzug", "Zählerstand", "Tarif", "Ökostrom")
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

_MEANINGS: Mapping[str, Say] = {
    "name fullname displayname contactname customername ownername owner vollername "
    "ansprechpartner kontoinhaber accountholder author autor assignee creator sender recipient empfaenger": (
        lambda subject: subject.customer.name
    ),
    "anrede salutation honorific courtesytitle": lambda subject: subject.courtesies,
    "gender geschlecht sex": lambda subject: subject.sexes,
    "firstname vorname givenname forename": lambda subject: subject.customer.first_name,
    "lastname nachname surname familyname familienname": lambda subject: subject.customer.last_name,
    "username login nickname benutzername handle user": lambda subject: subject.login,
    "email mail emailaddress mailaddress emailadresse mailadresse": lambda subject: subject.customer.email,
    "phone telefon telephone phonenumber telefonnummer telephonenumber tel fax rufnummer": (
        lambda subject: subject.customer.phone
    ),
    "mobile mobil handy mobilenumber mobilephone mobiltelefon cell cellphone handynummer": (
        lambda subject: subject.mobile
    ),
    "company firma companyname firmenname organization organisation unternehmen employer arbeitgeber": (
        lambda subject: subject.customer.company
    ),
    "street strasse streetname strassenname": lambda subject: subject.address.street,
    "streetline addressline address1 addressline1 line1 streetaddress": lambda subject: subject.address.line,
    "address adresse anschrift fulladdress billingaddress shippingaddress": lambda subject: (
        subject.address.full
    ),
    "housenumber hausnummer hausnr streetnumber": lambda subject: subject.address.house_number,
    "postcode plz postleitzahl zip zipcode postalcode": lambda subject: subject.address.postcode,
    "city ort stadt town locality wohnort cityname gemeinde municipality": lambda subject: (
        subject.address.city
    ),
    "bundesland federalstate province region": lambda subject: subject.state,
    "country land": lambda _: ("Deutschland", "DE", "DEU"),
    "countrycode laendercode": lambda _: ("DE", "DEU"),
    "nationality staatsangehoerigkeit": lambda _: ("deutsch", "DE"),
    "lat latitude breitengrad": lambda subject: subject.latitude,
    "lon lng long longitude laengengrad": lambda subject: subject.longitude,
    "iban kontonummer bankaccount": lambda subject: subject.iban,
    # ISO 9362: a location that ends in 0 marks a code for tests.
    "bic swift swiftcode": lambda _: ("EXMPDEF0XXX", "EXMPDEF0"),
    "bank bankname": lambda _: "Musterbank",
    "malo maloid marktlokation marktlokationsid": lambda subject: subject.malo_id,
    "melo meloid messlokation messlokationsid": lambda subject: subject.melo_id,
    "zaehlernummer meternumber meterid zaehler zaehlernr": lambda subject: subject.meter_number,
    "zaehlerstand meterreading reading stand ablesung": lambda subject: subject.reading,
    "kwh verbrauch consumption jahresverbrauch annualconsumption usage": lambda subject: subject.consumption,
    "obis obiscode": lambda _: "1-0:1.8.0",
    "netzbetreiber gridoperator": lambda subject: subject.operator[1],
    "netzbetreibercode operatorcode mpid": lambda subject: subject.operator[0],
    "tarif tariff tarifname tariffname product productname produkt produktname": (
        lambda subject: subject.tariff.name
    ),
    "kundennummer customernumber customerid kundenid": lambda subject: subject.customer_id,
    "abschlag deposit": lambda subject: subject.draw.between("deposit", 35, 180),
    "preis price betrag amount sum summe cost costs kosten fee gebuehr balance saldo netto brutto net gross "
    "totalamount totalprice gesamtbetrag gesamtpreis discount rabatt tax": lambda subject: subject.amount,
    "currency waehrung currencycode": lambda _: "EUR",
    "unit einheit": lambda _: "kWh",
    "status state zustand": lambda _: ("active", "aktiv", "ok"),
    "type typ kind category kategorie art": lambda _: "standard",
    "role rolle": lambda _: "user",
    "priority prioritaet": lambda subject: ("normal", subject.draw.between("priority", 1, 3)),
    "birthdate birthday dateofbirth dob geburtsdatum geburtstag born": lambda subject: subject.born,
    "age alter": lambda subject: subject.age,
    "year jahr": lambda subject: subject.created.year,
    "month monat": lambda subject: subject.created.month,
    "day": lambda subject: subject.created.day,
    "tag": lambda subject: (subject.draw.choice("tag", _TAGS), subject.created.day),  # English first
    "created createdat createdon erstellt erstelltam start startdate begin beginn from von since seit date "
    "datum time zeit timestamp zeitpunkt registered issued": lambda subject: subject.created,
    "updated updatedat modified modifiedat changed geaendert geaendertam aktualisiert lastmodified": (
        lambda subject: subject.updated
    ),
    "end enddate ende until bis due duedate faellig faelligkeit expires expiry expiresat expiration deadline "
    "validuntil gueltigbis": lambda subject: subject.due,
    "url uri link href website homepage webseite webpage": (
        lambda subject: f"https://example.com/{subject.number}"
    ),
    "imageurl photourl image photo picture avatar avatarurl logo icon bild foto thumbnail": (
        lambda subject: f"https://example.com/bilder/{subject.number}.png"
    ),
    "host hostname domain": lambda _: "example.com",
    "uuid guid": lambda subject: subject.uuid,
    "id nr nummer number no key ref reference referenz": lambda subject: subject.number,
    "count anzahl quantity menge qty stock bestand": lambda subject: subject.draw.between("count", 1, 12),
    "total gesamt": lambda subject: subject.draw.between("total", 5, 120),
    "page seite pagenumber currentpage pages totalpages pagecount": lambda _: 1,
    "offset skip": lambda _: 0,
    "limit perpage pagesize": lambda _: 25,
    "percent percentage prozent anteil": lambda subject: subject.draw.between("percent", 5, 95),
    "rating bewertung score": lambda subject: subject.draw.between("rating", 3, 5),
    "title titel subject betreff headline ueberschrift": (
        lambda subject: subject.draw.choice("title", _HEADLINES)
    ),
    "description beschreibung summary text message nachricht body content inhalt comment kommentar note "
    "notiz details bemerkung info": lambda subject: subject.draw.choice("text", _SENTENCES),
    "label stichwort keyword topic thema": lambda subject: subject.draw.choice("tag", _TAGS),
    "language lang sprache locale languagecode": lambda _: ("de", "de-DE", "de_DE", "Deutsch"),
    "timezone zeitzone": lambda _: "Europe/Berlin",
    "color colour farbe": lambda subject: (
        subject.draw.choice("color", ("blau", "grün", "rot", "gelb")),
        f"#{subject.draw.below('rgb', 1 << 24):06x}",
    ),
    # RFC 5737, RFC 3849 and RFC 7042 keep these for documentation.
    "ip ipaddress ipv4 clientip remoteaddr": lambda subject: (
        f"192.0.2.{subject.draw.between('ip', 1, 254)}",
        f"2001:db8::{subject.draw.between('ip', 1, 254):x}",
    ),
    "ipv6": lambda subject: f"2001:db8::{subject.draw.between('ip', 1, 254):x}",
    "mac macaddress": lambda subject: f"00:00:5e:00:53:{subject.draw.below('mac', 256):02x}",
    "useragent": lambda _: _AGENT,
    "port": lambda _: 8080,
    "version": lambda subject: f"1.{subject.draw.below('minor', 10)}.{subject.draw.below('patch', 10)}",
    "filename dateiname": lambda _: "rechnung.pdf",
    "mimetype contenttype": lambda _: "application/pdf",
    "slug": lambda subject: f"beispiel-{subject.number}",
    "invoicenumber rechnungsnummer invoiceid": lambda subject: (
        f"R{NOW.year}-{subject.draw.digits('invoice', 6)}"
    ),
}
_BY_KEY: Mapping[str, Say] = {key: say for keys, say in _MEANINGS.items() for key in keys.split()}

_HOUSE_NUMBERS = frozenset({"housenumber", "hausnummer", "hausnr", "streetnumber"})
_PLACES = frozenset(
    {"city", "ort", "stadt", "town", "zip", "zipcode", "plz", "postcode", "postalcode", "street"}
)
_PERSONAL = frozenset(
    {
        *(
            "email",
            "mail",
            "emailaddress",
            "phone",
            "telefon",
            "phonenumber",
            "firstname",
            "vorname",
            "lastname",
        ),
        *("nachname", "address", "adresse", "birthdate", "geburtsdatum", "username", "age", "iban", "mobile"),
        *("street", "strasse", "plz", "zip", "postcode", "city", "ort", "company", "firma", "kundennummer"),
    }
)
_PEOPLE = frozenset(
    {
        *(
            "person",
            "people",
            "user",
            "benutzer",
            "customer",
            "kunde",
            "contact",
            "kontakt",
            "owner",
            "author",
        ),
        *(
            "agent",
            "employee",
            "mitarbeiter",
            "member",
            "account",
            "client",
            "sender",
            "recipient",
            "profile",
        ),
    }
)
_TELLING = frozenset(
    # Words that mean the same wherever they stand in a description.
    {
        *(
            "email",
            "iban",
            "bic",
            "plz",
            "postleitzahl",
            "postcode",
            "maloid",
            "malo",
            "meloid",
            "melo",
            "vorname",
        ),
        *("nachname", "telefonnummer", "zaehlernummer", "zaehlerstand", "verbrauch", "marktlokation", "uuid"),
        *("messlokation", "geburtsdatum", "hausnummer", "waehrung", "currency", "latitude", "longitude"),
    }
)


def is_person(thing: str, members: frozenset[str]) -> bool:
    """Whether an object of that name with those members is one whose `name` is a person's."""
    return not thing or not _PEOPLE.isdisjoint(words_of(thing)) or not _PERSONAL.isdisjoint(members)


def meant(
    name: str, subject: Subject, *, thing: str = "", members: frozenset[str] = frozenset(), text: str = ""
) -> Iterator[Any]:
    """What the subject has to say under a name, the best first.

    `thing` and the `joined` names of its members describe the object that the name belongs to; `text` is
    what its schema says of it.
    """
    key = _key(name, members)
    if key == "name" and not is_person(thing, members):
        yield f"{thing} {subject.number}"
    elif key:
        said = _BY_KEY[key](subject)
        yield from said if isinstance(said, tuple) else (said,)
    for word in words_of(text):
        if word in _TELLING:
            yield _BY_KEY[word](subject)
            return


_ADDRESSING = frozenset(
    {*("anrede", "salutation", "honorific", "courtesytitle"), *("gender", "geschlecht", "sex")}
)


def fitting(name: str, subject: Subject, offered: list[Any]) -> list[Any]:
    """Of listed values those that are true of the person: few lists are about one."""
    key = _key(name, frozenset())
    if key not in _ADDRESSING:
        return []
    said = {text.casefold() for text in _BY_KEY[key](subject)}
    return [value for value in offered if isinstance(value, str) and value.casefold() in said]


def _key(name: str, siblings: frozenset[str]) -> str:
    """The known words that a name ends in: all of them, else fewer and fewer."""
    words = words_of(name)
    key = next((key for at in range(len(words)) if (key := _known("".join(words[at:])))), "")
    if key in ("street", "strasse") and siblings.isdisjoint(_HOUSE_NUMBERS):
        return "streetline"
    if key == "state" and not siblings.isdisjoint(_PLACES):
        return "bundesland"
    return key or _dated(words)


def _known(key: str) -> str:
    if key in _BY_KEY:
        return key
    singular = key.removesuffix("s")
    return singular if singular in _BY_KEY and len(singular) > 2 else ""


def _dated(words: tuple[str, ...]) -> str:
    """The moment that a name such as paidAt, gelesenAm or lieferdatum means."""
    return (
        "created"
        if words and (words[-1] in ("at", "on", "am") or words[-1].endswith(("date", "datum")))
        else ""
    )
