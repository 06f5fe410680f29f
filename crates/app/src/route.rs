//! Which page an address means. Pages are real addresses below the base of the site: `<base>/` and
//! `<base>/lab/<scenario>`; whoever hosts the site serves a file for each.

use crate::web;

/// A page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Route {
    /// What Heddle is, and the experiments.
    Home,
    /// One experiment.
    Lab(String),
    /// The learner's own program.
    Write,
    /// None.
    Unknown,
}

impl Route {
    /// The page this window is at.
    pub(crate) fn here() -> Route {
        let base = web_sys::Url::new(&web::address(".")).map(|url| url.pathname()).unwrap_or_default();
        let path = web::window().location().pathname().unwrap_or_default();
        Route::of(path.strip_prefix(&base).unwrap_or(""))
    }

    fn of(path: &str) -> Route {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        match path.trim_end_matches('/').strip_prefix("lab") {
            _ if path.is_empty() => Route::Home,
            _ if path.trim_end_matches('/') == "write" => Route::Write,
            Some("") => Route::Home,
            Some(rest) if rest.starts_with('/') && !rest[1..].contains('/') => Route::Lab(rest[1..].into()),
            _ => Route::Unknown,
        }
    }
}

/// The query of this window without the language, and the language if one stands there.
pub(crate) fn query() -> (String, Option<String>) {
    split_lang(&web::window().location().search().unwrap_or_default())
}

fn split_lang(query: &str) -> (String, Option<String>) {
    let query = query.strip_prefix('?').unwrap_or(query);
    let (mut rest, mut lang) = (Vec::new(), None);
    for piece in query.split('&').filter(|piece| !is_hanger_on(piece)) {
        match piece.strip_prefix("lang=") {
            Some(id) => lang = Some(id.into()),
            None => rest.push(piece),
        }
    }
    (rest.join("&"), lang)
}

/// Whether chats and mailers hang this on the links that are sent through them. It is nobody's mistake.
fn is_hanger_on(piece: &str) -> bool {
    piece.starts_with("utm_") || ["fbclid=", "gclid=", "igshid="].iter().any(|name| piece.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_mean_pages() {
        for home in ["", "index.html", "lab", "lab/", "lab/index.html"] {
            assert_eq!(Route::of(home), Route::Home, "{home}");
        }
        for lab in ["lab/gil-cpu", "lab/gil-cpu/", "lab/gil-cpu/index.html"] {
            assert_eq!(Route::of(lab), Route::Lab("gil-cpu".into()), "{lab}");
        }
        for write in ["write", "write/", "write/index.html"] {
            assert_eq!(Route::of(write), Route::Write, "{write}");
        }
        for unknown in ["labs", "lab/a/b", "laboratory/x", "404.html"] {
            assert_eq!(Route::of(unknown), Route::Unknown, "{unknown}");
        }
    }

    #[test]
    fn the_language_is_no_part_of_a_link() {
        assert_eq!(split_lang("?v=1&lang=id&mode=gil"), ("v=1&mode=gil".into(), Some("id".into())));
        assert_eq!(split_lang(""), (String::new(), None));
    }

    #[test]
    fn what_others_hang_on_a_link_is_no_part_of_it() {
        assert_eq!(split_lang("?v=1&utm_source=chat&fbclid=x&mode=gil"), ("v=1&mode=gil".into(), None));
        assert_eq!(split_lang("?fbclid_=1"), ("fbclid_=1".into(), None));
    }
}
