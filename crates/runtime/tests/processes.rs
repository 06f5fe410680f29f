//! The engine of processes, with every process in this one thread: bytes alone go between them.

use model::{Ending, Event, EventKind, Fault, Mark, Mode, Name, NameOf, NotStarted, Outcome, TaskId, Verdict};
use runtime::handles::{Group, Select};
use runtime::machine::{Machine, MachineConfig};
use runtime::processes::{Child, Home, Host, Hub, MOST, Rest};
use runtime::{Cx, Failure, Kernel, Recorder, Strand, TimedOut, Value, join_all};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

type Program = Rc<dyn Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>>>;

/// What is on its way.
enum Post {
    Birth(u8, Vec<u8>),
    ToChild(u8, Vec<u8>),
    ToHub(u8, Vec<u8>),
}

#[derive(Default)]
struct World {
    time: Cell<u64>,
    mail: RefCell<VecDeque<Post>>,
    killed: RefCell<Vec<u8>>,
    started: Cell<u32>,
    events: RefCell<Vec<Event>>,
    names: RefCell<Vec<Name>>,
    shared: RefCell<BTreeMap<u64, Vec<u8>>>,
}

impl World {
    /// Every look at the clock takes a microsecond.
    fn tick(&self) -> u64 {
        self.time.set(self.time.get() + 1_000);
        self.time.get()
    }
}

struct Outside(Rc<World>);

impl Host for Outside {
    fn now(&self) -> u64 {
        self.0.tick()
    }

    fn start(&self, place: u8, _: Strand, birth: Vec<u8>) {
        self.0.started.set(self.0.started.get() + 1);
        self.0.mail.borrow_mut().push_back(Post::Birth(place, birth));
    }

    fn post(&self, place: u8, message: Vec<u8>) {
        self.0.mail.borrow_mut().push_back(Post::ToChild(place, message));
    }

    fn kill(&self, place: u8) {
        self.0.mail.borrow_mut().retain(|post| match post {
            Post::Birth(to, _) | Post::ToChild(to, _) | Post::ToHub(to, _) => *to != place,
        });
        self.0.killed.borrow_mut().push(place);
    }
}

struct Inside(u8, Rc<World>);

impl Home for Inside {
    fn now(&self) -> u64 {
        self.1.tick()
    }

    fn post(&self, message: Vec<u8>) {
        self.1.mail.borrow_mut().push_back(Post::ToHub(self.0, message));
    }

    fn share(&self, number: u64, bytes: &[u8]) -> bool {
        self.1.shared.borrow_mut().insert(number, bytes.to_vec()).is_none()
    }

    fn shared(&self, number: u64) -> Option<Vec<u8>> {
        self.1.shared.borrow().get(&number).cloned()
    }
}

struct Log(Rc<World>);

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.events.borrow_mut().push(event);
    }

    fn name(&self, name: Name) {
        self.0.names.borrow_mut().push(name);
    }
}

/// A run to its end; at every birth the test may say that the process dies of something instead, and
/// after so many messages that the one in this place is no more.
fn run_with(
    program: Program,
    dies: impl Fn(u32) -> Option<&'static str>,
    killed: Option<(u32, u8)>,
) -> (Ending, Rc<World>) {
    let world = Rc::new(World::default());
    let mut hub = Hub::start(Box::new(Outside(world.clone())), Rc::new(Log(world.clone())));
    let mut children: Vec<Option<(Child, Rest)>> = (0..MOST).map(|_| None).collect();
    let (mut births, mut messages) = (0, 0);
    loop {
        if let Some((_, place)) = killed.filter(|(after, _)| *after == messages) {
            hub.died(place, Fault::Said("killed".into()));
        }
        messages += 1;
        if let Some((ending, _)) = hub.ending() {
            drop(hub);
            return (ending, world);
        }
        for place in world.killed.take() {
            children[usize::from(place)] = None;
        }
        let post = world.mail.borrow_mut().pop_front();
        match post {
            Some(Post::Birth(place, birth)) => {
                births += 1;
                if let Some(why) = dies(births - 1) {
                    hub.died(place, Fault::Said(why.into()));
                    continue;
                }
                let program = program.clone();
                let home = Rc::new(Inside(place, world.clone()));
                let mut child = Child::born(home, &birth, move |cx| program(cx)).expect("the same way again");
                let rest = child.go_on();
                children[usize::from(place)] = Some((child, rest));
            }
            Some(Post::ToChild(place, message)) => {
                if let Some((child, rest)) = &mut children[usize::from(place)] {
                    child.hear(&message);
                    *rest = child.go_on();
                }
            }
            Some(Post::ToHub(place, message)) => hub.hear(place, &message),
            None => {
                let wakes = children.iter().flatten().filter_map(|(_, rest)| match rest {
                    Rest::Until(time) => Some(*time),
                    _ => None,
                });
                let next = wakes.chain(hub.next_timer()).min().expect("nobody has anything to do, and no end is told");
                world.time.set(world.time.get().max(next));
                hub.wake();
                for (child, rest) in children.iter_mut().flatten() {
                    *rest = child.go_on();
                }
            }
        }
    }
}

