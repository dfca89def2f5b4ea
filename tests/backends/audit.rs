//! The audit trail: the database itself keeps it from being changed, and lines
//! end when their time has come.

use accounts::audit::{Entry, Event, Retention};
use accounts::deletion;
use chrono::TimeDelta;
use idp::adapters::AuditRange;

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, id, insert_account};

on_every_store!(
    nobody_changes_or_removes_a_line,
    each_kind_ends_in_its_own_time,
    an_agreement_outlives_its_account_by_three_years,
    a_long_trail_is_swept_window_by_window,
    a_page_tells_whose_account_it_was,
    an_empty_trail_has_no_last_line_and_nothing_to_sweep,
    the_newest_lines_of_an_account_are_found_oldest_first,
);

const DAY: i64 = 86_400;

async fn append(bed: &Bed, day: i64, event: Event) {
    let entry = Entry { network: Some("192.0.2.7".to_owned()), ..Entry::unattended(at(day * DAY), event, Some(id(1))) };
    bed.append_audit(&entry).await.unwrap();
}

/// Sweeps the whole trail: the lines and networks that ended.
async fn sweep(bed: &Bed, day: i64) -> (u64, u64) {
    let (mut lines, mut networks, mut from) = (0, 0, None);
    loop {
        let swept = bed.sweep_audit(&Retention::default(), from, at(day * DAY)).await.unwrap();
        lines += swept.lines;
        networks += swept.networks;
        from = swept.next;
        if from.is_none() {
            return (lines, networks);
        }
    }
}

async fn events(bed: &Bed) -> Vec<String> {
    bed.texts("SELECT event FROM audit ORDER BY id").await
}

async fn an_empty_trail_has_no_last_line_and_nothing_to_sweep(bed: &Bed) {
    assert_eq!(bed.last_audit_key().await.unwrap(), 0);
    assert_eq!(sweep(bed, 10_000).await, (0, 0));
}

async fn the_newest_lines_of_an_account_are_found_oldest_first(bed: &Bed) {
    for (day, event) in [(1, Event::SignedIn), (2, Event::SignedOut), (2, Event::PasswordSet)] {
        append(bed, day, event).await;
    }
    let newest = async |limit| {
        let lines = bed.audit_of(id(1), limit).await.unwrap();
        lines.into_iter().map(|line| line.event).collect::<Vec<_>>()
    };
    assert_eq!(newest(2).await, ["signed_out", "password_set"]);
    assert_eq!(newest(9).await, ["signed_in", "signed_out", "password_set"]);
    assert_eq!(bed.audit_of(id(2), 9).await.unwrap(), []);
}

async fn nobody_changes_or_removes_a_line(bed: &Bed) {
    append(bed, 0, Event::SignedIn).await;
    let mut attempts = vec![
        "UPDATE audit SET event = 'signed_out'",
        "UPDATE audit SET network = NULL",
        "UPDATE audit SET account_id = NULL WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE at < '2000-01-01T00:00:00Z' OR id = 1",
    ];
    match bed.url.starts_with("sqlite:") {
        true => attempts.push("REPLACE INTO audit (id, at, event) VALUES (1, '2026-01-01T00:00:00Z', 'signed_out')"),
        false => attempts.push("TRUNCATE audit"),
    }
    for sql in attempts {
        let answer = bed.refusal(sql).await;
        assert!(answer.contains("append-only"), "{sql}: {answer}");
    }
    assert_eq!(events(bed).await, ["signed_in"]);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE network = '192.0.2.7'").await, 1);
}

async fn each_kind_ends_in_its_own_time(bed: &Bed) {
    insert_account(bed, &account(1)).await;
    for event in [Event::SignedIn, Event::SignInFailed, Event::Imported, Event::ConsentGiven] {
        append(bed, 0, event).await;
    }
    append(bed, 3000, Event::SignedIn).await;
    assert_eq!(sweep(bed, 183).await, (0, 0), "183 days to the second");
    assert_eq!(sweep(bed, 184).await, (1, 3));
    assert_eq!(events(bed).await, ["signed_in", "imported", "consent_given", "signed_in"]);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE network IS NOT NULL").await, 1);
    assert_eq!(sweep(bed, 184).await, (0, 0));
    assert_eq!(sweep(bed, 731).await, (1, 0));
    assert_eq!(events(bed).await, ["imported", "consent_given", "signed_in"]);
    assert_eq!(sweep(bed, 1827).await, (1, 0));
    assert_eq!(events(bed).await, ["consent_given", "signed_in"], "the account lives");
    let answer = bed.refusal("DELETE FROM audit").await;
    assert!(answer.contains("append-only"), "the way is closed again: {answer}");
    assert_eq!(bed.count("SELECT count(*) FROM audit_retention").await, 0);
}

async fn an_agreement_outlives_its_account_by_three_years(bed: &Bed) {
    insert_account(bed, &account(1)).await;
    append(bed, 0, Event::TermsAccepted).await;
    sweep(bed, 2000).await;
    let tx = bed.begin().await.unwrap();
    let stored = tx.find_account(id(1)).await.unwrap().unwrap();
    tx.update_account(&deletion::deleted(stored, at(2000 * DAY))).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sweep(bed, 3096).await, (0, 0));
    assert_eq!(sweep(bed, 3097).await, (1, 0));
    // Of an account that left no row, such as one that was never activated.
    bed.append_audit(&Entry::unattended(at(0), Event::TermsAccepted, Some(id(2)))).await.unwrap();
    assert_eq!(sweep(bed, 1097).await, (1, 0));
}

async fn a_long_trail_is_swept_window_by_window(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    for number in 0..5_400 {
        let event = if number % 2 == 0 { Event::SignInFailed } else { Event::KeysRotated };
        tx.append_audit(&Entry::unattended(at(number), event, None)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let first = bed.sweep_audit(&Retention::default(), None, at(200 * DAY)).await.unwrap();
    assert_eq!((first.lines, first.next), (2_500, Some(5_001)));
    let second = bed.sweep_audit(&Retention::default(), first.next, at(200 * DAY)).await.unwrap();
    assert_eq!((second.lines, second.next), (200, None));
    let short = Retention { administration: TimeDelta::days(30), ..Retention::default() };
    let again = bed.sweep_audit(&short, None, at(200 * DAY)).await.unwrap();
    assert_eq!(again.lines, 2_500);
}

async fn a_page_tells_whose_account_it_was(bed: &Bed) {
    insert_account(bed, &account(1)).await;
    append(bed, 1, Event::SignedIn).await;
    append(bed, 2, Event::SignInFailed).await;
    append(bed, 3, Event::SignedOut).await;
    let range = AuditRange { from: Some(at(2 * DAY)), to: Some(at(4 * DAY)), kind: None };
    let (rows, next) = bed.audit_page(&range, 0).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.event.as_str(), row.sub.as_deref())).collect();
    let sub = account(1).sub;
    assert_eq!(told, [("sign_in_failed", Some(sub.as_str())), ("signed_out", Some(sub.as_str()))]);
    assert!(next >= bed.last_audit_key().await.unwrap());
    let failed = AuditRange { kind: accounts::audit::Kind::from_name("failed_login"), ..range };
    assert_eq!(bed.audit_page(&failed, 0).await.unwrap().0.len(), 1);
}
