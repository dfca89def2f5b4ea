### Mails.

mail_greeting = Hello { $first_name },
mail_greeting_plain = Hello,
mail_username_line = Username: { $username }
mail_link_validity = { $minutes ->
     [one] The link is valid for { $minutes } minute, until { $until }. It works only once.
    *[other] The link is valid for { $minutes } minutes, until { $until }. It works only once.
}
mail_link_fallback = If the link does not work, copy the whole link to the address bar of your browser.
mail_not_requested = If you did not request this message, you do not need to do anything.
mail_not_you = If you did not do this yourself, change your password right away and contact: { $support_contact }
mail_auto_footer = This message was sent automatically. You cannot reply to it.
mail_trouble_contact = If you need help, contact: { $support_contact }
mail_support_hours = Customer service is open { $hours }.
mail_reference = Reference: { $reference }. Mention the reference when you contact customer service.
mail_signature =
    Best regards,
    { $service_name }
mail_set_password_subject = Set a password
mail_set_password_body = Logging in has been renewed. Set a password for the service { $service_name } with this link. Your earlier matters stay in your account.
mail_set_password_link = Set a password
mail_reset_subject = Change of password
mail_reset_body = Set a new password for the service { $service_name } with this link.
mail_reset_link = Set a new password
mail_password_changed_subject = Your password has been changed
mail_password_changed_body = Your password in the service { $service_name } was changed on { $at }.
mail_locked_subject = Your account is locked
mail_locked_body = Your account in the service { $service_name } is locked because an incorrect password was entered several times. You can unlock the account right away by setting a new password with this link.
mail_locked_until = The lock ends on { $until }.
mail_locked_not_you = If you did not try to log in yourself, someone else may have tried your password. It was not guessed.
mail_reminder_subject = Log in the new way
mail_reminder_body = Logging in to the service { $service_name } has been renewed. You have not logged in since the change. Go to the login page and enter your username.
mail_reminder_link = Go to the login page
mail_reminder_password = This message has no link for setting a password. If you do not have a password yet, we email you a link once you have entered your username on the login page.
mail_reminder_done = Your earlier matters stay in your account. If you do not need the service, you do not need to do anything.
