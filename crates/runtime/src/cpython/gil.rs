//! Who gets the global interpreter lock next: CPython's rule, as its source has it since 3.2.
//!
//! A thread that finds it taken waits for an interval; when nobody else got it meanwhile it asks
//! for it. Whoever has it then gives it away at its next call or back-edge, and waits until
//! another has taken it (*forced switching*), so that it cannot take it back at once. Giving it
//! away wakes one of those who wait; but a thread that comes along just then may take it first.
//!
//! Two things make the *convoy* of a thread that waits for the world beside others that compute. It
//! gives the lock up to wait, and finds it taken. And its intervals never pass without a switch,
//! so that it never asks: those who compute hand the lock to each other, until its own interval,
//! which drifts by what a switch takes, happens to end first.
//!
//! It says who takes, asks and is woken. When a thread that is woken runs, and when an interval ends, is the
//! business of the keeper of the time: it tells this what time it is, keeps a [`Seat`] for every thread, and
//! comes back when an interval is over. Threads are numbers, and mean nothing here.

use super::Costs;
use crate::dice::Dice;
use std::collections::VecDeque;

/// What is kept of a thread while it waits.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Seat {
    /// Tells its entry in the line that counts from older ones.
    ticket: u32,
    /// The count of switches when it began to wait.
    seen: u32,
}

/// Where the seats of threads are kept.
pub(crate) trait Seats {
    /// The seat of this thread.
    fn seat(&mut self, thread: u32) -> &mut Seat;
}

/// What chance decides, and around which figures.
pub(crate) struct Chance<'a> {
    pub(crate) costs: &'a Costs,
    pub(crate) dice: &'a mut Dice,
}

/// How a whole interval of waiting ended.
pub(crate) enum Waited {
    /// The lock is on its way to somebody, and not there yet: a thread that is awake takes it. This thread is awake
    /// now, and waits no longer.
    Free,
    /// Somebody has it: this thread is to wait once more. Where nobody else got the lock meanwhile it asks
    /// for it, having seen so many switches.
    Taken {
        /// With this count of switches, if it asks.
        asks: Option<u32>,
    },
}

/// The lock of one process.
#[derive(Default)]
pub(crate) struct Gil {
    /// Nanoseconds that a thread waits before it asks.
    interval: u64,
    holder: Option<u32>,
    /// Whether somebody asked for it and the holder has not given it away yet.
    asked: bool,
    /// Its last holder, and how often it went to another.
    last: Option<u32>,
    switches: u32,
    /// The line for it, each with its ticket: entries of older tickets do not count.
    line: VecDeque<(u32, u32)>,
    /// How many entries count.
    waiting: u64,
    /// When the last two joined the line, the last one first.
    joined: [u64; 2],
    /// The thread that gave it away and waits until it is taken.
    given: Option<u32>,
}

impl Gil {
    /// One that nobody has, with this interval.
    pub(crate) fn new(interval: u64) -> Gil {
        Gil { interval, ..Gil::default() }
    }

    pub(crate) fn holder(&self) -> Option<u32> {
        self.holder
    }

    /// Whether somebody asked for it.
    pub(crate) fn asked(&self) -> bool {
        self.asked
    }

