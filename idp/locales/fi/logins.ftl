### Logins: where one is logged in, browsers that stay logged in, new browsers.

sessions_intro = Tässä näet laitteet, joilla olet kirjautunut. Jos et tunnista laitetta, kirjaa se ulos ja vaihda salasanasi.
sessions_device_label = Laite ja selain
sessions_logout_one = Kirjaa laite ulos
sessions_logout_others = Kirjaudu ulos muista laitteista
sessions_logged_out_one = Laite on kirjattu ulos.
sessions_logged_out_others = Sinut on kirjattu ulos muista laitteista.
sessions_none = Et ole kirjautunut muilla laitteilla.
sessions_manage = Näytä ja kirjaa laitteita ulos

mail_new_login_subject = Uusi kirjautuminen
mail_new_login_body = Käyttäjätunnuksellasi kirjauduttiin palveluun { $service_name } uudella laitteella { $at }.
mail_new_login_device = Laite: { $device }
mail_login_misused_subject = Kirjautumisesi päätettiin
mail_login_misused_body = Kirjautumisesi palveluun { $service_name } oli tallennettu selaimeen. Sama kirjautuminen oli käytössä kahdessa selaimessa, joten se päätettiin molemmissa { $at }.
mail_login_misused_step = Joku on ehkä kopioinut kirjautumisesi laitteeltasi. Kirjaudu uudelleen ja vaihda salasanasi.
mail_shared_body = Tällä sähköpostiosoitteella on useita käyttäjätunnuksia palvelussa { $service_name }. Valitse oma käyttäjätunnuksesi ja aseta sille uusi salasana sen linkistä.
