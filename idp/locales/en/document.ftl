### The documents that the footer leads to: long pages, and those that the service writes itself.

common_cookies = Cookies
document_updated = Updated on { $date }
document_other_language = This page is not available in English.

accessibility_title = Accessibility statement
accessibility_intro = This accessibility statement applies to the service { $service_name }. { $org_name } is responsible for the service.
accessibility_law = The service is subject to the Act on the Provision of Digital Services (306/2019).
accessibility_status_title = Accessibility of the service
accessibility_status_partial = The service partly meets the accessibility requirements (WCAG 2.1, level AA). The shortcomings are described below.
accessibility_issues_title = Shortcomings in accessibility
accessibility_issue_tested = The service has not yet been tested with users of assistive technology, so screen readers may meet shortcomings that we do not know of.
accessibility_issue_documents = The municipality's own documents that the service links to are not covered by this statement.
accessibility_method = Evaluation method: { $method }
accessibility_method_how = automated checks of every page (WCAG 2.2, levels A and AA, and contrasts of level AAA), use with the keyboard alone and on a screen 320 pixels wide
accessibility_feedback_title = Did you notice a shortcoming in accessibility?
accessibility_feedback_body = Tell us if you notice a shortcoming. We will reply within 14 days. Give feedback: { $accessibility_contact }
accessibility_authority_title = Supervisory authority
accessibility_authority_body = Compliance with the accessibility requirements is supervised by the Finnish Transport and Communications Agency Traficom. If you get no reply from us in two weeks, or the reply is not enough, you can notify Traficom. Its website tells how a notification is made and handled.
accessibility_authority_contact =
    Finnish Transport and Communications Agency Traficom
    Digital Accessibility Supervision Unit
    www.webaccessibility.fi
    saavutettavuus@traficom.fi
    Telephone switchboard +358 29 534 5000
accessibility_prepared = The statement was prepared on { $date }.

cookies_title = Cookies
cookies_notice = We use only necessary cookies. Login does not work without them, so we do not ask for consent.
cookies_table_duration = Duration
cookies_purpose_browser = Protects the forms against misuse: ties the pages of a login to the same browser.
cookies_purpose_session = Keeps you logged in.
cookies_purpose_remember = Remembers your login on this device if you have chosen it.
cookies_purpose_device = Knows your browser, so that you can log in even if somebody else has locked your account.
cookies_purpose_language = Remembers the language you have chosen.
cookies_until_closed = Until you close the browser
cookies_device_duration = Until you close the browser; if you chose to be remembered, at most { $days } days
cookies_days = { $days } days
