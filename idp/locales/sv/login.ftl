### Logging in.

login_title = Inloggning
login_password_title = Ange lösenordet
login_for_client = Du loggar in i tjänsten: { $client_name }
login_migrated_notice = Inloggningen har förnyats. Använd från och med nu din e-postadress som användarnamn.
login_migrated_mail_notice = Loggar du in för första gången efter förnyelsen? Om du redan har ett användarkonto har vi just skickat dig en länk per e-post. Med länken anger du ett lösenord.
login_username_rule = Ditt användarnamn är din e-postadress. Myndigheternas användarnamn har en egen form.
login_help_link = Har du problem med att logga in? Läs anvisningarna för inloggning.
login_username_label = Användarnamn
login_username_or_email_label = Användarnamn eller e-postadress
login_username_or_email_required = Skriv ditt användarnamn eller din e-postadress.
login_email_format = Skriv e-postadressen i formen namn@exempel.fi.
login_password_label = Lösenord
login_password_required = Skriv ditt lösenord.
login_change_username = Använd ett annat användarnamn
login_remember_me = Kom ihåg min inloggning på den här datorn
login_remember_me_hint = Välj inte detta om också andra använder den här enheten.
login_forgot_link = Har du glömt ditt användarnamn eller lösenord?
login_submit = Logga in
login_or = eller
login_error_credentials = Inloggningen lyckades inte. Kontrollera användarnamnet och lösenordet och försök igen. Du kan också ange ett nytt lösenord.
login_tries_left = Du har { $count } försök kvar. Därefter låses användarkontot i { $hours } timmar.
login_error_throttled = Det har gjorts för många inloggningsförsök. Du kan försöka igen kl. { $time }.
login_error_disabled = Användarkontot är inte i bruk. Kontakta tjänstens administratör: { $support_contact }
login_error_expired = Sidan var öppen för länge. Logga in på nytt.
login_reauth_notice = Ange ditt lösenord på nytt innan du fortsätter.
login_status_language = Sidans språk är nu svenska.
login_locked_title = Användarkontot är låst
login_error_locked = Användarkontot är låst eftersom fel lösenord har angetts flera gånger. Låsningen varar i { $hours } timmar. Du kan försöka igen { $date } kl. { $time }.
login_error_locked_hint = Du kan låsa upp kontot genast genom att ange ett nytt lösenord.
login_locked_wait = Du kan också vänta tills låsningen upphör.

link_sent_known = Vi har skickat dig en länk per e-post. Med länken anger du ett nytt lösenord.
link_sent_unknown = Vi har skickat en länk till e-postadressen för ditt användarkonto, om kontot har en sådan.
link_sent_to = Länken skickades till adressen
link_sent_step_open = Öppna meddelandet ”{ $subject }”
link_sent_step_sender = Avsändare: { $sender }
link_sent_step_click = Klicka på länken i meddelandet
link_sent_step_set = Ange ett lösenord och logga in
link_sent_step_history = Dina tidigare ärenden finns kvar på ditt konto.

login_set_password_sent = Vi har skickat dig en länk per e-post. Ange ett lösenord via länken och logga sedan in med det nya lösenordet.
login_set_password_validity = { $minutes ->
     [one] Länken gäller i { $minutes } minut och fungerar en gång.
    *[other] Länken gäller i { $minutes } minuter och fungerar en gång.
}

link_sent_missing_title = Fick du inget meddelande?
link_sent_missing_wait = Vänta några minuter och kontrollera också skräppostmappen.
link_sent_missing_language = Meddelandet är skrivet på det språk som du har valt i ditt konto. Ämnet kan därför se annorlunda ut.
link_sent_missing_address = Kontrollera att du skrev adressen rätt.
link_sent_missing_contact = Om du inte längre använder adressen, kontakta kundtjänsten: { $support_contact }
link_sent_resend = Skicka länken på nytt
link_sent_again = En ny länk skickades kl. { $time }. Bara den nyaste länken fungerar.
link_sent_too_soon = En länk har just skickats. Du kan skicka en ny länk kl. { $time }.
link_sent_daily_limit = Länken har redan skickats { $count } gånger i dag. Du kan skicka en ny länk i morgon. Om du inte hittar meddelandet, kontakta kundtjänsten.
