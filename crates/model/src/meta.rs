//! What is known of a scenario without its program: enough for a page, a link and a test.

use crate::{Code, Mode, Outcome, Params, Preset, Specs, Verdict};
use formula::Formula;
use serde::{Deserialize, Serialize};

/// A scenario without its program. Its words for people stand in its lessons. It is read from the scenario's
/// folder when the site is built, and travels as data from there on.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    /// The word for it in links, file names and tests.
    pub id: String,
    /// The section of the curriculum it belongs to, a letter, and its place there.
    pub family: (char, u16),
    /// The modes it makes sense in, the most telling first; never none.
    pub modes: Vec<Mode>,
    /// What a learner may change.
    pub params: Specs,
    /// Sets of values worth looking at; the first is the defaults under a name.
    pub presets: Vec<Preset>,
    /// The parameter and value that mend what is broken, where something is.
    pub cure: Option<(String, i64)>,
    /// How many tasks are alive at once, with the main task. Its names are those of `params`, by place; so are
    /// those of every formula here.
    pub tasks: Formula,
    /// How many threads help native code at once that spreads a call over several.
    pub helpers: Formula,
    /// The most these may be where every interleaving is searched, see [`Meta::small`].
    pub explore: Vec<(String, i64)>,
    /// The numbers of its verdict that make one outcome of a search differ from another of the same name:
    /// those that follow from the order of the steps.
    pub telling: Vec<String>,
    /// Whether its verdict is about how long things take: trying every interleaving, without a clock,
    /// then shows some of its outcomes only.
    pub timed: bool,
    /// Every outcome it can have, and with which parameters.
    pub outcomes: Vec<(Outcome, Formula)>,
    /// The verdicts nobody should be pleased with, by their keys, and with which parameters.
    pub bad: Vec<(String, Formula)>,
    /// The numbers of its verdicts, by name.
    pub numbers: Vec<(String, Quantity)>,
    /// Its compiled twin, if it has one.
    pub twin: Option<Twin>,
}

/// The compiled twin of a scenario, beside its Python.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Twin {
    /// Whether it is what runs where nobody says otherwise.
    pub first: bool,
    /// The modes in which only it can be run.
    pub alone_in: Vec<Mode>,
}

/// A verdict that its scenario does not declare.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Undeclared {
    /// No outcome has this key.
    Key(String),
    /// It gives no number of this name, or one that nothing speaks of.
    Number(String),
}

/// What a number of a verdict counts or measures, which decides in which forms a sentence may show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// How many.
    Count,
    /// A fraction of one.
    Share,
    /// How many times as much.
    Ratio,
    /// Nanoseconds; a program in Python gives it in seconds.
    Time,
    /// Nanoseconds from the beginning of the run to its verdict: no program in Python gives it.
    Elapsed,
    /// Bytes.
    Bytes,
}

impl Meta {
    /// A scenario that says nothing of itself: one task, in this mode.
    #[must_use]
    pub fn plain(id: &str, mode: Mode) -> Meta {
        Meta { id: id.into(), modes: vec![mode], tasks: Formula::number(1), ..Meta::default() }
    }

    /// The same with so many tasks alive at once.
    #[must_use]
    pub fn with_tasks(self, tasks: u32) -> Meta {
        Meta { tasks: Formula::number(tasks.into()), ..self }
    }

    /// How many tasks are alive at once with these parameters, with the main task.
    #[must_use]
    pub fn tasks(&self, params: &Params) -> u32 {
        count(&self.tasks, params)
    }

    /// How many threads help native code at once.
    #[must_use]
    pub fn helpers(&self, params: &Params) -> u32 {
        count(&self.helpers, params)
    }

    /// What a pool of threads must hold.
    #[must_use]
    pub fn threads(&self, params: &Params) -> u32 {
        self.tasks(params).saturating_add(self.helpers(params))
    }

    /// Every outcome it can have with these parameters.
    #[must_use]
    pub fn outcomes(&self, params: &Params) -> Vec<Outcome> {
        let possible = self.outcomes.iter().filter(|(_, when)| when.holds(params.values()));
        possible.map(|(outcome, _)| outcome.clone()).collect()
    }

