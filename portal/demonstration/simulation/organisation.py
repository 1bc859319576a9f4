"""The people of a simulated organisation: a personnel file that changes in time, and the experts around it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from portal.actions.import_personnel import import_personnel
from portal.actions.manage_account import create_account, deactivate
from portal.actions.passwords import HashedPassword
from portal.storage.reading.people import employments_of, organisation_named

ORGANISATION = "Provincie Waterland (simulatie)"
PROTOCOL = "wvp_2023"
TEAM = 14
TEAMS_IN_DEPARTMENT = 8
HEADINGS = (
    "Personeelsnummer;Roepnaam;Achternaam;E-mail;Functie;Uren per week;Eenheid;Eenheidsnaam;Bovenliggende eenheid;"
    "Leidinggevende;In dienst;Uit dienst"
)
_FIRST_NAMES = (
    "Aad Agnes Ahmed Anna Anouk Arjen Babette Bart Bilal Bram Carlijn Chantal Daan Daphne Dirk Elif Emma Esra "
    "Eva Fatima Femke Floor Frans Gerrit Gijs Hanna Hans Hatice Ilse Imane Jan Jasper Jeroen Joke Jolanda "
    "Karin Kees Laila Lars Lieke Lotte Maaike Marit Mehmet Mieke Mohamed Nadia Niels Noor Omar Petra Piet "
    "Rachid Rik Roos Ruben Samira Sanne Sven Tamara Teun Thijs Tim Tineke Wim Yara Youssef Zeynep"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_LAST_NAMES = (
    "Aarts Bakker Benali Blom Boer Bos Bosman Brouwer Dekker Demir Dijkstra Driessen Evers Gerritsen Groot "
    "Haan Hermans Hoekstra Huisman Jacobs Jansen Kaya Koning Koster Kuiper Kuijpers Lammers Maas Martens "
    "Meijer Mulder Okafor Peters Postma Prins Ramdin Sanders Schouten Smit Smits Timmermans Veenstra Verbeek "
    "Vermeulen Visser Vos Willems Wolters Yildiz Zijlstra"
)
LAST_NAMES = tuple(_LAST_NAMES.split())
JOBS = ("beleidsmedewerker", "adviseur", "projectleider", "medewerker beheer", "jurist", "toezichthouder", "planner")
HOURS = (36, 36, 36, 36, 32, 32, 28, 24, 20)

SECRETARIAT = "arbo_secretariaat"
EXPERTS: tuple[tuple[str, str, str, str | None], ...] = (
    # login, name, role, unit
    ("bedrijfsarts", "Maaike Vlasblom", "bedrijfsarts", None),
    ("bedrijfsarts2", "Dirk Poldervaart", "bedrijfsarts", None),
    ("bedrijfsarts3", "Samira Lamrani", "bedrijfsarts", "D01"),
    ("verzuimadviseur", "Chantal Hofland", "verzuimadviseur", None),
    ("verzuimadviseur2", "Olaf Rijnsburger", "verzuimadviseur", None),
    ("re-integratiedeskundige", "Babak Tehrani", "re_integratiedeskundige", None),
    ("arbo-secretariaat", "Loes Kromhout", SECRETARIAT, None),
    ("arbo-secretariaat2", "Ton Berkelaar", SECRETARIAT, None),
    ("hrm-adviseur", "Petra Noordermeer", "hrm_adviseur", "D01"),
    ("hrm-adviseur2", "Dennis Wagenaar", "hrm_adviseur", None),
    ("personele-dienst", "Wilma Slagveld", "personele_dienst", None),
    ("beheerder", "Ravi Bhagwandin", "beheerder", None),
)
SUCCESSOR = ("bedrijfsarts4", "Eline Waterval", "bedrijfsarts", None)
"""The bedrijfsarts who comes halfway, in the place of `bedrijfsarts2`."""


@dataclass(frozen=True)
class Employee:
    """An employee in the personnel file; `manager` is a personnel number, `until` the last day employed."""

    number: str
    first_name: str
    last_name: str
    job: str
    hours: int
    unit: str
    manager: str
    since: date
    until: date | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass
class Organisation:
    """The organisation as the simulation knows it: what the portal says about roles is held against this."""

    employees: dict[str, Employee]
    units: Mapping[str, tuple[str, str]]
    ids: dict[str, int]
    experts: dict[str, int]

    def work_on(self, day: date) -> Iterator[Employee]:
        """Who is employed on a day."""
        return (one for one in self.employees.values() if one.until is None or one.until >= day)


def found(employees: int, seed: int, begin: date) -> Organisation:
    """An organisation with so many employees: a director, departments of teams, and people in them."""
    chance = Random(f"{seed}/organisatie")
    teams = max(1, round(employees / (TEAM + 1)))
    departments = max(1, -(-teams // TEAMS_IN_DEPARTMENT))
    units = {"D": ("Directie", "")}
    units |= {f"D{n:02d}": (f"Afdeling {n}", "D") for n in range(1, departments + 1)}
    units |= {f"T{n:03d}": (f"Team {n}", f"D{1 + (n - 1) % departments:02d}") for n in range(1, teams + 1)}
    people: list[Employee] = [_person(chance, 1, "directeur", "D", "", begin)]
    heads = {}
    for number in range(1, departments + 1):
        heads[f"D{number:02d}"] = _person(chance, 1 + number, "afdelingshoofd", f"D{number:02d}", "100001", begin)
    leaders = []
    for number in range(1, teams + 1):
        head = heads[units[f"T{number:03d}"][1]].number
        leaders.append(_person(chance, 100 + number, "teamleider", f"T{number:03d}", head, begin))
    people += [*heads.values(), *leaders]
    for number in range(max(0, employees - len(people))):
        leader = leaders[number % teams]
        people.append(_person(chance, 1000 + number, chance.choice(JOBS), leader.unit, leader.number, begin))
    return Organisation({one.number: one for one in people}, units, {}, {})


def _person(chance: Random, number: int, job: str, unit: str, manager: str, begin: date) -> Employee:
    hours = 36 if manager == "" or job in ("afdelingshoofd", "teamleider") else chance.choice(HOURS)
    since = begin - timedelta(days=chance.randint(30, 9000))
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return Employee(f"{100000 + number}", first, last, job, hours, unit, manager, since)


def take_over(organisation: Organisation, now: datetime) -> None:
    """Give the portal the personnel file as it is now."""
    import_personnel(organisation=ORGANISATION, content=personnel_file(organisation), protocol=PROTOCOL, now=now)
    stored = organisation_named(ORGANISATION)
    if stored is None:
        raise LookupError(ORGANISATION)
    organisation.ids = {number: person for number, (person, _) in employments_of(stored.id).items()}


def personnel_file(organisation: Organisation) -> bytes:
    """The personnel file as an HR system would export it."""
    lines = [HEADINGS]
    for one in organisation.employees.values():
        name, parent = organisation.units[one.unit]
        until = one.until.isoformat() if one.until else ""
        email = f"p{one.number}@waterland.example"
        cells = (one.number, one.first_name, one.last_name, email, one.job, str(one.hours), one.unit, name, parent)
        lines.append(";".join((*cells, one.manager, one.since.isoformat(), until)))
    return "\n".join(lines).encode()


def appoint_experts(organisation: Organisation, password: HashedPassword, today: date) -> None:
    """Everyone with an appointed function, from `today` on."""
    for login, name, role, unit in EXPERTS:
        organisation.experts[login] = _appoint(login, name, role, unit, password, today)


def replace_bedrijfsarts(organisation: Organisation, password: HashedPassword, today: date) -> None:
    """One bedrijfsarts leaves and another comes: the dossiers pass on."""
    organisation.experts[SUCCESSOR[0]] = _appoint(*SUCCESSOR, password, today)
    deactivate(login="bedrijfsarts2", today=today)
    del organisation.experts["bedrijfsarts2"]


def _appoint(login: str, name: str, role: str, unit: str | None, password: HashedPassword, today: date) -> int:
    return create_account(
        login=login,
        name=name,
        email=f"{login}@arbodienst.example",
        organisation=ORGANISATION,
        role=role,
        unit=unit,
        password=password,
        today=today,
    )


def let_leave(organisation: Organisation, leavers: Mapping[str, date], chance: Random, today: date) -> None:
    """Who leaves goes out of the file on the last day; every leader who left gets a successor from today."""
    for number, last in leavers.items():
        organisation.employees[number] = replace(organisation.employees[number], until=last)
    gone = [o for o in organisation.employees.values() if o.until and o.until < today and o.job == "teamleider"]
    gone = [one for one in gone if any(o.manager == one.number for o in organisation.employees.values())]
    for one in gone:
        _succeed(organisation, one, chance, today)


def leader_to_go(organisation: Organisation, chance: Random, keep: Collection[str]) -> str | None:
    """A team leader who finds work elsewhere, not one of those in `keep`."""
    leaders = [one.number for one in organisation.employees.values() if one.job == "teamleider" and not one.until]
    free = [number for number in leaders if number not in keep]
    return chance.choice(free) if free else None


def _succeed(organisation: Organisation, gone: Employee, chance: Random, today: date) -> None:
    number = f"{int(max(organisation.employees)) + 1}"
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    new = replace(gone, number=number, first_name=first, last_name=last, since=today, until=None)
    organisation.employees[number] = new
    for one in list(organisation.employees.values()):
        if one.manager == gone.number:
            organisation.employees[one.number] = replace(one, manager=number)
