//! One process from the inside: it lives through its forebears' past, and then its own life.

use super::{Answer, Ask, Birth, Learnt, bytes, pack, packed, unpack};
use crate::cx::Cx;
use crate::engine::{Body, Code, Engine, Op, Request, Surroundings, TaskFuture};
use crate::kernel::Kernel;
use crate::main_task::{ProgramFuture, main_task};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::telling::{self, Tells, amount};
use crate::value::{Shared, Value};
use model::{Event, EventKind, Mark, ObjectId, TaskId, Verdict};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// What a process needs from outside.
pub trait Home {
    /// Nanoseconds since the run began, the same in every process.
    fn now(&self) -> u64;

    /// Sends a message to the hub.
    fn post(&self, message: Vec<u8>);

    /// How many cores there are, where that is known.
    fn cores(&self) -> Option<u8> {
        None
    }

    /// Puts bytes under this number where every process of the run can reach them; whether it could.
    fn share(&self, _number: u64, _bytes: &[u8]) -> bool {
        false
    }

    /// A copy of the bytes of this number.
    fn shared(&self, _number: u64) -> Option<Vec<u8>> {
        None
    }
}

/// What a process waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// The next message.
    Message,
    /// This time, or a message that comes before.
    Until(u64),
    /// Nothing: its task has ended.
    Over,
}

/// One process.
pub struct Child {
    hand: Rc<Hand>,
    life: Option<TaskFuture>,
    verdict: Rc<RefCell<Option<Verdict>>>,
}

impl Child {
    /// A process that starts this program, and lives up to its own task.
    ///
    /// # Errors
    /// Where the message is none, or the program took another way than its parent did, in words.
    pub fn born(
        home: Rc<dyn Home>,
        birth: &[u8],
        program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    ) -> Result<Child, String> {
        let birth: Birth = postcard::from_bytes(birth).map_err(|error| error.to_string())?;
        let verdict = Rc::new(RefCell::new(None));
        let keep = verdict.clone();
        let hand = Rc::new(Hand { home, books: RefCell::new(Books::new(birth.place, birth.next_object)) });
        let main = move |hand: Rc<Hand>| main_task(hand, program, move |concluded| drop(keep.replace(Some(concluded))));
        let (mut main, mut body): (Option<_>, Option<Body>) = (Some(main), None);
        let mut start = |body: Option<Body>, task| match (body, main.take()) {
            (Some(body), _) => body(hand.clone(), task),
            (None, Some(main)) => main(hand.clone()),
            (None, None) => unreachable!("every forebear but the main task left a body"),
        };
        for (task, told) in birth.past {
            hand.books.borrow_mut().past = Some(Past { told: told.into(), spawns: None });
            let mut life = start(body.take(), task);
            // Nothing in the past has to be waited for: it is lived through in one go.
            let _ = life.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            let spawns = hand.books.borrow_mut().past.as_mut().and_then(|past| past.spawns.take());
            body = Some(spawns.ok_or("the program took another way in this process than in its parent")?);
            drop(life);
        }
        hand.books.borrow_mut().past = None;
        let life = Some(start(body, birth.task));
        hand.books.borrow_mut().task = birth.task;
        hand.say(Ask::Up);
        Ok(Child { hand, life, verdict })
    }

    /// Takes a message of the hub.
    pub fn hear(&mut self, message: &[u8]) {
        if let Ok(answer) = postcard::from_bytes(message) {
            self.hand.hear(answer);
        }
    }

    /// Lives on for as long as it need not wait.
    pub fn go_on(&mut self) -> Rest {
        loop {
            if let Some(rest) = self.hand.rests() {
                self.hand.flush();
                return rest;
            }
            let Some(life) = &mut self.life else { return Rest::Over };
            if let Poll::Ready(result) = life.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                self.life = None;
                self.end(result);
                return Rest::Over;
            }
        }
    }

    /// Sends this on to who looks on.
    pub fn say(&self, said: Vec<u8>) {
        self.hand.say(Ask::Said(said));
        self.hand.flush();
    }

    fn end(&self, mut result: Value) {
        match self.verdict.borrow_mut().take() {
            Some(verdict) => self.hand.say(Ask::Finish(verdict)),
            None => {
                self.hand.pack(&mut result, Mark::NONE);
                self.hand.say(Ask::End(result));
            }
        }
        self.hand.flush();
    }
}

