//! Waiting for a condition, with a deadline. Nothing else here waits: no spec sleeps.

use std::time::{Duration, Instant};

/// Long enough for what a busy machine delays, short enough that a failing spec is seen soon.
pub const USUAL: Duration = Duration::from_secs(10);

const PAUSE: Duration = Duration::from_millis(10);

/// Looks until there is something; panics when there is nothing for too long.
#[track_caller]
pub fn until<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    until_ok(what, patience, || look().ok_or(""))
}

/// As [`until`], with a reason for each time there is nothing; the last one is in the message.
#[track_caller]
pub(crate) fn until_ok<T, E: std::fmt::Display>(
    what: &str,
    patience: Duration,
    mut look: impl FnMut() -> Result<T, E>,
) -> T {
    let deadline = Instant::now() + patience;
    loop {
        match look() {
            Ok(found) => return found,
            Err(reason) if Instant::now() > deadline => panic!("waited {patience:?} in vain for {what}. {reason}"),
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_it_finds() {
        let mut looks = 0;
        let found = until("the third look", USUAL, || {
            looks += 1;
            (looks == 3).then_some(looks)
        });
        assert_eq!(found, 3);
    }

    #[test]
    #[should_panic(expected = "waited 1ms in vain for a miracle")]
    fn gives_up() {
        until::<()>("a miracle", Duration::from_millis(1), || None);
    }
}
