//! What the association says, in three languages.

use crate::demo::kit::{FrontTexts, Language, SiteTexts};

/// The words of the pages in one language.
pub struct Texts {
    pub told: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub privacy: &'static str,
    pub privacy_text: &'static str,
    pub imaginary: &'static str,
    frame: SiteTexts,
}

impl Texts {
    /// The words in `language`.
    pub fn in_language(language: Language) -> &'static Self {
        language.choose(&FINNISH, &SWEDISH, &ENGLISH)
    }

    /// The words of the frame in `language`.
    pub fn frame(language: Language) -> &'static SiteTexts {
        &Self::in_language(language).frame
    }
}

const FINNISH_FRAME: SiteTexts = SiteTexts {
    organisation: "Naapuriapu ry",
    service: "Naapuriapu",
    help_hours: "Päivystys tiistaisin klo 16–18",
    help_tel: "+35825550199",
    help_phone: "02 555 0199",
    help_email: "apu@naapuriapu.example",
    menu: &[],
    front: FrontTexts {
        lead: "Tuomme yhteen ne, jotka auttavat, ja ne, jotka tarvitsevat apua.",
        sign_in_hint: "Kaupungin kirjautumispalvelu kysyy sinulta luvan, ennen kuin se antaa meille tietojasi.",
        own: "Omat tiedot",
        none: "Meillä ei ole tietojasi.",
    },
};

static FINNISH: Texts = Texts {
    told: "Palvelulle annetut tiedot",
    name: "Nimi",
    email: "Sähköpostiosoite",
    phone: "Puhelin",
    privacy: "Tietosuojaseloste",
    privacy_text: "Käytämme nimeäsi ja yhteystietojasi vapaaehtoisten ja apua tarvitsevien yhdistämiseen. \
                   Voit perua luvan kirjautumispalvelun omissa tiedoissasi.",
    imaginary: "Yhdistys on keksitty.",
    frame: FINNISH_FRAME,
};

static SWEDISH: Texts = Texts {
    told: "Uppgifter som tjänsten har fått",
    name: "Namn",
    email: "E-postadress",
    phone: "Telefon",
    privacy: "Dataskyddsbeskrivning",
    privacy_text: "Vi använder ditt namn och dina kontaktuppgifter för att föra samman frivilliga och dem som \
                   behöver hjälp. Du kan återkalla tillståndet under Mina uppgifter i inloggningstjänsten.",
    imaginary: "Föreningen är påhittad.",
    frame: SiteTexts {
        organisation: "Grannhjälpen rf",
        service: "Grannhjälpen",
        help_hours: "Jour tisdagar kl. 16–18",
        front: FrontTexts {
            lead: "Vi för samman dem som hjälper och dem som behöver hjälp.",
            sign_in_hint: "Stadens inloggningstjänst ber om ditt tillstånd innan den ger oss dina uppgifter.",
            own: "Mina uppgifter",
            none: "Vi har inga uppgifter om dig.",
        },
        ..FINNISH_FRAME
    },
};

static ENGLISH: Texts = Texts {
    told: "What the service was told",
    name: "Name",
    email: "Email address",
    phone: "Phone",
    privacy: "Privacy notice",
    privacy_text: "We use your name and contact details to bring volunteers and people who need help together. \
                   You can withdraw the permission in My details of the login service.",
    imaginary: "The association is made up.",
    frame: SiteTexts {
        organisation: "Neighbour Help",
        service: "Neighbour Help",
        help_hours: "On call on Tuesdays 16–18",
        front: FrontTexts {
            lead: "We bring those who help and those who need help together.",
            sign_in_hint: "The city's login service asks for your permission before it gives us your data.",
            own: "Your details",
            none: "We have no details of yours.",
        },
        ..FINNISH_FRAME
    },
};
