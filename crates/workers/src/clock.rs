//! Real time, in nanoseconds on one line for all threads of the page.
//!
//! Every worker's `performance.now()` counts from the moment that worker began, which its
//! `performance.timeOrigin` tells; the sum of both is one time for all. It refuses to be finer
//! than the browser's clock, which is coarse on purpose (5 µs at best).

use std::time::Duration;

#[cfg(target_arch = "wasm32")]
mod here {
    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(inline_js = "const clock = performance; export const clock_now = () => clock.now(); export const clock_origin = () => clock.timeOrigin;")]
    extern "C" {
        fn clock_now() -> f64;
        fn clock_origin() -> f64;
    }

    const NANOS: f64 = 1e6;

    thread_local! { static ORIGIN: Cell<u64> = const { Cell::new(0) } }

    /// Nanoseconds on the line that all threads share. Only differences mean anything.
    #[inline]
    pub fn now() -> u64 {
        // Two whole numbers are added: the sum would not fit a float to the nanosecond.
        origin() + (clock_now() * NANOS) as u64
    }

    fn origin() -> u64 {
        ORIGIN.with(|origin| {
            if origin.get() == 0 {
                origin.set((clock_origin() * NANOS) as u64);
            }
            origin.get()
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod here {
    use std::sync::OnceLock;
    use std::time::Instant;

    /// Nanoseconds on the line that all threads share. Only differences mean anything.
    #[expect(clippy::disallowed_methods, reason = "the native tests of the conductor need a clock; browsers have the other one")]
    pub fn now() -> u64 {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        u64::try_from(ORIGIN.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

pub use here::now;

/// Up to this long before its end a nap is slept; the rest is awaited awake, since a sleeper is
/// woken up to this much too late.
const WAKES_LATE: u64 = 100_000;

/// Blocks this worker until this time, to within some microseconds. For a few milliseconds only:
/// it hears nothing meanwhile.
pub fn nap_until(time: u64) {
    let left = time.saturating_sub(now());
    if left > WAKES_LATE {
        #[expect(clippy::disallowed_methods, reason = "a futex wait of a few milliseconds: the one place where the conductor blocks")]
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
