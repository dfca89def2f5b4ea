### The page that a proxy shows while the service is away.

error_maintenance_title = Underhållsavbrott i tjänsten
maintenance_body = Tjänsten är ur bruk en stund. Dina uppgifter är i säkert förvar, och inloggningen fungerar snart igen.
maintenance_again = Vänta en stund och ladda sidan på nytt.
maintenance_help = Behöver du hjälp?
