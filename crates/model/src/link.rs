//! Links: everything that decides a run, as one text that outlives this build.
//!
//! The scenario is the last part of a page's address; the rest is its query:
//! `v=1&mode=gil&clock=modelled&seed=7&workers=2&interval=5000&schedule=1-0.1`.
//! A bad link is refused whole, with what is wrong in it; it refuses to guess.

use crate::{Clock, Code, Meta, Mode, ParamSpec, Params, Schedule, ScheduleError, machine_params};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest link there is, written out in full. A link may leave out what is usual, and its copy never does: so
/// both are held against this, and whoever can open a link can open the copy of it.
pub const MAX_LINK: usize = 8_520;

/// Everything that decides a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Under which mode.
    pub mode: Mode,
    /// In which time.
    pub clock: Clock,
    /// What the modelled machine's chances come from.
    pub seed: u32,
    /// The scenario's parameters.
    pub params: Params,
    /// The machine's parameters.
    pub machine: Params,
    /// In which form the program runs; `None` leaves it to the scenario.
    pub program: Option<Code>,
    /// Who takes each step, for a modelled run that is to be repeated by decisions.
    pub schedule: Option<Schedule>,
}

/// Why a link is refused. The page makes a sentence of it in the learner's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// Written out, it is longer than this many bytes.
    TooLong(usize),
    /// It is no query at all: this piece has no `=`.
    Garbage(String),
    /// It was made by a version this build does not know.
    Version(String),
    /// There is no scenario of this name.
    UnknownScenario(String),
    /// There is no mode of this name.
    UnknownMode(String),
    /// The scenario is not offered in this mode.
    ModeNotOffered(Mode),
    /// There is no clock of this name.
    UnknownClock(String),
    /// The page does not speak this language.
    UnknownLanguage {
        /// The word for it.
        id: String,
        /// Those that it does speak.
        known: Vec<String>,
    },
    /// There is no parameter of this name.
    UnknownKey {
        /// The name.
        key: String,
    },
    /// The same key stands there twice.
    Twice {
        /// The key.
        key: String,
    },
    /// The value is not of the parameter's type.
    WrongType {
        /// The parameter.
        key: String,
        /// What stood there.
        value: String,
        /// What should stand there.
        expected: Expected,
    },
    /// The value is outside the parameter's range.
    OutOfRange {
        /// The parameter.
        key: String,
        /// What stood there.
        value: String,
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
    },
    /// The schedule is none.
    Schedule(ScheduleError),
    /// A schedule decides the steps of a modelled run; a measured one decides for itself.
    ScheduleNeedsModel,
}

/// What a link should have said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A whole number.
    WholeNumber,
    /// One of these words.
    OneOf(Vec<String>),
}

impl Link {
    /// The run a scenario opens with.
    #[must_use]
    pub fn defaults(meta: &Meta) -> Link {
        Link {
            mode: meta.modes.first().copied().unwrap_or(Mode::Gil),
            clock: Clock::Measured,
            seed: 1,
            params: Params::defaults(&meta.params),
            machine: Params::defaults(machine_params()),
            program: None,
            schedule: None,
        }
    }

