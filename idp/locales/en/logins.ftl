### Logins: where one is logged in, browsers that stay logged in, new browsers.

sessions_intro = Here you can see the devices on which you are logged in. If you do not recognise a device, log it out and change your password.
sessions_device_label = Device and browser
sessions_logout_one = Log out device
sessions_logout_others = Log out on other devices
sessions_logged_out_one = The device has been logged out.
sessions_logged_out_others = You have been logged out on other devices.
sessions_none = You are not logged in on other devices.
sessions_manage = See and log out devices

mail_new_login_subject = New login
mail_new_login_body = Your account was used to log in to the service { $service_name } on a new device on { $at }.
mail_new_login_device = Device: { $device }
mail_login_misused_subject = Your login has been ended
mail_login_misused_body = Your login to the service { $service_name } was remembered in a browser. The same login was in use in two browsers, so it was ended in both on { $at }.
mail_login_misused_step = Someone may have copied your login from your device. Log in again and change your password.
mail_shared_body = This email address has several usernames in the service { $service_name }. Choose your own username and set a new password for it with its link.
