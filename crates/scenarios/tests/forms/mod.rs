//! For tests that run every scenario in each of its forms: its Python, as the page runs it, and its compiled twin.
//!
//! They are read from the folders: a new scenario needs no line here.

#![allow(dead_code, reason = "every test uses some of it")]

use catalogue::listing::{self, Source};
use catalogue::source::{Claim, Folder, read_all};
use model::{Code, Meta, Mode, Params, Verdict};
use python::drive;
use runtime::Cx;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

pub(crate) type Program = Pin<Box<dyn Future<Output = Verdict>>>;

pub(crate) static FOLDERS: LazyLock<Vec<Folder>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    read_all(&folder).unwrap_or_else(|error| panic!("{error}"))
});

/// A scenario in one of its forms.
pub(crate) struct Scenario {
    pub(crate) meta: Arc<Meta>,
    pub(crate) code: Code,
    /// The modes in which this form of it is run.
    pub(crate) modes: Vec<Mode>,
    pub(crate) claims: Vec<Claim>,
    listing: Source,
}

/// Every scenario in every form that runs in any mode.
pub(crate) static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let forms = FOLDERS.iter().flat_map(|folder| Code::ALL.map(|code| (folder, code)));
    let scenario = |(folder, code): (&Folder, Code)| {
        let meta = Arc::new(folder.meta.clone());
        let modes = meta.modes.iter().copied().filter(|mode| meta.codes(*mode).contains(&code)).collect();
        let listing = listing::parse(&folder.listing, &meta.params);
        let listing = listing.unwrap_or_else(|error| panic!("{}/program.py: {error:?}", meta.id));
        Scenario { meta, code, modes, claims: folder.claims.clone(), listing }
    };
    forms.map(scenario).filter(|scenario| !scenario.modes.is_empty()).collect()
});

/// The scenario of this name in this form.
pub(crate) fn scenario(id: &str, code: Code) -> &'static Scenario {
    let found = SCENARIOS.iter().find(|scenario| scenario.meta.id == id && scenario.code == code);
    found.unwrap_or_else(|| panic!("there is no {} {id}", code.id()))
}

impl Scenario {
    /// Under which rule an engine runs it in this mode, as the page has it run.
    pub(crate) fn rule(&self, mode: Mode) -> Mode {
        if self.code == Code::Python { drive::rule(mode) } else { mode }
    }

    /// What its main task does with these parameters.
    pub(crate) fn main(&self, params: &Params) -> impl Fn(Cx) -> Program + Clone + Send + 'static + use<> {
        let twin = (self.code == Code::Compiled).then(|| scenarios::twin(&self.meta.id).expect("it says it has one"));
        let text = self.listing.render(params).to_program();
        let python = twin.is_none().then(|| self.compiled(text));
        let (meta, params) = (self.meta.clone(), params.clone());
        move |cx| match (&python, twin) {
            (Some(python), _) => Box::pin(drive::scenario(cx, python.clone(), meta.clone(), params.clone(), None)),
            (None, Some(twin)) => (twin.program)(cx, params.clone()),
            (None, None) => unreachable!("it has one form or the other"),
        }
    }

    /// Its Python, compiled once however often it is run.
    fn compiled(&self, text: String) -> Arc<python::Program> {
        static COMPILED: Mutex<BTreeMap<String, Arc<python::Program>>> = Mutex::new(BTreeMap::new());
        let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        let compile = |text: &String| match python::compile_scenario(text) {
            Ok(program) => Arc::new(program),
            Err(refusal) => {
                let (words, place) = (refusal.sentence(python::Tongue::English), refusal.place(text));
                panic!("{}: {words} at {place:?}\n{text}", self.meta.id)
            }
        };
        known.entry(text).or_insert_with_key(compile).clone()
    }

    /// What a failure says of it.
    pub(crate) fn name(&self) -> String {
        format!("{} ({})", self.meta.id, self.code.id())
    }
}
