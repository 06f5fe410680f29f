//! HTTP/1.1 as a client, just enough for drivers and for looking at what a server sends: one
//! request a connection, no TLS, no redirects followed.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// Longer than any command of a driver takes; a driver that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status, such as 200.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// The header of this name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Asks the server on this port of this machine.
///
/// # Errors
/// Where nobody listens, or what comes back is no HTTP.
pub fn ask(method: &str, port: u16, path: &str, body: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // In one piece: written bit by bit, every command would wait 40 ms for the other end to say that it had the first.
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    read_answer(&mut BufReader::new(stream))
}

/// Gets an address such as `http://localhost:80/x`, of this machine.
///
/// # Errors
/// As [`ask`], and where the address is none.
pub fn get(url: &str) -> io::Result<Answer> {
    let wrong = || io::Error::other(format!("{url} is no address of this machine"));
    let (authority, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).ok_or_else(wrong)?;
    let port = authority.split_once(':').and_then(|(_, port)| port.parse().ok()).ok_or_else(wrong)?;
    ask("GET", port, &format!("/{path}"), "")
}

/// Reads the head of a message: its first line and its headers, names in lower case.
pub(crate) fn read_head(reader: &mut impl BufRead) -> io::Result<(String, Vec<(String, String)>)> {
    let mut line = || -> io::Result<String> {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else {
            return Ok((first, headers));
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn read_answer(reader: &mut impl BufRead) -> io::Result<Answer> {
    let (first, headers) = read_head(reader)?;
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no HTTP: {first:?}")))?;
    let mut answer = Answer { status, headers, body: String::new() };
    let mut body = Vec::new();
    if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(reader, &mut body)?;
    } else if let Some(length) = answer.header("content-length").and_then(|length| length.parse().ok()) {
        reader.take(length).read_to_end(&mut body)?;
    } else {
        reader.read_to_end(&mut body)?;
    }
    answer.body = String::from_utf8_lossy(&body).into_owned();
    Ok(answer)
}

fn read_chunks(reader: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        if length == 0 {
            return Ok(());
        }
        reader.take(length).read_to_end(body)?;
        reader.read_line(&mut line)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Answer {
        read_answer(&mut text.as_bytes()).expect("an answer")
    }

    #[test]
    fn a_body_ends_where_its_length_says() {
        let answer = read("HTTP/1.1 404 Not Found\r\nContent-Length:2\r\nA-B: c\r\n\r\nhello");
        assert_eq!((answer.status, answer.body.as_str(), answer.header("a-b")), (404, "he", Some("c")));
    }

    #[test]
    fn chunks_become_one_body() {
        let answer =
            read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n");
        assert_eq!(answer.body, "abc0123456789");
    }

    #[test]
    fn without_a_length_the_body_goes_to_the_end() {
        assert_eq!(read("HTTP/1.0 200 OK\r\n\r\nall of it").body, "all of it");
    }
}
