//! Messages between the page and the conductor, as bytes.
//!
//! The first byte tells a message of words from one of events: 0, then a [`Report`] or [`Command`];
//! 1, then the run's number and raw event records. It refuses to interpret either.

use model::{Command, EVENT_BYTES, Report, RunId};

const WORDS: u8 = 0;
const EVENTS: u8 = 1;

/// Bytes before the first event record.
pub const EVENTS_HEAD: usize = 5;

/// A report as the page reads it.
#[must_use]
pub fn report(report: &Report) -> Vec<u8> {
    words(report)
}

/// A command as the conductor reads it: the page's end, for tests.
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
    read(bytes)
}

/// The report in a message: the page's end, for tests.
///
/// # Errors
/// Where it is none that this build knows, in words.
pub fn read_report(bytes: &[u8]) -> Result<Report, String> {
    read(bytes)
}

fn read<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    match bytes.split_first() {
        Some((&WORDS, rest)) => postcard::from_bytes(rest).map_err(|error| error.to_string()),
        Some((first, _)) => Err(format!("a message cannot begin with {first}")),
        None => Err("a message cannot be empty".into()),
    }
}

/// Begins a message of this run's events; their records follow.
#[must_use]
pub fn events(run: RunId) -> Vec<u8> {
    let mut bytes = vec![EVENTS];
    bytes.extend(run.0.to_le_bytes());
    bytes
}

/// The run and the records in a message of events, if it is one.
#[must_use]
pub fn read_events(bytes: &[u8]) -> Option<(RunId, &[u8])> {
    let (head, records) = bytes.split_at_checked(EVENTS_HEAD)?;
    let (&EVENTS, number) = head.split_first()? else { return None };
    let number = u32::from_le_bytes(number.try_into().ok()?);
    records.len().is_multiple_of(EVENT_BYTES).then_some((RunId(number), records))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::EngineError;

    #[test]
    fn words_come_back() {
        let said = Report::Refused { run: RunId(7), error: EngineError::Mismatch("no".into()) };
        assert_eq!(read_report(&report(&said)), Ok(said));
        let asked = Command::Stop { run: RunId(7) };
        assert_eq!(read_command(&command(&asked)), Ok(asked));
    }

    #[test]
    fn what_is_no_command_is_told() {
        assert_eq!(read_command(&[]), Err("a message cannot be empty".into()));
        assert_eq!(read_command(&[9, 1]), Err("a message cannot begin with 9".into()));
        assert!(read_command(&[0, 200]).is_err());
    }

    #[test]
    fn events_carry_their_run() {
        let mut bytes = events(RunId(300));
        bytes.extend([5; EVENT_BYTES]);
        assert_eq!(read_events(&bytes), Some((RunId(300), &[5; EVENT_BYTES][..])));
        assert_eq!(read_events(&bytes[..bytes.len() - 1]), None);
        assert_eq!(read_events(&[1, 0]), None);
    }
}
