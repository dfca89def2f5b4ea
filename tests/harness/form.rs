//! The forms of a page as a browser would send them.

use scraper::{ElementRef, Html, Selector};

/// A form with everything that can be filled and pressed in it.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub post: bool,
    pub fields: Vec<Field>,
    pub buttons: Vec<Button>,
}

/// One field that is sent with its form.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub value: String,
    pub readonly: bool,
    /// Whether it is sent: boxes only when they are ticked.
    pub sent: bool,
    pub described_by: Option<String>,
    pub invalid: bool,
}

/// One button that sends its form.
#[derive(Clone, Debug)]
pub struct Button {
    pub id: Option<String>,
    pub name: Option<String>,
    pub value: String,
}

impl Form {
    /// All forms of `document`, in order.
    pub fn all(document: &Html) -> Vec<Self> {
        document.select(&selector("form")).map(|form| Self::read(&form)).collect()
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The button whose id is `id`.
    pub fn button(&self, id: &str) -> Option<&Button> {
        self.buttons.iter().find(|button| button.id.as_deref() == Some(id))
    }

    /// The pairs that are sent when `button` is pressed after `values` were
    /// typed.
    ///
    /// # Panics
    /// When a value is for a field that is not there or cannot be changed.
    pub fn pairs(&self, values: &[(String, String)], button: Option<&Button>) -> Vec<(String, String)> {
        for (name, _) in values {
            let field = self.field(name).unwrap_or_else(|| panic!("no field {name} in {:?}", self.names()));
            assert!(!field.readonly && field.kind != "hidden", "{name} cannot be typed into");
        }
        let typed =
            |field: &Field| values.iter().rev().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
        let mut pairs = Vec::new();
        for field in &self.fields {
            match (typed(field), field.kind.as_str()) {
                (Some(value), "checkbox") if value == "on" => pairs.push((field.name.clone(), field.value.clone())),
                (Some(value), "radio") if value == field.value => pairs.push((field.name.clone(), value)),
                (Some(_), "checkbox" | "radio") => {}
                (Some(value), _) => pairs.push((field.name.clone(), value)),
                (None, _) if field.sent => pairs.push((field.name.clone(), field.value.clone())),
                (None, _) => {}
            }
        }
        pairs.extend(button.and_then(|button| Some((button.name.clone()?, button.value.clone()))));
        pairs
    }

    /// The names of all fields.
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|field| field.name.as_str()).collect()
    }

    fn read(form: &ElementRef<'_>) -> Self {
        let attribute = |name| form.value().attr(name);
        Self {
            action: attribute("action").unwrap_or_default().to_owned(),
            post: attribute("method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
            fields: form
                .select(&selector("input[name], select[name], textarea[name]"))
                .filter_map(|field| read_field(&field))
                .collect(),
            buttons: form
                .select(&selector("button, input[type=submit]"))
                .filter_map(|button| read_button(&button))
                .collect(),
        }
    }
}

fn read_field(field: &ElementRef<'_>) -> Option<Field> {
    let element = field.value();
    let kind = if element.name() == "input" { element.attr("type").unwrap_or("text") } else { element.name() };
    let box_like = matches!(kind, "checkbox" | "radio");
    let value = match element.name() {
        "textarea" => field.text().collect(),
        "select" => chosen(field),
        _ => element.attr("value").unwrap_or(if box_like { "on" } else { "" }).to_owned(),
    };
    (kind != "submit" && element.attr("disabled").is_none()).then(|| Field {
        name: element.attr("name").unwrap_or_default().to_owned(),
        kind: kind.to_owned(),
        value,
        readonly: element.attr("readonly").is_some(),
        sent: !box_like || element.attr("checked").is_some(),
        described_by: element.attr("aria-describedby").map(str::to_owned),
        invalid: element.attr("aria-invalid") == Some("true"),
    })
}

fn chosen(select: &ElementRef<'_>) -> String {
    let option =
        select.select(&selector("option[selected]")).next().or_else(|| select.select(&selector("option")).next());
    option.map(|option| option.value().attr("value").unwrap_or_default().to_owned()).unwrap_or_default()
}

fn read_button(button: &ElementRef<'_>) -> Option<Button> {
    let element = button.value();
    matches!(element.attr("type"), None | Some("submit")).then(|| Button {
        id: element.attr("id").map(str::to_owned),
        name: element.attr("name").map(str::to_owned),
        value: element.attr("value").unwrap_or_default().to_owned(),
    })
}

/// A selector that is known to be well-formed.
pub fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a well-formed selector")
}
