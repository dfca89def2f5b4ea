//! The texts of pages and mails in every language.
//!
//! `{fi,sv,en}/*.ftl` hold them in Fluent, embedded into the program. Whole
//! sentences stand under one key: words are never glued together in code.

pub mod documents;
pub mod moment;
pub mod organisation;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::OnceLock;

use accounts::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue as Value;
pub use organisation::Organisation;

#[derive(RustEmbed)]
#[folder = "idp/locales/fi"]
struct Finnish;

#[derive(RustEmbed)]
#[folder = "idp/locales/sv"]
struct Swedish;

#[derive(RustEmbed)]
#[folder = "idp/locales/en"]
struct English;

type Bundle = FluentBundle<FluentResource>;

/// What stands around a key that no file has. Tests look for it in every page.
const MISSING: [&str; 2] = ["⟦", "⟧"];

/// The texts of all languages; a language is parsed when it is first used.
#[derive(Default)]
pub struct Texts {
    bundles: [OnceLock<Bundle>; Locale::ALL.len()],
}

impl Texts {
    /// The text under `key` with its variables filled in.
    ///
    /// A key that no file has gives the key in double brackets; the tests fail
    /// on it.
    pub fn get(&self, locale: Locale, key: &str, args: &[(&'static str, Value<'_>)]) -> String {
        #[cfg(test)]
        tests::note(key);
        let bundle = self.bundle(locale);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, locale = locale.tag(), "a text is missing");
            return MISSING.join(key);
        };
        let args = (!args.is_empty()).then(|| args.iter().cloned().collect::<FluentArgs<'_>>());
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args.as_ref(), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, locale = locale.tag(), "a text lacks a variable");
        }
        text
    }

    fn bundle(&self, locale: Locale) -> &Bundle {
        let [finnish, swedish, english] = &self.bundles;
        match locale {
            Locale::Fi => finnish.get_or_init(|| load::<Finnish>(locale)),
            Locale::Sv => swedish.get_or_init(|| load::<Swedish>(locale)),
            Locale::En => english.get_or_init(|| load::<English>(locale)),
        }
    }
}

fn load<Files: RustEmbed>(locale: Locale) -> Bundle {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would end up in addresses that people copy from mails.
    bundle.set_use_isolating(false);
    for name in Files::iter() {
        let source = Files::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        // A broken message is left out here and fails the tests by name.
        let resource = FluentResource::try_new(source.unwrap_or_default());
        bundle.add_resource_overriding(resource.unwrap_or_else(|(usable, _)| usable));
    }
    bundle
}
