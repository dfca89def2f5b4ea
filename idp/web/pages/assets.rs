//! Stylesheet, script and marks, under addresses that change with their content.

use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use oidc::names::Digest;
use rust_embed::RustEmbed;

use super::theme::Theme;
use crate::locales::Organisation;
use crate::web::gzip::compress;

#[derive(RustEmbed)]
#[folder = "idp/web/pages/static"]
struct Static;

/// The colour in mark.svg that gives way to the brand's.
const MARK_COLOR: &str = "#0b4f8a";

/// One file that pages refer to.
pub struct Asset {
    name: &'static str,
    hash: String,
    path: String,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The file.
    pub plain: Bytes,
    gzip: OnceLock<Bytes>,
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, content: String) -> Self {
        let [a, b, c, d, ..] = Digest::of(&content).0;
        let hash = format!("{a:02x}{b:02x}{c:02x}{d:02x}");
        let path = format!("/assets/{hash}/{name}");
        Self { name, hash, path, content_type, plain: content.into(), gzip: OnceLock::new() }
    }

    /// The file compressed with gzip. Nothing in it is secret or anybody's
    /// input, so its length tells nothing.
    pub fn gzip(&self) -> Bytes {
        let best = || compress(&self.plain, Compression::best()).map_or_else(|_| self.plain.clone(), Bytes::from);
        self.gzip.get_or_init(best).clone()
    }
}

/// All files that pages refer to, made once at start.
pub struct Assets {
    files: Vec<Asset>,
}

impl Assets {
    /// The files in the organisation's colours and with its logo.
    pub fn new(organisation: &Organisation) -> Self {
        let theme = Theme::from_brand(&organisation.brand_color);
        if !organisation.brand_color.is_empty() && theme.corrects(&organisation.brand_color) {
            let (given, used) = (organisation.brand_color.as_str(), theme.light.brand);
            tracing::info!(given, %used, "the brand colour was changed so that text on it can be read");
        }
        let style = embedded("app.css") + &theme.css();
        let mark = embedded("mark.svg").replace(MARK_COLOR, &theme.light.brand.to_string());
        let logo = organisation.logo.clone().map(|svg| Asset::new("logo.svg", "image/svg+xml", svg));
        let files = [
            Asset::new("app.css", "text/css; charset=utf-8", style),
            Asset::new("app.js", "text/javascript; charset=utf-8", embedded("app.js")),
            Asset::new("mark.svg", "image/svg+xml", mark),
        ];
        Self { files: files.into_iter().chain(logo).collect() }
    }

    /// The address of `/assets/{hash}/{name}` for use in a page; `None` when
    /// there is no such file.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|file| file.name == name).map(|file| file.path.as_str())
    }

    /// The file `name`, and whether `hash` is its own: then it may be kept for
    /// ever. A page of the release before gets the file of this one.
    pub fn find(&self, hash: &str, name: &str) -> Option<(&Asset, bool)> {
        let file = self.files.iter().find(|file| file.name == name)?;
        Some((file, file.hash == hash))
    }
}

fn embedded(name: &str) -> String {
    let file = Static::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    file.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn assets(brand: &str) -> Assets {
        Assets::new(&Organisation { brand_color: brand.to_owned(), ..Organisation::default() })
    }

    #[test]
    fn an_address_changes_with_the_content() {
        let (blue, red) = (assets("#0b4f8a"), assets("#a01010"));
        assert_ne!(blue.path("app.css"), red.path("app.css"));
        assert_ne!(blue.path("mark.svg"), red.path("mark.svg"));
        assert_eq!(blue.path("app.js"), red.path("app.js"));
    }

    #[test]
    fn every_address_leads_to_its_file() {
        let assets = assets("#0b4f8a");
        for name in ["app.css", "app.js", "mark.svg"] {
            let path = assets.path(name).unwrap();
            let [hash, file] =
                path.strip_prefix("/assets/").unwrap().split('/').collect::<Vec<_>>().try_into().unwrap();
            let (asset, current) = assets.find(hash, file).unwrap();
            assert!(current && !asset.plain.is_empty(), "{name}");
        }
        assert!(assets.find("00000000", "logo.svg").is_none());
    }

    #[test]
    fn a_page_of_the_release_before_is_still_styled() {
        let assets = assets("#0b4f8a");
        assert!(matches!(assets.find("00000000", "app.css"), Some((_, false))));
    }

    #[test]
    fn style_script_and_mark_stay_small() {
        let assets = assets("#0b4f8a");
        let bytes: usize = assets.files.iter().map(|file| file.gzip().len()).sum();
        // The page itself comes on top; 10 KB is the budget of the first view.
        assert!(bytes < 8_000, "{bytes} bytes");
    }
}
