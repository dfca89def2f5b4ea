### The documents that the footer leads to: long pages, and those that the service writes itself.

common_cookies = Evästeet
document_updated = Päivitetty { $date }
document_other_language = Tätä sivua ei ole suomeksi.

accessibility_title = Saavutettavuusseloste
accessibility_intro = Tämä saavutettavuusseloste koskee palvelua { $service_name }. Palvelusta vastaa { $org_name }.
accessibility_law = Palvelua koskee laki digitaalisten palvelujen tarjoamisesta (306/2019).
accessibility_status_title = Palvelun saavutettavuus
accessibility_status_partial = Palvelu täyttää saavutettavuusvaatimukset (WCAG 2.1, taso AA) osittain. Puutteet on kuvattu alla.
accessibility_issues_title = Puutteet saavutettavuudessa
accessibility_issue_tested = Palvelua ei ole vielä testattu avustavien teknologioiden käyttäjien kanssa, joten ruudunlukuohjelmilla voi olla puutteita, joita emme tunne.
accessibility_issue_documents = Kuntien omat asiakirjat, joihin palvelusta on linkki, eivät kuulu tähän selosteeseen.
accessibility_method = Arviointitapa: { $method }
accessibility_method_how = automaattiset tarkistukset jokaiselle sivulle (WCAG 2.2, tasot A ja AA, sekä AAA-tason kontrastit), käyttö pelkällä näppäimistöllä ja 320 kuvapisteen levyisellä näytöllä
accessibility_feedback_title = Huomasitko puutteen saavutettavuudessa?
accessibility_feedback_body = Kerro meille, jos huomaat puutteen. Vastaamme 14 päivän kuluessa. Anna palautetta: { $accessibility_contact }
accessibility_authority_title = Valvontaviranomainen
accessibility_authority_body = Saavutettavuusvaatimusten noudattamista valvoo Liikenne- ja viestintävirasto Traficom. Jos et saa meiltä vastausta kahdessa viikossa tai vastaus ei riitä sinulle, voit ilmoittaa asiasta Traficomille. Traficom neuvoo sivuillaan, miten ilmoitus tehdään ja käsitellään.
accessibility_authority_contact =
    Liikenne- ja viestintävirasto Traficom
    Digitaalisen esteettömyyden ja saavutettavuuden valvontayksikkö
    www.saavutettavuusvaatimukset.fi
    saavutettavuus@traficom.fi
    Puhelinvaihde 029 534 5000
accessibility_prepared = Seloste on laadittu { $date }.

cookies_title = Evästeet
cookies_notice = Käytämme vain välttämättömiä evästeitä. Kirjautuminen ei toimi ilman niitä, joten emme pyydä niihin suostumusta.
cookies_table_duration = Voimassaolo
cookies_purpose_browser = Suojaa lomakkeita väärinkäytöltä: yhdistää kirjautumisen sivut samaan selaimeen.
cookies_purpose_session = Pitää sinut kirjautuneena.
cookies_purpose_remember = Muistaa kirjautumisesi tällä laitteella, jos olet valinnut sen.
cookies_purpose_device = Tuntee selaimesi, jotta pääset kirjautumaan, vaikka joku muu olisi lukinnut tunnuksesi.
cookies_purpose_language = Muistaa valitsemasi kielen.
cookies_until_closed = Kunnes suljet selaimen
cookies_device_duration = Kunnes suljet selaimen; jos valitsit muistamisen, enintään { $days } päivää
cookies_days = { $days } päivää
