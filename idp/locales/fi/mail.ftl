### Mails.

mail_greeting = Hei { $first_name },
mail_greeting_plain = Hei,
mail_username_line = Käyttäjätunnus: { $username }
mail_link_validity = { $minutes ->
     [one] Linkki on voimassa { $minutes } minuutin, { $until } asti. Se toimii vain kerran.
    *[other] Linkki on voimassa { $minutes } minuuttia, { $until } asti. Se toimii vain kerran.
}
mail_link_fallback = Jos linkki ei toimi, kopioi se kokonaan selaimen osoiteriville.
mail_not_requested = Jos et ole pyytänyt tätä viestiä, sinun ei tarvitse tehdä mitään.
mail_not_you = Jos et tehnyt tätä itse, vaihda salasanasi heti ja ota yhteyttä: { $support_contact }
mail_auto_footer = Tämä viesti lähetettiin automaattisesti. Tähän viestiin ei voi vastata.
mail_trouble_contact = Jos tarvitset apua, ota yhteyttä: { $support_contact }
mail_support_hours = Asiakaspalvelu palvelee { $hours }.
mail_reference = Viite: { $reference }. Kerro viite, kun otat yhteyttä asiakaspalveluun.
mail_signature =
    Ystävällisin terveisin,
    { $service_name }
mail_set_password_subject = Aseta salasana
mail_set_password_body = Kirjautuminen on uudistunut. Aseta salasana palveluun { $service_name } tästä linkistä. Aiemmat asiointisi säilyvät tunnuksellasi.
mail_set_password_link = Aseta salasana
mail_reset_subject = Salasanan vaihtaminen
mail_reset_body = Voit asettaa uuden salasanan palveluun { $service_name } tästä linkistä.
mail_reset_link = Aseta uusi salasana
mail_password_changed_subject = Salasanasi on vaihdettu
mail_password_changed_body = Salasanasi palvelussa { $service_name } vaihdettiin { $at }.
mail_locked_subject = Käyttäjätunnuksesi on lukittu
mail_locked_body = Käyttäjätunnuksesi palvelussa { $service_name } on lukittu, koska salasana annettiin useita kertoja väärin. Voit avata lukituksen heti asettamalla uuden salasanan tästä linkistä.
mail_locked_until = Lukitus päättyy { $until }.
mail_locked_not_you = Jos et yrittänyt kirjautua itse, joku muu on ehkä kokeillut salasanaasi. Salasanaa ei arvattu.
mail_reminder_subject = Kirjaudu sisään uudella tavalla
mail_reminder_body = Kirjautuminen palveluun { $service_name } on uudistunut. Et ole vielä kirjautunut sisään uudistuksen jälkeen. Siirry kirjautumissivulle ja kirjoita käyttäjätunnuksesi.
mail_reminder_link = Siirry kirjautumissivulle
mail_reminder_password = Tässä viestissä ei ole linkkiä salasanan asettamiseen. Jos sinulla ei vielä ole salasanaa, lähetämme linkin, kun olet kirjoittanut käyttäjätunnuksesi kirjautumissivulle.
mail_reminder_done = Aiemmat asiointisi säilyvät tunnuksellasi. Jos et tarvitse palvelua, sinun ei tarvitse tehdä mitään.
