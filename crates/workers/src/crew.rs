//! The crew of a run: the threads of the pool, each to take one piece of work at a time.
//!
//! Rayon wakes as many threads as it deems useful for *computing*, and may leave a piece behind one
//! that blocks. A task of a run must have a thread at once, or it would look as if it waited. So a
//! run asks every thread of the pool to serve it, by a broadcast, which reaches each; in between,
//! the pool is rayon's again. It refuses to know what a piece does.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

type Piece = Box<dyn FnOnce() + Send>;

/// The threads that serve one run. Dropping it lets them go, once everything given was done.
pub struct Crew {
    desk: Arc<Desk>,
}

#[derive(Default)]
struct Desk {
    tray: Mutex<Tray>,
    changed: Condvar,
}

#[derive(Default)]
struct Tray {
    pieces: VecDeque<Piece>,
    dismissed: bool,
}

impl Crew {
    /// Asks every thread of the pool, as soon as it is free.
    #[must_use]
    pub fn muster() -> Crew {
        let desk = Arc::new(Desk::default());
        let serve = desk.clone();
        rayon::spawn_broadcast(move |_| serve.serve());
        Crew { desk }
    }

    /// Hands over a piece. There must be as many threads as pieces that wait for each other.
    pub fn give(&self, piece: Piece) {
        self.desk.tray().pieces.push_back(piece);
        self.desk.changed.notify_one();
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.desk.tray().dismissed = true;
        self.desk.changed.notify_all();
    }
}

impl Desk {
    fn tray(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) {
        while let Some(piece) = self.next() {
            piece();
        }
    }

    fn next(&self) -> Option<Piece> {
        let mut tray = self.tray();
        loop {
            let piece = tray.pieces.pop_front();
            if piece.is_some() || tray.dismissed {
                return piece;
            }
            tray = self.changed.wait(tray).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn pieces_that_wait_for_each_other_all_get_a_thread() {
        let threads = rayon::current_num_threads();
        for _ in 0..200 {
            let crew = Arc::new(Crew::muster());
            let all = Arc::new(Barrier::new(threads + 1));
            // The first gives the others, from a thread of the pool, and then blocks: as a main task does.
            let (giver, meet) = (crew.clone(), all.clone());
            crew.give(Box::new(move || {
                for _ in 1..threads {
                    let meet = meet.clone();
                    giver.give(Box::new(move || {
                        meet.wait();
                    }));
                }
                meet.wait();
            }));
            all.wait();
        }
    }
}
