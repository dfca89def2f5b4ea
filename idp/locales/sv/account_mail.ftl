### Mails about changes of the account.

mail_email_change_subject = Bekräfta din nya e-postadress
mail_email_change_body = Bekräfta din nya e-postadress i tjänsten { $service_name } genom att klicka på länken nedan.
mail_email_change_link = Bekräfta adressen
mail_email_change_notice_subject = Din e-postadress håller på att bytas
mail_email_change_notice_body = Någon har begärt att din e-postadress byts i tjänsten { $service_name }. Om du inte själv har begärt bytet kan du avbryta det med länken nedan.
mail_email_undo_link = Ångra bytet
mail_email_undo_effect = När du ångrar bytet avslutas alla inloggningar och vi skickar dig en länk för ett nytt lösenord.
mail_link_valid_until = Länken gäller till { $until }.
mail_email_changed_subject = Din e-postadress har bytts
mail_email_changed_body = Din e-postadress i tjänsten { $service_name } har bytts. Den här adressen används inte längre på ditt konto. Om du inte själv bytte adress kan du ångra bytet med länken nedan.
mail_email_taken_subject = Någon försökte ta din e-postadress i bruk
mail_email_taken_body = I tjänsten { $service_name } försökte någon ta den här adressen i bruk på ett annat konto. Adressen hör redan till ditt konto och kan inte tas i bruk på ett annat.
mail_email_taken_nothing = Ditt konto har inte ändrats. Om det var du själv, logga in med den här adressen.
mail_deletion_planned_subject = Ditt användarkonto kommer att raderas
mail_deletion_planned_body = Ditt användarkonto i tjänsten { $service_name } raderas { $date }.
mail_deletion_planned_cancel = Om du vill behålla ditt konto, eller om du inte har begärt raderingen, logga in innan dess och avbryt raderingen.
mail_deleted_subject = Ditt användarkonto har raderats
mail_deleted_body = Ditt användarkonto i tjänsten { $service_name } har raderats { $date }. Du kan inte längre logga in med kontot.
