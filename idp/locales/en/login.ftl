### Logging in.

login_title = Login
login_password_title = Enter your password
login_for_client = You are logging in to: { $client_name }
login_migrated_notice = Logging in has been renewed. From now on, use your email address as your username.
login_migrated_mail_notice = Is this your first login since the change? If you already have an account, we have just emailed you a link for setting a password.
login_username_rule = Your username is your email address. Officials have usernames of their own kind.
login_help_link = Problems logging in? See the login instructions.
login_username_label = Username
login_username_or_email_label = Username or email address
login_username_or_email_required = Enter your username or email address.
login_email_format = Enter the email address in the format name@example.com.
login_password_label = Password
login_password_required = Enter your password.
login_change_username = Use a different username
login_remember_me = Remember my login on this computer
login_remember_me_hint = Do not select this if other people also use this device.
login_forgot_link = Have you forgotten your username or password?
login_submit = Log in
login_or = or
login_error_credentials = Login was not successful. Check your username and password and try again. You can also set a new password.
login_tries_left = { $count ->
     [one] You have { $count } attempt left. After that, the account will be locked for { $hours } hours.
    *[other] You have { $count } attempts left. After that, the account will be locked for { $hours } hours.
}
login_error_throttled = There have been too many login attempts. You can try again at { $time }.
login_error_disabled = The account is not in use. Contact the service administrator: { $support_contact }
login_error_expired = The page was open for too long. Log in again.
login_reauth_notice = Enter your password again before you continue.
login_status_language = The page is now in English.
login_locked_title = The account is locked
login_error_locked = The account is locked because an incorrect password was entered several times. The lock lasts for { $hours } hours. You can try again on { $date } at { $time }.
login_error_locked_hint = You can unlock the account right away by setting a new password.
login_locked_wait = You can also wait until the lock ends.

link_sent_known = We have emailed you a link for setting a new password.
link_sent_unknown = We have sent a link to the email address of your account, if it has one.
link_sent_to = The link was sent to
link_sent_step_open = Open the message “{ $subject }”
link_sent_step_sender = Sender: { $sender }
link_sent_step_click = Click the link in the message
link_sent_step_set = Set a password and log in
link_sent_step_history = Your earlier matters stay in your account.

login_set_password_sent = We have emailed you a link for setting a password. After that, log in with your new password.
login_set_password_validity = { $minutes ->
     [one] The link is valid for { $minutes } minute and works once.
    *[other] The link is valid for { $minutes } minutes and works once.
}

link_sent_missing_title = Did you not receive the message?
link_sent_missing_wait = Wait a few minutes and also check your junk mail folder.
link_sent_missing_language = The message is in the language that you have chosen for your account, so its subject may look different.
link_sent_missing_address = Check that you entered the address correctly.
link_sent_missing_contact = If you no longer use the address, contact customer service: { $support_contact }
link_sent_resend = Send the link again
link_sent_again = A new link was sent at { $time }. Only the newest link works.
link_sent_too_soon = A link has just been sent. You can send a new link at { $time }.
link_sent_daily_limit = The link has already been sent { $count } times today. You can send a new link tomorrow. If you cannot find the message, contact customer service.
