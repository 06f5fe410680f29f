//! Random small programs as data, over all primitives, and how they are run.

use model::{Mark, Verdict};
use runtime::objects::{
    Barrier, Cell, Channel, Condition, Event, Guard, Lock, Map, Permit, Queue, ReentrantGuard, ReentrantLock, Semaphore,
};
use runtime::{Cx, Task, Value};
use std::rc::Rc;

/// One line of a task. `usize` names a cell, a lock, or a task spawned before.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    Load(usize),
    /// Writes the sum of all the task has read, and one more.
    StoreNext(usize),
    Store(usize, i64),
    Add(usize),
    Swap(usize, i64, i64),
    Acquire(usize),
    Try(usize),
    /// Gives back what was taken last.
    Release,
    /// The same without waiting for a step of its own.
    Drop,
    Pause,
    LongPause,
    /// Ends the run if what was read last is odd.
    CheckEven,
    /// Leaves the rest out if what was read last is odd; what is held is given back by clean-up.
    StopIfOdd,
    Permit,
    AddPermit,
    Wait,
    IsSet,
    Set,
    Clear,
    Put,
    Offer,
    Get,
    TryGet,
    Close,
    Meet,
    /// Takes a lock, waits for the condition, and gives the lock back.
    Await,
    Notify,
    SetResult,
    Result,
    IsDone,
    Send,
    Receive,
    Reenter,
    InsertNew,
    Look,
    Cancel(usize),
    Ended(usize),
    Crash,
}

/// What a program is made of: a few sorts of lines, so that its tasks have something to do with
/// each other.
const SORTS: &[&[Line]] = &[
    &[Line::Load(0), Line::StoreNext(0), Line::Store(0, 1), Line::Add(0), Line::Swap(0, 0, 1)],
    &[Line::Load(1), Line::StoreNext(1), Line::Store(1, 2), Line::Load(0), Line::Store(0, 2)],
    &[Line::Acquire(0), Line::Acquire(1), Line::Try(0), Line::Release, Line::Release, Line::Drop],
    &[Line::Permit, Line::Permit, Line::AddPermit, Line::Release, Line::Drop],
    &[Line::Wait, Line::IsSet, Line::Set, Line::Clear],
    &[Line::Put, Line::Put, Line::Offer, Line::Get, Line::Get, Line::TryGet, Line::Close],
    &[Line::Meet],
    &[Line::Await, Line::Notify, Line::Notify],
    &[Line::SetResult, Line::Result, Line::IsDone],
    &[Line::Send, Line::Receive],
    &[Line::Reenter, Line::Release],
    &[Line::InsertNew, Line::Look],
    &[Line::Cancel(0), Line::Cancel(1), Line::Ended(0), Line::Pause],
    &[Line::Pause, Line::LongPause, Line::CheckEven, Line::StopIfOdd, Line::Crash],
];

/// A program: the lines of each task, and whether each has a time limit; the main task runs the
/// first ones itself.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) tasks: Vec<Vec<(Line, bool)>>,
    pub(crate) joins: Vec<bool>,
    pub(crate) nested: bool,
}

/// A small source of chance: xorshift.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }
}

impl Plan {
    pub(crate) fn random(dice: &mut Dice) -> Plan {
        let tasks = 2 + dice.below(3);
        let sorts: Vec<&[Line]> = (0..1 + dice.below(3)).map(|_| SORTS[dice.below(SORTS.len())]).collect();
        let limited = dice.below(3) == 0;
        let lines = |dice: &mut Dice, most: usize| {
            let count = dice.below(most + 1);
            let line = |dice: &mut Dice| {
                let sort = sorts[dice.below(sorts.len())];
                (sort[dice.below(sort.len())], limited && dice.below(2) == 0)
            };
            (0..count).map(|_| line(dice)).collect::<Vec<_>>()
        };
        let most = [0, 0, 5, 3, 2][tasks];
        let mut plan = Plan { tasks: vec![lines(dice, 1)], joins: vec![true], nested: dice.below(4) == 0 };
        for _ in 1..tasks {
            plan.tasks.push(lines(dice, most));
            plan.joins.push(dice.below(4) > 0);
        }
        plan
    }

    pub(crate) async fn run(self: Rc<Self>, cx: Cx) -> Verdict {
        let mut things = Things {
            cells: [cx.cell("x", 0), cx.cell("y", 0)],
            locks: [cx.lock("a"), cx.lock("b")],
            semaphore: cx.semaphore("semaphore", 1),
            event: cx.event("event"),
            queue: cx.bounded_queue("queue", 1),
            barrier: cx.barrier("barrier", 2),
            condition: cx.condition("condition"),
            future: cx.future("future"),
            channel: cx.channel("channel", 0),
            reentrant: cx.reentrant_lock("reentrant"),
            map: cx.map("map"),
            tasks: Vec::new(),
        };
        for (at, lines) in self.tasks.iter().enumerate().skip(1) {
            let (lines, shared) = (lines.clone(), things.clone());
            let nested = self.nested && at == 1;
            let body = async move |cx: Cx| {
                if nested {
                    let inner = cx.spawn(&cx, "inner", async move |cx: Cx| follow(&cx, &lines, &shared).await);
                    inner.await.join(&cx).await
                } else {
                    Value::Int(follow(&cx, &lines, &shared).await)
                }
            };
            things.tasks.push(cx.spawn(&cx, format!("task-{at}"), body).await);
        }
        let mut seen = vec![follow(&cx, &self.tasks[0], &things).await];
        for (task, join) in things.tasks.iter().zip(&self.joins[1..]) {
            if *join {
                let result = task.join(&cx).await;
                seen.push(result.as_int().unwrap_or(if result == Value::Cancelled { -1 } else { -2 }));
            }
        }
        for cell in &things.cells {
            seen.push(cell.load(&cx).await);
        }
        Verdict::good(&format!("{seen:?}"))
    }
}

