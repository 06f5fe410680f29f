//! What is outside of all processes: the objects, the tasks that wait for them, and which are alive.

use super::{Answer, Ask, Birth, Learnt, bytes};
use crate::engine::{Recorder, Strand};
use crate::failure::Failure;
use crate::line::{Line, Waiter};
use crate::objects::{Action, Object, Wakes, make_good};
use crate::reply::Reply;
use crate::telling::{self, Tells, amount};
use crate::value::Value;
use crate::waits::judge;
use model::{Ending, Event, EventKind, Fault, Mark, NotStarted, ObjectId, TaskId, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The most processes there may be at once: each is a worker with a memory of its own.
pub const MOST: u8 = 16;

/// Nanoseconds after which a process that has not said a word is given up.
const PATIENCE: u64 = 15_000_000_000;

/// Numbers of objects go round: the first process's, the second's, …, the hub's own.
const ROUND: u32 = MOST as u32 + 1;

/// The n-th object that is made in this place.
pub(super) fn number(place: u8, nth: u32) -> ObjectId {
    ObjectId(nth * ROUND + u32::from(place))
}

/// What the hub needs from outside. A place is a number below [`MOST`].
pub trait Host {
    /// Nanoseconds since the run began, the same in every process.
    fn now(&self) -> u64;

    /// Starts a process in this place, and hands it this as soon as it is there.
    fn start(&self, place: u8, how: Strand, birth: Vec<u8>);

    /// Sends a message to the process in this place.
    fn post(&self, place: u8, message: Vec<u8>);

    /// Ends the process in this place, whatever it does. Nothing more is heard of it.
    fn kill(&self, place: u8);
}

/// One run of a program in processes. Dropping it ends them all.
pub struct Hub {
    host: Box<dyn Host>,
    recorder: Rc<dyn Recorder>,
    objects: BTreeMap<ObjectId, Line>,
    tasks: Vec<Entry>,
    places: [Berth; MOST as usize],
    /// How many objects the hub itself has made: one for each task.
    own: u32,
    timers: BTreeSet<(u64, TaskId)>,
    next_seq: u32,
    ending: Option<(Ending, u64)>,
    /// What processes said to who looks on.
    said: Vec<Vec<u8>>,
}

/// Where a process may be.
#[derive(Default)]
struct Berth {
    task: Option<TaskId>,
    /// How many objects were made here, by whichever process.
    objects: u32,
}

struct Entry {
    object: ObjectId,
    place: Option<u8>,
    /// When it was asked to start, until it is up.
    starts: Option<u64>,
    waits: Option<Waits>,
    /// What it was granted while it waited, and got for it.
    granted: Option<(ObjectId, Action, Reply)>,
    /// Word of what it did that it still owes to others: should its process die, the hub gives it.
    owes: Vec<(ObjectId, Action)>,
    cancelled: bool,
    forebears: Vec<(TaskId, Vec<Learnt>)>,
    told: Vec<Learnt>,
}

#[derive(Clone, Copy)]
struct Waits {
    object: ObjectId,
    until: Option<u64>,
}

impl Hub {
    /// Begins a run: the main task's process is the first.
    pub fn start(host: Box<dyn Host>, recorder: Rc<dyn Recorder>) -> Hub {
        telling::name_main(&*recorder);
        let mut hub = Hub {
            host,
            recorder,
            objects: BTreeMap::new(),
            tasks: Vec::new(),
            places: std::array::from_fn(|_| Berth::default()),
            own: 0,
            timers: BTreeSet::new(),
            next_seq: 0,
            ending: None,
            said: Vec::new(),
        };
        hub.add_task(0, Strand::Usual, Vec::new());
        hub
    }

    /// What processes said to who looks on, since this was last asked.
    pub fn said(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.said)
    }

    /// How it ended, and when; `None` while it goes on.
    #[must_use]
    pub fn ending(&self) -> Option<(Ending, u64)> {
        self.ending.clone()
    }

    /// Ends the run here, with every process.
    pub fn end(&mut self, ending: Ending) {
        if self.ending.is_none() {
            self.ending = Some((ending, self.host.now()));
        }
        for place in 0..MOST {
            self.free(place);
        }
    }

    /// Takes a message of the process in this place.
    pub fn hear(&mut self, place: u8, message: &[u8]) {
        let Some(task) = self.at(place) else { return };
        match postcard::from_bytes::<Vec<Ask>>(message) {
            Ok(asks) => {
                for ask in asks {
                    if self.ending.is_some() {
                        return;
                    }
                    self.take(place, task, ask);
                }
                self.look_for_the_end();
            }
            Err(error) => self.died(place, Fault::Said(error.to_string())),
        }
    }

    /// The process in this place is no more, for this reason. Its task ends as crashed.
    pub fn died(&mut self, place: u8, why: Fault) {
        let Some(task) = self.at(place) else { return };
        let failure = Failure::of_process(why);
        if task == TaskId::MAIN {
            return self.end(telling::crashed(task, &failure));
        }
        let mut left: Vec<(ObjectId, Action)> = Vec::new();
        let waits = self.leave(task).map(|(object, _)| object);
        for (id, line) in &self.objects {
            let of = line.object.on_process_death(task, waits == Some(*id), &failure).into_iter();
            left.extend(of.map(|(other, action)| (other.unwrap_or(*id), action)));
        }
        let mut owed = std::mem::take(&mut self.tasks[task.index()].owes);
        for (object, action) in left {
            let reply = self.apply(task, object, &action, Mark::NONE, false);
            owed.extend(action.owed(&reply));
        }
        for (object, action) in owed {
            self.apply(task, object, &action, Mark::NONE, false);
        }
        self.over(place, task, Value::Failure(failure));
        self.look_for_the_end();
    }

    /// When the next task runs out of time.
    #[must_use]
    pub fn next_timer(&self) -> Option<u64> {
        self.timers.first().map(|(time, _)| *time)
    }

    /// How many processes were started so far.
    #[must_use]
    pub fn started(&self) -> u32 {
        u32::try_from(self.tasks.len()).unwrap_or(u32::MAX)
    }

    /// Tells those who have run out of time, and gives up processes that do not come up.
    pub fn wake(&mut self) {
        let now = self.host.now();
        for place in 0..MOST {
            let starts = self.at(place).and_then(|task| self.tasks[task.index()].starts);
            if starts.is_some_and(|since| now > since.saturating_add(PATIENCE)) {
                self.died(place, Fault::Silent);
            }
        }
        while let Some((time, task)) = self.timers.first().copied().filter(|(time, _)| *time <= now) {
            self.timers.remove(&(time, task));
            if let Some((object, Waiter { mark, action, .. })) = self.leave(task) {
                self.emit(now, task, telling::step(EventKind::TimedOut), object, mark, 0);
                if let Some(instead) = action.on_timeout() {
                    self.apply(task, object, &instead, mark, false);
                }
                self.reply(task, Reply::TimedOut, true);
            }
        }
    }

    // Tasks and places

    fn at(&self, place: u8) -> Option<TaskId> {
        self.places.get(usize::from(place))?.task
    }

    fn add_task(&mut self, place: u8, how: Strand, forebears: Vec<(TaskId, Vec<Learnt>)>) -> (TaskId, ObjectId) {
        let task = TaskId(u32::try_from(self.tasks.len()).expect("a run has fewer than 2^32 tasks"));
        let object = number(MOST, self.own);
        self.own += 1;
        self.objects.insert(object, Line::new(Object::of_task(task)));
        let home = &mut self.places[usize::from(place)];
        home.task = Some(task);
        let birth = Birth { task, place, next_object: home.objects, past: forebears.clone() };
        self.tasks.push(Entry {
            object,
            place: Some(place),
            starts: Some(self.host.now()),
            waits: None,
            granted: None,
            owes: Vec::new(),
            cancelled: false,
            forebears,
            told: Vec::new(),
        });
        self.host.start(place, how, bytes(&birth));
        (task, object)
    }

    /// The task has ended with this, and its process with it.
    fn over(&mut self, place: u8, task: TaskId, result: Value) {
        self.leave(task);
        let object = self.tasks[task.index()].object;
        self.apply(task, object, &Action::end_of_task(result), Mark::NONE, false);
        self.free(place);
    }

    fn free(&mut self, place: u8) {
        if let Some(task) = self.places[usize::from(place)].task.take() {
            self.tasks[task.index()].place = None;
            self.host.kill(place);
        }
    }

    /// Where everybody who is alive waits for the others, the run is over.
    fn look_for_the_end(&mut self) {
        let mut alive = self.tasks.iter().filter(|task| task.place.is_some());
        if self.ending.is_none() && alive.all(|task| task.waits.is_some_and(|waits| waits.until.is_none())) {
            let ending = self.judge();
            self.end(ending);
        }
    }

    fn judge(&self) -> Ending {
        judge(self.objects.iter().flat_map(|(id, line)| line.waits(*id)).collect())
    }

    // What a process asks

    fn take(&mut self, place: u8, task: TaskId, ask: Ask) {
        match ask {
            Ask::Up => {
                let now = self.host.now();
                let took = now.saturating_sub(self.tasks[task.index()].starts.take().unwrap_or(now));
                let took = i64::try_from(took).unwrap_or(i64::MAX);
                self.emit(now, task, EventKind::Start, ObjectId::NONE, Mark::NONE, took);
                self.emit(now, task, EventKind::Begin, ObjectId::NONE, Mark::NONE, 0);
            }
            Ask::Event(record) => {
                if let Some(event) = Event::from_bytes(&record) {
                    self.tell(event);
                }
            }
            Ask::Said(said) => self.said.push(said),
            Ask::Create(id, object, name) => {
                let kind = object.kind();
                self.places[usize::from(place)].objects += 1;
                self.objects.insert(id, Line::new(object));
                telling::name_object(&*self.recorder, id, kind, &name);
            }
            Ask::Act { mark, timeout, object, action } => self.act(task, mark, timeout, object, action),
            Ask::ActNow(object, action) => {
                if self.objects.contains_key(&object) {
                    self.settle(task, object, &action);
                    self.apply(task, object, &action, Mark::NONE, false);
                }
            }
            Ask::Abandon => self.abandon(task),
            Ask::Spawn { mark, name, strand, pool, past } => {
                self.tasks[task.index()].told.extend(past);
                self.spawn(task, mark, name, strand, pool);
            }
            Ask::Heard => self.tasks[task.index()].cancelled = false,
            Ask::EndRun(ending) => self.end(ending),
            Ask::End(result) => self.over(place, task, result),
            Ask::Finish(verdict) => self.finish(task, verdict),
        }
    }

    fn finish(&mut self, task: TaskId, verdict: Verdict) {
        self.emit(self.host.now(), task, EventKind::End, ObjectId::NONE, Mark::NONE, 0);
        self.end(Ending::Finished(verdict));
    }

    fn act(&mut self, task: TaskId, mark: Mark, timeout: Option<u64>, object: ObjectId, action: Action) {
        if std::mem::take(&mut self.tasks[task.index()].cancelled) {
            return self.reply(task, Reply::Cancelled, false);
        }
        let Some(line) = self.objects.get_mut(&object) else { return };
        if line.object.ready(task, &action) {
            let reply = self.apply(task, object, &action, mark, true);
            self.settle(task, object, &action);
            self.copies(task, mark, &reply);
            self.did(task, object, action, &reply);
            return self.reply(task, reply, false);
        }
        line.join(task, mark, action);
        let now = self.host.now();
        let until = timeout.map(|limit| now.saturating_add(limit));
        self.timers.extend(until.map(|until| (until, task)));
        self.tasks[task.index()].waits = Some(Waits { object, until });
        self.emit(now, task, EventKind::Wait, object, mark, 0);
    }

    fn abandon(&mut self, task: TaskId) {
        self.leave(task);
        if let Some((object, action, reply)) = self.tasks[task.index()].granted.take() {
            for (other, word) in action.owed(&reply) {
                self.settle(task, other, &word);
            }
            make_good(object, &action, &reply, |object, action| self.apply(task, object, &action, Mark::NONE, false));
        }
    }

    /// The task did this, and will learn of it.
    fn did(&mut self, task: TaskId, object: ObjectId, action: Action, reply: &Reply) {
        let entry = &mut self.tasks[task.index()];
        entry.owes.extend(action.owed(reply));
        entry.granted = Some((object, action, reply.clone()));
    }

    /// If the task owed this, it does so no longer.
    fn settle(&mut self, task: TaskId, object: ObjectId, action: &Action) {
        let owes = &mut self.tasks[task.index()].owes;
        if let Some(at) = owes.iter().position(|(other, word)| *other == object && word == action) {
            owes.remove(at);
        }
    }

    fn spawn(&mut self, task: TaskId, mark: Mark, name: String, strand: Strand, pool: Option<ObjectId>) {
        if std::mem::take(&mut self.tasks[task.index()].cancelled) {
            return self.reply(task, Reply::Cancelled, false);
        }
        let free = (0..MOST).find(|place| self.at(*place).is_none()).filter(|_| strand != Strand::Thread);
        let Some(free) = free else {
            let what = match strand {
                Strand::Thread => NotStarted::Thread,
                Strand::Usual | Strand::Fork | Strand::Spawn => NotStarted::Process { most: u32::from(MOST) },
            };
            return self.end(Ending::NotStarted { task, what });
        };
        let parent = &self.tasks[task.index()];
        let mut forebears = parent.forebears.clone();
        forebears.push((task, parent.told.clone()));
        let (child, object) = self.add_task(free, strand, forebears);
        // A process may die before it asks for anything: its pool misses it all the same.
        if let Some(line) = pool.and_then(|pool| self.objects.get_mut(&pool)) {
            line.object.enrol(child);
        }
        telling::name_task(&*self.recorder, child, task, object, name);
        self.emit(self.host.now(), task, telling::step(EventKind::Spawn), object, mark, i64::from(child.0));
        self.reply(task, Reply::Task(child, object), false);
    }

    // Objects

    /// Lets an action happen whose guard holds, and then what it made possible for those who wait.
    fn apply(&mut self, task: TaskId, object: ObjectId, action: &Action, mark: Mark, step: bool) -> Reply {
        let now = self.host.now();
        let wakes = action.facts().wakes != Wakes::Nobody;
        let Some(line) = self.objects.get_mut(&object) else { return Reply::Done };
        let applied = line.object.apply(task, action);
        self.emit(now, task, Tells { kind: applied.kind, step }, object, mark, applied.value);
        if applied.kind == EventKind::Cancel {
            self.cancel(now, object);
        }
        while wakes && self.grant(now, object) {}
        applied.reply
    }

    /// Lets the first in the object's line act whose guard holds; whether there was one.
    fn grant(&mut self, now: u64, object: ObjectId) -> bool {
        let granted = self.objects.get_mut(&object).and_then(Line::grant);
        let Some((Waiter { task, mark, action }, applied)) = granted else { return false };
        self.emit(now, task, telling::step(applied.kind), object, mark, applied.value);
        self.forget_wait(task);
        self.copies(task, mark, &applied.reply);
        self.did(task, object, action, &applied.reply);
        self.reply(task, applied.reply, true);
        true
    }

    /// The task of this object was asked to end.
    fn cancel(&mut self, now: u64, object: ObjectId) {
        let Some(target) = self.objects.get(&object).and_then(|line| line.object.heeds()) else { return };
        if self.leave(target).is_some() {
            self.emit(now, target, EventKind::Want, ObjectId::NONE, Mark::NONE, 0);
            return self.reply(target, Reply::Cancelled, true);
        }
        self.tasks[target.index()].cancelled = true;
        self.post(target, &Answer::Cancel);
    }

    /// The task no longer waits; for what it did, and how.
    fn leave(&mut self, task: TaskId) -> Option<(ObjectId, Waiter)> {
        let object = self.forget_wait(task)?;
        let waiter = self.objects.get_mut(&object)?.leave(task)?;
        Some((object, waiter))
    }

    fn forget_wait(&mut self, task: TaskId) -> Option<ObjectId> {
        let Waits { object, until } = self.tasks[task.index()].waits.take()?;
        if let Some(until) = until {
            self.timers.remove(&(until, task));
        }
        Some(object)
    }

    // What is told

    fn reply(&mut self, task: TaskId, reply: Reply, waited: bool) {
        self.post(task, &Answer::Reply(reply, waited));
    }

    fn post(&self, task: TaskId, answer: &Answer) {
        if let Some(place) = self.tasks[task.index()].place {
            self.host.post(place, bytes(answer));
        }
    }

    /// The bytes in an answer begin their way to this task.
    fn copies(&mut self, task: TaskId, mark: Mark, reply: &Reply) {
        let Reply::Value(value) = reply else { return };
        let count = super::packed(value);
        if count > 0 {
            self.emit(self.host.now(), task, EventKind::Copy, ObjectId::NONE, mark, amount(count));
        }
    }

    fn emit(&mut self, time: u64, task: TaskId, tells: impl Into<Tells>, object: ObjectId, mark: Mark, value: i64) {
        let (lane, Tells { kind, step }) = (self.tasks[task.index()].place.unwrap_or(0), tells.into());
        self.tell(Event { time, value, seq: 0, task, object, mark, kind, lane, step });
    }

    fn tell(&mut self, event: Event) {
        if self.ending.is_none() {
            self.recorder.event(Event { seq: self.next_seq, ..event });
            self.next_seq = self.next_seq.wrapping_add(1);
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.end(Ending::Stopped);
    }
}
