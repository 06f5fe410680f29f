//! Who holds what, who waits for what, and in which order, after any number of events: the wait-for graph.
//!
//! Everything is read off the events: the engine is asked nothing. Whoever waits does so until the next
//! event that is its own, or until somebody asks it to end; a lock or a permit is held from its `Acquire`
//! to its `Release`, and a task that has not ended holds its end. It refuses to say whether a ring of
//! waits is a deadlock: that is the ending's word.

use crate::Trace;
use model::{Event, EventKind, Holding, Mark, Names, ObjectId, ObjectKind, TaskId, WaitFor};

/// Who holds what and who waits for what at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waits {
    /// By task: what it waits for, and where in the listing.
    waiting: Vec<Option<(ObjectId, Mark)>>,
    objects: Vec<Held>,
}

/// One object.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Held {
    /// Once for each permit.
    holders: Vec<TaskId>,
    /// Permits left, as last told.
    left: i64,
    /// In the order in which they came.
    line: Vec<TaskId>,
}

/// How this object is held; once, where nothing is known of it.
fn holding(names: &Names, object: ObjectId) -> Holding {
    names.kind(object).map_or(Holding::Once, ObjectKind::holding)
}

impl Waits {
    /// Takes in the next event of the run.
    pub fn take(&mut self, event: &Event, names: &Names) {
        let Event { task, kind, object, value, mark, .. } = *event;
        self.leave(task);
        let other = u32::try_from(value).map(TaskId);
        match kind {
            EventKind::Wait => self.enter(task, object, mark),
            EventKind::Cancel => other.into_iter().for_each(|other| self.leave(other)),
            // A task is an object too: who joins it waits for it.
            EventKind::Spawn if object != ObjectId::NONE => {
                let holders = other.into_iter().collect();
                self.object(object).holders = holders;
            }
            EventKind::End if object != ObjectId::NONE => self.object(object).holders.clear(),
            EventKind::Acquire => {
                let permits = holding(names, object) == Holding::Permits;
                let held = self.object(object);
                if permits || !held.holders.contains(&task) {
                    held.holders.push(task);
                }
                held.left = value;
            }
            EventKind::Release => self.release(task, holding(names, object), object, value),
            _ => {}
        }
    }

    fn release(&mut self, task: TaskId, holding: Holding, object: ObjectId, value: i64) {
        let held = self.object(object);
        let returned = match holding {
            Holding::Permits => value - held.left,
            // Taken twice, it is still held after it was given back once.
            Holding::Nested => i64::from(value == 0),
            Holding::Once | Holding::Never => 1,
        };
        held.left = value;
        for _ in 0..returned {
            let Some(at) = held.holders.iter().position(|holder| *holder == task) else { break };
            held.holders.remove(at);
        }
    }

    fn object(&mut self, object: ObjectId) -> &mut Held {
        if self.objects.len() <= object.index() {
            self.objects.resize_with(object.index() + 1, Held::default);
        }
        &mut self.objects[object.index()]
    }

    fn enter(&mut self, task: TaskId, object: ObjectId, mark: Mark) {
        if self.waiting.len() <= task.index() {
            self.waiting.resize(task.index() + 1, None);
        }
        self.waiting[task.index()] = Some((object, mark));
        self.object(object).line.push(task);
    }

    fn leave(&mut self, task: TaskId) {
        if let Some((object, _)) = self.waiting.get_mut(task.index()).and_then(Option::take) {
            self.object(object).line.retain(|waiter| *waiter != task);
        }
    }

    /// Who holds this object, once for each permit, in the order in which they took it.
    #[must_use]
    pub fn holders(&self, object: ObjectId) -> &[TaskId] {
        self.objects.get(object.index()).map_or(&[], |held| &held.holders)
    }

    /// Who waits for this object, in the order in which they came.
    #[must_use]
    pub fn line(&self, object: ObjectId) -> &[TaskId] {
        self.objects.get(object.index()).map_or(&[], |held| &held.line)
    }