    /// The forms in which its program can be run in this mode; the first is what runs where nobody says otherwise.
    #[must_use]
    pub fn codes(&self, mode: Mode) -> &'static [Code] {
        match &self.twin {
            None => &[Code::Python],
            Some(twin) if twin.alone_in.contains(&mode) => &[Code::Compiled],
            Some(twin) if twin.first => &[Code::Compiled, Code::Python],
            Some(_) => &[Code::Python, Code::Compiled],
        }
    }

    /// The form that runs in this mode where this one is asked for.
    #[must_use]
    pub fn code(&self, mode: Mode, asked: Option<Code>) -> Code {
        let codes = self.codes(mode);
        asked.filter(|code| codes.contains(code)).unwrap_or(codes[0])
    }

    /// Whether it declares no outcome: whatever its program comes to is what there is to say.
    #[must_use]
    pub fn declares_nothing(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The verdict that a program in Python gives, which knows nothing of nanoseconds, after so many of them.
    ///
    /// # Errors
    /// Where nothing of the kind is declared.
    pub fn concluded(
        &self,
        params: &Params,
        key: &str,
        given: &[(String, f64)],
        elapsed: u64,
    ) -> Result<Verdict, Undeclared> {
        if !self.outcomes(params).contains(&Outcome::Verdict(key.into())) {
            return Err(Undeclared::Key(key.into()));
        }
        let declared =
            |name: &String| self.numbers.iter().any(|(known, kind)| known == name && *kind != Quantity::Elapsed);
        if let Some((stray, _)) = given.iter().find(|(name, _)| !declared(name)) {
            return Err(Undeclared::Number(stray.clone()));
        }
        let is_bad = self.bad.iter().any(|(bad, when)| bad == key && when.holds(params.values()));
        let mut verdict = if is_bad { Verdict::bad(key) } else { Verdict::good(key) };
        for (name, kind) in &self.numbers {
            let value = given.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            let value = match kind {
                Quantity::Elapsed => Some(elapsed as f64),
                Quantity::Time => value.map(|seconds| (seconds * 1e9).round()),
                Quantity::Count | Quantity::Share | Quantity::Ratio | Quantity::Bytes => value,
            };
            verdict = verdict.with(name, value.ok_or_else(|| Undeclared::Number(name.clone()))?);
        }
        Ok(verdict)
    }

    /// These parameters, small enough to search every interleaving: none greater than it was, or than
    /// `explore` says, and of those the greatest that are declared to come to the same. A search of less
    /// would answer another question: whether eight items fit into a room for four is not whether three fit
    /// into a room for one.
    #[must_use]
    pub fn small(&self, params: &Params) -> Params {
        let asked = self.outcomes(params);
        let is_same = |small: &Params| {
            let come = self.outcomes(small);
            come.len() == asked.len() && asked.iter().all(|outcome| come.contains(outcome))
        };
        let mut small = params.clone();
        for (id, most) in &self.explore {
            // What would be out of its range stays as it was.
            let _ = small.set(id, params.get(id).map_or(*most, |value| value.min(*most)));
        }
        let greatest = small.clone();
        let room = self.explore.iter().filter_map(|(id, _)| greatest.get(id)).sum::<i64>();
        let found = (0..=room).any(|less| shrink(&mut small, &self.explore, less, &is_same));
        if found { small } else { greatest }
    }
}

fn count(formula: &Formula, params: &Params) -> u32 {
    u32::try_from(formula.value(params.values()).max(0)).unwrap_or(u32::MAX)
}

/// Makes these sizes less by so much in all, in the first way that will do, if there is one.
fn shrink(params: &mut Params, sizes: &[(String, i64)], less: i64, will_do: &dyn Fn(&Params) -> bool) -> bool {
    let Some(((id, _), others)) = sizes.split_first() else { return less == 0 && will_do(params) };
    let Some(most) = params.get(id) else { return shrink(params, others, less, will_do) };
    for by in 0..=less {
        if params.set(id, most - by).is_err() {
            break;
        }
        if shrink(params, others, less - by, will_do) {
            return true;
        }
    }
    // As it was, for the next way.
    let _ = params.set(id, most);
    false
}
