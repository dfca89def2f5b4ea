//! `idp import` of what other systems export: Keycloak realms and ASP.NET's
//! tables, and the report that a plan and the import have in common.

use super::told;
use crate::harness::{TestIdp, succeed};

const REALM: &str = r#"{"id": "1", "realm": "pori", "enabled": true, "roles": {"realm": []}}"#;
const USERS_0: &str = r#"{"realm": "pori", "users": [
  {"id": "kc-1", "username": "kalle", "email": "kalle@example.com", "emailVerified": true, "enabled": true,
   "firstName": "Kalle", "lastName": "Kumpu", "credentials": [{"type": "password",
     "secretData": "{\"value\":\"x8rgvfxsMVX7EBDlFqbzS8IlnKkhD7p1DgMLnQISwGfxuL8gAGcEPoJpYbfrzmrD+g5PS7ACEaY3+MvE/awfFQ==\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\",\"additionalParameters\":{}}",
     "credentialData": "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\",\"additionalParameters\":{}}"}]},
  {"id": "kc-2", "username": "service-account-web", "enabled": true, "serviceAccountClientId": "web"}]}"#;
const USERS_1: &str = r#"{"realm": "pori", "users": [
  {"id": "kc-3", "username": "kerttu", "email": "KALLE@example.com", "enabled": true,
   "firstName": "Kerttu", "lastName": "Kumpu", "attributes": {"hetu": ["010190-900P"]}}]}"#;

const ASPNET_USERS: &str = "\
ApplicationId,UserId,UserName,LoweredUserName,IsAnonymous,LastActivityDate
A,0A-1,aatu,aatu,0,2026-10-01 10:00:00.000
A,0A-2,beata,beata,0,2019-01-01 10:00:00.000
";
const ASPNET_MEMBERSHIP: &str = "\
UserId;Password;PasswordFormat;PasswordSalt;Email;IsApproved;IsLockedOut;CreateDate
0a-2;xyz;2;AAECAwQFBgcICQoLDA0ODw==;beata@example.com;1;1;2018-03-01 12:00:00.000
0a-1;jOHpCh2McqCLaKlLiMFo7W8Bxls=;1;AAECAwQFBgcICQoLDA0ODw==;aatu@example.com;1;0;2018-03-01 12:00:00.000
";
const SIMPLE_PROFILES: &str =
    r#"[{"UserId": 1, "UserName": "cecilia@example.com"}, {"UserId": 2, "UserName": "daavid@example.com"}]"#;
const SIMPLE_MEMBERSHIP: &str = r#"[
  {"UserId": 1, "IsConfirmed": true, "PasswordSalt": "", "Password": "AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw=="},
  {"UserId": 2, "IsConfirmed": false, "PasswordSalt": "", "Password": "AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw=="}]"#;
const IDENTITY_USERS: &str = "\
Id,UserName,Email,EmailConfirmed,PasswordHash,PhoneNumber,LockoutEnd
i-1,elsa@example.com,elsa@example.com,True,AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg94JxmDo+c5k/ZzP1aguJ8ggEexgaDsfXndFLag9f3xhQ==,0401234567,NULL
";
const IDENTITY_LOGINS: &str = "LoginProvider,ProviderKey,UserId\nGoogle,1,i-1\n";

/// Whether `password` opens the account of `username`.
async fn opens(idp: &TestIdp, username: &str, password: &str) -> bool {
    let attempt = idp.relying_party("web").await.begin();
    idp.try_password(&mut idp.browser(), &attempt.url, username, password).await.location().is_some()
}

