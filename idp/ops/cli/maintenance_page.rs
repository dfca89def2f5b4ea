//! `idp maintenance-page`: prints the page that a proxy shows while the service
//! is away.

use super::{Failure, WithConfig, print};
use crate::locales::Texts;
use crate::ops::config::Config;
use crate::web::pages::View as _;
use crate::web::pages::maintenance::MaintenancePage;

/// Prints the page for the organisation of the configuration.
///
/// # Errors
/// [`Failure`] when the configuration cannot be used.
pub(super) fn run(args: &WithConfig) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let page = MaintenancePage { texts: &Texts::default(), organisation: &config.organisation };
    print(page.render().trim_end());
    Ok(())
}
