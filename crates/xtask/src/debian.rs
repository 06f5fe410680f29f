//! Packages of the system, where we may install them: as root on Debian and its relatives. Elsewhere whoever needs one
//! says so in a sentence.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::{project, run};

/// Root on Debian and its relatives.
pub(crate) fn can_install() -> bool {
    let is_root = run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    is_root && project::find_program(&["apt-get"]).is_some()
}

/// Installs these and what they need.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").stdout(Stdio::null());
        command
    };
    run::run(apt().arg("update"))?;
    run::run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}
