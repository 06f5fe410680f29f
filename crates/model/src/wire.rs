//! Messages between the page and the conductor, as bytes.
//!
//! The first byte tells a message of words from one of events: 0, then a [`Report`] or [`Command`];
//! 1, then the run's number and raw event records. Page, conductor and tests all read and write here; it refuses
//! to interpret anything.

use crate::{Command, EVENT_BYTES, Report, RunId};

const WORDS: u8 = 0;
const EVENTS: u8 = 1;

/// Bytes before the first event record.
pub const EVENTS_HEAD: usize = 5;

/// What a message of the conductor says.
#[derive(Debug)]
pub enum Heard<'a> {
    /// Words.
    Report(Report),
    /// Records of this run's events.
    Events(RunId, &'a [u8]),
}

/// The message that says this to the page.
#[must_use]
pub fn report(report: &Report) -> Vec<u8> {
    words(report)
}

/// The message that asks the conductor for this.
#[must_use]
pub fn command(command: &Command) -> Vec<u8> {
    words(command)
}

fn words<T: serde::Serialize>(value: &T) -> Vec<u8> {
    postcard::to_extend(value, vec![WORDS])
        .expect("a vector takes every byte, and the protocol has no type postcard lacks")
}

/// The command in a message.
///
/// # Errors
/// Where it is none that this build knows, in words.
pub fn read_command(bytes: &[u8]) -> Result<Command, String> {
    match bytes.split_first() {
        Some((&WORDS, rest)) => postcard::from_bytes(rest).map_err(|error| error.to_string()),
        first => Err(no_message(first)),
    }
}

/// What this message of the conductor says.
///
/// # Errors
/// Where it is none that this build knows, in words.
pub fn read(bytes: &[u8]) -> Result<Heard<'_>, String> {
    match bytes.split_first() {
        Some((&WORDS, rest)) => postcard::from_bytes(rest).map(Heard::Report).map_err(|error| error.to_string()),
        Some((&EVENTS, _)) => read_events(bytes).ok_or_else(|| "events are cut short".into()),
        first => Err(no_message(first)),
    }
}

fn no_message(first: Option<(&u8, &[u8])>) -> String {
    match first {
        Some((first, _)) => format!("a message cannot begin with {first}"),
        None => "a message cannot be empty".into(),
    }
}

/// Begins a message of this run's events; their records follow.
#[must_use]
pub fn events(run: RunId) -> Vec<u8> {
    let mut bytes = vec![EVENTS];
    bytes.extend(run.0.to_le_bytes());
    bytes
}

fn read_events(bytes: &[u8]) -> Option<Heard<'_>> {
    let (head, records) = bytes.split_at_checked(EVENTS_HEAD)?;
    let number = u32::from_le_bytes(head[1..].try_into().ok()?);
    records.len().is_multiple_of(EVENT_BYTES).then_some(Heard::Events(RunId(number), records))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EngineError, Fault};

    #[test]
    fn words_come_back() {
        let said = Report::Refused { run: RunId(7), error: EngineError::WorkerFailed(Fault::Ended) };
        assert!(matches!(read(&report(&said)), Ok(Heard::Report(heard)) if heard == said));
        let asked = Command::Stop(RunId(7));
        assert_eq!(read_command(&command(&asked)), Ok(asked));
    }

    #[test]
    fn what_is_no_message_is_told() {
        assert_eq!(read_command(&[]), Err("a message cannot be empty".into()));
        assert_eq!(read_command(&[9, 1]), Err("a message cannot begin with 9".into()));
        assert!(read_command(&[0, 200]).is_err() && read(&[0, 200]).is_err() && read(&[2]).is_err());
    }

    #[test]
    fn events_carry_their_run() {
        let mut bytes = events(RunId(300));
        bytes.extend([5; EVENT_BYTES]);
        assert!(matches!(read(&bytes), Ok(Heard::Events(RunId(300), records)) if records == [5; EVENT_BYTES]));
        assert!(read(&bytes[..bytes.len() - 1]).is_err());
        assert!(read(&[1, 0]).is_err());
    }
}
