//! How a plan is run: every line of it is a call or two of what programs are written against.

use crate::plan::{Line, Plan, word};
use model::{Mark, Verdict};
use runtime::handles::{
    Barrier, Cell, Channel, Condition, Event, Group, Guard, Lock, Mailbox, Map, Permit, Pool, Queue, ReentrantGuard,
    ReentrantLock, Restart, Select, Semaphore, completed,
};
use runtime::{Cx, Kernel, Strand, Task, Value, join_all};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

impl Plan {
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
            other_channel: cx.channel("other", 1),
            reentrant_lock: cx.reentrant_lock("reentrant"),
            map: cx.map("map"),
            mailbox: cx.mailbox("mailbox"),
            pool: None,
            tasks: Vec::new(),
        };
        let x = things.cells[0];
        if self.has(&[Line::Submit, Line::PoolMap, Line::PoolMapAsCompleted]) {
            let work = async move |cx: Cx, value: Value| x.add(&cx, value.as_int().unwrap_or(0)).await;
            things.pool = Some(cx.pool((&cx).into(), "pool", 1, work).await);
        }
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
                seen.push(end(&result));
            }
        }
        if let Some(pool) = things.pool.take() {
            pool.shutdown(&cx).await;
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
    future: runtime::handles::Future,
    channel: Channel,
    other_channel: Channel,
    reentrant_lock: ReentrantLock,
    map: Map,
    mailbox: Mailbox,
    pool: Option<Pool>,
    tasks: Vec<Task>,
}

enum Held {
    Lock(Guard),
    Permit(Permit),
    Reentrant(ReentrantGuard),
}

thread_local! {
    /// How often each line was done, ran out of time, and was cut short by its task's end.
    static TALLY: RefCell<BTreeMap<String, [u64; 3]>> = const { RefCell::new(BTreeMap::new()) };
}

/// The same since it was last asked for.
pub(crate) fn tally() -> BTreeMap<String, [u64; 3]> {
    TALLY.take()
}

/// A line under way: it ends in one of three ways.
struct UnderWay(Line, usize);

impl Drop for UnderWay {
    fn drop(&mut self) {
        TALLY.with_borrow_mut(|tally| tally.entry(word(self.0)).or_default()[self.1] += 1);
    }
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
                let mut under_way = UnderWay(*line, 2);
                let done = cx.within(10, async |cx: Cx| one(&cx, *line, sum, things).await).await;
                under_way.1 = usize::from(done.is_err());
                let (value, taken) = done.unwrap_or((7, None));
                last = value;
                sum = sum * 3 + value;
                held.extend(taken);
            }
            line => {
                let mut under_way = UnderWay(*line, 2);
                let (value, taken) = one(cx, *line, sum, things).await;
                under_way.1 = 0;
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

/// What a task came to, as a number.
fn end(result: &Value) -> i64 {
    result.as_int().unwrap_or(if *result == Value::Cancelled { -1 } else { -2 })
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
            held = Some(Held::Reentrant(things.reentrant_lock.acquire(cx).await));
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
        Line::Io => {
            cx.io(cx, 20).await;
            0
        }
        Line::Block => {
            cx.block(cx, 5).await;
            0
        }
        Line::Compute => {
            cx.compute(cx, Kernel::Primes, 1).await;
            0
        }
        Line::Native => {
            cx.native(cx, Kernel::Checksum, 1).await;
            0
        }
        Line::Parallel => {
            cx.parallel(cx, Kernel::Checksum, 4, 3).await;
            0
        }
        Line::Pickle => {
            let bytes = cx.pickle(cx, &Value::Int(sum)).await;
            let bytes = cx.attach(cx.share(bytes));
            number(Some(cx.unpickle(cx, &bytes).await))
        }
        Line::Pass => {
            cx.call(Mark::NONE).await;
            cx.back_edge(Mark::NONE).await;
            0
        }
        Line::Limits => {
            let event = things.event;
            let inner = async |cx: Cx| cx.within(5, async |cx: Cx| event.wait(&cx).await).await;
            match cx.within(5, inner).await {
                Ok(Ok(())) => 0,
                Ok(Err(_)) => 1,
                Err(_) => 2,
            }
        }
        Line::TryPermit => {
            held = things.semaphore.try_acquire(cx).await.map(Held::Permit);
            i64::from(held.is_some())
        }
        Line::TakePermit => {
            things.semaphore.take(cx).await;
            0
        }
        Line::AddPermits => {
            things.semaphore.add(cx, 2).await;
            0
        }
        Line::Worked => {
            things.queue.task_done(cx).await;
            0
        }
        Line::Drain => {
            things.queue.join(cx).await;
            0
        }
        Line::Length => things.queue.len(cx).await,
        Line::NotifyAll => things.condition.notify_all(cx).await,
        Line::Fail => {
            things.future.fail(cx, "failed").await;
            0
        }
        Line::Begin => i64::from(things.future.begin(cx).await),
        Line::CancelResult => i64::from(things.future.cancel(cx).await),
        Line::Listen => {
            things.future.listen(cx, things.queue, 3).await;
            0
        }
        Line::TryReceive => number(things.channel.try_receive(cx).await),
        Line::CloseChannel => {
            things.channel.close(cx).await;
            0
        }
        Line::SendOther => i64::from(things.other_channel.send(cx, sum + 2).await),
        Line::CloseOther => {
            things.other_channel.close(cx).await;
            0
        }
        Line::TryReenter => {
            held = things.reentrant_lock.try_acquire(cx).await.map(Held::Reentrant);
            i64::from(held.is_some())
        }
        Line::Insert => number(things.map.insert(cx, 1, sum).await),
        Line::Contains => i64::from(things.map.contains(cx, 1).await),
        Line::Remove => number(things.map.remove(cx, 1).await),
        Line::Entries => things.map.len(cx).await,
        Line::Post => i64::from(things.mailbox.send(cx, sum + 1).await),
        Line::Read => number(things.mailbox.receive(cx).await),
        Line::Shut => {
            things.mailbox.close(cx).await;
            0
        }
        line => composed(cx, line, things).await,
    };
    (value, held)
}

