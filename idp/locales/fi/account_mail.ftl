### Mails about changes of the account.

mail_email_change_subject = Vahvista uusi sähköpostiosoite
mail_email_change_body = Vahvista uusi sähköpostiosoitteesi palvelussa { $service_name } klikkaamalla alla olevaa linkkiä.
mail_email_change_link = Vahvista osoite
mail_email_change_notice_subject = Sähköpostiosoitettasi ollaan vaihtamassa
mail_email_change_notice_body = Palvelussa { $service_name } on pyydetty vaihtamaan sähköpostiosoitteesi. Jos et pyytänyt vaihtoa, peruuta se alla olevalla linkillä.
mail_email_undo_link = Peru vaihto
mail_email_undo_effect = Kun perut vaihdon, kaikki kirjautumiset päättyvät ja lähetämme sinulle linkin uuden salasanan asettamiseen.
mail_link_valid_until = Linkki on voimassa { $until } asti.
mail_email_changed_subject = Sähköpostiosoitteesi on vaihdettu
mail_email_changed_body = Sähköpostiosoitteesi palvelussa { $service_name } on vaihdettu. Tämä osoite ei ole enää käytössä tunnuksellasi. Jos et vaihtanut osoitetta itse, peru vaihto alla olevalla linkillä.
mail_email_taken_subject = Sähköpostiosoitettasi yritettiin ottaa käyttöön
mail_email_taken_body = Palvelussa { $service_name } yritettiin ottaa tämä osoite käyttöön toisella käyttäjätunnuksella. Osoite kuuluu jo tunnuksellesi, joten sitä ei voi ottaa käyttöön toisella.
mail_email_taken_nothing = Tunnuksesi ei ole muuttunut. Jos yritit tätä itse, kirjaudu sisään tällä osoitteella.
mail_deletion_planned_subject = Käyttäjätunnuksesi poistetaan
mail_deletion_planned_body = Käyttäjätunnuksesi palvelussa { $service_name } poistetaan { $date }.
mail_deletion_planned_cancel = Jos haluat pitää tunnuksesi, tai jos et pyytänyt poistoa, kirjaudu sisään ennen sitä ja peru poisto.
mail_deleted_subject = Käyttäjätunnuksesi on poistettu
mail_deleted_body = Käyttäjätunnuksesi palvelussa { $service_name } on poistettu { $date }. Et voi enää kirjautua tällä tunnuksella.
