//! The parameters of the machine itself, the same for every scenario: how a link and a page have them, and what
//! they mean to an engine. It refuses to know what an engine does with them.

use crate::{ParamSpec, Params, Specs};
use std::sync::{Arc, OnceLock};

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MachineParam {
    /// How long a task that wants the baton waits before it asks for it: CPython's switch interval.
    Interval,
    /// Where the interpreter looks for such a request. CPython 3.10 and later: calls and back-edges.
    Granularity,
    /// Virtual cores of the modelled machine.
    Cores,
}

impl MachineParam {
    /// All of them, in the order of [`machine_params`].
    pub const ALL: [MachineParam; 3] = [MachineParam::Interval, MachineParam::Granularity, MachineParam::Cores];

    /// The word for it in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            MachineParam::Interval => "interval",
            MachineParam::Granularity => "granularity",
            MachineParam::Cores => "cores",
        }
    }

    fn spec(self) -> ParamSpec {
        match self {
            MachineParam::Interval => ParamSpec::micros(self.id(), 1, 100_000, 5_000),
            MachineParam::Granularity => ParamSpec::choice(self.id(), Granularity::WORDS, 0),
            MachineParam::Cores => ParamSpec::int(self.id(), 1, 64, 2),
        }
    }
}

/// Where the interpreter may hand over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Granularity {
    /// At calls, and at the end of a loop's round.
    Calls,
    /// At every operation.
    EveryOperation,
}

impl Granularity {
    /// All of them.
    pub const ALL: [Granularity; 2] = [Granularity::Calls, Granularity::EveryOperation];

    /// The words for them in links, in the same order.
    const WORDS: &[&str] = &["calls", "every-operation"];
}

/// The parameters of the machine, as links and pages have them.
#[must_use]
pub fn machine_params() -> &'static Specs {
    static SPECS: OnceLock<Specs> = OnceLock::new();
    SPECS.get_or_init(|| Arc::new(MachineParam::ALL.map(MachineParam::spec)))
}

/// What they mean to an engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MachineParams {
    /// The switch interval, in nanoseconds.
    pub interval: u64,
    /// Where a switch may happen.
    pub granularity: Granularity,
    /// Virtual cores.
    pub cores: u8,
}

impl From<&Params> for MachineParams {
    /// Whoever made the values made them of [`machine_params`].
    fn from(params: &Params) -> MachineParams {
        let granularity = usize::try_from(params.int(MachineParam::Granularity.id())).unwrap_or(0);
        MachineParams {
            interval: params.nanos(MachineParam::Interval.id()),
            granularity: Granularity::ALL.get(granularity).copied().unwrap_or(Granularity::Calls),
            cores: u8::try_from(params.int(MachineParam::Cores.id())).unwrap_or(u8::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_mean_what_their_words_say() {
        let mut params = Params::defaults(machine_params());
        let usual = MachineParams { interval: 5_000_000, granularity: Granularity::Calls, cores: 2 };
        assert_eq!(MachineParams::from(&params), usual);
        for (spec, word) in machine_params().iter().zip(["70", "every-operation", "64"]) {
            params.set(&spec.id, spec.parse(word).expect("a value of it")).expect("in its range");
        }
        let other = MachineParams { interval: 70_000, granularity: Granularity::EveryOperation, cores: 64 };
        assert_eq!(MachineParams::from(&params), other);
    }
}