struct Hand {
    home: Rc<dyn Home>,
    books: RefCell<Books>,
}

struct Books {
    task: TaskId,
    place: u8,
    next_object: u32,
    /// How many lumps of bytes it has shared.
    shares: u32,
    /// What is lived through again, as long as it is.
    past: Option<Past>,
    /// What the task was told since it last spawned somebody.
    told: Vec<Learnt>,
    /// What goes with the next message.
    says: Vec<Ask>,
    doing: Doing,
    /// It was asked to end and has not heard of it.
    cancelled: bool,
}

/// A past to live through, and the body of what was spawned where it ends.
struct Past {
    told: VecDeque<Learnt>,
    spawns: Option<Body>,
}

enum Doing {
    Nothing,
    /// The hub will answer.
    Asked,
    /// Until then, and then this is the answer.
    Pause(u64, Reply),
    Answered(Reply),
}

impl Books {
    fn new(place: u8, next_object: u32) -> Books {
        let (past, told, says, doing) = (None, Vec::new(), Vec::new(), Doing::Nothing);
        Books { task: TaskId::MAIN, place, next_object, shares: 0, past, told, says, doing, cancelled: false }
    }

    /// What comes next in the past, if it is not over.
    fn past(&mut self) -> Option<Option<Learnt>> {
        self.past.as_mut().map(|past| past.told.pop_front())
    }
}

impl Hand {
    fn say(&self, ask: Ask) {
        self.books.borrow_mut().says.push(ask);
    }

    fn flush(&self) {
        let says = std::mem::take(&mut self.books.borrow_mut().says);
        if !says.is_empty() {
            self.home.post(bytes(&says));
        }
    }

    fn tell(&self, time: u64, tells: impl Into<Tells>, mark: Mark, value: i64) {
        let mut books = self.books.borrow_mut();
        let (task, lane, Tells { kind, step }) = (books.task, books.place, tells.into());
        let event = Event { time, value, seq: 0, task, object: ObjectId::NONE, mark, kind, lane, step };
        books.says.push(Ask::Event(event.to_bytes()));
    }

    /// Makes bytes of a value that is to leave, and tells how long that takes and when they left.
    fn pack(&self, value: &mut Value, mark: Mark) {
        let began = self.home.now();
        if let Some(count) = pack(value) {
            self.tell(began, EventKind::Pickle, mark, amount(count));
            self.tell(self.home.now(), EventKind::Copy, mark, amount(count));
        }
    }

    /// Makes values of the bytes in an answer, and tells when they had come; whether there were any.
    fn unpack(&self, reply: Reply) -> (Reply, bool) {
        let Reply::Value(value) = reply else { return (reply, false) };
        let count = packed(&value);
        if count > 0 {
            self.tell(self.home.now(), EventKind::Unpickle, Mark::NONE, amount(count));
        }
        (Reply::Value(unpack(value)), count > 0)
    }

    fn hear(&self, answer: Answer) {
        let mut books = self.books.borrow_mut();
        match answer {
            Answer::Reply(reply, waited) => {
                books.cancelled &= reply != Reply::Cancelled;
                books.told.push(Learnt::Reply(reply.clone()));
                drop(books);
                let (reply, unpacked) = self.unpack(reply);
                if waited || unpacked {
                    self.tell(self.home.now(), EventKind::Take, Mark::NONE, 0);
                }
                self.books.borrow_mut().doing = Doing::Answered(reply);
            }
            Answer::Cancel => match books.doing {
                Doing::Pause(..) => {
                    drop(books);
                    self.wake(Reply::Cancelled);
                    self.say(Ask::Heard);
                }
                _ => books.cancelled = true,
            },
        }
    }

