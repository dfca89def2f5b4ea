### The pages of the own account.

## Navigation and what was just done

account_nav = Omat tiedot
account_nav_overview = Yleiskatsaus
account_nav_security = Kirjautuminen
account_nav_devices = Laitteet
account_nav_data = Omat tiedot palvelussa
account_back = Takaisin omiin tietoihin
account_saved = Tiedot on tallennettu.
account_saved_password = Salasana on vaihdettu. Sinut on kirjattu ulos muista laitteista.
account_kept = Käyttäjätunnustasi ei poisteta.
account_service_ended = Palvelun yhteys on katkaistu.

## The first page

account_intro = Nämä tiedot ovat käytössä palveluissa, joihin kirjaudut tällä tunnuksella.
account_username_is_email = Käyttäjätunnuksesi on sähköpostiosoitteesi.
account_language_label = Kieli
account_signing_in = Kirjautuminen
account_password_label = Salasana
account_password_set_at = Vaihdettu { $date }
account_password_set = Asetettu
account_data_title = Omat tiedot palvelussa
account_data_label = Tietojen lataus
account_data_hint = Kaikki sinusta tallennetut tiedot tiedostona
account_services_label = Yhdistetyt palvelut
account_services_none = Ei yhdistettyjä palveluja
account_delete_label = Käyttäjätunnuksen poisto
account_delete_hint = Voit perua poiston 14 päivän ajan
account_change_name = Muuta nimeä
account_change_email = Vaihda sähköpostiosoite
account_change_phone = Muuta puhelinnumeroa
account_change_address = Muuta osoitetta
account_change_language = Vaihda kieli
account_get_data = Lataa omat tiedot
account_look = Katso
account_look_services = Katso yhdistetyt palvelut
account_remove = Poista

## Forms of the details

account_name_title = Muuta nimeä
account_first_name_label = Etunimi
account_last_name_label = Sukunimi
account_phone_title = Muuta puhelinnumeroa
account_phone_hint = Esimerkiksi 040 123 4567. Ulkomaisen numeron alkuun kirjoitetaan maan suuntanumero, esimerkiksi +46. Jätä kenttä tyhjäksi, jos et halua antaa numeroa.
account_address_title = Muuta osoitetta
account_street_label = Katuosoite
account_postal_code_label = Postinumero
account_city_label = Postitoimipaikka
account_save = Tallenna
account_cancel = Peruuta
account_error_first_name = Kirjoita etunimesi.
account_error_last_name = Kirjoita sukunimesi.
account_error_phone = Kirjoita puhelinnumero muodossa +358401234567.
account_error_postal_code = Kirjoita postinumero viidellä numerolla, esimerkiksi 28100.
account_error_characters = Tässä on merkkejä, joita ei voi käyttää. Kirjoita teksti uudelleen.
account_error_too_long = Teksti on liian pitkä. Kirjoita enintään { $max_length } merkkiä.
account_language_title = Vaihda kieli
account_language_hint = Näytämme sivut ja lähetämme viestit valitsemallasi kielellä.
account_error_language = Valitse kieli.

## The password

account_password_title = Vaihda salasana
account_password_intro = Kun vaihdat salasanan, sinut kirjataan ulos muista laitteista.
account_current_password_label = Nykyinen salasana
account_error_current_password_required = Kirjoita nykyinen salasanasi.
account_error_current_password = Nykyinen salasana ei täsmää. Tarkista salasana ja yritä uudelleen.
account_error_same_password = Uusi salasana on sama kuin nykyinen. Valitse toinen salasana.

## The e-mail address

email_change_title = Vaihda sähköpostiosoite
email_change_intro = Sähköpostiosoitteesi on myös käyttäjätunnuksesi. Lähetämme uuteen osoitteeseen linkin, jolla vahvistat vaihdon.
email_change_intro_username = Lähetämme uuteen osoitteeseen linkin, jolla vahvistat vaihdon. Käyttäjätunnuksesi ei vaihdu.
email_change_old_stays = Vanha osoite on käytössä, kunnes vahvistat uuden. Lähetämme siihen tiedon vaihdosta ja linkin, jolla vaihdon voi perua 7 päivän ajan.
email_change_current_label = Nykyinen sähköpostiosoite
email_change_new_label = Uusi sähköpostiosoite
email_change_new_confirm_label = Vahvista uusi sähköpostiosoite
email_change_submit = Lähetä aktivointilinkki
email_change_sent = Lähetimme aktivointilinkin uuteen osoitteeseen. Vanha osoite on käytössä, kunnes vahvistat uuden.
email_change_cancelled = Osoitteen vaihto on peruttu. Nykyinen osoitteesi on edelleen käytössä.
email_change_waits = Odottaa vahvistusta
email_change_pending = Uusi osoite odottaa vahvistusta: { $email }
email_change_valid_until = Linkki on voimassa { $until } asti.
email_change_resend = Lähetä linkki uudelleen
email_change_cancel_pending = Peruuta osoitteen vaihto
email_change_too_soon = Linkki on juuri lähetetty, tai niitä on lähetetty tänään jo monta. Voit lähettää uuden { $at }.
email_change_error_required = Kirjoita uusi sähköpostiosoite.
email_change_error_format = Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.
email_change_error_mismatch = Sähköpostiosoitteet eivät ole samat. Kirjoita sama osoite molempiin kenttiin.
email_change_error_same = Uusi osoite on sama kuin nykyinen. Kirjoita toinen osoite.
email_change_confirm_title = Vahvista uusi sähköpostiosoite
email_change_confirm_body = Kun vahvistat osoitteen, se tulee käyttöön käyttäjätunnuksellasi.
email_change_confirm_submit = Vahvista osoite
email_change_done_title = Sähköpostiosoitteesi on vaihdettu
email_change_success = Kirjaudu jatkossa tällä käyttäjätunnuksella: { $email }
email_change_success_username = Uusi sähköpostiosoitteesi on { $email }. Käyttäjätunnuksesi ei vaihtunut.
email_change_taken_title = Osoitetta ei voi ottaa käyttöön
email_change_taken_body = Osoite otettiin käyttöön toisella käyttäjätunnuksella ennen kuin vahvistit sen. Vanha osoitteesi on edelleen käytössä. Jos tarvitset apua, ota yhteyttä: { $support_contact }
email_undo_title = Peru sähköpostiosoitteen vaihto
email_undo_body = Käyttäjätunnuksesi osoitteeksi palautetaan alla oleva osoite. Sinut kirjataan ulos kaikilta laitteilta, nykyinen salasana lakkaa toimimasta, ja lähetämme osoitteeseen linkin uuden salasanan asettamiseen.
email_undo_address = Osoite, joka palautetaan
email_undo_submit = Peru vaihto
email_undone_title = Osoitteen vaihto on peruttu
email_undone_body = Lähetimme osoitteeseesi linkin, jolla asetat uuden salasanan. Vanha salasana ei enää toimi.
email_undo_dead_title = Linkki ei ole enää voimassa
email_undo_dead_body = Vaihto on jo peruttu, tai linkki on vanhentunut. Jos joku muu on vaihtanut osoitteesi, ota heti yhteyttä: { $support_contact }
email_undo_taken_body = Osoite on nyt toisella käyttäjätunnuksella, joten sitä ei voitu palauttaa. Sinut on kirjattu ulos kaikilta laitteilta, eikä vanha salasana enää toimi. Ota yhteyttä: { $support_contact }

