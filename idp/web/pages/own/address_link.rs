//! The pages behind the mailed links of a change of the e-mail address. They
//! open in any browser, signed in or not.

use askama::Template;

use super::super::form::Hidden;
use super::super::frame::Frame;

/// Where the link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressLinkState {
    /// The new address can be confirmed.
    Confirm,
    /// It was confirmed.
    Confirmed {
        /// Whether the person signs in with a name that does not change.
        username_is_fixed: bool,
    },
    /// Another account has it.
    ConfirmTaken,
    /// The change can be taken back.
    Undo,
    /// It was taken back.
    Undone,
    /// It was, but another account has the old address.
    UndoTaken,
    /// The way back is closed.
    UndoDead,
}

/// `/account/email/confirm` and `/account/email/undo`.
#[derive(Template)]
#[template(path = "address_link.html")]
pub struct AddressLink {
    /// What all pages share.
    pub frame: Frame,
    /// Where the link stands.
    pub state: AddressLinkState,
    /// The address that it is about; empty where none is shown.
    pub address: String,
    /// Where the person goes on.
    pub continue_href: String,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl AddressLink {
    fn heading(&self) -> String {
        self.frame.t(match self.state {
            AddressLinkState::Confirm => "email_change_confirm_title",
            AddressLinkState::Confirmed { .. } => "email_change_done_title",
            AddressLinkState::ConfirmTaken | AddressLinkState::UndoTaken => "email_change_taken_title",
            AddressLinkState::Undo => "email_undo_title",
            AddressLinkState::Undone => "email_undone_title",
            AddressLinkState::UndoDead => "email_undo_dead_title",
        })
    }

    fn lead(&self) -> String {
        let frame = &self.frame;
        let success = |key: &str| frame.with(key, "email", self.address.as_str());
        match self.state {
            AddressLinkState::Confirm => frame.t("email_change_confirm_body"),
            AddressLinkState::Confirmed { username_is_fixed: false } => success("email_change_success"),
            AddressLinkState::Confirmed { username_is_fixed: true } => success("email_change_success_username"),
            AddressLinkState::ConfirmTaken => frame.with_support("email_change_taken_body"),
            AddressLinkState::Undo => frame.t("email_undo_body"),
            AddressLinkState::Undone => frame.t("email_undone_body"),
            AddressLinkState::UndoTaken => frame.with_support("email_undo_taken_body"),
            AddressLinkState::UndoDead => frame.with_support("email_undo_dead_body"),
        }
    }

    /// Action, label of the address, button's id and text of the form, where
    /// there is something to do.
    fn form(&self) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
        match self.state {
            AddressLinkState::Confirm => Some((
                "/account/email/confirm",
                "email_change_new_label",
                "confirm_address",
                "email_change_confirm_submit",
            )),
            AddressLinkState::Undo => {
                Some(("/account/email/undo", "email_undo_address", "undo_change", "email_undo_submit"))
            }
            _ => None,
        }
    }

    fn is_good(&self) -> bool {
        matches!(self.state, AddressLinkState::Confirmed { .. } | AddressLinkState::Undone)
    }
}