    /// A pause is over.
    fn wake(&self, reply: Reply) {
        let now = self.home.now();
        self.tell(now, EventKind::Woke, Mark::NONE, 0);
        self.tell(now, EventKind::Take, Mark::NONE, 0);
        let mut books = self.books.borrow_mut();
        books.told.push(Learnt::Reply(reply.clone()));
        books.doing = Doing::Answered(reply);
    }

    /// What has to be waited for, if anything.
    fn rests(&self) -> Option<Rest> {
        let over = match &self.books.borrow().doing {
            Doing::Asked => return Some(Rest::Message),
            Doing::Pause(until, reply) if self.home.now() >= *until => reply.clone(),
            Doing::Pause(until, _) => return Some(Rest::Until(*until)),
            Doing::Nothing | Doing::Answered(_) => return None,
        };
        self.wake(over);
        None
    }

    /// Takes up an operation in the past.
    fn relive(&self, op: Op) -> Poll<Reply> {
        let mut books = self.books.borrow_mut();
        match (op, books.past()) {
            (Op::Checkpoint(_), _) => unreachable!("a checkpoint is answered before the past is asked"),
            (_, Some(Some(Learnt::Reply(reply)))) => {
                drop(books);
                match reply {
                    Reply::Value(value) => Poll::Ready(Reply::Value(unpack(value))),
                    other => Poll::Ready(other),
                }
            }
            (Op::Spawn { body, .. }, Some(None)) => {
                if let Some(past) = &mut books.past {
                    past.spawns = Some(body);
                }
                Poll::Pending
            }
            _ => Poll::Pending,
        }
    }

    /// What this process does by itself was done.
    fn done(&self, reply: Reply) -> Poll<Reply> {
        self.books.borrow_mut().told.push(Learnt::Reply(reply.clone()));
        Poll::Ready(reply)
    }

    fn ask(&self, ask: Ask) -> Poll<Reply> {
        let mut books = self.books.borrow_mut();
        books.says.push(ask);
        books.doing = Doing::Asked;
        Poll::Pending
    }

    fn compute(&self, began: u64, mark: Mark, kernel: Kernel, units: u32, code: Code) -> Poll<Reply> {
        // A process here has one thread: nobody helps it.
        let mut told = began;
        self.flush();
        for unit in 0..units {
            std::hint::black_box(kernel.unit(unit));
            let now = self.home.now();
            if now >= told + telling::TELL_PROGRESS {
                told = now;
                self.tell(now, EventKind::Progress, mark, (unit + 1).into());
                self.flush();
            }
        }
        let now = self.home.now();
        self.tell(now, code.events().1, mark, units.into());
        if code.is_native() {
            self.tell(now, EventKind::Take, mark, 0);
        }
        self.done(Reply::Done)
    }

    /// Tells that the operation begins, and when. There is no event loop that a pause could hold up.
    fn tell_beginning(&self, request: Request, op: &Op) -> u64 {
        let now = self.home.now();
        if let Some((kind, value)) = telling::beginning(op, false) {
            self.tell(now, telling::step(kind), request.mark, value);
        }
        now
    }
}

