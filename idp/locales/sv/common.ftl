### The frame of every page, and the front page.

common_skip_to_content = Gå direkt till innehållet
common_continue = Fortsätt
common_required_note = Fält som är märkta med en asterisk (*) är obligatoriska
common_show_password = Visa lösenordet
common_hide_password = Dölj lösenordet
common_show = Visa
common_hide = Dölj
common_password_shown_status = Lösenordet visas.
common_password_hidden_status = Lösenordet är dolt.
common_language = Språk
common_language_fi = Suomi
common_language_sv = Svenska
common_language_en = English
common_error_prefix = Fel:
common_error_summary_title = Kontrollera uppgifterna
common_help_title = Behöver du hjälp?
common_help_contact = Kontakta kundtjänsten: { $support_contact }
common_footer_nav = Information om tjänsten
common_terms = Användarvillkor
common_privacy = Dataskyddsbeskrivning
common_accessibility = Tillgänglighetsutlåtande
common_logout = Logga ut
common_go_to_login = Gå till inloggningen
common_back_to_service = Gå tillbaka till tjänsten: { $client_name }
common_and = {" "}och{" "}
common_change = Byt

front_intro = Med det här kontot loggar du in i e-tjänsterna. { $org_name } ansvarar för tjänsten.
front_account_hint = Se dina uppgifter och de enheter som du är inloggad på.
