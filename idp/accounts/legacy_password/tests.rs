#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

const RIGHT: [&str; 2] = ["Salasana1!", "KesäÅland2018ö!"];
const SALT: &str = "AAECAwQFBgcICQoLDA0ODw==";

/// What is stored for the two right passwords: algorithm, iterations, hashes;
/// each with [`SALT`] where the hash does not hold its own.
const VECTORS: [(&str, &str, [&str; 2]); 11] = [
    ("membership", "", ["jOHpCh2McqCLaKlLiMFo7W8Bxls=", "LdW7M6nAjjUlnJfdv3qRqq9UopA="]),
    (
        "membership_sha256",
        "",
        ["oGlUnAI4g9ydXja4NKNl03grR2W8oV2gM/th3eoVjRA=", "tjY627ouzQwVh2rX2tX9Ax7LFdi+LTIa/KXwHV7aH2g="],
    ),
    (
        "membership_hmacsha256",
        "",
        ["MW61DjVAP5nGtfJM/baFWBE/mLcqOWDAd4G5BkaZ0Rc=", "irvw0aJxjxMjcsoohts6r+t/k0LbIfD7IE0b2xYd5dY="],
    ),
    (
        "aspnet_identity_v2",
        "",
        [
            "AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==",
            "AAABAgMEBQYHCAkKCwwNDg9uWMgc/jMLDgrd5TorS/F/oXwhj4a5bmqOgRgl6f30Gw==",
        ],
    ),
    (
        "aspnet_identity_v3",
        "",
        [
            "AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==",
            "AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg9uWMgc/jMLDgrd5TorS/F/oXwhj4a5bmqOgRgl6f30Gw==",
        ],
    ),
    (
        "aspnet_identity_v3",
        "",
        [
            "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg94JxmDo+c5k/ZzP1aguJ8ggEexgaDsfXndFLag9f3xhQ==",
            "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg9BoJa/RI7YzWKo/hpBcqu8btzpwJRVfJos7l4oa1bJ5Q==",
        ],
    ),
    (
        "aspnet_identity_v3",
        "",
        [
            "AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg8qUt2KQmN8mTVOu3FffEa6hGHz3iKtwVm2ReuQNs+djg==",
            "AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg9D39W+w0BLk0Xyxbw5/vgKO8mYBveLj1IDWbLUW+fGtw==",
        ],
    ),
    (
        "pbkdf2-sha256",
        "27500",
        [
            "x8rgvfxsMVX7EBDlFqbzS8IlnKkhD7p1DgMLnQISwGfxuL8gAGcEPoJpYbfrzmrD+g5PS7ACEaY3+MvE/awfFQ==",
            "EY4riob3IbOVcwfbfcFLWEbWF07941buh1llKExNO+2hlNq64iXEgV8azJOd02oNsOKcPEF5VJqy4iX0lfTvag==",
        ],
    ),
    (
        "pbkdf2-sha512",
        "210000",
        [
            "cjpWeVdMQ1XtTWgYPB8m8Qyc6NzRyB6Jl54mfHQh2JZwIcB+48Gb4iP69WXKUrGo3d1q1QAPAz9sQ1iY2J8QvA==",
            "1gOQ6JOWpLrf53CLLJg3Jd5+EGv1jT0rnaNdrG3kQuGnQ/7xMo0QmHOt4wG8130v8iI2JWC0oW5TWiKu8R1Jnw==",
        ],
    ),
    (
        "pbkdf2_sha256",
        "",
        [
            "pbkdf2_sha256$260000$abcdefghijkl$tVXPaWbcAAhdTgo6W+jWZOqJNPB2V9FntXUG/JLKuV4=",
            "pbkdf2_sha256$260000$abcdefghijkl$WDlPdBOosTsal6AMyICq1xZUQrp6epvbfFjhoFwI7Fs=",
        ],
    ),
    (
        "pbkdf2",
        "1000",
        // The v2 pair without its frame.
        ["LHks3BvPkIalHQ991F7IeU2I/QetYDrcvIpYRAq0B2s=", "bljIHP4zCw4K3eU6K0vxf6F8IY+GuW5qjoEYJen99Bs="],
    ),
];

fn stored<'a>(algorithm: &'a str, iterations: &'a str, hash: &'a str) -> Cells<'a> {
    let holds_its_salt = algorithm.starts_with("aspnet") || hash.contains('$');
    Cells { algorithm, hash, salt: if holds_its_salt { "" } else { SALT }, iterations }
}

