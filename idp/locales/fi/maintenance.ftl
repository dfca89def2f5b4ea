### The page that a proxy shows while the service is away.

error_maintenance_title = Palvelussa on huoltokatko
maintenance_body = Palvelu on hetken pois käytöstä. Tietosi ovat tallessa, ja kirjautuminen toimii taas pian.
maintenance_again = Odota hetki ja lataa sivu uudelleen.
maintenance_help = Tarvitsetko apua?