#[derive(Clone)]
struct Things {
    cells: [Cell; 2],
    locks: [Lock; 2],
    semaphore: Semaphore,
    event: Event,
    queue: Queue,
    barrier: Barrier,
    condition: Condition,
    future: runtime::objects::Future,
    channel: Channel,
    reentrant: ReentrantLock,
    map: Map,
    tasks: Vec<Task>,
}

enum Held {
    Lock(Guard),
    Permit(Permit),
    Reentrant(ReentrantGuard),
}

async fn follow(cx: &Cx, lines: &[(Line, bool)], things: &Things) -> i64 {
    let mut sum = 0;
    let mut last = 0;
    let mut held: Vec<Held> = Vec::new();
    for (line, limited) in lines {
        match line {
            Line::Release => match held.pop() {
                Some(Held::Lock(guard)) => guard.release(Mark::NONE).await,
                Some(Held::Permit(permit)) => permit.release(Mark::NONE).await,
                Some(Held::Reentrant(guard)) => guard.release(Mark::NONE).await,
                None => {}
            },
            Line::Drop => drop(held.pop()),
            Line::CheckEven => cx.check(Mark::NONE, last % 2 == 0, "even").await,
            Line::StopIfOdd => {
                if last % 2 == 1 {
                    return sum;
                }
            }
            Line::Crash => {
                if last % 2 == 1 {
                    cx.crash(Mark::NONE, "odd").await;
                }
            }
            line if *limited => {
                let done = cx.within(10, async |cx: Cx| one(&cx, *line, sum, things).await).await;
                let (value, taken) = done.unwrap_or((7, None));
                last = value;
                sum = sum * 3 + value;
                held.extend(taken);
            }
            line => {
                let (value, taken) = one(cx, *line, sum, things).await;
                last = value;
                sum = sum * 3 + value;
                held.extend(taken);
            }
        }
    }
    sum
}

fn number(value: Option<Value>) -> i64 {
    value.and_then(|value| value.as_int()).unwrap_or(5)
}

/// Does one line; gives what it read and what it holds from now on.
async fn one(cx: &Cx, line: Line, sum: i64, things: &Things) -> (i64, Option<Held>) {
    let mut held = None;
    let value = match line {
        Line::Load(cell) => things.cells[cell].load(cx).await,
        Line::StoreNext(cell) => {
            things.cells[cell].store(cx, sum + 1).await;
            0
        }
        Line::Store(cell, value) => {
            things.cells[cell].store(cx, value).await;
            0
        }
        Line::Add(cell) => things.cells[cell].add(cx, 1).await,
        Line::Swap(cell, expected, new) => i64::from(things.cells[cell].swap(cx, expected, new).await),
        Line::Acquire(lock) => {
            held = Some(Held::Lock(things.locks[lock].acquire(cx).await));
            0
        }
        Line::Try(lock) => {
            held = things.locks[lock].try_acquire(cx).await.map(Held::Lock);
            i64::from(held.is_some())
        }
        Line::Permit => {
            held = Some(Held::Permit(things.semaphore.acquire(cx).await));
            0
        }
        Line::AddPermit => {
            things.semaphore.add(cx, 1).await;
            0
        }
        Line::Wait => {
            things.event.wait(cx).await;
            1
        }
        Line::IsSet => i64::from(things.event.is_set(cx).await),
        Line::Set => {
            things.event.set(cx).await;
            0
        }
        Line::Clear => {
            things.event.clear(cx).await;
            0
        }
        Line::Put => i64::from(things.queue.put(cx, sum + 1).await),
        Line::Offer => i64::from(things.queue.offer(cx, sum + 2).await),
        Line::Get => number(things.queue.get(cx).await),
        Line::TryGet => number(things.queue.try_get(cx).await),
        Line::Close => {
            things.queue.close(cx).await;
            0
        }
        Line::Meet => {
            things.barrier.wait(cx).await;
            1
        }
        Line::Await => {
            let guard = things.locks[0].acquire(cx).await;
            let guard = things.condition.wait(cx, guard).await;
            guard.release(Mark::NONE).await;
            1
        }
        Line::Notify => things.condition.notify(cx).await,
        Line::SetResult => {
            things.future.set(cx, sum + 1).await;
            0
        }
        Line::Result => number(Some(things.future.result(cx).await)),
        Line::IsDone => i64::from(things.future.done(cx).await),
        Line::Send => i64::from(things.channel.send(cx, sum + 1).await),
        Line::Receive => number(things.channel.receive(cx).await),
        Line::Reenter => {
            held = Some(Held::Reentrant(things.reentrant.acquire(cx).await));
            0
        }
        Line::InsertNew => i64::from(things.map.insert_new(cx, 1, sum).await),
        Line::Look => number(things.map.get(cx, 1).await),
        Line::Cancel(task) => match things.tasks.get(task) {
            Some(task) => i64::from(task.cancel(cx).await),
            None => 0,
        },
        Line::Ended(task) => match things.tasks.get(task) {
            Some(task) => i64::from(task.done(cx).await),
            None => 0,
        },
        Line::Pause => {
            cx.sleep(cx, 1).await;
            0
        }
        Line::LongPause => {
            cx.sleep(cx, 100).await;
            0
        }
        Line::Release | Line::Drop | Line::CheckEven | Line::StopIfOdd | Line::Crash => 0,
    };
    (value, held)
}
