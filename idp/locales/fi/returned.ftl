### Mail that comes back.

account_mail_returned = Sähköposti osoitteeseen { $email } palautuu lähettäjälle. Et saa meiltä viestejä, ennen kuin vaihdat osoitteen.
account_mail_returned_link = Vaihda sähköpostiosoite
