//! Who waits for whom when nobody can go on: the ending is read off the wait-for graph.

use crate::objects::Object;
use model::{Ending, Mark, ObjectId, TaskId, WaitFor};

/// This task waits for this object, whose holders it tells itself.
pub(crate) fn wait_for(task: TaskId, mark: Mark, id: ObjectId, object: &Object) -> WaitFor {
    WaitFor { task, object: id, holders: object.holders(), mark }
}

/// The ending of a run in which exactly these tasks are left and none can go on: a ring of waits
/// where there is one, otherwise everyone is asleep.
#[must_use]
pub fn judge(mut waits: Vec<WaitFor>) -> Ending {
    waits.sort_by_key(|wait| wait.task);
    let of = |task| waits.iter().find(|wait| wait.task == task);
    for start in &waits {
        let mut path = vec![start];
        // One way out of each task is enough: from a ring every way leads back into it.
        while let Some(next) = path.last().and_then(|last| last.holders.first().and_then(|holder| of(*holder))) {
            if let Some(from) = path.iter().position(|seen| seen.task == next.task) {
                return Ending::Deadlock(path[from..].iter().copied().cloned().collect());
            }
            path.push(next);
        }
    }
    Ending::Asleep(waits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(task: u32, object: u32, holders: &[u32]) -> WaitFor {
        let holders = holders.iter().map(|task| TaskId(*task)).collect();
        WaitFor { task: TaskId(task), object: ObjectId(object), holders, mark: Mark::NONE }
    }

    #[test]
    fn a_ring_is_named_without_those_who_only_wait_for_it() {
        // 0 joins 1; 1 and 2 hold what the other wants.
        let ending = judge(vec![wait(0, 9, &[1]), wait(1, 5, &[2]), wait(2, 4, &[1])]);
        assert_eq!(ending, Ending::Deadlock(vec![wait(1, 5, &[2]), wait(2, 4, &[1])]));
    }

    #[test]
    fn a_task_can_wait_for_itself() {
        assert_eq!(judge(vec![wait(3, 1, &[3])]), Ending::Deadlock(vec![wait(3, 1, &[3])]));
    }

    #[test]
    fn without_a_ring_everyone_is_asleep() {
        let waits = vec![wait(0, 9, &[1]), wait(1, 5, &[])];
        assert_eq!(judge(waits.clone()), Ending::Asleep(waits));
    }
}