fn recognised(cells: Cells<'_>) -> LegacyPassword {
    read(cells).unwrap().unwrap()
}

fn matches(password: &LegacyPassword, typed: &str) -> bool {
    let LegacyPassword::Digest { recipe, digest } = password else { panic!("no digest") };
    recipe.digest(typed).as_slice() == digest
}

#[test]
fn every_known_form_takes_the_right_password_and_no_other() {
    for (algorithm, iterations, hashes) in VECTORS {
        for (hash, right) in hashes.into_iter().zip(RIGHT) {
            let password = recognised(stored(algorithm, iterations, hash));
            assert!(matches(&password, right), "{algorithm} {right}");
            assert!(!matches(&password, "Salasana1?"), "{algorithm}");
        }
    }
}

#[test]
fn forms_that_name_themselves_need_no_algorithm() {
    for (algorithm, iterations, [hash, _]) in VECTORS {
        let names_itself = algorithm.starts_with("aspnet") || hash.contains('$');
        let read = read(Cells { algorithm: "", ..stored(algorithm, iterations, hash) });
        if names_itself {
            assert_eq!(read, Ok(Some(recognised(stored(algorithm, iterations, hash)))));
        } else {
            assert_eq!(read, Err(Unkept::Unknown), "{algorithm}: a bare digest may be anything");
        }
    }
    let packed = format!("jOHpCh2McqCLaKlLiMFo7W8Bxls=|1|{SALT}");
    assert!(matches(&recognised(Cells { hash: &packed, ..Cells::default() }), "Salasana1!"));
}

#[test]
fn an_argon2id_hash_stays_as_it_is() {
    let text = "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$EI793vF/TI0DoVu7eUqpGXR3yq0ARi8p/j0R+DVHDXY";
    for algorithm in ["", "argon2id"] {
        for written in [text.to_owned(), format!("{text}="), text.replace("m=7168,t=5", "m=+7168,t=05")] {
            let kept = recognised(Cells { algorithm, hash: &written, ..Cells::default() });
            assert_eq!(kept, LegacyPassword::Argon2id(PasswordHash(text.to_owned())));
        }
    }
}

#[test]
fn what_is_not_known_or_costs_too_much_is_refused() {
    let argon2 = |costs: &str| {
        format!("$argon2id$v=19${costs}$AAECAwQFBgcICQoLDA0ODw$EI793vF/TI0DoVu7eUqpGXR3yq0ARi8p/j0R+DVHDXY")
    };
    let v2 = VECTORS[3].2[0];
    let v3_of_2_million = "AQAAAAIAHoSBAAAAEAABAgMEBQYHCAkKCwwNDg8qUt2KQmN8mTVOu3FffEa6hGHz3iKtwVm2ReuQNs+djg==";
    let v3_salt_beyond_the_end = "AQAAAAEAACcQAAAA/wABAgMEBQYHCAkKCwwNDg94JxmDo+c5k/ZzP1aguJ8ggEexgaDsfXndFLag9f3xhQ==";
    let v3_of_a_fourth_hash = "AQAAAAMAACcQAAAAEAABAgMEBQYHCAkKCwwNDg94JxmDo+c5k/ZzP1aguJ8ggEexgaDsfXndFLag9f3xhQ==";
    let table = [
        ("rot13", "x", "", ""),
        ("bcrypt", "$2b$12$abcdefghijklmnopqrstuv", "", ""),
        ("membership", "oGlUnAI4g9ydXja4NKNl03grR2W8oV2gM/th3eoVjRA=", SALT, ""),
        ("membership", "jOHpCh2McqCLaKlLiMFo7W8Bxls=", "", ""),
        ("membership_sha256", "jOHpCh2McqCLaKlLiMFo7W8Bxls=", SALT, ""),
        ("membership", "not base64", SALT, ""),
        ("aspnet_identity_v3", v2, "", ""),
        ("aspnet_identity_v2", &v2[4..], "", ""),
        ("", v2, SALT, ""),
        ("", v3_of_2_million, "", ""),
        ("", v3_salt_beyond_the_end, "", ""),
        ("", v3_of_a_fourth_hash, "", ""),
        ("pbkdf2-sha256", VECTORS[7].2[0], SALT, ""),
        ("pbkdf2-sha256", VECTORS[7].2[0], SALT, "0"),
        ("pbkdf2-sha256", VECTORS[7].2[0], SALT, "1333334"),
        ("pbkdf2-sha512", VECTORS[8].2[0], SALT, "800001"),
        ("pbkdf2-sha256", "AAEC", SALT, "27500"),
        ("pbkdf2_sha256", "pbkdf2_sha256$260000$abcdefghijkl", "", ""),
        ("", "pbkdf2_sha256$9000000$abc$tVXPaWbcAAhdTgo6W+jWZOqJNPB2V9FntXUG/JLKuV4=", "", ""),
        ("", "a|1|b|c", "", ""),
        ("", &argon2("m=4194304,t=1,p=1"), "", ""),
        ("", &argon2("m=8,t=4000,p=1"), "", ""),
        ("", &argon2("m=65536,t=1,p=1"), "", ""),
        ("", &argon2("m=7168,t=8,p=1"), "", ""),
        ("", &argon2("m=7168,t=3,p=1"), "", ""),
        ("", &argon2("m=4294967295,t=4294967295,p=1"), "", ""),
        ("", &argon2("m=7168,t=5,p=4"), "", ""),
        ("", &argon2("m=7168,t=5,p=1,data=AAAA"), "", ""),
        ("", &argon2("t=5,m=7168,p=1"), "", ""),
    ];
    for (algorithm, hash, salt, iterations) in table {
        assert_eq!(read(Cells { algorithm, hash, salt, iterations }), Err(Unkept::Unknown), "{algorithm} {hash}");
    }
}

