"""Which pages there are to look at, who opens them, and how one gets there."""

from dataclasses import dataclass

NOT_A_PAGE = {
    "static",
    "about.theme",
    "login.code",  # halfway a login: see test_logins
    "login.ask_passkey",
    "login.logout",
    "beheer.end_logins",
    "beheer.take_factors",
    "sign_on.begin",
    "sign_on.back",
    "sign_on.connect",
    "sign_on.disconnect",
    "sign_on.leave",
    "sign_on.ended",
    "admit.send_invitation",
    "admit.shut",
    "admit.disconnect",
    "admit.let_in_again",
    "password_links.arrive",
    "password_links.choose",  # with a link from a mail: see test_password_links
    "passkeys.ask",
    "passkeys.add",
    "passkeys.remove",
    "secure.begin_app",
    "secure.remove_app",
    "secure.renew_codes",
    "calendars.make",
    "calendars.end",
    "calendars.feed",
    "signed_in.stay",
    "signed_in.ask_passkey",
    "signed_in.end",
    "signed_in.end_others",
    "papers.download",
    "changes.changed",  # a part that a page asks for: see test_changes
    "on_paper.to_print",
    "on_paper.scan",
    "copies.confirm_copy",
    "recall.note",
    "case.uwv_blad",
    "inbox.forget_refused",
    "explain.remind_step",
    "wia.packet",
    "packet.fetch",
    "export.export_dossier",
    "wia.receipt",
    "word.download",
    "preview.page_picture",
    "preview.pdf",
    "templates.download",
    "templates.mend",
    "templates.restore",
    "templates.withdraw",
    "templates.discard",
    "specimens.download",
    "specimens.page_picture",
    "specimens.pdf",
    "deputies.end",
    "illness_words.put_off",
    "rights.download",
    "smo.call_off",
    "smo.withdraw",
    "smo.finish",
    "report_sick.withdraw",
}


@dataclass(frozen=True)
class Visit:
    """A page to look at: its endpoint, the address where one begins, and the links that lead from there to it.

    After the links perhaps a button.
    """

    endpoint: str
    start: str
    links: tuple[str, ...] = ()
    button: str = ""


def visit(endpoint: str, start: str, *links: str, button: str = "") -> Visit:
    """A page to look at."""
    return Visit(endpoint, start, links, button)


