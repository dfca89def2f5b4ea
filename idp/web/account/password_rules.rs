//! The password rule in the words of the pages.

use accounts::password::{Class, PasswordProblem, Rules};

use crate::web::pages::password::{self as pages, ClassRule, NewPasswordProblem, PasswordRules};

/// The rule as the page prints it.
pub fn printed_rules(rules: &Rules) -> PasswordRules {
    PasswordRules {
        min_length: rules.min_length(),
        classes: rules
            .classes()
            .iter()
            .map(|class| ClassRule { class: shown_class(*class), pattern: class.pattern() })
            .collect(),
    }
}

/// What is wrong with a password, as the page says it.
pub fn shown_problem(problem: &PasswordProblem) -> NewPasswordProblem {
    match problem {
        PasswordProblem::Required => NewPasswordProblem::Required,
        PasswordProblem::TooShort { min } => NewPasswordProblem::TooShort(*min),
        PasswordProblem::TooLong { max } => NewPasswordProblem::TooLong(*max),
        PasswordProblem::MissingClasses(classes) => {
            NewPasswordProblem::Missing(classes.iter().map(|class| shown_class(*class)).collect())
        }
        PasswordProblem::Common => NewPasswordProblem::Common,
        PasswordProblem::Personal => NewPasswordProblem::Personal,
    }
}

fn shown_class(class: Class) -> pages::Class {
    match class {
        Class::Special => pages::Class::Special,
        Class::Digit => pages::Class::Digit,
        Class::Lower => pages::Class::Lower,
        Class::Upper => pages::Class::Upper,
    }
}
