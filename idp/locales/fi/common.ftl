### The frame of every page, and the front page.

common_skip_to_content = Siirry suoraan sisältöön
common_continue = Jatka
common_required_note = Tähdellä (*) merkityt kentät ovat pakollisia
common_show_password = Näytä salasana
common_hide_password = Piilota salasana
common_show = Näytä
common_hide = Piilota
common_password_shown_status = Salasana on näkyvissä.
common_password_hidden_status = Salasana on piilotettu.
common_language = Kieli
common_language_fi = Suomi
common_language_sv = Svenska
common_language_en = English
common_error_prefix = Virhe:
common_error_summary_title = Tarkista antamasi tiedot
common_help_title = Tarvitsetko apua?
common_help_contact = Ota yhteyttä asiakaspalveluun: { $support_contact }
common_footer_nav = Tietoa palvelusta
common_terms = Käyttöehdot
common_privacy = Tietosuojaseloste
common_accessibility = Saavutettavuusseloste
common_logout = Kirjaudu ulos
common_go_to_login = Siirry kirjautumaan
common_back_to_service = Palaa palveluun: { $client_name }
common_and = {" "}ja{" "}
common_change = Vaihda

front_intro = Tällä tunnuksella kirjaudut sähköisiin palveluihin. Palvelusta vastaa { $org_name }.
front_account_hint = Katso tietosi ja laitteet, joilla olet kirjautunut.
