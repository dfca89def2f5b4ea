### Asking for an address of one's own.

own_address_title = Anna oma sähköpostiosoite
own_address_shared = Tunnuksesi viestit menevät osoitteeseen { $address }, joka on toisen käyttäjätunnuksen osoite. Muut voivat siis lukea viestisi.
own_address_none = Tunnuksellasi ei ole sähköpostiosoitetta. Ilman sitä et voi itse vaihtaa unohtunutta salasanaa.
own_address_effect = Lähetämme uuteen osoitteeseen linkin, jolla vahvistat sen. Käyttäjätunnuksesi ei vaihdu.
own_address_yes = Anna oma osoite
own_address_later = Ei nyt, jatka
