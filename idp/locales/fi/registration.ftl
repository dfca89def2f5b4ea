### Registering an account, and activating it.

login_create_account_link = Luo uusi käyttäjätunnus
login_error_not_activated = Käyttäjätunnusta ei ole vielä aktivoitu. Aktivoi se sähköpostiisi tulleella linkillä tai tilaa uusi linkki.
login_resend_activation = Lähetä uusi aktivointilinkki
login_create_account_question = Eikö sinulla ole vielä tunnusta?

common_back = Takaisin
common_new_tab = avautuu uuteen välilehteen
common_check_spam = Tarkista tarvittaessa myös roskapostikansio.

register_title = Luo uusi käyttäjätunnus
register_section_email = Sähköposti
register_email_hint = Anna osoite, jota käytät. Lähetämme siihen ohjeen käyttäjätunnuksen aktivoimiseksi.
register_email_label = Sähköposti
register_email_confirm_label = Vahvista sähköposti
register_section_password = Salasana
register_password_label = Salasana
register_password_confirm_label = Vahvista salasana
register_section_person = Henkilötiedot
register_first_name_label = Etunimi
register_last_name_label = Sukunimi
register_phone_label = Puhelin
register_street_label = Katuosoite
register_postal_code_label = Postinumero
register_city_label = Postitoimipaikka
register_terms_label = Hyväksyn palvelun { $start_terms }Käyttöehdot{ $end_terms } ja { $start_privacy }Tietosuojaselosteen{ $end_privacy }
register_submit = Luo käyttäjätunnus
register_already_have = Onko sinulla jo käyttäjätunnus?
register_error_email_required = Kirjoita sähköpostiosoitteesi.
register_error_email_confirm_required = Kirjoita sähköpostiosoitteesi uudelleen.
register_error_email_format = Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.
register_error_email_mismatch = Sähköpostiosoitteet eivät ole samat. Kirjoita sama osoite molempiin kenttiin.
register_error_first_name = Kirjoita etunimesi.
register_error_last_name = Kirjoita sukunimesi.
register_error_phone = Kirjoita puhelinnumero muodossa +358401234567.
register_error_postal_code = Kirjoita postinumero viidellä numerolla, esimerkiksi 28100.
register_error_terms = Hyväksy käyttöehdot, jotta voit luoda käyttäjätunnuksen.
register_success_title = Aktivoi käyttäjätunnuksesi
register_success_body = Käyttäjätunnuksesi on luotu. Ota se käyttöön sähköpostiisi tulleen ohjeen avulla.
register_closed = Et voi luoda käyttäjätunnusta itse. Pyydä tunnus palvelun ylläpitäjältä: { $support_contact }
register_lead = Saat sähköpostiisi linkin, jolla otat käyttäjätunnuksen käyttöön.
register_section_contact = Yhteystiedot (vapaaehtoiset)
register_section_contact_hint = Voit lisätä ja muuttaa näitä myöhemmin omissa tiedoissasi.
register_postal_code_hint = Kirjoita ulkomaisen postinumeron eteen maan tunnus, esimerkiksi SE-111 22.
register_city_hint = Jos jätät postitoimipaikan tyhjäksi, täydennämme sen postinumerosta.
register_postal_address = Postiosoitteesi: { $address }
register_error_email_doubtful = Tarkoititko osoitetta { $meant }? Korjaa osoite, tai lähetä lomake uudelleen, jos osoite on oikein.
register_error_email_taken = Tällä sähköpostiosoitteella on jo käyttäjätunnus. Kirjaudu sisään tai tilaa uusi salasana.
register_error_street = Kirjoita katuosoite yhdelle riville, enintään 100 merkkiä.
register_error_city = Kirjoita postitoimipaikka, enintään 100 merkkiä.
register_strong_only = Käyttäjätunnuksen luominen edellyttää vahvaa tunnistautumista. Sitä ei voi vielä tehdä tässä palvelussa. Pyydä tunnus palvelun ylläpitäjältä: { $support_contact }
register_breadcrumb = Olet täällä
register_sent_to = Linkki lähetettiin osoitteeseen
register_change_address = Korjaa sähköpostiosoite
register_valid_until = { $minutes ->
     [one] Linkki on voimassa klo { $time } asti ({ $minutes } minuutin) ja toimii kerran.
    *[other] Linkki on voimassa klo { $time } asti ({ $minutes } minuuttia) ja toimii kerran.
}
register_step_click = Napsauta viestin linkkiä
register_step_log_in = Aktivoi käyttäjätunnus ja kirjaudu sisään
register_step_same_browser = Avaa linkki tässä selaimessa. Muualla annat salasanan uudelleen.
register_address_title = Korjaa sähköpostiosoite
register_address_intro = Aiempaan osoitteeseen lähetetty linkki lakkaa toimimasta. Muut antamasi tiedot säilyvät.
register_address_submit = Lähetä linkki uuteen osoitteeseen

