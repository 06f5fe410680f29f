//! In which form a scenario's program is run.

use serde::{Deserialize, Serialize};

/// The forms of a scenario's program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Code {
    /// Its listing, as the page shows it.
    Python,
    /// Its twin: the same program once more, written in Rust.
    Compiled,
}

impl Code {
    /// Both, in the order a page shows them.
    pub const ALL: [Code; 2] = [Code::Python, Code::Compiled];

    /// The word for this form in links, code and tests.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Code::Python => "python",
            Code::Compiled => "compiled",
        }
    }

    /// The form with this word, if there is one.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.id() == id)
    }
}
