//! A process from the inside, in a browser's worker: hears the hub, lives on, waits.
//!
//! It shares no memory with anybody. A panic in it ends it alone: the hub hears what was said.

use crate::colony::Outset;
use crate::program::Program;
use crate::{beside, clock, failure, plan};
use js_sys::Uint8Array;
use model::Fault;
use runtime::processes::{Child, Home, Rest};
use scenarios::{TWINS, Twin};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// A wait longer than this is left to a timer, so that a message is heard meanwhile.
const LONG: u64 = 20_000_000;

/// How much too late a timer may come: so much is left for a nap, which is exact.
const TIMERS_LATE: u64 = 8_000_000;

/// The process of this worker.
struct Process {
    scope: DedicatedWorkerGlobalScope,
    child: RefCell<Child>,
    program: Program,
    home: Rc<Here>,
    timer: RefCell<Option<i32>>,
    /// Called when the timer is due.
    due: RefCell<Option<Closure<dyn FnMut()>>>,
}

struct Here {
    scope: DedicatedWorkerGlobalScope,
    origin: u64,
}

impl Home for Here {
    fn now(&self) -> u64 {
        clock::now().saturating_sub(self.origin)
    }

    fn post(&self, message: Vec<u8>) {
        let bytes = Uint8Array::new_from_slice(&message);
        let moved = js_sys::Array::of1(&bytes.buffer());
        self.scope.post_message_with_transfer(&bytes, &moved).expect("bytes can be sent");
    }

    fn cores(&self) -> Option<u8> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of cores, cut at the end")]
        let cores = self.scope.navigator().hardware_concurrency() as u8;
        (cores > 0).then_some(cores)
    }

    fn share(&self, number: u64, bytes: &[u8]) -> bool {
        share_bytes(number, bytes)
    }

    fn shared(&self, number: u64) -> Option<Vec<u8>> {
        shared_bytes(number).map(|bytes| bytes.to_vec())
    }
}

#[wasm_bindgen(module = "/src/process.js")]
extern "C" {
    fn share_bytes(number: u64, bytes: &[u8]) -> bool;

    fn shared_bytes(number: u64) -> Option<Uint8Array>;
}

/// Lives the life that these bytes begin, in the worker that calls it.
///
/// # Errors
/// Where the bytes are no beginning, in words.
#[wasm_bindgen]
pub fn live(birth: &[u8]) -> Result<(), JsValue> {
    live_among(TWINS, birth)
}

/// The same with these programs.
///
/// # Errors
/// Where the bytes are no beginning, in words.
pub fn live_among(twins: &'static [Twin], birth: &[u8]) -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tell_fault(&failure::panicked(panic));
        before(panic);
    }));
    std::alloc::set_alloc_error_hook(|wanted| tell_fault(&failure::out_of_memory(wanted)));
    let (job, origin, birth) = match Outset::read(birth)? {
        Outset::Program { job, origin, birth } => (job, origin, birth),
        Outset::Serve { origin } => {
            serve(&scope, origin);
            return Ok(());
        }
    };
    let (program, link) = plan::read(twins, &job).map_err(|error| format!("{error:?}"))?;
    let params = link.params;
    let main = program.clone();
    let home = Rc::new(Here { scope: scope.clone(), origin });
    let child = Child::born(home.clone(), &birth, move |cx| main.main(cx, params))?;
    // What its forebears printed on their way was told by them.
    drop(program.printed());
    let process = Rc::new(Process {
        scope: scope.clone(),
        child: RefCell::new(child),
        program,
        home,
        timer: RefCell::default(),
        due: RefCell::default(),
    });
    let woken = process.clone();
    process.due.replace(Some(Closure::new(move || {
        woken.timer.take();
        woken.go_on();
    })));
    let ears = process.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        ears.child.borrow_mut().hear(&Uint8Array::new(&message.data()).to_vec());
        ears.go_on();
    });
    scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    process.go_on();
    Ok(())
}

fn tell_fault(fault: &Fault) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let bytes = postcard::to_allocvec(fault).expect("a fault is plain data");
    let told = js_sys::Object::new();
    let set = js_sys::Reflect::set(&told, &"fault".into(), &Uint8Array::new_from_slice(&bytes));
    set.and_then(|_| scope.post_message(&told)).expect("bytes can be sent");
}

/// Does one piece of work after another, from now on.
fn serve(scope: &DedicatedWorkerGlobalScope, origin: u64) {
    let home = Here { scope: scope.clone(), origin };
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match beside::serve(&Uint8Array::new(&message.data()).to_vec(), origin) {
            Ok(answer) => home.post(answer),
            Err(why) => tell_fault(&Fault::Said(why)),
        }
    });
    scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
}

impl Process {
    fn go_on(&self) {
        if let Some(timer) = self.timer.take() {
            self.scope.clear_timeout_with_handle(timer);
        }
        loop {
            let rest = self.child.borrow_mut().go_on();
            if let Some(said) = self.program.says() {
                self.child.borrow().say(said);
            }
            let Rest::Until(time) = rest else { return };
            let left = time.saturating_sub(self.home.now());
            if left <= LONG {
                clock::nap_until(clock::now() + left);
                continue;
            }
            let due = self.due.borrow();
            let Some(due) = &*due else { return };
            let millis = i32::try_from((left - TIMERS_LATE) / 1_000_000).unwrap_or(i32::MAX);
            let due = due.as_ref().unchecked_ref();
            let timer = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(due, millis);
            self.timer.replace(timer.ok());
            return;
        }
    }
}
