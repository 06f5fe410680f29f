//! Where processes come from here: threads that share a memory and do not use it; and nowhere.

use crate::page::twins;
use model::Fault;
use runtime::Strand;
use runtime::processes::{Child, Home, Rest};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use workers::colony::{Colony, Heard, Outset};
use workers::plan::read;

/// Threads in place of processes: they share a memory but do not use it.
pub(crate) struct Threads {
    says: Sender<Said>,
    hears: Receiver<Said>,
    /// By place.
    children: RefCell<BTreeMap<u8, Place>>,
}

/// From where, by the how manieth process there, and what: a message, or why there will be none.
type Said = (u8, u32, Result<Vec<u8>, String>);

/// The number of the latest process in a place, and what posts to it if it is alive.
type Place = (u32, Option<Sender<Vec<u8>>>);

impl Threads {
    pub(crate) fn new() -> Threads {
        let (says, hears) = channel();
        Threads { says, hears, children: RefCell::default() }
    }
}

impl Colony for Threads {
    fn start(&self, place: u8, _: Strand, outset: Vec<u8>) {
        let (posts, mail) = channel::<Vec<u8>>();
        let number = self.children.borrow().get(&place).map_or(0, |(number, _)| number + 1);
        self.children.borrow_mut().insert(place, (number, Some(posts)));
        let says = self.says.clone();
        #[expect(clippy::disallowed_methods, reason = "this is what a browser does for a worker")]
        std::thread::spawn(move || {
            let to = says.clone();
            let said = move |message| drop(to.send((place, number, message)));
            let home = Rc::new(Cell { said: Box::new(said), origin: std::cell::Cell::new(0) });
            if let Err(why) = live(&outset, &home, &mail) {
                let _ = says.send((place, number, Err(why)));
            }
        });
    }

    fn post(&self, place: u8, message: Vec<u8>) {
        if let Some((_, Some(posts))) = self.children.borrow().get(&place) {
            let _ = posts.send(message);
        }
    }

    fn kill(&self, place: u8) {
        if let Some((_, posts)) = self.children.borrow_mut().get_mut(&place) {
            posts.take();
        }
    }

    fn heard(&self) -> Option<(u8, Heard)> {
        while let Ok((place, number, message)) = self.hears.try_recv() {
            if matches!(self.children.borrow().get(&place), Some((now, Some(_))) if *now == number) {
                return Some((place, message.map_or_else(|words| Heard::Died(Fault::Said(words)), Heard::Message)));
            }
        }
        None
    }
}

/// Where no process comes up.
#[derive(Default)]
pub(crate) struct Nowhere {
    asked: RefCell<Vec<u8>>,
}

impl Colony for Nowhere {
    fn start(&self, place: u8, _: Strand, _: Vec<u8>) {
        self.asked.borrow_mut().push(place);
    }

    fn post(&self, _: u8, _: Vec<u8>) {}

    fn kill(&self, _: u8) {}

    fn heard(&self) -> Option<(u8, Heard)> {
        self.asked.borrow_mut().pop().map(|place| (place, Heard::NotUp(Fault::Silent)))
    }
}

/// A process's home in a thread.
struct Cell {
    said: Box<dyn Fn(Result<Vec<u8>, String>)>,
    origin: std::cell::Cell<u64>,
}

impl Home for Cell {
    fn now(&self) -> u64 {
        workers::clock::now().saturating_sub(self.origin.get())
    }

    fn post(&self, message: Vec<u8>) {
        (self.said)(Ok(message));
    }
}

fn live(outset: &[u8], home: &Rc<Cell>, mail: &Receiver<Vec<u8>>) -> Result<(), String> {
    let (job, origin, birth) = match Outset::read(outset)? {
        Outset::Program { job, origin, birth } => (job, origin, birth),
        Outset::Serve { origin } => {
            while let Ok(message) = mail.recv() {
                home.post(workers::beside::serve(&message, origin)?);
            }
            return Ok(());
        }
    };
    home.origin.set(origin);
    let (program, link) = read(twins(), &job).map_err(|error| format!("{error:?}"))?;
    let params = link.params;
    let mut child = Child::born(home.clone(), &birth, move |cx| program.main(cx, params))?;
    loop {
        let message = match child.go_on() {
            Rest::Over => return Ok(()),
            Rest::Message => mail.recv().map_err(|_| ()),
            Rest::Until(time) => match mail.recv_timeout(Duration::from_nanos(time.saturating_sub(home.now()))) {
                Err(RecvTimeoutError::Timeout) => continue,
                other => other.map_err(|_| ()),
            },
        };
        let Ok(message) = message else { return Ok(()) };
        child.hear(&message);
    }
}