fn run<F: Future<Output = Verdict> + 'static>(program: impl Fn(Cx) -> F + 'static) -> (Ending, Rc<World>) {
    run_with(Rc::new(move |cx| Box::pin(program(cx))), |_| None, None)
}

fn finished(key: &str) -> Ending {
    Ending::Finished(Verdict::good(key))
}

fn kinds(world: &World, task: u32) -> Vec<EventKind> {
    world.events.borrow().iter().filter(|event| event.task == TaskId(task)).map(|event| event.kind).collect()
}

#[test]
fn a_process_is_born_with_what_its_task_captured() {
    let (ending, world) = run(async |cx| {
        let began = cx.now();
        let queue = cx.queue("queue");
        cx.sleep(&cx, 5_000).await;
        let waited = cx.now() - began;
        let child = async move |cx: Cx| {
            // A grandchild goes back over two pasts.
            let twice = i64::try_from(waited).unwrap_or(0) * 2;
            let grandchild = async move |cx: Cx| {
                queue.put(&cx, twice).await;
                Value::from("done")
            };
            cx.spawn(&cx, "grandchild", grandchild).await.join(&cx).await
        };
        let task = cx.spawn(&cx, "child", child).await;
        let twice = queue.get(&cx).await.and_then(|value| value.as_int());
        let result = task.join(&cx).await;
        let right = twice == i64::try_from(waited * 2).ok() && result.as_text() == Some("done");
        Verdict::good(if right { "same" } else { "other" })
    });
    assert_eq!(ending, finished("same"));
    assert_eq!(world.started.get(), 3);
    let lanes: Vec<u8> = (0..3)
        .map(|task| world.events.borrow().iter().find(|event| event.task == TaskId(task)).expect("it told").lane)
        .collect();
    assert_eq!(lanes, [0, 1, 2], "each in a place of its own");
    for (seq, event) in (0..).zip(world.events.borrow().iter()) {
        assert_eq!(event.seq, seq);
    }
}

#[test]
fn values_cross_as_bytes_and_every_leg_is_told() {
    let (ending, world) = run(async |cx| {
        let queue = cx.queue("queue");
        let body = async move |cx: Cx| queue.get(&cx).await.unwrap_or_default();
        let task = cx.spawn(&cx, "receiver", body).await;
        let sent = Value::Bytes(vec![7; 1_000].into());
        queue.put(&cx, sent.clone()).await;
        Verdict::good(if task.join(&cx).await == sent { "same" } else { "other" })
    });
    assert_eq!(ending, finished("same"));
    use EventKind::{Begin, Copy, End, Get, Pickle, Put, Spawn, Start, Take, Unpickle};
    let legs = |task| {
        let mut kinds = kinds(&world, task);
        kinds.retain(|kind| matches!(kind, Pickle | Copy | Unpickle | Put | Get | End));
        kinds
    };
    assert_eq!(legs(0)[..3], [Pickle, Copy, Put]);
    assert_eq!(legs(0)[3..], [Copy, Unpickle, End], "the result came back as bytes");
    assert_eq!(legs(1), [Get, Copy, Unpickle, Pickle, Copy, End]);
    assert!(kinds(&world, 0).starts_with(&[Start, Begin, Spawn]));
    assert!(kinds(&world, 1).starts_with(&[Start, Begin]));
    assert!(kinds(&world, 0).windows(2).any(|pair| pair == [Unpickle, Take]), "and then it goes on");
    let bytes: Vec<i64> = world
        .events
        .borrow()
        .iter()
        .filter(|event| matches!(event.kind, Pickle | Copy | Unpickle))
        .map(|event| event.value)
        .collect();
    assert_eq!(bytes, [1_009; 8], "pickled, sent, received and unpickled, there and back");
}

