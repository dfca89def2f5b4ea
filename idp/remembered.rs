//! The secrets of a browser that stays logged in. Both follow from the login's
//! row, so that requests which come back at the same time get the same ones.

use accounts::one_time_token::secret_to_text;
use accounts::remember_me::{RememberedLogin, Token};
use zeroize::Zeroizing;

use crate::ctx::Ctx;

const TOKEN_LABEL: &str = "remembered login";
const SESSION_LABEL: &str = "session of a remembered login";

/// The token that the browser keeps.
pub fn token_text(ctx: &Ctx, login: &RememberedLogin) -> Zeroizing<String> {
    Zeroizing::new(login.token().mint(|message| ctx.sealer.mac(TOKEN_LABEL, message)))
}

/// What a browser's token says, if this provider made it.
pub fn read_token(ctx: &Ctx, text: &str) -> Option<Token> {
    Token::parse(text, |message| ctx.sealer.mac(TOKEN_LABEL, message))
}

/// The secret of the session that was traded for the token before `login`'s.
pub fn session_secret(ctx: &Ctx, login: &RememberedLogin) -> Zeroizing<String> {
    Zeroizing::new(secret_to_text(ctx.sealer.mac(SESSION_LABEL, &login.token().said())))
}
