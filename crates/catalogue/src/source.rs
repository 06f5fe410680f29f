//! Reading the folders of scenarios, where the site is built and in tests; never in a page.
//!
//! A folder holds `scenario.toml` (see [`meta`] for what may stand in it), `program.py`, and a lesson for each
//! language, `en.md`. Here a scenario must be whole in itself; that its program, listing and lessons fit each
//! other is for the tests of `crates/scenarios` to say.

mod claims;
mod read;
mod values;

pub use claims::Claim;
pub use read::meta;

use model::{LinkError, Meta};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The folder of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    /// What its `scenario.toml` says.
    pub meta: Meta,
    /// What its lessons claim of the modelled machine.
    pub claims: Vec<Claim>,
    /// Its program, as the file says it.
    pub listing: String,
    /// Its lessons by language, as the files say them.
    pub lessons: BTreeMap<String, String>,
}

/// What is wrong with a folder, and in which.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError {
    /// The scenario.
    pub id: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A file or folder cannot be read: its name, and what the system says.
    Unreadable(String, String),
    /// Nothing of this name belongs into the folder.
    Stray(String),
    /// Its `scenario.toml` is none: what TOML says.
    Toml(String),
    /// The name is none that links, files and formulas can bear.
    Name(String),
    /// There is no mode of this name.
    UnknownMode(String),
    /// No mode, or no outcome with the usual parameters.
    Nothing(&'static str),
    /// This parameter is not said in any way there is.
    Param(String),
    /// The value cannot be: where it stands, and why.
    Value(String, LinkError),
    /// The value is of a kind no parameter has: where it stands.
    Kind(String),
    /// The formula is none: where it stands, and why.
    Formula(String, formula::Fault),
    /// The first preset is not the defaults.
    FirstPreset(String),
    /// It must name one parameter with its value.
    Cure,
    /// No number of a verdict has this name.
    UnknownNumber(String),
    /// The claim at this place says nothing, or of a mode that is not offered.
    Claim(usize),
    /// Another scenario has this place in its family.
    SamePlace(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "web/scenarios/{}: {:?}", self.id, self.fault)
    }
}

impl std::error::Error for SourceError {}

/// Every scenario in this folder, in the order of the curriculum.
///
/// # Errors
/// Where one has a fault.
pub fn read_all(folder: &Path) -> Result<Vec<Folder>, SourceError> {
    let mut folders: Vec<Folder> = Vec::new();
    for id in names(folder, "")? {
        folders.push(read_one(&folder.join(&id), &id)?);
    }
    folders.sort_by_key(|folder| folder.meta.family);
    for pair in folders.windows(2) {
        if pair[0].meta.family == pair[1].meta.family {
            let fault = Fault::SamePlace(pair[0].meta.id.clone());
            return Err(SourceError { id: pair[1].meta.id.clone(), fault });
        }
    }
    Ok(folders)
}

fn read_one(folder: &Path, id: &str) -> Result<Folder, SourceError> {
    let text = |name: &str| {
        let unreadable = |error: std::io::Error| Fault::Unreadable(name.into(), error.to_string());
        std::fs::read_to_string(folder.join(name))
            .map_err(|error| SourceError { id: id.into(), fault: unreadable(error) })
    };
    let ((meta, claims), listing) = (read::scenario(id, &text("scenario.toml")?)?, text("program.py")?);
    let mut lessons = BTreeMap::new();
    for name in names(folder, id)? {
        match name.strip_suffix(".md") {
            Some(lang) => drop(lessons.insert(lang.into(), text(&name)?)),
            None if name == "scenario.toml" || name == "program.py" => {}
            None => return Err(SourceError { id: id.into(), fault: Fault::Stray(name) }),
        }
    }
    Ok(Folder { meta, claims, listing, lessons })
}

/// What lies in a folder, in order.
fn names(folder: &Path, id: &str) -> Result<Vec<String>, SourceError> {
    let unreadable = |error: std::io::Error| {
        let fault = Fault::Unreadable(folder.display().to_string(), error.to_string());
        SourceError { id: id.into(), fault }
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<String>, _>>().map_err(unreadable)?;
    names.sort();
    Ok(names)
}
