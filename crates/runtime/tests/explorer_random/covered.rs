//! Nothing is left out: every operation that programs are written against is called by some line of
//! the random programs, and every line is in many programs that were compared.
//!
//! What there is to be called is read from the runtime's own source, so that what is added there and
//! not here is missed by name.

use crate::plan::{Line, word};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Every line of these sorts has been compared in so many programs at least.
pub(crate) fn each_often(sorts: &[&[Line]], compared: &BTreeMap<String, u64>, often: u64) {
    let lines: BTreeSet<String> = sorts.iter().copied().flatten().map(|line| word(*line)).collect();
    let seldom = |line: &&String| compared.get(*line).is_none_or(|programs| *programs < often);
    let seldom: Vec<&String> = lines.iter().filter(seldom).collect();
    assert!(seldom.is_empty(), "{seldom:?} are hardly compared: {compared:?}");
}

/// What is called on what, as the source declares it. An operation is told from a look at a handle by
/// where it happens: it waits, or takes a place in the listing.
fn declared(source: &str) -> Vec<Declared> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let (mut handle, mut found) = (String::new(), Vec::new());
    for (at, line) in source.lines().enumerate() {
        if line.starts_with('}') {
            handle.clear();
        } else if let Some(rest) = line.strip_prefix("impl ").filter(|rest| !rest.contains(" for ")) {
            handle = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        }
        let rest = line.trim_start();
        let Some(rest) = rest.strip_prefix("pub fn ").or_else(|| rest.strip_prefix("pub async fn ")) else { continue };
        let name = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let signature: String = source.lines().skip(at).take_while(|line| !line.trim().is_empty()).collect();
        let signature = signature.split('{').next().unwrap_or_default();
        let acts = ["At<'", "Mark", "impl Future", "async fn"].iter().any(|sign| signature.contains(sign));
        if acts && (handle.as_str(), rest.starts_with("at(")) != ("Cx", true) {
            found.push(Declared { handle: handle.clone(), name, has_self: signature.contains("self") });
        }
    }
    found
}

struct Declared {
    /// The type of the handle; nothing where it is a function.
    handle: String,
    name: String,
    has_self: bool,
}

impl Declared {
    /// Whether it is called here, on something that is called what it is.
    fn is_called(&self, lines: &str) -> bool {
        let Declared { handle, name, has_self } = self;
        if handle.is_empty() {
            return lines.contains(&format!("{name}("));
        }
        if !has_self {
            return lines.contains(&format!("{handle}::{name}("));
        }
        // A `ReentrantGuard` is a guard.
        let word = handle[handle.rfind(char::is_uppercase).unwrap_or(0)..].to_lowercase();
        let one_of = ["", "s[0]", "s[cell]", "s[lock]"];
        one_of.iter().any(|which| lines.contains(&format!("{word}{which}.{name}(")))
    }
}

#[test]
fn every_operation_is_called_by_some_line() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let handles = fs::read_dir(sources.join("handles")).expect("the handles are in a folder");
    let handles = handles.map(|file| file.expect("it can be read").path());
    let read = |file| fs::read_to_string(file).expect("source is text");
    let all: Vec<Declared> = handles.chain([sources.join("cx.rs")]).flat_map(|file| declared(&read(file))).collect();
    let lines: String = include_str!("follow.rs").split_whitespace().collect();
    let missing = all.iter().filter(|declared| !declared.is_called(&lines));
    let missing: Vec<String> = missing.map(|declared| format!("{}::{}", declared.handle, declared.name)).collect();
    assert!(missing.is_empty(), "no line of the random programs calls {missing:?}");
    assert!(all.len() > 75, "{} operations were found in the source", all.len());
    // Were it not called, it would be missed.
    assert!(all.iter().all(|declared| !declared.is_called(&lines.replace(&format!("{}(", declared.name), ""))));
}
