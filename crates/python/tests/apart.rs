//! Programs with processes (`tests/processes`) where each process has a memory of its own, and bytes alone go between
//! them: here all of them in one thread, in a browser each in a worker. On stdout they print what CPython 3.11
//! printed when it was recorded.

use model::{Ending, Event, Name};
use python::compile;
use python::drive::{self, Teller};
use runtime::processes::{Child, Home, Host, Hub, MOST, Rest};
use runtime::{Recorder, Strand};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

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
}

impl World {
    /// Every look at the clock takes as long as a stretch of computing between two of them might.
    fn tick(&self) -> u64 {
        self.time.set(self.time.get() + 200_000);
        self.time.get()
    }
}

struct Outside(Rc<World>);

impl Host for Outside {
    fn now(&self) -> u64 {
        self.0.tick()
    }

    fn start(&self, place: u8, _: Strand, birth: Vec<u8>) {
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

    fn cores(&self) -> Option<u8> {
        Some(2)
    }

    fn post(&self, message: Vec<u8>) {
        self.1.mail.borrow_mut().push_back(Post::ToHub(self.0, message));
    }
}

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// How it ended.
fn run(source: &str) -> Ending {
    let program = Arc::new(compile(source).expect("it is supported"));
    let world = Rc::new(World::default());
    let mut hub = Hub::start(Box::new(Outside(world.clone())), Rc::new(Silent));
    let mut children: Vec<Option<(Child, Rest)>> = (0..MOST).map(|_| None).collect();
    loop {
        if let Some((ending, _)) = hub.ending() {
            return ending;
        }
        for place in world.killed.take() {
            children[usize::from(place)] = None;
        }
        // Time passes for those who wait, too, while others have mail.
        hub.wake();
        let now = world.time.get();
        for (child, rest) in children.iter_mut().flatten() {
            if matches!(rest, Rest::Until(time) if *time <= now) {
                *rest = child.go_on();
            }
        }
        let post = world.mail.borrow_mut().pop_front();
        match post {
            Some(Post::Birth(place, birth)) => {
                let program = program.clone();
                let home = Rc::new(Inside(place, world.clone()));
                let main = move |cx| -> std::pin::Pin<Box<dyn Future<Output = model::Verdict>>> {
                    Box::pin(drive::program(cx, program, Some(Teller::default())))
                };
                let mut child = Child::born(home, &birth, main).expect("the same way again");
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

#[test]
fn every_program_with_processes_prints_the_same_where_nothing_but_bytes_is_between_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/processes");
    let entries = std::fs::read_dir(folder).expect("the folder is part of the crate");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "py")) {
        let source = std::fs::read_to_string(file).expect("a program can be read");
        if source.contains("threading.Thread") {
            // A process has one thread here, and says so.
            assert!(matches!(run(&source), Ending::Crashed(failure) if failure.message.contains("one thread")));
            continue;
        }
        let recorded = std::fs::read_to_string(file.with_extension("txt")).expect("it was recorded");
        let said = recorded.split_once("--- stdout\n").and_then(|(_, rest)| rest.split_once("--- stderr\n"));
        let expected = said.expect("it is recorded so").0;
        match run(&source) {
            Ending::Finished(verdict) if verdict.key == expected => {}
            Ending::Finished(verdict) => {
                wrong.push(format!("{}: we say\n{}\nand recorded is\n{expected}", file.display(), verdict.key));
            }
            other => wrong.push(format!("{}: {other:?}", file.display())),
        }
    }
    assert!(wrong.is_empty(), "{} programs differ:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
