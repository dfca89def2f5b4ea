### Mail that comes back.

account_mail_returned = E-post till adressen { $email } kommer tillbaka. Du får inga meddelanden av oss innan du byter adress.
account_mail_returned_link = Byt e-postadress
