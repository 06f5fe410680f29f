//! A static host on this machine: the folder `dist` under any path, with or without the isolation
//! headers, which can be shut down in the middle of a test.
//!
//! It does what usual hosts do and no more: MIME types, a redirect to the trailing slash of a
//! folder, `404.html` with status 404. No caching headers, no compression, one request a connection.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::http::read_head;

/// Where every page begins.
const FIRST: &str = "<meta charset=\"utf-8\">";

/// What is served, and how.
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    base: String,
    /// Other folders, by the path they are hosted under.
    others: Vec<(String, PathBuf)>,
    is_isolated: bool,
    has_pretty_addresses: bool,
    pages: BTreeMap<String, String>,
    prefixes: BTreeMap<String, String>,
    missing: Vec<(String, Missing)>,
    slow: Vec<(String, Duration)>,
    held: Vec<String>,
    script: String,
}

/// How a file is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    /// For whom, by the word of `Sec-Fetch-Dest`; `None` is everybody.
    pub destination: Option<&'static str>,
    /// How often it is there before.
    pub after: usize,
    /// Whether the connection is cut without an answer. Otherwise that is a 404.
    pub cut: bool,
}

impl Site {
    /// This folder at the root, without a header of its own.
    #[must_use]
    pub fn plain(folder: impl Into<PathBuf>) -> Site {
        Site {
            folder: folder.into(),
            base: "/".into(),
            others: Vec::new(),
            is_isolated: false,
            has_pretty_addresses: false,
            pages: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            missing: Vec::new(),
            slow: Vec::new(),
            held: Vec::new(),
            script: String::new(),
        }
    }

    /// The same below this path, which begins and ends with a slash.
    #[must_use]
    pub fn under(self, base: &str) -> Site {
        Site { base: base.into(), ..self }
    }

    /// The same, and this folder below that path beside it.
    #[must_use]
    pub fn with_folder(mut self, base: &str, folder: impl Into<PathBuf>) -> Site {
        self.others.push((base.into(), folder.into()));
        self
    }

    /// The same with the headers that isolate a page, as `./x serve` sends them.
    #[must_use]
    pub fn isolated(self) -> Site {
        Site { is_isolated: true, ..self }
    }

    /// The same, and `lab/x` answers with `lab/x.html`, as GitHub Pages does it.
    #[must_use]
    pub fn with_pretty_addresses(self) -> Site {
        Site { has_pretty_addresses: true, ..self }
    }

    /// The same with one more page or picture, at a path of the host (not of the base).
    #[must_use]
    pub fn with_page(mut self, path: &str, text: &str) -> Site {
        self.pages.insert(path.into(), text.into());
        self
    }

    /// The same, but this text stands before the file of this name, wherever the build has it.
    #[must_use]
    pub fn with_text_before(mut self, name: &str, text: &str) -> Site {
        *self.prefixes.entry(name.into()).or_default() += text;
        self
    }

    /// The same, but a file whose name ends so is not there.
    #[must_use]
    pub fn without(mut self, ending: &str, how: Missing) -> Site {
        self.missing.push((ending.into(), how));
        self
    }

    /// The same, but a file whose name ends so comes only after so long.
    #[must_use]
    pub fn with_slow(mut self, ending: &str, after: Duration) -> Site {
        self.slow.push((ending.into(), after));
        self
    }

    /// The same, but a file whose name ends so comes only once [`Server::release`] is called.
    #[must_use]
    pub fn with_held(mut self, ending: &str) -> Site {
        self.held.push(ending.into());
        self
    }

    /// The same, and this runs in every page before anything else, the content security policy too.
    #[must_use]
    pub fn with_script(mut self, script: &str) -> Site {
        self.script += &format!("<script>{{{script}}}</script>");
        self
    }

    /// Serves this on a free port until the server is dropped.
    #[must_use]
    pub fn serve(self) -> Server {
        Server::start(self)
    }

