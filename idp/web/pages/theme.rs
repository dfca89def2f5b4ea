//! The brand's colours, derived from the one colour that a deployment gives.
//!
//! The hue is kept; lightness moves in OKLCH until text reaches 7:1 [WCAG 2.2,
//! 1.4.6] on every surface that it stands on, in light and dark. A colour that
//! cannot be read this way is corrected, never refused.

use std::fmt::Write as _;

use super::color::{Color, Oklch};

const WHITE: Color = Color::rgb(0xff, 0xff, 0xff);
/// The surfaces of app.css that links stand on: surface and page.
const LIGHT: [Color; 2] = [WHITE, Color::rgb(0xf2, 0xf5, 0xf8)];
/// Surface, page and raised surface in the dark.
const DARK: [Color; 3] = [Color::rgb(0x18, 0x21, 0x2a), Color::rgb(0x0f, 0x15, 0x1b), Color::rgb(0x20, 0x2b, 0x36)];
const DARK_INK: Color = Color::rgb(0x04, 0x14, 0x1f);
const DARK_FOCUS: Color = Color::rgb(0xff, 0xd7, 0x5e);
const DEFAULT_BRAND: Color = Color::rgb(0x0b, 0x4f, 0x8a);

/// The contrast that text needs.
const NEEDED: f64 = 7.0;
const STEP: f64 = 0.005;

/// The brand's colours on one background.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Fill of the main button and the line above the page.
    pub brand: Color,
    /// The same under the pointer.
    pub brand_hover: Color,
    /// Text on either of them.
    pub on_brand: Color,
    /// Links.
    pub link: Color,
    /// Links under the pointer.
    pub link_hover: Color,
    /// A faint wash behind the card and behind icons.
    pub tint: Color,
    /// The focus ring.
    pub focus: Color,
}

/// The brand's colours in light and dark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// For a light page.
    pub light: Palette,
    /// For a dark page.
    pub dark: Palette,
}

impl Theme {
    /// The colours derived from `brand`, written `#rrggbb`; from a calm blue
    /// when it is not a colour.
    pub fn from_brand(brand: &str) -> Self {
        let hue = Color::parse(brand).unwrap_or(DEFAULT_BRAND).oklch();
        Self { light: light(hue), dark: dark(hue) }
    }

    /// Whether the brand's own colour had to be changed to be readable.
    pub fn corrects(&self, brand: &str) -> bool {
        Color::parse(brand) != Some(self.light.brand)
    }

