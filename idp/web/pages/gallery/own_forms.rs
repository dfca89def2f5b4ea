//! The forms of the own account, in every state.

use accounts::Locale;
use accounts::details::{Detail, DetailFault, DetailProblem};

use super::super::own::{
    ChangeEmail, ChangePassword, ChangeProblem, DeleteAccount, DeleteProblem, DetailsForm, EmailProblem, LanguageForm,
    ProofProblem,
};
use super::super::password::{NewPasswordProblem, PasswordRules};
use super::every::each;
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, flow};

fn problem(detail: Detail, fault: DetailFault) -> DetailProblem {
    DetailProblem { detail, fault }
}

impl Pages<'_> {
    pub(super) fn own_forms(&self) -> Views {
        let mut views = self.details();
        views.extend(self.own_password());
        views.extend(self.own_email());
        views.extend(self.own_delete());
        views
    }

    fn details(&self) -> Views {
        use DetailFault::{Malformed, Missing, TooLong};
        let name = |given: &str, family: &str, refused| {
            DetailsForm::name(self.signed_in(), given, family).with(refused, flow())
        };
        let phone = |number: &str, refused| DetailsForm::phone(self.signed_in(), number).with(refused, flow());
        let address = |code: &str, refused| {
            DetailsForm::address(self.signed_in(), "Rantatie 3 B 12", code, "Kaskenranta")
                .suggesting_town(true)
                .with(refused, flow())
        };
        let missing = vec![problem(Detail::GivenName, Missing), problem(Detail::FamilyName, Missing)];
        let strange = vec![problem(Detail::GivenName, Malformed), problem(Detail::FamilyName, TooLong)];
        let language = |is_refused| {
            Box::new(LanguageForm { frame: self.signed_in(), chosen: Locale::Sv, is_refused, hidden: flow() })
        };
        vec![
            ("own-name", Box::new(name("Erkki", "Esimerkki", vec![]))),
            ("own-name-empty", Box::new(name("", "", missing))),
            ("own-name-strange", Box::new(name("Erkki", "محمد", strange))),
            ("own-phone", Box::new(phone("+358401234567", vec![]))),
            ("own-phone-malformed", Box::new(phone("12", vec![problem(Detail::Phone, Malformed)]))),
            ("own-address", Box::new(address("28100", vec![]))),
            ("own-address-malformed", Box::new(address("2810", vec![problem(Detail::PostalCode, Malformed)]))),
            ("own-language", language(false)),
            ("own-language-empty", language(true)),
        ]
    }

    fn own_password(&self) -> Views {
        let page = |refused| ChangePassword {
            frame: self.signed_in(),
            username: ADDRESS.to_owned(),
            rules: PasswordRules { min_length: 12, classes: Vec::new() },
            refused,
            hidden: flow(),
        };
        let missing =
            vec![ChangeProblem::Current(ProofProblem::Missing), ChangeProblem::New(NewPasswordProblem::Required)];
        let mut views: Views =
            vec![("own-password", Box::new(page(vec![]))), ("own-password-nothing", Box::new(page(missing)))];
        views.extend(each("own-password", |problem| page(vec![problem])));
        views.extend(each("own-password", |proof| page(vec![ChangeProblem::Current(proof)])));
        views
    }

    fn own_email(&self) -> Views {
        let page = |username: &str, refused: &[EmailProblem]| ChangeEmail {
            frame: self.signed_in(),
            current: ADDRESS.to_owned(),
            username: username.to_owned(),
            username_is_fixed: username != ADDRESS,
            email: if refused.is_empty() { String::new() } else { LONG_ADDRESS.to_owned() },
            email_confirm: String::new(),
            refused: refused.to_vec(),
            hidden: flow(),
        };
        let first = ChangeEmail { current: String::new(), ..page("minna", &[]) };
        let mut views: Views = vec![
            ("own-email", Box::new(page(ADDRESS, &[]))),
            ("own-email-username", Box::new(page("minna", &[]))),
            ("own-email-first", Box::new(first)),
        ];
        views.extend(each("own-email", |problem| page(ADDRESS, &[problem])));
        views.extend(each("own-email", |problem| page(ADDRESS, &[EmailProblem::Address(problem)])));
        views
    }

    fn own_delete(&self) -> Views {
        let page = |is_ticked, refused| DeleteAccount {
            frame: self.signed_in(),
            username: ADDRESS.to_owned(),
            is_ticked,
            refused,
            hidden: flow(),
        };
        let missing = vec![DeleteProblem::Password(ProofProblem::Missing), DeleteProblem::Unconfirmed];
        let mut views: Views =
            vec![("own-delete", Box::new(page(false, vec![]))), ("own-delete-empty", Box::new(page(false, missing)))];
        views.extend(each("own-delete", |problem| page(problem != DeleteProblem::Unconfirmed, vec![problem])));
        views
    }
}
