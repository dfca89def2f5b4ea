//! Colours: sRGB in hexadecimal, OKLCH for changing them, and contrast.
//!
//! OKLCH keeps the hue steady while lightness moves [Björn Ottosson, "A
//! perceptual color space for image processing"].

use std::fmt;

/// A colour of the sRGB space; `Display` writes `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// The same as lightness (0–1), chroma (0–about 0.4) and hue (radians).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// 0 is black, 1 is white.
    pub lightness: f64,
    /// 0 is grey.
    pub chroma: f64,
    /// The angle on the colour wheel.
    pub hue: f64,
}

impl Color {
    /// The colour with these components.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// The colour written `#rrggbb`; `None` when the text is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = |digits: &&str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = text.strip_prefix('#').filter(hexadecimal)?;
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self { red, green, blue })
    }

    /// The contrast ratio between two colours, 1 to 21 [WCAG 2.2, 1.4.6].
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour in OKLCH.
    pub fn oklch(self) -> Oklch {
        let [red, green, blue] = self.linear();
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
        let lightness = 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|component| {
            let value = f64::from(component) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn from_linear(components: [f64; 3]) -> Self {
        let [red, green, blue] = components.map(|value| {
            let value = value.max(0.0);
            let encoded = if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            (encoded.clamp(0.0, 1.0) * 255.0).round() as u8
        });
        Self { red, green, blue }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Oklch {
    /// This hue at another lightness, with at most this chroma.
    pub fn with(self, lightness: f64, most_chroma: f64) -> Self {
        Self { lightness, chroma: self.chroma.min(most_chroma), hue: self.hue }
    }

    /// The nearest colour of sRGB: chroma gives way, lightness and hue stay.
    pub fn color(self) -> Color {
        if in_gamut(self.linear(self.chroma)) {
            return Color::from_linear(self.linear(self.chroma));
        }
        let (mut inside, mut outside) = (0.0, self.chroma);
        for _ in 0..14 {
            let middle = (inside + outside) / 2.0;
            if in_gamut(self.linear(middle)) { inside = middle } else { outside = middle }
        }
        Color::from_linear(self.linear(inside))
    }

    fn linear(self, chroma: f64) -> [f64; 3] {
        let (a, b) = (chroma * self.hue.cos(), chroma * self.hue.sin());
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
        ]
    }
}

fn in_gamut(components: [f64; 3]) -> bool {
    components.into_iter().all(|value| (-1e-4..=1.0001).contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_guidelines_define() {
        let (black, white) = (Color::rgb(0, 0, 0), Color::rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        let grey = Color::rgb(0x76, 0x76, 0x76);
        assert!((grey.contrast(white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_survives_the_way_through_oklch() {
        for text in ["#0b4f8a", "#ffd500", "#000000", "#ffffff", "#e3000f", "#7f7f7f"] {
            assert_eq!(Color::parse(text).map(|color| color.oklch().color().to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        for text in ["", "#", "#12345", "#1234567", "#12345g", "#+12345", "123456", "#äää"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
