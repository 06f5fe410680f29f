//! What a `scenario.toml` says: from its text to a checked [`Meta`].

use super::values::values;
use super::{Claim, Fault, SourceError, claims};
use formula::{Formula, Names};
use model::{Meta, Mode, Outcome, ParamKind, ParamSpec, Params, Preset, Quantity, Specs, Twin, machine_params};
use serde::Deserialize;
use toml::{Table, Value};

/// What a link's query says besides parameters.
const TAKEN: [&str; 7] = ["v", "mode", "clock", "seed", "program", "schedule", "lang"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: char,
    place: u16,
    modes: Vec<String>,
    tasks: String,
    #[serde(default)]
    helpers: Option<String>,
    #[serde(default)]
    timed: bool,
    #[serde(default)]
    telling: Vec<String>,
    #[serde(default)]
    cure: Option<Table>,
    #[serde(default)]
    params: Table,
    #[serde(default)]
    presets: Table,
    #[serde(default)]
    explore: Table,
    outcomes: Table,
    #[serde(default)]
    bad: Table,
    numbers: Table,
    #[serde(default)]
    twin: TwinFile,
    #[serde(default)]
    claims: Vec<claims::File>,
}

/// `true` where there is a twin, or what else there is to say of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum TwinFile {
    Is(bool),
    Says(TwinSays),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TwinSays {
    #[serde(default)]
    first: bool,
    #[serde(default)]
    alone_in: Vec<String>,
}

impl Default for TwinFile {
    fn default() -> TwinFile {
        TwinFile::Is(false)
    }
}

/// Reads the `scenario.toml` of the scenario of this name:
///
/// * `family` and `place`: the section of the curriculum, a letter, and the order in it;
/// * `modes`: the modes it makes sense in, the most telling first;
/// * `tasks`, and perhaps `helpers`: formulas of the parameters (see `crates/formula`), how many tasks are alive
///   at once with the main task, and how many threads help native code;
/// * `timed = true` where the verdict is about how long things take;
/// * `cure = { locked = true }`: what mends what is broken, where something is;
/// * `telling`: the numbers that make one outcome of a search differ from another of the same name;
/// * `[params]`, in the order of the page: `workers = { min = 1, max = 8, default = 2 }`, with `micros = true` where
///   it is a time in microseconds; `locked = false`, which may be turned on; `between = ["nothing", "call"]`, one of
///   these words, the first unless somebody says otherwise;
/// * `[presets]`: sets of values worth looking at; the first is the defaults under a name;
/// * `[explore]`: the most these parameters may be where every interleaving is searched;
/// * `[outcomes]`: each with the formula that holds where it is possible. A verdict is called by its key, everything
///   else as [`Outcome::from_word`] reads it;
/// * `[bad]`: the verdicts among them that nobody should be pleased with, each with the formula that holds where it is so;
/// * `[numbers]`: the numbers of its verdicts, and of each whether it is a `count`, `share`, `ratio`, `time` or `bytes`;
///   `elapsed` is a time that the program need not give, from the beginning of the run to its verdict;
/// * `twin = true` where `crates/scenarios` has its compiled twin; `twin = { first = true }` where that is what runs
///   unless somebody says otherwise, and `twin = { alone_in = ["processes"] }` where the Python does not run in a mode;
/// * `[[claims]]`: what its lessons say of the modelled machine, see [`Claim`](super::Claim).
///
/// # Errors
/// Where it says anything else, or what cannot be.
pub fn meta(id: &str, text: &str) -> Result<Meta, SourceError> {
    scenario(id, text).map(|(meta, _)| meta)
}

/// The same, with its claims.
pub(super) fn scenario(id: &str, text: &str) -> Result<(Meta, Vec<Claim>), SourceError> {
    read(id, text).map_err(|fault| SourceError { id: id.into(), fault })
}