## Connected services

services_title = Yhdistetyt palvelut
services_intro = Nämä palvelut saavat tietojasi tämän tunnuksen kautta. Jos katkaiset yhteyden, palvelu ei enää saa tietojasi, ennen kuin kirjaudut siihen uudelleen.
services_none = Sinulla ei ole yhdistettyjä palveluja.
services_first_used = Käytetty ensimmäisen kerran: { $at }
services_last_used = Käytetty viimeksi: { $at }
services_end = Katkaise yhteys
services_end_named = Katkaise yhteys palveluun: { $service }

## The data and their download

data_title = Omat tiedot palvelussa
account_export_title = Lataa omat tietosi
account_export_body = Saat tiedoston, jossa ovat kaikki palveluun tallennetut tietosi.
data_contents = Tiedostossa ovat käyttäjätietosi, kirjautumisesi, yhdistetyt palvelut, hyväksymäsi ehdot ja tunnuksesi tapahtumat. Salasanaa siinä ei ole.
data_readable = Lataa luettava tiedosto (HTML)
data_machine = Lataa koneluettava tiedosto (JSON)
data_file_title = Palveluun tallennetut tiedot
data_file_made = Luotu { $at }
data_file_nothing = Ei tietoja
data_subject = Yksilöivä tunniste
data_username = Käyttäjätunnus
data_email_verified = Sähköpostiosoite vahvistettu
data_kind = Käyttäjäryhmä
data_created = Käyttäjätunnus luotu
data_updated = Tietoja muutettu
data_yes = Kyllä
data_no = Ei
data_migration = Tuotu aiemmasta järjestelmästä
data_wrong_passwords = Muistissa olevat väärät salasanayritykset
data_homes = Asunnot
data_legacy_ids = Tunnisteet aiemmissa järjestelmissä
data_sessions = Kirjautumiset
data_services = Yhdistetyt palvelut
data_acceptances = Hyväksytyt asiakirjat
data_events = Tapahtumat
data_newest_events = Tapahtumat, uusimmat 10 000. Vanhemmat saat meiltä pyynnöstä.

## Deletion

account_delete_title = Poista käyttäjätunnus
account_delete_body = Poistamme käyttäjätunnuksesi ja siihen liittyvät tiedot. Sen jälkeen et voi kirjautua tällä tunnuksella. Lain mukaan osa asiointipalvelujen tiedoista pitää säilyttää.
account_delete_logins = Sinut kirjataan heti ulos kaikilta laitteilta ja kaikista palveluista.
account_delete_wait = Tiedot poistetaan 14 päivän kuluttua. Siihen asti voit perua poiston kirjautumalla sisään.
account_delete_services = Palvelut, joissa olet asioinut, säilyttävät omat tietonsa. Pyydä niiden poistoa palveluista.
account_delete_confirm = Ymmärrän, että käyttäjätunnukseni poistetaan 14 päivän kuluttua.
account_delete_button = Poista käyttäjätunnus
account_delete_error_confirm = Merkitse rasti, jos haluat poistaa käyttäjätunnuksesi.
account_delete_planned_title = Käyttäjätunnuksesi poistetaan 14 päivän kuluttua
account_delete_planned_body = Sinut on kirjattu ulos. Jos muutat mielesi, kirjaudu sisään 14 päivän kuluessa ja peru poisto. Lähetimme tästä viestin sähköpostiisi.
account_keep_title = Käyttäjätunnuksesi poistetaan { $date }
account_keep_body = Olet pyytänyt käyttäjätunnuksesi poistoa. Jos haluat jatkaa sen käyttöä, peru poisto.
account_keep_submit = Peru poisto ja jatka
