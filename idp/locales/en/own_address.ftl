### Asking for an address of one's own.

own_address_title = Enter an email address of your own
own_address_shared = Messages about your account go to { $address }, which is the address of another account. Other people can read your messages.
own_address_none = Your account has no email address. Without one, you cannot replace a forgotten password yourself.
own_address_effect = We will send a link to the new address. Confirm the address with the link. Your username does not change.
own_address_yes = Enter my own address
own_address_later = Not now, continue
