### Mails.

mail_greeting = Hej { $first_name }!
mail_greeting_plain = Hej!
mail_username_line = Användarnamn: { $username }
mail_link_validity = { $minutes ->
     [one] Länken gäller i { $minutes } minut, till { $until }. Den fungerar bara en gång.
    *[other] Länken gäller i { $minutes } minuter, till { $until }. Den fungerar bara en gång.
}
mail_link_fallback = Om länken inte fungerar, kopiera hela länken till webbläsarens adressfält.
mail_not_requested = Om du inte har begärt det här meddelandet behöver du inte göra något.
mail_not_you = Om du inte gjorde detta själv, byt genast ditt lösenord och kontakta: { $support_contact }
mail_auto_footer = Det här meddelandet skickades automatiskt. Du kan inte svara på det.
mail_trouble_contact = Om du behöver hjälp, kontakta: { $support_contact }
mail_support_hours = Kundtjänsten är öppen { $hours }.
mail_reference = Referens: { $reference }. Uppge referensen när du kontaktar kundtjänsten.
mail_signature =
    Med vänlig hälsning
    { $service_name }
mail_set_password_subject = Ange ett lösenord
mail_set_password_body = Inloggningen har förnyats. Ange ett lösenord för tjänsten { $service_name } via den här länken. Dina tidigare ärenden finns kvar på ditt konto.
mail_set_password_link = Ange ett lösenord
mail_reset_subject = Byte av lösenord
mail_reset_body = Via den här länken kan du ange ett nytt lösenord för tjänsten { $service_name }.
mail_reset_link = Ange ett nytt lösenord
mail_password_changed_subject = Ditt lösenord har bytts
mail_password_changed_body = Ditt lösenord i tjänsten { $service_name } byttes { $at }.
mail_locked_subject = Ditt användarkonto är låst
mail_locked_body = Ditt användarkonto i tjänsten { $service_name } är låst eftersom fel lösenord angavs flera gånger. Du kan låsa upp kontot genast genom att ange ett nytt lösenord via den här länken.
mail_locked_until = Låsningen upphör { $until }.
mail_locked_not_you = Om du inte själv försökte logga in kan någon annan ha provat ditt lösenord. Lösenordet gissades inte.
mail_reminder_subject = Logga in på det nya sättet
mail_reminder_body = Inloggningen i tjänsten { $service_name } har förnyats. Du har inte loggat in efter förnyelsen. Gå till inloggningssidan och skriv ditt användarnamn.
mail_reminder_link = Gå till inloggningssidan
mail_reminder_password = Det här meddelandet innehåller ingen länk för att ange ett lösenord. Om du ännu inte har något lösenord skickar vi en länk när du har skrivit ditt användarnamn på inloggningssidan.
mail_reminder_done = Dina tidigare ärenden finns kvar på ditt konto. Om du inte behöver tjänsten behöver du inte göra något.