fn read(id: &str, text: &str) -> Result<(Meta, Vec<Claim>), Fault> {
    let file: File = toml::from_str(text).map_err(|error| Fault::Toml(error.to_string()))?;
    if !is_name(id, '-') {
        return Err(Fault::Name(id.into()));
    }
    let modes = file.modes.iter().map(|word| mode(word)).collect::<Result<Vec<_>, _>>()?;
    let specs: Specs = file.params.iter().map(|(id, value)| param(id, value)).collect::<Result<Vec<_>, _>>()?.into();
    let formula = |place: &str, text: &str| {
        Formula::parse(text, &Named(&specs)).map_err(|fault| Fault::Formula(place.into(), fault))
    };
    let outcome = |(word, when): (&String, &Value)| {
        let when = when.as_str().ok_or_else(|| Fault::Kind(format!("outcomes.{word}")))?;
        Ok((Outcome::from_word(word), formula(word, when)?))
    };
    let bad = |(key, when): (&String, &Value)| {
        let when = when.as_str().ok_or_else(|| Fault::Kind(format!("bad.{key}")))?;
        Ok((key.clone(), formula(key, when)?))
    };
    let preset = |(id, given): (&String, &Value)| {
        let given = given.as_table().ok_or_else(|| Fault::Kind(format!("presets.{id}")))?;
        Ok(Preset { id: id.clone(), values: values(&specs, &format!("presets.{id}"), given)? })
    };
    let number = |(name, kind): (&String, &Value)| {
        let kind: Quantity = kind.clone().try_into().map_err(|_| Fault::Kind(format!("numbers.{name}")))?;
        Ok((name.clone(), kind))
    };
    let cure = file.cure.as_ref().map(|cure| values(&specs, "cure", cure)).transpose()?;
    let cure = match cure.as_deref() {
        None => None,
        Some([one]) => Some(one.clone()),
        Some(_) => return Err(Fault::Cure),
    };
    let meta = Meta {
        id: id.into(),
        family: (file.family, file.place),
        modes,
        presets: file.presets.iter().map(preset).collect::<Result<_, Fault>>()?,
        cure,
        tasks: formula("tasks", &file.tasks)?,
        helpers: formula("helpers", file.helpers.as_deref().unwrap_or("0"))?,
        explore: values(&specs, "explore", &file.explore)?,
        telling: file.telling,
        timed: file.timed,
        outcomes: file.outcomes.iter().map(outcome).collect::<Result<_, Fault>>()?,
        bad: file.bad.iter().map(bad).collect::<Result<_, Fault>>()?,
        numbers: file.numbers.iter().map(number).collect::<Result<_, Fault>>()?,
        twin: twin(file.twin)?,
        params: specs.clone(),
    };
    check(&meta)?;
    let claims = file.claims.into_iter().enumerate().map(|(at, claim)| claims::read(&meta, at, claim));
    let claims = claims.collect::<Result<_, Fault>>()?;
    Ok((meta, claims))
}

fn mode(word: &str) -> Result<Mode, Fault> {
    Mode::from_id(word).ok_or_else(|| Fault::UnknownMode(word.into()))
}

fn twin(file: TwinFile) -> Result<Option<Twin>, Fault> {
    Ok(match file {
        TwinFile::Is(is) => is.then(Twin::default),
        TwinFile::Says(TwinSays { first, alone_in }) => {
            Some(Twin { first, alone_in: alone_in.iter().map(|word| mode(word)).collect::<Result<_, _>>()? })
        }
    })
}