impl Engine for Hand {
    fn now(&self) -> u64 {
        let mut books = self.books.borrow_mut();
        if let Some(told) = books.past() {
            return if let Some(Learnt::Time(time)) = told { time } else { 0 };
        }
        let now = self.home.now();
        books.told.push(Learnt::Time(now));
        now
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let mut books = self.books.borrow_mut();
        if let Some(told) = books.past() {
            return if let Some(Learnt::Object(id)) = told { id } else { ObjectId::NONE };
        }
        let id = super::hub::number(books.place, books.next_object);
        books.next_object += 1;
        books.told.push(Learnt::Object(id));
        books.says.push(Ask::Create(id, object, name.into()));
        id
    }

    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        self.take_up(request, op.take()).map(|answer| *reply = answer)
    }

    fn resume(&self, _: TaskId) -> Poll<Reply> {
        let mut books = self.books.borrow_mut();
        match std::mem::replace(&mut books.doing, Doing::Nothing) {
            Doing::Answered(reply) => Poll::Ready(reply),
            other => {
                books.doing = other;
                Poll::Pending
            }
        }
    }

    fn abandon(&self, _: TaskId) {
        let mut books = self.books.borrow_mut();
        if books.past.is_none() && !matches!(books.doing, Doing::Nothing) {
            books.doing = Doing::Nothing;
            books.says.push(Ask::Abandon);
        }
    }

    fn act_now(&self, _: TaskId, object: ObjectId, mut action: Action) {
        if self.books.borrow().past.is_some() {
            return;
        }
        if let Some(value) = action.sent() {
            self.pack(value, Mark::NONE);
        }
        self.say(Ask::ActNow(object, action));
    }

    fn share(&self, bytes: &Arc<[u8]>) -> Option<Shared> {
        let mut books = self.books.borrow_mut();
        if let Some(told) = books.past() {
            return if let Some(Learnt::Shared(shared)) = told { shared } else { None };
        }
        let length = bytes.len() as u64;
        let number = u64::from(books.task.0) << 32 | u64::from(books.shares);
        books.shares += 1;
        drop(books);
        let began = self.home.now();
        let shared = self.home.share(number, bytes).then_some(Shared { number, length, bytes: None });
        if shared.is_some() {
            self.tell(began, EventKind::Copy, Mark::NONE, amount(length));
            self.tell(self.home.now(), EventKind::Take, Mark::NONE, 0);
        }
        self.books.borrow_mut().told.push(Learnt::Shared(shared.clone()));
        shared
    }

    fn shared(&self, shared: &Shared) -> Option<Arc<[u8]>> {
        let began = self.home.now();
        let bytes = self.home.shared(shared.number)?;
        if self.books.borrow().past.is_none() {
            self.tell(began, EventKind::Copy, Mark::NONE, amount(shared.length));
            self.tell(self.home.now(), EventKind::Take, Mark::NONE, 0);
        }
        Some(bytes.into())
    }

    fn surroundings(&self) -> Surroundings {
        Surroundings { cores: self.home.cores(), seed: 0 }
    }

    fn isolates(&self) -> bool {
        true
    }
}

impl Hand {
    fn take_up(&self, request: Request, op: Op) -> Poll<Reply> {
        let Request { mark, timeout, .. } = request;
        if matches!(op, Op::Checkpoint(_)) {
            return Poll::Ready(Reply::Done);
        }
        if self.books.borrow().past.is_some() {
            return self.relive(op);
        }
        if std::mem::take(&mut self.books.borrow_mut().cancelled) {
            self.say(Ask::Heard);
            return self.done(Reply::Cancelled);
        }
        match op {
            Op::Checkpoint(_) => Poll::Ready(Reply::Done),
            Op::Act(object, mut action) => {
                if let Some(value) = action.sent() {
                    self.pack(value, mark);
                }
                self.ask(Ask::Act { mark, timeout, object, action })
            }
            Op::Spawn { name, strand, pool, .. } => {
                let past = std::mem::take(&mut self.books.borrow_mut().told);
                self.ask(Ask::Spawn { mark, name, strand, pool, past })
            }
            Op::Compute { kernel, units, code } => {
                let began = self.tell_beginning(request, &op);
                self.compute(began, mark, kernel, units, code)
            }
            Op::Pause(_, nanos) => {
                let began = self.tell_beginning(request, &op);
                let (nanos, reply) = request.pause(nanos);
                self.books.borrow_mut().doing = Doing::Pause(began.saturating_add(nanos), reply);
                Poll::Pending
            }
            op @ Op::Convert(..) => {
                self.tell_beginning(request, &op);
                self.tell(self.home.now(), EventKind::Take, mark, 0);
                self.done(Reply::Done)
            }
            mut op @ (Op::Fail(_) | Op::Crash(_)) => {
                self.tell_beginning(request, &op);
                let ending = telling::ending(&mut op, request.task, mark);
                self.ask(Ask::EndRun(ending.expect("a failed check and a crash end the run")))
            }
        }
    }
}
