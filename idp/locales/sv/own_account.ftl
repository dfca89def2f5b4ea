### The pages of the own account.

## Navigation and what was just done

account_nav = Mina uppgifter
account_nav_overview = Översikt
account_nav_security = Inloggning
account_nav_devices = Enheter
account_nav_data = Dina uppgifter
account_back = Tillbaka till Mina uppgifter
account_saved = Uppgifterna har sparats.
account_saved_password = Lösenordet har bytts. Du har loggats ut från andra enheter.
account_kept = Ditt användarkonto raderas inte.
account_service_ended = Tjänstens anslutning har avslutats.

## The first page

account_intro = De här uppgifterna används i de tjänster som du loggar in i med det här kontot.
account_username_is_email = Ditt användarnamn är din e-postadress.
account_language_label = Språk
account_signing_in = Inloggning
account_password_label = Lösenord
account_password_set_at = Bytt { $date }
account_password_set = Angivet
account_data_title = Dina uppgifter i tjänsten
account_data_label = Nedladdning av uppgifter
account_data_hint = Alla uppgifter som har sparats om dig i en fil
account_services_label = Anslutna tjänster
account_services_none = Inga anslutna tjänster
account_delete_label = Radering av kontot
account_delete_hint = Du kan ångra raderingen i 14 dagar
account_change_name = Ändra namnet
account_change_email = Byt e-postadress
account_change_phone = Ändra telefonnumret
account_change_address = Ändra adressen
account_change_language = Byt språk
account_get_data = Ladda ner dina uppgifter
account_look = Visa
account_look_services = Visa anslutna tjänster
account_remove = Radera

## Forms of the details

account_name_title = Ändra namnet
account_first_name_label = Förnamn
account_last_name_label = Efternamn
account_phone_title = Ändra telefonnumret
account_phone_hint = Till exempel 040 123 4567. Skriv landsnumret framför ett utländskt nummer, till exempel +46. Lämna fältet tomt om du inte vill ange något nummer.
account_address_title = Ändra adressen
account_street_label = Gatuadress
account_postal_code_label = Postnummer
account_city_label = Postanstalt
account_save = Spara
account_cancel = Avbryt
account_error_first_name = Skriv ditt förnamn.
account_error_last_name = Skriv ditt efternamn.
account_error_phone = Skriv telefonnumret i formen +358401234567.
account_error_postal_code = Skriv postnumret med fem siffror, till exempel 28100.
account_error_characters = Texten innehåller tecken som inte kan användas. Skriv texten på nytt.
account_error_too_long = Texten är för lång. Skriv högst { $max_length } tecken.
account_language_title = Byt språk
account_language_hint = Vi visar sidorna och skickar meddelanden på det språk du väljer.
account_error_language = Välj ett språk.

## The password

account_password_title = Byt lösenord
account_password_intro = När du byter lösenord loggas du ut från andra enheter.
account_current_password_label = Nuvarande lösenord
account_error_current_password_required = Skriv ditt nuvarande lösenord.
account_error_current_password = Det nuvarande lösenordet stämmer inte. Kontrollera lösenordet och försök igen.
account_error_same_password = Det nya lösenordet är samma som det nuvarande. Välj ett annat lösenord.

## The e-mail address

