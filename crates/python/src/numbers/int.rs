//! Integers without a bound: small ones as the machine has them, large ones of `num-bigint`.
//!
//! Division rounds down and a remainder has the divisor's sign. Texts are the neighbour's, `int_text`.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::error::{Error, Kind};

/// A Python `int`. `Big` is used only for what an `i64` cannot hold, so equal numbers are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Int {
    /// Fits.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

use Int::{Big, Small};

/// A shift or power whose result has more bits than this is refused: CPython would fill the memory.
const MOST_BITS: u64 = 1 << 26;

/// 2**61 - 1, the modulus of the hash of every number.
pub(crate) const HASH_MODULUS: u64 = (1 << 61) - 1;

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Small(value)
    }
}

impl From<i32> for Int {
    fn from(value: i32) -> Self {
        Small(value.into())
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Self {
        match value.to_i64() {
            Some(small) => Small(small),
            None => Big(value),
        }
    }
}

impl From<usize> for Int {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or_else(|_| Big(value.into()), Small)
    }
}

impl From<u64> for Int {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Big(value.into()), Small)
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Small(a), Small(b)) => a.cmp(b),
            // A big one lies outside of every small one, on the side of its sign.
            (Big(a), Small(_)) => {
                if a.is_negative() {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (Small(_), Big(b)) => {
                if b.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Big(a), Big(b)) => a.cmp(b),
        }
    }
}

/// An operation that mostly stays small, with its big form for when it does not.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $small:ident, $op:tt) => {
        $(#[$doc])*
        pub fn $name(&self, other: &Self) -> Self {
            if let (Small(a), Small(b)) = (self, other)
                && let Some(result) = a.$small(*b)
            {
                return Small(result);
            }
            (self.to_big() $op other.to_big()).into()
        }
    };
}