    /// How many wait for it.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting
    }

    /// This thread is awake and takes it, which nobody has. Gives the thread that gave it away and waited for
    /// that: the signal goes there.
    pub(crate) fn take(&mut self, thread: u32) -> Option<u32> {
        self.holder = Some(thread);
        self.asked = false;
        if self.last != Some(thread) {
            self.last = Some(thread);
            self.switches = self.switches.wrapping_add(1);
        }
        self.given.take()
    }

    /// This thread found it taken and begins to wait, behind the others. Gives for how long, until its
    /// interval is over: a timer ends it, and a wake-up follows.
    pub(crate) fn wait(&mut self, seats: &mut impl Seats, thread: u32, now: u64, chance: Chance<'_>) -> u64 {
        let seat = seats.seat(thread);
        seat.seen = self.switches;
        seat.ticket = seat.ticket.wrapping_add(1);
        self.line.push_back((thread, seat.ticket));
        self.joined = [now, self.joined[0]];
        self.waiting += 1;
        if self.line.len() as u64 > 2 * self.waiting + 64 {
            self.line.retain(|(thread, ticket)| seats.seat(*thread).ticket == *ticket);
        }
        self.interval + chance.costs.timer_slack + chance.dice.about(chance.costs.wake_cold)
    }

    /// The thread of this seat has waited for a whole interval.
    pub(crate) fn waited(&mut self, seat: &mut Seat) -> Waited {
        self.waiting -= 1;
        seat.ticket = seat.ticket.wrapping_add(1);
        match self.holder {
            None => Waited::Free,
            Some(_) => Waited::Taken { asks: (self.switches == seat.seen).then_some(seat.seen) },
        }
    }

    /// The request of a thread that saw so many switches arrives: whether there is a holder to hear it, and it
    /// is still the one that was meant.
    pub(crate) fn request(&mut self, seen: u32) -> bool {
        let arrives = self.holder.is_some() && self.switches == seen;
        self.asked |= arrives;
        arrives
    }

    /// The holder lets go of it, to wait for something else. Gives the thread that the signal wakes.
    pub(crate) fn release(&mut self, seats: &mut impl Seats) -> Option<u32> {
        self.holder = None;
        self.next(seats, false)
    }

    /// The holder gives it away because it was asked to, and then waits until another has taken it. Gives whom
    /// the signal wakes.
    pub(crate) fn give(&mut self, seats: &mut impl Seats, chance: Chance<'_>) -> Option<u32> {
        self.asked = false;
        self.given = self.holder.take();
        let asker = self.asker_catches(chance);
        self.next(seats, asker)
    }

    /// Whether the thread that asked for the lock gets it when it is given away, and not the one that has waited
    /// longest.
    ///
    /// A signal wakes the thread that has waited longest. But the asker is hardly asleep again: it began to wait
    /// last, and catches the signal before it gets to the other, unless another one's interval ended
    /// with its own (so little lies between the last two that began to wait) and both are after the same
    /// mutex, or chance has it otherwise, the more others there are.
    fn asker_catches(&self, Chance { costs, dice }: Chance<'_>) -> bool {
        let others = self.waiting.saturating_sub(1);
        let gap = self.joined[0].saturating_sub(self.joined[1]);
        let alone = others == 0 || gap >= costs.collision;
        alone && dice.below(1_000) >= others.saturating_mul(costs.missed)
    }

    /// Takes the one that began to wait last out of the line, or else the first.
    fn next(&mut self, seats: &mut impl Seats, last: bool) -> Option<u32> {
        loop {
            let (thread, ticket) = if last { self.line.pop_back() } else { self.line.pop_front() }?;
            if seats.seat(thread).ticket == ticket {
                self.waiting -= 1;
                return Some(thread);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Seats for Vec<Seat> {
        fn seat(&mut self, thread: u32) -> &mut Seat {
            &mut self[thread as usize]
        }
    }

    /// A lock with three threads, the first of which has it and the others wait for it.
    fn contended() -> (Gil, Vec<Seat>, Dice) {
        let (mut gil, mut seats, mut dice) = (Gil::new(5_000_000), vec![Seat::default(); 3], Dice::new(1));
        assert_eq!(gil.take(0), None);
        for (thread, now) in [(1, 0), (2, 1_000_000)] {
            let chance = Chance { costs: &Costs::CPYTHON, dice: &mut dice };
            assert!(gil.wait(&mut seats, thread, now, chance) > 5_000_000);
        }
        (gil, seats, dice)
    }

    #[test]
    fn who_waits_without_a_switch_asks_and_the_giver_stays_behind() {
        let (mut gil, mut seats, mut dice) = contended();
        let Waited::Taken { asks: Some(seen) } = gil.waited(&mut seats[1]) else { panic!("the first has it") };
        gil.wait(&mut seats, 1, 5_100_000, Chance { costs: &Costs::CPYTHON, dice: &mut dice });
        assert!(gil.request(seen) && gil.asked());
        let woken = gil.give(&mut seats, Chance { costs: &Costs::CPYTHON, dice: &mut dice });
        assert!(woken.is_some() && gil.holder().is_none() && !gil.asked());
        // Whoever comes first takes it, and only then the giver is signalled.
        assert_eq!(gil.take(2), Some(0));
        assert!(!gil.request(seen), "the one that was meant has it no longer");
    }

    #[test]
    fn who_saw_a_switch_does_not_ask() {
        let (mut gil, mut seats, _) = contended();
        assert_eq!(gil.release(&mut seats), Some(1));
        assert_eq!(gil.take(1), None);
        assert!(matches!(gil.waited(&mut seats[2]), Waited::Taken { asks: None }));
    }

    #[test]
    fn an_interval_that_ends_while_nobody_has_it_is_a_chance() {
        let (mut gil, mut seats, _) = contended();
        assert_eq!(gil.release(&mut seats), Some(1));
        assert!(matches!(gil.waited(&mut seats[2]), Waited::Free));
        assert_eq!((gil.waiting(), gil.take(2)), (0, None));
        assert_eq!(gil.release(&mut seats), None, "its old entry does not count");
    }
}
