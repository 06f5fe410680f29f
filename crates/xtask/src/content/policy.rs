//! The content security policy: nothing from elsewhere, nothing inline but by its hash, no `eval`.
//!
//! It stands in a `<meta>` because a static host sends no headers of ours. Of the directives only
//! `frame-ancestors` cannot stand there, and framing is wanted: course pages embed the lab.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Adds the policy to a page, with the hashes of the scripts that are inline in it.
pub(super) fn add(html: &str) -> Result<String> {
    const FIRST: &str = "<meta charset=\"utf-8\">";
    let (before, after) =
        html.split_once(FIRST).context("index.html has no `<meta charset=\"utf-8\">`, after which the policy goes.")?;
    let policy = policy(&inline_scripts(html));
    Ok(format!("{before}{FIRST}\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"))
}

fn policy(inline: &[&str]) -> String {
    let mut scripts = "script-src 'self' 'wasm-unsafe-eval'".to_owned();
    for script in inline {
        scripts += &format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
    }
    [
        "default-src 'none'",
        &scripts,
        // wasm-bindgen-rayon starts its threads from a blob.
        "worker-src 'self' blob:",
        // Styles are set through the object model, which no policy forbids; attributes are not.
        "style-src 'self'",
        // A timeline is saved as a picture by way of a blob.
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        // The embedding page frames the lab of its own site.
        "frame-src 'self'",
        // Where there are no locks a worker proves with a blob's address that it lives.
        "connect-src 'self' blob:",
        "base-uri 'self'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// The texts of the scripts without a source, exactly as they stand in `html`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((tag, after)) = after.split_once('>') else {
            break;
        };
        let Some((text, after)) = after.split_once("</script>") else {
            break;
        };
        if !tag.contains(" src=") {
            found.push(text);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_inline_scripts_only() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">b</script><script>c</script>";
        assert_eq!(inline_scripts(html), ["b", "c"]);
    }

    #[test]
    fn an_inline_script_is_named_by_its_hash() {
        let html = "<meta charset=\"utf-8\"><script>alert(1)</script>";
        let html = add(html).expect("the page has a head");
        assert!(html.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{html}");
        assert!(!html.contains("unsafe-inline") && !html.contains("'unsafe-eval'"), "{html}");
    }
}