    /// The query of this link; the scenario stands in the path.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut text = format!("v=1&mode={}&clock={}", self.mode.id(), self.clock.id());
        if self.clock == Clock::Modelled {
            let _ = write!(text, "&seed={}", self.seed);
        }
        for (spec, value) in self.params.iter() {
            let _ = write!(text, "&{}={}", spec.id, spec.format(value));
        }
        for (spec, value) in self.machine.iter().filter(|(spec, value)| *value != spec.default()) {
            let _ = write!(text, "&{}={}", spec.id, spec.format(value));
        }
        if let Some(program) = self.program {
            let _ = write!(text, "&program={}", program.id());
        }
        if let Some(schedule) = &self.schedule {
            let _ = write!(text, "&schedule={schedule}");
        }
        text
    }

    /// The link that this query of a scenario means. A leading `?` is left out; an empty query
    /// means the defaults, and so does every key that is not there.
    ///
    /// # Errors
    /// Where anything in it is unknown, of the wrong type or out of range.
    pub fn parse(meta: &Meta, query: &str) -> Result<Link, LinkError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        // Whoever passes a link on may write each of its characters as three.
        if query.len() > 3 * MAX_LINK {
            return Err(LinkError::TooLong(MAX_LINK));
        }
        let mut link = Link::defaults(meta);
        let mut seen: Vec<Cow<str>> = Vec::new();
        let mut length = 0;
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once('=').ok_or_else(|| LinkError::Garbage(shorten(piece)))?;
            let (key, value) = (unescaped(key), unescaped(value));
            length += key.len() + value.len();
            if length > MAX_LINK {
                return Err(LinkError::TooLong(MAX_LINK));
            }
            if seen.contains(&key) {
                return Err(LinkError::Twice { key: shorten(&key) });
            }
            link.take(meta, &key, &value)?;
            seen.push(key);
        }
        if link.schedule.is_some() && link.clock != Clock::Modelled {
            return Err(LinkError::ScheduleNeedsModel);
        }
        if link.schedule.is_some() && link.program.is_none() && meta.twin.is_some() {
            // Whoever wrote it knew of no other program: the steps are the twin's.
            link.program = Some(Code::Compiled);
        }
        if link.to_query().len() > MAX_LINK {
            return Err(LinkError::TooLong(MAX_LINK));
        }
        Ok(link)
    }

    fn take(&mut self, meta: &Meta, key: &str, value: &str) -> Result<(), LinkError> {
        match key {
            "v" if value == "1" => {}
            "v" => return Err(LinkError::Version(shorten(value))),
            "mode" => {
                let mode = Mode::from_id(value).ok_or_else(|| LinkError::UnknownMode(shorten(value)))?;
                if !meta.modes.contains(&mode) {
                    return Err(LinkError::ModeNotOffered(mode));
                }
                self.mode = mode;
            }
            "clock" => {
                self.clock = Clock::from_id(value).ok_or_else(|| LinkError::UnknownClock(shorten(value)))?;
            }
            "seed" => {
                let spec = ParamSpec::int("seed", 0, u32::MAX.into(), 1);
                self.seed = u32::try_from(spec.parse(value)?).unwrap_or(1);
            }
            "program" => {
                let codes = if meta.twin.is_some() { &Code::ALL[..] } else { &[Code::Python] };
                let code = Code::from_id(value).filter(|code| codes.contains(code));
                let expected = || Expected::OneOf(codes.iter().map(|code| code.id().to_string()).collect());
                self.program = Some(code.ok_or_else(|| LinkError::WrongType {
                    key: key.into(),
                    value: shorten(value),
                    expected: expected(),
                })?);
            }
            "schedule" => self.schedule = Some(value.parse().map_err(LinkError::Schedule)?),
            _ => {
                let sets = [&mut self.params, &mut self.machine];
                let params = sets.into_iter().find(|params| params.get(key).is_some());
                let params = params.ok_or_else(|| LinkError::UnknownKey { key: shorten(key) })?;
                let spec = params.specs().iter().find(|spec| spec.id == key).expect("found by this key above");
                let value = spec.parse(value).map_err(LinkError::shortened)?;
                params.set(key, value)?;
            }
        }
        Ok(())
    }
}

impl LinkError {
    fn shortened(self) -> LinkError {
        match self {
            LinkError::WrongType { key, value, expected } => {
                LinkError::WrongType { key, value: shorten(&value), expected }
            }
            LinkError::OutOfRange { key, value, min, max } => {
                LinkError::OutOfRange { key, value: shorten(&value), min, max }
            }
            other => other,
        }
    }
}

/// The text that was meant: chats and mailers write `%2A` for `*`. What is not written in this way stays as it is.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let (bytes, mut meant) = (text.as_bytes(), Vec::new());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let escaped = (byte == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        meant.push(escaped.and_then(|byte| u8::try_from(byte).ok()).unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&meant).into_owned().into()
}