#[test]
fn of_what_is_shared_only_the_name_travels() {
    let (ending, world) = run(async |cx| {
        let queue = cx.queue("queue");
        let sent = Value::Bytes(vec![7; 1_000].into());
        // Whoever is born later lives through the sharing again, and shares nothing twice.
        let name = cx.share(sent.clone());
        let body = async move |cx: Cx| cx.attach(queue.get(&cx).await.unwrap_or_default());
        let task = cx.spawn(&cx, "receiver", body).await;
        queue.put(&cx, name.clone()).await;
        let right = task.join(&cx).await == sent && cx.attach(name) == sent;
        Verdict::good(if right { "same" } else { "other" })
    });
    assert_eq!(ending, finished("same"));
    assert_eq!(world.shared.borrow().len(), 1);
    use EventKind::{Copy, Pickle};
    let told = |task| {
        let mut kinds = kinds(&world, task);
        kinds.retain(|kind| matches!(kind, Pickle | Copy));
        kinds
    };
    assert_eq!(told(1), [Copy, Pickle, Copy], "copied in; and the result is pickled, as it is no name");
}

#[test]
fn what_cannot_be_pickled_ends_its_task_and_nothing_else() {
    let (ending, _) = run(async |cx| {
        let queue = cx.queue("queue");
        let body = async move |cx: Cx| {
            queue.put(&cx, Value::Local("<lambda>".into())).await;
        };
        let failed = cx.spawn(&cx, "sender", body).await.join(&cx).await;
        let returned = cx.spawn(&cx, "returner", async |_: Cx| Value::Local("a lock".into())).await.join(&cx).await;
        let pool = cx.pool((&cx).into(), "pool", 1, async |_: Cx, value: Value| value).await;
        let refused = pool.submit(&cx, Value::Local("<lambda>".into())).await.result(&cx).await;
        let went = pool.submit(&cx, Value::Int(7)).await.result(&cx).await;
        pool.shutdown(&cx).await;
        let lambda = Some("cannot pickle <lambda>: it has no meaning in another process");
        let lock = Some("cannot pickle a lock: it has no meaning in another process");
        let right = [
            failed.failure().map(Failure::words),
            returned.failure().map(Failure::words),
            refused.failure().map(Failure::words),
        ] == [lambda, lock, lambda];
        Verdict::good(if right && went == Value::Int(7) { "told" } else { "other" })
    });
    assert_eq!(ending, finished("told"));
    let (ending, _) = run(async |cx| {
        cx.queue("queue").put(&cx, Value::Local("<lambda>".into())).await;
        Verdict::good("never")
    });
    assert_eq!(ending.outcome(), Some(Outcome::Crashed));
}

#[test]
fn the_end_of_a_process_that_nobody_gets_over_ends_the_run_as_what_it_was() {
    let program = async |cx: Cx| -> Verdict {
        let dead = cx.spawn(&cx, "dead", async |_: Cx| ()).await.join(&cx).await;
        match dead.failure() {
            Some(failure) => cx.crash(Mark::NONE, failure).await,
            None => Verdict::bad("alive"),
        }
    };
    let dies = |birth| (birth == 1).then_some("of old age");
    let (ending, _) = run_with(Rc::new(move |cx| Box::pin(program(cx))), dies, None);
    let Ending::Crashed(failure) = ending else { panic!("{ending:?}") };
    assert_eq!(failure.process, Some(Fault::Said("of old age".into())));
    assert!(failure.message.ends_with("its process died: of old age"), "{}", failure.message);
}

#[test]
fn a_process_that_dies_is_told_and_its_place_is_free() {
    let program = async |cx: Cx| {
        let dead = cx.spawn(&cx, "dead", async |_: Cx| ()).await.join(&cx).await;
        let lives = cx.spawn(&cx, "lives", async |_: Cx| Value::from(3)).await.join(&cx).await;
        let told = dead.failure().map(Failure::words) == Some("its process died: of old age");
        Verdict::good(if told && lives == Value::Int(3) { "replaced" } else { "other" })
    };
    let (ending, world) =
        run_with(Rc::new(move |cx| Box::pin(program(cx))), |birth| (birth == 1).then_some("of old age"), None);
    assert_eq!(ending, finished("replaced"));
    assert_eq!(world.started.get(), 3);
    let lanes: Vec<u8> =
        world.events.borrow().iter().filter(|event| event.task == TaskId(2)).map(|event| event.lane).collect();
    assert!(lanes.iter().all(|lane| *lane == 1), "the new process is where the old one was");

    let (ending, _) = run_with(Rc::new(|_| Box::pin(async { Verdict::good("never") })), |_| Some("no memory"), None);
    assert_eq!(ending.outcome(), Some(Outcome::Crashed));
}

