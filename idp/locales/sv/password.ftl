### Forgotten, new and mailed passwords.

forgot_title = Har du glömt ditt användarnamn eller lösenord?
forgot_title_short = Beställ ett nytt lösenord
forgot_intro = Skriv ditt användarnamn eller din e-postadress. Vi skickar en länk till din e-post. Med länken kan du ange ett nytt lösenord.
forgot_either_hint = Det räcker med en uppgift.
forgot_submit = Skicka länken
forgot_sent_title = Kontrollera din e-post
forgot_sent_body = { $minutes ->
     [one] Om det finns ett användarkonto med de uppgifter som du angav har vi skickat en länk till kontots e-postadress. Länken gäller i { $minutes } minut.
    *[other] Om det finns ett användarkonto med de uppgifter som du angav har vi skickat en länk till kontots e-postadress. Länken gäller i { $minutes } minuter.
}
forgot_no_mail = { $minutes ->
     [one] Fick du inget meddelande? Kontrollera skräppostmappen. Du kan beställa en ny länk om { $minutes } minut.
    *[other] Fick du inget meddelande? Kontrollera skräppostmappen. Du kan beställa en ny länk om { $minutes } minuter.
}
forgot_contact_admin = Minns du varken användarnamnet eller e-postadressen? Be tjänstens administratör hjälpa dig att byta lösenord.

reset_title = Byt lösenord
reset_title_first = Ange ett lösenord
reset_intro = Skriv det nya lösenordet i båda fälten. Därefter loggar du in i tjänsten med det nya lösenordet.
reset_new_label = Nytt lösenord
reset_confirm_label = Bekräfta det nya lösenordet
reset_submit = Byt lösenord
reset_submit_first = Ange lösenordet
reset_other_user = En annan användare är inloggad i den här webbläsaren: { $username }. Du anger nu ett lösenord för det användarnamn som visas nedan.
reset_done_title = Lösenordet har bytts
reset_done_title_first = Lösenordet har angetts
reset_success = Du kan nu logga in med det nya lösenordet.
reset_success_first = Du kan nu logga in. Den här gången behöver du inte ange lösenordet på nytt.
reset_success_sessions = Du har loggats ut från andra enheter.

password_rules_intro = Lösenordet ska innehålla:
password_rule_min = minst { $min_length } tecken
password_rule_upper = en stor bokstav (A–Ö)
password_rule_lower = en liten bokstav (a–ö)
password_rule_digit = en siffra (0–9)
password_rule_special = ett specialtecken, till exempel ! ? # *
password_rule_met = , uppfyllt
password_rule_unmet = , inte uppfyllt
password_rules_status = { $met } av { $count } villkor är uppfyllda
password_phrase_hint = Du kan också använda en fras med flera ord.
password_manager_hint = Du kan använda en lösenordshanterare och klistra in lösenordet i fältet.
password_class_upper = en stor bokstav
password_class_lower = en liten bokstav
password_class_digit = en siffra
password_class_special = ett specialtecken
password_error_required = Skriv ett nytt lösenord.
password_error_too_short = Lösenordet är för kort. Skriv minst { $min_length } tecken.
password_error_too_long = Lösenordet är för långt. Skriv högst { $max_length } tecken.
password_error_missing = I lösenordet saknas { $classes }.
password_error_common = Det här lösenordet är lätt att gissa. Välj ett annat lösenord.
password_error_personal = Lösenordet får inte innehålla ditt namn eller användarnamn. Välj ett annat lösenord.
password_error_confirm_required = Skriv det nya lösenordet en gång till.
password_error_mismatch = Lösenorden är inte likadana. Skriv samma lösenord i båda fälten.

link_expired_title = Länken gäller inte längre
link_expired_body = { $minutes ->
     [one] Länken gällde i { $minutes } minut. Beställ en ny länk.
    *[other] Länken gällde i { $minutes } minuter. Beställ en ny länk.
}
link_used_title = Länken har redan använts
link_used_body = Länken fungerar bara en gång. Logga in eller beställ en ny länk.
link_superseded_title = En nyare länk har skickats till dig
link_superseded_body = Bara den nyaste länken fungerar. Leta upp det nyaste meddelandet eller beställ en ny länk.
link_invalid_title = Länken fungerar inte
link_invalid_body = Kopiera hela länken från e-postmeddelandet till webbläsarens adressfält. Du kan också beställa en ny länk.
link_request_new = Beställ en ny länk
link_new_goes_to = Den nya länken skickas till adressen { $address }