VISITS: dict[str, dict[str, tuple[Visit, ...]]] = {
    "leidinggevenden": {
        "teamleider": (
            visit("inbox.inbox", "/"),
            visit("inbox.inbox", "/?toon=wacht&zoek=Ingrid"),
            visit("ziekmelding.team", "/ziekmelding"),
            visit("ziekmelding.new", "/ziekmelding", "Ziek melden"),
            visit("papers.fill", "/dossiers/0002/papieren/plan_van_aanpak/invullen"),
            visit("word.start", "/dossiers/0002/papieren/plan_van_aanpak/word"),
            visit("word.compare", "/dossiers/0002/papieren/plan_van_aanpak/word/1"),
            visit("case.tick", "/dossiers/0003/stappen/registratie_sap/1"),
            visit("case.correct", "/dossiers/0004", "Verbeteren"),
            visit("case.withdraw", "/dossiers/0004", "Intrekken"),
            visit("wia.hand_over", "/dossiers/0001/wia-overdracht"),
            visit("record.choose", "/dossiers/0002/vastleggen"),
            visit("record.record_kind", "/dossiers/0002/vastleggen/latere_datum"),
            visit("report_sick.confirm", "/", "Ziekmelding bevestigen"),
            visit("deputies.name", "/vervanging"),
            visit("takeover.take_over", "/dossiers/0002/overname"),
            visit("record.record_kind", "/dossiers/0002/vastleggen/casemanager_voorgesteld"),
            visit("dossiers.dossiers", "/dossiers?zoek=niemand"),
            visit("search.search", "/zoeken?q=plan"),
            visit("search.search", "/zoeken?q=niemand"),
            visit("running_case.enter_running_case", "/ziekmelding", "Dit geval loopt al"),
            visit("running_case.read_repairs", "/dossiers/0009/ontbreekt"),
            visit("running_case.file_earlier_paper", "/dossiers/0009/ontbreekt", "Periodieke evaluatie"),
            visit("running_case.tick_earlier_step", "/dossiers/0009/eerder-gedaan"),
            visit("running_case.add_scan", "/dossiers/0009", "Plan van aanpak aanvullen"),
            visit("running_case.sign_on_paper", "/dossiers/0009/ontbreekt", "Vastleggen Plan van aanpak"),
        ),
        "001117": (
            visit("dossiers.dossier", "/dossiers/0006"),
            visit("papers.paper", "/dossiers/0006", "Periodieke evaluatie 4", "Terug zonder"),
            visit("copies.give_on_paper", "/dossiers/0006", "Plan van aanpak", "Op papier gegeven"),
            visit(
                "preview.preview",
                "/dossiers/0006",
                "Periodieke evaluatie 4",
                "Terug zonder",
                button="Pagina’s bekijken",
            ),
            visit(
                "papers.not_signed",
                "/dossiers/0006",
                "Periodieke evaluatie 4",
                "Terug zonder",
                "Vastleggen dat de medewerker",
            ),
            visit(
                "papers.withdraw",
                "/dossiers/0006",
                "Periodieke evaluatie 4",
                "Terug zonder",
                "Verzoek om te ondertekenen intrekken",
            ),
            visit("on_paper.box", "/dossiers/0006", "Periodieke evaluatie 4", "Terug zonder", "lever die in"),
            visit("on_paper.confirm", "/", "Verder met deze scan"),
            visit("recall.recall", "/dossiers/0006", "Periodieke evaluatie 4", "Terug zonder", "Stuk terugroepen"),
            visit("recall.openers", "/dossiers/0006", "Probleemanalyse", "Wie heeft dit stuk geopend"),
            visit("case.contact", "/dossiers/0006/contact"),
            visit("case.question", "/dossiers/0006/vraag-arbodienst"),
            visit("recovery.new", "/dossiers/0006/herstel"),
        ),
        "afdelingshoofd": (
            visit("smo.directorates", "/smo"),
            visit("smo.directorate", "/smo", "Beheer en Uitvoering"),
            visit("smo.prepare", "/smo", "Beheer en Uitvoering", "Voorbereiden"),
            visit("smo.plan", "/smo", "Beheer en Uitvoering", "Overleg plannen"),
            visit("smo.meeting", "/smo", "Beheer en Uitvoering", "23 november 2026"),
            visit("smo.minutes", "/smo", "Beheer en Uitvoering", "23 november 2026", "Verslag wijzigen"),
            visit("smo.agree", "/smo", "Beheer en Uitvoering", "23 november 2026", "Afspraak toevoegen"),
            visit("progress.progress", "/voortgang"),
            visit("dossiers.dossier", "/dossiers/0002"),
            visit("explain.step", "/dossiers/0002/stappen/plan_van_aanpak/1/uitleg"),
        ),
    },
    "medewerkers": {
        "": (
            visit("login.login", "/inloggen"),
            visit("password_links.forgotten", "/wachtwoord-vergeten"),
            visit("sign_on.left", "/inloggen/organisatie/uitgelogd"),
        ),
        "medewerker": (
            visit("inbox.inbox", "/"),
            visit("dossiers.read_log", "/dossiers/0001/inzage"),
            visit("signed_in.where", "/ingelogd"),
            visit("own_settings.mine", "/instellingen"),
            visit("secure.overview", "/inloggen-beveiligen"),
            visit("secure.add_app", "/inloggen-beveiligen", button="App toevoegen"),
            visit("secure.password", "/inloggen-beveiligen", "Wachtwoord veranderen"),
            visit("papers.paper", "/dossiers/0001", "Plan van aanpak"),
            visit("papers.fill", "/dossiers/0001/papieren/oordeel_werknemer/invullen"),
            visit("wia.report", "/dossiers/0001/rapport"),
            visit("wia.own", "/dossiers/0001", "Mijn WIA-aanvraag"),
            visit("wia.download", "/dossiers/0001/wia-aanvraag", "Stukken downloaden"),
            visit("packet.pdfs", "/dossiers/0001/rapport", "Als PDF", button="PDF’s maken"),
            visit("wia.bsn", "/dossiers/0001/bsn"),
            visit("retention.object", "/dossiers/0001", "Bezwaar maken tegen het vernietigen"),
            visit("explain.step", "/dossiers/0001/stappen/wia_aanvraag/1/uitleg"),
            visit("explain.versions", "/dossiers/0001/regels"),
            visit("wia.sent", "/dossiers/0001/aanvraag-verstuurd"),
            visit("record.record_kind", "/dossiers/0001/vastleggen/vakantie_gevraagd"),
            visit("about.uitleg", "/uitleg"),
            visit("about.guide", "/uitleg/leidinggevende"),
            visit("about.privacy", "/privacy"),
            visit("about.toegankelijkheid", "/toegankelijkheid"),
        ),
        "002112": (
            visit("dossiers.dossier", "/dossiers/0006"),
            visit("papers.sign", "/", "Lezen en ondertekenen"),
        ),
        "002024": (visit("report_sick.own", "/ziek-melden"),),
        "002338": (visit("papers.fill", "/dossiers/0008/papieren/eerstejaarsevaluatie/invullen"),),
    },
    "arbodienst and staff": {
        "bedrijfsarts": (
            visit("dossiers.dossiers", "/dossiers"),
            visit("papers.fill", "/dossiers/0005/papieren/probleemanalyse/invullen"),
            visit("papers.attach", "/dossiers/0005/papieren/probleemanalyse/bijvoegen"),
        ),
        "arbo-secretariaat": (visit("agenda.consults", "/spreekuren"), visit("case.consult", "/dossiers/0004/consult")),
        "personele-dienst": (visit("case.uwv", "/dossiers/0007/uwv-melding"),),
        "hrm-adviseur": (
            visit("inbox.inbox", "/"),
            visit("wia.bsn_for_employee", "/dossiers/0001/bsn/namens-medewerker"),
        ),
        "medezeggenschap": (
            visit("figures.top", "/cijfers"),
            visit("figures.directorate", "/cijfers", "Beheer en Uitvoering"),
        ),
        "beheerder": (
            visit("beheer.accounts", "/beheer"),
            visit("beheer.account", "/beheer", "Joost van der Meulen"),
            visit("admit.employee", "/beheer", "Voor een medewerker"),
            visit("admit.colleague", "/beheer", "Voor iemand met een functie"),
            visit("rights.review", "/beheer", "Rechten nalopen"),
            visit("illness_words.words", "/beheer/ziektewoorden/1"),
            visit("retention.overview", "/beheer/bewaren/1"),
            visit("retention.terms", "/beheer/bewaren/1", "Termijnen wijzigen"),
            visit("retention.hold", "/beheer/bewaren/1", "Dossier langer bewaren"),
            visit("retention.lift", "/beheer/bewaren/1", "Opheffen"),
            visit("templates.kinds", "/sjablonen"),
            visit("templates.kind", "/sjablonen", "Plan van aanpak"),
            visit("templates.version", "/sjablonen", "Plan van aanpak", "Eigen formulier"),
            visit("templates.version", "/sjablonen", "Eindevaluatie", "Eigen formulier"),
            visit("templates.upload", "/sjablonen", "Plan van aanpak", "Nieuwe versie uploaden"),
            visit("templates.version", "/sjablonen", "Gespreksverslag", "Eigen formulier"),
            visit("templates.publish", "/sjablonen", "Gespreksverslag", "Eigen formulier", "Publiceren"),
            visit("specimens.example", "/sjablonen", "Gespreksverslag", "Meegeleverd", "Voorbeeld bekijken"),
        ),
    },
}
"""Who looks at which page, by login; without a login nobody has signed in."""
