### Logins: where one is logged in, browsers that stay logged in, new browsers.

sessions_intro = Här ser du de enheter som du är inloggad på. Om du inte känner igen en enhet, logga ut den och byt ditt lösenord.
sessions_device_label = Enhet och webbläsare
sessions_logout_one = Logga ut enheten
sessions_logout_others = Logga ut från andra enheter
sessions_logged_out_one = Enheten har loggats ut.
sessions_logged_out_others = Du har loggats ut från andra enheter.
sessions_none = Du är inte inloggad på andra enheter.
sessions_manage = Visa och logga ut enheter

mail_new_login_subject = Ny inloggning
mail_new_login_body = Någon loggade in med ditt användarkonto i tjänsten { $service_name } på en ny enhet { $at }.
mail_new_login_device = Enhet: { $device }
mail_login_misused_subject = Din inloggning har avslutats
mail_login_misused_body = Din inloggning i tjänsten { $service_name } var sparad i en webbläsare. Samma inloggning användes i två webbläsare, och därför avslutades den i båda { $at }.
mail_login_misused_step = Någon har kanske kopierat din inloggning från din enhet. Logga in på nytt och byt ditt lösenord.
mail_shared_body = Den här e-postadressen har flera användarnamn i tjänsten { $service_name }. Välj ditt eget användarnamn och ange ett nytt lösenord för det med dess länk.
