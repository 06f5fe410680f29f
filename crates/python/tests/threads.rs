//! Python programs with threads on the engines: the search of one finds what the search of its Rust twin finds, in
//! as many executions.

use model::{Coverage, Ending, Event, Mark, Mode, Name, Outcome, Verdict};
use python::{compile, drive};
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use runtime::{Cx, Recorder};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

type Program = Pin<Box<dyn Future<Output = Verdict>>>;

const LIMITS: Limits =
    Limits { executions: 500_000, steps: 10_000_000, length: 2_000, late: LATE, memory: 256 << 20, tree: 16 };

/// The outcomes there are, by name, and how many executions it took to find them all.
fn search(program: impl Fn(Cx) -> Program + 'static) -> (Vec<String>, u64) {
    let mut explorer = Explorer::new(program, LIMITS);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    assert_eq!(report.coverage, Coverage::Complete);
    let mut outcomes: Vec<String> = report
        .outcomes
        .iter()
        .map(|found| match &found.outcome {
            Outcome::Verdict(key) => key.trim_end().to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    outcomes.sort();
    (outcomes, report.progress.executions)
}

fn python(source: &str) -> impl Fn(Cx) -> Program + 'static {
    let program = Arc::new(compile(source).expect("it is supported"));
    move |cx| Box::pin(drive::program(cx, program.clone(), None))
}

fn lost_update(workers: u32, times: u32) -> String {
    format!(
        "from threading import Thread

counter = 0

def add():
    global counter
    for _ in range({times}):
        seen = counter
        counter = seen + 1

workers = [Thread(target=add) for _ in range({workers})]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()

print(counter)
"
    )
}

async fn twin(cx: Cx, workers: u32, times: u32) -> Verdict {
    let counter = cx.cell("counter", 0);
    let mut tasks = Vec::new();
    for worker in 0..workers {
        let body = async move |cx: Cx| {
            for _ in 0..times {
                let seen = counter.load(cx.at(Mark(1))).await;
                counter.store(cx.at(Mark(2)), seen + 1).await;
            }
        };
        tasks.push(cx.spawn(&cx, format!("worker-{worker}"), body).await);
    }
    for task in &tasks {
        task.join(&cx).await;
    }
    Verdict::good(&counter.load(&cx).await.to_string())
}

#[test]
fn a_lost_update_has_the_outcomes_and_executions_of_its_twin() {
    for (workers, times) in [(2, 1), (2, 2), (3, 1)] {
        let ours = search(python(&lost_update(workers, times)));
        let theirs = search(move |cx| Box::pin(twin(cx, workers, times)) as Program);
        assert_eq!(ours, theirs, "{workers} workers, {times} times");
    }
}

const LOCKED: &str = "
from threading import Lock, Thread
counter = 0
lock = Lock()
def add():
    global counter
    for _ in range(2):
        with lock:
            counter += 1
threads = [Thread(target=add) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
";

#[test]
fn with_a_lock_nothing_is_lost() {
    assert_eq!(search(python(LOCKED)).0, ["4"]);
}

const DEADLOCK: &str = "
from threading import Lock, Thread
import time
lock = {'ann': Lock(), 'ben': Lock()}
def transfer(source, target):
    with lock[source]:
        time.sleep(0.001)
        with lock[target]:
            pass
threads = [Thread(target=transfer, args=('ann', 'ben')), Thread(target=transfer, args=('ben', 'ann'))]
for t in threads: t.start()
for t in threads: t.join()
print('done')
";

#[test]
fn two_locks_in_two_orders_can_block_for_ever() {
    assert_eq!(search(python(DEADLOCK)).0, ["Deadlock", "done"]);
}

const CHANGED: &str = "
from threading import Thread
items = []
def add():
    items.append(1)
t = Thread(target=add)
t.start()
t.join()
print(len(items))
";

#[test]
fn what_a_thread_changes_another_sees() {
    assert_eq!(search(python(CHANGED)), (vec!["1".to_string()], 1));
}

#[derive(Default)]
struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

fn modelled(mode: Mode, source: &str) -> Ending {
    let program = python(source);
    Machine::new(MachineConfig::new(mode), Rc::new(Silent), move |cx| program(cx)).run()
}

#[test]
fn the_modelled_machine_runs_it_under_the_gil_and_without() {
    for mode in [Mode::Gil, Mode::Free] {
        let ending = modelled(mode, LOCKED);
        assert!(matches!(&ending, Ending::Finished(verdict) if verdict.key == "4\n"), "{ending:?}");
    }
}

#[test]
fn a_global_that_is_bound_once_another_thread_runs_is_seen_by_it() {
    let late = "from threading import Thread

lock = 1

def look():
    try:
        print(answer + lock)
    except NameError:
        print('not yet')

def begin():
    thread = Thread(target=look)
    thread.start()
    return thread

thread = begin()
answer = 41
thread.join()
";
    let (outcomes, _) = search(python(late));
    assert_eq!(outcomes, ["42", "not yet"]);
    // Bound before anything could run, it is nobody's concern: one order is all there is.
    let early = late
        .replace("lock = 1\n", "lock = 1\nanswer = 41\n")
        .replace("thread = begin()\nanswer = 41", "thread = begin()");
    assert_eq!(search(python(&early)), (vec!["42".to_string()], 1));
}

/// Two threads that do this once each, after that, and what is printed in the end.
fn two(before: &str, once: &str, after: &str) -> String {
    let body: String = once.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "from threading import Condition, Event, Lock, Thread
from queue import Queue
{before}
def work():
{body}
threads = [Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
{after}
"
    )
}

#[test]
fn what_is_loaded_computed_and_stored_can_be_lost_wherever_it_lies() {
    let places = [
        ("d = {'n': 0}", "d['n'] += 1", "print(d['n'])"),
        ("items = [0]", "items[0] += 1", "print(items[0])"),
        ("class C:\n    n = 0\nc = C()\nc.n = 0", "c.n += 1", "print(c.n)"),
        (
            "def make():\n    n = 0\n    def add():\n        nonlocal n\n        n += 1\n    return add, lambda: n\nadd, get = make()",
            "add()",
            "print(get())",
        ),
    ];
    for (before, once, after) in places {
        assert_eq!(search(python(&two(before, once, after))).0, ["1", "2"], "{before}");
    }
}

#[test]
fn a_method_in_c_is_one_step_and_what_stands_between_two_is_not() {
    assert_eq!(search(python(&two("items = []", "items.append(1)", "print(items)"))).0, ["[1, 1]"]);
    assert_eq!(search(python(&two("d = {}", "d.setdefault('k', []).append(1)", "print(d)"))).0, ["{'k': [1, 1]}"]);
    let checked = "if 'k' not in d:\n    d['k'] = 1\n    made.append(1)";
    assert_eq!(search(python(&two("d = {}\nmade = []", checked, "print(len(made))"))).0, ["1", "2"]);
}

#[test]
fn a_call_nobody_waits_for_is_lost_and_a_queue_loses_nothing() {
    let lost = "from threading import Condition, Thread
ready = Condition()
def wait():
    with ready:
        ready.wait()
def call():
    with ready:
        ready.notify()
threads = [Thread(target=wait), Thread(target=call)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print('heard')
";
    assert_eq!(search(python(lost)).0, ["Asleep", "heard"]);
    let queue = two("q = Queue(1)\ngot = []", "q.put(1)\ngot.append(q.get())", "print(got)");
    assert_eq!(search(python(&queue)).0, ["[1, 1]"]);
}

#[test]
fn what_processes_share_can_be_lost_and_what_each_has_for_itself_cannot() {
    let program = |kind: &str| {
        format!(
            "from multiprocessing import Process, Value
counter = 0
shared = Value('i', 0)
def add():
    global counter
    counter += 1
    {kind}
if __name__ == '__main__':
    processes = [Process(target=add) for _ in range(2)]
    for process in processes: process.start()
    for process in processes: process.join()
    print(counter, shared.value)
"
        )
    };
    assert_eq!(search(python(&program("shared.value += 1"))).0, ["0 1", "0 2"]);
    assert_eq!(search(python(&program("with shared.get_lock(): shared.value += 1"))).0, ["0 2"]);
}

#[test]
fn a_method_of_a_deque_is_one_step() {
    let before = "from collections import deque\nd = deque()";
    assert_eq!(search(python(&two(before, "d.append(1)\nd.appendleft(2)", "print(len(d), sum(d))"))).0, ["4 6"]);
    let popped = "if d:\n    try:\n        d.popleft()\n    except IndexError:\n        missed.append(1)";
    let one = "from collections import deque\nd = deque([1])\nmissed = []";
    assert_eq!(search(python(&two(one, popped, "print(len(d), len(missed))"))).0, ["0 0", "0 1"]);
    let full = "from collections import deque\nd = deque(maxlen=1)";
    assert_eq!(search(python(&two(full, "d.extend([1, 2])", "print(d, d.maxlen)"))).0, ["deque([2], maxlen=1) 1"]);
}

#[test]
fn an_iterator_notices_that_another_thread_changed_its_deque() {
    let source = "from threading import Thread
from collections import deque
d = deque([1, 2])
said = []
def look():
    try:
        said.append(sum([item for item in d]))
    except RuntimeError as error:
        said.append(str(error))
thread = Thread(target=look)
thread.start()
d.append(3)
thread.join()
print(said[0], d == deque([1, 2, 3]), d.copy(), deque([1, 2, 3]) < d, 3 in d, d[-1], list(reversed(d)))
";
    let rest = "True deque([1, 2, 3]) False True 3 [3, 2, 1]";
    let expected = ["3", "6", "deque mutated during iteration"].map(|first| format!("{first} {rest}"));
    assert_eq!(search(python(source)).0, expected);
}
