//! Dice: a small generator of random numbers, the same on every platform.
//!
//! It is no good for secrets, and it refuses to be seeded by anything but a parameter.

/// A generator: SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one, which is not zero.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // The high half of a product is as good as a remainder and needs no division.
        u64::try_from((u128::from(self.next()) * u128::from(bound)) >> 64).unwrap_or(0)
    }

    /// So long, give or take a half: a wake-up is a race of many small things.
    pub(crate) fn race(&mut self, nanos: u64) -> u64 {
        nanos - nanos / 2 + self.below(nanos + 1)
    }

    /// About this long: up to an eighth less or more.
    pub(crate) fn about(&mut self, nanos: u64) -> u64 {
        if nanos < 8 {
            return nanos;
        }
        nanos - nanos / 8 + self.below(nanos / 4 + 1)
    }
}
