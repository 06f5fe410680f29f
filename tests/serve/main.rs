//! The promises of `./x serve`: it is at the page, isolated, whatever port is taken; and Ctrl-C ends
//! everything it started, in the middle of a build too.
//!
//! One server at a time and both browsers on it: two builds of one checkout would only wait for each
//! other. Run alone by: `./x test e2e serve`.

mod served;

use std::net::TcpListener;

use e2e::{Browser, Kind, Lab, id, timed};
use served::Served;

fn main() {
    if std::env::args().skip(1).any(|word| !word.starts_with('-') && !"serve".contains(&word)) {
        return;
    }
    // Below the ports that systems give to whoever asks for any: during the build nobody else may come
    // to have the next one.
    let taken = (18_080..28_080).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok()).expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port();

    let (mut served, took) = timed(|| Served::at_the_page(port));
    println!("./x serve was at the page after {:.0} s", took.as_secs_f64());
    let sentence = format!("Port {port} is taken by another program; using ");
    assert!(served.said().contains(&sentence), "{}", served.said());
    for kind in Kind::ALL {
        is_isolated_and_runs(kind, &served.address());
    }
    served.interrupt();
    println!("kept    it is at the page, isolated, whatever port is taken; Ctrl-C ends everything");

    let mut served = Served::building(port);
    served.interrupt();
    println!("kept    Ctrl-C ends a build too");
}

fn is_isolated_and_runs(kind: Kind, address: &str) {
    let mut browser = Browser::start(kind);
    let mut lab =
        Lab::open(&mut browser, &format!("{address}lab/gil-cpu?v=1&mode=free&clock=measured&tasks=2&work=200"));
    assert_eq!(lab.browser().attribute(&id("isolation"), "data-isolated").as_deref(), Some("true"));
    let outcome = lab.run();
    assert_eq!(outcome.ending, "finished", "{outcome:?}");
    assert!(outcome.threads >= 3, "{outcome:?}");
    let faults = browser.faults();
    assert!(faults.is_empty(), "the page did wrong meanwhile:\n  {}", faults.join("\n  "));
}
