### The account page and logging out.

account_title = My details
account_user_info = User information
account_name_label = Name
account_email_label = Email address
account_mobile_label = Mobile phone number
account_address_label = Address
account_username_label = Username
account_username_fixed = Username cannot be changed.
account_not_given = Not given

sessions_title = My logins
sessions_this_device = This device
sessions_started = Login time: { $at }
sessions_last_used = Last used: { $at }
sessions_remembered = The login is remembered until { $date }.
sessions_unknown_device = Unknown device

logout_confirm_title = Do you want to log out?
logout_confirm_body = You will be logged out of all services that you are logged in to with this account.
logout_submit = Log out
logout_stay = Stay logged in
logout_done_title = You have logged out
logout_done_body = If you are using a shared computer, also close the browser.
logout_services_title = Services you were logged out of
logout_login_again_hint = You can log in again with your username and password.
logout_login_again = Log in again
logout_partial = Logging out was not successful in all services. Close the browser to end the login.
