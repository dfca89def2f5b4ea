//! An organisation's documents from Markdown [CommonMark 0.31]. What is HTML in
//! them is shown as the text that it is; links lead only where a link of ours
//! could; pictures give way to their descriptions.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A document as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Its first-level heading, where it begins with one.
    pub title: Option<String>,
    /// All the rest as HTML, headings from the second level on.
    pub html: String,
}

impl Prose {
    /// The document of this Markdown text.
    pub fn of(markdown: &str) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let events: Vec<Event<'_>> = Parser::new_ext(markdown, options).map(as_text).collect();
        let (title, rest) = split_title(&events);
        let mut links = Vec::new();
        let body = rest.iter().cloned().filter_map(|event| allowed(event, &mut links));
        let mut html = String::new();
        html::push_html(&mut html, body);
        Self { title, html }
    }
}

/// HTML as the text that it is.
fn as_text(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

/// The text of the heading that the document begins with, and what follows.
fn split_title<'a, 'e>(events: &'e [Event<'a>]) -> (Option<String>, &'e [Event<'a>]) {
    let begins = matches!(events.first(), Some(Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
    let end = events.iter().position(|event| *event == Event::End(TagEnd::Heading(HeadingLevel::H1)));
    let Some((heading, rest)) = end.filter(|_| begins).and_then(|end| events.split_at_checked(end)) else {
        return (None, events);
    };
    let words = heading.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    (Some(words.collect()), rest.get(1..).unwrap_or_default())
}

/// The event as it may stand in the page. `links` remembers of each open link
/// whether it was let through.
fn allowed<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Start(Tag::Heading { level, classes, .. }) => {
            let level = below_title(level);
            Some(Event::Start(Tag::Heading { level, id: None, classes, attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(below_title(level)))),
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            links.push(is_safe(dest_url));
            links.last().is_some_and(|safe| *safe).then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
        other => Some(other),
    }
}

/// The page itself has the one first-level heading.
fn below_title(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

fn is_safe(destination: &CowStr<'_>) -> bool {
    let lower = destination.to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
        || (lower.starts_with('/') && !lower.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_heading_is_the_title_and_the_others_stand_below_it() {
        let prose = Prose::of("# Ehdot ja *käyttö*\n\nTeksti.\n\n# Toinen\n\n### Kolmas\n");
        assert_eq!(prose.title.as_deref(), Some("Ehdot ja käyttö"));
        assert_eq!(prose.html, "<p>Teksti.</p>\n<h2>Toinen</h2>\n<h3>Kolmas</h3>\n");
        assert_eq!(Prose::of("Teksti.\n\n# Ehdot").title, None);
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        for markdown in ["<script>alert(1)</script>", "Text <b onclick=x>bold</b>", "<div style='x'>\n\n*a*\n\n</div>"]
        {
            let html = Prose::of(markdown).html;
            for tag in ["<script", "<b ", "<div"] {
                assert!(!html.contains(tag), "{html}");
            }
            assert!(html.contains("&lt;"), "{html}");
        }
    }

    #[test]
    fn a_link_leads_only_where_ours_could() {
        for (address, expected) in [
            ("https://example.fi/a?b=1&c=2", true),
            ("mailto:help@example.fi", true),
            ("tel:+35825550100", true),
            ("/privacy", true),
            ("javascript:alert(1)", false),
            ("JavaScript:alert(1)", false),
            ("data:text/html,x", false),
            ("//evil.example", false),
        ] {
            let html = Prose::of(&format!("A [word]({address}) here.")).html;
            assert_eq!(html.contains("<a href="), expected, "{html}");
            assert!(html.contains("word") && html.matches("</a>").count() == usize::from(expected), "{html}");
        }
    }

    #[test]
    fn a_picture_gives_way_to_its_description() {
        let html = Prose::of("![Vaakuna](https://example.fi/x.png)").html;
        assert_eq!(html, "<p>Vaakuna</p>\n");
    }

    #[test]
    fn lists_and_tables_stay_what_they_are() {
        let html = Prose::of("- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n").html;
        assert!(html.contains("<ul>") && html.contains("<table>") && html.contains("<th>x</th>"), "{html}");
    }
}
