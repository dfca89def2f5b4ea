-- left at: 2026-11-23T18:28:28Z
-- refresh token: rt_AaIJqqYrd1WT7yVE5YKXJQAAAAAwxs5uPzUeUIn50r_yVwFrQhVPnn-J3jej2H1aLLRdgg
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.acceptances (
    account_id uuid NOT NULL,
    document text NOT NULL,
    version text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    locale text NOT NULL
);
CREATE TABLE public.accounts (
    id uuid NOT NULL,
    sub text NOT NULL,
    username text,
    username_key text,
    email text,
    email_key text,
    email_verified boolean NOT NULL,
    given_name text NOT NULL,
    family_name text NOT NULL,
    phone text NOT NULL,
    street text NOT NULL,
    postal_code text NOT NULL,
    city text NOT NULL,
    locale text,
    kind text NOT NULL,
    password_hash text,
    password_set_at timestamp with time zone,
    migration_batch text,
    migration_stage text,
    migration_since timestamp with time zone,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    unactivated_since timestamp with time zone,
    deletion_due_at timestamp with time zone,
    mail_failed_at timestamp with time zone,
    former_username text,
    former_username_key text,
    contact_email text,
    contact_email_key text
);
CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    account_id uuid,
    client_id text,
    session_id uuid,
    network text,
    reference text,
    detail text
);
ALTER TABLE public.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.clients (
    client_id text NOT NULL,
    origin text NOT NULL,
    settings text NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.consents (
    account_id uuid NOT NULL,
    client_id text NOT NULL,
    scope text NOT NULL,
    granted_at timestamp with time zone NOT NULL
);
CREATE TABLE public.grants (
    id uuid NOT NULL,
    code_digest bytea NOT NULL,
    client_id text NOT NULL,
    session_id uuid NOT NULL,
    account_id uuid NOT NULL,
    scope text NOT NULL,
    auth_time timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.legacy_ids (
    source_system text NOT NULL,
    external_id text NOT NULL,
    account_id uuid NOT NULL,
    batch text
);
CREATE TABLE public.login_tallies (
    key bytea NOT NULL,
    failures bigint NOT NULL,
    tried_at timestamp with time zone,
    locked_until timestamp with time zone
);
CREATE TABLE public.one_time_tokens (
    id uuid NOT NULL,
    digest bytea NOT NULL,
    purpose text NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    used_by bytea,
    superseded_at timestamp with time zone,
    client_id text,
    flow text,
    address text,
    proven_by bytea
);
CREATE TABLE public.outbox (
    id uuid NOT NULL,
    channel text NOT NULL,
    account_id uuid,
    recipient text,
    payload bytea,
    created_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    attempts bigint NOT NULL,
    leased_until timestamp with time zone,
    sent_at timestamp with time zone,
    failed_at timestamp with time zone,
    last_error text,
    expires_at timestamp with time zone NOT NULL,
    recipient_digest bytea,
    asked_for boolean DEFAULT false NOT NULL
);
CREATE TABLE public.probe (
    id bigint NOT NULL,
    probed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.refresh_families (
    id uuid NOT NULL,
    grant_id uuid NOT NULL,
    client_id text NOT NULL,
    scope text NOT NULL,
    generation bigint NOT NULL,
    rotated_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.remembered_logins (
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    generation bigint NOT NULL,
    rotated_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.reminder_waves (
    id uuid NOT NULL,
    batch text,
    per_minute bigint NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    next_at timestamp with time zone NOT NULL,
    reached uuid NOT NULL
);
CREATE TABLE public.reminders (
    wave_id uuid NOT NULL,
    account_id uuid NOT NULL,
    outbox_id uuid NOT NULL,
    reminded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);
CREATE TABLE public.sessions (
    id uuid NOT NULL,
    sid text NOT NULL,
    digest bytea NOT NULL,
    account_id uuid NOT NULL,
    auth_time timestamp with time zone NOT NULL,
    amr text NOT NULL,
    acr text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    remembered boolean NOT NULL,
    user_agent text NOT NULL,
    ended_at timestamp with time zone
);
CREATE TABLE public.signing_keys (
    kid text NOT NULL,
    algorithm text NOT NULL,
    state text NOT NULL,
    sealed_private bytea NOT NULL,
    public_jwk text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    activated_at timestamp with time zone,
    retired_at timestamp with time zone
);
CREATE TABLE public.tenancies (
    account_id uuid NOT NULL,
    building text NOT NULL,
    apartment text NOT NULL,
    starts_on text NOT NULL,
    ends_on text,
    batch text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
INSERT INTO public.accounts VALUES
	('01a209aa-99b2-7191-8f2e-0ed4d64376a7', 'MdKEB2jovc4Zh_6x2inxeA', NULL, NULL, 'aino.aalto@example.com', 'aino.aalto@example.com', true, 'Aino', 'Aalto', '', '', '', '', 'fi', 'citizen', NULL, NULL, 'first', 'imported', '2026-11-23 18:28:25.138107+00', NULL, '2026-11-23 18:28:25.138107+00', '2026-11-23 18:28:25.138107+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('01a209aa-99b2-7a70-bd24-5aba4680e0e5', 'cXhG0rUoAjUPOhrNeKAhKA', NULL, NULL, 'siiri.strand@example.com', 'siiri.strand@example.com', true, 'Siiri', 'Strand', '', '', '', '', 'sv', 'citizen', NULL, NULL, 'first', 'imported', '2026-11-23 18:28:25.13811+00', NULL, '2026-11-23 18:28:25.13811+00', '2026-11-23 18:28:25.13811+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('01a209aa-99b2-70d4-8c52-611d3d4579db', 'qbDeH6Q-MO0Ks_DLoIvybg', 'minna', 'minna', 'minna.malli@example.com', 'minna.malli@example.com', true, 'Minna', 'Malli', '', '', '', '', 'fi', 'tenant', NULL, NULL, 'first', 'imported', '2026-11-23 18:28:25.13812+00', NULL, '2026-11-23 18:28:25.13812+00', '2026-11-23 18:28:25.13812+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('01a209aa-99b2-7659-8a52-34670bb52e1d', 'i61ELTlpYMTvDS6nv6_zYw', 'oskari.virkailija', 'oskari.virkailija', 'oskari@kaskenranta.example.fi', 'oskari@kaskenranta.example.fi', true, 'Oskari', 'Virkailija', '', '', '', '', 'fi', 'official', NULL, NULL, 'first', 'imported', '2026-11-23 18:28:25.13813+00', NULL, '2026-11-23 18:28:25.13813+00', '2026-11-23 18:28:25.13813+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('01a209aa-99b2-7b10-a3f3-b2dc00ffb94e', 'Okx6Hspmav3I-21Z-kKwlg', NULL, NULL, 'pekka.poistettu@example.com', 'pekka.poistettu@example.com', true, 'Pekka', 'Poistettu', '', '', '', '', 'fi', 'citizen', NULL, NULL, 'first', 'imported', '2026-11-23 18:28:25.138204+00', '2026-11-23 18:28:25.138204+00', '2026-11-23 18:28:25.138204+00', '2026-11-23 18:28:25.138204+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('01a209aa-99b2-75c1-9934-f6f599074d57', '6_Vy-PafRrtz9B65YrsnBg', NULL, NULL, 'erkki.esimerkki@example.com', 'erkki.esimerkki@example.com', true, 'Erkki', 'Esimerkki', '+358401234567', 'Rantatie 3 B 12', '28100', 'Kaskenranta', 'fi', 'citizen', '$argon2id$v=19$m=19456,t=2,p=1$3dcCbThJ62YDJnB97UiIzg$Kq1J+VCzjr4y8ojQQRWCuFOnIjRBxPLDwOStpry5xrQ', '2026-11-23 18:28:26.991564+00', 'first', 'password_set', '2026-11-23 18:28:26.991564+00', NULL, '2026-11-23 18:28:25.138061+00', '2026-11-23 18:28:26.991564+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL, NULL, NULL, NULL, NULL),
	(2, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-7191-8f2e-0ed4d64376a7', NULL, NULL, NULL, NULL, NULL),
	(3, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-7a70-bd24-5aba4680e0e5', NULL, NULL, NULL, NULL, NULL),
	(4, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-70d4-8c52-611d3d4579db', NULL, NULL, NULL, NULL, NULL),
	(5, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-7659-8a52-34670bb52e1d', NULL, NULL, NULL, NULL, NULL),
	(6, '2026-11-23 18:28:25.13821+00', 'imported', '01a209aa-99b2-7b10-a3f3-b2dc00ffb94e', NULL, NULL, NULL, NULL, NULL),
	(7, '2026-11-23 18:28:25.212022+00', 'keys_rotated', NULL, NULL, NULL, NULL, NULL, NULL),
	(8, '2026-11-23 18:28:26.873498+00', 'password_link_sent', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL, NULL, '127.0.0.1', 'WMQ7-PRCQ', NULL),
	(9, '2026-11-23 18:28:26.975576+00', 'password_link_opened', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL, NULL, '127.0.0.1', 'R2MN-ZV8B', NULL),
	(10, '2026-11-23 18:28:26.991564+00', 'password_set', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL, NULL, '127.0.0.1', '02PA-FFN3', NULL),
	(11, '2026-11-23 18:28:28.110864+00', 'signed_in', '01a209aa-99b2-75c1-9934-f6f599074d57', 'web', '01a209aa-a54e-7ebd-9b8b-0e19074af35b', '127.0.0.1', '2C6R-WSTK', NULL);
INSERT INTO public.clients VALUES
	('web', 'file', '{"client_id":"web","name":{"en":"Building control","fi":"Rakennusvalvonnan asiointi","sv":"Byggnadstillsynens e-tjänst"},"auth_method":"client_secret_basic","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":["http://127.0.0.1:9999/callback"],"post_logout_redirect_uris":["http://127.0.0.1:9999/logged-out"],"back_channel_logout_uri":"http://127.0.0.1:40659/backchannel-logout","initiate_login_uri":null,"home_uri":"http://127.0.0.1:9999/","allowed_origins":[],"grant_types":["authorization_code","refresh_token"],"scopes":"address email offline_access openid phone profile","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":"lupa","registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}', NULL, '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00'),
	('feedback', 'file', '{"client_id":"feedback","name":"Palautepalvelu","auth_method":"client_secret_post","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":["http://127.0.0.1:9998/callback"],"post_logout_redirect_uris":["http://127.0.0.1:9998/"],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":"http://127.0.0.1:9998/","allowed_origins":[],"grant_types":["authorization_code","refresh_token"],"scopes":"email offline_access openid profile","require_pkce":true,"refresh":{"rotate_grace":30},"id_token_alg":"RS256","claims_in_id_token":true,"legacy_id_source":"palaute","registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}', NULL, '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00'),
	('app', 'file', '{"client_id":"app","name":"Mobiilisovellus","auth_method":"none","secret_digest":null,"redirect_uris":["http://127.0.0.1:9997/callback"],"post_logout_redirect_uris":[],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":null,"allowed_origins":["http://127.0.0.1:9997"],"grant_types":["authorization_code","refresh_token"],"scopes":"offline_access openid","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":null,"registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}', NULL, '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00'),
	('machine', 'file', '{"client_id":"machine","name":"Rajapinta","auth_method":"client_secret_basic","secret_digest":[176,182,141,169,242,99,147,240,71,189,75,17,231,152,50,196,202,42,106,141,255,33,143,165,228,174,207,30,202,246,105,1],"redirect_uris":[],"post_logout_redirect_uris":[],"back_channel_logout_uri":null,"initiate_login_uri":null,"home_uri":null,"allowed_origins":[],"grant_types":["client_credentials"],"scopes":"reports","require_pkce":true,"refresh":"rotate","id_token_alg":"ES256","claims_in_id_token":false,"legacy_id_source":null,"registration":null,"login_page":{"layout":null,"notice":null,"help_link":null},"third_party":null}', NULL, '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00');
INSERT INTO public.grants VALUES
	('01a209aa-a5c5-7101-b193-be519b27227d', '\x01a209aaa5912e0c198b24f3cf32e7b97a8710bb70f436d0975969bd1047ce44', 'web', '01a209aa-a54e-7ebd-9b8b-0e19074af35b', '01a209aa-99b2-75c1-9934-f6f599074d57', 'offline_access openid profile', '2026-11-23 18:28:28.110864+00', '2026-11-23 18:28:28.229716+00', NULL);
INSERT INTO public.legacy_ids VALUES
	('lupa', 'L-1001', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL),
	('lupa', 'L-1002', '01a209aa-99b2-7191-8f2e-0ed4d64376a7', NULL),
	('lupa', 'L-1003', '01a209aa-99b2-7a70-bd24-5aba4680e0e5', NULL),
	('lupa', 'L-1004', '01a209aa-99b2-70d4-8c52-611d3d4579db', NULL),
	('lupa', 'L-1005', '01a209aa-99b2-7659-8a52-34670bb52e1d', NULL),
	('lupa', 'L-1006', '01a209aa-99b2-7b10-a3f3-b2dc00ffb94e', NULL);
INSERT INTO public.one_time_tokens VALUES
	('01a209aa-a079-792a-aeb1-d057266db38c', '\x3206bc9d98fb519f7b75d63520b4c1431839daa7cf8531015ba27b149198602a', 'first_password', '01a209aa-99b2-75c1-9934-f6f599074d57', '2026-11-23 18:28:26.873498+00', '2026-11-23 18:58:26.873498+00', '2026-11-23 18:28:26.991564+00', '\x1d5fffc528a152faf00402be58b312a713221075f880f613501e747eb9e25deb', NULL, 'web', 'AWFjAmX0uZlEgN3jXoNp5Eo-RyF-TJ-btzon11NGc0uyfpQi04WwCm2YH9hPnw2hBMIelmvelO7nxLpsKq-ce1Thq7kgVFHJAfNl0afjnLSURnM3qotNt826eBE3Z3EqzFpkOeWOFYmivF6E5Hpw3Z1LX696j6sHDhk_PRTbw3uGseMaK7eYYky3obQejxwWdNJ1bOrR_z8wHovNNrNhtp3vulqPDAzfPc5JKZd8k_UCc-W2cqrNJSCJXdESdnfx0yebih1MbgNprjEgNli592yTCduE7oQDZaKx3D_xZ6-ZXlQMnVJFVR9AlAT55bo9TlPY7iqPWHBnJjmTt1_wXUjhYtBNPn3qsfcNzRlvRQYpt_HWRZhRkKShU-tVmOnE9ujYNglV04nkYoMVv_9Xn3vqoVSl-rPNMeRLroba2SeXTue7pksgATho4VR02xw5tZKu2j0tocZcM2d-XfMFOcbMyjIMgdX9BmDMoESpxeMVWYgIUrtpX76piGFnd7erV030rvUvGw-aoxm6Yv3z_3iHR1ytwMqIPyUNY0l8Jxq1PczzNzrIm1z4ntf0FYxLaep-v07t8xko3IA9cC5Ggu_ELKrv7kIcVRkR3Pv5OqzpIBgKOmAzkRRaC5O2mOvn', NULL, NULL);
INSERT INTO public.outbox VALUES
	('01a209aa-a087-79c5-bf1f-ba7a24a4d518', 'mail', '01a209aa-99b2-75c1-9934-f6f599074d57', NULL, NULL, '2026-11-23 18:28:26.887404+00', '2026-11-23 18:28:26.887404+00', 1, NULL, '2026-11-23 18:28:26.949714+00', NULL, NULL, '2026-11-23 18:58:26.873498+00', '\x49a3aa835e9fa18dd8500d77275bbc2a3f6734c66789aedf951f8bd6b56f5e41', true);
INSERT INTO public.probe VALUES
	(1, '2026-11-23 18:28:26.552093+00');
INSERT INTO public.refresh_families VALUES
	('01a209aa-a62b-7755-93ef-2544e5829725', '01a209aa-a5c5-7101-b193-be519b27227d', 'web', 'offline_access openid profile', 0, '2026-11-23 18:28:28.331564+00', '2026-11-23 18:28:28.331564+00', '2026-12-23 18:28:28.331564+00', NULL);
INSERT INTO public.seaql_migrations VALUES
	('m20261122_000001_initial', 1795458505),
	('m20261123_000002_reminders', 1795458505),
	('m20261123_000003_tenancies', 1795458505),
	('m20261123_000004_journeys', 1795458505),
	('m20261123_000005_registration', 1795458505),
	('m20261123_000006_logins', 1795458505),
	('m20261123_000008_agreements', 1795458505);
INSERT INTO public.sessions VALUES
	('01a209aa-a54e-7ebd-9b8b-0e19074af35b', 'srW1efzbuAs-eriUKvR8tyqGYM3yTtmpDlcGk7483E8', '\x00bd767a418980e626c1cf12dda6c2b51970559c39e0b36a6a1e57aebedb1668', '01a209aa-99b2-75c1-9934-f6f599074d57', '2026-11-23 18:28:28.110864+00', 'pwd', 'http://127.0.0.1:18534/acr/password', '2026-11-23 18:28:28.110864+00', '2026-11-23 18:28:28.110864+00', '2026-11-24 06:28:28.110864+00', false, '', NULL);
INSERT INTO public.signing_keys VALUES
	('RI_ClaKzqrgXH1yYJNeMyzbnAAwyYWwR86IuBqveN60', 'ES256', 'current', '\x0156cd1f81bf6124edf494ecfda3bdaa8f57bcd8e285fbfa962d975e53df4c337cbe9086776fe88f7146347461554e39ea91757045b99ec37afa02b8571decbb1a4018dae5b6be8aa47226b8f276b4bfad7209c8fe1ee8cfd7acefc64ee56ceda7c2cd79d37cf654c2e6fd33b193e14687180a9d22aff9194fa2e5d82a53759e8705535b48795580635c1824ffd5faedd91ac6396852', '{"crv":"P-256","kty":"EC","x":"ickbEYpKBhTXvvKZv6F_GjLtPbUm9z4rYzFk_E_-kkg","y":"TIqMyAZgyI0smobfZp136-n8Wf7ZT3A20tAu8fWWfLA","kid":"RI_ClaKzqrgXH1yYJNeMyzbnAAwyYWwR86IuBqveN60","alg":"ES256","use":"sig"}', '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00', NULL),
	('ySa_GoqVOZjWMJnlyn9m_z4z9ZhpldqSSXhKTrAecH4', 'ES256', 'next', '\x0178179733a68af8a5b4e91f0bd3019371a1376cee2a7665f9350c2179db37c5cb4c66225c7399bec5447330c4aa8b1fde422b6a708a326b8020916e292ff54394b8e99866668fcc2c7d175b89218a07d3cf6a1e2c4dd0e502640333d8523120719c9ac87373b699fd7c62c33ae235f254463f59cd53d6823308296445fd26b7201e244cfe2ef9efb4b307a9818403eae54d47f859d9', '{"crv":"P-256","kty":"EC","x":"wAuy17Rqh9aumshb7DJWNOditP_sPNb3YRz9DA52BAQ","y":"f-cybqWYA2xGDCoDEOsU0rbJqBk14n5yyLvQacus0kg","kid":"ySa_GoqVOZjWMJnlyn9m_z4z9ZhpldqSSXhKTrAecH4","alg":"ES256","use":"sig"}', '2026-11-23 18:28:25.212022+00', NULL, NULL),
	('J5EoBBT0wFBjgAPNx4tHytulnQmSn53JSliaTCCniP0', 'RS256', 'current', '\x01bc478e663509223315c0f0f9b308f27d73c2bdb55e66f1fe4a51ceed3cc824d78c4ceb5ef45d0be7b2198c714969bf2859633081518cd00a91e41aa0a7f1dfbd9a8a50bd8dd4dd7a9744ecec40a78ac184cc9c5d514f3cdab704024773eb2aa3bc9623a2f44329477039aaf80d45cd082ab4cd01e5cbc0e9fddc48d334a7d0b991fa7de4e22192fc2c3849f9d0ac429d037bec1550e219f51c1f417621fd13ae1b770c97200bbe0fbf608f7c39c682e53f2bcc7fbdaf0a5c9079a5a56b8dd72dde7efaabc4f4362e260ad13c39da2fa0642e54bfe8ee54600ae71acedc73d7ad27d9d68148212be6c0955fa1d88acb0c358b108a3a76d3e29d504c1ebe88b5a0c5415fe169aedfd03acece8174b7dbeed89a524d88a7b36d00539c873ef4dd773cecce1c714e8d3b94ec52e61508a8a948e8c69e0117aace328c60f9f87d183e8f6eef6d4f5ffcf67e5640e95d9077fbb0108cf4fa4f9459cb0dc3dadc71cc04f67d4b3e88c3d8be82f56cf48eea514687b57756a5fc59f54d2ad2705f7b6482c0101ce7056e50ab281895ad9542b8f57ddd01bfb6feef815ec6cd3db0187c31ca03d6060d2673268ef7811e0755d20f075ef64f5ed2a06f717cdb8eea02ff7e1e6de51e0d75718f4a5da4f06f3e7702f6d58eb06cd99c4b49568877259f588779d233d8a30556f6f8996be6ae0097c234d5c92cdaca30c1ea2eceb5d764cdd66b08bb3df8d9069dc679307578c15d8a2247114810040e190f73639e03044c823a7d85ae846b043a32405bf9bb34d49f981304bf4b61cfc5eba310368ee9918129a1911c75be6a26c92fa314aef5671fff68270012feea733d3cb58559176ae846ef7c62debb8a5178579a70004171a18f0b30b598f9452f5e0a693f5dfde95a2152c1618c3fa61fed31c7cae7d2b635eb9bb44e95ab96210d780076fa51b0e2e7a6fb3203e91aea0ba3519f0120380c5d23d63241148b065bf7727f1488d74761094954368fa2e1d6c8bf48fc941845dda0b9ba8a92ac40288933c26ee579005d6bd5b50e84334c90d5c1ee01dee3719e4a9ad4c7fa338042e0dd6adcfa23c7042ee6288af8ce55f0b1d2d063095d8ddd5971f703de9968d95eebe3f54027bea6fac1782899e04949e49030b5cbfa924a848faafa7bb61dfb78bd5354cfe6fd712a8305173e8047d50f998f0c06c020e22b96ffc7e4c9bd374ee63a5f46bd24fcbeb404446347ea57b30fc4262ca5b665b64eb005261712560617c93fbe38a0e37c66c56e9e96c04b9f97a069f1d7eec8f85aea41ed76b944599b569260bcc5a4241cf006be6b68c4d66f908c4affa7f2d002c96c3b937d113ec63072a6612185348dd2665455c24de2fa82e35418b78f2dad243e866ca41e895eeda985ed6e81e3301097c4f329e4e30c4bbda62fbbeb67e77aa6261dd8eb20fc30bc6a70a25d934f561100fc08085fd78ea9458bf8ef6a6875e35b3cb948f534789bfcea6946eee74607a8818cca3f8308ce4c3414f3ee4569afd648b11e719b69461320de73717e765749ed09a7707c1a4e5aaa8e40080a2ef507138eb23ade1b1bd70dfe25a0cbc52b8217b4668130cc17900a5edd8bf9351ebc990a2a10b1f098b8445476a39c4c1739aef70942a06ca5a3cd2bf2b474cf8a99abdbfa4085d6c8e9014d5e05a185d56a3e51e591dc3f7d7b417f4be7e2b090bbbd36a6849c7428f1eb72a4292e3ebd832b7aa9c42d8548df0b9a5b5a6f802bac3a2ecf4ca6fc77', '{"e":"AQAB","kty":"RSA","n":"i5T8RioIgYY1fmyo0l6Qngr3Mt1h0krpbYtpWWZ_OJs2qYwMD44pRpQ72J6POpt7tkn4K8TJMeU-qTwyfV3o1_-4_0-lvF-4u6T_IQi9oKq3PtWSMvFyZOS20TsW7n4KCTxfWWBEEwewEiURMAw_Gy9-wKiy1-k0KjBKV77I8wQ-FWN_ajFcWAuVWD9W64zejBro0U7rGaVthTefy4Y42-W--Dgjj_im2saHxdvV35U_CJK3qvIw8hwXCYaxF3zlhj52-jGtgsBzLnGkuMQeiubYNpQXdpxEsp7PYq-pRG0t72rNjxwZwXnCbti_KDRZd4ENDsp20rYQxQlrYsKM7Q","kid":"J5EoBBT0wFBjgAPNx4tHytulnQmSn53JSliaTCCniP0","alg":"RS256","use":"sig"}', '2026-11-23 18:28:25.212022+00', '2026-11-23 18:28:25.212022+00', NULL),
	('uQiftf_hSl_AQjCQG5Yit2Z3B1hjSZxI6aEwR6fksZw', 'RS256', 'next', '\x01f58c1f958fd5fd1cbf157d53d58993696a510b670a69ba9d3a4c0cd8773481a6cd79a37e12579ccce69c521e00e8a0350838e20ff337d7b31c30c7c3f897d4770461b49e574e220a0bb443d19bf7833023380831348ef1b0afcc5e0fe621e96a2549ede00f9bf20f275774cbd38d42b03e985a2a83754bf5446f0ff70c8dcea7166fd56826ec589579bace7bde4f496d9c33b36d23359303aa28b0ade866509d87590870d38fb1648945a41bf275248663cdcd3a4163464c4985ccb779b3eec32e7bb558320de63b8a8acb7d6c74a8f30bfc7a738856c3c9d604d52a1507bfc5eadfec0cbe4f3f8a7d951df0506335d9704341685debfc70f979daf6cba351ad75bb64447ed6ee682d5e1bec258dc98ec83b2fb8512cebaac30671a9b729638e756fa54b3d2e4c3ca5e9a62790c635eb47d871a9787c01c87c3553f3840f304421ef2dacf138aa387eac1367eb42c2526771bfd9245ac5699bc0f80198bb81c710b8cda1393dfada9e1940f05e3497ceb8a2379f4134913b465e41550a5a0be1833a53aa39e773acee8441bbee61f295d6e208d02b9107d85ba8d1829803c8eab47affd8003834a3d9fc0e27041684c4d43b13d4071af0feb9fcfd945fa5602a9ce6acbc22170b01868b94a5f92bc2e612f0507d98583d737ce01898cb9f3f61de2213142967031d97f8dcdb603813af09e09c5395945a7d054419a66758e7262b5d01c59557052f970bb2c5c6a6753fce632d1852ebed03d30e4ad42b2552eac05db7f26b128bde1c22f9f116b7637e46dd3ba9a5ef5e3fc8cd354d8a6b644faf4f28124a8342bacf8828dbb33a2c7964636c1f16d3abf014ac41bc049e04e027abd298ab0a9667f4e4edadd0962cf3b02861ddec6c6d5dac2a49eb03e59cb20d6ece4039bfcdb4367ff2a0ad2cfc3f7d19775c3274b7fd32189878f765bb981a1ea6ea46868061a1864366876f91baafde3f3b5940ccc09c7036b71d30ec9bae50702aff1b0126a7a37c1993e5c08c947f871a701a82fd7854515aafcc3aec731116691a8499d9823e14836a3e3179db0b056a89d74cfcb0465258bcce0eff4884f4ac48de7f127532ed658ed78778e842dc4fe2695e2dd0ff5a7018dc485f8ab4bd95bbcfaff068f0fe0591d80cd2d5f25795cef3ba6659e231233645c1c99ef4df0fbb01233864bbea99e67dbf6d3dc008d7e51f3948e2dbd31e456d2d9f1c9d7c013aff18d0286ec3aa3cb45a8988fc0573c623bd38df78218aad40e36325fd7596328118dfc18e25270fc8bf1d57f2bcc1937ed109ac00707618c167da24837bcd4cbf805ea11c042edb9edd58d7ee78804a09af55be4405d1822fbd09838e8f9edce8b63dd40cc1325bb251ede896634c89f485daff457fa352846fb641aca2a2f147ae06d6fa1af665ce03c70373cec61edb3a4612634c2691db12495e8c4252a5c1d91b8c2d84d6b1255089d8aa587d03bad41f78c46a2d74252fdfc715cd8fd062d9c664838108a3c2f401505db7beb0ecd351757314d061d39512e08b30a4e890a7c41c805e68b777130bb883c75a2f32d4f89c6f348bb3af0e29bea854507483369b6feda02b28a8970cc63e5abc7c0f7e5f6316683663532b1873bf893ae5028de63ffbf684425dbf2b04b8166b02f6e0c90226d67ea038a6a31202504cad25b4b966806af4b513bae41340563675daf8c1916d9cb6102b69762bf368ff5dd7463a9a7da78996ca65edad9ee82ab40b9e3c92349993e0', '{"e":"AQAB","kty":"RSA","n":"kBEwTEG4KNWkBgZq8MrGz4REivbR-CDFaLKwUHEZ12VwR0OXNdEkZ5MuuqZLbj5uEe2vVfsAxXRNe0UaIGcMS5s3V-NxYaRK67fhcCpKOLv95DpUqM1IHL7aJrVKZ0x1g23OTq14ZsVoM7rDpTZC9Xbl-dwbKEU0-1FEHjfqZwI0OWLHzi6Rmqs4KXwIGvag4AHoRd9n0-u_oND0ax0u8DXj0i4vfCH-38EjduVobXG9YNznmZeaQgKd4JA9_iV6NsOtcHYTrGVTBGwl2Rs_WSLAcmx8lRPe6vQuDtY1Kl2uJHA3XLE8rY1kpWNOCWPbtTOSU047d22ZrhwfIQz0mw","kid":"uQiftf_hSl_AQjCQG5Yit2Z3B1hjSZxI6aEwR6fksZw","alg":"RS256","use":"sig"}', '2026-11-23 18:28:25.212022+00', NULL, NULL);
SELECT pg_catalog.setval('public.audit_id_seq', 11, true);
ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_pkey PRIMARY KEY (account_id, document, version);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_email_key_key UNIQUE (email_key);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_sub_key UNIQUE (sub);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_username_key_key UNIQUE (username_key);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (client_id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_pkey PRIMARY KEY (account_id, client_id);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_code_digest_key UNIQUE (code_digest);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.legacy_ids
    ADD CONSTRAINT legacy_ids_pkey PRIMARY KEY (source_system, external_id);
ALTER TABLE ONLY public.login_tallies
    ADD CONSTRAINT login_tallies_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.one_time_tokens
    ADD CONSTRAINT one_time_tokens_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.one_time_tokens
    ADD CONSTRAINT one_time_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.probe
    ADD CONSTRAINT probe_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.remembered_logins
    ADD CONSTRAINT remembered_logins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.remembered_logins
    ADD CONSTRAINT remembered_logins_session_id_key UNIQUE (session_id);
ALTER TABLE ONLY public.reminder_waves
    ADD CONSTRAINT reminder_waves_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reminders
    ADD CONSTRAINT reminders_pkey PRIMARY KEY (wave_id, account_id);
ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_sid_key UNIQUE (sid);
ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (kid);
ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_pkey PRIMARY KEY (account_id, building, apartment, starts_on);
CREATE INDEX accounts_contact_email ON public.accounts USING btree (contact_email_key) WHERE (contact_email_key IS NOT NULL);
CREATE INDEX accounts_former_username ON public.accounts USING btree (former_username_key) WHERE (former_username_key IS NOT NULL);
CREATE INDEX accounts_migration ON public.accounts USING btree (migration_batch, migration_stage);
CREATE INDEX accounts_waiting ON public.accounts USING btree (unactivated_since, deletion_due_at) WHERE ((unactivated_since IS NOT NULL) OR (deletion_due_at IS NOT NULL));
CREATE INDEX audit_account ON public.audit USING btree (account_id, at);
CREATE INDEX audit_at ON public.audit USING btree (at);
CREATE INDEX grants_account ON public.grants USING btree (account_id);
CREATE INDEX grants_session ON public.grants USING btree (session_id);
CREATE INDEX legacy_ids_account ON public.legacy_ids USING btree (account_id);
CREATE INDEX legacy_ids_batch ON public.legacy_ids USING btree (batch) WHERE (batch IS NOT NULL);
CREATE INDEX login_tallies_tried ON public.login_tallies USING btree (tried_at);
CREATE INDEX one_time_tokens_account ON public.one_time_tokens USING btree (account_id, created_at);
CREATE INDEX one_time_tokens_expiry ON public.one_time_tokens USING btree (expires_at);
CREATE INDEX outbox_done ON public.outbox USING btree (COALESCE(sent_at, failed_at));
CREATE INDEX outbox_due ON public.outbox USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));
CREATE INDEX outbox_recipient ON public.outbox USING btree (recipient_digest, created_at) WHERE asked_for;
CREATE INDEX refresh_families_grant ON public.refresh_families USING btree (grant_id);
CREATE UNIQUE INDEX reminder_waves_running ON public.reminder_waves USING btree (state) WHERE (state = 'running'::text);
CREATE INDEX reminders_account ON public.reminders USING btree (account_id);
CREATE INDEX reminders_outbox ON public.reminders USING btree (outbox_id);
CREATE INDEX sessions_account ON public.sessions USING btree (account_id);
CREATE INDEX sessions_over ON public.sessions USING btree (COALESCE(ended_at, expires_at));
CREATE UNIQUE INDEX signing_keys_current ON public.signing_keys USING btree (algorithm) WHERE (state = 'current'::text);
CREATE INDEX tenancies_batch ON public.tenancies USING btree (batch);
CREATE INDEX tenancies_home ON public.tenancies USING btree (building, apartment);
ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.legacy_ids
    ADD CONSTRAINT legacy_ids_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.one_time_tokens
    ADD CONSTRAINT one_time_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES public.grants(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.remembered_logins
    ADD CONSTRAINT remembered_logins_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reminders
    ADD CONSTRAINT reminders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reminders
    ADD CONSTRAINT reminders_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.reminder_waves(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
