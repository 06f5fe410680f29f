//! What `random.Random` does with its generator, number for number as CPython 3.11.
//!
//! Who calls has the sequences: these functions say which places to take, swap or return.

use std::collections::HashSet;

use super::{Int, Twister};
use crate::error::{Error, Kind};

/// A `random.Random`.
#[derive(Clone, Debug, PartialEq)]
pub struct Random {
    twister: Twister,
    /// The second of two that `gauss` makes at once.
    gauss_next: Option<f64>,
}

impl From<Twister> for Random {
    fn from(twister: Twister) -> Self {
        Self { twister, gauss_next: None }
    }
}

impl Random {
    /// `seed(int)`
    pub fn from_int(seed: &Int) -> Self {
        Twister::from_int(seed).into()
    }

    /// `seed(text)`
    pub fn from_text(seed: &str) -> Self {
        Twister::from_bytes(seed.as_bytes()).into()
    }

    /// `seed(bytes)`
    pub fn from_bytes(seed: &[u8]) -> Self {
        Twister::from_bytes(seed).into()
    }

    /// `seed(float)`
    pub fn from_float(seed: f64) -> Self {
        Twister::from_hash(super::float::hash(seed)).into()
    }

    /// `random()`
    pub fn random(&mut self) -> f64 {
        self.twister.random()
    }

    /// `getrandbits(count)`
    pub fn getrandbits(&mut self, count: i64) -> Result<Int, Error> {
        match u64::try_from(count) {
            Ok(count) if count <= 1 << 26 => Ok(self.twister.getrandbits(count)),
            Ok(_) => Kind::MemoryError.fail(""),
            Err(_) => Kind::ValueError.fail("number of bits must be non-negative"),
        }
    }

    /// `randrange(start, stop, step)`; `randrange(stop)` has no `start`.
    pub fn randrange(&mut self, start: &Int, stop: Option<&Int>, step: &Int) -> Result<Int, Error> {
        let Some(stop) = stop else {
            if *start <= Int::Small(0) {
                return Kind::ValueError.fail("empty range for randrange()");
            }
            return Ok(self.twister.below_int(start));
        };
        let width = stop.sub(start);
        if *step == Int::Small(1) {
            if width <= Int::Small(0) {
                return Kind::ValueError.fail(format!(
                    "empty range for randrange() ({}, {}, {})",
                    start.to_text()?,
                    stop.to_text()?,
                    width.to_text()?
                ));
            }
            return Ok(start.add(&self.twister.below_int(&width)));
        }
        if step.is_zero() {
            return Kind::ValueError.fail("zero step for randrange()");
        }
        let one = Int::Small(if step.is_negative() { -1 } else { 1 });
        let count = width.add(step).sub(&one).floordiv(step)?;
        if count <= Int::Small(0) {
            return Kind::ValueError.fail("empty range for randrange()");
        }
        Ok(start.add(&step.mul(&self.twister.below_int(&count))))
    }

    /// `randint(low, high)`
    pub fn randint(&mut self, low: &Int, high: &Int) -> Result<Int, Error> {
        self.randrange(low, Some(&high.add(&Int::Small(1))), &Int::Small(1))
    }

    /// `choice(sequence)`: the place that is chosen.
    pub fn choice(&mut self, length: usize) -> Result<usize, Error> {
        if length == 0 {
            return Kind::IndexError.fail("Cannot choose from an empty sequence");
        }
        Ok(self.twister.below(length as u64) as usize)
    }

    /// `shuffle(list)`: which two places to swap, one after the other.
    pub fn shuffle(&mut self, length: usize) -> Vec<(usize, usize)> {
        (1..length).rev().map(|at| (at, self.twister.below(at as u64 + 1) as usize)).collect()
    }

    /// `sample(sequence, count)`: the places, in order.
    pub fn sample(&mut self, length: usize, count: i64) -> Result<Vec<usize>, Error> {
        let count = match usize::try_from(count) {
            Ok(count) if count <= length => count,
            _ => return Kind::ValueError.fail("Sample larger than population or is negative"),
        };
        // A set of the chosen is smaller than a list of all: where CPython changes over, its numbers change.
        let mut small = 21.0;
        if count > 5 {
            small += 4f64.powf(((count as f64 * 3.0).ln() / 4f64.ln()).ceil());
        }
        if length as f64 <= small {
            let mut pool: Vec<usize> = (0..length).collect();
            return Ok((0..count)
                .map(|taken| {
                    let at = self.twister.below((length - taken) as u64) as usize;
                    let chosen = pool[at];
                    pool[at] = pool[length - taken - 1];
                    chosen
                })
                .collect());
        }
        let mut chosen = HashSet::new();
        Ok((0..count)
            .map(|_| {
                loop {
                    let at = self.twister.below(length as u64) as usize;
                    if chosen.insert(at) {
                        return at;
                    }
                }
            })
            .collect())
    }

    /// `choices(sequence, k=count)`: the places.
    pub fn choices(&mut self, length: usize, count: i64) -> Result<Vec<usize>, Error> {
        if length == 0 && count > 0 {
            return Kind::IndexError.fail("list index out of range");
        }
        Ok((0..count).map(|_| (self.twister.random() * length as f64).floor() as usize).collect())
    }

