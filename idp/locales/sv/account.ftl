### The account page and logging out.

account_title = Mina uppgifter
account_user_info = Användaruppgifter
account_name_label = Namn
account_email_label = E-postadress
account_mobile_label = Mobiltelefonnummer
account_address_label = Adress
account_username_label = Användarnamn
account_username_fixed = Användarnamnet kan inte ändras.
account_not_given = Inte angett

sessions_title = Mina inloggningar
sessions_this_device = Den här enheten
sessions_started = Inloggningstid: { $at }
sessions_last_used = Senast använd: { $at }
sessions_remembered = Inloggningen sparas till { $date }.
sessions_unknown_device = Okänd enhet

logout_confirm_title = Vill du logga ut?
logout_confirm_body = Du loggas ut från alla tjänster som du är inloggad i med det här användarkontot.
logout_submit = Logga ut
logout_stay = Förbli inloggad
logout_done_title = Du har loggat ut
logout_done_body = Stäng också webbläsaren om du använder en gemensam dator.
logout_services_title = Tjänster som du har loggats ut från
logout_login_again_hint = Du kan logga in på nytt med ditt användarnamn och lösenord.
logout_login_again = Logga in på nytt
logout_partial = Utloggningen lyckades inte i alla tjänster. Stäng webbläsaren för att avsluta inloggningen.