/// As much of a stranger's text as a sentence can bear.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TaskId;
    use proptest::prelude::*;

    fn meta() -> Meta {
        let params = [
            ParamSpec::int("workers", 1, 8, 2),
            ParamSpec::flag("locked", false),
            ParamSpec::choice("cure", &["none", "order"], 0),
        ];
        Meta { modes: vec![Mode::Free, Mode::Gil], params: params.into(), ..Meta::plain("test", Mode::Free) }
    }

    #[test]
    fn an_empty_query_means_the_defaults() {
        assert_eq!(Link::parse(&meta(), ""), Ok(Link::defaults(&meta())));
        assert_eq!(Link::parse(&meta(), "?"), Ok(Link::defaults(&meta())));
    }

    #[test]
    fn every_fault_is_named() {
        let error = |query: &str| Link::parse(&meta(), query).expect_err(query);
        assert_eq!(error("nonsense"), LinkError::Garbage("nonsense".into()));
        assert_eq!(error("v=9"), LinkError::Version("9".into()));
        assert_eq!(error("mode=warp"), LinkError::UnknownMode("warp".into()));
        assert_eq!(error("mode=processes"), LinkError::ModeNotOffered(Mode::Processes));
        assert_eq!(error("clock=sun"), LinkError::UnknownClock("sun".into()));
        assert_eq!(error("color=red"), LinkError::UnknownKey { key: "color".into() });
        assert_eq!(error("workers=2&workers=3"), LinkError::Twice { key: "workers".into() });
        assert_eq!(error("schedule=1-0"), LinkError::ScheduleNeedsModel);
        assert_eq!(error(&format!("x={}", "x".repeat(9_000))), LinkError::TooLong(MAX_LINK));
        assert_eq!(error(&"x".repeat(30_000)), LinkError::TooLong(MAX_LINK));
        assert!(matches!(error("workers=two"), LinkError::WrongType { key, .. } if key == "workers"));
        assert!(matches!(error("workers=9"), LinkError::OutOfRange { max: 8, .. }));
        assert!(matches!(error("seed=-1"), LinkError::OutOfRange { .. }));
        assert!(matches!(error("locked=perhaps"), LinkError::WrongType { .. }));
        assert!(
            matches!(error("cure=luck"), LinkError::WrongType { expected, .. } if expected == Expected::OneOf(vec!["none".into(), "order".into()]))
        );
        for strange in ["+3", "_3_", "3_", "1__0", "--3", "３", ""] {
            let query = format!("workers={strange}");
            assert!(matches!(error(&query), LinkError::WrongType { expected: Expected::WholeNumber, .. }), "{strange}");
        }
        assert!(matches!(error("clock=modelled&schedule=1-a"), LinkError::Schedule(_)));
    }

    proptest! {
        #[test]
        fn links_round_trip(workers in 1i64..=8, locked in 0i64..=1, interval in 1i64..=100_000, seed: u32, steps in proptest::collection::vec(0u32..4, 0..20)) {
            let mut link = Link::defaults(&meta());
            link.clock = Clock::Modelled;
            link.mode = Mode::Gil;
            link.seed = seed;
            link.params.set("workers", workers).expect("in range");
            link.params.set("locked", locked).expect("in range");
            link.machine.set("interval", interval).expect("in range");
            link.schedule = Some(steps.into_iter().map(TaskId).collect());
            prop_assert_eq!(Link::parse(&meta(), &link.to_query()), Ok(link));
        }

        /// What a page shows and copies, it can open; however long, and whoever rewrites it on the way.
        #[test]
        fn the_copy_of_a_link_is_good(runs in 0usize..2_200, full: bool, escapes: bool) {
            let steps: Vec<String> = (0..runs).map(|run| format!("{}*{}", run % 3, 2 + run % 7)).collect();
            let mut query = format!("clock=modelled&schedule=1-{}", steps.join("."));
            if full {
                query += "&seed=4000000000&mode=gil&workers=8&locked=true&cure=order&interval=100000&cores=64&v=1";
            }
            if escapes {
                query = query.replace('*', "%2A").replace("workers", "%77orkers");
            }
            match Link::parse(&meta(), &query) {
                Ok(link) => prop_assert_eq!(Link::parse(&meta(), &link.to_query()), Ok(link)),
                Err(error) => {
                    prop_assert_eq!(error, LinkError::TooLong(MAX_LINK));
                    prop_assert!(runs > 2_000, "what could be opened before can be opened");
                }
            }
        }

        #[test]
        fn garbage_never_panics(query in ".{0,200}") {
            let _ = Link::parse(&meta(), &query);
        }
    }
}
