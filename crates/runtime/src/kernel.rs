//! Kernels: real CPU work, compiled, in units a run can stop between.
//!
//! One unit takes some tens of microseconds, and every unit of a kernel takes about as long as any
//! other: a parameter that counts units then counts time. It refuses to record or to wait.

use std::hint::black_box;

/// A kind of CPU work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
pub enum Kernel {
    /// Which of a thousand numbers are prime, by trial division: integer arithmetic.
    Primes,
    /// The checksum of 128 KiB: reading memory from end to end, as native extensions do.
    Checksum,
}

impl Kernel {
    /// Does one unit and gives something that depends on all of it.
    #[inline(never)]
    #[must_use]
    pub fn unit(self, index: u32) -> u64 {
        match self {
            Kernel::Primes => primes(black_box(index)),
            Kernel::Checksum => u64::from(checksum(black_box(index))),
        }
    }
}

/// How many primes there are among a thousand odd numbers. The block moves with the index but
/// stays near a million, so that blocks differ and yet cost the same.
fn primes(index: u32) -> u64 {
    let first = 1_000_001 + (index % 64) * 2_000;
    let mut found = 0;
    for step in 0..1_000 {
        let candidate = first + step * 2;
        let mut divisor = 3;
        let mut prime = true;
        while divisor * divisor <= candidate {
            if candidate.is_multiple_of(divisor) {
                prime = false;
                break;
            }
            divisor += 2;
        }
        found += u64::from(prime);
    }
    found
}

/// The Adler-32 of 128 KiB of one byte, a page at a time: `zlib.adler32` in Python.
fn checksum(index: u32) -> u32 {
    let page = black_box([index.to_le_bytes()[0]; 4_096]);
    let (mut low, mut high) = (1, 0);
    for _ in 0..32 {
        // A page is short enough that neither sum overflows before the remainder is taken.
        for byte in page {
            low += u32::from(byte);
            high += low;
        }
        low %= 65_521;
        high %= 65_521;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_what_zlib_says() {
        // python3 -c 'import zlib; print([zlib.adler32(bytes([n]) * 2**17) for n in (0, 1, 255)])'
        assert_eq!([0, 1, 255].map(checksum), [1_966_081, 32_440_351, 3_478_920_675]);
    }

    #[test]
    fn a_unit_counts_the_primes_of_its_block() {
        // pi(1_001_999 + 1) - pi(1_000_000), from a table: 78_627 - 78_498 - those above.
        let by_hand =
            (1_000_001u32..1_002_000).step_by(2).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
        assert_eq!(Kernel::Primes.unit(0), by_hand.count() as u64);
    }
}
