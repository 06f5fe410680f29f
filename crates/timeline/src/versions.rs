//! The values that a variable had, as a tree: each version grew from the one that its task had seen.
//!
//! A task that keeps writing over another keeps a branch of its own alive, and two branches may grow side by
//! side for as long as a run lasts. So nothing here walks along a branch: every version knows one far ancestor
//! besides the one it grew from, chosen so that any ancestor is a logarithm of jumps away (Myers, "An applicative
//! random-access stack", 1983), and which tasks wrote on the way there. It refuses to know values and times.

use model::TaskId;

/// A version by its number; 0 is what the variable was at first, from which all grew.
pub(crate) type Version = u32;

/// Every version of one variable.
#[derive(Debug)]
pub(crate) struct Versions {
    all: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Who wrote from here to `far`, without that: a bit for each, where tasks 64 apart share one.
    tasks: u64,
    task: TaskId,
    /// What it grew from.
    from: Version,
    /// An ancestor that is further away.
    far: Version,
    /// How many versions it grew from.
    depth: u32,
    /// How many versions of the same task are among those and this one.
    own: u32,
}

/// Updates of others that are in one version and not in another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Missing {
    /// How many, never none.
    pub(crate) updates: u32,
    /// Whose the last of them was.
    pub(crate) of: TaskId,
}

impl Default for Versions {
    fn default() -> Versions {
        Versions { all: vec![Node { tasks: 0, task: TaskId::MAIN, from: 0, far: 0, depth: 0, own: 0 }] }
    }
}

impl Versions {
    /// The newest version.
    pub(crate) fn now(&self) -> Version {
        // So many events are never kept.
        u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
    }

    /// The task wrote a version that has in it all that is in this one.
    pub(crate) fn grow(&mut self, task: TaskId, from: Version) {
        let parent = self.node(from);
        let far = self.node(parent.far);
        // Two spans of one length are jumped together.
        let twice = parent.depth - far.depth == far.depth - self.node(far.far).depth && from != 0;
        self.all.push(Node {
            tasks: bit(task) | if twice { parent.tasks | far.tasks } else { 0 },
            task,
            from,
            far: if twice { far.far } else { from },
            depth: parent.depth + 1,
            own: self.own(from, task) + 1,
        });
    }

    /// The updates in the newest version that are not in what the task has seen, but for its own.
    pub(crate) fn missing(&self, seen: Version, task: TaskId) -> Option<Missing> {
        let mut now = self.now();
        let common = self.common(now, seen);
        let own = self.own(now, task) - self.own(common, task);
        let updates = self.node(now).depth - self.node(common).depth - own;
        if updates == 0 {
            return None;
        }
        // Its own at the tip are additions since it read: each is passed by once.
        while self.node(now).task == task {
            now = self.node(now).from;
        }
        Some(Missing { updates, of: self.node(now).task })
    }

    /// The newest version that both grew from, or are.
    fn common(&self, mut one: Version, mut other: Version) -> Version {
        if self.node(one).depth < self.node(other).depth {
            std::mem::swap(&mut one, &mut other);
        }
        let depth = self.node(other).depth;
        while self.node(one).depth > depth {
            let node = self.node(one);
            one = if self.node(node.far).depth >= depth { node.far } else { node.from };
        }
        // From one depth all jumps are of one length.
        while one != other {
            let (a, b) = (self.node(one), self.node(other));
            (one, other) = if a.far == b.far { (a.from, b.from) } else { (a.far, b.far) };
        }
        one
    }

    /// How many of the versions up to this one are of this task.
    fn own(&self, mut at: Version, task: TaskId) -> u32 {
        while at != 0 {
            let node = self.node(at);
            if node.task == task {
                return node.own;
            }
            at = if node.tasks & bit(task) == 0 { node.far } else { node.from };
        }
        0
    }

    fn node(&self, version: Version) -> &Node {
        &self.all[version as usize]
    }
}

fn bit(task: TaskId) -> u64 {
    1 << (task.0 % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A version with all it grew from, by number and task.
    fn line(from: &[Version], tasks: &[u32], mut at: Version) -> Vec<(Version, u32)> {
        let mut line = Vec::new();
        while at != 0 {
            line.push((at, tasks[at as usize - 1]));
            at = from[at as usize - 1];
        }
        line
    }

    proptest! {
        #[test]
        fn it_gives_what_walking_gives(steps in proptest::collection::vec((0u32..140, 0u32..400, 0u32..4), 1..300), me in 0u32..140) {
            let mut versions = Versions::default();
            let (mut from, mut tasks) = (Vec::new(), Vec::new());
            for (task, back, how) in steps {
                // Few tasks or many; grown from what is newest, or from something older.
                let (task, now) = (if how < 2 { task % 3 } else { task }, versions.now());
                let parent = if how % 2 == 0 { now } else { now.saturating_sub(back) };
                versions.grow(TaskId(task), parent);
                from.push(parent);
                tasks.push(task);
            }
            let me = if me < 70 { me % 3 } else { me };
            let newest = line(&from, &tasks, versions.now());
            for seen in 0..=versions.now() {
                let known = line(&from, &tasks, seen);
                let gone: Vec<u32> = newest.iter().filter(|at| !known.contains(at) && at.1 != me).map(|at| at.1).collect();
                let told = versions.missing(seen, TaskId(me));
                let by_hand = gone.first().map(|of| Missing { updates: gone.len() as u32, of: TaskId(*of) });
                prop_assert_eq!(told, by_hand);
            }
        }
    }
}
