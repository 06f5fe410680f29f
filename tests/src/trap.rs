//! A proxy that nothing should ever use: a browser asks it for whatever is not on this machine.
//!
//! It sees what no protocol shows reliably, such as a request of a worker inside a worker, and it
//! keeps tests from touching the network. It forwards to one kind of place only: a server of ours
//! under a foreign name, which makes a page that is not served over HTTPS (see [`Trap::host`]).

use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::http::read_head;

/// Hosts that the browsers themselves call, whatever page they show. No page of ours names them.
const BROWSERS_OWN: &[&str] = &[
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "content-autofill.googleapis.com",
    "redirector.gvt1.com",
    "update.googleapis.com",
    "www.google.com",
    ".mozilla.com",
    ".mozilla.net",
    ".mozilla.org",
    ".firefox.com",
];

/// The proxy. It stays until the process ends, as the browser does that uses it.
#[derive(Clone, Debug)]
pub(crate) struct Trap {
    port: u16,
    caught: Arc<Mutex<Vec<String>>>,
    hosted: Arc<Mutex<Vec<(String, u16)>>>,
}

impl Trap {
    pub(crate) fn start() -> Trap {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("some port is always free");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let trap = Trap { port, caught: Arc::default(), hosted: Arc::default() };
        std::thread::spawn({
            let trap = trap.clone();
            move || {
                for stream in listener.incoming() {
                    let trap = trap.clone();
                    // A browser may drop a connection at any time, which is nobody's fault.
                    std::thread::spawn(move || stream.and_then(|stream| trap.answer(stream)).ok());
                }
            }
        });
        trap
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// From now on this host name means the server on this port of this machine.
    pub(crate) fn host(&self, name: &str, port: u16) {
        self.hosted.lock().expect("no thread panics while it holds this").push((name.to_owned(), port));
    }

    /// The requests caught since the last call.
    pub(crate) fn caught(&self) -> Vec<String> {
        std::mem::take(&mut self.caught.lock().expect("no thread panics while it holds this"))
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let (first, _) = read_head(&mut BufReader::new(stream.try_clone()?))?;
        // Browsers open connections ahead of need, and close them where there is none.
        if first.is_empty() {
            return Ok(());
        }
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (host, path) = parts(target);
        let hosted = self.hosted.lock().expect("no thread panics while it holds this").clone();
        if let Some((_, port)) = hosted.iter().rev().find(|(name, _)| name == host) {
            let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, *port))?;
            write!(server, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
            return io::copy(&mut server, &mut stream).map(drop);
        }
        if !is_browsers_own(host) {
            self.caught.lock().expect("no thread panics while it holds this").push(format!("{method} {target}"));
        }
        stream.write_all(b"HTTP/1.1 502 A Trap\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }
}

/// Host and path of `http://host/path` or of `host:443`.
fn parts(target: &str) -> (&str, &str) {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    let end = rest.find('/').unwrap_or(rest.len());
    let host = rest[..end].split(':').next().unwrap_or_default();
    (host, if end == rest.len() { "/" } else { &rest[end..] })
}

fn is_browsers_own(host: &str) -> bool {
    BROWSERS_OWN.iter().any(|own| if own.starts_with('.') { host.ends_with(own) } else { host == *own })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::ask;
    use crate::server::Site;

    #[test]
    fn what_is_not_hosted_is_caught() {
        let trap = Trap::start();
        assert_eq!(ask("GET", trap.port(), "http://fonts.example/a.css", "").expect("it answers").status, 502);
        assert_eq!(ask("CONNECT", trap.port(), "cdn.example:443", "").expect("it answers").status, 502);
        assert_eq!(ask("GET", trap.port(), "http://detectportal.firefox.com/", "").expect("it answers").status, 502);
        assert_eq!(trap.caught(), ["GET http://fonts.example/a.css", "CONNECT cdn.example:443"]);
        assert!(trap.caught().is_empty());
    }

    #[test]
    fn what_is_hosted_is_forwarded() {
        let server = Site::plain("nowhere").with_page("/a", "hello").serve();
        let trap = Trap::start();
        trap.host("insecure.test", server.port());
        assert_eq!(ask("GET", trap.port(), "http://insecure.test/a", "").expect("it answers").body, "hello");
        assert!(trap.caught().is_empty());
    }
}