/// An operation on bits: small ones stay small.
macro_rules! bitwise {
    ($(#[$doc:meta])* $name:ident, $op:tt) => {
        $(#[$doc])*
        pub fn $name(&self, other: &Self) -> Self {
            match (self, other) {
                (Small(a), Small(b)) => Small(a $op b),
                _ => (self.to_big() $op other.to_big()).into(),
            }
        }
    };
}

impl Int {
    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        *self == Small(0)
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        match self {
            Small(value) => *value < 0,
            Big(value) => value.is_negative(),
        }
    }

    /// The value where it fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Small(value) => Some(*value),
            Big(_) => None,
        }
    }

    /// The nearest `i64`, for an index or a length that is cut anyway.
    pub fn clamp(&self) -> i64 {
        match self {
            Small(value) => *value,
            Big(value) => {
                if value.is_negative() {
                    i64::MIN
                } else {
                    i64::MAX
                }
            }
        }
    }

    /// The same number in the form that has no bound.
    pub fn to_big(&self) -> BigInt {
        match self {
            Small(value) => BigInt::from(*value),
            Big(value) => value.clone(),
        }
    }

    checked!(
        /// `a + b`
        add, checked_add, +
    );
    checked!(
        /// `a - b`
        sub, checked_sub, -
    );
    checked!(
        /// `a * b`
        mul, checked_mul, *
    );
    bitwise!(
        /// `a & b`
        bit_and, &
    );
    bitwise!(
        /// `a | b`
        bit_or, |
    );
    bitwise!(
        /// `a ^ b`
        bit_xor, ^
    );

    /// `-a`
    pub fn neg(&self) -> Self {
        Small(0).sub(self)
    }

    /// `~a`
    pub fn invert(&self) -> Self {
        Small(-1).sub(self)
    }

    /// `abs(a)`
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// `divmod(a, b)`, and `a // b`.
    pub fn divmod(&self, other: &Self) -> Result<(Self, Self), Error> {
        if other.is_zero() {
            return Kind::ZeroDivisionError.fail("integer division or modulo by zero");
        }
        if let (Small(a), Small(b)) = (self, other)
            && let Some((quotient, rest)) = small_divmod(*a, *b)
        {
            return Ok((Small(quotient), Small(rest)));
        }
        let (quotient, rest) = self.to_big().div_mod_floor(&other.to_big());
        Ok((quotient.into(), rest.into()))
    }

    /// `a // b`
    pub fn floordiv(&self, other: &Self) -> Result<Self, Error> {
        self.divmod(other).map(|(quotient, _)| quotient)
    }

    /// `a % b`
    pub fn modulo(&self, other: &Self) -> Result<Self, Error> {
        if other.is_zero() {
            return Kind::ZeroDivisionError.fail("integer modulo by zero");
        }
        self.divmod(other).map(|(_, rest)| rest)
    }

    /// `a / b`: the float nearest to the exact quotient.
    pub fn truediv(&self, other: &Self) -> Result<f64, Error> {
        if other.is_zero() {
            return Kind::ZeroDivisionError.fail("division by zero");
        }
        // Both operands are exact as floats, so one division rounds once.
        const EXACT: u64 = 1 << 53;
        if let (Small(a), Small(b)) = (self, other)
            && a.unsigned_abs() <= EXACT
            && b.unsigned_abs() <= EXACT
        {
            return Ok(*a as f64 / *b as f64);
        }
        big_truediv(&self.to_big(), &other.to_big())
    }

    /// `a ** b` for `b >= 0`; below that Python goes on with floats.
    pub fn pow(&self, exponent: &Self) -> Result<Self, Error> {
        match (self, exponent) {
            (_, Small(0)) => return Ok(Small(1)),
            (Small(0 | 1), _) => return Ok(self.clone()),
            (Small(-1), _) => return Ok(Small(if exponent.is_odd() { -1 } else { 1 })),
            _ => {}
        }
        let too_large = || Kind::MemoryError.fail("");
        let Some(exponent) = exponent.to_i64().and_then(|exponent| u32::try_from(exponent).ok()) else {
            return too_large();
        };
        if let Small(base) = self
            && let Some(result) = base.checked_pow(exponent)
        {
            return Ok(Small(result));
        }
        if (self.bit_length() - 1).saturating_mul(u64::from(exponent)) > MOST_BITS {
            return too_large();
        }
        Ok(self.to_big().pow(exponent).into())
    }

    /// `pow(a, b, m)`, with negative `b` where `a` has an inverse.
    pub fn pow_mod(&self, exponent: &Self, modulus: &Self) -> Result<Self, Error> {
        if modulus.is_zero() {
            return Kind::ValueError.fail("pow() 3rd argument cannot be 0");
        }
        let modulus = modulus.to_big();
        let positive = modulus.abs();
        let mut base = self.to_big().mod_floor(&positive);
        let mut exponent = exponent.to_big();
        if exponent.is_negative() {
            let found = base.extended_gcd(&positive);
            if !found.gcd.is_one() {
                return Kind::ValueError.fail("base is not invertible for the given modulus");
            }
            base = found.x.mod_floor(&positive);
            exponent = -exponent;
        }
        Ok(base.modpow(&exponent, &positive).mod_floor(&modulus).into())
    }

    /// `a << b`
    pub fn shl(&self, count: &Self) -> Result<Self, Error> {
        if count.is_negative() {
            return Kind::ValueError.fail("negative shift count");
        }
        if self.is_zero() {
            return Ok(Small(0));
        }
        let Some(count) = count.to_i64().filter(|&count| count as u64 <= MOST_BITS) else {
            return if count.to_i64().is_some() {
                Kind::MemoryError.fail("")
            } else {
                Kind::OverflowError.fail("too many digits in integer")
            };
        };
        if let Small(value) = self
            && count < 63
            && (value << count) >> count == *value
        {
            return Ok(Small(value << count));
        }
        Ok((self.to_big() << count).into())
    }

    /// `a >> b`, rounding down.
    pub fn shr(&self, count: &Self) -> Result<Self, Error> {
        if count.is_negative() {
            return Kind::ValueError.fail("negative shift count");
        }
        let gone = Small(if self.is_negative() { -1 } else { 0 });
        Ok(match (self, count.to_i64()) {
            (_, None) => gone,
            (Small(value), Some(count)) => Small(value >> count.min(63)),
            (Big(value), Some(count)) => (value >> count).into(),
        })
    }

    /// `a.bit_length()`
    pub fn bit_length(&self) -> u64 {
        match self {
            Small(value) => u64::from(64 - value.unsigned_abs().leading_zeros()),
            Big(value) => value.bits(),
        }
    }

    /// `a.bit_count()`
    pub fn bit_count(&self) -> u64 {
        match self {
            Small(value) => u64::from(value.unsigned_abs().count_ones()),
            Big(value) => value.magnitude().count_ones(),
        }
    }

    fn is_odd(&self) -> bool {
        match self {
            Small(value) => value & 1 == 1,
            Big(value) => value.is_odd(),
        }
    }

    /// `float(a)`
    pub fn to_f64(&self) -> Result<f64, Error> {
        match self {
            Small(value) => Ok(*value as f64),
            Big(value) => match value.to_f64() {
                Some(result) if result.is_finite() => Ok(result),
                _ => Kind::OverflowError.fail("int too large to convert to float"),
            },
        }
    }

    /// `int(x)` of a float: towards zero.
    pub fn from_f64(value: f64) -> Result<Self, Error> {
        if value.is_nan() {
            return Kind::ValueError.fail("cannot convert float NaN to integer");
        }
        if value.is_infinite() {
            return Kind::OverflowError.fail("cannot convert float infinity to integer");
        }
        // Both bounds are exact floats; the upper one itself does not fit.
        if value >= i64::MIN as f64 && value < i64::MAX as f64 {
            return Ok(Small(value as i64));
        }
        let (mantissa, exponent) = super::float::split(value.trunc());
        Ok((BigInt::from(mantissa) << exponent).into())
    }

    /// How `a` and the float compare, exactly; `None` for `nan`.
    pub fn compare_f64(&self, other: f64) -> Option<Ordering> {
        if other.is_nan() {
            return None;
        }
        if other.is_infinite() {
            return Some(if other > 0.0 { Ordering::Less } else { Ordering::Greater });
        }
        let whole = Self::from_f64(other).expect("it is finite");
        // Where the whole parts are equal, what was cut decides.
        Some(self.cmp(&whole).then_with(|| 0.0.partial_cmp(&(other - other.trunc())).expect("both are numbers")))
    }

    /// `hash(a)`
    pub fn hash(&self) -> i64 {
        let modulus = HASH_MODULUS;
        let rest = match self {
            Small(value) => value.unsigned_abs() % modulus,
            Big(value) => (value.magnitude() % modulus).to_u64().expect("it is below the modulus"),
        };
        let signed = if self.is_negative() { -(rest as i64) } else { rest as i64 };
        if signed == -1 { -2 } else { signed }
    }

    /// `round(a, digits)`: only negative digits change anything; a half goes to the even side.
    pub fn round(&self, digits: &Self) -> Self {
        if !digits.is_negative() {
            return self.clone();
        }
        // What has fewer digits than are rounded away is less than half of the unit.
        let Some(places) = digits.to_i64().map(i64::unsigned_abs).filter(|&places| places <= self.bit_length() + 1)
        else {
            return Small(0);
        };
        let unit = Small(10).pow(&Int::from(places)).expect("it has hardly more bits than the number itself");
        let (below, rest) = self.divmod(&unit).expect("the unit is not zero");
        let up = match rest.mul(&Small(2)).cmp(&unit) {
            Ordering::Less => false,
            Ordering::Equal => below.is_odd(),
            Ordering::Greater => true,
        };
        let whole = if up { below.add(&Small(1)) } else { below };
        whole.mul(&unit)
    }

    /// `math.isqrt(a)`
    pub fn isqrt(&self) -> Result<Self, Error> {
        if self.is_negative() {
            return Kind::ValueError.fail("isqrt() argument must be nonnegative");
        }
        Ok(match self {
            Small(value) => Small(value.isqrt()),
            Big(value) => value.sqrt().into(),
        })
    }

    /// `math.gcd(a, b)`
    pub fn gcd(&self, other: &Self) -> Self {
        self.to_big().gcd(&other.to_big()).into()
    }

    /// `a.to_bytes(length, byteorder, signed=…)`
    pub fn to_bytes(&self, length: usize, big_endian: bool, signed: bool) -> Result<Vec<u8>, Error> {
        let value = self.to_big();
        if value.is_negative() && !signed {
            return Kind::OverflowError.fail("can't convert negative int to unsigned");
        }
        let fill = if value.is_negative() { 0xff } else { 0 };
        let mut bytes = match (signed, value.is_zero()) {
            (_, true) => Vec::new(),
            (true, _) => value.to_signed_bytes_le(),
            (false, _) => value.to_bytes_le().1,
        };
        // CPython counts a byte for every digit but none for the sign of -1, so that one fits into no bytes.
        if bytes.len() > length && !(length == 0 && *self == Small(-1)) {
            return Kind::OverflowError.fail("int too big to convert");
        }
        bytes.resize(length, fill);
        if big_endian {
            bytes.reverse();
        }
        Ok(bytes)
    }

    /// `int.from_bytes(bytes, byteorder, signed=…)`
    pub fn from_bytes(bytes: &[u8], big_endian: bool, signed: bool) -> Self {
        match (signed, big_endian) {
            (true, true) => BigInt::from_signed_bytes_be(bytes),
            (true, false) => BigInt::from_signed_bytes_le(bytes),
            (false, true) => BigInt::from_bytes_be(Sign::Plus, bytes),
            (false, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        }
        .into()
    }
}

