//! What forms have in common.

/// A hidden field that a form sends back as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The field's name.
    pub name: &'static str,
    /// What it sends.
    pub value: String,
}

impl Hidden {
    /// The field `name` with this value.
    pub fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }
}

/// What is wrong with one field, in the person's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The id of the field.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

impl Problem {
    /// Everything that is wrong with `field`, if anything.
    pub(super) fn of(problems: &[Self], field: &str) -> Option<String> {
        let texts = problems.iter().filter(|problem| problem.field == field).map(|problem| problem.text.as_str());
        Some(texts.collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    }
}
