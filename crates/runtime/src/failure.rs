//! What went wrong, as programs see it: an exception.

use model::Fault;
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

/// An exception: its words, which are the program's, and of which process's end it tells, if it does. What is told of
/// that end to a reader is not in these words, but in those of the reader's language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Failure(Arc<What>);

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
struct What {
    words: String,
    process: Option<Fault>,
}

impl Failure {
    /// The end of a process, for those who depended on it.
    #[must_use]
    pub fn of_process(fault: Fault) -> Failure {
        let why = match &fault {
            Fault::Ended => "it was ended".to_owned(),
            Fault::Silent => "it does not answer".to_owned(),
            Fault::NotLoaded | Fault::NoThreads(None) => "it did not start".to_owned(),
            Fault::OutOfMemory(wanted) => format!("out of memory: {wanted} bytes more were asked for"),
            Fault::NoThreads(Some(words)) | Fault::Said(words) => words.clone(),
        };
        Failure::new(format!("its process died: {why}"), Some(fault))
    }

    /// What else is wrong because of this, in these words.
    pub(crate) fn because(&self, words: &str) -> Failure {
        Failure::new(format!("{words}: {}", self.0.words), self.0.process.clone())
    }

    pub(crate) fn new(words: String, process: Option<Fault>) -> Failure {
        Failure(Arc::new(What { words, process }))
    }

    /// What it says.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.0.words
    }

    /// The process whose end it tells of, as bytes; `None` where it tells of none.
    pub(crate) fn process_bytes(&self) -> Option<Vec<u8>> {
        self.process().map(|fault| postcard::to_allocvec(fault).expect("a vector takes every byte"))
    }

    /// The process whose end it tells of.
    #[must_use]
    pub fn process(&self) -> Option<&Fault> {
        self.0.process.as_ref()
    }
}

impl Deref for Failure {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.words
    }
}

impl From<String> for Failure {
    fn from(words: String) -> Failure {
        Failure::new(words, None)
    }
}

impl From<&str> for Failure {
    fn from(words: &str) -> Failure {
        words.to_owned().into()
    }
}

impl From<&Failure> for Failure {
    fn from(failure: &Failure) -> Failure {
        failure.clone()
    }
}
