//! The pages: a real file for every address that can be linked to, made from index.html.
//!
//! A deep link must answer 200 with its own title on any static host. Hosts differ in what they do
//! with `lab/x`: some answer with `lab/x.html`, some send the visitor on to `lab/x/`. Each gets a
//! file whose `<base>` is right for its own address, so nothing needs to know where it is hosted.

use std::path::Path;

use anyhow::{Context, Result};

use super::build::Build;
use super::languages::escape;
use super::policy;
use super::scenarios::Entry;

/// Trunk's script that reloads the page after a build.
const RELOADER: &str = "reload.js";

pub(super) fn write(folder: &Path, base: &str, build: &Build, scenarios: &[Entry]) -> Result<()> {
    let mut template = std::fs::read_to_string(folder.join("index.html"))?;
    if let Some(script) = take_reloader(&mut template) {
        std::fs::write(folder.join(RELOADER), script)?;
    }
    template = build.named_in(&template, base);
    anyhow::ensure!(
        template.contains(&format!("data-build=\"{}\" data-files=\"{}\"", build.id, build.files)),
        "index.html must begin with `<html … data-build=\"development\" data-files=\"\">`, which is filled in here."
    );
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
    let write = Entry {
        id: "write".into(),
        title: "Write your own".into(),
        summary: "Write a concurrent Python program, run it with threads, step through it, and have every order tried."
            .into(),
    };
    page("write.html", base, Some(&write))?;
    page("write/index.html", &up(1), Some(&write))?;
    for entry in scenarios {
        page(&format!("lab/{}.html", entry.id), &up(1), Some(entry))?;
        page(&format!("lab/{}/index.html", entry.id), &up(2), Some(entry))?;
    }
    let lost = with_found_base(&template, &format!("{}boot.js", build.files))?;
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

/// For the page that a host shows for an address it does not know: its base is found by a script, which asks for a
/// file of ours.
fn with_found_base(html: &str, ours: &str) -> Result<String> {
    const FIND: &str = include_str!("../../../../web/lost.js");
    const REST: &str = "const rest = REST;";
    const OURS: &str = "const ours = OURS;";
    let (before, after) = html.split_once("<base href=\"").context("index.html has no <base>")?;
    let (_, after) = after.split_once('>').context("index.html's <base> does not end")?;
    let (rest, body) = after.split_once("</head>").context("index.html has no </head>")?;
    let (body, end) = body.rsplit_once("</body>").context("index.html has no </body>")?;
    // What is for developers is not for the visitor of every such page.
    let find: String =
        FIND.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().concat();
    // As JSON it is a JavaScript string, and a `<` in it never ends the script around it.
    let rest = serde_json::to_string(rest)?.replace('<', "\\u003c");
    let find = replace(&find, OURS, &format!("const ours = {};", serde_json::to_string(ours)?))?;
    let find = replace(&find, REST, &format!("const rest = {rest};"))?;
    Ok(format!("{before}</head>{body}<script>\n{find}</script>\n</body>{end}"))
}

/// Gives the page its own title and description, also for those who show a link to it.
fn with_words(html: &str, title: &str, summary: &str) -> Result<String> {
    let (title, summary) = (escape(title), escape(summary));
    let html = replace_between(html, "<title>", "</title>", &title)?;
    let html = replace_between(&html, "<meta name=\"description\" content=\"", "\"", &summary)?;
    let html = replace_between(&html, "<meta property=\"og:title\" content=\"", "\"", &title)?;
    replace_between(&html, "<meta property=\"og:description\" content=\"", "\"", &summary)
}

fn replace(text: &str, old: &str, new: &str) -> Result<String> {
    anyhow::ensure!(text.contains(old), "`{old}`, which this build fills in, is missing in web/lost.js.");
    Ok(text.replacen(old, new, 1))
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