activation_title = Aktivoi käyttäjätunnus
activation_intro = Vahvista, että haluat aktivoida tämän käyttäjätunnuksen: { $username }
activation_submit = Aktivoi käyttäjätunnus
activation_success = Käyttäjätunnuksesi on aktivoitu. Voit nyt kirjautua palveluun.
activation_already = Käyttäjätunnus on jo aktivoitu. Voit kirjautua palveluun.
activation_expired = { $minutes ->
     [one] Aktivointilinkki on vanhentunut. Linkki oli voimassa { $minutes } minuutin. Tilaa uusi aktivointilinkki.
    *[other] Aktivointilinkki on vanhentunut. Linkki oli voimassa { $minutes } minuuttia. Tilaa uusi aktivointilinkki.
}
activation_expired_contact = Jos uusi linkki ei toimi, ota yhteyttä palvelun ylläpitäjään: { $support_contact }
activation_resend_sent = Jos käyttäjätunnus odottaa aktivointia, lähetimme uuden aktivointilinkin sähköpostiin.
activation_until = Voit aktivoida käyttäjätunnuksen klo { $time } asti.
activation_password_intro = Avasit linkin eri selaimessa kuin siinä, jossa käyttäjätunnus luotiin. Anna tunnukselle salasana. Aiemmin annettu salasana ei ole enää voimassa.
activation_not_you = Jos et ole luonut käyttäjätunnusta, älä aktivoi sitä. Aktivoimaton tunnus poistetaan.
activation_done_title = Käyttäjätunnus on aktivoitu
activation_already_title = Käyttäjätunnus on jo aktivoitu
activation_expired_title = Aktivointilinkki on vanhentunut
activation_superseded = Vain uusin aktivointilinkki toimii. Etsi uusin viesti tai tilaa uusi aktivointilinkki.
activation_unknown = Kopioi koko linkki sähköpostiviestistä selaimen osoiteriville. Jos käyttäjätunnus on ehditty poistaa, luo se uudelleen.
activation_closed = Käyttäjätunnusta ei voi aktivoida. Ota yhteyttä palvelun ylläpitäjään: { $support_contact }
activation_waiting_title = Käyttäjätunnusta ei ole aktivoitu
activation_wrong_address = Onko osoite väärä? Korjaa sähköpostiosoite

mail_activation_subject = Aktivoi käyttäjätunnuksesi
mail_activation_body = Sinulle on luotu käyttäjätunnus palveluun { $service_name }. Aktivoi käyttäjätunnuksesi klikkaamalla alla olevaa linkkiä.
mail_already_registered_subject = Sinulla on jo käyttäjätunnus
mail_already_registered_body = Tällä sähköpostiosoitteella yritettiin luoda uusi käyttäjätunnus palveluun { $service_name }. Sinulla on jo käyttäjätunnus. Jos et muista salasanaasi, voit asettaa uuden salasanan alla olevalla linkillä.
mail_activation_link = Aktivoi käyttäjätunnus
