//! How one computation is spread over several threads: as a heap of equal shares.
//!
//! Whoever is on a core takes the next one, so a helper that finds no core costs nobody anything.

/// About so many shares for each thread: enough to make up for those that come late.
const SHARES: u32 = 32;

/// How a computation is spread over threads.
#[derive(Clone, Copy)]
pub(super) struct Shares {
    /// How many there are, how many nobody has taken, and how many are being done.
    all: u32,
    left: u32,
    under_way: u32,
    /// Nanoseconds that each takes.
    each: u64,
}

impl Shares {
    /// So much work for a task and its helpers; `None` where there is nothing to share.
    pub(super) fn of(units: u32, length: u64, helpers: u8) -> Option<Shares> {
        let all = units.min(SHARES * (u32::from(helpers) + 1));
        (helpers > 0 && all > 1).then(|| Shares { all, left: all, under_way: 0, each: length / u64::from(all) })
    }

    /// How many of so many units are done.
    pub(super) fn done(&self, units: u32) -> i64 {
        let done = self.all - self.left - self.under_way;
        i64::from(units) * i64::from(done) / i64::from(self.all)
    }

    /// Somebody takes one, if there is one left: the nanoseconds it takes.
    pub(super) fn take(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        self.under_way += 1;
        Some(self.each)
    }

    /// One is done: whether others are being done.
    pub(super) fn give_back(&mut self) -> bool {
        self.under_way -= 1;
        self.under_way > 0
    }
}
