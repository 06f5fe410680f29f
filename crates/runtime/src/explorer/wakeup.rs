//! Wakeup trees: for each state of the current execution, the sequences of steps that must still be
//! tried from there.
//!
//! A tree never holds two sequences of which one would lead where the other does. The nodes of all
//! trees lie in one table and are used again.

use super::moves::Move;
use super::size::{bytes, to_u32};

/// The place of a node in the table, or none.
pub(super) type Branch = u32;

/// No branch.
pub(super) const NONE: Branch = u32::MAX;

#[derive(Clone, Copy)]
struct Node {
    mv: Move,
    child: Branch,
    sibling: Branch,
}

#[derive(Default)]
pub(super) struct Wakeup {
    nodes: Vec<Node>,
    free: Vec<Branch>,
}

impl Wakeup {
    /// Takes the first branch off this list of siblings: its step, and what must follow it.
    pub(super) fn take_first(&mut self, list: &mut Branch) -> Option<(Move, Branch)> {
        let first = *list;
        let node = *self.nodes.get(first as usize)?;
        *list = node.sibling;
        self.free.push(first);
        Some((node.mv, node.child))
    }

    /// Adds a sequence to the tree, unless what is there already leads to where it leads.
    /// The sequence is used up. Says whether anything was added.
    pub(super) fn insert(&mut self, root: &mut Branch, sequence: &mut Vec<Move>) -> bool {
        let mut parent = NONE;
        loop {
            let mut last = NONE;
            let mut branch = if parent == NONE { *root } else { self.nodes[parent as usize].child };
            let mut entered = false;
            while branch != NONE {
                let node = self.nodes[branch as usize];
                if let Some(at) = node.mv.can_lead(sequence) {
                    if let Some(at) = at {
                        sequence.remove(at);
                    }
                    if node.child == NONE {
                        return false;
                    }
                    parent = branch;
                    entered = true;
                    break;
                }
                last = branch;
                branch = node.sibling;
            }
            if entered {
                continue;
            }
            let added = self.chain(sequence);
            match (last, parent) {
                (NONE, NONE) => *root = added,
                (NONE, parent) => self.nodes[parent as usize].child = added,
                (last, _) => self.nodes[last as usize].sibling = added,
            }
            return added != NONE;
        }
    }

    /// The sequence as one branch without forks.
    fn chain(&mut self, sequence: &[Move]) -> Branch {
        let mut child = NONE;
        for &mv in sequence.iter().rev() {
            let node = Node { mv, child, sibling: NONE };
            child = match self.free.pop() {
                Some(free) => {
                    self.nodes[free as usize] = node;
                    free
                }
                None => {
                    self.nodes.push(node);
                    to_u32(self.nodes.len() - 1)
                }
            };
        }
        child
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        bytes(&self.nodes) + bytes(&self.free)
    }
}

#[cfg(test)]
mod tests {
    use super::super::moves::NOTHING;
    use super::*;

    fn on(task: u32, object: u32) -> Move {
        Move { object, looks: false, ..Move::alone(task) }
    }

    #[test]
    fn what_leads_to_the_same_is_not_added_again() {
        let mut wakeup = Wakeup::default();
        let mut root = NONE;
        assert!(wakeup.insert(&mut root, &mut vec![on(1, 7), on(2, 7)]));
        // Task 3 is independent of both: beside them, it leads to the same.
        assert!(!wakeup.insert(&mut root, &mut vec![on(3, 9), on(1, 7), on(2, 7)]));
        assert!(wakeup.insert(&mut root, &mut vec![on(2, 7)]));
        assert!(!wakeup.insert(&mut root, &mut vec![on(1, 7), on(2, 7), on(3, NOTHING)]));
        let first = wakeup.take_first(&mut root).expect("two branches");
        assert_eq!(first.0, on(1, 7));
        let second = wakeup.take_first(&mut root).expect("one more");
        assert_eq!((second.0, second.1), (on(2, 7), NONE));
        assert!(wakeup.take_first(&mut root).is_none());
    }
}