    /// The colours as CSS custom properties.
    pub fn css(&self) -> String {
        let light = properties(&self.light);
        let dark = properties(&self.dark);
        format!(":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
    }
}

fn light(hue: Oklch) -> Palette {
    let tint = hue.with(0.955, 0.02).color();
    let readable = |color: Color| worst(color, &[LIGHT[0], LIGHT[1], tint]) >= NEEDED;
    let carries_white = |color: Color| color.contrast(WHITE) >= NEEDED;
    let brand = darken(hue, hue.lightness.min(0.62), carries_white);
    let link = darken(hue, hue.lightness.min(0.6), readable);
    Palette {
        brand,
        brand_hover: darken(hue, brand.oklch().lightness - 0.08, carries_white),
        on_brand: WHITE,
        link,
        link_hover: darken(hue, link.oklch().lightness - 0.1, readable),
        tint,
        focus: link,
    }
}

fn dark(hue: Oklch) -> Palette {
    let tint = hue.with(0.265, 0.04).color();
    let readable = |color: Color| worst(color, &DARK) >= NEEDED && color.contrast(tint) >= NEEDED;
    let carries_ink = |color: Color| worst(color, &DARK) >= NEEDED && color.contrast(DARK_INK) >= NEEDED;
    let brand = lighten(hue.with(0.78, 0.12), carries_ink);
    Palette {
        brand,
        brand_hover: Oklch { lightness: (brand.oklch().lightness + 0.08).min(0.95), chroma: 0.06, ..hue }.color(),
        on_brand: DARK_INK,
        link: lighten(hue.with(0.8, 0.11), readable),
        link_hover: Oklch { lightness: 0.93, chroma: 0.05, ..hue }.color(),
        tint,
        focus: DARK_FOCUS,
    }
}

fn worst(color: Color, surfaces: &[Color]) -> f64 {
    surfaces.iter().map(|surface| color.contrast(*surface)).fold(f64::INFINITY, f64::min)
}

/// The lightest colour of this hue, from `start` downwards, that is good enough.
fn darken(hue: Oklch, start: f64, good: impl Fn(Color) -> bool) -> Color {
    let steps = std::iter::successors(Some(start), |lightness| Some(lightness - STEP));
    let mut colors =
        steps.take_while(|lightness| *lightness >= 0.0).map(|lightness| Oklch { lightness, ..hue }.color());
    colors.find(|color| good(*color)).unwrap_or(Color::rgb(0, 0, 0))
}

/// The darkest colour of this hue, from its lightness upwards, that is good enough.
fn lighten(hue: Oklch, good: impl Fn(Color) -> bool) -> Color {
    let steps = std::iter::successors(Some(hue.lightness), |lightness| Some(lightness + STEP));
    let mut colors =
        steps.take_while(|lightness| *lightness <= 1.0).map(|lightness| Oklch { lightness, ..hue }.color());
    colors.find(|color| good(*color)).unwrap_or(WHITE)
}

fn properties(palette: &Palette) -> String {
    let named = [
        ("brand", palette.brand),
        ("brand-hover", palette.brand_hover),
        ("on-brand", palette.on_brand),
        ("link", palette.link),
        ("link-hover", palette.link_hover),
        ("tint", palette.tint),
        ("focus", palette.focus),
    ];
    named.iter().fold(String::new(), |mut css, (name, color)| {
        // Writing to a String cannot fail.
        let _ = write!(css, "--{name}:{color};");
        css
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least_text_contrast(theme: &Theme) -> f64 {
        let (light, dark) = (theme.light, theme.dark);
        let on_light = [LIGHT[0], LIGHT[1], light.tint];
        let on_dark = [DARK[0], DARK[1], DARK[2], dark.tint];
        [
            worst(light.on_brand, &[light.brand, light.brand_hover]),
            worst(light.link, &on_light),
            worst(light.link_hover, &on_light),
            worst(dark.on_brand, &[dark.brand, dark.brand_hover]),
            worst(dark.link, &on_dark),
            worst(dark.link_hover, &on_dark),
            Color::rgb(0x16, 0x21, 0x2c).contrast(light.tint),
            Color::rgb(0xed, 0xf2, 0xf6).contrast(dark.tint),
        ]
        .into_iter()
        .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn every_brand_colour_gives_readable_text() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let brand = Color::rgb(red, green, blue).to_string();
                    let theme = Theme::from_brand(&brand);
                    assert!(least_text_contrast(&theme) >= NEEDED, "{brand} gives {theme:?}");
                    // Focus rings and fills are shapes: 3:1 [WCAG 2.2, 1.4.11].
                    assert!(worst(theme.light.focus, &LIGHT) >= 3.0, "{brand}");
                    assert!(worst(theme.dark.brand, &DARK) >= 3.0, "{brand}");
                }
            }
        }
    }

    #[test]
    fn the_reference_colours_come_out_as_designed() {
        // (brand, button, link, tint, dark button, dark link)
        for (brand, button, link, tint, dark_button, dark_link) in [
            ("#2a6ebb", "#1059a4", "#01509b", "#e7f1fe", "#83bbff", "#8fc1ff"),
            ("#0000bf", "#0000bf", "#0000bf", "#e9f0fe", "#93b7ff", "#9dbdff"),
            ("#ffd500", "#695600", "#5f4e00", "#f4f0e1", "#d0b656", "#d4bd67"),
            ("#f4f4f0", "#585855", "#50504d", "#f0f0ec", "#b8b8b4", "#bebeba"),
            ("#000000", "#000000", "#000000", "#f0f0f0", "#b7b7b7", "#bebebe"),
        ] {
            let theme = Theme::from_brand(brand);
            let got = [theme.light.brand, theme.light.link, theme.light.tint, theme.dark.brand, theme.dark.link];
            assert_eq!(got.map(|color| color.to_string()), [button, link, tint, dark_button, dark_link], "{brand}");
        }
    }

    #[test]
    fn a_readable_brand_colour_stays_and_a_pale_one_is_reported() {
        assert!(!Theme::from_brand("#0a6156").corrects("#0A6156"));
        assert!(Theme::from_brand("#ffd500").corrects("#ffd500"));
    }

    #[test]
    fn what_is_not_a_colour_gives_the_default() {
        let default = Theme::from_brand("#0b4f8a");
        for text in ["", "blue", "#fff", "#12345g", "0b4f8a", "#0b4f8a;}"] {
            assert_eq!(Theme::from_brand(text), default, "{text}");
        }
    }

    #[test]
    fn the_stylesheet_names_every_property_in_light_and_dark() {
        let css = Theme::from_brand("#0b4f8a").css();
        for name in ["brand", "brand-hover", "on-brand", "link", "link-hover", "tint", "focus"] {
            assert_eq!(css.matches(&format!("--{name}:#")).count(), 2, "{name}");
        }
    }
}
