//! From the release before to this one and back. `make test` takes up the
//! databases that it left (`v0_1`) and looks at what the migrations since then
//! do to its tables; `make rehearse-upgrade` builds that release and runs both
//! side by side.

mod crossing;
mod load;
mod rehearsal;
mod shape;
mod taken_up;
mod write;

use std::path::PathBuf;

use crate::harness::variable;

/// The `idp` of the release before, which `rehearse.sh` builds.
fn old_release() -> PathBuf {
    variable("IDP_TEST_OLD").expect("IDP_TEST_OLD; make rehearse-upgrade sets it").into()
}
