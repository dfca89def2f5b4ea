### Asking for an address of one's own.

own_address_title = Ange en egen e-postadress
own_address_shared = Meddelandena till ditt konto går till adressen { $address }, som hör till ett annat konto. Andra kan alltså läsa dina meddelanden.
own_address_none = Ditt konto har ingen e-postadress. Utan den kan du inte själv byta ett glömt lösenord.
own_address_effect = Vi skickar en länk till den nya adressen. Med länken bekräftar du adressen. Ditt användarnamn ändras inte.
own_address_yes = Ange en egen adress
own_address_later = Inte nu, fortsätt