    fn answer(&self, target: &str) -> Answer {
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        if let Some(text) = self.pages.get(path) {
            // One without an ending in its name is a page.
            let name = path.rsplit('/').next().filter(|name| name.contains('.')).unwrap_or("index.html");
            return Answer::new(200, mime(name), text.clone().into_bytes());
        }
        let hosted = self.others.iter().map(|(base, folder)| (base, folder)).chain([(&self.base, &self.folder)]);
        let found = hosted.filter_map(|(base, folder)| Some((folder, path.strip_prefix(base.as_str())?))).next();
        let Some((folder, name)) = found.filter(|(_, name)| !name.split('/').any(|part| part == "..")) else {
            return Answer::new(404, "text/plain", b"Nothing is hosted here.".to_vec());
        };
        // As hosts do it, for which two slashes in a path are one.
        let name = name.trim_start_matches('/');
        if self.has_pretty_addresses
            && !name.is_empty()
            && !name.ends_with('/')
            && let Some(found) = self.file(folder, &format!("{name}.html"))
        {
            return found;
        }
        if !name.is_empty() && !name.ends_with('/') && folder.join(name).is_dir() {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            return Answer { location: Some(format!("{path}/{query}")), ..Answer::new(301, "text/plain", Vec::new()) };
        }
        let name = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
        self.file(folder, &name)
            .or_else(|| self.file(folder, "404.html").map(|found| Answer { status: 404, ..found }))
            .unwrap_or_else(|| Answer::new(404, "text/plain", b"Not found.".to_vec()))
    }

    fn file(&self, folder: &Path, name: &str) -> Option<Answer> {
        let mut bytes = std::fs::read(folder.join(name)).ok()?;
        if let Some(text) = self.prefixes.get(name.rsplit('/').next().unwrap_or(name)) {
            bytes.splice(0..0, text.bytes());
        }
        if name.ends_with(".html") && !self.script.is_empty() {
            let html = String::from_utf8_lossy(&bytes);
            assert!(html.contains(FIRST), "{name} has no {FIRST}, where a spec's script goes");
            bytes = html.replacen(FIRST, &format!("{FIRST}{}", self.script), 1).into_bytes();
        }
        Some(Answer::new(200, mime(name), bytes))
    }
}

struct Answer {
    status: u16,
    mime: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, mime: &'static str, body: Vec<u8>) -> Answer {
        Answer { status, mime, location: None, body }
    }
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "md" | "py" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A running server; nobody answers any more once it is dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    base: String,
    is_over: Arc<AtomicBool>,
    is_released: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start(site: Site) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("some port is always free");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let is_over = Arc::new(AtomicBool::new(false));
        let is_released = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let base = site.base.clone();
        let thread = std::thread::spawn({
            let (is_over, is_released, asked) = (Arc::clone(&is_over), Arc::clone(&is_released), Arc::clone(&asked));
            let site = Arc::new(site);
            move || {
                for stream in listener.incoming() {
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                    let (site, asked) = (Arc::clone(&site), Arc::clone(&asked));
                    let flags = (Arc::clone(&is_over), Arc::clone(&is_released));
                    // A browser may drop a connection at any time, which is nobody's fault.
                    std::thread::spawn(move || {
                        stream.and_then(|stream| answer(stream, &site, &asked, &flags.0, &flags.1)).ok()
                    });
                }
            }
        });
        Server { port, base, is_over, is_released, asked, thread: Some(thread) }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Scheme, host and port, without a path: what browsers call an origin.
    #[must_use]
    pub fn origin(&self) -> String {
        // By this name and not by number: browsers then trust it as if it were HTTPS.
        format!("http://localhost:{}", self.port)
    }

    /// The address of this path of the site; the empty path is its home.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.base)
    }

    /// From now on nothing is held back.
    pub fn release(&self) {
        self.is_released.store(true, Ordering::SeqCst);
    }

    /// Every path it was asked for so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no thread panics while it holds this").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // One last visitor, so that it looks up and sees that it is over.
        if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
            && let Some(thread) = self.thread.take()
        {
            // Its panic, if any, has been printed already.
            thread.join().ok();
        }
    }
}

