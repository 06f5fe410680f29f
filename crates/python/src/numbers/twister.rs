//! The generator behind `random`: a Mersenne Twister (MT19937), seeded as CPython seeds it.

use sha2::{Digest, Sha512};

use super::Int;

const LENGTH: usize = 624;
const MIDDLE: usize = 397;

/// The generator: the same seed gives the same numbers as in CPython.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twister {
    state: Vec<u32>,
    next: usize,
}

impl Twister {
    /// `seed(int)`; the sign does not count.
    pub fn from_int(seed: &Int) -> Self {
        let words = seed.abs().to_big().to_u32_digits().1;
        Self::from_words(if words.is_empty() { &[0] } else { &words })
    }

    /// `seed(text)`, `seed(bytes)`.
    pub fn from_bytes(seed: &[u8]) -> Self {
        let mut bytes = seed.to_vec();
        bytes.extend(Sha512::digest(seed));
        Self::from_int(&Int::from_bytes(&bytes, true, false))
    }

    /// `seed(float)`: its hash, without a sign.
    pub fn from_hash(hash: i64) -> Self {
        Self::from_int(&Int::from(hash as u64))
    }

    fn from_one(seed: u32) -> Self {
        let mut state = vec![seed; LENGTH];
        for at in 1..LENGTH {
            let before = state[at - 1];
            state[at] = (before ^ before >> 30).wrapping_mul(1_812_433_253).wrapping_add(at as u32);
        }
        Self { state, next: LENGTH }
    }

    fn from_words(key: &[u32]) -> Self {
        let mut twister = Self::from_one(19_650_218);
        let state = &mut twister.state;
        let mut at = 1;
        let mut step = |factor: u32, change: &dyn Fn(usize, u32) -> u32| {
            let before = state[at - 1];
            let mixed = state[at] ^ (before ^ before >> 30).wrapping_mul(factor);
            state[at] = change(at, mixed);
            at += 1;
            if at == LENGTH {
                state[0] = state[LENGTH - 1];
                at = 1;
            }
        };
        for round in 0..LENGTH.max(key.len()) {
            let word = round % key.len();
            step(1_664_525, &|_, mixed| mixed.wrapping_add(key[word]).wrapping_add(word as u32));
        }
        for _ in 1..LENGTH {
            step(1_566_083_941, &|at, mixed| mixed.wrapping_sub(at as u32));
        }
        twister.state[0] = 0x8000_0000;
        twister
    }

    fn refill(&mut self) {
        for at in 0..LENGTH {
            let joined = self.state[at] & 0x8000_0000 | self.state[(at + 1) % LENGTH] & 0x7fff_ffff;
            let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[at] = self.state[(at + MIDDLE) % LENGTH] ^ joined >> 1 ^ twist;
        }
        self.next = 0;
    }

    /// 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.next >= LENGTH {
            self.refill();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    /// `random()`: 53 bits, in `[0, 1)`.
    pub fn random(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// `getrandbits(count)`, of up to 64 bits.
    fn bits(&mut self, count: u32) -> u64 {
        match count {
            0 => 0,
            1..=32 => u64::from(self.next_u32() >> (32 - count)),
            _ => {
                let low = u64::from(self.next_u32());
                low | u64::from(self.next_u32() >> (64 - count)) << 32
            }
        }
    }

    /// `getrandbits(count)`
    pub fn getrandbits(&mut self, count: u64) -> Int {
        if count <= 64 {
            return Int::from(self.bits(count as u32));
        }
        let mut words = Vec::new();
        let mut left = count;
        while left > 0 {
            let word = self.next_u32();
            words.push(if left < 32 { word >> (32 - left) } else { word });
            left = left.saturating_sub(32);
        }
        num_bigint::BigInt::from(num_bigint::BigUint::new(words)).into()
    }

    /// `_randbelow(end)`: what every choice of one among many asks. `end` is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let count = 64 - end.leading_zeros();
        loop {
            let bits = self.bits(count);
            if bits < end {
                return bits;
            }
        }
    }

    /// `_randbelow(end)` of a positive number of any size.
    pub fn below_int(&mut self, end: &Int) -> Int {
        if let Some(end) = end.to_i64() {
            return Int::from(self.below(end as u64));
        }
        let count = end.bit_length();
        loop {
            let bits = self.getrandbits(count);
            if bits < *end {
                return bits;
            }
        }
    }
}
