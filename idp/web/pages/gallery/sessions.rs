//! Where the person is signed in, in every state.

use super::super::account::DeviceSession;
use super::super::sessions::{Done, Sessions};
use super::every::each;
use super::{Pages, Views, at, flow, now};

impl Pages<'_> {
    pub(super) fn sessions(&self) -> Views {
        let device = |user_agent: &str, this_device, remembered_until| DeviceSession {
            key: "0190a1b2-0000-7000-8000-00000000000a".to_owned(),
            user_agent: user_agent.to_owned(),
            this_device,
            signed_in_at: at("2026-11-20T16:42:00Z"),
            last_used_at: now(),
            remembered_until,
        };
        let this = || device("Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0", true, None);
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                     Version/26.0 Mobile/15E148 Safari/604.1";
        let several = || {
            let remembered = Some(at("2026-12-20T16:42:00Z"));
            vec![this(), device(phone, false, remembered), device("", false, None)]
        };
        let page = |sessions, done| Sessions { frame: self.signed_in(), sessions, done, hidden: flow() };
        let mut views: Views = vec![
            ("sessions", Box::new(page(several(), None))),
            ("sessions-this-only", Box::new(page(vec![this()], None))),
        ];
        views.extend(each("sessions", |done| {
            page(if done == Done::Others { vec![this()] } else { several() }, Some(done))
        }));
        views
    }
}