email_change_title = Byt e-postadress
email_change_intro = Din e-postadress är också ditt användarnamn. Vi skickar en länk till den nya adressen. Bekräfta bytet via länken.
email_change_intro_username = Vi skickar en länk till den nya adressen. Bekräfta bytet via länken. Ditt användarnamn ändras inte.
email_change_old_stays = Den gamla adressen används tills du bekräftar den nya. Vi skickar ett meddelande om bytet till den, med en länk som bytet kan ångras med i 7 dagar.
email_change_current_label = Nuvarande e-postadress
email_change_new_label = Ny e-postadress
email_change_new_confirm_label = Bekräfta den nya e-postadressen
email_change_submit = Skicka aktiveringslänken
email_change_sent = Vi skickade en aktiveringslänk till den nya adressen. Den gamla adressen används tills du bekräftar den nya.
email_change_cancelled = Adressbytet har avbrutits. Din nuvarande adress används fortfarande.
email_change_waits = Väntar på bekräftelse
email_change_pending = Den nya adressen väntar på bekräftelse: { $email }
email_change_valid_until = Länken gäller till { $until }.
email_change_resend = Skicka länken på nytt
email_change_cancel_pending = Avbryt adressbytet
email_change_too_soon = Länken har just skickats, eller så har flera redan skickats i dag. Du kan skicka en ny { $at }.
email_change_error_required = Skriv den nya e-postadressen.
email_change_error_format = Skriv e-postadressen i formen namn@exempel.fi.
email_change_error_mismatch = E-postadresserna är inte likadana. Skriv samma adress i båda fälten.
email_change_error_same = Den nya adressen är samma som den nuvarande. Skriv en annan adress.
email_change_confirm_title = Bekräfta den nya e-postadressen
email_change_confirm_body = När du bekräftar adressen tas den i bruk på ditt konto.
email_change_confirm_submit = Bekräfta adressen
email_change_done_title = Din e-postadress har bytts
email_change_success = Logga i fortsättningen in med det här användarnamnet: { $email }
email_change_success_username = Din nya e-postadress är { $email }. Ditt användarnamn ändrades inte.
email_change_taken_title = Adressen kan inte tas i bruk
email_change_taken_body = Adressen togs i bruk på ett annat konto innan du bekräftade den. Din gamla adress används fortfarande. Om du behöver hjälp, kontakta: { $support_contact }
email_undo_title = Ångra bytet av e-postadress
email_undo_body = Adressen nedan återställs som adress för ditt konto. Du loggas ut från alla enheter, det nuvarande lösenordet slutar fungera och vi skickar en länk för ett nytt lösenord till adressen.
email_undo_address = Adress som återställs
email_undo_submit = Ångra bytet
email_undone_title = Adressbytet har ångrats
email_undone_body = Vi skickade en länk till din adress. Ange ett nytt lösenord via den. Det gamla lösenordet fungerar inte längre.
email_undo_dead_title = Länken gäller inte längre
email_undo_dead_body = Bytet har redan ångrats eller så har länken gått ut. Om någon annan har bytt din adress, kontakta genast: { $support_contact }
email_undo_taken_body = Adressen finns nu på ett annat konto och kunde inte återställas. Du har loggats ut från alla enheter och det gamla lösenordet fungerar inte längre. Kontakta: { $support_contact }

## Connected services

services_title = Anslutna tjänster
services_intro = De här tjänsterna får dina uppgifter genom det här kontot. Om du avslutar en anslutning får tjänsten inte längre dina uppgifter förrän du loggar in i den på nytt.
services_none = Du har inga anslutna tjänster.
services_first_used = Använd första gången: { $at }
services_last_used = Senast använd: { $at }
services_end = Avsluta anslutningen
services_end_named = Avsluta anslutningen till tjänsten: { $service }

## The data and their download

data_title = Dina uppgifter i tjänsten
account_export_title = Ladda ner dina uppgifter
account_export_body = Du får en fil med alla uppgifter som har sparats om dig i tjänsten.
data_contents = Filen innehåller dina användaruppgifter, inloggningar, anslutna tjänster, villkor som du har godkänt och händelser på kontot. Lösenordet finns inte i filen.
data_readable = Ladda ner en läsbar fil (HTML)
data_machine = Ladda ner en maskinläsbar fil (JSON)
data_file_title = Uppgifter som har sparats i tjänsten
data_file_made = Skapad { $at }
data_file_nothing = Inga uppgifter
data_subject = Unik identifierare
data_username = Användarnamn
data_email_verified = E-postadressen bekräftad
data_kind = Användargrupp
data_created = Kontot skapat
data_updated = Uppgifterna ändrade
data_yes = Ja
data_no = Nej
data_migration = Hämtat från ett tidigare system
data_wrong_passwords = Felaktiga lösenordsförsök i minnet
data_homes = Bostäder
data_legacy_ids = Identifierare i tidigare system
data_sessions = Inloggningar
data_services = Anslutna tjänster
data_acceptances = Godkända dokument
data_events = Händelser
data_newest_events = Händelser, de 10 000 senaste. Äldre får du av oss på begäran.

## Deletion

account_delete_title = Radera användarkontot
account_delete_body = Vi raderar ditt användarkonto och de uppgifter som hör till det. Därefter kan du inte logga in med kontot. Enligt lag ska en del av uppgifterna i e-tjänsterna bevaras.
account_delete_logins = Du loggas genast ut från alla enheter och alla tjänster.
account_delete_wait = Uppgifterna raderas om 14 dagar. Fram till dess kan du ångra raderingen genom att logga in.
account_delete_services = Tjänster som du har använt behåller sina egna uppgifter. Be tjänsterna att radera dem.
account_delete_confirm = Jag förstår att mitt konto raderas om 14 dagar.
account_delete_button = Radera användarkontot
account_delete_error_confirm = Kryssa för rutan om du vill radera ditt konto.
account_delete_planned_title = Ditt användarkonto raderas om 14 dagar
account_delete_planned_body = Du har loggats ut. Om du ångrar dig, logga in inom 14 dagar och avbryt raderingen. Vi skickade ett meddelande om detta till din e-post.
account_keep_title = Ditt användarkonto raderas { $date }
account_keep_body = Du har begärt att ditt konto raderas. Om du vill fortsätta använda det, avbryt raderingen.
account_keep_submit = Avbryt raderingen och fortsätt
