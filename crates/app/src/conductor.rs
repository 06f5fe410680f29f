//! The page's end of the conductor: starts the worker, watches that it answers, kills it where it
//! does not, and starts another.
//!
//! One worker at a time. Nothing is sent before it is ready. A worker that is no longer ours is
//! terminated first, so what it had on its way is told apart by comparing who speaks.
//! It refuses to know what a run means to the page: that is told to `hear`.

use crate::web;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use model::{
    Command, Ending, EngineError, Event, Explanation, Exploration, Job, Name, Progress, Report, RunId, Summary,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// So long a worker may take until it is ready.
const BOOT: Duration = Duration::from_secs(10);
/// So long a run may take until its threads are there. Starting them takes a tenth of a second; but
/// Firefox now and then never comes back from starting the third or so, and then a fresh worker helps.
const START: Duration = Duration::from_secs(5);
/// So long nothing may be heard of a run before the worker is asked whether it is there, and so long it
/// may then take to answer.
const QUIET: Duration = Duration::from_secs(4);
/// So long a run may take to end politely.
const POLITE: Duration = Duration::from_millis(600);

/// What the conductor has to say.
pub(crate) enum Said {
    /// A worker is being started: so many there have been with it.
    Booting(u32),
    /// The worker is up.
    Ready { isolated: bool, cores: u32, resolution: u64 },
    /// The worker is not up, and this is why: `None` where it does not answer.
    NotUp(Option<String>),
    /// Tasks and objects of the run.
    Names(Vec<Name>),
    /// Events of the run.
    Events(Vec<Event>),
    /// The run is over.
    Ended(Ending, Summary),
    /// What was to be measured came to so many nanoseconds.
    Measured(f64),
    /// How far the exploration is, and how many nanoseconds it has worked.
    Exploring(Progress, u64),
    /// The exploration is over: what it found, why what is bad fails, and the nanoseconds it worked.
    Explored(Box<Exploration>, Vec<Option<Explanation>>, u64),
    /// The run could not be done.
    Refused(EngineError),
}

/// The page's end of the conductor.
#[derive(Clone)]
pub(crate) struct Conductor {
    inner: Rc<Inner>,
}

struct Inner {
    hear: Box<dyn Fn(Said)>,
    worker: RefCell<Option<Worker>>,
    ready: Cell<bool>,
    started: Cell<u32>,
    watchdog: Timer,
    run: RefCell<Option<Run>>,
    last_run: Cell<u32>,
    stopping: Timer,
    on_message: RefCell<Option<Ear<MessageEvent>>>,
    on_error: RefCell<Option<Ear<web_sys::Event>>>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// What the browser calls with an event.
type Ear<E> = Closure<dyn Fn(E)>;

/// The run under way.
#[derive(Clone)]
struct Run {
    id: RunId,
    asked: Asked,
    /// Whether a fresh worker was already tried: for a larger pool, or since the old one fell silent.
    retried: bool,
    /// Whether a worker has begun it.
    begun: bool,
}

/// What a worker is asked to do.
#[derive(Clone)]
enum Asked {
    Run(Job),
    Explore(Job),
    Measure(String),
}

impl Conductor {
    /// Starts the first worker; from now on `hear` is told everything.
    pub(crate) fn start(hear: impl Fn(Said) + 'static) -> Conductor {
        let inner = Rc::new(Inner {
            hear: Box::new(hear),
            worker: RefCell::default(),
            ready: Cell::default(),
            started: Cell::default(),
            watchdog: Timer::default(),
            run: RefCell::default(),
            last_run: Cell::default(),
            stopping: Timer::default(),
            on_message: RefCell::default(),
            on_error: RefCell::default(),
        });
        let to = Rc::downgrade(&inner);
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(inner) = to.upgrade().filter(|inner| inner.is_ours(&event)) {
                inner.take(event.data());
            }
        });
        let to = Rc::downgrade(&inner);
        let on_error = Closure::new(move |event: web_sys::Event| {
            if let Some(inner) = to.upgrade().filter(|inner| inner.is_ours(&event)) {
                event.prevent_default();
                let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
                inner.died(why.unwrap_or_else(|| event.type_()));
            }
        });
        *inner.on_message.borrow_mut() = Some(on_message);
        *inner.on_error.borrow_mut() = Some(on_error);
        inner.boot();
        Conductor { inner }
    }

    /// Runs this; what ran before is over.
    pub(crate) fn run(&self, job: Job) {
        self.ask(Asked::Run(job));
    }

    /// Tries every interleaving of this; what ran before is over.
    pub(crate) fn explore(&self, job: Job) {
        self.ask(Asked::Explore(job));
    }

    /// Holds the exploration, or lets it go on.
    pub(crate) fn hold(&self, held: bool) {
        if let Some(run) = self.inner.begun() {
            self.inner.send(&if held { Command::Pause { run } } else { Command::Resume { run } });
        }
    }

    /// Measures this, in the words of the workers; what ran before is over.
    pub(crate) fn measure(&self, what: &str) {
        self.ask(Asked::Measure(what.into()));
    }

    fn ask(&self, asked: Asked) {
        let inner = &self.inner;
        if inner.run.take().is_some() {
            inner.stopping.clear();
            inner.boot();
        }
        inner.last_run.set(inner.last_run.get() + 1);
        let id = RunId(inner.last_run.get());
        inner.run.replace(Some(Run { id, asked, retried: false, begun: false }));
        inner.begin();
    }

    /// Ends the run, politely if it can be.
    pub(crate) fn stop(&self) {
        let Some(run) = self.inner.run.borrow().clone() else { return };
        if !self.inner.ready.get() {
            return self.inner.stopped();
        }
        self.inner.send(&Command::Stop { run: run.id });
        let inner = Rc::clone(&self.inner);
        self.inner.stopping.set(POLITE, move || {
            inner.boot();
            inner.stopped();
        });
    }

    /// Ends the worker, with all it started. Nothing more is heard of it.
    pub(crate) fn close(&self) {
        self.inner.watchdog.clear();
        self.inner.stopping.clear();
        self.inner.run.take();
        if let Some(worker) = self.inner.worker.take() {
            worker.terminate();
        }
    }

    /// Gives up on the worker there is, and starts another.
    pub(crate) fn restart(&self) {
        self.inner.boot();
    }
}

