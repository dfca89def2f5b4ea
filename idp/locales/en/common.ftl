### The frame of every page, and the front page.

common_skip_to_content = Skip to main content
common_continue = Continue
common_required_note = Fields marked with an asterisk (*) are required
common_show_password = Show password
common_hide_password = Hide password
common_show = Show
common_hide = Hide
common_password_shown_status = The password is visible.
common_password_hidden_status = The password is hidden.
common_language = Language
common_language_fi = Suomi
common_language_sv = Svenska
common_language_en = English
common_error_prefix = Error:
common_error_summary_title = Check the information you entered
common_help_title = Do you need help?
common_help_contact = Contact customer service: { $support_contact }
common_footer_nav = About the service
common_terms = Terms of use
common_privacy = Privacy notice
common_accessibility = Accessibility statement
common_logout = Log out
common_go_to_login = Go to login
common_back_to_service = Return to the service: { $client_name }
common_and = {" "}and{" "}
common_change = Change

front_intro = You log in to the e-services with this account. { $org_name } is responsible for the service.
front_account_hint = See your details and the devices on which you are logged in.
