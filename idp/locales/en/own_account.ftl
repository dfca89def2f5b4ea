### The pages of the own account.

## Navigation and what was just done

account_nav = My details
account_nav_overview = Overview
account_nav_security = Signing in
account_nav_devices = Devices
account_nav_data = Your data
account_back = Back to My details
account_saved = Your details have been saved.
account_saved_password = Your password has been changed. You have been logged out on other devices.
account_kept = Your account will not be deleted.
account_service_ended = The service has been disconnected.

## The first page

account_intro = These details are used in the services that you log in to with this account.
account_username_is_email = Your username is your email address.
account_language_label = Language
account_signing_in = Signing in
account_password_label = Password
account_password_set_at = Changed on { $date }
account_password_set = Set
account_data_title = Your data in the service
account_data_label = Data download
account_data_hint = Everything that is stored about you, as a file
account_services_label = Connected services
account_services_none = No connected services
account_delete_label = Deleting the account
account_delete_hint = You can cancel within 14 days
account_change_name = Change name
account_change_email = Change email address
account_change_phone = Change phone number
account_change_address = Change address
account_change_language = Change language
account_get_data = Download your data
account_look = View
account_look_services = View connected services
account_remove = Delete

## Forms of the details

account_name_title = Change your name
account_first_name_label = First name
account_last_name_label = Last name
account_phone_title = Change your phone number
account_phone_hint = For example 040 123 4567. Write the country code in front of a foreign number, for example +46. Leave the field empty if you do not want to give a number.
account_address_title = Change your address
account_street_label = Street address
account_postal_code_label = Postal code
account_city_label = City or town
account_save = Save
account_cancel = Cancel
account_error_first_name = Enter your first name.
account_error_last_name = Enter your last name.
account_error_phone = Enter the phone number in the format +358401234567.
account_error_postal_code = Enter the postal code with five digits, for example 28100.
account_error_characters = The text has characters that cannot be used. Write it again.
account_error_too_long = The text is too long. Enter at most { $max_length } characters.
account_language_title = Change language
account_language_hint = We show the pages and send messages in the language that you choose.
account_error_language = Choose a language.

## The password

account_password_title = Change password
account_password_intro = When you change the password, you will be logged out on other devices.
account_current_password_label = Current password
account_error_current_password_required = Enter your current password.
account_error_current_password = The current password does not match. Check the password and try again.
account_error_same_password = The new password is the same as the current one. Choose another password.

## The e-mail address

email_change_title = Change email address
email_change_intro = Your email address is also your username. We will send a link to the new address. Confirm the change with the link.
email_change_intro_username = We will send a link to the new address. Confirm the change with the link. Your username stays the same.
email_change_old_stays = The old address stays in use until you confirm the new one. We will tell it about the change and send a link with which the change can be undone for 7 days.
email_change_current_label = Current email address
email_change_new_label = New email address
email_change_new_confirm_label = Confirm new email address
email_change_submit = Send activation link
email_change_sent = We have sent an activation link to the new address. The old address stays in use until you confirm the new one.
email_change_cancelled = The address change has been cancelled. Your current address stays in use.
email_change_waits = Waiting for confirmation
email_change_pending = The new address is waiting for confirmation: { $email }
email_change_valid_until = The link is valid until { $until }.
email_change_resend = Send the link again
email_change_cancel_pending = Cancel the address change
email_change_too_soon = A link has just been sent, or many have been sent today. You can send another on { $at }.
email_change_error_required = Enter the new email address.
email_change_error_format = Enter the email address in the format name@example.com.
email_change_error_mismatch = The email addresses are not the same. Enter the same address in both fields.
email_change_error_same = The new address is the same as the current one. Enter another address.
email_change_confirm_title = Confirm new email address
email_change_confirm_body = When you confirm the address, it is taken into use in your account.
email_change_confirm_submit = Confirm address
email_change_done_title = Your email address has been changed
email_change_success = From now on, log in with this username: { $email }
email_change_success_username = Your new email address is { $email }. Your username did not change.
email_change_taken_title = The address cannot be used
email_change_taken_body = The address was taken into use in another account before you confirmed it. Your old address stays in use. If you need help, contact: { $support_contact }
email_undo_title = Undo the change of the email address
email_undo_body = The address below becomes the address of your account again. You will be logged out on all devices, the current password stops working, and we will send a link for a new password to the address.
email_undo_address = The address that comes back
email_undo_submit = Undo the change
email_undone_title = The address change has been undone
email_undone_body = We sent a link to your address with which you set a new password. The old password no longer works.
email_undo_dead_title = The link is no longer valid
email_undo_dead_body = The change has already been undone, or the link has expired. If someone else has changed your address, contact us right away: { $support_contact }
email_undo_taken_body = The address is now in another account and could not be given back. You have been logged out on all devices, and the old password no longer works. Contact: { $support_contact }

## Connected services

services_title = Connected services
services_intro = These services get your data through this account. If you disconnect a service, it no longer gets your data until you log in to it again.
services_none = You have no connected services.
services_first_used = First used: { $at }
services_last_used = Last used: { $at }
services_end = Disconnect
services_end_named = Disconnect the service: { $service }

## The data and their download

data_title = Your data in the service
account_export_title = Download your data
account_export_body = You will get a file with all your data stored in the service.
data_contents = The file has your user information, logins, connected services, the terms you have accepted and the events of your account. It does not have your password.
data_readable = Download a readable file (HTML)
data_machine = Download a machine-readable file (JSON)
data_file_title = Data stored in the service
data_file_made = Created on { $at }
data_file_nothing = No data
data_subject = Unique identifier
data_username = Username
data_email_verified = Email address confirmed
data_kind = User group
data_created = Account created
data_updated = Details changed
data_yes = Yes
data_no = No
data_migration = Brought from an earlier system
data_wrong_passwords = Wrong passwords that are remembered
data_homes = Homes
data_legacy_ids = Identifiers in earlier systems
data_sessions = Logins
data_services = Connected services
data_acceptances = Accepted documents
data_events = Events
data_newest_events = Events, the newest 10,000. Ask us for the older ones.

## Deletion

account_delete_title = Delete account
account_delete_body = We will delete your account and the data related to it. After that, you cannot log in with this account. By law, some of the data in the e-services must be kept.
account_delete_logins = You will be logged out on all devices and in all services right away.
account_delete_wait = Your data will be deleted in 14 days. Until then, you can cancel the deletion by logging in.
account_delete_services = Services that you have used keep data of their own. Ask the services to delete it.
account_delete_confirm = I understand that my account will be deleted in 14 days.
account_delete_button = Delete account
account_delete_error_confirm = Tick the box if you want to delete your account.
account_delete_planned_title = Your account will be deleted in 14 days
account_delete_planned_body = You have been logged out. If you change your mind, log in within 14 days and cancel the deletion. We sent a message about this to your email.
account_keep_title = Your account will be deleted on { $date }
account_keep_body = You have asked for the deletion of your account. If you want to keep using it, cancel the deletion.
account_keep_submit = Cancel the deletion and continue