#[test]
fn a_deadlock_is_named_and_ends_every_process() {
    let (ending, world) = run(async |cx| {
        let (a, b) = (cx.lock("a"), cx.lock("b"));
        let mut tasks = Vec::new();
        for (first, second) in [(a, b), (b, a)] {
            let body = async move |cx: Cx| {
                let outer = first.acquire(&cx).await;
                cx.sleep(&cx, 1_000_000).await;
                second.acquire(&cx).await.release(Mark::NONE).await;
                outer.release(Mark::NONE).await;
            };
            tasks.push(cx.spawn(&cx, "knotter", body).await);
        }
        join_all((&cx).into(), &tasks).await;
        Verdict::good("untied")
    });
    let Ending::Deadlock(ring) = ending else { panic!("{ending:?}") };
    assert_eq!(ring.len(), 2);
    let mut killed = world.killed.take();
    killed.sort_unstable();
    assert_eq!(killed, [0, 1, 2]);
}

#[test]
fn time_limits_and_cancelling_reach_every_kind_of_wait() {
    let (ending, _) = run(async |cx| {
        let (lock, event) = (cx.lock("lock"), cx.event("never"));
        let held = lock.acquire(&cx).await;
        let waiter = cx.spawn(&cx, "waiter", async move |cx: Cx| event.wait(&cx).await).await;
        let sleeper = cx.spawn(&cx, "sleeper", async |cx: Cx| cx.sleep(&cx, 60_000_000_000).await).await;
        let late = async move |cx: Cx| {
            let late = cx.within(2_000_000, async |cx| lock.acquire(&cx).await.release(Mark::NONE).await).await;
            let slept = cx.within(2_000_000, async |cx| cx.sleep(&cx, 90_000_000).await).await;
            i64::from(late == Err(TimedOut)) * 2 + i64::from(slept == Err(TimedOut))
        };
        let late = cx.spawn(&cx, "late", late).await.join(&cx).await;
        for task in [waiter, sleeper] {
            task.cancel(&cx).await;
        }
        held.release(Mark::NONE).await;
        let ends = [waiter.join(&cx).await, sleeper.join(&cx).await];
        let right = ends == [Value::Cancelled, Value::Cancelled] && late == Value::Int(3);
        let soon = cx.now() < 1_000_000_000;
        Verdict::good(if right && soon { "ended" } else { "other" })
    });
    assert_eq!(ending, finished("ended"));
}

#[test]
fn a_pool_of_processes_works_as_any_pool() {
    let (ending, world) = run(async |cx| {
        let work = async |cx: Cx, value: Value| {
            cx.compute(&cx, Kernel::Primes, 2).await;
            Value::Int(value.as_int().unwrap_or(0) * 10)
        };
        let pool = cx.pool((&cx).into(), "pool", 3, work).await;
        let results = pool.map(&cx, (1..=6).map(Value::Int)).await;
        pool.shutdown(&cx).await;
        let right = results == (1..=6).map(|n| Value::Int(n * 10)).collect::<Vec<_>>();
        Verdict::good(if right { "right" } else { "wrong" })
    });
    assert_eq!(ending, finished("right"));
    let events = world.events.borrow();
    let computed = events.iter().filter(|event| event.kind == EventKind::Computed).count();
    assert_eq!(computed, 6);
    let pools = world.names.borrow().iter().filter(|name| matches!(name.of, NameOf::Task(..))).count();
    assert_eq!(pools, 4, "main and three workers");
}

