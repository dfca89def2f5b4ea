### Mail that comes back.

account_mail_returned = Mail to the address { $email } comes back. You will get no messages from us before you change the address.
account_mail_returned_link = Change email address
