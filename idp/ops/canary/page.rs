//! The forms of the service's own pages, read as far as the canary fills them.
//! What it reads is what the templates write: lower case, values in double
//! quotes, and no `>` inside of them.

/// A form that a person can type into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The path that it is sent to.
    pub(super) action: String,
    fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    name: String,
    value: String,
    kind: String,
    is_fixed: bool,
}

impl Form {
    /// The first form of the page `html` that has a field called `name` to type
    /// into, or hidden where `name` is that of a hidden one.
    pub(super) fn with(html: &str, name: &str) -> Option<Self> {
        html.split("<form ").skip(1).map(Self::read).find(|form| form.field(name).is_some())
    }

    /// Whether a person can type into the field called `name`.
    pub(super) fn asks_for(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| !field.is_fixed && field.kind != "hidden")
    }

    /// What is sent after each of `typed` was typed into the field of its name.
    /// Boxes stay as they are.
    pub(super) fn filled<'a>(&'a self, typed: &[(&str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let value = |field: &'a Field| {
            let typed = typed.iter().find(|(name, _)| *name == field.name && !field.is_fixed);
            typed.map_or(field.value.as_str(), |(_, value)| value)
        };
        self.fields.iter().filter(|field| field.kind != "checkbox").map(|field| (&*field.name, value(field))).collect()
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The form whose start tag `text` goes on with.
    fn read(text: &str) -> Self {
        let inside = text.split("</form>").next().unwrap_or_default();
        let fields = inside.split("<input ").skip(1).map(tag).map(|tag| Field {
            name: attribute(tag, "name").unwrap_or_default(),
            value: attribute(tag, "value").unwrap_or_default(),
            kind: attribute(tag, "type").unwrap_or_default(),
            is_fixed: tag.split(' ').any(|word| word == "readonly"),
        });
        Self { action: attribute(tag(inside), "action").unwrap_or_default(), fields: fields.collect() }
    }
}

/// The reference on a page that leads no further, if it looks like one.
pub(super) fn reference(html: &str) -> Option<String> {
    let (_, after) = html.split_once("id=\"reference\">")?;
    let (reference, _) = after.split_once('<')?;
    let is_one = reference.len() <= 16 && reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_one.then(|| reference.to_owned())
}

/// The rest of a tag, whose beginning was taken off.
fn tag(text: &str) -> &str {
    text.split('>').next().unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = format!(" {tag}").split_once(&format!(" {name}=\"")).map(|(a, b)| (a.len(), b.to_owned()))?;
    after.split_once('"').map(|(value, _)| plain(value))
}

/// `value` without the references that templates write for five characters.
fn plain(value: &str) -> String {
    const WRITTEN: [(&str, &str); 5] =
        [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    WRITTEN.iter().fold(value.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/language"><input type="hidden" name="to" value="/login"></form>
<form method="post" action="/login/password" novalidate class="spaced">
<input type="hidden" name="flow" value="a-_&#38;#34;b"><input class="vh" id="username" type="text" name="username" value="o&#39;neil" readonly tabindex="-1">
<input class="input" id="password" name="password" type="password" required><input type="checkbox" id="remember_me" name="remember_me" value="true">
<button id="sign_in" type="submit">Kirjaudu</button></form><dd class="mono" id="reference">8F3K-2QWD</dd>"#;

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let form = Form::with(PAGE, "password");
        assert_eq!(form.as_ref().map(|form| form.action.as_str()), Some("/login/password"));
        let form = form.unwrap_or_else(|| Form { action: String::new(), fields: Vec::new() });
        let sent = form.filled(&[("username", "canary"), ("password", "p w")]);
        assert_eq!(sent, [("flow", "a-_&#34;b"), ("username", "o'neil"), ("password", "p w")]);
        for (name, asked) in [("password", true), ("username", false), ("flow", false), ("nothing", false)] {
            assert_eq!(form.asks_for(name), asked, "{name}");
        }
    }

    #[test]
    fn a_page_without_the_field_has_no_such_form() {
        for html in ["", "<form ", "<form action=\"/x\">", "<input name=\"password\">"] {
            assert_eq!(Form::with(html, "password"), None, "{html}");
        }
    }

    #[test]
    fn a_reference_is_told_and_nothing_that_only_stands_in_its_place() {
        assert_eq!(reference(PAGE).as_deref(), Some("8F3K-2QWD"));
        for odd in ["", "id=\"reference\">8F3K", "id=\"reference\">a b<", "id=\"reference\">0123456789abcdefg<"] {
            assert_eq!(reference(odd), None, "{odd}");
        }
    }
}