/// Four pieces of work for a pool of two, of which one process is killed after so many messages.
fn killed_after(messages: u32) -> (Ending, Rc<World>) {
    let program = async |cx: Cx| {
        let work = async |cx: Cx, value: Value| {
            cx.sleep(&cx, 10_000).await;
            value
        };
        let heard = cx.queue("heard");
        let pool = cx.pool((&cx).into(), "pool", 2, work).await;
        let mut futures = Vec::new();
        for value in 0..4 {
            let future = pool.submit(&cx, value).await;
            future.listen(&cx, heard, value).await;
            futures.push(future);
        }
        let (mut done, mut lost) = (0, 0);
        for (value, future) in (0..).zip(futures) {
            let result = future.result(&cx).await;
            done += i64::from(result == Value::Int(value));
            lost += i64::from(result.failure().is_some_and(|words| words.contains("went away")));
        }
        pool.shutdown(&cx).await;
        let told = heard.len(&cx).await;
        let answered = done + lost == 4 && told == 4;
        Verdict::good(if !answered { "not answered" } else { ["whole", "broken"][usize::from(lost > 0)] })
    };
    run_with(Rc::new(move |cx| Box::pin(program(cx))), |_| None, Some((messages, 1)))
}

#[test]
fn a_pool_of_processes_of_which_one_is_killed_answers_for_all_its_work() {
    let mut broken = 0;
    for messages in 0..200 {
        let (ending, _) = killed_after(messages);
        broken += i32::from(ending == finished("broken"));
        assert!(ending == finished("broken") || ending == finished("whole"), "after {messages}: {ending:?}");
    }
    assert!(broken > 10, "{broken}");
}

/// A process sets a result to which three listen, and sends where two are to be rung; it is killed after so
/// many messages. Whether it had set it.
fn tells_all_after(messages: u32) -> (Ending, Rc<World>) {
    let program = async |cx: Cx| {
        let (future, heard, channel) = (cx.future("future"), cx.queue("heard"), cx.channel("channel", 4));
        for item in 0..3 {
            future.listen(&cx, heard, item).await;
        }
        // Both wait for a ring before anything is sent; none of the two is fed by the other's.
        let chooses = async move |cx: Cx| {
            let select = Select::new((&cx).into(), "select", &[channel]).await;
            heard.put(&cx, 7).await;
            i64::from(select.receive(&cx).await.is_some())
        };
        let choosers = [cx.spawn(&cx, "one", chooses).await, cx.spawn(&cx, "two", chooses).await];
        let tells = async move |cx: Cx| {
            future.set(&cx, 5).await;
            channel.send(&cx, 1).await;
        };
        while heard.len(&cx).await < 2 {
            cx.sleep(&cx, 10_000).await;
        }
        cx.sleep(&cx, 100_000).await;
        cx.spawn(&cx, "tells", tells).await.join(&cx).await;
        let set = future.done(&cx).await;
        let told = heard.len(&cx).await == if set { 5 } else { 2 };
        // What was sent is received; and where nothing was sent yet, something is now. Then one is left, for this.
        channel.send(&cx, 2).await;
        channel.send(&cx, 3).await;
        let received = cx.within(1_000_000_000, async |cx: Cx| join_all((&cx).into(), &choosers).await).await;
        let right = told && received == Ok(vec![Value::Int(1); 2]);
        Verdict::good(if !right { "not told" } else { ["not set", "set"][usize::from(set)] })
    };
    run_with(Rc::new(move |cx| Box::pin(program(cx))), |_| None, Some((messages, 3)))
}

#[test]
fn who_listens_is_told_though_the_process_that_tells_is_killed() {
    let (mut set, mut not_set) = (0, 0);
    for messages in 0..150 {
        let (ending, _) = tells_all_after(messages);
        set += i32::from(ending == finished("set"));
        not_set += i32::from(ending == finished("not set"));
        assert!(ending == finished("set") || ending == finished("not set"), "after {messages}: {ending:?}");
    }
    assert!(set > 10 && not_set > 0, "{set}, {not_set}");
}

/// Two processes of a group, of which one waits for ever and the other is killed after so many messages.
#[test]
fn a_group_misses_a_process_that_is_killed() {
    let (mut lost, mut all) = (0, 0);
    for messages in 0..60 {
        let program = async |cx: Cx| {
            let go = cx.event("go");
            let grouped = cx.group((&cx).into(), async |cx: Cx, group: &mut Group| {
                group.spawn((&cx).into(), "waits", async move |cx: Cx| go.wait(&cx).await).await;
                let sets = async move |cx: Cx| {
                    cx.sleep(&cx, 10_000).await;
                    go.set(&cx).await;
                };
                group.spawn((&cx).into(), "sets", sets).await;
            });
            let word = match grouped.await {
                Ok(_) => "all",
                Err(failure) if failure.failure().is_some_and(|words| words.contains("killed")) => "lost",
                Err(_) => "other",
            };
            Verdict::good(word)
        };
        let ending = run_with(Rc::new(move |cx| Box::pin(program(cx))), |_| None, Some((messages, 2))).0;
        lost += i32::from(ending == finished("lost"));
        all += i32::from(ending == finished("all"));
        assert!(ending == finished("lost") || ending == finished("all"), "after {messages}: {ending:?}");
    }
    assert!(lost > 3 && all > 3, "{lost}, {all}");
}

