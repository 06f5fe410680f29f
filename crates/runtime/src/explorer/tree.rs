//! The tree of what was tried, as large as there is room for.
//!
//! It holds every state down to some depth and none below, so that nothing is missing in its midst:
//! where the room runs out, the deepest states go, and no others so deep are taken in. What their
//! executions came to is still counted above them. While the search runs the nodes are lean; sets
//! are bits, so that of more than 64 tasks or outcomes the last bit stands for all the rest.

use super::execution::Execution;
use super::memo::NodeId;
use super::moves::Move;
use super::size::{bytes, to_u32, usual};
use model::{Mark, ObjectId, TaskId, Tree, TreeNode};

struct Node {
    parent: u32,
    mv: Move,
    /// Where the task stood that took the step.
    place: NodeId,
    depth: u32,
    executions: u64,
    outcomes: u64,
}

pub(super) struct TreeKeeper {
    nodes: Vec<Node>,
    /// The nodes of the execution under way, down to where the tree ends.
    path: Vec<u32>,
    deepest: usize,
    room: usize,
    cut: bool,
}

fn bits(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |at| set >> at & 1 == 1)
}

impl TreeKeeper {
    /// A tree of at most so many nodes, and at least its root.
    pub(super) fn new(room: usize) -> TreeKeeper {
        let root = Node { parent: 0, mv: Move::alone(0), place: 0, depth: 0, executions: 0, outcomes: 0 };
        let (mut nodes, mut path) = (Vec::with_capacity(16 * usual::<Node>()), Vec::with_capacity(usual::<u32>()));
        nodes.push(root);
        path.push(0);
        TreeKeeper { nodes, path, deepest: usize::MAX, room: room.max(8), cut: false }
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        bytes(&self.nodes) + bytes(&self.path)
    }

    /// The execution has just taken a step.
    #[inline]
    pub(super) fn step(&mut self, execution: &Execution) {
        if self.path.len() == execution.len() {
            self.add(execution);
        }
    }

    fn add(&mut self, execution: &Execution) {
        if execution.ended.is_some_and(|ended| ended as usize + 1 < execution.len()) {
            return;
        }
        if execution.len() > self.deepest {
            self.cut = true;
            return;
        }
        let Some(taken) = execution.taken.last() else { return };
        let parent = self.path[self.path.len() - 1];
        self.path.push(to_u32(self.nodes.len()));
        self.nodes.push(Node {
            parent,
            mv: taken.mv,
            place: taken.place,
            depth: to_u32(execution.len()),
            executions: 0,
            outcomes: 0,
        });
        if self.nodes.len() > self.room {
            self.shrink();
        }
    }

    /// An execution came to this outcome, or to none.
    #[inline]
    pub(super) fn execution(&mut self, outcome: Option<u32>) {
        let node = &mut self.nodes[self.path[self.path.len() - 1] as usize];
        node.executions += 1;
        node.outcomes |= outcome.map_or(0, |outcome| 1 << outcome.min(63));
    }

    /// Everything has been seen from the state on that so many steps led to.
    #[inline]
    pub(super) fn leave(&mut self, steps: usize) {
        if self.path.len() == steps + 1
            && steps > 0
            && let Some(here) = self.path.pop()
        {
            self.fold(here as usize);
        }
    }

    /// What was counted at a node counts at its parent.
    fn fold(&mut self, at: usize) {
        let Node { parent, executions, outcomes, .. } = self.nodes[at];
        let parent = &mut self.nodes[parent as usize];
        parent.executions += executions;
        parent.outcomes |= outcomes;
    }

    /// The tree so far.
    pub(super) fn tree(&self, execution: &Execution) -> Tree {
        let node = |node: &Node| {
            let is_root = node.depth == 0;
            TreeNode {
                step: (!is_root).then(|| node.mv.step(TaskId(node.mv.task))),
                object: ObjectId(node.mv.object),
                mark: if is_root { Mark::NONE } else { execution.memo.nodes[node.place as usize].mark },
                children: Vec::new(),
                pruned: Vec::new(),
                executions: node.executions,
                outcomes: bits(node.outcomes).map(to_u32).collect(),
            }
        };
        let mut tree = Tree { nodes: self.nodes.iter().map(node).collect(), cut: self.cut };
        for (at, node) in self.nodes.iter().enumerate().skip(1) {
            tree.nodes[node.parent as usize].children.push(to_u32(at));
        }
        // The execution under way has not been counted above where it is.
        for pair in self.path.windows(2).rev() {
            let (below, above) = (tree.nodes[pair[1] as usize].clone(), &mut tree.nodes[pair[0] as usize]);
            above.executions += below.executions;
            above.outcomes.extend(below.outcomes);
            above.outcomes.sort_unstable();
            above.outcomes.dedup();
        }
        self.prune(&mut tree, &mut execution.afresh());
        tree
    }

    /// Marks what was possible and not tried. Where the tree ends, what was tried is not known.
    fn prune(&self, tree: &mut Tree, execution: &mut Execution) {
        // A node follows its parent and all that is below its elder siblings.
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            if at > 0 {
                while execution.len() >= node.depth as usize {
                    execution.take_back();
                }
                if node.mv.index() >= execution.runners.len() || !execution.can(node.mv.index()) {
                    return;
                }
                execution.take(execution.next_move(node.mv.index()));
            }
            let children = &tree.nodes[at].children;
            let is_tried = |task: &usize| children.iter().any(|child| self.nodes[*child as usize].mv.index() == *task);
            if !children.is_empty() {
                let possible = (0..execution.runners.len()).filter(|task| execution.can(*task) && !is_tried(task));
                tree.nodes[at].pruned = possible.map(|task| TaskId(to_u32(task)).into()).collect();
            }
        }
    }

    /// Lets the deepest states go.
    fn shrink(&mut self) {
        let mut wide = Vec::new();
        for node in &self.nodes {
            let depth = node.depth as usize;
            wide.resize(wide.len().max(depth + 1), 0usize);
            wide[depth] += 1;
        }
        let mut kept = 0;
        let fits = wide.iter().take_while(|wide| {
            kept += **wide;
            kept <= self.room / 2
        });
        self.deepest = fits.count().max(2) - 1;
        self.cut = true;
        while self.path.len() > self.deepest + 1 {
            let here = self.path.pop().unwrap_or(0);
            self.fold(here as usize);
        }
        let mut numbers = Vec::with_capacity(self.nodes.len());
        let mut number = 0;
        for node in &self.nodes {
            numbers.push(number);
            number += u32::from(node.depth as usize <= self.deepest);
        }
        self.nodes.retain(|node| node.depth as usize <= self.deepest);
        for node in &mut self.nodes {
            node.parent = numbers[node.parent as usize];
        }
        for node in &mut self.path {
            *node = numbers[*node as usize];
        }
    }
}