    /// What this task waits for, if it does.
    #[must_use]
    pub fn wait_of(&self, task: TaskId) -> Option<WaitFor> {
        let (object, mark) = (*self.waiting.get(task.index())?)?;
        Some(WaitFor { task, object, holders: self.holders(object).to_vec(), mark })
    }

    /// Everyone who waits, by number, with what for and who holds it.
    pub fn all(&self) -> impl Iterator<Item = WaitFor> + '_ {
        (0u32..).zip(&self.waiting).filter_map(|(task, _)| self.wait_of(TaskId(task)))
    }
}

impl Trace {
    /// Who holds what and who waits for what after this many events.
    #[must_use]
    pub fn waits_after(&self, count: usize) -> Waits {
        let mut waits = Waits::default();
        for event in (0..count).map_while(|index| self.event(index)) {
            waits.take(&event, self.names());
        }
        waits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Name, NameOf};

    /// The waits after each of these events of tasks and objects.
    fn after(kinds: &[(u32, ObjectKind)], events: &[(u32, EventKind, u32, i64)]) -> Trace {
        let mut trace = Trace::default();
        for (object, kind) in kinds {
            trace.name(Name { of: NameOf::Object(ObjectId(*object), *kind), text: "it".into() });
        }
        trace.push((0u32..).zip(events).map(|(seq, (task, kind, object, value))| Event {
            time: seq.into(),
            value: *value,
            seq,
            task: TaskId(*task),
            object: ObjectId(*object),
            mark: Mark::NONE,
            kind: *kind,
            lane: 0,
            step: true,
        }));
        trace.finish();
        while trace.fold(usize::MAX) {}
        trace
    }

    fn numbers(tasks: &[TaskId]) -> Vec<u32> {
        tasks.iter().map(|task| task.0).collect()
    }

    #[test]
    fn a_lock_is_held_and_waited_for_in_order() {
        use EventKind::{Acquire, Cancel, Release, TimedOut, Wait};
        let events = [
            (1, Acquire, 5, 0),
            (2, Wait, 5, 0),
            (3, Wait, 5, 0),
            (4, Wait, 5, 0),
            (3, TimedOut, 5, 0),
            (0, Cancel, 9, 4),
            (1, Release, 5, 1),
            (2, Acquire, 5, 0),
        ];
        let trace = after(&[(5, ObjectKind::Lock)], &events);
        let at = |count| {
            let waits = trace.waits_after(count);
            (numbers(waits.holders(ObjectId(5))), numbers(waits.line(ObjectId(5))))
        };
        assert_eq!(at(0), (vec![], vec![]));
        assert_eq!(at(4), (vec![1], vec![2, 3, 4]));
        assert_eq!(at(5), (vec![1], vec![2, 4]));
        assert_eq!(at(6), (vec![1], vec![2]));
        assert_eq!(at(7), (vec![], vec![2]));
        assert_eq!(at(8), (vec![2], vec![]));
    }

    #[test]
    fn permits_depths_and_ends_are_held() {
        use EventKind::{Acquire, End, Release, Spawn, Wait};
        let kinds = [(5, ObjectKind::Semaphore), (6, ObjectKind::ReentrantLock), (7, ObjectKind::Task)];
        let events = [
            (0, Spawn, 7, 1),
            (1, Acquire, 5, 2),
            (1, Acquire, 5, 1),
            (2, Acquire, 5, 0),
            (1, Acquire, 6, 1),
            (1, Acquire, 6, 2),
            (1, Release, 6, 1),
            (0, Wait, 7, 0),
            (1, Release, 5, 1),
            (1, Release, 6, 0),
            (1, End, 7, 0),
        ];
        let trace = after(&kinds, &events);
        let held = |count, object| numbers(trace.waits_after(count).holders(ObjectId(object)));
        assert_eq!((held(4, 5), held(7, 6), held(8, 7)), (vec![1, 1, 2], vec![1], vec![1]));
        assert_eq!(trace.waits_after(8).wait_of(TaskId(0)).map(|wait| numbers(&wait.holders)), Some(vec![1]));
        assert_eq!((held(11, 5), held(11, 6), held(11, 7)), (vec![1, 2], vec![], vec![]));
    }
}
