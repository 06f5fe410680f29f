//! The module `math`. Transcendental functions are the platform's, as they are in CPython, so their
//! last digit may differ between machines.

use num_traits::ToPrimitive;

use super::{Int, float};
use crate::error::{Error, Kind};

fn domain<T>() -> Result<T, Error> {
    Kind::ValueError.fail("math domain error")
}

fn range<T>() -> Result<T, Error> {
    Kind::OverflowError.fail("math range error")
}

/// A function of one float by its name in `math`; `None` if there is none of this name.
pub fn function(name: &str) -> Option<fn(f64) -> Result<f64, Error>> {
    Some(match name {
        "acos" => |x| checked(x, x.acos(), false),
        "acosh" => |x| checked(x, x.acosh(), false),
        "asin" => |x| checked(x, x.asin(), false),
        "asinh" => |x| checked(x, x.asinh(), false),
        "atan" => |x| checked(x, x.atan(), false),
        "atanh" => |x| if x.abs() == 1.0 { domain() } else { checked(x, x.atanh(), false) },
        "cbrt" => |x| checked(x, x.cbrt(), false),
        "cos" => |x| checked(x, x.cos(), false),
        "cosh" => |x| checked(x, x.cosh(), true),
        "degrees" => |x| Ok(x * (180.0 / std::f64::consts::PI)),
        "exp" => |x| checked(x, x.exp(), true),
        "exp2" => |x| checked(x, x.exp2(), true),
        "expm1" => |x| checked(x, x.exp_m1(), true),
        "fabs" => |x| Ok(x.abs()),
        "log1p" => |x| if x <= -1.0 { domain() } else { checked(x, x.ln_1p(), false) },
        "radians" => |x| Ok(x * (std::f64::consts::PI / 180.0)),
        "sin" => |x| checked(x, x.sin(), false),
        "sinh" => |x| checked(x, x.sinh(), true),
        "sqrt" => |x| checked(x, x.sqrt(), false),
        "tan" => |x| checked(x, x.tan(), false),
        "tanh" => |x| checked(x, x.tanh(), false),
        _ => return None,
    })
}

/// A result that is no number though its argument was, or that is infinite though its argument was not.
fn checked(x: f64, result: f64, can_overflow: bool) -> Result<f64, Error> {
    if result.is_nan() && !x.is_nan() {
        return domain();
    }
    if result.is_infinite() && x.is_finite() {
        return if can_overflow { range() } else { domain() };
    }
    Ok(result)
}

/// Which logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// `log`
    Natural,
    /// `log2`
    Two,
    /// `log10`
    Ten,
}

impl Log {
    /// The logarithm of a float.
    pub fn of(self, x: f64) -> Result<f64, Error> {
        if x <= 0.0 {
            return domain();
        }
        Ok(match self {
            Self::Natural => x.ln(),
            Self::Two => x.log2(),
            Self::Ten => x.log10(),
        })
    }

    /// The logarithm of an integer of any size.
    pub fn of_int(self, x: &Int) -> Result<f64, Error> {
        if *x <= Int::Small(0) {
            return domain();
        }
        if let Ok(x) = x.to_f64() {
            return self.of(x);
        }
        // mantissa * 2**bits, with the mantissa in [0.5, 1).
        let bits = x.bit_length();
        let top = x.shr(&Int::from(bits - 64)).expect("it has more bits");
        let exact = float::scale(top.to_big().to_u64().expect("64 bits are left"), -64);
        Ok(self.of(exact)? + self.of(2.0)? * bits as f64)
    }
}

/// `math.floor(x)`
pub fn floor(x: f64) -> Result<Int, Error> {
    Int::from_f64(x.floor())
}

/// `math.ceil(x)`
pub fn ceil(x: f64) -> Result<Int, Error> {
    Int::from_f64(x.ceil())
}

/// `math.trunc(x)`
pub fn trunc(x: f64) -> Result<Int, Error> {
    Int::from_f64(x)
}