impl Inner {
    /// Ends the worker there is, with all it started, and starts another.
    fn boot(self: &Rc<Self>) {
        if let Some(old) = self.worker.take() {
            old.terminate();
        }
        self.ready.set(false);
        self.started.set(self.started.get() + 1);
        (self.hear)(Said::Booting(self.started.get()));
        let to = Rc::downgrade(self);
        self.watchdog.set(BOOT, move || {
            if let Some(inner) = to.upgrade() {
                inner.not_up(None);
            }
        });
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // The worker holds a lock of this name for as long as it lives (`crates/workers/src/keep.js`).
        options.set_name(&format!("heddle-conductor-{}-{}", js_sys::Date::now(), js_sys::Math::random()));
        match Worker::new_with_options(&web::file("conductor.js"), &options) {
            Ok(worker) => {
                let on_error = self.on_error.borrow();
                let on_error = on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref());
                worker.set_onmessage(self.on_message.borrow().as_ref().map(|closure| closure.as_ref().unchecked_ref()));
                worker.set_onerror(on_error);
                // `messageerror` has no setter of its own.
                let _ = Reflect::set(&worker, &"onmessageerror".into(), on_error.map_or(&JsValue::NULL, AsRef::as_ref));
                self.worker.replace(Some(worker));
            }
            Err(error) => self.not_up(Some(words_of(&error))),
        }
    }

    /// Whether this comes from the worker there is now.
    fn is_ours(&self, event: &web_sys::Event) -> bool {
        let from = event.current_target();
        self.worker.borrow().as_ref().is_some_and(|worker| from.is_some_and(|from| from == **worker))
    }

    fn not_up(&self, why: Option<String>) {
        self.watchdog.clear();
        if let Some(old) = self.worker.take() {
            old.terminate();
        }
        self.run.take();
        (self.hear)(Said::NotUp(why));
    }

    fn died(self: &Rc<Self>, why: String) {
        if !self.ready.get() {
            return self.not_up(Some(why));
        }
        let running = self.run.take();
        self.stopping.clear();
        self.boot();
        if running.is_some() {
            (self.hear)(Said::Refused(EngineError::WorkerFailed(why)));
        }
    }

    fn stopped(&self) {
        if self.run.take().is_some() {
            (self.hear)(Said::Ended(Ending::Stopped, Summary::default()));
        }
    }

    /// Sends the run there is, if somebody is there to take it; otherwise `Ready` will.
    fn begin(self: &Rc<Self>) {
        if !self.ready.get() {
            return;
        }
        if let Some(Run { id, asked, .. }) = self.run.borrow().clone() {
            self.send(&match asked {
                Asked::Run(job) => Command::Run { run: id, job },
                Asked::Explore(job) => Command::Explore { run: id, job },
                Asked::Measure(what) => Command::Measure { run: id, what },
            });
            let to = Rc::downgrade(self);
            self.watchdog.set(START, move || {
                if let Some(inner) = to.upgrade() {
                    inner.silent(id);
                }
            });
        }
    }

    /// The worker took the run and has not begun it.
    fn silent(self: &Rc<Self>, id: RunId) {
        match self.end(id) {
            Some(run) if !run.retried => self.retry(run),
            Some(_) => {
                self.boot();
                (self.hear)(Said::Refused(EngineError::WorkerFailed("no threads".into())));
            }
            None => {}
        }
    }

    /// Asks the worker whether it is there when nothing has been heard of the run for a while: one that
    /// hangs tells nobody, and where there are no locks neither does one that ended. A machine that slept has
    /// an answer at once.
    fn listen(self: &Rc<Self>, id: RunId) {
        if let Some(run) = &mut *self.run.borrow_mut() {
            run.begun = true;
        }
        let to = Rc::downgrade(self);
        self.watchdog.set(QUIET, move || {
            let Some(inner) = to.upgrade() else { return };
            inner.send(&Command::Ping);
            let to = Rc::downgrade(&inner);
            inner.watchdog.set(QUIET, move || {
                if let Some(inner) = to.upgrade()
                    && inner.end(id).is_some()
                {
                    inner.boot();
                    (inner.hear)(Said::Refused(EngineError::WorkerFailed("no answer".into())));
                }
            });
        });
    }

    /// The run under way, if its worker has begun it.
    fn begun(&self) -> Option<RunId> {
        self.run.borrow().as_ref().filter(|run| run.begun).map(|run| run.id)
    }

    /// Runs it once more, with a fresh worker.
    fn retry(self: &Rc<Self>, run: Run) {
        self.run.replace(Some(Run { retried: true, begun: false, ..run }));
        self.boot();
    }

    fn send(&self, command: &Command) {
        let body = postcard::to_allocvec(command).expect("a command is plain data");
        let bytes = Uint8Array::new_with_length(body.len() as u32 + 1);
        bytes.subarray(1, bytes.length()).copy_from(&body);
        if let Some(worker) = &*self.worker.borrow() {
            worker
                .post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
                .expect("bytes of our own can be sent");
        }
    }

    fn take(self: &Rc<Self>, data: JsValue) {
        let Some(bytes) = data.dyn_ref::<Uint8Array>() else {
            if let Some(name) = Reflect::get(&data, &"lives".into()).ok().and_then(|name| name.as_string()) {
                return self.watch(&name);
            }
            let failed = Reflect::get(&data, &"failed".into()).ok().and_then(|why| why.as_string());
            return self.died(failed.unwrap_or_else(|| "unknown message".into()));
        };
        let bytes = bytes.to_vec();
        match bytes.split_first() {
            Some((0, report)) => match postcard::from_bytes(report) {
                Ok(report) => self.hear_report(report),
                Err(error) => self.died(error.to_string()),
            },
            Some((1, rest)) => {
                if let Some((id, records)) = rest.split_first_chunk()
                    && self.is_current(RunId(u32::from_le_bytes(*id)))
                {
                    self.begun().into_iter().for_each(|run| self.listen(run));
                    (self.hear)(Said::Events(Event::all_from_bytes(records).collect()));
                }
            }
            _ => self.died("unknown message".into()),
        }
    }

    /// Asks for the lock that the worker holds: it is to be had once the worker is no more, whatever ended it.
    fn watch(self: &Rc<Self>, name: &str) {
        let (to, number) = (Rc::downgrade(self), self.started.get());
        let gone = Closure::once_into_js(move || {
            if let Some(inner) = to.upgrade()
                && inner.started.get() == number
                && inner.worker.borrow().is_some()
            {
                inner.died("it was ended".into());
            }
        });
        // Without HTTPS there are no locks, and such an end is missed.
        let _ = request_lock(name, gone.unchecked_ref());
    }

    fn is_current(&self, id: RunId) -> bool {
        self.run.borrow().as_ref().is_some_and(|run| run.id == id)
    }

    /// Takes the run if this is about it: it is over.
    fn end(&self, id: RunId) -> Option<Run> {
        let run = self.run.borrow_mut().take_if(|run| run.id == id)?;
        self.stopping.clear();
        self.watchdog.clear();
        Some(run)
    }

    fn hear_report(self: &Rc<Self>, report: Report) {
        match report {
            Report::Ready { isolated, cores, resolution } => {
                self.watchdog.clear();
                self.ready.set(true);
                // What waits for this worker first: whoever hears of it may ask for more.
                self.begin();
                (self.hear)(Said::Ready { isolated, cores, resolution });
            }
            Report::Names { run, names } if self.is_current(run) => (self.hear)(Said::Names(names)),
            Report::Ended { run, ending, summary } => {
                if self.end(run).is_some() {
                    (self.hear)(Said::Ended(ending, summary));
                }
            }
            Report::Refused { run, error } => match self.end(run) {
                // A pool of threads cannot grow: a fresh worker makes one that is large enough.
                Some(run) if matches!(error, EngineError::PoolTooSmall { .. }) && !run.retried => self.retry(run),
                // A worker of which something was lost does nothing more; a fresh one may.
                Some(run) if matches!(error, EngineError::WorkerFailed(_)) && !run.begun && !run.retried => {
                    self.retry(run);
                }
                Some(_) => {
                    if matches!(error, EngineError::WorkerFailed(_)) {
                        self.boot();
                    }
                    (self.hear)(Said::Refused(error));
                }
                None => {}
            },
            Report::Started { run } if self.is_current(run) => self.listen(run),
            // That it spoke is all there is to it.
            Report::Alive => self.begun().into_iter().for_each(|run| self.listen(run)),
            Report::Measured { run, value } => {
                if self.end(run).is_some() {
                    (self.hear)(Said::Measured(value));
                }
            }
            Report::Exploring { run, progress, worked } if self.is_current(run) => {
                self.listen(run);
                (self.hear)(Said::Exploring(progress, worked));
            }
            Report::Explored { run, found, explained, worked } => {
                if self.end(run).is_some() {
                    (self.hear)(Said::Explored(found, explained, worked));
                }
            }
            Report::Started { .. } | Report::Names { .. } | Report::Exploring { .. } => {}
        }
    }
}

/// What an error of the browser says.
fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => format!("{error:?}"),
    }
}

/// At most one thing to be done later.
#[derive(Default)]
struct Timer {
    handle: Cell<Option<TimeoutHandle>>,
}

impl Timer {
    fn set(&self, after: Duration, then: impl FnOnce() + 'static) {
        self.clear();
        self.handle.set(set_timeout_with_handle(then, after).ok());
    }

    fn clear(&self) {
        if let Some(handle) = self.handle.take() {
            handle.clear();
        }
    }
}
