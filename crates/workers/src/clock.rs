//! Real time, in nanoseconds on one line for all threads of the page.
//!
//! Every worker's `performance.now()` counts from the moment that worker began, which its
//! `performance.timeOrigin` tells; the sum of both is one time for all. It refuses to be finer
//! than the browser's clock, which is coarse on purpose (5 µs at best).
//!
//! Looking at it costs about as much as telling three events, and between two events of a busy
//! thread it mostly says the same. [`recently`] looks only now and then, as often as it takes to
//! stay within about one step of that coarse clock.

use std::cell::Cell;
use std::time::Duration;

#[cfg(target_arch = "wasm32")]
mod here {
    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    // Not a module of its own, as it once was: a worker that starts would have to fetch that.
    #[wasm_bindgen]
    extern "C" {
        type Performance;
        #[wasm_bindgen(thread_local_v2, js_name = performance)]
        static CLOCK: Performance;
        #[wasm_bindgen(method)]
        fn now(this: &Performance) -> f64;
        #[wasm_bindgen(method, getter, js_name = timeOrigin)]
        fn origin(this: &Performance) -> f64;
    }

    const NANOS: f64 = 1e6;

    thread_local! { static ORIGIN: Cell<u64> = const { Cell::new(0) } }

    #[inline]
    pub(super) fn look() -> u64 {
        // Two whole numbers are added: the sum would not fit a float to the nanosecond.
        origin() + (CLOCK.with(Performance::now) * NANOS) as u64
    }

    fn origin() -> u64 {
        ORIGIN.with(|origin| {
            if origin.get() == 0 {
                origin.set((CLOCK.with(Performance::origin) * NANOS) as u64);
            }
            origin.get()
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod here {
    use std::sync::OnceLock;
    use std::time::Instant;

    #[expect(
        clippy::disallowed_methods,
        reason = "the native tests of the conductor need a clock; browsers have the other one"
    )]
    pub(super) fn look() -> u64 {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        u64::try_from(ORIGIN.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// The most times in a row that [`recently`] says what it said before.
const MOST_REPEATS: u32 = 32;

/// When as much has passed between two looks, the next one comes sooner.
const TOO_LONG: u64 = 10_000;

/// What a thread remembers of the clock.
struct Memory {
    last: Cell<u64>,
    /// How many times `last` may still be said.
    left: Cell<u32>,
    /// How many times it could be said after the last look.
    repeats: Cell<u32>,
}

thread_local! {
    static MEMORY: Memory = const { Memory { last: Cell::new(0), left: Cell::new(0), repeats: Cell::new(1) } };
}

/// Nanoseconds on the line that all threads share. Only differences mean anything.
#[inline]
pub fn now() -> u64 {
    let now = here::look();
    MEMORY.with(|memory| {
        memory.last.set(now);
        memory.left.set(memory.repeats.get());
    });
    now
}

/// The time of this thread's last look, as long as only a few events were told since; then a new
/// look. Never less than what this thread was told before. Wrong by more than some microseconds
/// only where the thread lost its core, or waited, between two events: after a wait ask [`now`].
#[inline]
pub fn recently() -> u64 {
    MEMORY.with(|memory| {
        if let Some(left) = memory.left.get().checked_sub(1) {
            memory.left.set(left);
            return memory.last.get();
        }
        let before = memory.last.get();
        let now = here::look();
        let repeats = memory.repeats.get();
        let repeats = if now - before > TOO_LONG { repeats / 2 } else { repeats * 2 + 1 };
        memory.repeats.set(repeats.min(MOST_REPEATS));
        memory.last.set(now);
        memory.left.set(memory.repeats.get());
        now
    })
}

/// Up to this long before its end a nap is slept; the rest is awaited awake, since a sleeper is
/// woken up to this much too late.
const WAKES_LATE: u64 = 100_000;

/// Blocks this worker until this time, to within some microseconds. For a few milliseconds only:
/// it hears nothing meanwhile.
pub fn nap_until(time: u64) {
    let left = time.saturating_sub(now());
    if left > WAKES_LATE {
        #[expect(
            clippy::disallowed_methods,
            reason = "a futex wait of a few milliseconds: the one place where the conductor blocks"
        )]
        std::thread::sleep(Duration::from_nanos(left - WAKES_LATE));
    }
    while now() < time {
        std::hint::spin_loop();
    }
}

/// The smallest step this clock was seen to make, in nanoseconds; looks for at most some milliseconds.
#[must_use]
pub fn resolution() -> u64 {
    const LONG_ENOUGH: u64 = 4_000_000;
    let began = now();
    let (mut last, mut smallest) = (began, LONG_ENOUGH);
    for _ in 0..8 {
        while now() == last && last < began + LONG_ENOUGH {}
        let next = now();
        smallest = smallest.min(next.saturating_sub(last).max(1));
        last = next;
        if last >= began + LONG_ENOUGH {
            break;
        }
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_recent_never_goes_back_and_is_renewed() {
        let began = now();
        let mut last = began;
        for _ in 0..10_000 {
            let next = recently();
            assert!(next >= last);
            last = next;
        }
        assert!(last > began);
        assert!(now() >= last);
        let renewed = (0..=MOST_REPEATS).map(|_| recently()).max();
        assert!(renewed > Some(last), "after so many events it looks again");
    }
}