/// `math.pow(x, y)`
pub fn pow(x: f64, y: f64) -> Result<f64, Error> {
    if !x.is_finite() || !y.is_finite() {
        return Ok(x.powf(y));
    }
    let result = x.powf(y);
    if result.is_nan() || x == 0.0 && y < 0.0 {
        return domain();
    }
    if result.is_infinite() { range() } else { Ok(result) }
}

/// `math.fmod(x, y)`
pub fn fmod(x: f64, y: f64) -> Result<f64, Error> {
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() { domain() } else { Ok(result) }
}

/// `math.remainder(x, y)`: to the nearest multiple, a half to the even one.
pub fn remainder(x: f64, y: f64) -> Result<f64, Error> {
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if x.is_infinite() || y == 0.0 {
        return domain();
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (a, b) = (x.abs(), y.abs());
    let m = a % b;
    let c = b - m;
    let r = if m < c {
        m
    } else if m > c {
        -c
    } else {
        m - 2.0 * ((0.5 * (a - m)) % b)
    };
    Ok(r.copysign(x) * if r < 0.0 { -1.0 } else { 1.0 })
}

/// `math.modf(x)`
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0.0f64.copysign(x), x);
    }
    (x.fract().copysign(x), x.trunc())
}

/// `math.frexp(x)`
pub fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (mantissa, exponent) = float::split(x);
    let bits = i64::from(64 - mantissa.unsigned_abs().leading_zeros());
    (float::scale(mantissa.unsigned_abs(), -bits).copysign(x), i64::from(exponent) + bits)
}

/// `math.ldexp(x, exponent)`
pub fn ldexp(x: f64, exponent: &Int) -> Result<f64, Error> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let (mantissa, own) = float::split(x);
    let exponent = exponent.clamp().clamp(-10_000, 10_000) + i64::from(own);
    let result = float::scale(mantissa.unsigned_abs(), exponent).copysign(x);
    if result.is_infinite() { range() } else { Ok(result) }
}

