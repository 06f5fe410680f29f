//! Makes the binaries smaller with wasm-opt, where it is installed.
//!
//! Trunk could do this, but would fetch wasm-opt from the network where it is missing.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{project, run};

pub(super) fn shrink(folder: &Path) -> Result<()> {
    let Some(wasm_opt) = project::find_program(&["wasm-opt"]) else {
        return Ok(());
    };
    for name in project::files(folder)?.iter().filter(|name| name.ends_with(".wasm")) {
        // The page is on the way to the first picture, the workers' kernels are measured.
        let level = if name.starts_with("app-") { "-Oz" } else { "-O3" };
        let file = folder.join(name);
        let smaller = folder.join(format!("{name}.smaller"));
        run::run(Command::new(&wasm_opt).arg(level).arg(&file).arg("-o").arg(&smaller))?;
        std::fs::rename(&smaller, &file)?;
    }
    Ok(())
}
