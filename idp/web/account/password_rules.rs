//! The password rule in the words of the pages.

use accounts::Account;
use accounts::password::{Class, PasswordProblem, Rules};

use crate::web::app::App;
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

/// Everything that is wrong with a new password of `account`'s owner, typed
/// twice.
pub fn faults_of(app: &App, account: &Account, password: &str, confirm: &str) -> Vec<NewPasswordProblem> {
    let words = app.ctx.words_of(account);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut faults: Vec<_> = Rules::of(&app.ctx.accounts).check(password, &words).iter().map(shown_problem).collect();
    if confirm.is_empty() {
        faults.push(NewPasswordProblem::ConfirmRequired);
    } else if password != confirm {
        faults.push(NewPasswordProblem::Mismatch);
    }
    faults
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
