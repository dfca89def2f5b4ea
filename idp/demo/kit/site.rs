//! What makes a site this site: its name, its colours, its menu.

use super::language::Language;

/// The fixed part of a site.
pub struct Site {
    /// Its short name, which its cookies begin with.
    pub key: &'static str,
    /// What it wants to know of people besides who they are.
    pub scopes: &'static [&'static str],
    /// CSS that sets its colours.
    pub colours: &'static str,
    /// Its words of the frame.
    pub texts: fn(Language) -> &'static SiteTexts,
}

/// A site's own words of the frame, in one language.
pub struct SiteTexts {
    /// Who runs the site.
    pub organisation: &'static str,
    /// What the site is called.
    pub service: &'static str,
    /// When its customer service answers.
    pub help_hours: &'static str,
    /// The number to call, as a `tel:` link has it.
    pub help_tel: &'static str,
    /// The number to call, as people read it.
    pub help_phone: &'static str,
    /// The address to write to.
    pub help_email: &'static str,
    /// The pages of the menu: path and name. They are shown to those who are
    /// signed in.
    pub menu: &'static [(&'static str, &'static str)],
    /// What its front page says.
    pub front: FrontTexts,
}

/// What a site's front page says, in one language.
pub struct FrontTexts {
    /// What the site is for.
    pub lead: &'static str,
    /// What there is to see for those who sign in.
    pub sign_in_hint: &'static str,
    /// What the person's own things are called.
    pub own: &'static str,
    /// Said to a person who has none.
    pub none: &'static str,
}