#[test]
fn a_pool_misses_a_process_that_dies_before_it_asks_for_work() {
    let program = async |cx: Cx| {
        let pool = cx.pool((&cx).into(), "pool", 1, async |_: Cx, value: Value| value).await;
        let (first, second) = (pool.submit(&cx, 1).await, pool.submit(&cx, 2).await);
        let failed = first.result(&cx).await.failure().is_some() && second.result(&cx).await.failure().is_some();
        pool.shutdown(&cx).await;
        Verdict::good(if failed { "told" } else { "other" })
    };
    // The main task's process is the first to be born, the pool's the second.
    let dies = |birth| (birth == 1).then_some("of old age");
    assert_eq!(run_with(Rc::new(move |cx| Box::pin(program(cx))), dies, None).0, finished("told"));
}

#[test]
fn too_many_at_once_is_an_ending_that_says_how_many() {
    let (ending, _) = run(async |cx| {
        for _ in 0..MOST {
            cx.spawn(&cx, "sleeper", async |cx: Cx| cx.sleep(&cx, 1_000_000_000).await).await;
        }
        Verdict::good("never")
    });
    let what = NotStarted::Process { most: u32::from(MOST) };
    assert_eq!(ending, Ending::NotStarted { task: TaskId::MAIN, what });
}

/// What each task made bytes of, and values of, and how many bytes those were, in its own order.
fn pickled(events: &[Event]) -> BTreeMap<TaskId, Vec<(EventKind, i64)>> {
    let mut told: BTreeMap<TaskId, Vec<(EventKind, i64)>> = BTreeMap::new();
    for event in events.iter().filter(|event| matches!(event.kind, EventKind::Pickle | EventKind::Unpickle)) {
        told.entry(event.task).or_default().push((event.kind, event.value));
    }
    told
}

/// Every way in which a value goes from one process to another, with values that bytes are made of and others.
async fn hands_everything_over(cx: Cx) -> Verdict {
    let (queue, map, channel) = (cx.queue("queue"), cx.map("map"), cx.channel("channel", 1));
    let (future, over) = (cx.future("future"), cx.event("over"));
    let other = async move |cx: Cx| {
        queue.put(&cx, Value::Bytes(vec![7; 300].into())).await;
        queue.put(&cx, 5).await;
        queue.offer(&cx, "offered").await;
        map.insert(&cx, 1, "first").await;
        map.insert(&cx, 1, "second").await;
        map.insert_new(&cx, 2, Value::from(vec![1.into(), "deep".into()])).await;
        map.insert(&cx, 3, 3).await;
        channel.send(&cx, "sent").await;
        future.set(&cx, "set").await;
        over.set(&cx).await;
        Value::from("the end")
    };
    let task = cx.spawn(&cx, "other", other).await;
    let silent = cx.spawn(&cx, "silent", async |_: Cx| 5).await;
    over.wait(&cx).await;
    while queue.try_get(&cx).await.is_some() {}
    map.get(&cx, 1).await;
    map.contains(&cx, 2).await;
    map.remove(&cx, 2).await;
    map.remove(&cx, 3).await;
    channel.receive(&cx).await;
    future.result(&cx).await;
    join_all((&cx).into(), &[task, silent]).await;
    Verdict::good("done")
}

#[test]
fn what_is_pickled_is_the_same_measured_and_modelled() {
    let (ending, world) = run(hands_everything_over);
    assert_eq!(ending, finished("done"));
    let measured = pickled(&world.events.borrow());
    let world = Rc::new(World::default());
    let config = MachineConfig::new(Mode::Processes);
    let machine = Machine::new(config, Rc::new(Log(world.clone())), |cx| Box::pin(hands_everything_over(cx)));
    assert_eq!(machine.run(), finished("done"));
    assert_eq!(pickled(&world.events.borrow()), measured);
    let told = |kind| measured.values().flatten().filter(|(told, _)| *told == kind).count();
    assert_eq!((told(EventKind::Pickle), told(EventKind::Unpickle)), (8, 8), "{measured:?}");
}
