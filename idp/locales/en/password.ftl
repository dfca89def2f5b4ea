### Forgotten, new and mailed passwords.

forgot_title = Have you forgotten your username or password?
forgot_title_short = Request new password
forgot_intro = Enter your username or email address. We will email you a link that lets you set a new password.
forgot_either_hint = One of these is enough.
forgot_submit = Send link
forgot_sent_title = Check your email
forgot_sent_body = { $minutes ->
     [one] If there is an account with the details you entered, we have sent a link to its email address. The link is valid for { $minutes } minute.
    *[other] If there is an account with the details you entered, we have sent a link to its email address. The link is valid for { $minutes } minutes.
}
forgot_no_mail = { $minutes ->
     [one] Did you not receive a message? Check your junk mail folder. You can request a new link in { $minutes } minute.
    *[other] Did you not receive a message? Check your junk mail folder. You can request a new link in { $minutes } minutes.
}
forgot_contact_admin = Remember neither of them? Ask the service administrator to help you get a new password.

reset_title = Change password
reset_title_first = Set a password
reset_intro = Enter the new password in both fields. After that, you log in with the new password.
reset_new_label = New password
reset_confirm_label = Confirm new password
reset_submit = Change password
reset_submit_first = Set password
reset_other_user = Another user is logged in to this browser: { $username }. You are now setting a password for the username shown below.
reset_done_title = Your password has been changed
reset_done_title_first = Your password has been set
reset_success = You can now log in with the new password.
reset_success_first = You can now log in. You will not be asked to set the password again.
reset_success_sessions = You have been logged out on other devices.

password_rules_intro = The password must have:
password_rule_min = at least { $min_length } characters
password_rule_upper = an uppercase letter (A–Ö)
password_rule_lower = a lowercase letter (a–ö)
password_rule_digit = a number (0–9)
password_rule_special = a special character, for example ! ? # *
password_rule_met = , met
password_rule_unmet = , not met
password_rules_status = { $met } of { $count } rules met
password_phrase_hint = You can also use a phrase of several words.
password_manager_hint = You can use a password manager and paste the password into the field.
password_class_upper = an uppercase letter
password_class_lower = a lowercase letter
password_class_digit = a number
password_class_special = a special character
password_error_required = Enter a new password.
password_error_too_short = The password is too short. Enter at least { $min_length } characters.
password_error_too_long = The password is too long. Enter no more than { $max_length } characters.
password_error_missing = The password lacks { $classes }.
password_error_common = This password is easy to guess. Choose another password.
password_error_personal = The password must not contain your name or username. Choose another password.
password_error_confirm_required = Enter the new password again.
password_error_mismatch = The passwords are not the same. Enter the same password in both fields.

link_expired_title = The link is no longer valid
link_expired_body = { $minutes ->
     [one] The link was valid for { $minutes } minute. Request a new link.
    *[other] The link was valid for { $minutes } minutes. Request a new link.
}
link_used_title = The link has already been used
link_used_body = The link works only once. Log in or request a new link.
link_superseded_title = A newer link has been sent to you
link_superseded_body = Only the newest link works. Find the newest message or request a new link.
link_invalid_title = The link does not work
link_invalid_body = Copy the whole link from the email message to the address bar of your browser. You can also request a new link.
link_request_new = Request a new link
link_new_goes_to = The new link will be sent to { $address }
