//! Who works beside a cooperative run: the threads of the pool, where there is one, and processes.
//!
//! A thread of the crew does a piece, and others may help it; a process is started when one is first needed, does
//! one piece after another, and ends with the run. It refuses to do anything on the conductor's thread.

use crate::colony::{Colony, Heard, Outset};
use crate::crew::Crew;
use crate::{clock, pool};
use model::Fault;
use runtime::baton::{Done, Elsewhere, Helped, News, Piece, Work};
use runtime::processes::MOST;
use runtime::threads::TellHelp;
use runtime::{Failure, Strand};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A thread that blocks looks this often whether the run is over.
const LOOK: u64 = 20_000_000;

/// Helpers of one run. Dropping it has them stop soon.
#[derive(Clone)]
pub struct Beside {
    origin: u64,
    threads: Option<Threads>,
    /// How many pieces threads have under way.
    under_way: Rc<Cell<u32>>,
    processes: Option<Rc<Processes>>,
}

/// Threads, and where they lay down what is done.
#[derive(Clone)]
struct Threads {
    crew: Arc<Crew>,
    desk: Arc<Desk>,
}

/// What threads lay down.
#[derive(Default)]
struct Desk {
    news: Mutex<VecDeque<News>>,
    changed: Condvar,
    over: AtomicBool,
}

struct Processes {
    colony: Rc<dyn Colony>,
    origin: u64,
    books: RefCell<Books>,
    /// Why one could not be started.
    not_up: RefCell<Option<Fault>>,
}

#[derive(Default)]
struct Books {
    /// What each does, and since when it is being started as long as nothing was heard of it.
    places: Vec<Place>,
    waiting: VecDeque<Piece>,
}

struct Place {
    number: u8,
    busy: Option<Piece>,
    starts: Option<u64>,
}

/// What a process that only works hears, and what it answers.
#[derive(Serialize, Deserialize)]
struct Answer {
    began: u64,
    ended: u64,
}

impl Beside {
    /// Helpers of a run that began then: threads if there are any, and processes if there can be.
    #[must_use]
    pub fn new(origin: u64, threads: bool, colony: Option<Rc<dyn Colony>>) -> Beside {
        let processes = colony
            .map(|colony| Rc::new(Processes { colony, origin, books: RefCell::default(), not_up: RefCell::default() }));
        let threads = threads.then(|| Threads { crew: Arc::new(Crew::muster()), desk: Arc::default() });
        Beside { origin, threads, under_way: Rc::default(), processes }
    }

    /// Waits for a thread to lay something down, for so many nanoseconds at most; whether it is
    /// worth waiting: processes are heard of only while nobody waits here.
    #[must_use]
    pub fn wait(&self, nanos: u64) -> bool {
        let Some(Threads { desk, .. }) = self.threads.as_ref().filter(|_| self.under_way.get() > 0) else {
            return false;
        };
        if self.processes.as_ref().is_some_and(|processes| processes.books.borrow().anyone_busy()) {
            return false;
        }
        let news = lock(&desk.news);
        if news.is_empty() {
            drop(desk.changed.wait_timeout(news, Duration::from_nanos(nanos)));
        }
        true
    }

    /// Why a process could not be started, once that is so: then this run cannot go on.
    #[must_use]
    pub fn not_up(&self) -> Option<Fault> {
        self.processes.as_ref()?.not_up.take()
    }

