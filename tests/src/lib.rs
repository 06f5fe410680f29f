//! The built page in real browsers, over WebDriver: what a spec needs to say its promise and no more.
//!
//! The way of a spec (`tests/specs`): it serves the built folder ([`Site`]), opens it in the
//! [`Browser`] it is given, does what a person does, and looks at what a person sees. Every server is
//! on a port of its own, so every spec has an origin of its own, with storage and service worker of
//! its own, though the browser is the same. Whatever the page does wrong meanwhile fails the spec.
//!
//! It refuses to know the page's code: roles, test ids, addresses and files are all it relies on.

mod browser;
mod builds;
mod driver;
mod folder;
pub mod http;
mod lab;
mod memory;
mod runner;
mod server;
mod trap;
mod wait;
mod watch;

pub use browser::{Browser, Key, Tab, id};
pub use builds::{Build, files};
pub use driver::Kind;
pub use lab::{Lab, Outcome, RUN};
pub use runner::{Spec, run, timed};
pub use server::{Missing, Server, Site};
pub use wait::{USUAL, until};

use std::path::PathBuf;

/// The same site with one language more, which nobody speaks. `./x test e2e` says where.
#[must_use]
pub fn accented() -> PathBuf {
    std::env::var_os("HEDDLE_ACCENTED_DIST")
        .map(PathBuf::from)
        .expect("HEDDLE_ACCENTED_DIST is not set: use ./x test e2e")
}

/// The folder `./x dist` has written. `./x test e2e` says where.
#[must_use]
pub fn dist() -> PathBuf {
    std::env::var_os("HEDDLE_DIST").map(PathBuf::from).expect("HEDDLE_DIST is not set: use ./x test e2e")
}