/// What no field can say by itself.
fn check(meta: &Meta) -> Result<(), Fault> {
    let defaults = Params::defaults(&meta.params);
    if meta.modes.is_empty() {
        return Err(Fault::Nothing("modes"));
    }
    if meta.outcomes(&defaults).is_empty() {
        return Err(Fault::Nothing("outcomes"));
    }
    if let Some(first) = meta.presets.first().filter(|first| Params::preset(&meta.params, &first.values) != defaults) {
        return Err(Fault::FirstPreset(first.id.clone()));
    }
    let is_outcome = |key: &String| meta.outcomes.iter().any(|(outcome, _)| *outcome == Outcome::Verdict(key.clone()));
    if let Some((key, _)) = meta.bad.iter().find(|(key, _)| !is_outcome(key)) {
        return Err(Fault::Name(format!("bad.{key}")));
    }
    let unknown = meta.telling.iter().find(|name| meta.numbers.iter().all(|(known, _)| known != *name));
    unknown.map_or(Ok(()), |name| Err(Fault::UnknownNumber(name.clone())))
}

/// Small letters and digits, with this between them.
fn is_name(name: &str, between: char) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == between)
}

fn param(id: &str, value: &Value) -> Result<ParamSpec, Fault> {
    let is_taken = TAKEN.contains(&id) || machine_params().iter().any(|spec| spec.id == id);
    if is_taken || !is_name(id, '_') {
        return Err(Fault::Name(id.into()));
    }
    let number = |name: &str| value.get(name).and_then(Value::as_integer);
    let fields = value.as_table().map_or(0, Table::len);
    let spec = match (value, number("min"), number("max"), number("default")) {
        (Value::Boolean(default), ..) => ParamSpec::flag(id, *default),
        (Value::Array(words), ..) if words.len() > 1 => {
            let words: Option<Vec<&str>> = words.iter().map(Value::as_str).collect();
            ParamSpec::choice(id, &words.ok_or_else(|| Fault::Param(id.into()))?, 0)
        }
        (_, Some(min), Some(max), Some(default)) if min <= default && default <= max => {
            match value.get("micros").map(Value::as_bool) {
                None if fields == 3 => ParamSpec::int(id, min, max, default),
                Some(Some(true)) if fields == 4 => ParamSpec::micros(id, min, max, default),
                _ => return Err(Fault::Param(id.into())),
            }
        }
        _ => return Err(Fault::Param(id.into())),
    };
    Ok(spec)
}

/// The parameters, as formulas name them: by their place.
struct Named<'a>(&'a Specs);

