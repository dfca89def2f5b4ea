### Registering an account, and activating it.

login_create_account_link = Skapa ett nytt användarkonto
login_error_not_activated = Användarkontot har ännu inte aktiverats. Aktivera det med länken som du fått per e-post eller beställ en ny länk.
login_resend_activation = Skicka en ny aktiveringslänk
login_create_account_question = Har du inget konto ännu?

common_back = Tillbaka
common_new_tab = öppnas i en ny flik
common_check_spam = Kontrollera vid behov också skräppostmappen.

register_title = Skapa ett nytt användarkonto
register_section_email = E-post
register_email_hint = Ange en adress som du använder. Vi skickar anvisningar för aktivering av kontot till den.
register_email_label = E-post
register_email_confirm_label = Bekräfta e-postadressen
register_section_password = Lösenord
register_password_label = Lösenord
register_password_confirm_label = Bekräfta lösenordet
register_section_person = Personuppgifter
register_first_name_label = Förnamn
register_last_name_label = Efternamn
register_phone_label = Telefon
register_street_label = Gatuadress
register_postal_code_label = Postnummer
register_city_label = Postanstalt
register_terms_label = Jag godkänner tjänstens { $start_terms }användarvillkor{ $end_terms } och { $start_privacy }dataskyddsbeskrivning{ $end_privacy }
register_submit = Skapa användarkonto
register_already_have = Har du redan ett användarkonto?
register_error_email_required = Skriv din e-postadress.
register_error_email_confirm_required = Skriv din e-postadress en gång till.
register_error_email_format = Skriv e-postadressen i formen namn@exempel.fi.
register_error_email_mismatch = E-postadresserna är inte likadana. Skriv samma adress i båda fälten.
register_error_first_name = Skriv ditt förnamn.
register_error_last_name = Skriv ditt efternamn.
register_error_phone = Skriv telefonnumret i formen +358401234567.
register_error_postal_code = Skriv postnumret med fem siffror, till exempel 28100.
register_error_terms = Godkänn användarvillkoren för att kunna skapa ett användarkonto.
register_success_title = Aktivera ditt användarkonto
register_success_body = Ditt konto har skapats. Ta det i bruk med hjälp av anvisningarna i din e-post.
register_closed = Du kan inte skapa ett användarkonto själv. Be tjänstens administratör om ett konto: { $support_contact }
register_lead = Du får en länk per e-post som du tar kontot i bruk med.
register_section_contact = Kontaktuppgifter (frivilliga)
register_section_contact_hint = Du kan lägga till och ändra dessa senare i dina egna uppgifter.
register_postal_code_hint = Skriv landskoden före ett utländskt postnummer, till exempel SE-111 22.
register_city_hint = Om du lämnar postanstalten tom fyller vi i den utifrån postnumret.
register_postal_address = Din postadress: { $address }
register_error_email_doubtful = Menade du { $meant }? Rätta adressen, eller skicka formuläret på nytt om adressen är rätt.
register_error_email_taken = Den här e-postadressen har redan ett användarkonto. Logga in eller beställ ett nytt lösenord.
register_error_street = Skriv gatuadressen på en rad, högst 100 tecken.
register_error_city = Skriv postanstalten, högst 100 tecken.
register_strong_only = För att skapa ett användarkonto krävs stark autentisering. Den kan ännu inte göras i den här tjänsten. Be tjänstens administratör om ett konto: { $support_contact }
register_breadcrumb = Du är här
register_sent_to = Länken skickades till
register_change_address = Rätta e-postadressen
register_valid_until = { $minutes ->
     [one] Länken gäller till kl. { $time } ({ $minutes } minut) och fungerar en gång.
    *[other] Länken gäller till kl. { $time } ({ $minutes } minuter) och fungerar en gång.
}
register_step_click = Klicka på länken i meddelandet
register_step_log_in = Aktivera kontot och logga in
register_step_same_browser = Öppna länken i den här webbläsaren. I en annan anger du lösenordet på nytt.
register_address_title = Rätta e-postadressen
register_address_intro = Länken som skickades till den tidigare adressen slutar fungera. Dina övriga uppgifter finns kvar.
register_address_submit = Skicka länken till den nya adressen

activation_title = Aktivera användarkontot
activation_intro = Bekräfta att du vill aktivera det här användarkontot: { $username }
activation_submit = Aktivera användarkontot
activation_success = Ditt användarkonto har aktiverats. Du kan nu logga in i tjänsten.
activation_already = Användarkontot har redan aktiverats. Du kan logga in i tjänsten.
activation_expired = { $minutes ->
     [one] Aktiveringslänken har gått ut. Länken gällde i { $minutes } minut. Beställ en ny aktiveringslänk.
    *[other] Aktiveringslänken har gått ut. Länken gällde i { $minutes } minuter. Beställ en ny aktiveringslänk.
}
activation_expired_contact = Om den nya länken inte fungerar, kontakta tjänstens administratör: { $support_contact }
activation_resend_sent = Om användarkontot väntar på aktivering har vi skickat en ny aktiveringslänk per e-post.
activation_until = Du kan aktivera kontot till kl. { $time }.
activation_password_intro = Du öppnade länken i en annan webbläsare än den som kontot skapades i. Ange ett lösenord för kontot. Det lösenord som angavs tidigare gäller inte längre.
activation_not_you = Om du inte har skapat kontot ska du inte aktivera det. Ett konto som inte aktiveras raderas.
activation_done_title = Kontot har aktiverats
activation_already_title = Kontot har redan aktiverats
activation_expired_title = Aktiveringslänken har gått ut
activation_superseded = Bara den nyaste aktiveringslänken fungerar. Leta efter det nyaste meddelandet eller beställ en ny länk.
activation_unknown = Kopiera hela länken från e-postmeddelandet till webbläsarens adressfält. Om kontot redan har raderats, skapa det på nytt.
activation_closed = Kontot kan inte aktiveras. Kontakta tjänstens administratör: { $support_contact }
activation_waiting_title = Kontot har inte aktiverats
activation_wrong_address = Är adressen fel? Rätta e-postadressen

mail_activation_subject = Aktivera ditt användarkonto
mail_activation_body = Ett användarkonto har skapats för dig i tjänsten { $service_name }. Aktivera ditt användarkonto genom att klicka på länken nedan.
mail_already_registered_subject = Du har redan ett användarkonto
mail_already_registered_body = Någon försökte skapa ett nytt användarkonto med den här e-postadressen i tjänsten { $service_name }. Du har redan ett användarkonto. Om du inte minns ditt lösenord kan du ange ett nytt lösenord med länken nedan.
mail_activation_link = Aktivera användarkontot