/// `math.isclose(a, b, rel_tol=…, abs_tol=…)`
pub fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool, Error> {
    if relative < 0.0 || absolute < 0.0 {
        return Kind::ValueError.fail("tolerances must be non-negative");
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
}

/// `math.hypot(*coordinates)`, and `math.dist` of differences.
pub fn hypot(coordinates: &[f64]) -> f64 {
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let largest = coordinates.iter().fold(0.0f64, |a, x| a.max(x.abs()));
    if coordinates.len() <= 1 || largest == 0.0 {
        return largest;
    }
    // Squares are added exactly, in halves of 27 bits, after scaling to [0.5, 1).
    let (_, exponent) = frexp(largest);
    if exponent < -1023 {
        // Too small to be scaled back in one step.
        let scaled: Vec<f64> = coordinates.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * hypot(&scaled);
    }
    let scale = float::scale(1, -exponent);
    let split = |x: f64| {
        let t = x * 134_217_729.0;
        let high = t - (t - x);
        (high, x - high)
    };
    let (mut sum, mut low1, mut low2, mut low3) = (1.0, 0.0, 0.0, 0.0);
    let add = |sum: &mut f64, x: f64, low: &mut f64| {
        let before = *sum;
        *sum += x;
        *low += (before - *sum) + x;
    };
    for &x in coordinates {
        let (high, low) = split(x.abs() * scale);
        add(&mut sum, high * high, &mut low1);
        add(&mut sum, 2.0 * high * low, &mut low2);
        low3 += low * low;
    }
    let root = ((sum - 1.0) + (low1 + low2 + low3)).sqrt();
    let (high, low) = split(root);
    add(&mut sum, -high * high, &mut low1);
    add(&mut sum, -2.0 * high * low, &mut low2);
    add(&mut sum, -low * low, &mut low3);
    let rest = (sum - 1.0) + (low1 + low2 + low3);
    (root + rest / (2.0 * root)) / scale
}

/// `math.fsum(numbers)`: the exact sum, rounded once.
pub fn fsum(numbers: impl IntoIterator<Item = f64>) -> Result<f64, Error> {
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    for number in numbers {
        let mut x = number;
        let mut kept = 0;
        for at in 0..partials.len() {
            let mut y = partials[at];
            if x.abs() < y.abs() {
                (x, y) = (y, x);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if number.is_finite() {
            return Kind::OverflowError.fail("intermediate overflow in fsum");
        }
        if number.is_infinite() {
            infinite += number;
        }
        special += number;
        partials.clear();
    }
    if special != 0.0 {
        return if f64::is_nan(infinite) { Kind::ValueError.fail("-inf + inf in fsum") } else { Ok(special) };
    }
    let Some(mut high) = partials.pop() else { return Ok(0.0) };
    let mut low = 0.0;
    while let Some(y) = partials.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // A rest that decides a half is looked for in the next partial.
    if let Some(&next) = partials.last()
        && (low < 0.0 && next < 0.0 || low > 0.0 && next > 0.0)
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    Ok(high)
}

/// `math.factorial(n)`
pub fn factorial(n: &Int) -> Result<Int, Error> {
    if n.is_negative() {
        return Kind::ValueError.fail("factorial() not defined for negative values");
    }
    match n.to_i64() {
        Some(n) if n <= 1_000_000 => Ok(product(1, n)),
        Some(_) => Kind::MemoryError.fail(""),
        None => Kind::OverflowError.fail("factorial() argument should not exceed 9223372036854775807"),
    }
}

/// The product of `low..=high`, by halves, so that large factors meet large ones.
fn product(low: i64, high: i64) -> Int {
    if high - low < 8 {
        return (low..=high).fold(Int::Small(1), |product, factor| product.mul(&Int::Small(factor)));
    }
    let middle = low + (high - low) / 2;
    product(low, middle).mul(&product(middle + 1, high))
}

/// `math.perm(n, k)`
pub fn perm(n: &Int, k: &Int) -> Result<Int, Error> {
    if n.is_negative() {
        return Kind::ValueError.fail("n must be a non-negative integer");
    }
    if k.is_negative() {
        return Kind::ValueError.fail("k must be a non-negative integer");
    }
    if k > n {
        return Ok(Int::Small(0));
    }
    falling(n, k)
}

fn falling(n: &Int, k: &Int) -> Result<Int, Error> {
    let Some(k) = k.to_i64().filter(|&k| k <= 1_000_000) else { return Kind::MemoryError.fail("") };
    if let Some(n) = n.to_i64() {
        return Ok(product(n - k + 1, n));
    }
    Ok((0..k).fold(Int::Small(1), |product, at| product.mul(&n.sub(&Int::Small(at)))))
}

/// `math.comb(n, k)`
pub fn comb(n: &Int, k: &Int) -> Result<Int, Error> {
    if n.is_negative() {
        return Kind::ValueError.fail("n must be a non-negative integer");
    }
    if k.is_negative() {
        return Kind::ValueError.fail("k must be a non-negative integer");
    }
    if k > n {
        return Ok(Int::Small(0));
    }
    let k = k.clone().min(n.sub(k));
    falling(n, &k)?.floordiv(&factorial(&k)?)
}

/// `math.lcm(a, b)`
pub fn lcm(a: &Int, b: &Int) -> Int {
    if a.is_zero() || b.is_zero() {
        return Int::Small(0);
    }
    a.floordiv(&a.gcd(b)).expect("neither is zero").mul(b).abs()
}

/// `math.nextafter(x, towards)`
pub fn nextafter(x: f64, towards: f64) -> f64 {
    if x.is_nan() || towards.is_nan() {
        f64::NAN
    } else if x == towards {
        towards
    } else if x < towards {
        x.next_up()
    } else {
        x.next_down()
    }
}

/// `math.ulp(x)`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() { x - x.next_down() } else { next - x }
}
