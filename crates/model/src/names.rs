//! What the numbers in events are called: names of tasks and objects, and the kinds of objects.

use crate::{ObjectId, TaskId};
use serde::{Deserialize, Serialize};

/// What sort of thing a shared object is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum ObjectKind {
    /// A plain variable: loads and stores race.
    Cell,
    /// A dictionary whose single operations are safe.
    Map,
    /// A lock that its holder cannot take twice.
    Lock,
    /// A lock that its holder may take again.
    ReentrantLock,
    /// At most n holders.
    Semaphore,
    /// A one-shot signal.
    Event,
    /// Wait until a predicate holds.
    Condition,
    /// Everyone waits for everyone.
    Barrier,
    /// First in, first out, bounded or not.
    Queue,
    /// A result that is not there yet.
    Future,
    /// Tasks that do submitted work.
    Pool,
    /// A CSP channel, buffered or not.
    Channel,
    /// An actor's messages.
    Mailbox,
    /// A task, as something to wait for.
    Task,
    /// A list whose single operations are safe.
    List,
    /// A set whose single operations are safe.
    Set,
    /// An object with attributes: each is read and written by itself.
    Instance,
}

/// How tasks hold an object, as its `Acquire` and `Release` tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holding {
    /// Nobody ever does.
    Never,
    /// One task, once.
    Once,
    /// One task, as often as it likes: a release tells how often it still does.
    Nested,
    /// Several, each as often as it took a permit: a release tells how many permits are left.
    Permits,
}

impl ObjectKind {
    /// How tasks hold one of these.
    #[must_use]
    pub fn holding(self) -> Holding {
        match self {
            ObjectKind::Lock => Holding::Once,
            ObjectKind::ReentrantLock => Holding::Nested,
            ObjectKind::Semaphore => Holding::Permits,
            ObjectKind::Cell | ObjectKind::Map | ObjectKind::Event | ObjectKind::Condition => Holding::Never,
            ObjectKind::List | ObjectKind::Set | ObjectKind::Instance => Holding::Never,
            ObjectKind::Barrier | ObjectKind::Queue | ObjectKind::Future | ObjectKind::Pool => Holding::Never,
            // A task that has not ended holds its end, and tells that by neither of them.
            ObjectKind::Channel | ObjectKind::Mailbox | ObjectKind::Task => Holding::Never,
        }
    }
}

/// Who a name belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NameOf {
    /// A task, and the task that spawned it.
    Task(TaskId, TaskId),
    /// An object and its kind.
    Object(ObjectId, ObjectKind),
}

/// A task or an object came into being under this name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Name {
    /// What is named.
    pub of: NameOf,
    /// What it is called, as the listing calls it.
    pub text: String,
}

/// The names of one run so far, looked up by number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    tasks: Vec<String>,
    objects: Vec<(ObjectKind, String)>,
}

impl Names {
    /// Takes in one more name. Names of one sort may arrive out of order (two threads make objects).
    pub fn add(&mut self, name: Name) {
        match name.of {
            NameOf::Task(id, _) => {
                if self.tasks.len() <= id.index() {
                    self.tasks.resize(id.index() + 1, String::new());
                }
                self.tasks[id.index()] = name.text;
            }
            NameOf::Object(id, kind) => {
                if self.objects.len() <= id.index() {
                    self.objects.resize(id.index() + 1, (kind, String::new()));
                }
                self.objects[id.index()] = (kind, name.text);
            }
        }
    }

    /// What the task is called; its number where nobody named it.
    #[must_use]
    pub fn task(&self, id: TaskId) -> String {
        match self.tasks.get(id.index()) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("task-{}", id.0),
        }
    }

    /// What the object is called; its number where nobody named it.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> String {
        match self.objects.get(id.index()) {
            Some((_, name)) if !name.is_empty() => name.clone(),
            _ => format!("object-{}", id.0),
        }
    }

    /// The kind of the object, where it is known.
    #[must_use]
    pub fn kind(&self, id: ObjectId) -> Option<ObjectKind> {
        self.objects.get(id.index()).map(|(kind, _)| *kind)
    }

    /// How many tasks have a name.
    #[must_use]
    pub fn task_count(&self) -> usize {
        self.tasks.len()
    }
}
