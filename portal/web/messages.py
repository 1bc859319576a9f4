"""The sentences for every refusal: what is wrong, and what to do now. Codes in, plain Dutch out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.errors import Rejected

SENTENCES: Mapping[str, str] = {
    # Forms
    "draft_changed": "Uw concept is intussen veranderd, in een ander venster of met een Word-bestand. Hieronder staat wat u hier typte. Drukt u nog eens op de knop, dan geldt dit scherm. Wilt u het andere concept? Open het formulier dan opnieuw vanuit het dossier.",
    "field_empty": "Vul dit in.",
    "file_not_chosen": "Kies een bestand.",
    "field_needed": "Vul dit in: uw antwoord op een andere vraag maakt het nodig.",
    "late_unexplained": "Dit stuk moest klaar zijn op {due_on}. Schrijf op waarom het later is.",
    "one_of_empty": "Vul ten minste één van deze onderdelen in.",
    "field_unknown": "Dit onderdeel hoort niet bij dit formulier. Open het formulier opnieuw.",
    "field_wrong": "Wat hier staat past niet bij dit onderdeel. Vul het opnieuw in.",
    "text_too_long": "Deze tekst is te lang. Gebruik hooguit 20.000 tekens.",
    "choice_unknown": "Kies een van de antwoorden uit de lijst.",
    "date_unreadable": "Dit is geen datum. Schrijf de datum als 05-01-2026.",
    "time_unreadable": "Dit is geen tijd. Schrijf de tijd als 09:30.",
    "number_unreadable": "Dit is geen getal. Schrijf bijvoorbeeld 32 of 27,5.",
    # Days
    "day_in_future": "Deze dag ligt nog voor ons. Kies vandaag of een eerdere dag.",
    "day_before_first_sick_day": "Deze dag ligt voor de eerste ziektedag ({first}). Kies een latere dag.",
    "day_before_paper": "Deze dag ligt voor de dag van het stuk ({paper_on}). Kies een latere dag.",
    "consult_in_past": "Dit consult ligt in het verleden. Kies vandaag of een latere dag.",
    "consult_too_far": "Dit consult ligt meer dan een jaar vooruit. Kies een dag tot en met {last}.",
    "consult_not_working_day": "Dit is geen werkdag. Kies een dag van maandag tot en met vrijdag die geen feestdag is.",
    "consult_odd_hour": "Een consult is tussen 07.00 en 20.00 uur. Kies een andere tijd.",
    "consult_double": "Op deze dag en tijd staat al een consult in dit dossier. Kies een andere dag of tijd.",
    "day_passed": "Deze dag is al voorbij. Kies vandaag of een latere dag.",
    "day_too_far": "Deze dag ligt te ver weg: evalueer binnen {weeks} weken. Kies een dag tot en met {last}.",
    "period_too_long": "Tijdelijk werk mag hooguit {weeks} weken duren. Kies een dag tot en met {last}.",
    "not_signed_too_soon": "De ander heeft een week om te ondertekenen. Dit kunt u vastleggen vanaf {since}.",
    # Absence
    "already_ill": "Deze medewerker is al ziek gemeld, vanaf {since}. Meld eerst het herstel, of open het dossier.",
    "ill_before_return": "De medewerker werkte weer vanaf {back_on}. De nieuwe eerste ziektedag kan niet eerder zijn.",
    "sick_after_report": "De eerste ziektedag ligt na de dag van de melding. Kijk beide dagen na.",
    "not_ill": "Dit kan alleen als de medewerker nu ziek is. Kijk in de tijdlijn of er een ziekmelding loopt.",
    "sick_long_ago": "Deze eerste ziektedag ligt meer dan drie jaar terug. Kijk het jaar na.",
    "recovery_before_sick": "Herstel kan pas na de eerste ziektedag ({first}). Kies een latere dag.",
    "recovery_too_far_ahead": "Meld herstel op de dag zelf of de dag ervoor. Kies een eerdere dag.",
    "no_contract_hours": "Van deze medewerker zijn geen contracturen bekend. Vraag de beheerder om ze in te lezen.",
    "hours_outside_contract": "Vul uren in van 0 tot en met de contracturen ({contract}).",
    "share_outside_range": "Vul een percentage in van 0 tot en met 100.",
    "assessor_missing": "Vul in wie de loonwaarde heeft beoordeeld.",
    # Steps and papers
    "step_unknown": "Deze stap is er niet (meer). Ga terug naar het dossier en kijk wat nu aan de beurt is.",
    "step_done": "Deze stap is al gedaan. In het dossier ziet u wanneer.",
    "step_waits": "Dit kan nog niet. Eerst moet dit gedaan zijn: {waits_for}.",
    "step_not_open": "Dit kan vanaf {opens_on}. Tot die dag hoeft u niets te doen.",
    "paper_not_in_plan": "Dit stuk hoort nu niet bij het dossier. In de tijdlijn ziet u wat wel aan de beurt is.",
    "paper_settled": "Dit stuk is er al: {title}. Verandert er iets? Maak dan een bijstelling of wacht op de volgende evaluatie.",
    "paper_too_early": "Het is te vroeg voor dit stuk. Het is aan de beurt vanaf {opens_on}.",
    "paper_replaced": "Dit stuk geldt niet meer: er is een nieuwe versie, of het hoort bij een eerder verzuim. Kijk in het dossier.",
    "dossier_changed": "Iemand anders heeft dit dossier intussen veranderd. Uw tekst is bewaard. Kijk hem na en stel het stuk opnieuw vast.",
    "settled_otherwise": "U hebt dit stuk al vastgesteld, in een ander venster en met een andere tekst. Wat u hier typte is bewaard als concept. Kijk na welke tekst klopt.",
    "parent_missing": "Dit stuk past bij een ander stuk dat er nog niet is: {parent}. Maak dat eerst.",
    "already_signed": "Op dit verzoek is al geantwoord. In het dossier ziet u het antwoord.",
    "name_differs": "Typ uw naam zoals die in het portaal staat: {name}.",
    "password_wrong": "Dit wachtwoord klopt niet. Typ uw eigen wachtwoord.",
    "view_at_signing": "Dit stuk is al vastgesteld. U kunt uw eigen kijk nog geven als u het ondertekent.",
    "view_missing": "U bent het niet eens met het stuk. Schrijf op waarom; dat komt in het stuk te staan.",
    "report_incomplete": "Het verslag is nog niet compleet. Zet een vinkje als u toch nu wilt overdragen.",
    "already_handed_over": "De stukken zijn al overgedragen. Komt er nog een stuk bij, dan kunt u opnieuw overdragen.",
    "not_handed_over": "De stukken zijn nog niet aan u overgedragen. Vraag uw leidinggevende wanneer dat gebeurt.",
    "no_papers_yet": "Er zijn nog geen stukken voor het re-integratieverslag.",
    "file_missing": "Het bestand van dit stuk is niet gevonden: {title}. Neem contact op met de beheerder.",
    "declaration_missing": "Zet het vinkje als het stuk geen medische gegevens bevat. Anders mag het hier niet staan.",
    "file_kind_refused": "Dit soort bestand kan hier niet. Kies een Word-bestand (.docx) of een PDF.",
    "file_empty": "Dit bestand is leeg. Kies een ander bestand.",
    "file_too_large": "Dit bestand is te groot. Een bestand mag hooguit 10 MB zijn.",
    "file_kind_not_allowed": "Dit soort bestand kan hier niet. Kies een Word-bestand (.docx) of een PDF.",
    "file_content_differs": "De inhoud past niet bij de naam van dit bestand. Sla het opnieuw op als Word-bestand of PDF.",
    "file_protected": "Dit bestand is beveiligd met een wachtwoord, of het is een oud Word-bestand. Sla het op als gewoon .docx-bestand.",
    "not_a_docx": "Dit is geen Word-bestand (.docx). Kies het Word-bestand dat u bedoelt. Hebt u het in een ander programma gemaakt? Bewaar het daar als .docx.",
    "file_damaged": "Dit bestand is beschadigd. Open het in Word en sla het opnieuw op.",
    "file_unpacks_too_large": "Dit bestand is uitgepakt te groot. Maak de plaatjes erin kleiner.",
    "file_has_strange_names": "Dit bestand is niet door Word gemaakt. Open het in Word en sla het opnieuw op.",
    "file_has_dtd": "In dit bestand staat iets dat er niet in hoort. Open het in Word en sla het opnieuw op.",
    "file_has_macros": "In dit bestand staan macro’s. Sla het op zonder macro’s.",
    "file_has_embedded_files": "In dit bestand zit een ander bestand. Haal dat eruit en sla het opnieuw op.",
    "file_fetches_content": "Dit bestand haalt iets van buiten op. Zet de plaatjes in het bestand zelf en sla het opnieuw op.",
    "file_has_active_content": "In deze PDF zit meer dan tekst en plaatjes, zoals een script of een bijlage. Druk hem af naar een nieuwe PDF en kies die.",
    "pdf_damaged": "Deze PDF is niet compleet. Maak of download hem opnieuw.",
    "pdf_protected": "Deze PDF is beveiligd met een wachtwoord. Druk hem af naar een nieuwe PDF en kies die.",
    "file_is_strict": "Dit bestand is opgeslagen als «Strict Open XML». Kies in Word: Bestand, Opslaan als, Word-document (.docx).",
    # Templates
    "template_in_use": "Dit bestand is hetzelfde als het formulier dat nu in gebruik is. Er is niets veranderd.",
    "template_has_errors": "In dit formulier staan nog fouten. Herstel ze eerst; daarna kunt u het publiceren.",
    "template_published": "Dit formulier is al gepubliceerd en blijft daarom zoals het is. Upload een nieuwe versie om iets te veranderen.",
    "template_scheduled": "Dit formulier staat al klaar vanaf {on}. Trek dat eerst in als u een andere dag wilt.",
    "template_not_scheduled": "Dit formulier kunt u niet intrekken: het is al in gebruik, of het is niet gepubliceerd. Publiceer een ander formulier.",
    "template_same": "Op {on} is dit formulier al in gebruik. Kies een andere dag of een ander formulier.",
    "templates_changed": "Iemand anders heeft intussen een formulier gepubliceerd of ingetrokken. Kijk hieronder wat er nu geldt en publiceer dan opnieuw.",
    "template_of_other": "Dit concept is van {name}. Alleen wie een concept uploadt, kan het weggooien.",
    "no_offer_chosen": "Kies ten minste één voorstel. Zet er een vinkje voor.",
    "no_names_found": "Het portaal herkent geen invulvelden zonder naam in dit bestand. Geef ze zelf een naam in Word.",
    "offer_unknown": "Dit voorstel hoort niet bij dit formulier. Kijk hieronder wat er nu wordt voorgesteld.",
    "offers_do_not_fit": "Deze voorstellen gaan niet samen. Kies er minder en voer de andere daarna uit.",
    "preview_office_missing": "Op deze server ontbreekt een programma om het stuk te laten zien. Vraag de beheerder om LibreOffice Writer en poppler-utils te installeren.",
    "preview_too_slow": "Het maken van de pagina’s duurde te lang en is gestopt. Download het stuk, of probeer het later opnieuw.",
    "preview_failed": "Het is niet gelukt om van dit stuk pagina’s te maken. Probeer het opnieuw. Lukt het weer niet? Download het stuk dan.",
    "preview_too_large": "De pagina’s van dit stuk zijn te groot om hier te laten zien. Download het stuk.",
    # Verder in Word
    "word_other_dossier": "Dit bestand hoort bij een ander dossier: {dossier}. Kies het bestand dat u hier hebt gedownload.",
    "word_other_form": "Dit bestand is een ander stuk: {other}. Kies het bestand van dit stuk: {title}.",
    "word_older_version": "Dit bestand hoort bij een eerdere versie van dit stuk. Download het stuk opnieuw en zet uw tekst daarin.",
    "word_newer_version": "Dit bestand hoort bij een latere versie van dit stuk. Download het stuk opnieuw en zet uw tekst daarin.",
    "word_no_form": "Dit bestand is geen stuk uit het portaal. Download eerst het stuk, en werk in dat bestand.",
    "word_nothing_read": "In dit bestand staat niets dat op dit stuk lijkt: {title}. Download het stuk opnieuw, en werk in dat bestand.",
    "word_settled_since": "Het stuk waar dit bestand bij hoort, is intussen vastgesteld. Open het formulier om verder te gaan.",
    "word_not_confirmed": "Kijk of dit het goede bestand is en zet dan het vinkje. Is het dat niet? Kies dan een ander bestand.",
    "word_choose_value": "In uw bestand staan hier twee antwoorden. Kies welk antwoord klopt.",
    "word_choose_date": "Vul een datum in, of zet het vinkje om te laten wat er stond. Niet allebei.",
    "word_choose": "Kies een antwoord uit de lijst, of laat wat er stond.",
    "too_many_rows": "Deze lijst wordt te lang. Er passen hooguit {most} regels in.",
    "advice_unanswered": "Kies of u dit advies volgt of ervan afwijkt.",
    "deviation_unexplained": "U wijkt af van dit advies. Schrijf op waarom, en wat u dan wel doet.",
    # Corrections
    "fact_not_correctable": "Deze vermelding kunt u niet verbeteren. Stukken verbetert u met een bijstelling.",
    "consult_not_correctable": "Een consult verzet u zo: trek dit consult in en plan een nieuw consult, met een nieuwe brief.",
    "no_report_left": "Er zijn al stukken bij deze ziekmelding. Trek haar niet in, maar verbeter de dag.",
    "story_impossible": "Zo klopt het verloop niet meer: herstel komt na ziekte, en ziekte na herstel. Kies een andere dag.",
    # Signing in
    "login_refused": "De gebruikersnaam of het wachtwoord klopt niet. Probeer het opnieuw.",
    "passwords_differ": "De twee wachtwoorden zijn niet gelijk. Probeer het opnieuw.",
    "login_throttled": "Er is te vaak een verkeerd wachtwoord gegeven. Wacht een kwartier en probeer het opnieuw.",
    # People and accounts
    "organisation_missing": "Geef de naam van de organisatie, of neem een kolom «organisatie» op in het bestand.",
    "organisation_differs": "U koos «{given}», maar in het bestand staat «{file}». Er is niets opgeslagen.",
    "personnel_file_refused": "In het bestand zijn {total} fouten gevonden. Er is niets opgeslagen.",
    "login_invalid": "«{login}» kan geen gebruikersnaam zijn. Gebruik 2 tot 64 letters, cijfers, punten of streepjes.",
    "login_taken": "De gebruikersnaam «{login}» is al in gebruik. Kies een andere.",
    "login_unknown": "Er is geen account met de gebruikersnaam «{login}».",
    "name_missing": "Vul een naam in.",
    "email_invalid": "«{email}» is geen e-mailadres. Een voorbeeld: j.jansen@voorbeeld.nl.",
    "email_not_unique": "Meer dan één persoon heeft het adres {email}. Zet eerst het personeelsbestand recht.",
    "email_elsewhere": "{email} is van iemand die bij {organisation} werkt. Die kan hier geen functie krijgen.",
    "person_left": "De persoon met het adres {email} is uit dienst en kan geen functie krijgen.",
    "account_exists": "Deze persoon heeft al een account: {login}.",
    "personnel_number_unknown": "Er is geen medewerker in dienst met personeelsnummer {number}.",
    "role_unknown": "De functie «{role}» bestaat niet. Kies uit: {known}.",
    "organisation_unknown": "De organisatie «{organisation}» is niet bekend. Bekend: {known}.",
    "unit_unknown": "De eenheid «{unit}» is niet bekend bij {organisation}. Vul de code van de eenheid in.",
    "appointment_unknown": "Dit account heeft de functie «{role}» niet bij {organisation}.",
    "password_too_short": "Dit wachtwoord is te kort. Gebruik ten minste {limit} tekens, bijvoorbeeld een korte zin.",
    "password_too_long": "Dit wachtwoord is te lang. Gebruik ten hoogste {limit} tekens.",
    "password_guessable": "Dit wachtwoord is makkelijk te raden. Gebruik bijvoorbeeld vier woorden die niets met elkaar te maken hebben.",
    "password_contains_login": "In dit wachtwoord staat de gebruikersnaam. Kies iets anders.",
    "period_reversed": "De laatste dag ligt voor de eerste dag.",
}


def sentence(problem: Rejected) -> str:
    """The sentence for a refusal. KeyError: a code without a sentence, which a test keeps from happening."""
    return SENTENCES[problem.code].format(**{name: _shown(value) for name, value in problem.details.items()})


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
