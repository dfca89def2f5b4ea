### Logging in.

login_title = Kirjautuminen
login_password_title = Anna salasana
login_for_client = Kirjaudut palveluun: { $client_name }
login_migrated_notice = Kirjautuminen on uudistunut. Käytä tästä lähtien käyttäjätunnuksenasi sähköpostiosoitettasi.
login_migrated_mail_notice = Kirjaudutko ensimmäistä kertaa uudistuksen jälkeen? Jos sinulla on jo käyttäjätunnus, lähetimme sinulle juuri sähköpostilla linkin, jolla asetat salasanan.
login_username_rule = Käyttäjätunnuksesi on sähköpostiosoitteesi. Viranomaisilla on omanlaisensa käyttäjätunnukset.
login_help_link = Ongelmia sisäänkirjautumisessa? Katso ohje sisäänkirjautumiseen.
login_username_label = Käyttäjätunnus
login_username_or_email_label = Käyttäjätunnus tai sähköpostiosoite
login_username_or_email_required = Kirjoita käyttäjätunnuksesi tai sähköpostiosoitteesi.
login_email_format = Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.
login_password_label = Salasana
login_password_required = Kirjoita salasanasi.
login_change_username = Käytä toista käyttäjätunnusta
login_remember_me = Muista kirjautumiseni tässä tietokoneessa
login_remember_me_hint = Älä valitse tätä, jos muutkin käyttävät tätä laitetta.
login_forgot_link = Unohtuiko käyttäjätunnus tai salasana?
login_submit = Kirjaudu sisään
login_or = tai
login_error_credentials = Kirjautuminen ei onnistunut. Tarkista käyttäjätunnus ja salasana ja yritä uudelleen. Voit myös asettaa uuden salasanan.
login_tries_left = { $count ->
     [one] Sinulla on { $count } yritys jäljellä. Sen jälkeen käyttäjätunnus lukitaan { $hours } tunniksi.
    *[other] Sinulla on { $count } yritystä jäljellä. Sen jälkeen käyttäjätunnus lukitaan { $hours } tunniksi.
}
login_error_throttled = Kirjautumisyrityksiä on ollut liian monta. Voit yrittää uudelleen klo { $time }.
login_error_disabled = Käyttäjätunnus ei ole käytössä. Ota yhteyttä palvelun ylläpitäjään: { $support_contact }
login_error_expired = Sivu oli auki liian kauan. Kirjaudu uudelleen.
login_reauth_notice = Anna salasanasi uudelleen, ennen kuin jatkat.
login_status_language = Sivun kieli on nyt suomi.
login_locked_title = Käyttäjätunnus on lukittu
login_error_locked = Käyttäjätunnus on lukittu, koska salasana on annettu useita kertoja väärin. Lukitus kestää { $hours } tuntia. Voit yrittää uudelleen { $date } klo { $time }.
login_error_locked_hint = Voit avata lukituksen heti asettamalla uuden salasanan.
login_locked_wait = Voit myös odottaa lukituksen päättymistä.

link_sent_known = Lähetimme sinulle sähköpostilla linkin, jolla asetat uuden salasanan.
link_sent_unknown = Lähetimme linkin käyttäjätunnuksesi sähköpostiosoitteeseen, jos tunnuksellasi on sellainen.
link_sent_to = Linkki lähetettiin osoitteeseen
link_sent_step_open = Avaa viesti ”{ $subject }”
link_sent_step_sender = Lähettäjä: { $sender }
link_sent_step_click = Napsauta viestin linkkiä
link_sent_step_set = Aseta salasana ja kirjaudu sisään
link_sent_step_history = Aiemmat asiointisi säilyvät tunnuksellasi.

login_set_password_sent = Lähetimme sinulle sähköpostilla linkin, jolla asetat salasanan. Kirjaudu sen jälkeen sisään uudella salasanalla.
login_set_password_validity = { $minutes ->
     [one] Linkki on voimassa { $minutes } minuutin ja toimii kerran.
    *[other] Linkki on voimassa { $minutes } minuuttia ja toimii kerran.
}

link_sent_missing_title = Eikö viesti tullut?
link_sent_missing_wait = Odota muutama minuutti ja tarkista myös roskapostikansio.
link_sent_missing_language = Viesti on kirjoitettu kielellä, jonka olet valinnut tiliisi. Sen aihe voi siksi näyttää erilaiselta.
link_sent_missing_address = Tarkista, että kirjoitit osoitteen oikein.
link_sent_missing_contact = Jos osoite ei ole enää käytössäsi, ota yhteyttä asiakaspalveluun: { $support_contact }
link_sent_resend = Lähetä linkki uudelleen
link_sent_again = Uusi linkki lähetettiin klo { $time }. Vain uusin linkki toimii.
link_sent_too_soon = Linkki on juuri lähetetty. Voit lähettää uuden linkin klo { $time }.
link_sent_daily_limit = Linkki on lähetetty tänään jo { $count } kertaa. Voit lähettää uuden linkin huomenna. Jos et löydä viestiä, ota yhteyttä asiakaspalveluun.
