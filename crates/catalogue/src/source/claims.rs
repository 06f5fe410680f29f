//! What the lessons of a scenario claim of the modelled machine, as its folder says it: so that no claim needs a
//! program of its own to be held.

use super::Fault;
use super::values::values;
use formula::{Formula, Names};
use model::{Meta, Mode, Outcome, Params, Quantity, Verdict, machine_params};
use serde::Deserialize;
use toml::Table;

/// A claim: runs of the modelled machine, and what must be true of each.
///
/// In its formula stand the parameters of the scenario, the numbers of its verdict (shares and ratios in thousandths,
/// times in microseconds), and `elapsed`, the microseconds that the whole run took.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// In which mode.
    pub mode: Mode,
    /// With which parameters.
    pub params: Params,
    /// On which machine.
    pub machine: Params,
    /// For each of so many seeds, from 1 on.
    pub seeds: u32,
    /// It ends as one of these, or where there are none as any that is declared.
    pub ends: Vec<Outcome>,
    /// And then this holds.
    pub holds: Formula,
    numbers: Vec<(String, Quantity)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    mode: String,
    #[serde(default)]
    params: Table,
    #[serde(default)]
    machine: Table,
    #[serde(default = "one")]
    seeds: u32,
    #[serde(default)]
    ends: Vec<String>,
    #[serde(default)]
    holds: Option<String>,
}

fn one() -> u32 {
    1
}

/// Reads the claim at this place of a scenario.
pub(super) fn read(meta: &Meta, at: usize, file: File) -> Result<Claim, Fault> {
    let mode = Mode::from_id(&file.mode).ok_or_else(|| Fault::UnknownMode(file.mode.clone()))?;
    let says_nothing = file.ends.is_empty() && file.holds.is_none() || file.seeds == 0;
    if says_nothing || !meta.modes.contains(&mode) {
        return Err(Fault::Claim(at));
    }
    let given = values(&meta.params, &format!("claims.{at}.params"), &file.params)?;
    let machine = values(machine_params(), &format!("claims.{at}.machine"), &file.machine)?;
    let holds = file.holds.as_deref().unwrap_or("true");
    let holds = Formula::parse(holds, &Named(meta)).map_err(|fault| Fault::Formula(format!("claims.{at}"), fault))?;
    Ok(Claim {
        mode,
        params: Params::preset(&meta.params, &given),
        machine: Params::preset(machine_params(), &machine),
        seeds: file.seeds,
        ends: file.ends.iter().map(String::as_str).map(Outcome::from_word).collect(),
        holds,
        numbers: meta.numbers.clone(),
    })
}

impl Claim {
    /// The numbers of its formula after a run that took so many nanoseconds and came to this verdict, if to any: those
    /// of the parameters, then of the verdict.
    #[must_use]
    pub fn values(&self, verdict: Option<&Verdict>, elapsed: u64) -> Vec<i64> {
        let mut values = self.params.values().to_vec();
        values.extend(self.numbers.iter().map(|(name, kind)| {
            let value = verdict.and_then(|verdict| verdict.value(name)).unwrap_or(0.0);
            let scaled = match kind {
                Quantity::Count | Quantity::Bytes => value,
                Quantity::Share | Quantity::Ratio => value * 1000.0,
                Quantity::Time | Quantity::Elapsed => value / 1000.0,
            };
            #[expect(clippy::cast_possible_truncation, reason = "what is too large is the largest there is")]
            let whole = scaled.round() as i64;
            whole
        }));
        values.push(i64::try_from(elapsed / 1000).unwrap_or(i64::MAX));
        values
    }
}

/// Parameters and numbers by their places, in the order of [`Claim::values`]. Where both have a name, it is the number's.
struct Named<'a>(&'a Meta);

impl Names for Named<'_> {
    fn place(&self, name: &str) -> Option<u16> {
        let Meta { params, numbers, .. } = self.0;
        let number = numbers.iter().position(|(known, _)| known == name).map(|at| params.len() + at);
        let whole = (name == "elapsed").then_some(params.len() + numbers.len());
        let place = number.or_else(|| params.iter().position(|spec| spec.id == name)).or(whole)?;
        u16::try_from(place).ok()
    }

    fn word(&self, place: u16, word: &str) -> Option<i64> {
        self.0.params.get(usize::from(place))?.parse(word).ok()
    }
}