    /// `choices(sequence, cum_weights=…, k=count)`; who calls adds weights up.
    pub fn weighted(&mut self, length: usize, cumulated: &[f64], count: i64) -> Result<Vec<usize>, Error> {
        if cumulated.len() != length {
            return Kind::ValueError.fail("The number of weights does not match the population");
        }
        let Some(&total) = cumulated.last() else { return Kind::IndexError.fail("list index out of range") };
        if total <= 0.0 {
            return Kind::ValueError.fail("Total of weights must be greater than zero");
        }
        if !total.is_finite() {
            return Kind::ValueError.fail("Total of weights must be finite");
        }
        let inner = &cumulated[..length - 1];
        Ok((0..count)
            .map(|_| {
                let at = self.twister.random() * total;
                inner.partition_point(|&weight| weight <= at)
            })
            .collect())
    }

    /// `randbytes(count)`
    pub fn randbytes(&mut self, count: usize) -> Result<Vec<u8>, Error> {
        self.getrandbits(count as i64 * 8)?.to_bytes(count, false, false)
    }

    /// `uniform(a, b)`
    pub fn uniform(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.random()
    }

    /// `triangular(low, high, mode)`
    pub fn triangular(&mut self, low: f64, high: f64, mode: Option<f64>) -> f64 {
        let mut u = self.random();
        let mut c = match mode {
            None => 0.5,
            Some(_) if high == low => return low,
            Some(mode) => (mode - low) / (high - low),
        };
        let (mut low, mut high) = (low, high);
        if u > c {
            (u, c) = (1.0 - u, 1.0 - c);
            (low, high) = (high, low);
        }
        low + (high - low) * (u * c).sqrt()
    }

    /// `gauss(mu, sigma)`
    pub fn gauss(&mut self, mu: f64, sigma: f64) -> f64 {
        let z = self.gauss_next.take().unwrap_or_else(|| {
            let angle = self.twister.random() * std::f64::consts::TAU;
            let radius = (-2.0 * (1.0 - self.twister.random()).ln()).sqrt();
            self.gauss_next = Some(angle.sin() * radius);
            angle.cos() * radius
        });
        mu + z * sigma
    }

    /// `normalvariate(mu, sigma)`
    pub fn normalvariate(&mut self, mu: f64, sigma: f64) -> f64 {
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return mu + z * sigma;
            }
        }
    }

    /// `lognormvariate(mu, sigma)`
    pub fn lognormvariate(&mut self, mu: f64, sigma: f64) -> f64 {
        self.normalvariate(mu, sigma).exp()
    }

    /// `expovariate(rate)`
    pub fn expovariate(&mut self, rate: f64) -> Result<f64, Error> {
        super::float::truediv(-(1.0 - self.random()).ln(), rate)
    }

    /// `paretovariate(alpha)`
    pub fn paretovariate(&mut self, alpha: f64) -> Result<f64, Error> {
        let u = 1.0 - self.random();
        super::float::pow(u, super::float::truediv(-1.0, alpha)?)
    }

    /// `weibullvariate(alpha, beta)`
    pub fn weibullvariate(&mut self, alpha: f64, beta: f64) -> Result<f64, Error> {
        let u = 1.0 - self.random();
        Ok(alpha * super::float::pow(-u.ln(), super::float::truediv(1.0, beta)?)?)
    }

    /// `gammavariate(alpha, beta)`
    pub fn gammavariate(&mut self, alpha: f64, beta: f64) -> Result<f64, Error> {
        if alpha <= 0.0 || beta <= 0.0 {
            return Kind::ValueError.fail("gammavariate: alpha and beta must be > 0.0");
        }
        if alpha > 1.0 {
            let ainv = (2.0 * alpha - 1.0).sqrt();
            let bbb = alpha - 4f64.ln();
            let ccc = alpha + ainv;
            loop {
                let u1 = self.random();
                if !(1e-7 < u1 && u1 < 0.999_999_9) {
                    continue;
                }
                let u2 = 1.0 - self.random();
                let v = (u1 / (1.0 - u1)).ln() / ainv;
                let x = alpha * v.exp();
                let z = u1 * u1 * u2;
                let r = bbb + ccc * v - x;
                if r + (1.0 + 4.5f64.ln()) - 4.5 * z >= 0.0 || r >= z.ln() {
                    return Ok(x * beta);
                }
            }
        }
        if alpha == 1.0 {
            return Ok(-(1.0 - self.random()).ln() * beta);
        }
        let e = std::f64::consts::E;
        let x = loop {
            let u = self.random();
            let b = (e + alpha) / e;
            let p = b * u;
            let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
            let u1 = self.random();
            if p > 1.0 && u1 <= x.powf(alpha - 1.0) || p <= 1.0 && u1 <= (-x).exp() {
                break x;
            }
        };
        Ok(x * beta)
    }

    /// `betavariate(alpha, beta)`
    pub fn betavariate(&mut self, alpha: f64, beta: f64) -> Result<f64, Error> {
        let y = self.gammavariate(alpha, 1.0)?;
        Ok(if y == 0.0 { 0.0 } else { y / (y + self.gammavariate(beta, 1.0)?) })
    }
}