impl Names for Named<'_> {
    fn place(&self, name: &str) -> Option<u16> {
        self.0.iter().position(|spec| spec.id == name).and_then(|at| u16::try_from(at).ok())
    }

    fn word(&self, place: u16, word: &str) -> Option<i64> {
        match &self.0.get(usize::from(place))?.kind {
            ParamKind::Choice { options, .. } => {
                options.iter().position(|option| option == word).and_then(|at| i64::try_from(at).ok())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Link, LinkError};

    const GOOD: &str = "
family = 'C'
place = 1
modes = ['free', 'gil']
tasks = 'workers + 1'
helpers = \"2 if between == 'call' else 0\"
telling = ['arrived']
cure = { locked = true }

[params]
workers = { min = 1, max = 8, default = 2 }
pause = { min = 0, max = 100, default = 10, micros = true }
between = ['nothing', 'call']
locked = false

[presets]
plain = {}
called = { between = 'call', workers = 3 }

[explore]
workers = 2

[outcomes]
all-there = 'true'
lost = 'not locked and workers > 1'
asleep = 'workers > 7'
'check-failed room' = 'workers > 7'

[bad]
lost = 'true'

[numbers]
arrived = 'count'
took = 'elapsed'
pause = 'time'

[[claims]]
mode = 'gil'
params = { workers = 3 }
machine = { interval = 500 }
seeds = 5
ends = ['lost']
holds = 'arrived * 2 > workers and elapsed > 0'
";

    #[test]
    fn a_scenario_says_what_there_is_to_know() {
        let meta = meta("lost-update", GOOD).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((meta.id.as_str(), meta.family), ("lost-update", ('C', 1)));
        assert_eq!(meta.modes, [Mode::Free, Mode::Gil]);
        let ids: Vec<&str> = meta.params.iter().map(|spec| spec.id.as_str()).collect();
        assert_eq!(ids, ["workers", "pause", "between", "locked"]);
        assert_eq!(meta.params[1], ParamSpec::micros("pause", 0, 100, 10));
        let called = Params::preset(&meta.params, &meta.presets[1].values);
        assert_eq!((called.int("between"), called.int("workers")), (1, 3));
        assert_eq!((meta.tasks(&called), meta.helpers(&called), meta.threads(&called)), (4, 2, 6));
        assert_eq!(meta.cure, Some(("locked".into(), 1)));
        assert_eq!(meta.numbers[0], ("arrived".into(), Quantity::Count));
        let outcomes = |query: &str| meta.outcomes(&Link::parse(&meta, query).expect("it is in range").params);
        let verdict = |key: &str| Outcome::Verdict(key.into());
        assert_eq!(outcomes(""), [verdict("all-there"), verdict("lost")]);
        assert_eq!(outcomes("locked=true"), [verdict("all-there")]);
        let room = Outcome::CheckFailed("room".into());
        assert_eq!(outcomes("workers=8"), [verdict("all-there"), verdict("lost"), Outcome::Asleep, room]);
        // It travels as it is.
        assert_eq!(crate::from_bytes(&crate::to_bytes(&meta)).as_ref(), Some(&meta));
    }

    #[test]
    fn every_fault_is_named() {
        let fault = |old: &str, new: &str| {
            assert!(GOOD.contains(old), "{old}");
            meta("lost-update", &GOOD.replacen(old, new, 1)).expect_err(new).fault
        };
        assert!(matches!(fault("place = 1", "place = 1\nplace = 2"), Fault::Toml(_)));
        assert!(matches!(fault("place = 1", "plaice = 1"), Fault::Toml(_)));
        assert_eq!(fault("'gil'", "'warp'"), Fault::UnknownMode("warp".into()));
        assert_eq!(fault("['free', 'gil']", "[]"), Fault::Nothing("modes"));
        assert_eq!(fault("workers = { min", "Workers = { min"), Fault::Name("Workers".into()));
        assert_eq!(fault("workers = { min", "seed = { min"), Fault::Name("seed".into()));
        assert_eq!(fault("workers = { min", "cores = { min"), Fault::Name("cores".into()));
        assert_eq!(fault("default = 2", "default = 9"), Fault::Param("workers".into()));
        assert_eq!(fault("default = 2", "default = 2, most = 1"), Fault::Param("workers".into()));
        assert_eq!(fault("['nothing', 'call']", "['nothing']"), Fault::Param("between".into()));
        assert_eq!(fault("locked = true", "locket = true"), Fault::Name("cure.locket".into()));
        assert_eq!(fault("locked = true", "locked = true, workers = 2"), Fault::Cure);
        assert_eq!(fault("locked = true", "locked = 1"), Fault::Kind("cure.locked".into()));
        assert_eq!(fault("plain = {}", "plain = { workers = 3 }"), Fault::FirstPreset("plain".into()));
        assert!(
            matches!(fault("workers = 3", "workers = 9"), Fault::Value(place, LinkError::OutOfRange { .. }) if place == "presets.called.workers")
        );
        assert!(
            matches!(fault("between = 'call',", "between = 'luck',"), Fault::Value(place, _) if place == "presets.called.between")
        );
        assert_eq!(
            fault("'workers + 1'", "'worker + 1'"),
            Fault::Formula("tasks".into(), formula::Fault::UnknownName("worker".into()))
        );
        assert_eq!(fault("all-there = 'true'\nlost = 'not locked and workers > 1'", ""), Fault::Nothing("outcomes"));
        assert_eq!(fault("'count'", "'colour'"), Fault::Kind("numbers.arrived".into()));
        assert_eq!(fault("['arrived']", "['departed']"), Fault::UnknownNumber("departed".into()));
        assert_eq!(meta("Lost", GOOD).expect_err("a capital").fault, Fault::Name("Lost".into()));
    }
}
