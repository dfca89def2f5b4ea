### Forgotten, new and mailed passwords.

forgot_title = Unohtuiko käyttäjätunnus tai salasana?
forgot_title_short = Tilaa uusi salasana
forgot_intro = Kirjoita käyttäjätunnuksesi tai sähköpostiosoitteesi. Saat sähköpostiisi linkin, jolla voit asettaa uuden salasanan.
forgot_either_hint = Yksi tieto riittää.
forgot_submit = Lähetä linkki
forgot_sent_title = Tarkista sähköpostisi
forgot_sent_body = { $minutes ->
     [one] Jos antamillasi tiedoilla löytyy käyttäjätunnus, lähetimme linkin sen sähköpostiosoitteeseen. Linkki on voimassa { $minutes } minuutin.
    *[other] Jos antamillasi tiedoilla löytyy käyttäjätunnus, lähetimme linkin sen sähköpostiosoitteeseen. Linkki on voimassa { $minutes } minuuttia.
}
forgot_no_mail = Etkö saanut viestiä? Tarkista roskapostikansio. Voit tilata uuden linkin { $minutes } minuutin kuluttua.
forgot_contact_admin = Etkö muista kumpaakaan? Pyydä palvelun ylläpitäjää auttamaan salasanan vaihtamisessa.

reset_title = Vaihda salasana
reset_title_first = Aseta salasana
reset_intro = Kirjoita uusi salasana kumpaankin kenttään. Kirjaudut sen jälkeen palveluun uudella salasanalla.
reset_new_label = Uusi salasana
reset_confirm_label = Vahvista uusi salasana
reset_submit = Vaihda salasana
reset_submit_first = Aseta salasana
reset_other_user = Tässä selaimessa on kirjautuneena toinen käyttäjä: { $username }. Asetat nyt salasanan alla näkyvälle käyttäjätunnukselle.
reset_done_title = Salasanan vaihto onnistui
reset_done_title_first = Salasana on asetettu
reset_success = Voit nyt kirjautua sisään uudella salasanalla.
reset_success_first = Voit nyt kirjautua sisään. Tällä kertaa sinua ei pyydetä asettamaan salasanaa uudelleen.
reset_success_sessions = Sinut on kirjattu ulos muista laitteista.

password_rules_intro = Salasanassa on oltava:
password_rule_min = vähintään { $min_length } merkkiä
password_rule_upper = iso kirjain (A–Ö)
password_rule_lower = pieni kirjain (a–ö)
password_rule_digit = numero (0–9)
password_rule_special = erikoismerkki, esimerkiksi ! ? # *
password_rule_met = , täyttyy
password_rule_unmet = , ei täyty
password_rules_status = { $met }/{ $count } ehtoa täyttyy
password_phrase_hint = Voit käyttää myös usean sanan lausetta.
password_manager_hint = Voit käyttää salasanojen hallintaohjelmaa ja liittää salasanan kenttään.
password_class_upper = iso kirjain
password_class_lower = pieni kirjain
password_class_digit = numero
password_class_special = erikoismerkki
password_error_required = Kirjoita uusi salasana.
password_error_too_short = Salasana on liian lyhyt. Kirjoita vähintään { $min_length } merkkiä.
password_error_too_long = Salasana on liian pitkä. Kirjoita enintään { $max_length } merkkiä.
password_error_missing = Salasanasta puuttuu { $classes }.
password_error_common = Tämä salasana on helppo arvata. Valitse toinen salasana.
password_error_personal = Salasanassa ei saa olla nimeäsi tai käyttäjätunnustasi. Valitse toinen salasana.
password_error_confirm_required = Kirjoita uusi salasana uudelleen.
password_error_mismatch = Salasanat eivät ole samat. Kirjoita sama salasana molempiin kenttiin.

link_expired_title = Linkki ei ole enää voimassa
link_expired_body = { $minutes ->
     [one] Linkki oli voimassa { $minutes } minuutin. Tilaa uusi linkki.
    *[other] Linkki oli voimassa { $minutes } minuuttia. Tilaa uusi linkki.
}
link_used_title = Linkkiä on jo käytetty
link_used_body = Linkki toimii vain kerran. Kirjaudu sisään tai tilaa uusi linkki.
link_superseded_title = Sinulle on lähetetty uudempi linkki
link_superseded_body = Vain uusin linkki toimii. Etsi uusin viesti tai tilaa uusi linkki.
link_invalid_title = Linkki ei toimi
link_invalid_body = Kopioi koko linkki sähköpostiviestistä selaimen osoiteriville. Voit myös tilata uuden linkin.
link_request_new = Tilaa uusi linkki
link_new_goes_to = Uusi linkki lähetetään osoitteeseen { $address }
