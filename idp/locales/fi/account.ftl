### The account page and logging out.

account_title = Omat tiedot
account_user_info = Käyttäjätiedot
account_name_label = Nimi
account_email_label = Sähköpostiosoite
account_mobile_label = Matkapuhelinnumero
account_address_label = Osoite
account_username_label = Käyttäjätunnus
account_username_fixed = Käyttäjätunnusta ei voi vaihtaa.
account_not_given = Ei annettu

sessions_title = Omat kirjautumiset
sessions_this_device = Tämä laite
sessions_started = Kirjautumisaika: { $at }
sessions_last_used = Viimeksi käytetty: { $at }
sessions_remembered = Kirjautuminen muistetaan { $date } asti.
sessions_unknown_device = Tuntematon laite

logout_confirm_title = Haluatko kirjautua ulos?
logout_confirm_body = Kirjaudut ulos kaikista palveluista, joihin olet kirjautunut tällä käyttäjätunnuksella.
logout_submit = Kirjaudu ulos
logout_stay = Pysy kirjautuneena
logout_done_title = Olet kirjautunut ulos
logout_done_body = Jos käytät yhteistä tietokonetta, sulje myös selain.
logout_services_title = Palvelut, joista sinut kirjattiin ulos
logout_login_again_hint = Voit kirjautua uudelleen käyttäjätunnuksella ja salasanalla.
logout_login_again = Kirjaudu uudelleen
logout_partial = Uloskirjautuminen ei onnistunut kaikissa palveluissa. Sulje selain, niin kirjautuminen päättyy.
