### The documents that the footer leads to: long pages, and those that the service writes itself.

common_cookies = Kakor
document_updated = Uppdaterat { $date }
document_other_language = Den här sidan finns inte på svenska.

accessibility_title = Tillgänglighetsutlåtande
accessibility_intro = Det här tillgänglighetsutlåtandet gäller tjänsten { $service_name }. { $org_name } ansvarar för tjänsten.
accessibility_law = Tjänsten omfattas av lagen om tillhandahållande av digitala tjänster (306/2019).
accessibility_status_title = Tjänstens tillgänglighet
accessibility_status_partial = Tjänsten uppfyller tillgänglighetskraven (WCAG 2.1, nivå AA) delvis. Bristerna beskrivs nedan.
accessibility_issues_title = Brister i tillgängligheten
accessibility_issue_tested = Tjänsten har ännu inte testats med personer som använder hjälpmedelsteknik. Därför kan det finnas brister med skärmläsare som vi inte känner till.
accessibility_issue_documents = Kommunernas egna dokument som tjänsten länkar till omfattas inte av det här utlåtandet.
accessibility_method = Bedömningsmetod: { $method }
accessibility_method_how = automatiska kontroller av varje sida (WCAG 2.2, nivåerna A och AA samt kontraster på nivå AAA), användning med enbart tangentbord och på en 320 bildpunkter bred skärm
accessibility_feedback_title = Upptäckte du en brist i tillgängligheten?
accessibility_feedback_body = Berätta för oss om du märker en brist. Vi svarar inom 14 dagar. Ge respons: { $accessibility_contact }
accessibility_authority_title = Tillsynsmyndighet
accessibility_authority_body = Transport- och kommunikationsverket Traficom övervakar att tillgänglighetskraven följs. Om du inte får svar av oss inom två veckor eller inte är nöjd med svaret kan du anmäla saken till Traficom. På Traficoms webbplats finns anvisningar om hur anmälan görs och behandlas.
accessibility_authority_contact =
    Transport- och kommunikationsverket Traficom
    Enheten för tillsyn över digital tillgänglighet
    www.tillganglighetskrav.fi
    saavutettavuus@traficom.fi
    Telefonväxel 029 534 5000
accessibility_prepared = Utlåtandet har upprättats { $date }.

cookies_title = Kakor
cookies_notice = Vi använder bara nödvändiga kakor. Inloggningen fungerar inte utan dem, och därför ber vi inte om samtycke.
cookies_table_duration = Giltighetstid
cookies_purpose_browser = Skyddar formulären mot missbruk: binder inloggningens sidor till samma webbläsare.
cookies_purpose_session = Håller dig inloggad.
cookies_purpose_remember = Minns din inloggning på den här enheten om du har valt det.
cookies_purpose_device = Känner igen din webbläsare, så att du kan logga in även om någon annan har låst ditt konto.
cookies_purpose_language = Kommer ihåg det språk som du har valt.
cookies_until_closed = Tills du stänger webbläsaren
cookies_device_duration = Tills du stänger webbläsaren; om du valde att bli ihågkommen, högst { $days } dagar
cookies_days = { $days } dagar
