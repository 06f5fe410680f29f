//! The processes of one run in a browser: workers that share no memory with the conductor.

use crate::colony::{Colony, Heard};
use crate::failure;
use js_sys::{JsString, Uint8Array};
use model::Fault;
use runtime::Strand;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/process.js")]
extern "C" {
    /// A process as JavaScript knows it.
    type Started;

    /// The processes of one run as JavaScript knows them.
    type Known;

    fn new_colony() -> Known;

    #[wasm_bindgen(catch)]
    fn start_process(
        colony: &Known,
        module: &JsValue,
        main: &JsString,
        entry: &str,
        birth: Uint8Array,
        heard: &Closure<dyn FnMut(Uint8Array)>,
        died: &Closure<dyn FnMut(JsValue)>,
        not_up: &Closure<dyn FnMut(JsValue)>,
    ) -> Result<Started, JsValue>;

    fn post_to_process(process: &Started, bytes: Uint8Array);

    fn end_process(colony: &Known, process: &Started);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static MAIN: JsString;
}

/// Who is to be called when something was heard.
type Wake = Rc<dyn Fn()>;

/// The processes of one run.
pub(super) struct BrowserColony {
    entry: &'static str,
    wake: Wake,
    known: Known,
    inbox: Rc<RefCell<VecDeque<(u8, Heard)>>>,
    alive: RefCell<Vec<Process>>,
    /// A process may be ended by what it says itself: what was called for that stays until the next
    /// one is started.
    ended: RefCell<Vec<Process>>,
}

struct Process {
    place: u8,
    started: Started,
    alive: Rc<Cell<bool>>,
    _heard: Closure<dyn FnMut(Uint8Array)>,
    _died: [Closure<dyn FnMut(JsValue)>; 2],
}

/// What JavaScript knows of a fault (see `process.js`).
fn read_fault(why: &JsValue) -> Fault {
    match why.dyn_ref::<Uint8Array>() {
        Some(bytes) => postcard::from_bytes(&bytes.to_vec()).unwrap_or_else(|error| Fault::Said(error.to_string())),
        None => failure::of_worker(why.as_string()),
    }
}

impl BrowserColony {
    pub(super) fn new(entry: &'static str, wake: Wake) -> BrowserColony {
        let (known, inbox) = (new_colony(), Rc::default());
        BrowserColony { entry, wake, known, inbox, alive: RefCell::default(), ended: RefCell::default() }
    }

    /// What puts something into the inbox, as long as the process counts.
    fn ear(&self, place: u8, alive: &Rc<Cell<bool>>) -> impl Fn(Heard) + 'static {
        let (inbox, wake, alive) = (self.inbox.clone(), self.wake.clone(), alive.clone());
        move |heard| {
            if alive.get() {
                inbox.borrow_mut().push_back((place, heard));
                wake();
            }
        }
    }
}

impl Colony for BrowserColony {
    fn start(&self, place: u8, how: Strand, outset: Vec<u8>) {
        self.ended.take();
        // As a copy of ours it gets the binary compiled; from nothing it has to fetch and compile it.
        let module = if how == Strand::Spawn { JsValue::UNDEFINED } else { wasm_bindgen::module() };
        let alive = Rc::new(Cell::new(true));
        let [hear, die, stay] = [(); 3].map(|()| self.ear(place, &alive));
        let heard = Closure::new(move |bytes: Uint8Array| hear(Heard::Message(bytes.to_vec())));
        let died = Closure::new(move |why| die(Heard::Died(read_fault(&why))));
        // One that was to come up and says nothing at all.
        let silent = |why: JsValue| if why.is_undefined() { Fault::Silent } else { read_fault(&why) };
        let not_up = Closure::new(move |why| stay(Heard::NotUp(silent(why))));
        let birth = Uint8Array::new_from_slice(&outset);
        let start =
            |main: &JsString| start_process(&self.known, &module, main, self.entry, birth, &heard, &died, &not_up);
        let started = MAIN.with(start);
        match started {
            Ok(started) => {
                self.alive.borrow_mut().push(Process { place, started, alive, _heard: heard, _died: [died, not_up] });
            }
            Err(error) => self.inbox.borrow_mut().push_back((place, Heard::NotUp(Fault::Said(format!("{error:?}"))))),
        }
    }

    fn post(&self, place: u8, message: Vec<u8>) {
        if let Some(process) = self.alive.borrow().iter().find(|process| process.place == place) {
            post_to_process(&process.started, Uint8Array::new_from_slice(&message));
        }
    }

    fn kill(&self, place: u8) {
        let mut alive = self.alive.borrow_mut();
        if let Some(at) = alive.iter().position(|process| process.place == place) {
            let process = alive.swap_remove(at);
            process.alive.set(false);
            end_process(&self.known, &process.started);
            self.inbox.borrow_mut().retain(|(from, _)| *from != place);
            self.ended.borrow_mut().push(process);
        }
    }

    fn heard(&self) -> Option<(u8, Heard)> {
        self.inbox.borrow_mut().pop_front()
    }
}