    /// Everybody is to stop.
    pub fn stop(&self) {
        if let Some(Threads { desk, .. }) = &self.threads {
            desk.over.store(true, Ordering::Relaxed);
        }
        if let Some(processes) = &self.processes {
            processes.end();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Elsewhere for Beside {
    fn take(&self, piece: Piece) -> bool {
        if piece.process {
            return self.processes.as_ref().is_some_and(|processes| processes.take(piece));
        }
        let Some(Threads { crew, desk }) = self.threads.clone() else { return false };
        self.under_way.set(self.under_way.get() + 1);
        let (origin, helped) = (self.origin, crew.clone());
        crew.give(Box::new(move || {
            let now = move || clock::now().saturating_sub(origin);
            let (task, tray) = (piece.task, desk.clone());
            // Nobody waits for that: it is told with what comes next, or when somebody looks.
            let tell: TellHelp = Arc::new(move |lane, begins| {
                lock(&tray.news).push_back(News::Helped(Helped { task, lane, at: now(), begins }));
            });
            work(piece.work, Some((&helped, tell)), &|| desk.over.load(Ordering::Relaxed));
            let done = Done { task, lane: pool::lane(), at: now(), start: None, failed: None };
            lock(&desk.news).push_back(News::Done(done));
            desk.changed.notify_one();
        }));
        true
    }

    fn news(&self) -> Option<News> {
        if let Some(Threads { desk, .. }) = &self.threads
            && let Some(news) = lock(&desk.news).pop_front()
        {
            if matches!(news, News::Done(_)) {
                self.under_way.set(self.under_way.get() - 1);
            }
            return Some(news);
        }
        self.processes.as_ref()?.done().map(News::Done)
    }
}

/// Does a piece, unless it is over in the middle of it: with the help of others of the crew, if it is
/// done by one of them.
fn work(work: Work, crew: Option<(&Crew, TellHelp)>, over: &(dyn Fn() -> bool + Sync)) {
    match work {
        Work::Compute { kernel, units, helpers } => {
            let unit = |unit| {
                black_box(kernel.unit(unit));
                !over()
            };
            match crew {
                Some((crew, tell)) => crew.spread(units, helpers, &unit, tell),
                None => drop((0..units).all(unit)),
            }
        }
        Work::Block(nanos) => {
            let until = clock::now().saturating_add(nanos);
            while clock::now() < until && !over() {
                clock::nap_until(until.min(clock::now() + LOOK));
            }
        }
    }
}

/// Does the piece in this message in a process that only works, and gives the answer to send.
///
/// # Errors
/// Where the message is none, in words.
pub fn serve(message: &[u8], origin: u64) -> Result<Vec<u8>, String> {
    let piece: Work = postcard::from_bytes(message).map_err(|error| error.to_string())?;
    let began = clock::now().saturating_sub(origin);
    work(piece, None, &|| false);
    let answer = Answer { began, ended: clock::now().saturating_sub(origin) };
    Ok(postcard::to_allocvec(&answer).expect("a vector takes every byte"))
}

impl Books {
    fn anyone_busy(&self) -> bool {
        self.places.iter().any(|place| place.busy.is_some())
    }
}

impl Processes {
    fn take(&self, piece: Piece) -> bool {
        let mut books = self.books.borrow_mut();
        match books.places.iter().position(|place| place.busy.is_none()) {
            Some(idle) => {
                books.places[idle].busy = Some(piece);
                let number = books.places[idle].number;
                drop(books);
                self.post(number, piece);
            }
            None if books.places.len() < usize::from(MOST) => {
                let free = (0..MOST).find(|number| books.places.iter().all(|place| place.number != *number));
                let Some(number) = free else { return false };
                let starts = Some(clock::now().saturating_sub(self.origin));
                books.places.push(Place { number, busy: Some(piece), starts });
                drop(books);
                let outset = Outset::Serve { origin: self.origin };
                self.colony.start(number, Strand::Fork, outset.to_bytes());
                self.post(number, piece);
            }
            None => books.waiting.push_back(piece),
        }
        true
    }

    fn post(&self, number: u8, piece: Piece) {
        self.colony.post(number, postcard::to_allocvec(&piece.work).expect("a vector takes every byte"));
    }

    fn done(&self) -> Option<Done> {
        let (number, heard) = self.colony.heard()?;
        let mut books = self.books.borrow_mut();
        let at = books.places.iter().position(|place| place.number == number)?;
        let place = &mut books.places[at];
        let Piece { task, .. } = place.busy.take()?;
        let lane = number.saturating_add(1);
        let (starts, now) = (place.starts.take(), clock::now().saturating_sub(self.origin));
        let answer = match heard {
            Heard::Message(message) => {
                postcard::from_bytes(&message).map_err(|error| Failure::of_process(Fault::Said(error.to_string())))
            }
            Heard::Died(fault) => Err(Failure::of_process(fault)),
            Heard::NotUp(fault) => {
                self.not_up.replace(Some(fault));
                return None;
            }
        };
        let done = match answer {
            Ok(Answer { began, ended }) => {
                let start = starts.map(|starts| began.saturating_sub(starts));
                Done { task, lane, at: ended, start, failed: None }
            }
            Err(why) => {
                books.places.remove(at);
                self.colony.kill(number);
                Done { task, lane, at: now, start: None, failed: Some(why) }
            }
        };
        let next = books.waiting.pop_front();
        drop(books);
        if let Some(piece) = next {
            self.take(piece);
        }
        Some(done)
    }

    fn end(&self) {
        for place in self.books.take().places {
            self.colony.kill(place.number);
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.end();
    }
}
