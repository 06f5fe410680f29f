//! Parameters: what a learner may change before a run, and in which range.

use crate::{Expected, LinkError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One parameter of a scenario or of the machine. What it is called stands in the lesson.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ParamSpec {
    /// The word for it in links, in the listing and in `Params`.
    pub id: String,
    /// What it may be.
    pub kind: ParamKind,
}

/// The parameters of one scenario, or of the machine. Whoever holds values of them shares this.
pub type Specs = Arc<[ParamSpec]>;

/// What a parameter may be. Every value is kept as an integer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ParamKind {
    /// A whole number from `min` to `max`.
    Int {
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
        /// What it is unless somebody says otherwise.
        default: i64,
    },
    /// A time in microseconds from `min` to `max`.
    Micros {
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
        /// What it is unless somebody says otherwise.
        default: i64,
    },
    /// Yes or no: 1 or 0, `true` or `false` in a link.
    Flag {
        /// What it is unless somebody says otherwise.
        default: bool,
    },
    /// One of these words, kept as its position.
    Choice {
        /// The words, as links write them.
        options: Vec<String>,
        /// The position of the word it is unless somebody says otherwise.
        default: usize,
    },
}

impl ParamSpec {
    /// A whole number.
    #[must_use]
    pub fn int(id: &str, min: i64, max: i64, default: i64) -> ParamSpec {
        ParamSpec { id: id.into(), kind: ParamKind::Int { min, max, default } }
    }

    /// A time in microseconds.
    #[must_use]
    pub fn micros(id: &str, min: i64, max: i64, default: i64) -> ParamSpec {
        ParamSpec { id: id.into(), kind: ParamKind::Micros { min, max, default } }
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(id: &str, default: bool) -> ParamSpec {
        ParamSpec { id: id.into(), kind: ParamKind::Flag { default } }
    }

    /// One of some words.
    #[must_use]
    pub fn choice(id: &str, options: &[&str], default: usize) -> ParamSpec {
        let options = options.iter().map(|option| (*option).into()).collect();
        ParamSpec { id: id.into(), kind: ParamKind::Choice { options, default } }
    }

    /// The value it has unless somebody says otherwise.
    #[must_use]
    pub fn default(&self) -> i64 {
        match self.kind {
            ParamKind::Int { default, .. } | ParamKind::Micros { default, .. } => default,
            ParamKind::Flag { default } => i64::from(default),
            ParamKind::Choice { default, .. } => i64::try_from(default).unwrap_or(0),
        }
    }

    /// The least and the most its value may be.
    #[must_use]
    pub fn range(&self) -> (i64, i64) {
        match self.kind {
            ParamKind::Int { min, max, .. } | ParamKind::Micros { min, max, .. } => (min, max),
            ParamKind::Flag { .. } => (0, 1),
            ParamKind::Choice { ref options, .. } => (0, i64::try_from(options.len()).unwrap_or(1) - 1),
        }
    }

    /// The value as links write it.
    #[must_use]
    pub fn format(&self, value: i64) -> String {
        match &self.kind {
            ParamKind::Int { .. } | ParamKind::Micros { .. } => value.to_string(),
            ParamKind::Flag { .. } => if value == 0 { "false" } else { "true" }.into(),
            ParamKind::Choice { options, .. } => {
                usize::try_from(value).ok().and_then(|at| options.get(at)).cloned().unwrap_or_default()
            }
        }
    }

    /// The value this text of a link means.
    ///
    /// # Errors
    /// Where the text is of the wrong type, or the value out of range.
    pub fn parse(&self, text: &str) -> Result<i64, LinkError> {
        let wrong = |expected| LinkError::WrongType { key: self.id.clone(), value: text.into(), expected };
        let value = match &self.kind {
            ParamKind::Int { .. } | ParamKind::Micros { .. } => {
                whole_number(text).ok_or_else(|| wrong(Expected::WholeNumber))?
            }
            ParamKind::Flag { .. } => match text {
                "true" | "1" => 1,
                "false" | "0" => 0,
                _ => return Err(wrong(Expected::OneOf(vec!["true".into(), "false".into()]))),
            },
            ParamKind::Choice { options, .. } => {
                let at = options.iter().position(|option| *option == text);
                at.and_then(|at| i64::try_from(at).ok()).ok_or_else(|| wrong(Expected::OneOf(options.clone())))?
            }
        };
        self.check(value)?;
        Ok(value)
    }

    fn check(&self, value: i64) -> Result<(), LinkError> {
        let (min, max) = self.range();
        if (min..=max).contains(&value) {
            Ok(())
        } else {
            Err(LinkError::OutOfRange { key: self.id.clone(), value: value.to_string(), min, max })
        }
    }
}

/// The whole number in this text, written as Python writes it: digits, with single underscores between them.
fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_group = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    digits.split('_').all(is_group).then(|| text.replace('_', "").parse().ok()).flatten()
}

