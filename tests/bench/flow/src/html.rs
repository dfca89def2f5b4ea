//! As much HTML as it takes to fill in a login form.

/// Where the first form of a page leads.
pub fn form_action(page: &str) -> Option<String> {
    let tag = page.split("<form").nth(1)?.split('>').next()?;
    attribute(tag, "action")
}

/// Names and values of a page's hidden inputs.
pub fn hidden_inputs(page: &str) -> Vec<(String, String)> {
    let tags = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let hidden = tags.filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
    hidden.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&#38;", "&").replace("&#x3D;", "=").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read() {
        let page = r#"<form method="post" action="/go?a=1&amp;b=2"><input type="hidden" name="flow" value="x"><input type="text" name="username">"#;
        assert_eq!(form_action(page).as_deref(), Some("/go?a=1&b=2"));
        assert_eq!(hidden_inputs(page), [("flow".to_owned(), "x".to_owned())]);
    }
}
