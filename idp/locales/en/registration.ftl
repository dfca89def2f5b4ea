### Registering an account, and activating it.

login_create_account_link = Create a new account
login_error_not_activated = The account has not been activated yet. Activate it with the link sent to your email, or request a new link.
login_resend_activation = Send a new activation link
login_create_account_question = Do you not have an account yet?

common_back = Back
common_new_tab = opens in a new tab
common_check_spam = If necessary, also check your junk mail folder.

register_title = Create a new account
register_section_email = Email
register_email_hint = Enter an address that you use. We will send the activation instructions to it.
register_email_label = Email
register_email_confirm_label = Confirm email
register_section_password = Password
register_password_label = Password
register_password_confirm_label = Confirm password
register_section_person = Personal details
register_first_name_label = First name
register_last_name_label = Last name
register_phone_label = Phone
register_street_label = Street address
register_postal_code_label = Postal code
register_city_label = City or town
register_terms_label = I accept the { $start_terms }Terms of use{ $end_terms } and the { $start_privacy }Privacy notice{ $end_privacy } of the service
register_submit = Create account
register_already_have = Do you already have an account?
register_error_email_required = Enter your email address.
register_error_email_confirm_required = Enter your email address again.
register_error_email_format = Enter the email address in the format name@example.com.
register_error_email_mismatch = The email addresses are not the same. Enter the same address in both fields.
register_error_first_name = Enter your first name.
register_error_last_name = Enter your last name.
register_error_phone = Enter the phone number in the format +358401234567.
register_error_postal_code = Enter the postal code with five digits, for example 28100.
register_error_terms = Accept the terms of use to create an account.
register_success_title = Activate your account
register_success_body = Your account has been created. Take it into use with the instructions in your email.
register_closed = You cannot create an account yourself. Ask the service administrator for an account: { $support_contact }
register_lead = You will get a link by email for taking the account into use.
register_section_contact = Contact details (optional)
register_section_contact_hint = You can add and change these later in your own details.
register_postal_code_hint = Put the country code before a foreign postal code, for example SE-111 22.
register_city_hint = If you leave the city or town empty, we fill it in from the postal code.
register_postal_address = Your postal address: { $address }
register_error_email_doubtful = Did you mean { $meant }? Correct the address, or send the form again if the address is right.
register_error_email_taken = This email address already has an account. Log in or request a new password.
register_error_street = Enter the street address on one line, at most 100 characters.
register_error_city = Enter the city or town, at most 100 characters.
register_strong_only = Creating an account requires strong authentication, which is not yet available in this service. Ask the service administrator for an account: { $support_contact }
register_breadcrumb = You are here
register_sent_to = The link was sent to
register_change_address = Correct the email address
register_valid_until = { $minutes ->
     [one] The link is valid until { $time } ({ $minutes } minute) and works once.
    *[other] The link is valid until { $time } ({ $minutes } minutes) and works once.
}
register_step_click = Click the link in the message
register_step_log_in = Activate the account and log in
register_step_same_browser = Open the link in this browser. Elsewhere you enter the password again.
register_address_title = Correct the email address
register_address_intro = The link sent to the earlier address stops working. Your other details stay.
register_address_submit = Send the link to the new address

activation_title = Activate your account
activation_intro = Confirm that you want to activate this account: { $username }
activation_submit = Activate account
activation_success = Your account has been activated. You can now log in to the service.
activation_already = The account has already been activated. You can log in to the service.
activation_expired = { $minutes ->
     [one] The activation link has expired. The link was valid for { $minutes } minute. Request a new activation link.
    *[other] The activation link has expired. The link was valid for { $minutes } minutes. Request a new activation link.
}
activation_expired_contact = If the new link does not work, contact the service administrator: { $support_contact }
activation_resend_sent = If the account is waiting for activation, we have sent a new activation link by email.
activation_until = You can activate the account until { $time }.
activation_password_intro = You opened the link in another browser than the one in which the account was created. Enter a password for the account. The password given earlier is no longer valid.
activation_not_you = If you did not create the account, do not activate it. An account that is not activated is deleted.
activation_done_title = The account has been activated
activation_already_title = The account has already been activated
activation_expired_title = The activation link has expired
activation_superseded = Only the newest activation link works. Find the newest message or request a new activation link.
activation_unknown = Copy the whole link from the email to the address bar of your browser. If the account has already been deleted, create it again.
activation_closed = The account cannot be activated. Contact the service administrator: { $support_contact }
activation_waiting_title = The account has not been activated
activation_wrong_address = Is the address wrong? Correct the email address

mail_activation_subject = Activate your account
mail_activation_body = An account has been created for you in the service { $service_name }. Activate your account by clicking the link below.
mail_already_registered_subject = You already have an account
mail_already_registered_body = Someone tried to register this email address again in the service { $service_name }. You already have an account. If you do not remember your password, you can set a new one with the link below.
mail_activation_link = Activate account