/// A named set of values worth looking at. What it is called stands in the lesson.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Preset {
    /// The word for it in the lesson.
    pub id: String,
    /// What differs from the defaults.
    pub values: Vec<(String, i64)>,
}

/// The values of all parameters of one scenario, or of the machine; always in range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Params {
    specs: Specs,
    values: Vec<i64>,
}

impl Params {
    /// Every parameter at its default.
    #[must_use]
    pub fn defaults(specs: &Specs) -> Params {
        Params { specs: specs.clone(), values: specs.iter().map(ParamSpec::default).collect() }
    }

    /// The defaults, and these values instead.
    ///
    /// # Panics
    /// Where a name is unknown or a value out of range: these come from the catalogue itself.
    #[must_use]
    pub fn preset<S: AsRef<str>>(specs: &Specs, values: &[(S, i64)]) -> Params {
        let mut params = Params::defaults(specs);
        for (id, value) in values {
            params.set(id.as_ref(), *value).expect("a preset names a parameter and stays in its range");
        }
        params
    }

    /// What the parameters may be.
    #[must_use]
    pub fn specs(&self) -> &Specs {
        &self.specs
    }

    /// The values, in the order of what the parameters may be.
    #[must_use]
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// Every parameter with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&ParamSpec, i64)> {
        self.specs.iter().zip(self.values.iter().copied())
    }

    /// The value of a parameter.
    ///
    /// # Panics
    /// Where there is none of this name: a program asks for its own parameters only.
    #[must_use]
    pub fn int(&self, id: &str) -> i64 {
        self.get(id).unwrap_or_else(|| panic!("no parameter is called {id}"))
    }

    /// The value of a parameter that counts something.
    ///
    /// # Panics
    /// As [`Params::int`].
    #[must_use]
    pub fn count(&self, id: &str) -> u32 {
        u32::try_from(self.int(id).max(0)).unwrap_or(u32::MAX)
    }

    /// Whether a flag is set.
    ///
    /// # Panics
    /// As [`Params::int`].
    #[must_use]
    pub fn flag(&self, id: &str) -> bool {
        self.int(id) != 0
    }

    /// A time in nanoseconds.
    ///
    /// # Panics
    /// As [`Params::int`].
    #[must_use]
    pub fn nanos(&self, id: &str) -> u64 {
        u64::try_from(self.int(id).max(0)).unwrap_or(0).saturating_mul(1000)
    }

    /// The value of a parameter, if there is one of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<i64> {
        self.specs.iter().position(|spec| spec.id == id).map(|at| self.values[at])
    }

    /// Sets a parameter.
    ///
    /// # Errors
    /// Where there is none of this name, or the value is out of range.
    pub fn set(&mut self, id: &str, value: i64) -> Result<(), LinkError> {
        let Some(at) = self.specs.iter().position(|spec| spec.id == id) else {
            return Err(LinkError::UnknownKey { key: id.into() });
        };
        self.specs[at].check(value)?;
        self.values[at] = value;
        Ok(())
    }
}
