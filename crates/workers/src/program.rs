//! What is to be run: a compiled twin, the Python of a scenario, or a text of one's own. Whoever runs it need not know
//! which.
//!
//! A text is read here, once for a job, and what it prints is found here meanwhile.

use model::{Meta, Mode, Params, Printed, Verdict, Wrong};
use python::drive::{self, Teller};
use python::{Refusal, Tongue};
use runtime::Cx;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};

/// A program.
#[derive(Clone)]
pub enum Program {
    /// The compiled twin of a scenario.
    Twin(scenarios::Program),
    /// A text in Python, compiled, what it says when it is run, and the scenario whose verdicts it gives, if it is of
    /// one.
    Python(Arc<python::Program>, Teller, Option<Arc<Meta>>),
}

impl From<scenarios::Program> for Program {
    fn from(twin: scenarios::Program) -> Program {
        Program::Twin(twin)
    }
}

impl Program {
    /// The program of this text: that of a scenario where verdicts are declared.
    ///
    /// # Errors
    /// Where it is none that can be run.
    pub fn read(source: &str, meta: &Arc<Meta>) -> Result<Program, Wrong> {
        let own = meta.declares_nothing();
        let program = if own { python::compile(source) } else { python::compile_scenario(source) };
        let program = program.map_err(|refusal| wrong(source, &refusal))?;
        Ok(Program::Python(Arc::new(program), Teller::default(), (!own).then(|| meta.clone())))
    }

    /// What its main task does in a run.
    pub fn main(&self, cx: Cx, params: Params) -> Pin<Box<dyn Future<Output = Verdict>>> {
        match self {
            Program::Twin(twin) => twin(cx, params),
            Program::Python(program, teller, meta) => python(cx, program, params, Some(teller.clone()), meta),
        }
    }

    /// The same where every interleaving is tried: what one's own text prints is its outcome then, and nobody hears it
    /// besides.
    pub fn explored(&self, cx: Cx, params: Params) -> Pin<Box<dyn Future<Output = Verdict>>> {
        match self {
            Program::Twin(twin) => twin(cx, params),
            Program::Python(program, _, meta) => python(cx, program, params, None, meta),
        }
    }

    /// What a process of the run printed, as its bytes.
    pub fn hears(&self, said: &[u8]) {
        if let (Program::Python(_, teller, _), Ok(printed)) = (self, postcard::from_bytes::<Vec<Printed>>(said)) {
            teller.lock().unwrap_or_else(PoisonError::into_inner).printed.extend(printed);
        }
    }

    /// What was printed here since this was last asked, as bytes for another place; nothing where that is nothing.
    #[must_use]
    pub fn says(&self) -> Option<Vec<u8>> {
        let printed = self.printed();
        (!printed.is_empty()).then(|| postcard::to_allocvec(&printed).expect("a vector takes every byte"))
    }

    /// Whether it consists of processes, each of which has a GIL of its own.
    #[must_use]
    pub fn runs_apart(&self) -> bool {
        matches!(self, Program::Python(program, ..) if program.runs_apart())
    }

    /// Under which rule the modelled machine runs it.
    #[must_use]
    pub fn rule(&self, mode: Mode) -> Mode {
        match self {
            Program::Twin(_) => mode,
            Program::Python(..) => drive::rule(mode),
        }
    }

    /// What was printed since this was last asked.
    #[must_use]
    pub fn printed(&self) -> Vec<Printed> {
        match self {
            Program::Twin(_) => Vec::new(),
            Program::Python(_, teller, _) => {
                std::mem::take(&mut teller.lock().unwrap_or_else(PoisonError::into_inner).printed)
            }
        }
    }
}

fn python(
    cx: Cx,
    program: &Arc<python::Program>,
    params: Params,
    teller: Option<Teller>,
    meta: &Option<Arc<Meta>>,
) -> Pin<Box<dyn Future<Output = Verdict>>> {
    match meta {
        None => Box::pin(drive::program(cx, program.clone(), teller)),
        Some(meta) => Box::pin(drive::scenario(cx, program.clone(), meta.clone(), params, teller)),
    }
}

/// What is wrong with a text, if anything is.
#[must_use]
pub fn check(source: &str) -> Option<Wrong> {
    python::compile(source).err().map(|refusal| wrong(source, &refusal))
}

fn wrong(source: &str, refusal: &Refusal) -> Wrong {
    let small = |(line, column): (usize, usize)| {
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    };
    let (line, column) = small(refusal.place(source));
    let sentences = [("en", Tongue::English), ("id", Tongue::Indonesian)];
    Wrong {
        line,
        column,
        end: small(refusal.end(source)),
        sentences: sentences.map(|(lang, tongue)| (lang.to_string(), refusal.sentence(tongue))).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_has_its_place_and_a_sentence_in_each_language() {
        let wrong = check("print('hello'\n").expect("a bracket is open");
        assert_eq!((wrong.line, wrong.column), (1, 6));
        assert!(wrong.sentence("en").contains("never closed"), "{wrong:?}");
        assert_ne!(wrong.sentence("en"), wrong.sentence("id"));
        assert_eq!(check("print('hello')\n"), None);
    }
}
