//! Name, telephone number, postal address, language.

use accounts::Locale;
use accounts::details::{Detail, DetailFault, DetailProblem, MAX_CHARS};
use askama::Template;

use super::super::form::{Hidden, Problem};
use super::super::frame::{Frame, name_key};

/// Why a form of details comes back.
pub type DetailsProblem = DetailProblem;

/// One field of a form of details.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Input {
    detail: Detail,
    value: String,
}

/// `/account/name`, `/account/phone` and `/account/address`.
#[derive(Template)]
#[template(path = "own_details.html")]
pub struct DetailsForm {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    heading: &'static str,
    hint: Option<&'static str>,
    action: &'static str,
    inputs: Vec<Input>,
    suggests_town: bool,
    /// Why the page comes back.
    pub refused: Vec<DetailsProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl DetailsForm {
    /// The form of the name.
    pub fn name(frame: Frame, given: &str, family: &str) -> Self {
        let inputs = vec![Input::of(Detail::GivenName, given), Input::of(Detail::FamilyName, family)];
        Self::of(frame, "account_name_title", "/account/name", inputs)
    }

    /// The form of the telephone number.
    pub fn phone(frame: Frame, number: &str) -> Self {
        let inputs = vec![Input::of(Detail::Phone, number)];
        let hint = Some("account_phone_hint");
        Self { hint, ..Self::of(frame, "account_phone_title", "/account/phone", inputs) }
    }

    /// The form of the postal address.
    pub fn address(frame: Frame, street: &str, postal_code: &str, city: &str) -> Self {
        let inputs = [(Detail::Street, street), (Detail::PostalCode, postal_code), (Detail::City, city)];
        let inputs = inputs.map(|(detail, value)| Input::of(detail, value)).to_vec();
        Self::of(frame, "account_address_title", "/account/address", inputs)
    }

    /// The same form, which fills an empty town in from the postal code, if
    /// `suggests_town`.
    #[must_use]
    pub fn suggesting_town(self, suggests_town: bool) -> Self {
        Self { suggests_town, ..self }
    }

    /// The same form as it comes back, with what it sends besides.
    #[must_use]
    pub fn with(self, refused: Vec<DetailsProblem>, hidden: Vec<Hidden>) -> Self {
        Self { refused, hidden, ..self }
    }

    fn of(frame: Frame, heading: &'static str, action: &'static str, inputs: Vec<Input>) -> Self {
        let (suggests_town, refused, hidden) = (false, Vec::new(), Vec::new());
        Self { frame, heading, hint: None, action, inputs, suggests_town, refused, hidden }
    }

    fn needs_all(&self) -> bool {
        self.inputs.iter().all(Input::is_required)
    }

    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| self.problem(*refused)).collect()
    }

    fn problem(&self, DetailProblem { detail, fault }: DetailsProblem) -> Problem {
        let frame = &self.frame;
        let text = match (fault, detail) {
            (DetailFault::TooLong, _) => frame.with("account_error_too_long", "max_length", MAX_CHARS),
            (DetailFault::Missing, Detail::GivenName) => frame.t("account_error_first_name"),
            (DetailFault::Missing, _) => frame.t("account_error_last_name"),
            (DetailFault::Malformed, Detail::Phone) => frame.t("account_error_phone"),
            (DetailFault::Malformed, Detail::PostalCode) => frame.t("account_error_postal_code"),
            (DetailFault::Malformed, _) => frame.t("account_error_characters"),
        };
        Problem { field: name_of(detail), text }
    }
}

impl Input {
    fn of(detail: Detail, value: &str) -> Self {
        Self { detail, value: value.to_owned() }
    }

    fn name(&self) -> &'static str {
        name_of(self.detail)
    }

    fn label(&self) -> &'static str {
        match self.detail {
            Detail::GivenName => "account_first_name_label",
            Detail::FamilyName => "account_last_name_label",
            Detail::Phone => "account_mobile_label",
            Detail::Street => "account_street_label",
            Detail::PostalCode => "account_postal_code_label",
            Detail::City => "account_city_label",
        }
    }

    fn kind(&self) -> &'static str {
        if self.detail == Detail::Phone { "tel" } else { "text" }
    }

    fn autocomplete(&self) -> &'static str {
        match self.detail {
            Detail::GivenName => "given-name",
            Detail::FamilyName => "family-name",
            Detail::Phone => "tel",
            Detail::Street => "street-address",
            Detail::PostalCode => "postal-code",
            Detail::City => "address-level2",
        }
    }

    fn is_required(&self) -> bool {
        matches!(self.detail, Detail::GivenName | Detail::FamilyName)
    }
}

fn name_of(detail: Detail) -> &'static str {
    match detail {
        Detail::GivenName => "first_name",
        Detail::FamilyName => "last_name",
        Detail::Phone => "phone",
        Detail::Street => "street",
        Detail::PostalCode => "postcode",
        Detail::City => "city",
    }
}

/// `/account/language`: the language of pages and mails.
#[derive(Template)]
#[template(path = "own_language.html")]
pub struct LanguageForm {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// The language that is ticked.
    pub chosen: Locale,
    /// Whether none was chosen.
    pub is_refused: bool,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl LanguageForm {
    fn problems(&self) -> Vec<Problem> {
        let problem = || Problem { field: "language_fi", text: self.frame.t("account_error_language") };
        self.is_refused.then(problem).into_iter().collect()
    }

    fn choices(&self) -> [(&'static str, &'static str); 3] {
        Locale::ALL.map(|locale| (locale.tag(), name_key(locale)))
    }
}
