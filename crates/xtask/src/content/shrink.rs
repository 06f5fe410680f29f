//! Takes out what only a developer reads: of the binaries the names of functions, of texts the comments.
//!
//! The names are half of a binary. Cargo's `strip` would take the features' section too, which
//! wasm-bindgen needs, so they go last. What wasm-opt would save beyond this was measured as 3 %,
//! and the one in Debian 12 breaks what it optimises (<https://github.com/WebAssembly/binaryen/issues/4711>).

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::project;

/// The sections that go, by the names of the tools' conventions.
const DROPPED: &[&str] = &["name", "producers", "target_features"];

pub(super) fn shrink(folder: &Path) -> Result<()> {
    for name in project::files(folder)? {
        let file = folder.join(&name);
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => {
                let smaller = without_names(&std::fs::read(&file)?);
                std::fs::write(&file, smaller.with_context(|| format!("{name} is not a wasm binary"))?)?;
            }
            Some("js" | "css" | "html") => {
                let smaller = without_comments(&std::fs::read_to_string(&file)?);
                std::fs::write(&file, smaller)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A script, style sheet or page without the comments that have lines of their own, and without what its lines begin
/// with. A text over several lines stays as it is: what looks like a comment may be of it.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let (mut until, mut is_text) = (None, false);
    for whole in text.lines() {
        let line = whole.trim();
        if is_text {
            is_text ^= !line.matches('`').count().is_multiple_of(2);
            kept.extend([whole, "\n"]);
            continue;
        }
        let opened = [("/*", "*/"), ("<!--", "-->")].iter().find(|(begin, _)| line.starts_with(begin));
        until = until.or(opened.map(|(_, end)| *end));
        match until {
            // What stands behind a comment is no comment.
            Some(end) if line.contains(end) => {
                until = None;
                let behind = line.split(end).last().unwrap_or_default().trim();
                if !behind.is_empty() {
                    kept.extend([behind, "\n"]);
                }
            }
            Some(_) => {}
            None if line.is_empty() || line.starts_with("//") => {}
            None => {
                is_text = !line.matches('`').count().is_multiple_of(2);
                kept.extend([line, "\n"]);
            }
        }
    }
    kept
}

/// A binary is eight bytes of preamble, then sections: a kind, a length, and so many bytes. Kind 0
/// begins with a name of its own and means nothing to a browser.
fn without_names(binary: &[u8]) -> Result<Vec<u8>> {
    ensure!(binary.starts_with(b"\0asm"), "it does not begin with the preamble");
    let (preamble, mut rest) = binary.split_at_checked(8).context("it ends in the preamble")?;
    let mut kept = preamble.to_vec();
    while let Some((&kind, after)) = rest.split_first() {
        let (length, body) = number(after)?;
        let (body, next) = body.split_at_checked(length).context("a section is cut short")?;
        if kind != 0 || !is_dropped(body)? {
            kept.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(kept)
}

fn is_dropped(custom: &[u8]) -> Result<bool> {
    let (length, body) = number(custom)?;
    let name = body.get(..length).context("a section's name is cut short")?;
    Ok(DROPPED.iter().any(|dropped| dropped.as_bytes() == name))
}

/// A number as WebAssembly writes it, seven bits a byte, and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    anyhow::bail!("a number does not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_custom_sections_of_those_names_go() {
        let preamble = *b"\0asm\x01\0\0\0";
        let types = [1, 1, 0];
        let names = *b"\0\x06\x04name!";
        let other = *b"\0\x04\x03abc";
        let binary = [&preamble[..], &types, &names, &other].concat();
        assert_eq!(without_names(&binary).expect("it is a module"), [&preamble[..], &types, &other].concat());
    }

    #[test]
    fn only_comments_go() {
        let script = "// One.\n/**\n * Two: `x`.\n */\nfunction f() {\n  return 1; // Three.\n\n}\n/* a */ g();\n";
        assert_eq!(without_comments(script), "function f() {\nreturn 1; // Three.\n}\ng();\n");
        assert_eq!(without_comments("  <!-- a\n  b -->\n  <p>c</p>\n"), "<p>c</p>\n");
        let text = "const text = `\n  // It stays.\n  `;\n";
        assert_eq!(without_comments(text), text);
    }

    #[test]
    fn what_is_cut_short_is_an_error() {
        assert!(without_names(b"\0asm\x01\0\0\0\x01\x05a").is_err());
        assert!(without_names(b"<!doctype html>").is_err());
    }
}
