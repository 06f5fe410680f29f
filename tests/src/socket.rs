//! WebSocket as a client, just enough for WebDriver BiDi with a driver on this machine.
//!
//! It does not check the handshake's key, and its mask is always the same: both protect against
//! proxies in between, and there are none.

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// Not zeros: Firefox takes those for no mask, and closes.
const MASK: [u8; 4] = *b"loom";

/// Opens the address `ws://host:port/path`; gives the end that sends and the end that receives.
///
/// # Errors
/// Where nobody listens, or who listens refuses.
pub(crate) fn open(url: &str) -> io::Result<(Sender, Receiver)> {
    let wrong = || io::Error::other(format!("{url} is no address of a socket on this machine"));
    let (authority, path) = url.strip_prefix("ws://").and_then(|rest| rest.split_once('/')).ok_or_else(wrong)?;
    let port: u16 = authority.split_once(':').and_then(|(_, port)| port.parse().ok()).ok_or_else(wrong)?;
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: aGVkZGxlIGlzIGEgbG9vbQ==\r\n\r\n"
    )?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (first, _) = crate::http::read_head(&mut reader)?;
    if !first.contains(" 101 ") {
        return Err(io::Error::other(format!("{url} refused: {first}")));
    }
    Ok((Sender { stream: stream.try_clone()? }, Receiver { reader, pongs: Sender { stream } }))
}

/// Sends messages.
pub(crate) struct Sender {
    stream: TcpStream,
}

impl Sender {
    pub(crate) fn send(&mut self, text: &str) -> io::Result<()> {
        self.frame(TEXT, text.as_bytes())
    }

    fn frame(&mut self, kind: u8, payload: &[u8]) -> io::Result<()> {
        let mut frame = vec![0x80 | kind];
        // The high bit says that the payload is masked.
        match payload.len() {
            short @ 0..126 => frame.push(0x80 | short.to_le_bytes()[0]),
            middle @ 126..=0xffff => {
                frame.push(0x80 | 126);
                frame.extend(&middle.to_be_bytes()[size_of::<usize>() - 2..]);
            }
            long => {
                frame.push(0x80 | 127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        frame.extend(MASK);
        frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.stream.write_all(&frame)
    }
}

/// Receives messages.
pub(crate) struct Receiver {
    reader: BufReader<TcpStream>,
    pongs: Sender,
}

impl Receiver {
    /// The next message; `None` once the other end has closed.
    pub(crate) fn receive(&mut self) -> io::Result<Option<String>> {
        let mut message = Vec::new();
        loop {
            let mut head = [0; 2];
            self.reader.read_exact(&mut head)?;
            let length = match head[1] & 0x7f {
                126 => u64::from(u16::from_be_bytes(self.bytes()?)),
                127 => u64::from_be_bytes(self.bytes()?),
                short => u64::from(short),
            };
            let mut payload = Vec::new();
            (&mut self.reader).take(length).read_to_end(&mut payload)?;
            match head[0] & 0x0f {
                CLOSE => return Ok(None),
                PING => self.pongs.frame(PONG, &payload)?,
                PONG => {}
                _ => {
                    message.extend(payload);
                    let is_last = head[0] & 0x80 != 0;
                    if is_last {
                        return Ok(Some(String::from_utf8_lossy(&message).into_owned()));
                    }
                }
            }
        }
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A server that upgrades, pings, greets, and then sends back every frame it gets.
    fn echo() -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            crate::http::read_head(&mut BufReader::new(stream.try_clone().unwrap())).unwrap();
            stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x89\x00\x81\x02hi").unwrap();
            let mut pong = [0; 6];
            stream.read_exact(&mut pong).unwrap();
            assert_eq!(pong[..2], [0x8a, 0x80]);
            let mut bytes = Vec::new();
            let mut part = [0; 4096];
            while let Ok(read @ 1..) = stream.read(&mut part) {
                bytes.extend(&part[..read]);
                let (length, at) = match bytes[1] & 0x7f {
                    126 => (usize::from(u16::from_be_bytes([bytes[2], bytes[3]])), 4),
                    127 => (usize::from_be_bytes(bytes[2..10].try_into().unwrap()), 10),
                    short => (usize::from(short), 2),
                };
                if bytes.len() == at + 4 + length {
                    let mut frame = bytes[..at].to_vec();
                    frame[1] &= 0x7f;
                    frame.extend(bytes[at + 4..].iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
                    stream.write_all(&frame).unwrap();
                    bytes.clear();
                }
            }
        });
        format!("ws://127.0.0.1:{port}/session")
    }

    #[test]
    fn messages_of_every_length_come_back() {
        let (mut sender, mut receiver) = open(&echo()).unwrap();
        assert_eq!(receiver.receive().unwrap().unwrap(), "hi");
        for length in [0, 5, 125, 126, 300, 65_535, 65_536, 100_000] {
            let text = "x".repeat(length);
            sender.send(&text).unwrap();
            assert_eq!(receiver.receive().unwrap().unwrap(), text);
        }
    }
}