fn answer(
    mut stream: TcpStream,
    site: &Site,
    asked: &Mutex<Vec<String>>,
    is_over: &AtomicBool,
    is_released: &AtomicBool,
) -> io::Result<()> {
    let (first, headers) = read_head(&mut BufReader::new(stream.try_clone()?))?;
    // Browsers open connections ahead of need; such a one must not outlive the server.
    if is_over.load(Ordering::SeqCst) {
        return Ok(());
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let before = {
        let mut asked = asked.lock().expect("no thread panics while it holds this");
        asked.push(target.to_owned());
        asked.iter().filter(|known| *known == target).count() - 1
    };
    let destination = headers.iter().find(|(name, _)| name == "sec-fetch-dest").map(|(_, to)| to.as_str());
    let path = target.split('?').next().unwrap_or_default();
    let missing = site.missing.iter().find(|(ending, how)| {
        path.ends_with(ending) && how.after <= before && how.destination.is_none_or(|to| destination == Some(to))
    });
    while site.held.iter().any(|ending| path.ends_with(ending))
        && !is_released.load(Ordering::SeqCst)
        && !is_over.load(Ordering::SeqCst)
    {
        std::thread::sleep(Duration::from_millis(10));
    }
    if let Some((_, after)) = site.slow.iter().find(|(ending, _)| path.ends_with(ending)) {
        std::thread::sleep(*after);
    }
    let Answer { status, mime, location, body } = match missing {
        Some((_, Missing { cut: true, .. })) => return Ok(()),
        Some(_) => Answer::new(404, "text/plain", b"Not found.".to_vec()),
        None => site.answer(target),
    };
    let mut head = format!(
        "HTTP/1.1 {status} As It Is\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    if let Some(location) = location {
        head += &format!("Location: {location}\r\n");
    }
    if site.is_isolated {
        head += "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n\
                 Cross-Origin-Resource-Policy: cross-origin\r\nCache-Control: no-store\r\n";
    }
    head += "\r\n";
    let mut answer = head.into_bytes();
    if method != "HEAD" {
        answer.extend(body);
    }
    // In one piece: the other end need not say that it has the first before it gets the second.
    stream.write_all(&answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;
    use crate::http;

    fn folder() -> Folder {
        let folder = Folder::new("server");
        std::fs::create_dir_all(folder.path().join("lab/x")).expect("a folder of its own");
        for name in ["index.html", "404.html", "lab/x.html", "lab/x/index.html", "a.wasm"] {
            std::fs::write(folder.path().join(name), format!("this is {name}")).expect("a folder of its own");
        }
        folder
    }

    #[test]
    fn a_folder_is_served_below_a_path() {
        let folder = folder();
        let server = Site::plain(folder.path()).under("/some/repo/").serve();
        let get = |path: &str| http::get(&format!("{}{path}", server.origin())).expect("it answers");
        assert_eq!(get("/some/repo/").body, "this is index.html");
        assert_eq!(get("/some/repo/a.wasm").header("content-type"), Some("application/wasm"));
        assert_eq!(get("/some/repo/").header("cross-origin-opener-policy"), None);
        assert_eq!(get("/").status, 404);
        let redirect = get("/some/repo/lab/x?v=1&a=b");
        assert_eq!((redirect.status, redirect.header("location")), (301, Some("/some/repo/lab/x/?v=1&a=b")));
        assert_eq!(get("/some/repo/lab/x/?v=1").body, "this is lab/x/index.html");
        let missing = get("/some/repo/nowhere");
        assert_eq!((missing.status, missing.body.as_str()), (404, "this is 404.html"));
        assert_eq!(get("/some/repo/../server.rs").status, 404);
        assert_eq!(server.asked().len(), 8);
    }

    #[test]
    fn pretty_addresses_need_no_redirect() {
        let folder = folder();
        let server = Site::plain(folder.path()).with_pretty_addresses().serve();
        assert_eq!(http::get(&server.url("lab/x?v=1")).expect("it answers").body, "this is lab/x.html");
    }

    #[test]
    fn headers_pages_and_prefixes_are_added() {
        let folder = folder();
        let site = Site::plain(folder.path()).under("/b/").isolated();
        let server = site.with_page("/course.html", "a course").with_text_before("a.wasm", "// first\n").serve();
        let course = http::get(&format!("{}/course.html", server.origin())).expect("it answers");
        assert_eq!(course.body, "a course");
        assert_eq!(course.header("cross-origin-embedder-policy"), Some("require-corp"));
        assert_eq!(http::get(&server.url("a.wasm")).expect("it answers").body, "// first\nthis is a.wasm");
    }

    #[test]
    fn a_file_can_be_missing() {
        let folder = folder();
        let how = Missing { destination: None, after: 1, cut: false };
        let server = Site::plain(folder.path())
            .without("a.wasm", how)
            .without("404.html", Missing { after: 0, cut: true, ..how });
        let server = server.serve();
        let status = |path: &str| http::get(&server.url(path)).ok().map(|answer| answer.status);
        assert_eq!([status("a.wasm"), status("a.wasm"), status("404.html")], [Some(200), Some(404), None]);
    }

    #[test]
    fn nobody_answers_when_it_is_dropped() {
        let folder = folder();
        let server = Site::plain(folder.path()).serve();
        let url = server.url("");
        assert!(http::get(&url).is_ok());
        drop(server);
        assert!(http::get(&url).is_err());
    }
}
