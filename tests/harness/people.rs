//! The imaginary people that every test database knows from the old system.

/// Somebody whose row is in `LEGACY_USERS`.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they type into the username field.
    pub username: &'static str,
    /// Where their mails go.
    pub email: &'static str,
    /// Their id in the old system `lupa`.
    pub legacy_id: &'static str,
    /// The password that they choose here.
    pub password: &'static str,
}

/// An ordinary citizen.
pub const ERKKI: Person = Person {
    username: "erkki.esimerkki@example.com",
    email: "erkki.esimerkki@example.com",
    legacy_id: "L-1001",
    password: "Kesäranta-7-kuusta",
};
/// Another ordinary citizen.
pub const AINO: Person = Person {
    username: "aino.aalto@example.com",
    email: "aino.aalto@example.com",
    legacy_id: "L-1002",
    password: "Syysmyrsky-9-mäntyä",
};
/// A citizen whose language is Swedish.
pub const SIIRI: Person = Person {
    username: "siiri.strand@example.com",
    email: "siiri.strand@example.com",
    legacy_id: "L-1003",
    password: "Skärgård-5-båtar",
};
/// A tenant with a username that never changes, and an address.
pub const MINNA: Person =
    Person { username: "minna", email: "minna.malli@example.com", legacy_id: "L-1004", password: "Pihakeinu-3-lasta" };
/// An official with a username of the city's own form.
pub const OSKARI: Person = Person {
    username: "oskari.virkailija",
    email: "oskari@kaskenranta.example.fi",
    legacy_id: "L-1005",
    password: "Kaupungintalo-8-ovea",
};
/// Somebody whose account the old system had closed.
pub const PEKKA: Person = Person {
    username: "pekka.poistettu@example.com",
    email: "pekka.poistettu@example.com",
    legacy_id: "L-1006",
    password: "Ei-koskaan-4-täällä",
};

/// Their rows as the old system exports them.
pub const LEGACY_USERS: &str = "\
external_id;source_system;username;email;email_verified;given_name;family_name;phone;street;postal_code;city;locale;user_type;enabled
L-1001;lupa;;erkki.esimerkki@example.com;true;Erkki;Esimerkki;+358401234567;Rantatie 3 B 12;28100;Kaskenranta;fi;citizen;true
L-1002;lupa;;aino.aalto@example.com;true;Aino;Aalto;;;;;fi;citizen;true
L-1003;lupa;;siiri.strand@example.com;true;Siiri;Strand;;;;;sv;citizen;true
L-1004;lupa;minna;minna.malli@example.com;true;Minna;Malli;;;;;fi;tenant;true
L-1005;lupa;oskari.virkailija;oskari@kaskenranta.example.fi;true;Oskari;Virkailija;;;;;fi;official;true
L-1006;lupa;;pekka.poistettu@example.com;true;Pekka;Poistettu;;;;;fi;citizen;false
";
