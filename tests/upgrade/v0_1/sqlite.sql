-- left at: 2026-11-23T18:28:23Z
-- refresh token: rt_AaIJqpUPerOiGzcVNY7XggAAAAA8qNvoCUy34a6fXsBH4V529wUHwPMQZtyAFhIXJRlYaw
BEGIN TRANSACTION;
CREATE TABLE acceptances (
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    document    text        NOT NULL,
    version     text        NOT NULL,
    accepted_at timestamptz NOT NULL,
    locale      text        NOT NULL,
    PRIMARY KEY (account_id, document, version)
);
CREATE TABLE accounts (
    id              uuid        PRIMARY KEY,
    sub             text        NOT NULL UNIQUE,
    username        text,
    username_key    text        UNIQUE,
    email           text,
    email_key       text        UNIQUE,
    email_verified  boolean     NOT NULL,
    given_name      text        NOT NULL,
    family_name     text        NOT NULL,
    phone           text        NOT NULL,
    street          text        NOT NULL,
    postal_code     text        NOT NULL,
    city            text        NOT NULL,
    locale          text,
    kind            text        NOT NULL,
    password_hash   text,
    password_set_at timestamptz,
    migration_batch text,
    migration_stage text,
    migration_since timestamptz,
    disabled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
, unactivated_since timestamptz, deletion_due_at timestamptz, mail_failed_at timestamptz, former_username text, former_username_key text, contact_email text, contact_email_key text);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B7E43B25606F1129C6798','yMlaW13dD7halrZARf6weg',NULL,NULL,'erkki.esimerkki@example.com','erkki.esimerkki@example.com',1,'Erkki','Esimerkki','+358401234567','Rantatie 3 B 12','28100','Kaskenranta','fi','citizen','$argon2id$v=19$m=19456,t=2,p=1$jcOB/L2j6E4XGX2DSqhLNg$oBP7ZAq1umgb5ZMHy9xuXP11uKJrUhVQmonDJ7F5+kI','2026-11-23T18:28:22.931696+00:00','first','password_set','2026-11-23T18:28:22.931696+00:00',NULL,'2026-11-23T18:28:17.611774+00:00','2026-11-23T18:28:22.931696+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B7838BEDFAAD1CB0BAE35','P4S8AsudEk-GvaNt6VqK9w',NULL,NULL,'aino.aalto@example.com','aino.aalto@example.com',1,'Aino','Aalto','','','','','fi','citizen',NULL,NULL,'first','imported','2026-11-23T18:28:17.611815+00:00',NULL,'2026-11-23T18:28:17.611815+00:00','2026-11-23T18:28:17.611815+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B70D18C2A5C8623C9F21B','Ekj2oQZauTRx3ItvG9ko0w',NULL,NULL,'siiri.strand@example.com','siiri.strand@example.com',1,'Siiri','Strand','','','','','sv','citizen',NULL,NULL,'first','imported','2026-11-23T18:28:17.611819+00:00',NULL,'2026-11-23T18:28:17.611819+00:00','2026-11-23T18:28:17.611819+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B7888B251AFF699FE733C','bbFo-ixg8ARb_utYU5ePGg','minna','minna','minna.malli@example.com','minna.malli@example.com',1,'Minna','Malli','','','','','fi','tenant',NULL,NULL,'first','imported','2026-11-23T18:28:17.611829+00:00',NULL,'2026-11-23T18:28:17.611829+00:00','2026-11-23T18:28:17.611829+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B786EA0FBD03E1FD2C279','yWxKLNOUbRHuTblh1DO0gQ','oskari.virkailija','oskari.virkailija','oskari@kaskenranta.example.fi','oskari@kaskenranta.example.fi',1,'Oskari','Virkailija','','','','','fi','official',NULL,NULL,'first','imported','2026-11-23T18:28:17.611838+00:00',NULL,'2026-11-23T18:28:17.611838+00:00','2026-11-23T18:28:17.611838+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "accounts" VALUES(X'01A209AA7C4B7E8D80E549A400F13B06','t6dYBiIno3TI5OReo_pjig',NULL,NULL,'pekka.poistettu@example.com','pekka.poistettu@example.com',1,'Pekka','Poistettu','','','','','fi','citizen',NULL,NULL,'first','imported','2026-11-23T18:28:17.611908+00:00','2026-11-23T18:28:17.611908+00:00','2026-11-23T18:28:17.611908+00:00','2026-11-23T18:28:17.611908+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE audit (
    id         integer PRIMARY KEY AUTOINCREMENT,
    at         timestamptz NOT NULL,
    event      text        NOT NULL,
    account_id uuid,
    client_id  text,
    session_id uuid,
    network    text,
    reference  text,
    detail     text
);
INSERT INTO "audit" VALUES(1,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B7E43B25606F1129C6798',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(2,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B7838BEDFAAD1CB0BAE35',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(3,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B70D18C2A5C8623C9F21B',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(4,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B7888B251AFF699FE733C',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(5,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B786EA0FBD03E1FD2C279',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(6,'2026-11-23T18:28:17.611914+00:00','imported',X'01A209AA7C4B7E8D80E549A400F13B06',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(7,'2026-11-23T18:28:17.696024+00:00','keys_rotated',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "audit" VALUES(8,'2026-11-23T18:28:22.821645+00:00','password_link_sent',X'01A209AA7C4B7E43B25606F1129C6798',NULL,NULL,'127.0.0.1','1B1F-J6PT',NULL);
INSERT INTO "audit" VALUES(9,'2026-11-23T18:28:22.922936+00:00','password_link_opened',X'01A209AA7C4B7E43B25606F1129C6798',NULL,NULL,'127.0.0.1','3EZA-AJ43',NULL);
INSERT INTO "audit" VALUES(10,'2026-11-23T18:28:22.931696+00:00','password_set',X'01A209AA7C4B7E43B25606F1129C6798',NULL,NULL,'127.0.0.1','B1WE-MP9W',NULL);
INSERT INTO "audit" VALUES(11,'2026-11-23T18:28:23.833993+00:00','signed_in',X'01A209AA7C4B7E43B25606F1129C6798','web',X'01A209AA94997DA88C782CCDBB4DC739','127.0.0.1','RWT9-G1BZ',NULL);
CREATE TABLE clients (
    client_id   text        PRIMARY KEY,
    origin      text        NOT NULL,
    settings    text        NOT NULL,
    disabled_at timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
INSERT INTO "clients" VALUES('web','file','{"client_id":"web","name":{"en":"Building control","fi":"Rakennusvalvonnan asiointi","sv":"Byggnadstillsynens e-tjänst"},"auth_method":"client_secret_basic","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":["http://127.0.0.1:9999/callback"],"post_logout_redirect_uris":["http://127.0.0.1:9999/logged-out"],"back_channel_logout_uri":"http://127.0.0.1:43297/backchannel-logout","initiate_login_uri":null,"home_uri":"http://127.0.0.1:9999/","allowed_origins":[],"grant_types":["authorization_code","refresh_token"],"scopes":"address email offline_access openid phone profile","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":"lupa","registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}',NULL,'2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00');
INSERT INTO "clients" VALUES('feedback','file','{"client_id":"feedback","name":"Palautepalvelu","auth_method":"client_secret_post","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":["http://127.0.0.1:9998/callback"],"post_logout_redirect_uris":["http://127.0.0.1:9998/"],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":"http://127.0.0.1:9998/","allowed_origins":[],"grant_types":["authorization_code","refresh_token"],"scopes":"email offline_access openid profile","require_pkce":true,"refresh":{"rotate_grace":30},"id_token_alg":"RS256","claims_in_id_token":true,"legacy_id_source":"palaute","registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}',NULL,'2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00');
INSERT INTO "clients" VALUES('app','file','{"client_id":"app","name":"Mobiilisovellus","auth_method":"none","secret_digest":null,"redirect_uris":["http://127.0.0.1:9997/callback"],"post_logout_redirect_uris":[],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":null,"allowed_origins":["http://127.0.0.1:9997"],"grant_types":["authorization_code","refresh_token"],"scopes":"offline_access openid","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":null,"registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}',NULL,'2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00');
INSERT INTO "clients" VALUES('machine','file','{"client_id":"machine","name":"Rajapinta","auth_method":"client_secret_basic","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":[],"post_logout_redirect_uris":[],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":null,"allowed_origins":[],"grant_types":["client_credentials"],"scopes":"reports","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":null,"registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}',NULL,'2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00');
CREATE TABLE consents (
    account_id uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    client_id  text        NOT NULL,
    scope      text        NOT NULL,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, client_id)
);
CREATE TABLE grants (
    id          uuid        PRIMARY KEY,
    code_digest bytea       NOT NULL UNIQUE,
    client_id   text        NOT NULL,
    session_id  uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    scope       text        NOT NULL,
    auth_time   timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
INSERT INTO "grants" VALUES(X'01A209AA950A7431BD3873A92D93650C',X'01A209AA94FD309EF53B446AC88277F92C71987A779A91497696139500A1638F','web',X'01A209AA94997DA88C782CCDBB4DC739',X'01A209AA7C4B7E43B25606F1129C6798','offline_access openid profile','2026-11-23T18:28:23.833993+00:00','2026-11-23T18:28:23.946401+00:00',NULL);
CREATE TABLE legacy_ids (
    source_system text NOT NULL,
    external_id   text NOT NULL,
    account_id    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, batch text,
    PRIMARY KEY (source_system, external_id)
);
INSERT INTO "legacy_ids" VALUES('lupa','L-1001',X'01A209AA7C4B7E43B25606F1129C6798',NULL);
INSERT INTO "legacy_ids" VALUES('lupa','L-1002',X'01A209AA7C4B7838BEDFAAD1CB0BAE35',NULL);
INSERT INTO "legacy_ids" VALUES('lupa','L-1003',X'01A209AA7C4B70D18C2A5C8623C9F21B',NULL);
INSERT INTO "legacy_ids" VALUES('lupa','L-1004',X'01A209AA7C4B7888B251AFF699FE733C',NULL);
INSERT INTO "legacy_ids" VALUES('lupa','L-1005',X'01A209AA7C4B786EA0FBD03E1FD2C279',NULL);
INSERT INTO "legacy_ids" VALUES('lupa','L-1006',X'01A209AA7C4B7E8D80E549A400F13B06',NULL);
CREATE TABLE login_tallies (
    key          bytea       PRIMARY KEY,
    failures     bigint      NOT NULL,
    tried_at     timestamptz,
    locked_until timestamptz
);
CREATE TABLE one_time_tokens (
    id            uuid        PRIMARY KEY,
    digest        bytea       NOT NULL UNIQUE,
    purpose       text        NOT NULL,
    account_id    uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz,
    used_by       bytea,
    superseded_at timestamptz,
    client_id     text,
    flow          text
, address text, proven_by bytea);
INSERT INTO "one_time_tokens" VALUES(X'01A209AA90A578048A74F3B2DCCEAD6D',X'17DC35C17872028E1BD5EF303E4FB3825EA32310BAB694E2719F5EB33936F19A','first_password',X'01A209AA7C4B7E43B25606F1129C6798','2026-11-23T18:28:22.821645+00:00','2026-11-23T18:58:22.821645+00:00','2026-11-23T18:28:22.931696+00:00',X'13489F334BA5C4F3BD0BF27B4D7EF4450BCD93F2B569AFBE02367B3D8A3F030B',NULL,'web','AaW5uv-XYLl1Dvb6Ititj2e_2kmSX_NyaTy-rGbf3tBIV_cmXOxA0R4Nq1mlbbdLk0zQbeaO4hUsmwyvy5vDdsuX_XAKrRoOoisTA-c6K3eJUjGzSLbMrLta3V7VXVwUvsa7vMxRjxpT84MgP3lqB0vcNKgy0e0td-cWTE6zOZzT5NchTcoToOq_nr7JwOO7UOsBT9BUV2lmZNegZ0ruu2ZX3HmyEjsDzyABDn0nrUFf9FNYNImec4_6EEKU83AICCFegp8mxnGOIvbUM5sa8FggWXr_kO25ax9JxF8_M4mYrvthtibR-dY7E4nABYIhJ4GNTKzbWuCxFZZBEP3XED6BmUFXa2EJU4tfD8Mkusotu00BOHuaq69Ie9U0hcgJ-ge6UN9ODU8WnNr_Bee1Ib8TwK9gstMrYM1A-5TCyc42zjSoG_3F-IDEYeIQhBkzTuJLQuW3GTP7VbLN8DcM4fpWIgVRd5g6F1BnsYhdXhEfogZhzvnEviU0neWuvYYGo3ZHe-fvxMlGoJhmfbhWB3Q-5IuOUTW0TCidLl-9JpuUmWJD71R5LOAFUyN8FNqQWT3UcH31QrNw1krRf3BBzccg5T4wYmNmWnklX7kqHJQEgPKuSvQgci27w96QrW1O',NULL,NULL);
CREATE TABLE outbox (
    id              uuid        PRIMARY KEY,
    channel         text        NOT NULL,
    account_id      uuid,
    recipient       text,
    payload         bytea,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts        bigint      NOT NULL,
    leased_until    timestamptz,
    sent_at         timestamptz,
    failed_at       timestamptz,
    last_error      text,
    expires_at      timestamptz NOT NULL
, recipient_digest bytea, asked_for boolean NOT NULL DEFAULT false);
INSERT INTO "outbox" VALUES(X'01A209AA90A77DA39C975657CCAFEA29','mail',X'01A209AA7C4B7E43B25606F1129C6798',NULL,NULL,'2026-11-23T18:28:22.823133+00:00','2026-11-23T18:28:22.823133+00:00',1,NULL,'2026-11-23T18:28:22.901953+00:00',NULL,NULL,'2026-11-23T18:58:22.821645+00:00',X'49A3AA835E9FA18DD8500D77275BBC2A3F6734C66789AEDF951F8BD6B56F5E41',1);
CREATE TABLE probe (
    id        bigint      PRIMARY KEY,
    probed_at timestamptz NOT NULL
);
INSERT INTO "probe" VALUES(1,'2026-11-23T18:28:21.704909+00:00');
CREATE TABLE refresh_families (
    id         uuid        PRIMARY KEY,
    grant_id   uuid        NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    client_id  text        NOT NULL,
    scope      text        NOT NULL,
    generation bigint      NOT NULL,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
INSERT INTO "refresh_families" VALUES(X'01A209AA950F7AB3A21B3715358ED782',X'01A209AA950A7431BD3873A92D93650C','web','offline_access openid profile',0,'2026-11-23T18:28:23.951680+00:00','2026-11-23T18:28:23.951680+00:00','2026-12-23T18:28:23.951680+00:00',NULL);
CREATE TABLE remembered_logins (
    id         uuid        PRIMARY KEY,
    session_id uuid        NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    generation bigint      NOT NULL,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE TABLE reminder_waves (
    id         uuid        PRIMARY KEY,
    batch      text,
    per_minute bigint      NOT NULL,
    state      text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    next_at    timestamptz NOT NULL,
    reached    uuid        NOT NULL
);
CREATE TABLE reminders (
    wave_id     uuid        NOT NULL REFERENCES reminder_waves (id) ON DELETE CASCADE,
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    outbox_id   uuid        NOT NULL,
    reminded_at timestamptz NOT NULL,
    PRIMARY KEY (wave_id, account_id)
);
CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
INSERT INTO "seaql_migrations" VALUES('m20261122_000001_initial',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000002_reminders',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000003_tenancies',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000004_journeys',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000005_registration',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000006_logins',1795458497);
INSERT INTO "seaql_migrations" VALUES('m20261123_000008_agreements',1795458497);
CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    sid          text        NOT NULL UNIQUE,
    digest       bytea       NOT NULL UNIQUE,
    account_id   uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    auth_time    timestamptz NOT NULL,
    amr          text        NOT NULL,
    acr          text        NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    remembered   boolean     NOT NULL,
    user_agent   text        NOT NULL,
    ended_at     timestamptz
);
INSERT INTO "sessions" VALUES(X'01A209AA94997DA88C782CCDBB4DC739','bRab00jcXqKzgdzSvIFeArqMZrI59QhuErbUl9QiGWo',X'AF567AD7C7EEC6AA7B4641935DB5958D1024017AA03B8E0E72316CF2BB84194B',X'01A209AA7C4B7E43B25606F1129C6798','2026-11-23T18:28:23.833993+00:00','pwd','http://127.0.0.1:18532/acr/password','2026-11-23T18:28:23.833993+00:00','2026-11-23T18:28:23.833993+00:00','2026-11-24T06:28:23.833993+00:00',0,'',NULL);
CREATE TABLE signing_keys (
    kid            text        PRIMARY KEY,
    algorithm      text        NOT NULL,
    state          text        NOT NULL,
    sealed_private bytea       NOT NULL,
    public_jwk     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    activated_at   timestamptz,
    retired_at     timestamptz
);
INSERT INTO "signing_keys" VALUES('LnmMaP6eC4K74dHtecCAO0pSoWzx6GgALsWfxvJNnS8','ES256','current',X'012E172C1F270EC2666D705AB5B0B0AD895AC181A88C8F85E3C720E3FDBC1860BAEEB8A80B72ED5295DC889B97B3BBC0C0406B47E675BE42CA6F21EA0F1BFE7A31E5256619120F34F0E159994DB89AF82E090440DA8B2F867DE0EA666A5B0A575CAA66C7ABA5C3964C06759988C566C78B38128984A058E6886A5511FC7BF37D8D13BA950364B9BBFFB2428076E160EA135F8F425364','{"crv":"P-256","kty":"EC","x":"mrNOhc3elIQkQSUTvTG-UZaA5AvwbcA_voj_Nfz98jU","y":"lmKVOfZe5pgVROHGGw3fqURoJhoV2PEVcX6aLk6V1KQ","kid":"LnmMaP6eC4K74dHtecCAO0pSoWzx6GgALsWfxvJNnS8","alg":"ES256","use":"sig"}','2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00',NULL);
INSERT INTO "signing_keys" VALUES('QGCYpNbsbm9sYNB39dqBcrfgmp3WXcWCFV3BIwclzWQ','ES256','next',X'017C2C8DF3714220E894B20A026FA5CBD87B343EBEA1084FF7358141A8198C54766A957874DB5CFB95B58F777B9071F565C6D4D1D56A23AF7D727B6A57A5501E5B48584ABA15AAFFC441A56BA9606EC3FA246432FC9B8826563F2F127659F9807E83C819AD0B6ACA95B7828F38FE80FC50C14DBBD01D5F2F46879B596987B603354670F94AC0BCB9E9D4F9F3F996E9213BAA94815940','{"crv":"P-256","kty":"EC","x":"8Wtmo4bfO6Rdr2_bxSqWOOtIxK1sIqhDI67bSTexPS4","y":"vhkwKtGnULjYyRH4sfIayYnBDtZ2M94USiBNdAes6g8","kid":"QGCYpNbsbm9sYNB39dqBcrfgmp3WXcWCFV3BIwclzWQ","alg":"ES256","use":"sig"}','2026-11-23T18:28:17.696024+00:00',NULL,NULL);
INSERT INTO "signing_keys" VALUES('4G7T8ppvRCqbfSkTi1IeVARKuZZMH7b_XojYkK4OyLY','RS256','current',X'01D43D079F4B17EE4772CBF77D5D525C58729AC94913467AB1BFBF17CB8AD0BA4D298378BD3205557B5E980C157296E4C65660A510D888CC14B4EC0C7131C55D574551C38E7ABFCB944ACC6FEEB38A4A7BD19E46F3E8170B63902127639F06605A66F841E0DA12AF1BB78EBE9362C198274DD1CD6E7D5B630A8410BB75B60869B17FDBB19A78950C7A225A8EAD177F71E7522048FEC81B8F4AA603417778359D69C59B69664E76B2D26F477014BAA093999FCF8F51578554AE61F1AD35CB1E55EDB9F18E6938E8CA2CBC736F53A465FA081F134C78CFCE656E19932AC129BC4B9ECCD9892E4217B3EE7D01FE33B94BD242C79303CAFA7F80DC7990ABD3E75C62364CC8FED07D4C4679546B856E237F6F22C74DF6AB88CA57180372554A6B217596AF819E20146DF6FF341D1257DC1F6A5CEC792EC4DC33F8895D6437D790FF1131AA9AE746AAC43FA52157E530F67E77234ADBA593B1694ACC8860D4E0B529A93CA70494C57A8E65302C7702CC15C0A9A7A3E1AD1AF44ABFF5196C484AC4F0EDF724F01E8D6677C25142B1685952F3A52E8B292368572F5DE60026A654767A6D5684657C0F02AB3A4E8539C8C8A0C1C853E1C9F53A2F6DABE2480058ADDD45289E4CFC5139617FDCE573EE405BCA770CDAEA0391203AAB8600B17BD020EA830AFE29E59B64C72E26CBC3C5114DBC6CDED43A6B92EBE9B4C11B708CD74E052E5E5A40D0CCE0D3E5269D2241D7C7B87E626712C92C4A7D2838F0E87935D97EED42B47487625AF0E172D18E11C24B0ADB974BDDB2272A5FFC8BAB7165146119BF850A06C49F8650FEAAFD80ED83A4852F93EE1807B25A282FCA7FEBAEB76006845BCE7F7C1A1821B79A0FB8D83DED82BA8124BC2F7C45EEECF4E8CC158900467A3E11AD966B17F210E9E706C073C9C4444BD684CF22995D6136BFC34AC90B7523DBFC029BDE925416E57667F75C522A305FAAEEE81CDD0EF4478453098986857938146B33372A08180AD295135E51F1C907E8A3E5E1E8EA8FB72555B023ABC9C8EDD538442D8CB5B332F0922D10C77E3E7173424E6D49585FBC6CD1B815341140D302D95F675A1D1D12D1AE55D7F9159C5811805685DD9EF4B04954967EA1F4B8046598E2AB95598F85259640F996F6224E5DD507D1A8A555138B3423C1AD0F6CB8FBD51F2309C81AB46F4BD01CF1D33559C827A9EE169590347C6DC98AA541AF865DBA37BDA77FE908EA8BFA2A08EFC932EA8B3E20F8434E43B674F8177466A384351D006DD7B0EEF585E9B9D607175FD1BF5A5F14DB13516FA64D859342149C030EF7257C599258E5DED9EE19DB511981AC701BDDE3340B297A8CE67A6CD0F31F6A779F0BCC06AE474AE146435B81CD1F8E48ACB2790B97A4535FB16686E2EFE54444B7DB6D5FC488B7CC38961EDEC3F41D99AAE00042F69FB5A2B558B2DDD7E87FE341820AA40C238B5893914C93E578A2ACA09C3EB8C87235326819D1F1F06EC3F218006841E1B216B83D575C714E212E588344C5052972CDE91E21242353BD85D5936097F8111EB71ACDE5A9DBDD4243305B63897ECCB56D659FDF0D512E72C36E7451E4AB1ABB4B9AF7A92BF5F07A36DE9B6D4F88387FA8838A69FC41CA6A81425CC5D5E64489CC6BFCB76A0508B0A7B0C4AA11C853CE9FDAC2451E65395EC8A01847F3EC4B702F1BD1F6735785A8F1F35F7E709DA3CD5A313A780B6251268BA6CE7D7619A45F001BDF81D59BFED238842D267957BC529D461AB13105','{"e":"AQAB","kty":"RSA","n":"kqbNrBFZG4m-wTkpnQIqmsLz_Go9BZ2gOA_tkIZOux4f7NWq-0100D2VUgA05zezSIrfcjyrus8HUYMFmDPdgnPkg7EkMV-0dopPAKGjMRY9kViAqgbjAFinft7evW8IKwr6nM5D4XcEDOGx-XiUN9SJaJqv-FRv1Tmzo8uavQvD80G8STtKRhEP5uAU14HUJ8njdWzmaJdIYc1D2zNdDtUKWdQQnb4oruOOyNkLqsywU32E8v96W5rbCV78AEjecSwUEeR0wu-c8LxBpyMhasozS__WqyfRl0O6njaOwmG9UC4R-sTVzgFNTmkw-ClT653NO65pGwb1Gt4Lq3C0mQ","kid":"4G7T8ppvRCqbfSkTi1IeVARKuZZMH7b_XojYkK4OyLY","alg":"RS256","use":"sig"}','2026-11-23T18:28:17.696024+00:00','2026-11-23T18:28:17.696024+00:00',NULL);
INSERT INTO "signing_keys" VALUES('Jtjl3PdEhP8ALISsdZcUMkqUlNmAcvZywcyyopGBIE0','RS256','next',X'018F8D9AC941D6DCA7B396952D48129B333FAC8F45D380DECDB45E692E973AFE51C7B13498B06DCBB9DAFE068A385ABCD5E009C354880E83F9323C19FCCF5BCCDE24B92D34AA84BCA9BC484011DE1D367D0D4BB491DD8B387FC27982D19DDA062FE9C586327D99077AE62B38502F2E7352CE6C34C8383A7B68E7923A6366E07BFC09F26071097290D46BD11E41D82F8120E4D12B155F3B8AB720D6E4842905491976A662B8D4F6F28435A845218D38C3B9BEB9FB1B57C6C4F7F464EEF2EC4B9D8E6A49CF9A92BBB00CC1A07352A168482CCF78135849CBC13F61E8ECD95F0BCD86B11504B3BA6635CE21CC5E918DA63D70B62FB4A082FB974F36231D06265E1FFBE994E5E088363D972388907A155A28746C4B6C6E589D6BEFA3A0E1303FDB0480E10FFEE5CFC1C303987415F1A3AE4BA0EC1677BB837C86EED210DB9391890AFE107341B3977506055D9A3E73CB9C07F0F7A83067C7F5E94A792F17F0167B8BBA5E79014F16A2CEF0C8E604CDEACD868F60FE8A856548994129AF8752B553F309E64B0ECB1C1E7C648D7F8985DB06561B9B2BFBF42C585A084238AEE40ED9786577EC9392D83D83198E00E59A4A9F31FF17A1E3215295E09F072FB7954D85E88F12E017CD2AB3D03746487530C42D0BEB02D6919FB3158FCE5CDDDE1BD65F16FD30CC974CE112A30991BAA875A68FCB8D9C68C82371E5EBE4049DD0C323BC6798DAD7AE6CCD43B56819B8B076AABBDC995E09A7545AB346882110D1D24CECF50891ABCE7B9E6950DCF9A7A686C041677FAA97467C7CB8DB09044F78EAE8AFB0D58E9AC5CB4F18FA7944F5AD2E0EE2E4508EBD02B2579B8C2BFCBC42DD31EC19489E9E188F4D92E198644FFCA9EE4B068EE81E59F997C62D55DB35437BDC560F936854C3AC0B495FF97B8EFF52DFE340A07D96E7B5EA7D4079453240F63C1D17F9FA788CF294A638779C53407AF0019B2B2B5DA64727E9B730FE744066FD8C7010D10A71197FF4534CD55E68B53CEA85605F330617EAF5A769C15C4EBBE28A1C1D6662C2B9866FBDECFB7ED154C2530AB18237F73371EA8B45AD8EAB6962D3F7DB4FDF9123CBEB7C782DDC85945B6DDF5C0646E8615F6F3B5EC834D8B80A1A741F6DB77BA7A3B7D7E7D6BC7DFE6C25EAE038FCF94A4DD447D8619468DAA3BD10E7623C771C241FB526D781BC65F1BB566E7B64307009DB0334D93E49DBB568D551FB8F0A32936712ED03A443CA8CB61660A62DFA5DC8AE06A699BE9383F644F884002831690F1FD0DD0D2842FA6C18EC0CB2D927E2CECA6862CB799958FFCA5A2C5864CB8FE7993C0A9DFAB45FD410D4075EB2531B73746917D909C4228AB4195D4FD835812366E241FFBC2882ACBAE488366AC32D81AE8AFAB72E90A6E4020C5A7951EDF7D149066134AEF43499F6C6BDF9EA68D05722993F7D73CE0E7C9F9E9C837A74C30A29731C45CC21A18884B616E6CB07427A664D171E29D318E2E3B35F7F3DB56D1F954488FED5003B3B6CA53121010683B3484628EE23AB715D196FAF210190E194510826703EE3E746B4C12EE744F1EEE92CACE5EBA949CF305D88CC425DBCFEA590B3A746ADB772CE381B09F7DC3860487EBB06F0894871512785587EEC60B016FDC57F7508D0A8518960709B10B1D654CF8CC47FF24AC2E3037E7D466F35C9CA27E487E9328388C084A8EE68B2B8DADF0E78CA83ED62E881D658C2EBCEFA6A3A62F412AC44629D5E78051C20354755C972770BC5D61F4666','{"e":"AQAB","kty":"RSA","n":"hw4CivvKeeuW5Bb5gXJdEPjUknyxROHlkfZESjAnUhmrTmVSKwquP0MaC_0M1nvDV6EqXaIJ-hBDKu10SjnskdGXjHxaObgvDH6PRxIehBridacpnzWqV8s9iDZALlIY0I-LKV9SmFAjLGEAACN10Md7YEOEtMyyQJzqh9l7xe9kc9sZeh1IPBoKQZiHSCjy-ZtYzwiJB7wCgFgSlUUBmQRVaDmS6XmpsRGptTvd_NGjGVtNvzYrZxeUFkDCc3nmFW7U3VZosvGbxGInDihnLcqaSLkO9_ouzjlbWdOP2rEIonM2WtD0QLSfOO6idRavXW5AYbLVajbj0pWWb_G86w","kid":"Jtjl3PdEhP8ALISsdZcUMkqUlNmAcvZywcyyopGBIE0","alg":"RS256","use":"sig"}','2026-11-23T18:28:17.696024+00:00',NULL,NULL);
CREATE TABLE tenancies (
    account_id uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    building   text        NOT NULL,
    apartment  text        NOT NULL,
    starts_on  text        NOT NULL,
    ends_on    text,
    batch      text        NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, building, apartment, starts_on)
);
CREATE INDEX accounts_migration ON accounts (migration_batch, migration_stage);
CREATE INDEX legacy_ids_account ON legacy_ids (account_id);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_over ON sessions ((coalesce(ended_at, expires_at)));
CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX grants_account ON grants (account_id);
CREATE INDEX refresh_families_grant ON refresh_families (grant_id);
CREATE INDEX one_time_tokens_account ON one_time_tokens (account_id, created_at);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);
CREATE INDEX login_tallies_tried ON login_tallies (tried_at);
CREATE INDEX audit_account ON audit (account_id, at);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_done ON outbox ((coalesce(sent_at, failed_at)));
CREATE UNIQUE INDEX signing_keys_current ON signing_keys (algorithm) WHERE state = 'current';
CREATE UNIQUE INDEX reminder_waves_running ON reminder_waves (state) WHERE state = 'running';
CREATE INDEX reminders_account ON reminders (account_id);
CREATE INDEX reminders_outbox ON reminders (outbox_id);
CREATE INDEX legacy_ids_batch ON legacy_ids (batch) WHERE batch IS NOT NULL;
CREATE INDEX tenancies_home ON tenancies (building, apartment);
CREATE INDEX tenancies_batch ON tenancies (batch);
CREATE INDEX accounts_waiting ON accounts (unactivated_since, deletion_due_at) WHERE unactivated_since IS NOT NULL OR deletion_due_at IS NOT NULL;
CREATE INDEX accounts_former_username ON accounts (former_username_key) WHERE former_username_key IS NOT NULL;
CREATE INDEX accounts_contact_email ON accounts (contact_email_key) WHERE contact_email_key IS NOT NULL;
CREATE INDEX outbox_recipient ON outbox (recipient_digest, created_at) WHERE asked_for;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('audit',11);
COMMIT;
