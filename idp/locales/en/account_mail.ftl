### Mails about changes of the account.

mail_email_change_subject = Confirm your new email address
mail_email_change_body = Confirm your new email address in the service { $service_name } by clicking the link below.
mail_email_change_link = Confirm address
mail_email_change_notice_subject = Your email address is being changed
mail_email_change_notice_body = A request has been made in the service { $service_name } to change your email address. If you did not request the change, cancel it with the link below.
mail_email_undo_link = Undo the change
mail_email_undo_effect = When you undo the change, all logins end and we send you a link for a new password.
mail_link_valid_until = The link is valid until { $until }.
mail_email_changed_subject = Your email address has been changed
mail_email_changed_body = Your email address in the service { $service_name } has been changed. This address is no longer used in your account. If you did not change the address yourself, undo the change with the link below.
mail_email_taken_subject = Someone tried to use your email address
mail_email_taken_body = In the service { $service_name }, someone tried to take this address into use in another account. The address already belongs to your account and cannot be used in another one.
mail_email_taken_nothing = Your account has not changed. If it was you, log in with this address.
mail_deletion_planned_subject = Your account will be deleted
mail_deletion_planned_body = Your account in the service { $service_name } will be deleted on { $date }.
mail_deletion_planned_cancel = If you want to keep your account, or if you did not ask for this, log in before then and cancel the deletion.
mail_deleted_subject = Your account has been deleted
mail_deleted_body = Your account in the service { $service_name } was deleted on { $date }. You can no longer log in with this account.
