//! The tree of what was tried, as large as there is room for.
//!
//! It holds every state down to some depth and none below, so that nothing is missing in its midst:
//! where the room runs out, the deepest states go, and no others so deep are taken in. What their
//! executions came to is still counted above them.

use super::machine::Machine;
use super::puppet::small;
use model::{Mark, ObjectId, Step, TaskId, Tree, TreeNode};

pub(super) struct Recorder {
    tree: Tree,
    /// The nodes of the execution under way, down to where the tree ends.
    path: Vec<u32>,
    deepest: usize,
    room: usize,
}

impl Recorder {
    /// A tree of at most so many nodes, and at least its root.
    pub(super) fn new(room: usize) -> Recorder {
        let root = TreeNode {
            step: None,
            object: ObjectId::NONE,
            mark: Mark::NONE,
            children: Vec::new(),
            pruned: Vec::new(),
            executions: 0,
            outcomes: Vec::new(),
        };
        let tree = Tree { nodes: vec![root], cut: false };
        Recorder { tree, path: vec![0], deepest: usize::MAX, room: room.max(8) }
    }

    /// The machine has just taken a step.
    #[inline]
    pub(super) fn step(&mut self, machine: &Machine) {
        if self.path.len() == machine.len() {
            self.add(machine);
        }
    }

    fn add(&mut self, machine: &Machine) {
        if machine.ended.is_some_and(|ended| ended as usize + 1 < machine.len()) {
            return;
        }
        if machine.len() > self.deepest {
            self.tree.cut = true;
            return;
        }
        let Some(taken) = machine.taken.last() else { return };
        let node = TreeNode {
            step: Some(taken.mv.step(TaskId(taken.mv.task))),
            object: ObjectId(taken.mv.object),
            mark: machine.memo.nodes[taken.place as usize].mark,
            children: Vec::new(),
            pruned: Vec::new(),
            executions: 0,
            outcomes: Vec::new(),
        };
        let at = self.tree.nodes.len() as u32;
        let parent = self.path[self.path.len() - 1];
        self.tree.nodes[parent as usize].children.push(at);
        self.tree.nodes.push(node);
        self.path.push(at);
        if self.tree.nodes.len() > self.room {
            self.shrink();
        }
    }

    /// An execution came to this outcome, or to none.
    #[inline]
    pub(super) fn execution(&mut self, outcome: Option<u32>) {
        let node = &mut self.tree.nodes[self.path[self.path.len() - 1] as usize];
        node.executions += 1;
        if let Some(outcome) = outcome.filter(|outcome| !node.outcomes.contains(outcome)) {
            node.outcomes.push(outcome);
        }
    }

    /// Everything from this state on has been seen.
    #[inline]
    pub(super) fn leave(&mut self, machine: &Machine) {
        if self.path.len() == machine.len() + 1 {
            self.close(machine);
        }
    }

    fn close(&mut self, machine: &Machine) {
        let here = self.path[self.path.len() - 1] as usize;
        if machine.ended.is_none() {
            let tried: Vec<Option<Step>> =
                self.tree.nodes[here].children.iter().map(|child| self.tree.nodes[*child as usize].step).collect();
            // Where the tree ends, what was tried is not known.
            if !tried.is_empty() {
                let possible = (0..machine.strands.len()).filter(|task| machine.can(*task));
                let possible = possible.map(|task| machine.next_move(task).step(TaskId(small(task))));
                self.tree.nodes[here].pruned = possible.filter(|step| !tried.contains(&Some(*step))).collect();
            }
        }
        if self.path.len() > 1 {
            self.path.pop();
            let parent = self.path[self.path.len() - 1];
            fold(&mut self.tree, here, parent as usize);
        }
    }

    /// The tree so far.
    pub(super) fn tree(&self) -> Tree {
        let mut tree = self.tree.clone();
        for pair in self.path.windows(2).rev() {
            fold(&mut tree, pair[1] as usize, pair[0] as usize);
        }
        tree
    }

    /// Lets the deepest states go.
    fn shrink(&mut self) {
        let nodes = &self.tree.nodes;
        let mut depth = vec![0usize; nodes.len()];
        let mut wide = Vec::new();
        for at in 0..nodes.len() {
            wide.resize(wide.len().max(depth[at] + 1), 0usize);
            wide[depth[at]] += 1;
            for child in &nodes[at].children {
                depth[*child as usize] = depth[at] + 1;
            }
        }
        let mut kept = 0;
        let fits = wide.iter().take_while(|wide| {
            kept += **wide;
            kept <= self.room / 2
        });
        self.deepest = fits.count().max(2) - 1;
        self.tree.cut = true;
        while self.path.len() > self.deepest + 1 {
            let here = self.path.pop().unwrap_or(0);
            fold(&mut self.tree, here as usize, self.path[self.path.len() - 1] as usize);
        }
        let mut number = 0;
        let numbers: Vec<u32> = depth
            .iter()
            .map(|depth| {
                number += u32::from(*depth <= self.deepest);
                number.saturating_sub(1)
            })
            .collect();
        let mut at = 0;
        self.tree.nodes.retain(|_| {
            at += 1;
            depth[at - 1] <= self.deepest
        });
        for node in &mut self.tree.nodes {
            node.children.retain(|child| depth[*child as usize] <= self.deepest);
            for child in &mut node.children {
                *child = numbers[*child as usize];
            }
        }
        for node in &mut self.path {
            *node = numbers[*node as usize];
        }
    }
}

/// What was counted at a child counts at its parent.
fn fold(tree: &mut Tree, child: usize, parent: usize) {
    tree.nodes[parent].executions += tree.nodes[child].executions;
    for at in 0..tree.nodes[child].outcomes.len() {
        let outcome = tree.nodes[child].outcomes[at];
        if !tree.nodes[parent].outcomes.contains(&outcome) {
            tree.nodes[parent].outcomes.push(outcome);
        }
    }
}
