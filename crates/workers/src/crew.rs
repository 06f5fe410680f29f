//! The crew of a run: the threads of the pool, each to take one piece of work at a time.
//!
//! Rayon wakes as many threads as it deems useful for *computing*, and may leave a piece behind one
//! that blocks. A task of a run must have a thread at once, or it would look as if it waited. So a
//! run asks every thread of the pool to serve it, by a broadcast, which reaches each; in between,
//! the pool is rayon's again. Who has no piece to do helps with calls that are spread over threads
//! ([`crate::spread`]), until there is one. It refuses to know what a piece does.

use crate::spread::Call;
use runtime::threads::TellHelp;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
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
    /// There are more pieces than threads with nothing to do: who only helps is needed.
    short: AtomicBool,
}

#[derive(Default)]
struct Tray {
    pieces: VecDeque<Piece>,
    /// Calls that others may help with, and how many more may.
    calls: Vec<(Arc<Call>, u8)>,
    /// Threads that wait here.
    idle: usize,
    dismissed: bool,
}

enum Errand {
    Do(Piece),
    Help(Arc<Call>),
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
        let mut tray = self.desk.tray();
        tray.pieces.push_back(piece);
        self.desk.count(&tray);
        drop(tray);
        self.desk.changed.notify_one();
    }

    /// Does this for every number below `units`, in any order, as long as it says that it is to go on:
    /// on the thread that asks, which is one of the crew, and on `helpers` others while they have
    /// nothing else to do. Of them it is told by their lanes.
    pub fn spread(&self, units: u32, helpers: u8, unit: &(dyn Fn(u32) -> bool + Sync), tell: TellHelp) {
        if helpers == 0 || units < 2 {
            (0..units).all(unit);
            return;
        }
        let call = Arc::new(Call::of(units, tell));
        self.desk.tray().calls.push((call.clone(), helpers));
        for _ in 0..helpers {
            self.desk.changed.notify_one();
        }
        call.lead(units, &self.desk.short, unit);
        self.desk.tray().calls.retain(|(other, _)| !Arc::ptr_eq(other, &call));
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

    /// Says whether helpers are needed for pieces, whenever one came or went.
    fn count(&self, tray: &Tray) {
        self.short.store(tray.pieces.len() > tray.idle, Ordering::Relaxed);
    }

    fn serve(&self) {
        while let Some(errand) = self.next() {
            match errand {
                Errand::Do(piece) => piece(),
                Errand::Help(call) => {
                    call.help(&self.short);
                    let mut tray = self.tray();
                    if let Some((_, room)) = tray.calls.iter_mut().find(|(other, _)| Arc::ptr_eq(other, &call)) {
                        *room += 1;
                    }
                }
            }
        }
    }

    fn next(&self) -> Option<Errand> {
        let mut tray = self.tray();
        loop {
            let piece = tray.pieces.pop_front();
            if piece.is_some() || tray.dismissed {
                self.count(&tray);
                return piece.map(Errand::Do);
            }
            if let Some((call, room)) = tray.calls.iter_mut().find(|(call, room)| *room > 0 && call.goes_on()) {
                *room -= 1;
                return Some(Errand::Help(call.clone()));
            }
            tray.idle += 1;
            tray = self.changed.wait(tray).unwrap_or_else(PoisonError::into_inner);
            tray.idle -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::AtomicU32;

    /// The pool, for one test at a time, as for one run: more threads than this machine may have cores.
    fn pool() -> MutexGuard<'static, bool> {
        static BUILT: Mutex<bool> = Mutex::new(false);
        let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut *built, true) {
            rayon::ThreadPoolBuilder::new().num_threads(6).build_global().expect("the first pool");
        }
        built
    }

    #[test]
    fn pieces_that_wait_for_each_other_all_get_a_thread() {
        let (_pool, threads) = (pool(), rayon::current_num_threads());
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
    /// Every unit of a call is done once, whoever does it, and while threads are wanted elsewhere.
    #[test]
    fn a_call_does_every_unit_once_though_its_helpers_are_called_away() {
        let (_pool, threads) = (pool(), rayon::current_num_threads());
        let helped = Arc::new(AtomicU32::new(0));
        for round in 0..50u32 {
            let crew = Arc::new(Crew::muster());
            let units = 1 + round * 7;
            let done: Arc<Vec<AtomicU32>> = Arc::new((0..units).map(|_| AtomicU32::new(0)).collect());
            let over = Arc::new(Barrier::new(3));
            for _ in 0..2 {
                let (leader, done, over, helped) = (crew.clone(), done.clone(), over.clone(), helped.clone());
                crew.give(Box::new(move || {
                    let me = rayon::current_thread_index();
                    let tell = Arc::new(Mutex::new(Vec::<(u8, bool)>::new()));
                    let unit = |unit| {
                        // As many pieces as there are other threads come in the middle of it.
                        if unit == units / 2 {
                            for _ in 2..threads {
                                leader.give(Box::new(|| {
                                    std::hint::black_box(runtime::Kernel::Primes.unit(1));
                                }));
                            }
                        }
                        std::hint::black_box(runtime::Kernel::Primes.unit(unit));
                        done[unit as usize].fetch_add(1, Ordering::Relaxed);
                        helped.fetch_add(u32::from(rayon::current_thread_index() != me), Ordering::Relaxed);
                        true
                    };
                    let told = tell.clone();
                    let tells = move |lane, begins| told.lock().expect("nobody panics").push((lane, begins));
                    leader.spread(units, u8::try_from(threads).unwrap_or(u8::MAX), &unit, Arc::new(tells));
                    // Whoever begins to help is told of once more, when that is over: before the call is.
                    let told = std::mem::take(&mut *tell.lock().expect("nobody panics"));
                    let mut open = Vec::new();
                    for (lane, begins) in told.into_iter().filter(|(lane, _)| *lane > 0) {
                        match open.iter().position(|other| *other == lane) {
                            Some(at) if !begins => drop(open.swap_remove(at)),
                            None if begins => open.push(lane),
                            at => panic!("lane {lane}, {begins} at {at:?}"),
                        }
                    }
                    assert!(open.is_empty(), "they help no longer: {open:?}");
                    over.wait();
                }));
            }
            over.wait();
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 2), "round {round}");
        }
        assert!(helped.load(Ordering::Relaxed) > 0, "others did some of it");
    }

    #[test]
    fn a_call_that_is_not_to_go_on_is_over_soon_however_long_it_is() {
        let _pool = pool();
        let crew = Arc::new(Crew::muster());
        let over = Arc::new(Barrier::new(2));
        let (leader, end) = (crew.clone(), over.clone());
        crew.give(Box::new(move || {
            let done = AtomicU32::new(0);
            leader.spread(u32::MAX, 1, &|_| done.fetch_add(1, Ordering::Relaxed) < 1_000, Arc::new(|_, _| ()));
            assert!(done.into_inner() < 100_000);
            end.wait();
        }));
        over.wait();
    }
}