#[tokio::test]
async fn a_keycloak_realm_comes_in_with_its_passwords() {
    let idp = TestIdp::start().await;
    let files = [("pori-realm.json", REALM), ("pori-users-0.json", USERS_0), ("pori-users-1.json", USERS_1)];
    for (name, content) in files {
        idp.write_file(name, content);
    }
    let names = files.map(|(name, _)| name);
    let run = idp.idp(&[&["import", "run", "--passwords", "keep"], &names[..]].concat());
    succeed(&run);
    let report = told(&run);
    for line in [
        "pori-users-0.json:2: warning: not_a_person: It is left out",
        "pori-users-1.json:1: warning: hetu: test_user: ",
        "pori-users-1.json:1: warning: email: duplicate_email_case (as pori-users-0.json:1): ",
        "2 rows: 2 new",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
    assert!(!report.contains("010190"), "{report}");
    assert!(opens(&idp, "kalle", "Salasana1!").await);
    assert!(opens(&idp, "kalle@example.com", "Salasana1!").await);
}

#[tokio::test]
async fn a_realm_without_its_users_brings_in_nobody_and_says_so() {
    let idp = TestIdp::start().await;
    idp.write_file("pori-realm.json", REALM);
    let alone = idp.idp(&["import", "plan", "pori-realm.json"]);
    assert_eq!(alone.status.code(), Some(2));
    assert!(told(&alone).contains("no users in it; add the files REALM-users-0.json"), "{}", told(&alone));
    idp.write_file("pori-users-0.json", USERS_0);
    idp.write_file("pori-users-1.json", USERS_1);
    let some = idp.idp(&["import", "run", "pori-realm.json", "pori-users-1.json"]);
    assert_eq!(some.status.code(), Some(2));
    assert!(told(&some).contains("add: pori-users-0.json"), "{}", told(&some));
}

#[tokio::test]
async fn three_generations_of_asp_net_come_in() {
    let idp = TestIdp::start().await;
    let generations: [(&str, &[(&str, &str)]); 3] = [
        ("palaute", &[("aspnet_Users.csv", ASPNET_USERS), ("aspnet_Membership.csv", ASPNET_MEMBERSHIP)]),
        ("simple", &[("UserProfile.json", SIMPLE_PROFILES), ("webpages_Membership.json", SIMPLE_MEMBERSHIP)]),
        ("identity", &[("AspNetUsers.csv", IDENTITY_USERS), ("AspNetUserLogins.csv", IDENTITY_LOGINS)]),
    ];
    let mut reports = String::new();
    for (system, files) in generations {
        let mut args = vec!["import", "run", "--passwords", "keep", "--source", system];
        for (name, content) in files {
            idp.write_file(name, content);
            args.push(name);
        }
        let run = idp.idp(&args);
        succeed(&run);
        reports.push_str(&told(&run));
    }
    for line in [
        "aspnet_Users.csv:3: warning: locked: locked: ",
        "aspnet_Users.csv:3: warning: last_login_at: too_old: ",
        "aspnet_Users.csv:3: warning: password_algorithm: encrypted_hash: ",
        "UserProfile.json:2: warning: activated: never_activated: ",
        "AspNetUserLogins.csv:1: warning: unused_table: ",
    ] {
        assert!(reports.contains(line), "{line}: {reports}");
    }
    for (username, expected) in [
        ("aatu", true),
        ("beata", false),
        ("cecilia@example.com", true),
        ("daavid@example.com", false),
        ("elsa@example.com", true),
    ] {
        assert_eq!(opens(&idp, username, "Salasana1!").await, expected, "{username}");
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_asked_for() {
    let idp = TestIdp::start().await;
    idp.write_file("table.csv", "name;address\na;b\n");
    idp.write_file("AspNetUsers.csv", IDENTITY_USERS);
    for (args, expected) in [
        (&["table.csv"][..], "cannot tell the format; say --format csv, keycloak or aspnet"),
        (&["AspNetUsers.csv"], "do not say which system they are of; say --source NAME"),
        (&["AspNetUsers.csv", "--source", "x", "--report", "report.pdf"], "expected a name that ends in .txt"),
    ] {
        let plan = idp.idp(&[&["import", "plan"], args].concat());
        assert_eq!(plan.status.code(), Some(2), "{}", told(&plan));
        assert!(told(&plan).contains(expected), "{}", told(&plan));
    }
}

#[tokio::test]
async fn a_plan_makes_exactly_the_report_that_the_import_makes() {
    let idp = TestIdp::start().await;
    let rows = "external_id;source_system;username;email;given_name;family_name;hetu\n\
        R-1;lupa;;ville@example.com;Ville;Virta;010190-900P\n\
        R-2;lupa;venla;ville@example.com;Venla;Virta;\n\
        R-3;lupa;;ei osoite;Väärä;Osoite;010190-900Q\n\
        R-4;lupa;;erkki.esimerkki@example.com;Erkki;Toinen;\n\
        ;;\n";
    idp.write_file("people-2.csv", rows);
    let import = |what: &str| {
        let names = ["txt", "csv", "json"].map(|form| format!("{what}.{form}"));
        let args = names.iter().flat_map(|name| ["--report", name.as_str()]);
        let output = idp.idp(&["import", what, "people-2.csv"].into_iter().chain(args).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(1), "rows were refused: {}", told(&output));
        names.map(|name| std::fs::read_to_string(idp.folder().join(name)).unwrap())
    };
    let planned = import("plan");
    assert_eq!(planned, import("run"));
    let [text, table, json] = planned;
    assert!(text.contains("people-2.csv:4: error: email: invalid_email: Correct the address"), "{text}");
    assert!(text.ends_with("4 rows: 2 new (warnings: 3), 0 known already, 2 refused\n"), "{text}");
    assert!(table.starts_with("file,line,severity,column,code,earlier,what_to_do\n"), "{table}");
    assert!(table.contains("people-2.csv,3,warning,email,shared_family_email,people-2.csv:2,"), "{table}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["summary"]["refused"], 2);
    let problems = json["problems"].as_array().unwrap();
    let of = |line: u64| problems.iter().filter(move |problem| problem["line"] == line);
    assert_eq!(of(5).map(|problem| problem["code"].clone()).collect::<Vec<_>>(), ["no_hetu", "email_taken"]);
    assert!(problems.iter().all(|problem| problem["what_to_do"].as_str().is_some_and(|advice| advice.ends_with('.'))));
    for personal in ["010190", "ei osoite", "@example.com", "Ville", "Virta"] {
        assert!(!text.contains(personal) && !table.contains(personal), "{personal}");
    }
}
