//! What there is to run: the same words on the page, in the conductor and in the last process.

use crate::{Link, LinkError, Meta};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A scenario, and how it is to be run. Whoever does it knows of the scenario what stands here, and its program.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// The scenario.
    pub meta: Arc<Meta>,
    /// The link's query.
    pub query: String,
    /// The text of the program, where it is this that is to be run, and not the scenario's compiled twin.
    pub source: Option<Arc<str>>,
}

impl Job {
    /// The compiled twin of this scenario.
    #[must_use]
    pub fn twin(meta: impl Into<Arc<Meta>>, query: impl Into<String>) -> Job {
        Job { meta: meta.into(), query: query.into(), source: None }
    }

    /// What the query means. It is read wherever the job arrives, so that no engine meets a parameter out of
    /// its range.
    ///
    /// # Errors
    /// As [`Link::parse`].
    pub fn link(&self) -> Result<Link, LinkError> {
        Link::parse(&self.meta, &self.query)
    }
}