/// Does a line that is more than one operation.
async fn composed(cx: &Cx, line: Line, things: &Things) -> i64 {
    let cell = things.cells[0];
    match line {
        Line::Select => {
            let select = Select::new(cx.into(), "select", &[things.channel, things.other_channel]).await;
            let received = select.receive(cx).await;
            received.map_or(5, |(from, value)| if from == 0 { number(Some(value)) } else { -number(Some(value)) })
        }
        Line::Completed => {
            let mut results = completed(cx.into(), &[things.future]).await;
            results.pop().map_or(0, |(_, result)| end(&result))
        }
        Line::Callback => {
            let store = async move |cx: Cx, result: Value| cell.store(&cx, end(&result)).await;
            things.future.on_done(cx, "callback", store).await;
            0
        }
        Line::Submit
        | Line::PoolMap
        | Line::PoolMapAsCompleted
        | Line::Waiting
        | Line::CancelWorker
        | Line::Shutdown => {
            let Some(pool) = things.pool.clone() else { return 0 };
            match line {
                Line::Submit => end(&pool.submit(cx, 1).await.result(cx).await),
                Line::PoolMap => pool.map(cx, [1, 2].map(Value::Int)).await.iter().map(end).sum(),
                Line::PoolMapAsCompleted => {
                    let results = pool.map_as_completed(cx, [1].map(Value::Int)).await;
                    results.iter().map(|(_, result)| end(result)).sum()
                }
                Line::Waiting => pool.waiting(cx).await,
                Line::CancelWorker => i64::from(pool.workers()[0].cancel(cx).await),
                _ => {
                    pool.shutdown(cx).await;
                    0
                }
            }
        }
        Line::Supervise(_) | Line::CancelSupervisor => {
            let restart = if let Line::Supervise(Some(most)) = line { Restart::UpTo(most) } else { Restart::Never };
            let supervised =
                cx.supervise(cx.into(), "actor", restart, async move |cx: Cx| moody(&cx, cell).await).await;
            if line == Line::CancelSupervisor {
                supervised.supervisor().cancel(cx).await;
            }
            end(&supervised.join(cx).await)
        }
        Line::Group => {
            let grouped = cx.group(cx.into(), async |cx: Cx, group: &mut Group| {
                group.spawn((&cx).into(), "moody", async move |cx: Cx| moody(&cx, cell).await).await;
                group.spawn((&cx).into(), "calm", async move |cx: Cx| cell.add(&cx, 1).await).await;
            });
            match grouped.await {
                Ok(((), results)) => results.iter().map(end).sum(),
                Err(failure) => end(&failure),
            }
        }
        Line::LeaveGroup => {
            let mut inside = None;
            let limited = cx.within(10, async |cx: Cx| {
                let grouped = cx.group((&cx).into(), async |cx: Cx, group: &mut Group| {
                    let body = async move |cx: Cx| moody(&cx, cell).await;
                    inside = Some(group.spawn((&cx).into(), "moody", body).await);
                    cx.sleep(&cx, 100).await;
                });
                grouped.await.is_ok()
            });
            assert!(limited.await.is_err(), "the sleep is longer than the limit");
            let outlived = match inside {
                Some(task) => !task.done(cx).await,
                None => false,
            };
            assert!(!outlived, "a task outlives its group");
            0
        }
        Line::Aside => {
            let body = async move |cx: Cx| cell.add(&cx, 1).await;
            let task = cx.spawn_on(cx, Strand::Thread, "aside", body).await;
            join_all(cx.into(), &[task]).await.iter().map(end).sum()
        }
        _ => 0,
    }
}

/// Adds to the cell, and crashes where that was even.
async fn moody(cx: &Cx, cell: Cell) -> i64 {
    let seen = cell.add(cx, 1).await;
    if seen % 2 == 0 {
        cx.crash(Mark::NONE, "even").await;
    }
    seen
}
