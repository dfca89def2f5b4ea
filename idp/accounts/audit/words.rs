//! What the events of the audit trail mean, for somebody who looks a login up.

/// The event with this name as a sentence without its full stop; an unknown
/// name stands for itself.
pub fn words(event: &str) -> &str {
    match event {
        "signed_in" => "A password was right and a session began",
        "sign_in_failed" => "A password was wrong, or the account cannot be used",
        "locked" => "Too many wrong passwords: the identifier is locked",
        "signed_out" => "A session was ended by its owner",
        "registered" => "Somebody registered an account, or did so again before it was active",
        "address_corrected" => "A registered account's address was corrected before it was active",
        "activation_link_sent" => "A link that activates an account was mailed",
        "activated" => "The owner of the mailbox activated an account",
        "unactivated_removed" => "An account that nobody activated in time was removed",
        "session_resumed" => "A browser that stays logged in came back, and its session went on",
        "remembered_login_misused" => {
            "The token of a browser that stays logged in was used a second time: the login ended"
        }
        "new_device_told" => "The owner was told of a login from a new browser",
        "password_link_sent" => "A link for a first or new password was mailed",
        "password_link_opened" => "The page behind a mailed link was opened",
        "password_set" => "A password was set",
        "token_replayed" => "A spent authorization code or refresh token was used again",
        "imported" => "An account was brought in from a legacy system",
        "import_undone" => "An account was taken out again with its import, before anybody used it",
        "legacy_id_added" => "Another system's id of a person was brought in",
        "legacy_id_removed" => "Another system's id of a person was taken out again with its import",
        "tenancy_recorded" => "A tenancy was brought in or got another last day",
        "tenancy_removed" => "A tenancy was taken out again with its import",
        "ids_exported" => "Old ids and their subjects were written out for a relying party",
        "reminders_started" => "A wave of reminders to log in was begun",
        "reminders_stopped" => "A wave of reminders was stopped before its end",
        "reminders_resumed" => "A stopped wave of reminders goes on",
        "reminders_finished" => "A wave of reminders has reached everybody it was for",
        "reminded" => "A reminder to log in was put into the outbox",
        "archived" => "An account whose owner never came lost its personal data and was closed",
        "password_changed" => "A password was changed by its owner, who was signed in",
        "details_changed" => "Name, telephone number, postal address or language was changed",
        "email_change_asked" => "A change of the e-mail address was asked for and waits for its link",
        "email_change_cancelled" => "A change of the e-mail address was given up before its link was used",
        "email_changed" => "The e-mail address was changed by the link in the new mailbox",
        "email_change_undone" => "A change of the e-mail address was taken back from the old mailbox",
        "service_disconnected" => "A service lost what it had been granted, as the person wished",
        "data_exported" => "The person took a copy of everything that is stored about them",
        "deletion_planned" => "The person asked for the deletion of the account",
        "deletion_cancelled" => "The person took the wish for deletion back in time",
        "deleted" => "The account was deleted as its owner had asked",
        "terms_accepted" => "A person agreed to an edition of the terms or the privacy notice",
        "terms_declined" => "A person did not agree to new terms",
        "consent_given" => "A person let a client have their data",
        "consent_denied" => "A person did not let a client have their data",
        "consent_withdrawn" => "A person took back what a client was allowed",
        "mail_returned" => "Mail to the account's address came back",
        "mail_arrived" => "Mail reaches the account's address again",
        "keys_rotated" => "Signing keys were rotated or retired",
        "restore_fenced" => "After a restore whatever was older lost its use",
        "audit_exported" => "Lines of the audit trail were written out",
        "account_shown" => "An operator looked at the data of an account",
        "looked_up" => "An operator looked up what happened under a reference",
        "unlocked" => "An operator lifted the lock of an account's names",
        "disabled" => "An operator closed an account",
        "enabled" => "An operator opened an account again",
        "link_sent" => "An operator had a link mailed to the owner of an account",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn every_event_has_words() {
        let names =
            include_str!("../audit.rs").lines().filter_map(|line| line.split_once(" => \"")?.1.strip_suffix("\","));
        let mut count = 0;
        for name in names {
            count += 1;
            assert!(words(name).contains(' '), "{name}");
        }
        assert!(count > 50, "{count}");
    }
}