#[test]
fn what_can_be_read_is_not_kept() {
    for (algorithm, hash) in [("encrypted", "x"), ("membership_clear", "x"), ("", "kissa|0|"), ("membership", "a|2|b")]
    {
        assert_eq!(read(Cells { algorithm, hash, ..Cells::default() }), Err(Unkept::Readable));
    }
}

#[test]
fn a_row_without_a_hash_has_no_password() {
    for algorithm in ["", "membership", "argon2id"] {
        assert_eq!(read(Cells { algorithm, ..Cells::default() }), Ok(None));
    }
}

#[test]
fn the_stored_text_leads_back_to_the_recipe() {
    let argon2id = PasswordHash("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAA".to_owned());
    let recipes = VECTORS.iter().map(|(algorithm, iterations, [hash, _])| {
        match recognised(stored(algorithm, iterations, hash)) {
            LegacyPassword::Digest { recipe, .. } => recipe,
            LegacyPassword::Argon2id(_) => Recipe::AsTyped,
        }
    });
    for recipe in recipes.chain([Recipe::AsTyped]) {
        let text = wrap(&recipe, &argon2id);
        assert_eq!(unwrap(&text), Some((recipe, argon2id.clone())), "{}", text.0);
    }
    assert_eq!(
        wrap(&recognised_recipe(), &argon2id).0,
        "$legacy-membership-sha1,s=AAECAwQFBgcICQoLDA0ODw$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAA"
    );
}

fn recognised_recipe() -> Recipe {
    match recognised(stored("membership", "", VECTORS[0].2[0])) {
        LegacyPassword::Digest { recipe, .. } => recipe,
        LegacyPassword::Argon2id(_) => Recipe::AsTyped,
    }
}

#[test]
fn no_other_text_is_taken_for_a_legacy_hash() {
    for text in [
        "",
        "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAA",
        "$legacy-membership-sha1,s=AAEC",
        "$legacy-membership-sha1$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAA",
        "$legacy-membership-sha1,s=AAEC,x=1$argon2id$",
        "$legacy-membership-md5,s=AAEC$argon2id$",
        "$legacy-pbkdf2-sha1,i=9000000,l=32,s=AAEC$argon2id$",
        "$legacy-pbkdf2-sha1,i=1000,l=3200,s=AAEC$argon2id$",
    ] {
        assert_eq!(unwrap(&PasswordHash(text.to_owned())), None, "{text}");
    }
}

#[test]
fn a_slow_recipe_is_known_to_be_slow() {
    let work = |place: usize| {
        let (algorithm, iterations, [hash, _]) = VECTORS[place];
        match recognised(stored(algorithm, iterations, hash)) {
            LegacyPassword::Digest { recipe, .. } => recipe.work(),
            LegacyPassword::Argon2id(_) => 0,
        }
    };
    assert_eq!(work(0), 0);
    assert!(work(3) < work(5) && work(5) < work(6) && work(6) < work(8));
}

#[test]
fn nothing_of_a_password_is_in_its_debug_text() {
    let password = recognised(stored("membership", "", VECTORS[0].2[0]));
    assert_eq!(format!("{password:?}"), "LegacyPassword(..)");
}
