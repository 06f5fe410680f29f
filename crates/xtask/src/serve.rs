//! `serve`: builds the page and serves it on this machine with the isolation headers.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::run::Running;
use crate::{ahead, project, tools};

const USUAL_PORT: u16 = 8080;

/// Serves until Ctrl-C.
pub(crate) fn serve(words: &[&str]) -> Result<()> {
    let wanted = match words {
        [] => USUAL_PORT,
        ["--port", port] => port.parse().with_context(|| format!("`{port}` is not a port: give 1 to 65535."))?,
        other => bail!("serve takes only `--port N`, but was given `{}`.", other.join(" ")),
    };
    tools::install_beside(tools::FOR_BUILDING, ahead::for_serving)?;
    let port = free_port(wanted)?;
    println!("Building the page (about 3 minutes the first time, seconds later).");
    let (mut trunk, address) = start(port)?;
    if answers_with_page(port) {
        println!("\nHeddle is at {address}  (Ctrl-C ends it)\n");
    } else {
        println!("\nThe page did not build; the messages above say why. Every change builds it again, and then it is");
        println!("at {address}  (Ctrl-C ends it)\n");
    }
    if !trunk.wait()? {
        bail!("Trunk ended with an error; its message is above.");
    }
    Ok(())
}

/// Starts Trunk's server and waits until it listens, which it does after the first build, be that
/// good or bad.
fn start(port: u16) -> Result<(Running, String)> {
    let mut command = Command::new(tools::TRUNK.path()?);
    command
        .current_dir(project::root())
        .env("RUST_BACKTRACE", "0")
        .args(["serve", "--log", "warn", "--port", &port.to_string()])
        .env("PATH", tools::path(tools::FOR_BUILDING)?);
    let mut trunk = Running::start(&mut command)?;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if trunk.has_ended()? {
            bail!("Trunk could not start; the messages above say why.");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok((trunk, format!("http://127.0.0.1:{port}/")))
}

fn answers_with_page(port: u16) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n")?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        std::io::Result::Ok(answer)
    };
    ask().is_ok_and(|answer| answer.ends_with(b" 200"))
}

/// `wanted`, or the next port that nobody listens on.
fn free_port(wanted: u16) -> Result<u16> {
    let port = (wanted..=u16::MAX)
        .take(100)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .with_context(|| format!("No port from {wanted} on is free: give another by --port N."))?;
    if port != wanted {
        println!("Port {wanted} is taken by another program; using {port}, the next free one.");
    }
    Ok(port)
}
