//! The pages: a real file for every address that can be linked to, made from index.html.
//!
//! A deep link must answer 200 with its own title on any static host. Hosts differ in what they do
//! with `lab/x`: some answer with `lab/x.html`, some send the visitor on to `lab/x/`. Each gets a
//! file whose `<base>` is right for its own address, so nothing needs to know where it is hosted.

use std::path::Path;

use anyhow::{Context, Result};

use super::scenarios::Entry;
use super::{Purpose, policy};

/// Trunk's script that reloads the page after a build.
const RELOADER: &str = "reload.js";

pub(super) fn write(folder: &Path, base: &str, purpose: Purpose, scenarios: &[Entry]) -> Result<()> {
    let mut template = std::fs::read_to_string(folder.join("index.html"))?;
    if let Some(script) = take_reloader(&mut template) {
        std::fs::write(folder.join(RELOADER), script)?;
    }
    if purpose == Purpose::Hosting {
        template = replace(&template, "data-build=\"development\"", "data-build=\"hosting\"")?;
    }
    let page = |name: &str, base: &str, entry: Option<&Entry>| -> Result<()> {
        let mut html = with_base(&template, base)?;
        if let Some(entry) = entry {
            html = with_words(&html, &format!("{} · Heddle", entry.title), &entry.summary)?;
        }
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().context("a page lies in a folder")?)?;
        Ok(std::fs::write(file, policy::add(&html)?)?)
    };
    let up = |depth: usize| {
        if base == "./" { "../".repeat(depth) } else { base.to_owned() }
    };

    page("index.html", base, None)?;
    page("lab/index.html", &up(1), None)?;
    for entry in scenarios {
        page(&format!("lab/{}.html", entry.id), &up(1), Some(entry))?;
        page(&format!("lab/{}/index.html", entry.id), &up(2), Some(entry))?;
    }
    let lost = with_found_base(&template)?;
    Ok(std::fs::write(folder.join("404.html"), policy::add(&lost)?)?)
}

/// Takes Trunk's inline script for reloading out of `html`, as a file of its own: its text would be
/// completed only when it is served, so that no hash made now would fit it.
fn take_reloader(html: &mut String) -> Option<String> {
    let mark = html.find("{{__TRUNK_ADDRESS__}}")?;
    let start = html[..mark].rfind("<script")?;
    let inside = start + html[start..].find('>')? + 1;
    let end = inside + html[inside..].find("</script>")?;
    let script = html[inside..end]
        .replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host")
        .replace("{{__TRUNK_WS_BASE__}}", "/")
        .replace("{{__TRUNK_WS_PROTOCOL__}}", "");
    let tag = format!("<script defer src=\"/{RELOADER}\"></script>");
    html.replace_range(start..end + "</script>".len(), &tag);
    Some(script)
}

fn with_base(html: &str, base: &str) -> Result<String> {
    replace_between(html, "<base href=\"", "\"", base)
}

/// For the page that a host shows for an address it does not know: it can be at any depth, so it
/// looks at its address. The lab's part of it, if any, is ours; what is before that is the base.
/// Where that was wrong its scripts are not found, and it goes up, step by step, to a page that is.
///
/// What depends on the base waits in the script: a browser that reads ahead would ask for it before
/// the base is known, even in a `<template>`.
fn with_found_base(html: &str) -> Result<String> {
    const FIND: &str = "<script>
    {
      const rest = REST;
      const path = location.pathname, lab = path.lastIndexOf('/lab/');
      const base = document.createElement('base');
      base.href = path.slice(0, (lab < 0 ? path.lastIndexOf('/') : lab) + 1);
      const up = (event) => event.target.src && path !== '/' && location.replace(new URL('..', base.href));
      addEventListener('error', up, true);
      document.head.append(base);
      // Apart: what comes in one piece with a base may still be asked for without it.
      document.head.append(document.createRange().createContextualFragment(rest));
    }
  </script>
";
    let (before, after) = html.split_once("<base href=\"").context("index.html has no <base>")?;
    let (_, after) = after.split_once('>').context("index.html's <base> does not end")?;
    let (rest, body) = after.split_once("</head>").context("index.html has no </head>")?;
    let (body, end) = body.rsplit_once("</body>").context("index.html has no </body>")?;
    // As JSON it is a JavaScript string, and a `<` in it never ends the script around it.
    let find = FIND.replace("REST", &serde_json::to_string(rest)?.replace('<', "\\u003c"));
    Ok(format!("{before}</head>{body}{find}</body>{end}"))
}

/// Gives the page its own title and description, also for those who show a link to it.
fn with_words(html: &str, title: &str, summary: &str) -> Result<String> {
    let (title, summary) = (escape(title), escape(summary));
    let html = replace_between(html, "<title>", "</title>", &title)?;
    let html = replace_between(&html, "<meta name=\"description\" content=\"", "\"", &summary)?;
    let html = replace_between(&html, "<meta property=\"og:title\" content=\"", "\"", &title)?;
    replace_between(&html, "<meta property=\"og:description\" content=\"", "\"", &summary)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn replace(html: &str, old: &str, new: &str) -> Result<String> {
    anyhow::ensure!(html.contains(old), "index.html has no `{old}`, which this build needs.");
    Ok(html.replacen(old, new, 1))
}

fn replace_between(html: &str, start: &str, end: &str, new: &str) -> Result<String> {
    let missing = || format!("index.html has no `{start}…{end}`, which this build needs.");
    let (before, rest) = html.split_once(start).with_context(missing)?;
    let (_, after) = rest.split_once(end).with_context(missing)?;
    Ok(format!("{before}{start}{new}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_own_words() {
        let html = "<title>A</title><meta name=\"description\" content=\"B\">\
            <meta property=\"og:title\" content=\"A\"><meta property=\"og:description\" content=\"B\">";
        let changed = with_words(html, "1 < 2", "Say \"so\" & go").expect("the page has places for both");
        assert_eq!(
            changed,
            "<title>1 &lt; 2</title><meta name=\"description\" content=\"Say &quot;so&quot; &amp; go\">\
             <meta property=\"og:title\" content=\"1 &lt; 2\">\
             <meta property=\"og:description\" content=\"Say &quot;so&quot; &amp; go\">"
        );
    }

    #[test]
    fn the_reloader_becomes_a_file() {
        let mut html = "<p><script>const a = '{{__TRUNK_ADDRESS__}}';</script></p>".to_owned();
        let script = take_reloader(&mut html).expect("it is there");
        assert_eq!(script, "const a = window.location.host;");
        assert_eq!(html, "<p><script defer src=\"/reload.js\"></script></p>");
    }
}