/// `divmod` of small numbers that do not overflow and of a divisor that is not 0.
pub fn small_divmod(a: i64, b: i64) -> Option<(i64, i64)> {
    let quotient = a.checked_div(b)?;
    let rest = a - quotient * b;
    Some(if rest != 0 && (rest < 0) != (b < 0) { (quotient - 1, rest + b) } else { (quotient, rest) })
}

/// The quotient's first 55 bits and whether anything follows them decide the nearest float.
fn big_truediv(a: &BigInt, b: &BigInt) -> Result<f64, Error> {
    let negative = a.is_negative() != b.is_negative();
    let (a, b) = (a.abs(), b.abs());
    if a.is_zero() {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let too_large = || Kind::OverflowError.fail("integer division result too large for a float");
    // At least 55 bits of quotient, but not finer than the smallest float's unit, where it rounds once as well.
    let difference = a.bits() as i64 - b.bits() as i64;
    if difference > 1024 {
        return too_large();
    }
    if difference < -1080 {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let shift = (difference - 56).max(-1076);
    let (scaled_a, scaled_b) = if shift < 0 { (a << -shift, b) } else { (a, b << shift) };
    let (quotient, rest) = scaled_a.div_rem(&scaled_b);
    // A sticky last bit keeps "more than half" apart from "half".
    let sticky = (quotient << 1u32) + BigInt::from(u8::from(!rest.is_zero()));
    let bits = sticky.to_u64().expect("the quotient has at most 58 bits");
    let result = super::float::scale(bits, shift - 1);
    if result.is_infinite() {
        return too_large();
    }
    Ok(if negative { -result } else { result })
}
